"""A simulator that was written for a loop, for a test that has none: it runs in a thread until the block ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import TypeVar

R = TypeVar("R")
_PATIENCE_SECONDS = 30


@contextmanager
def in_a_thread(start: AbstractAsyncContextManager[R], name: str) -> Iterator[R]:
    """What `start` gives, while it runs. Raises RuntimeError, from its cause, when it does not start."""
    ready, stop = threading.Event(), asyncio.Event()
    started: list[tuple[R, asyncio.AbstractEventLoop]] = []
    failed: list[BaseException] = []

    async def live() -> None:
        async with start as running:
            started.append((running, asyncio.get_running_loop()))
            ready.set()
            await stop.wait()

    def run() -> None:
        try:
            asyncio.run(live())
        except BaseException as wrong:
            failed.append(wrong)
            ready.set()

    thread = threading.Thread(target=run, name=name, daemon=True)
    thread.start()
    ready.wait(_PATIENCE_SECONDS)
    if failed or not started:
        raise RuntimeError("the simulator did not start") from (failed[0] if failed else None)
    running, loop = started[0]
    try:
        yield running
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
