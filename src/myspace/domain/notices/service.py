"""Official notifications and communications: what the doors may ask for. Hides tables, channels and platforms.

Looking shows only what a list told. `open` and `refuse` are the only acts; they take a PresentPerson, which nothing but a
confirmed form makes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from myspace.domain.administrations import service as administrations
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.kernel.db import Statement, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.scanning import Scanned
from myspace.domain.kernel.scanning import there_is_one as scanner_here
from myspace.domain.notices import acting, papers, platforms, rows, states
from myspace.domain.notices.acting import NotBegun, Outcome, confirm_outcome, confirmation
from myspace.domain.notices.acts import ActState
from myspace.domain.notices.allowed import May
from myspace.domain.notices.allowed import Verdict as MayVerdict
from myspace.domain.notices.allowed import register as register_ground
from myspace.domain.notices.grouping import Group
from myspace.domain.notices.known import (
    Lists,
    Mine,
    Readable,
    Reading,
    lists_from,
    mine_from,
    reading_lists,
    reading_mine,
    stale,
)
from myspace.domain.notices.left_login import connect as connect_left_logins
from myspace.domain.notices.left_login import consent as consent_to_leave_login
from myspace.domain.notices.left_login import leave as leave_login
from myspace.domain.notices.left_login import take_back as take_back_login
from myspace.domain.notices.level import Access, LevelVerdict, Way, access
from myspace.domain.notices.listing import SCOPE, WINDOW
from myspace.domain.notices.overtaken import OVERTAKEN, Overtaken, overtaken_from
from myspace.domain.notices.papers import HandedOver, NotHandedOver, Receipt, document, evidence, fetch, receipt
from myspace.domain.notices.present import NotPresent, PresentPerson
from myspace.domain.notices.resting import Failure, Resting, WhileAway, resting
from myspace.domain.notices.rows import LastAct, Line
from myspace.domain.notices.rules import Clock, ClockSource, Facts, IfNotOpened, IfOpened, Threshold, Untold, threshold
from myspace.vocabulary.notices import Contents, Notice, NoticeAct, NoticeKind, NoticeStatus, Ternary
from myspace.vocabulary.people import Actor

MOST = 300


@dataclass(frozen=True, slots=True)
class Mailbox(Lists):
    """Notices by what happens next, those whose day comes first before; communications apart.

    `more`: only the newest MOST are here. What is at the State's DEHú no platform of these tells, and no screen may claim it.
    """

    groups: Mapping[Group, tuple[Line, ...]]
    communications: tuple[Line, ...]
    more: bool

    @property
    def empty(self) -> bool:
        return not self.groups and not self.communications


class Evidenced(msgspec.Struct, frozen=True):
    """A platform's evidence that is kept: what a receipt names, and what can be downloaded."""

    id: UUID
    name: str
    sha256: bytes
    got_at: datetime


@dataclass(frozen=True, slots=True)
class Peek:
    """One notice as far as its list told it, for the page before the act and the one after.

    `acts` is what may still be done. `contents` is None until somebody who may has opened it here; `evidence` likewise.
    """

    line: Line
    notice: Notice
    acts: frozenset[NoticeAct]
    contents: Contents | None
    evidence: tuple[Evidenced, ...]
    readable: Readable
    reading: Reading | None


def connected() -> bool:
    """Whether this deployment can list notices at all, whoever asks."""
    return bool(platforms.names())


LISTED = (
    f"SELECT {rows.COLUMNS} FROM notices_notice n WHERE n.person_id = myspace_subject()"
    f" ORDER BY n.available_at DESC NULLS FIRST, n.id DESC LIMIT {MOST + 1}"
)

_LISTED_OF = LISTED.replace(" ORDER BY", " AND n.ine10 = ANY(%s) ORDER BY", 1)


class NotReached(Exception):
    """The rows open no notice to who looks: theirs is no mandate to be notified (mandates/rules.opens_notices)."""


