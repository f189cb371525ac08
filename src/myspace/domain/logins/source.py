"""Port: whether anybody tells this deployment of logins at other services. Empty, nobody does and the page says so."""

from __future__ import annotations

from collections.abc import Callable

_here: Callable[[], bool] | None = None


def connect(here: Callable[[], bool] | None) -> None:
    """`here`: whether any feed is registered now. None: as before anything was connected, for tests."""
    global _here
    _here = here


def connected() -> bool:
    return _here is not None and _here()
