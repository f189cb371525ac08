"""`python -m myspace.connector_kit.simulated.pci --port N --product MODULE:FUNCTION …`: serves until it is told to stop.

Prints one line, `ready <url>`, when it listens.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from myspace.connector_kit.simulated.pci.plugin import Doors, PlugIn, Setting
from myspace.connector_kit.simulated.pci.running import Security, start


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pci-simulator", description="The make-believe PCI, with the products named")
    parser.add_argument("--product", action="append", type=_plug_in, required=True, help="MODULE:FUNCTION")
    parser.add_argument(
        "--door", action="append", type=_doors, default=[], help="MODULE:FUNCTION, a far side without PCI"
    )
    parser.add_argument("--given", action="append", default=[], type=_pair, help="NAME=VALUE, for the products")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--certificate", type=Path, help="PEM with its key: TLS, and what answers are signed with")
    parser.add_argument("--clients", type=Path, help="PEM: who may come and sign, or who issued their certificates")
    parser.add_argument("--today", type=date.fromisoformat, default=_today(), help="YYYY-MM-DD")
    return parser.parse_args(argv)


def _plug_in(word: str) -> PlugIn:
    made: PlugIn = _named(word, "a function that makes a Product")
    return made


def _doors(word: str) -> Doors:
    made: Doors = _named(word, "a function that gives routes")
    return made


def _named(word: str, what: str) -> Any:
    module, _, attribute = word.partition(":")
    found = getattr(importlib.import_module(module), attribute, None)
    if not callable(found):
        raise argparse.ArgumentTypeError(f"{word}: must be MODULE:FUNCTION, {what}")
    return found


def _pair(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError("must be NAME=VALUE")
    return name, value


def _today() -> date | None:
    text = os.environ.get("MYSPACE_SIMULATED_TODAY")
    return date.fromisoformat(text) if text else None


async def _serve(wanted: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    security = Security(wanted.certificate, wanted.clients)
    setting = Setting(wanted.today, dict(wanted.given))
    async with start(
        wanted.product, port=wanted.port, host=wanted.host, setting=setting, security=security, doors=wanted.door
    ) as running:
        sys.stdout.write(f"ready {running.url}\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments(sys.argv[1:])))
