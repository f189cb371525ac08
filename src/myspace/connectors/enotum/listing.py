"""Lists what somebody has in e-NOTUM by messaging. The half that background work may hold: it cannot open, refuse or read.

    listed ── Fresh      lines, perhaps some put aside; `asked_everything` is False when not all its pages could be read
           ├─ Nothing    it said that there is none in these days
           └─ Refused │ Late │ Down │ Garbled       nothing is known; a first page that fails is a failure of all

This module and all that it imports have no name for an act (.importlinter, tests/connectors/test_enotum.py).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from myspace.connector_kit import pci
from myspace.connector_kit.contract import Probe
from myspace.connector_kit.notices import Asker, AwayList, NoticeList
from myspace.connector_kit.services import Service
from myspace.connectors.enotum import mapping, wire
from myspace.connectors.enotum.codes import NO_NOTICES, Failed
from myspace.connectors.enotum.own import letter, own
from myspace.connectors.enotum.rest_listing import EnotumRestList
from myspace.connectors.enotum.values import NotAskable
from myspace.protocols.pci.failures import ExchangeFailed
from myspace.protocols.pci.messages import Response
from myspace.vocabulary.answers import Answer, Fault, Garbled, Nothing, Quarantined, Refused
from myspace.vocabulary.notices import Notice


def _now() -> datetime:
    return datetime.now(UTC)


def of(service: Service) -> NoticeList:
    """The list of this row, by the interface that it names. Raises ServicesUnusable."""
    return EnotumRestList(service) if own(service).interface == "rest" else EnotumList(service)


def away_of(service: Service) -> AwayList | None:
    """The list of whoever is away, where the row names somebody for it; by messaging there is none. Raises ServicesUnusable."""
    return EnotumRestList(service) if own(service).while_away else None


class EnotumList:
    """`connector_kit.notices.NoticeList` by messaging 4.0. Raises nothing for what the platform does."""

    def __init__(self, service: Service, *, now: Callable[[], datetime] = _now) -> None:
        """Raises ServicesUnusable for a row that cannot be used."""
        own(service)
        self._service, self._now = service, now

    async def listed(self, asker: Asker, since: date, until: date) -> Answer[Notice]:
        lines: list[Notice | Quarantined] = []
        total, number = None, 0
        while True:
            number += 1
            page = await self._page(asker, since, until, number)
            if isinstance(page, Failed):
                if page.code == str(NO_NOTICES) and number == 1:
                    return Nothing()
                return mapping.Gathered(tuple(lines), page.answer).answer()
            lines += [mapping.notice(wire.told(row, mapping.CERCA)) for row in page.rows]
            moved = page.number != number or total not in (None, page.total)
            total = page.total
            if moved or number >= min(page.pages, mapping.MOST_PAGES):
                return mapping.Gathered(
                    tuple(lines), moved=moved or page.pages > mapping.MOST_PAGES or len(lines) < total
                ).answer()

    async def probe(self) -> Probe:
        """A question about nobody, with a token that is none: who speaks the contract says that it is not good."""
        began = self._now()
        today = began.date()
        try:
            said = await self._asked("RespostaResum", wire.summary("-", None, today, today))
        except ExchangeFailed as failed:
            return Probe(False, False, _since(began, self._now()), failed.worth.fault.value)
        took = _since(began, self._now())
        if isinstance(said, Failed):
            return Probe(True, said.reason is not None, took, f"{said.answer.fault.value} {said.code}".strip())
        return Probe(True, True, took, "answered")

    async def _page(self, asker: Asker, since: date, until: date, number: int) -> wire.Page | Failed:
        try:
            piece = wire.search(asker.access_token, asker.interested, since, until, number)
        except NotAskable:
            return Failed(None, Refused(Fault.NOT_ASKABLE))
        try:
            said = await self._asked("RespostaCerca", piece)
        except ExchangeFailed as failed:
            return Failed(None, failed.worth)
        return said if isinstance(said, Failed) else wire.page(said)

    async def _asked(self, name: str, piece: bytes) -> wire.Heard | Failed:
        now = self._now()
        answer = await pci.ask(self._service, letter(self._service, piece, now), now=now)
        if not isinstance(answer, Response) or len(answer.items) != 1:
            return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
        return wire.read(name, answer.items[0].specific)


def _since(began: datetime, ended: datetime) -> int:
    return round((ended - began).total_seconds() * 1000)
