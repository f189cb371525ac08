"""Opens, refuses and reads in e-NOTUM by messaging, for a person who is present. web alone holds it, inside a confirmed act.

    practise ── standing is read first, by a search, which has no effect
             ├─ ActRefused        it has ended, is not there, or is a communication that somebody would refuse
             ├─ ActUnsent         the search, or the connection of the act, failed before anything was sent
             ├─ Acted             the answer names this notice and this decision
             └─ ActUnconfirmed    sent, and nobody can tell; nothing is sent again here

A notification is practised (PeticioPracticar). A communication is opened by asking for it (PeticioConsulta), which marks
it as read. Contents are asked for only of what a search says was opened.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from myspace.connector_kit import pci
from myspace.connector_kit.notices import Asker, NoticeDesk
from myspace.connector_kit.services import Service
from myspace.connector_kit.values import MADRID
from myspace.connectors.enotum import acting, mapping, papers, wire
from myspace.connectors.enotum.acting import Lying, Place
from myspace.connectors.enotum.codes import Failed
from myspace.connectors.enotum.fetching import fetch
from myspace.connectors.enotum.own import letter, origins, own
from myspace.connectors.enotum.rest_desk import EnotumRestDesk
from myspace.connectors.enotum.standing import before_act, before_contents, done, refused, unread
from myspace.connectors.enotum.values import NotAskable
from myspace.protocols.pci.failures import ExchangeFailed
from myspace.protocols.pci.messages import Response
from myspace.vocabulary.answers import Fault, Garbled, Refused, Unknown
from myspace.vocabulary.notices import (
    ActAnswer,
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    Contents,
    Notice,
    NoticeAct,
    NoticeKind,
    Paper,
)


def _now() -> datetime:
    return datetime.now(UTC)


def of(service: Service) -> NoticeDesk:
    """The desk of this row, by the interface that it names. Raises ServicesUnusable."""
    return EnotumRestDesk(service) if own(service).interface == "rest" else EnotumDesk(service)


class DocumentStore(Protocol):
    """Port: the bytes of what an answer only names by its id in DESA'L. How a folder gets there is not published."""

    def fetch(self, document_id: str) -> bytes | Unknown: ...


class NoStore:
    """Nobody can: it is not asked, and the person is told so."""

    def fetch(self, document_id: str) -> bytes | Unknown:
        del document_id
        return Refused(Fault.NOT_ASKABLE)


class EnotumDesk:
    """`connector_kit.notices.NoticeDesk` by messaging 4.0. Raises nothing for what the platform does."""

    def __init__(
        self, service: Service, *, store: DocumentStore | None = None, now: Callable[[], datetime] = _now
    ) -> None:
        """Raises ServicesUnusable for a row that cannot be used."""
        self._service, self._now, self._store = service, now, store or NoStore()
        self._origins = origins(service, own(service))

    def standing(self, asker: Asker, source_id: str) -> Notice | ActRefused | Unknown:
        try:
            today = self._now().astimezone(MADRID).date()
            piece = wire.standing_of(asker.access_token, asker.interested, source_id, today)
            specific = self._asked(piece)
        except NotAskable:
            return ActRefused(ActRefusal.NOT_FOUND)
        except ExchangeFailed as failed:
            return failed.worth
        said = wire.read("RespostaCerca", specific)
        page = said if isinstance(said, Failed) else wire.page(said)
        if isinstance(page, Failed):
            return refused(page)
        found = [mapping.notice(wire.told(row, mapping.CERCA)) for row in page.rows]
        return unread(found, source_id)

    def practise(self, asker: Asker, source_id: str, act: NoticeAct) -> ActAnswer:
        before = before_act(self.standing(asker, source_id), act)
        if not isinstance(before, Notice):
            return before
        if before.kind is NoticeKind.COMMUNICATION:
            piece = acting.consult(asker.access_token, asker.interested, source_id, whole=False)
        else:
            piece = acting.practise(asker.access_token, asker.interested, source_id, act)
        try:
            specific = self._asked(piece)
        except ExchangeFailed as failed:
            fault = failed.worth.fault
            return ActUnconfirmed(fault) if failed.may_be_done else ActUnsent(fault)
        if before.kind is NoticeKind.COMMUNICATION:
            said = acting.consulted(specific, source_id)
            failed_act = said if isinstance(said, Failed) else None
        else:
            failed_act = acting.practised(specific, source_id, act)
        return done(failed_act)

    def contents(self, asker: Asker, source_id: str) -> Contents | ActRefused | Unknown:
        said = self._consulted(asker, source_id)
        if not isinstance(said, wire.Heard):
            return said
        found = acting.contents(said)
        return refused(found) if isinstance(found, Failed) else found

    def document(self, asker: Asker, source_id: str, document_id: str) -> Paper | ActRefused | Unknown:
        said = self._consulted(asker, source_id)
        if not isinstance(said, wire.Heard):
            return said
        lying = acting.documents(said)
        if isinstance(lying, Failed):
            return refused(lying)
        wanted = next((one for one in lying if one.document.source_id == document_id), None)
        return ActRefused(ActRefusal.NOT_FOUND) if wanted is None else self._paper(wanted)

    def evidence(self, asker: Asker, source_id: str) -> Paper | ActRefused | Unknown:
        try:
            specific = self._asked(acting.evidence(asker.access_token, asker.interested, source_id))
            address = acting.receipt(specific, source_id)
        except NotAskable:
            return ActRefused(ActRefusal.NOT_FOUND)
        except ExchangeFailed as failed:
            return failed.worth
        if isinstance(address, Failed):
            return refused(address)
        octets = self._fetched(address)
        if not isinstance(octets, bytes):
            return octets
        if not papers.whole(octets) or not octets.startswith(papers.PDF):
            return Garbled(Fault.NOT_THE_CONTRACT)
        return Paper(f"e-NOTUM-{wire.checked(source_id)}.pdf", papers.mime_of(octets), octets)

    def _consulted(self, asker: Asker, source_id: str) -> wire.Heard | ActRefused | Unknown:
        """The detail, only of what a search says was opened: of a communication that was not, this would be the act."""
        before = before_contents(self.standing(asker, source_id))
        if not isinstance(before, Notice):
            return before
        try:
            specific = self._asked(acting.consult(asker.access_token, asker.interested, source_id, whole=True))
        except ExchangeFailed as failed:
            return failed.worth
        said = acting.consulted(specific, source_id)
        return refused(said) if isinstance(said, Failed) else said

    def _paper(self, lying: Lying) -> Paper | Unknown:
        match lying.place:
            case Place.INLINE:
                octets: bytes | Unknown = lying.octets
            case Place.ADDRESS:
                octets = self._fetched(lying.address)
            case Place.ELSEWHERE:
                octets = self._store.fetch(lying.document.source_id)
        if not isinstance(octets, bytes):
            return octets
        if not papers.whole(octets, size=lying.document.bytes, algorithm=lying.algorithm, digest=lying.digest):
            return Garbled(Fault.TRUNCATED)
        return Paper(papers.file_name(lying.document.name), papers.mime_of(octets), octets)

    def _fetched(self, address: str) -> bytes | Unknown:
        return fetch(address, self._origins, trust=self._service.trust, deadline_ms=self._service.deadline_ms)

    def _asked(self, piece: bytes) -> tuple[bytes, ...]:
        """Raises ExchangeFailed."""
        now = self._now()
        answer = pci.exchange(self._service, letter(self._service, piece, now), now=now)
        return answer.items[0].specific if isinstance(answer, Response) and len(answer.items) == 1 else ()