def mailbox(actor: Actor, bodies: Collection[str] | None = None) -> Mailbox:
    """The person's notices and what is known of how complete they are. A stale list leaves a wish to have it read.

    `bodies`: those alone, by INE10, for who may be notified of no other's. Raises NotReached.
    """
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found, whose = tx.batch(
            [
                audit.reading(actor, Event.NOTICES_READ),
                (LISTED, ()) if bodies is None else (_LISTED_OF, (list(bodies),)),
                reading_mine(actor),
            ]
        )
        if not whose:
            raise NotReached
        mine = mine_from(whose[0], now)
        if bodies is not None:
            mine = replace(mine, heard=tuple(h for h in mine.heard if h.entry.ine10 in bodies))
        readings = mine.lists.readings
        if mine.lists.readable is Readable.NOW and any(stale(r, now) for r in readings):
            tx.at_the_end(wish(actor))
            readings = tuple(msgspec.structs.replace(each, reading_now=True) for each in readings)
    lines = _lines([rows.stored_from(r) for r in found[:MOST]], mine, now)
    groups: dict[Group, list[Line]] = {}
    for each in sorted(lines, key=_first_day_first):
        groups.setdefault(each.group, []).append(each)
    communications = groups.pop(Group.COMMUNICATION, [])
    return Mailbox(
        groups={g: tuple(groups[g]) for g in Group if g in groups},
        communications=tuple(communications),
        more=len(found) > MOST,
        readings=readings,
        readable=mine.lists.readable,
    )


def _lines(stored: list[rows.Stored], mine: Mine, now: datetime) -> list[Line]:
    compulsory = rows.obliged(mine.kind)
    no_term = threshold(Facts(NoticeKind.NOTIFICATION, compulsory, Ternary.UNKNOWN), now)
    spoken = rows.entries_of([each.notice for each in stored], mine.heard)
    lines = [
        rows.line(each, spoken_of, compulsory=compulsory, now=now, of_ended=no_term)
        for each, spoken_of in zip(stored, spoken, strict=True)
    ]
    told = {heard.item_id for spoken_of in spoken for heard in spoken_of}
    for heard in (each for each in mine.heard if each.item_id not in told):
        body = administrations.administration(heard.entry.ine10)
        name = body.name if body else heard.entry.ine10
        lines.append(rows.line_of_entry(heard, sender=name, compulsory=compulsory, now=now))
    return lines


def _first_day_first(line: Line) -> tuple[date, float]:
    """What ends first comes first; where no day is known, and among what has ended, the newest."""
    waits = line.status is NoticeStatus.AVAILABLE
    day = line.threshold.prudent_day if waits else None
    available = line.available.day.toordinal() if line.available else 0
    return day or date.max, -available


def wish(actor: Actor) -> Statement:
    """Have the lists read with the token of this session: it goes with a page's COMMIT, and the worker does it."""
    names = list(platforms.names())
    return gathering.errand(
        SCOPE,
        (
            "INSERT INTO notices_reading (id, person_id, service, session_id, wanted_at)"
            " SELECT n.id, myspace_subject(), n.service, %s, now() FROM unnest(%s::uuid[], %s::text[]) AS n(id, service)"
            " ON CONFLICT (person_id, service) DO UPDATE SET session_id = excluded.session_id,"
            " wanted_at = excluded.wanted_at",
            (actor.session, [uuid7() for _ in names], names),
        ),
    )


def read_again(actor: Actor) -> Readable:
    """The person asks to have the lists read now. NOW: a wish is out; else why not. No event: nothing is shown by it.

    Raises NotReached.
    """
    with as_actor(actor) as tx:
        rows_of_mine = tx.run(*reading_mine(actor))
        if not rows_of_mine:
            raise NotReached
        readable = mine_from(rows_of_mine[0], datetime.now(UTC)).lists.readable
        if readable is Readable.NOW:
            tx.at_the_end(wish(actor))
    return readable


_OTHERS_OF_THE_BODY = (
    "SELECT n.payload FROM notices_notice n JOIN notices_notice one ON one.person_id = n.person_id AND one.ine10 = n.ine10"
    " WHERE n.person_id = myspace_subject() AND one.id = %s AND n.id <> one.id"
)


