"""The half of each platform that acts and reads what was opened: web's alone, and of web only what a present person asks.

Nothing that only lists may import this module (.importlinter).
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from myspace.connector_kit.notices import NoticeDesk
from myspace.domain.notices import platforms

_given: dict[str, NoticeDesk] = {}
_made: dict[tuple[str, str], NoticeDesk] = {}


def of(name: str) -> NoticeDesk | None:
    """None: this deployment is not connected to it (any more)."""
    if name in _given:
        return _given[name]
    service = platforms.service(name)
    if service is None:
        return None
    key = (service.name, service.url)
    if key not in _made:
        _made[key] = cast(NoticeDesk, import_module(f"myspace.connectors.{service.connector}.desk").of(service))
    return _made[key]


def give(name: str, desk: NoticeDesk) -> None:
    """For tests and proofs."""
    platforms.give(name)
    _given[name] = desk


def clear() -> None:
    _given.clear()
