"""The half of each platform that only lists: what background work may hold. It has no method that opens or ends anything."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from myspace.connector_kit.notices import NoticeList
from myspace.domain.notices import platforms

_given: dict[str, NoticeList] = {}
_made: dict[tuple[str, str], NoticeList] = {}


def of(name: str) -> NoticeList | None:
    """None: this deployment is not connected to it (any more)."""
    if name in _given:
        return _given[name]
    service = platforms.service(name)
    if service is None:
        return None
    key = (service.name, service.url)
    if key not in _made:
        _made[key] = cast(NoticeList, import_module(f"myspace.connectors.{service.connector}.listing").of(service))
    return _made[key]


def give(name: str, notice_list: NoticeList) -> None:
    """For tests and proofs."""
    platforms.give(name)
    _given[name] = notice_list


def clear() -> None:
    _given.clear()
