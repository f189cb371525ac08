"""`./myspace up`: starts everything, greets, waits for Ctrl-C. Knows what to say; the stack knows how to start."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Sequence

from myspace.launch.stack import AlreadyRunning, Interrupted, Stack
from myspace.launch.welcome import welcome


def up(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./myspace up", description="The whole product, with invented people.")
    parser.add_argument("--port", type=int, help="the port wanted (8000); another is taken when it is in use")
    parser.add_argument("--lan", action="store_true", help="also for a phone in the same network, with a certificate")
    given = parser.parse_args(words)
    stack = Stack(lan=given.lan, port=given.port, say=_say)
    _on_signal(stack.supervisor.stopping)
    try:
        stack.start()
    except AlreadyRunning as running:
        where = f" a {running}" if str(running) else ""
        _say(f"El meu espai ja està en marxa{where}. Atura'l abans amb Ctrl-C, o fes-lo servir.")
        _say(f"(Already running{where.replace(' a ', ' at ')}: use it, or stop it first with Ctrl-C.)")
        return 1
    except Interrupted:
        _say("Aturat. (Stopped.)")
        return 130
    try:
        print(welcome(stack), flush=True)
        stack.supervisor.stopping.wait()
    finally:
        _say("\nS'està aturant… (Stopping…)")
        stack.stop()
    _say("Aturat. Les dades es conserven. (Stopped; the data are kept.)")
    return 0


def _on_signal(stopping: threading.Event) -> None:
    def asked(_number: int, _frame: object) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, asked)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
