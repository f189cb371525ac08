"""Notices, lists and desks made by hand for tests of the domain: plain objects that fit the kit's two halves."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from msgspec import structs

from myspace.connector_kit.notices import Asker
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Unknown
from myspace.vocabulary.notices import (
    ActAnswer,
    Acted,
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    Contents,
    Document,
    Notice,
    NoticeAct,
    NoticeKind,
    NoticeStatus,
    Paper,
    Sender,
)
from myspace.vocabulary.people import Actor

NAME = "e-notum"
TODAY = datetime.now(UTC).date()


def moment(days: int) -> Moment:
    """So many days from now, at an instant."""
    at = datetime.now(UTC) + timedelta(days=days)
    return Moment(at.date(), at)


def notice(source_id: str = "1", **changes: Any) -> Notice:
    given: dict[str, Any] = {
        "source_id": source_id, "kind": NoticeKind.NOTIFICATION, "status": NoticeStatus.AVAILABLE,
        "sender": Sender("0801930008", "Ajuntament de Vilanova"), "subject": "Resolució de la beca menjador",
        "available": moment(-2), "expires": moment(8), "registry_number": f"S2026-{source_id}",
    }  # fmt: skip
    return Notice(**{**given, **changes})


class GivenList:
    """Lists what it was given, and remembers by whom it was asked and for which days."""

    def __init__(self, answer: Answer[Notice] | None = None) -> None:
        self.answer: Answer[Notice] = answer or Fresh((notice(),))
        self.asked: list[tuple[Asker, date, date]] = []

    async def listed(self, asker: Asker, since: date, until: date) -> Answer[Notice]:
        self.asked.append((asker, since, until))
        return self.answer


@contextmanager
def connected(given: GivenList, desk: Any = None) -> Iterator[None]:
    """This deployment is connected to one platform, within."""
    from myspace.domain.notices import desks, lists, platforms

    platforms.clear()
    lists.clear()
    lists.give(NAME, given)
    if desk is not None:
        desks.give(NAME, desk)
    try:
        yield
    finally:
        platforms.clear()
        lists.clear()
        desks.clear()


def met(person: UUID) -> None:
    """What the worker does with the wish of this person."""
    from myspace.domain.notices import listing

    async def thread(call: Any, *args: Any) -> Any:
        return await asyncio.to_thread(call, *args)

    asyncio.run(listing.read_lists(person, thread))


def told(person: UUID, notices: Sequence[Notice], now: datetime | None = None) -> bool:
    """As if a list had told these."""
    from myspace.domain.kernel import db
    from myspace.domain.notices.store import store

    with db.as_person(person) as tx:
        return store(tx, NAME, notices, now or datetime.now(UTC))


class GivenDesk:
    """A platform with memory: it practises once, answers a second act with "already ended", and may lose its replies.

    `cut` is what becomes of the next acts, in order: "" (it answers), "reply" (done, and the reply is lost), "request"
    (never arrived, and nobody can tell), "unsent" (certainly never arrived). `effects` counts what happened for good.
    """

    def __init__(self, *notices: Notice) -> None:
        self.notices = {n.source_id: n for n in notices or (notice(),)}
        self.cut: list[str] = []
        self.effects: list[tuple[str, NoticeAct]] = []
        self.calls: list[str] = []
        self.away = False
        self.tells_when = True  # in its answer to an act; e-NOTUM's own does not (connectors/enotum/standing.py)
        self.at: datetime = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)

    def standing(self, asker: Asker, source_id: str) -> Notice | ActRefused | Unknown:
        self.calls.append("standing")
        return Down(Fault.UNREACHABLE) if self.away else self.notices[source_id]

    def practise(self, asker: Asker, source_id: str, act: NoticeAct) -> ActAnswer:
        self.calls.append("practise")
        assert asker.access_token == "secret-token"
        cut = self.cut.pop(0) if self.cut else ""
        if cut == "unsent":
            return ActUnsent(Fault.UNREACHABLE)
        if cut == "request":
            return ActUnconfirmed(Fault.DEADLINE)
        known = self.notices[source_id]
        if known.status is not NoticeStatus.AVAILABLE:
            return ActUnconfirmed(Fault.DEADLINE) if cut else ActRefused(ActRefusal.ALREADY_ENDED, "3003")
        self.effects.append((source_id, act))
        became = NoticeStatus.OPENED if act is NoticeAct.OPEN else NoticeStatus.REFUSED
        ended = Moment(self.at.date(), self.at)
        self.notices[source_id] = structs.replace(known, status=became, ended=ended, expires=None)
        return ActUnconfirmed(Fault.DEADLINE) if cut == "reply" else Acted(ended if self.tells_when else None)

    def contents(self, asker: Asker, source_id: str) -> Contents | ActRefused | Unknown:
        self.calls.append("contents")
        return Contents((Document("d1", "resolucio.pdf", main=True, bytes=12, mime="application/pdf"),), head="Cap")

    def document(self, asker: Asker, source_id: str, document_id: str) -> Paper | ActRefused | Unknown:
        self.calls.append("document")
        return Paper("resolucio.pdf", "application/pdf", b"%PDF-1.7 res")

    def evidence(self, asker: Asker, source_id: str) -> Paper | ActRefused | Unknown:
        self.calls.append("evidence")
        return Paper("evidencia.pdf", "application/pdf", b"%PDF-1.7 evidence")


def confirmed(actor: Actor, notice_id: UUID, act: NoticeAct = NoticeAct.OPEN) -> Any:
    """What the form of the page before the act makes."""
    from myspace.domain.notices import service
    from myspace.domain.notices.minting import MINT

    id_ = service.confirmation(actor, notice_id, act, b"the page that was shown")
    assert id_ is not None
    return service.PresentPerson(actor, notice_id, act, id_, MINT)


def the_id(actor: Actor) -> UUID:
    from myspace.domain.notices import service

    box = service.mailbox(actor)
    ((line,),) = [*box.groups.values(), *([box.communications] if box.communications else [])]
    assert line.id is not None
    return line.id
