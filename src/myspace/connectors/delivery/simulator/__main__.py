"""`python -m myspace.connectors.delivery.simulator --port N --mail-port N`: serves until it is told to stop.

Prints one line, `ready <url> <mail url>`, when it listens.
"""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from myspace.connectors.delivery.simulator import LOOPBACK, start


async def _serve(host: str, port: int, mail_port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with start(port, mail_port, host=host) as running:
        sys.stdout.write(f"ready {running.url} {running.mail_url}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        prog="delivery-simulator", description="Takes what leaves the folder; delivers nowhere"
    )
    parser.add_argument("--host", default=LOOPBACK)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--mail-port", type=int, default=0)
    given = parser.parse_args()
    asyncio.run(_serve(given.host, given.port, given.mail_port))
