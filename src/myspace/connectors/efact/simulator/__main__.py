"""`python -m myspace.connectors.efact.simulator --port N`: serves the simulated e-FACT until it is told to stop.

Prints one line, `ready <url>`, when it listens.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from myspace.connectors.efact.simulator import start


async def _serve(port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with start(port) as running:
        sys.stdout.write(f"ready {running.url}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="efact-simulator", description="The make-believe e-FACT")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    asyncio.run(_serve(parser.parse_args().port))