def peek(actor: Actor, notice_id: UUID) -> Peek | None:
    """One notice by what its list told. None when there is none: the same answer whether nobody's or another's."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found, others, whose, papers = tx.batch(
            [
                audit.reading(actor, Event.NOTICE_READ, notice_id),
                (
                    f"SELECT {rows.COLUMNS} FROM notices_notice n WHERE n.person_id = myspace_subject() AND n.id = %s",
                    (notice_id,),
                ),
                (_OTHERS_OF_THE_BODY, (notice_id,)),
                reading_mine(actor),
                (
                    "SELECT id, name, sha256, got_at FROM notices_paper WHERE person_id = myspace_subject()"
                    " AND notice_id = %s ORDER BY id",
                    (notice_id,),
                ),
            ]
        )
    if not found:
        return None
    mine, stored = mine_from(whose[0], now), rows.stored_from(found[0])
    spoken_of = rows.entries_of([stored.notice, *(rows.decode(r[0]) for r in others)], mine.heard)[0]
    line = rows.line(stored, spoken_of, compulsory=rows.obliged(mine.kind), now=now)
    sealed = found[0][rows.CONTENTS]
    return Peek(
        line=line,
        notice=stored.notice,
        # The platform that would do it decides whether it can: what another channel tells takes no button away.
        acts=frozenset() if line.under_way else states.acts_on(stored.standing.status, stored.notice.kind),
        contents=_contents(sealed) if sealed else None,
        evidence=tuple(Evidenced(p[0], p[1], bytes(p[2]), p[3]) for p in papers),
        readable=mine.lists.readable,
        reading=next((r for r in mine.lists.readings if r.service == stored.service), None),
    )


def notice_of(actor: Actor, item_id: UUID) -> UUID | None:
    """The notice of a list that an entry of the activity speaks of too. No event: nothing of it is shown by this."""
    with as_actor(actor) as tx:
        found, whose = tx.batch(
            [
                (f"SELECT {rows.COLUMNS} FROM notices_notice n WHERE n.person_id = myspace_subject()", ()),
                reading_mine(actor),
            ]
        )
    if not whose:
        return None
    heard = [h for h in mine_from(whose[0], datetime.now(UTC)).heard if h.item_id == item_id]
    stored = [rows.stored_from(r) for r in found]
    spoken = rows.entries_of([each.notice for each in stored], heard)
    return next((each.id for each, spoken_of in zip(stored, spoken, strict=True) if spoken_of), None)


def open(present: PresentPerson, notice_id: UUID) -> Outcome:  # noqa: A001  # the act's own name, asked for as notices.open
    """Open one notice: from here its addressee is notified (Law 39/2015, art. 43.2). With no transaction open."""
    return _act(present, notice_id, NoticeAct.OPEN)


def refuse(present: PresentPerson, notice_id: UUID) -> Outcome:
    """Refuse one notification: the procedure goes on (Law 39/2015, art. 41.5). With no transaction open."""
    return _act(present, notice_id, NoticeAct.REFUSE)


def _act(present: PresentPerson, notice_id: UUID, act: NoticeAct) -> Outcome:
    if not isinstance(present, PresentPerson) or (present.notice_id, present.act) != (notice_id, act):
        raise NotPresent("this is not what the person confirmed")
    outcome = acting.act_on(present)
    if outcome.done:
        papers.fetch(present.actor, notice_id)
    return outcome


def _contents(sealed: str) -> Contents:
    return msgspec.json.decode(keyring().unseal(sealed, rows.CONTENTS_SEAL), type=Contents)


__all__ = [
    "MOST", "OVERTAKEN", "WINDOW", "Access", "ActState", "Clock", "ClockSource", "Evidenced", "Failure", "Group", "HandedOver",
    "IfNotOpened", "IfOpened", "LastAct", "LevelVerdict", "Line", "Lists", "Mailbox", "May", "MayVerdict", "NotBegun",
    "NotHandedOver", "NotPresent", "NotReached", "NoticeKind", "Outcome", "Overtaken", "Peek", "PresentPerson", "Readable",
    "Reading", "Receipt", "Resting", "Scanned", "Threshold", "Untold", "Way", "WhileAway", "access", "confirm_outcome",
    "confirmation", "connect_left_logins", "connected", "consent_to_leave_login", "document", "evidence", "fetch",
    "leave_login", "lists_from", "mailbox", "notice_of", "open", "overtaken_from", "peek", "read_again", "reading_lists", "receipt",
    "refuse", "register_ground", "resting", "scanner_here", "take_back_login", "wish",
]  # fmt: skip
