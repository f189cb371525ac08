"""The library judges in coroutines although it asks nobody here: they run to their end, on a loop that opens nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What it returns. Never from within a running loop: seals and checks belong to a thread of a worker or of a view."""
    return asyncio.run(work)
