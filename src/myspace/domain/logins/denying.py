"""It was not me: what may be done about a login, or about all of them, and doing it in one go. Knows no words.

    plan  what would happen now, what would not and why ─▶ the page before the click
    deny  one transaction: sessions end, a way closes, the folder closes to representatives, letters are made, all of it noted

Of it one thing goes outside by itself: the provider is asked to end its own session of each that ended here (leaving.py). That it
was not the person, an identity provider or a service learns by a letter that the person takes. A mandate is not revoked here, since
that cannot be undone; the folder is closed to whoever holds one, since that can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.enquiries import service as enquiries
from myspace.domain.enquiries.service import Letter, LetterKind, Words
from myspace.domain.kernel.db import as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.logins import closing, leaving, service
from myspace.domain.logins.rules import Unclosable
from myspace.domain.people import sessions, switching
from myspace.domain.people.guarding import Way
from myspace.domain.people.sessions import LeftThere
from myspace.vocabulary.logins import LoginElsewhere
from myspace.vocabulary.people import Actor, AssuranceLevel, LoginMethod

TOPIC: Final = "logins"  # by which its letters are known to enquiries


@dataclass(frozen=True, slots=True)
class Suspect:
    """The login in question: one of this folder, with its session, or one elsewhere. `way` None: it was not told."""

    id: UUID
    at: datetime
    way: Way | None
    level: AssuranceLevel | None
    device: str
    current: bool
    open: bool
    elsewhere: LoginElsewhere | None = None
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class WayPlan:
    way: Way
    unclosable: Unclosable | None


@dataclass(frozen=True, slots=True)
class Plan:
    """`others`: how many other sessions would end. `ways`: those that would be closed, and those that may not, with why."""

    others: int
    ways: tuple[WayPlan, ...]
    mandates_closed: bool


class Wanted(msgspec.Struct, frozen=True):
    """What the person left marked before the click."""

    ways: tuple[Way, ...] = ()
    mandates: bool = False


@dataclass(frozen=True, slots=True)
class ToWrite:
    """A letter to be made in the same go, one of each kind: to whom, what it says. `ine10` is empty for who is no body."""

    kind: LetterKind
    addressee: str
    ine10: str
    words: Words
    sensitive: bool = False


class WayDone(msgspec.Struct, frozen=True):
    provider: str
    method: LoginMethod
    why_not: Unclosable | None = None


class Done(msgspec.Struct, frozen=True):
    """What was done, part by part. `mandates` None: it was not asked for."""

    sessions: int
    ways: tuple[WayDone, ...] = ()
    mandates: bool | None = None


@dataclass(frozen=True, slots=True)
class Denial:
    id: UUID
    login_id: UUID | None
    at: datetime
    done: Done
    letters: tuple[Letter, ...]
    there: tuple[LeftThere, ...] = ()  # of the sessions that ended, what their providers said


def suspect(actor: Actor, login_id: UUID) -> Suspect | None:
    """One's own login, here or elsewhere; None for nobody's and another's. No event: the page that lists them left one."""
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT id, created_at, provider, method, level, device, ended_at IS NULL AND least(idle_until, ends_at) >= now()"
            " FROM people_session WHERE id = %s AND person_id = myspace_subject()",
            (login_id,),
        )
        if row is not None:
            way = Way(row[2], LoginMethod(row[3]))
            return Suspect(row[0], row[1], way, AssuranceLevel(row[4]), row[5], row[0] == actor.session, row[6])
        line = service.one(tx, login_id)
    if line is None:
        return None
    told = line.login
    way_told = Way("valid", told.method) if told.method else None
    return Suspect(line.id, told.at, way_told, told.level, told.device or "", False, False, told, line.reserved)


def plan(actor: Actor, ways: Sequence[Way], mine: Way) -> Plan:
    """`ways`: those that might be closed; `mine`: the one by which this login came in."""
    with as_actor(actor) as tx:
        (others,) = tx.one(
            "SELECT count(*) FROM people_session WHERE (person_id = myspace_subject() OR viewer_id = myspace_subject())"
            " AND ended_at IS NULL AND id <> %s AND least(idle_until, ends_at) >= now()",
            (actor.session,),
        ) or (0,)
        closed = {row.closed.way for row in closing.closed_ways(tx, actor, mine, datetime.now(UTC))}
        judged = tuple(WayPlan(way, closing.judge(tx, actor, way, mine)) for way in ways if way not in closed)
        shut = tx.one(*switching.READ_CLOSED)
    return Plan(others, judged, bool(shut and shut[0]))


def deny(actor: Actor, login_id: UUID | None, wanted: Wanted, letters: Sequence[ToWrite], mine: Way) -> UUID:
    """All of it or nothing. The id of what was noted."""
    denial_id = uuid7()
    with as_actor(actor) as tx:
        ended = sessions.end_others(tx, actor)
        leaving.wish(tx)
        ways = tuple(WayDone(way.provider, way.method, closing.close(tx, actor, way, mine)) for way in wanted.ways)
        if wanted.mandates:
            switching.closing_to_mandates(tx, actor, wish=True)
        for each in letters:
            enquiries.write(
                actor, each.kind, TOPIC, denial_id, ine10=each.ine10, addressee=each.addressee, words=each.words,
                sensitive=each.sensitive,
            )  # fmt: skip
        done = Done(ended, ways, True if wanted.mandates else None)
        tx.run(
            "INSERT INTO logins_denial (id, person_id, login_id, at, done) VALUES (%s, myspace_subject(), %s, now(), %s)",
            (denial_id, login_id, msgspec.json.encode(done).decode()),
        )
        audit.record(tx, actor, Event.NOT_ME_SAID if login_id else Event.ALL_CLOSED)
    return denial_id


def denial(actor: Actor, denial_id: UUID) -> Denial | None:
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT id, login_id, at, done::text FROM logins_denial WHERE person_id = myspace_subject() AND id = %s",
            (denial_id,),
        )
        if row is None:
            return None
        letters = enquiries.letters_from(tx.run(*enquiries.reading(TOPIC, sensitive=True)))
        there = sessions.left_there(tx, row[2])
    mine = tuple(each for each in letters if each.ref_id == denial_id)
    return Denial(row[0], row[1], row[2], _done(row[3]), mine, there)


def _done(text: Any) -> Done:
    return msgspec.json.decode(text, type=Done)
