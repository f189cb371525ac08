"""Runs the far side until Ctrl-C: `python -m myspace.connectors.example.simulator [PORT]`. Prints `ready URL`."""

from __future__ import annotations

import asyncio
import sys

from myspace.connectors.example.simulator import start


async def _serve(port: int) -> None:
    async with start(port) as running:
        sys.stdout.write(f"ready {running.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(_serve(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
    except KeyboardInterrupt:
        sys.exit(130)
