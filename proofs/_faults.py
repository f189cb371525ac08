"""What goes wrong in `prove chaos`: each fault is begun, lasts, and is over. Knows processes and wishes; judges nothing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from myspace.launch.stack import Stack
from proofs._far import FarSide

# How a source misbehaves, by the fault's name: temperaments of the simulated country, some drawn from several.
SOURCES = {
    "a source hangs": ("hanging",),
    "a source drips": ("dripping",),
    "a source lies about whom": ("mixed_up", "same_for_everyone"),
    "a source floods": ("endless", "bomb"),
    "a source resets": ("silent",),
    "a source is garbled": ("truncated", "unreadable", "html"),
    "a source is down": ("down", "not_found", "in_error", "flapping"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    begin: Callable[[], None]
    end: Callable[[], None] = lambda: None


def drawn(
    stack: Stack, far: FarSide, bodies: tuple[str, ...], curtain: Callable[[], Any], chance: Random
) -> list[Fault]:
    """One of each kind, in an order of chance; drawn again when all have been."""
    body = chance.choice(bodies)
    faults = [
        Fault("kill -9 of a web worker", lambda: kill(chance.choice(children(stack.supervisor.pid("web"))))),
        Fault("kill -9 of live", lambda: kill(chance.choice(children(stack.supervisor.pid("live"))))),
        Fault("kill -9 of the asker", lambda: kill(stack.supervisor.pid("worker"))),
        Fault("kill -9 of the standby", lambda: kill(stack.supervisor.pid("standby"))),
        Fault("postgresql stops at once", lambda: _signal(stack.supervisor.pid("postgresql"), signal.SIGINT)),
        Fault("postgresql falls", lambda: _signal(stack.supervisor.pid("postgresql"), signal.SIGQUIT)),
        Fault("connections cut", lambda: _cut(curtain)),
        Fault(
            "the identity provider hangs",
            lambda: _signal(stack.supervisor.pid("valid"), signal.SIGSTOP),
            lambda: _signal(stack.supervisor.pid("valid"), signal.SIGCONT),
        ),
        Fault("nothing", lambda: None),
    ]
    for name, ways in SOURCES.items():
        way = chance.choice(ways)
        faults.append(Fault(name, partial(far.wish, body, {"temperament": way}), far.reset))
    chance.shuffle(faults)
    return faults


def children(pid: int) -> list[int]:
    """The processes that serve: what the server's main process has made, without its tracker of resources."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            with suppress(OSError):
                if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


def kill(pid: int) -> None:
    _signal(pid, signal.SIGKILL)


def _signal(pid: int, sign: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it has just died of the fault before: the supervisor is at it
        os.kill(pid, sign)


def _cut(curtain: Callable[[], Any]) -> None:
    """Every connection of the product's roles, as an administrator or a proxy may cut them."""
    with curtain() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename LIKE 'myspace_%'")
