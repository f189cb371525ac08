"""`python -m myspace.connectors.hub_carpetes.simulator --port N`: serves the country until it is told to stop.

Prints one line, `ready <url>`, when it listens.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from datetime import date

from myspace.connectors.hub_carpetes.simulator.running import start


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hcc-simulator", description="The make-believe country of the HCC protocol")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--today", type=date.fromisoformat, default=_today_from_environment(), help="YYYY-MM-DD")
    parser.add_argument("--generated", type=int, default=0, help="more invented bodies, up to 1000, for load")
    return parser.parse_args(argv)


def _today_from_environment() -> date | None:
    text = os.environ.get("MYSPACE_SIMULATED_TODAY")
    return date.fromisoformat(text) if text else None


async def _serve(wanted: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with start(port=wanted.port, host=wanted.host, today=wanted.today, generated=wanted.generated) as running:
        sys.stdout.write(f"ready {running.url}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments(sys.argv[1:])))
