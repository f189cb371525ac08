"""The library judges in coroutines although it asks nobody here: they run to their end, on a loop that opens nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
_kept: list[asyncio.Runner] = []


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What it returns. Never from within a running loop: seals and checks belong to a thread of a worker or of a view."""
    return _kept[0].run(work) if _kept else asyncio.run(work)


def outside_a_loop() -> None:
    """Raises RuntimeError within a running loop: there the library's own refusal would be taken for a fault of the file."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return
    raise RuntimeError("a check within a running loop: it belongs to a thread")


def keep_one() -> None:
    """Makes the loop now, for all that follows in this process: one that may open nothing later. Not for threads."""
    runner = asyncio.Runner()
    runner.get_loop()
    _kept.append(runner)
