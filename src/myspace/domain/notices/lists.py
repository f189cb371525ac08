"""The half of each platform that only lists: what background work may hold. It has no method that opens or ends anything."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from myspace.connector_kit.notices import AwayList, NoticeList
from myspace.connector_kit.services import Service
from myspace.domain.notices import platforms

_given: dict[str, NoticeList] = {}
_made: dict[tuple[str, str], NoticeList] = {}
_given_away: list[Away] = []
_made_away: dict[str, tuple[Service, AwayList | None]] = {}


@dataclass(frozen=True, slots=True)
class Away:
    """A list of whoever is away. `row` is the one of the file that says how; `service` the platform whose list it is."""

    row: str
    service: str
    notice_list: AwayList


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


def away() -> tuple[Away, ...]:
    """Those that this deployment may read of somebody; none unless its file names whom for."""
    found = [
        Away(row.name, row.stands_in_for or row.name, made)
        for row in platforms.rows()
        if (made := _away_of(row)) is not None
    ]
    return (*_given_away, *found)


def _away_of(row: Service) -> AwayList | None:
    held = _made_away.get(row.name)
    if held is None or held[0] is not row:  # the file was read anew: whom it names may have changed
        found = import_module(f"myspace.connectors.{row.connector}.listing").away_of(row)
        held = _made_away[row.name] = (row, cast("AwayList | None", found))
    return held[1]


def give_away(name: str, notice_list: AwayList) -> None:
    """For tests and proofs."""
    _given_away.append(Away(name, name, notice_list))


def give(name: str, notice_list: NoticeList) -> None:
    """For tests and proofs."""
    platforms.give(name)
    _given[name] = notice_list


def clear() -> None:
    _given.clear()
    _given_away.clear()
