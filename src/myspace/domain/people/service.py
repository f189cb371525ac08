"""Persons, their identifiers and their sessions: who is at the door, and whose folder opens.

Hides keyed hashes, sealing, tokens and the closed list of functions. The only door of the package.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.protect import OWN
from myspace.domain.people import arrivals, finding, guarding
from myspace.vocabulary.people import Actor, AssuranceLevel, Basis, Identifier, IdentifierKind, LoginMethod

IDLE = timedelta(minutes=15)
IDLE_IN_PUBLIC = timedelta(minutes=5)  # on a computer of a library, an office, somebody else
ABSOLUTE = timedelta(hours=8)
WARN_BEFORE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Name:
    given: str
    surnames: str

    @property
    def full(self) -> str:
        return f"{self.given} {self.surnames}".strip()


@dataclass(frozen=True, slots=True)
class Presented:
    """Whom the identity provider presents: an identifier and a name. The door turns its answer into this."""

    identifier: Identifier
    name: Name
    country: str | None  # of the document: a passport's number, or one of no known form, is unique only within it

    def __post_init__(self) -> None:
        """Nobody is presented by half a number."""
        finding.value_of(self.identifier, self.country)


@dataclass(frozen=True, slots=True)
class Entered:
    """A session just opened. `token` goes into the cookie and nowhere else; `last_entered_at` is shown (ENS op.acc.5)."""

    token: str
    actor: Actor
    first_time: bool
    last_entered_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """The live session of a request: the actor, and what every page needs to draw its head."""

    actor: Actor
    name: str
    viewer_name: str  # another one when a company's folder is open
    language: str
    method: LoginMethod
    idle_until: datetime
    ends_at: datetime
    provider: str
    public_computer: bool


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """What a session that ended still held of its identity provider, for the door to leave there too."""

    provider: str
    token: str | None
    public_computer: bool = False

    def __repr__(self) -> str:
        return f"Held({self.provider}, ···)"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the person told us about themselves. `residence_ine10` is what they say until the register replaces it."""

    kind: str
    language: str
    residence_ine10: str | None
    residence_asked: bool
    entered_before_at: datetime | None
    asks_everyone_since: datetime | None


def digest(token: str) -> bytes:
    """What of a session's token is stored."""
    return hashlib.sha256(token.encode()).digest()


def claim(tx: Tx, presented: Presented) -> tuple[UUID, bool]:
    """Whose folder this number is, and whether it was made just now."""
    ring = keyring()
    value = finding.value_of(presented.identifier, presented.country)
    hashes = ring.every_hash(finding.hashed_text(value, presented.identifier.kind.value))
    row = tx.one(
        "SELECT found_id, created FROM claim_identity(%s, %s, %s, %s, %s, %s)",
        (
            uuid7(),
            presented.identifier.kind.value,
            list(hashes),
            list(hashes.values()),
            ring.seal(value, "people_identity.value"),
            uuid7(),
        ),
    )
    assert row is not None
    return row[0], row[1]


def keep_name(tx: Tx, name: Name) -> None:
    sealed = keyring().seal(json.dumps({"given": name.given, "surnames": name.surnames}), "people_person.name")
    tx.run("UPDATE people_person SET name_sealed = %s WHERE person_id = myspace_subject()", (sealed,))


def enter(
    viewer: Presented,
    *,
    company: Presented | None,
    level: AssuranceLevel,
    method: LoginMethod,
    device: str,
    provider_token: str | None,
    provider_token_until: datetime | None,
    replaces: str | None = None,
    provider: str = "valid",
    public_computer: bool = False,
) -> Entered:
    """Open a session after a verified login: find or make the person, give a new token.

    `provider` is the name that the configuration gives to who identified them. On a public computer the session may be
    idle for a shorter time, which its row keeps.

    `replaces` is the token this browser held: its session ends, whoever's it was, for a telephone may be shared and
    nobody could leave that session any more.

    With `company` (certificate 11/12 and the person said so) the folder is the company's and the viewer stays.

    Raises guarding.Barred where the folder is closed to this way.
    """
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    session_id = uuid7()
    idle = IDLE_IN_PUBLIC if public_computer else IDLE
    with db.bare() as tx:
        if replaces:
            _end_replaced(tx, replaces)
        viewer_id, _ = claim(tx, viewer)
        subject_id, basis = viewer_id, Basis.OWN
        if company is not None:
            subject_id, _ = claim(tx, company)
            basis = Basis.COMPANY_CERTIFICATE
            tx.see_as(viewer_id, viewer_id)
            keep_name(tx, viewer.name)
            tx.run(
                "SELECT begin_acting(%s, %s, %s, %s, %s)",
                (uuid7(), viewer_id, subject_id, basis.value, now + ABSOLUTE),
            )
        actor = Actor(viewer_id, subject_id, basis, level, session_id)
        tx.see_as(subject_id, viewer_id)
        guarding.check(tx, actor, guarding.Way(provider, method))
        keep_name(tx, (company or viewer).name)
        before = tx.one(
            "UPDATE people_person SET entered_before_at = entered_at, entered_at = now() "
            "WHERE person_id = myspace_subject() RETURNING entered_before_at"
        )
        tx.run(
            "INSERT INTO people_session (id, person_id, viewer_id, token_hash, basis, level, method, device, created_at,"
            " seen_at, idle_until, ends_at, provider_token_sealed, provider_token_until, provider, public_computer,"
            " idle_seconds)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, now(), now(), %s, %s, %s, %s, %s, %s, %s)",
            (
                session_id, subject_id, viewer_id, digest(token), basis.value, int(level), method.value, device[:80],
                now + idle, now + ABSOLUTE,
                keyring().seal(provider_token, "people_session.provider_token") if provider_token else None,
                provider_token_until, provider, public_computer, int(idle.total_seconds()),
            ),
        )  # fmt: skip
        audit.record(tx, actor, Event.LOGIN_DONE)
        if company is not None:
            audit.record(tx, actor, Event.COMPANY_ENTERED)
        arrivals.tell(tx, actor)
    entered_before_at = before[0] if before else None
    # Not "made just now": whoever represents them may have opened the folder before they ever came in.
    return Entered(token, actor, entered_before_at is None, entered_before_at)


def _end_replaced(tx: Tx, token: str) -> None:
    row = tx.one("SELECT session_id FROM open_session(%s, false)", (digest(token),))
    if row is not None:
        end(tx, row[0], "replaced")


def opened_name(sealed: str | None) -> str:
    return Name(**json.loads(keyring().unseal(sealed, "people_person.name"))).full if sealed else ""


@contextmanager
def opened(token: str, *, touch: bool = True) -> Iterator[OpenSession | None]:
    """The request's transaction with both settings set by `open_session`, in one statement; None when nobody is in.

    Within, every service called with this actor joins the same transaction.
    """
    with db.bare() as tx:
        (rows,) = tx.batch(
            [
                (
                    "SELECT session_id, subject_id, viewer_id, basis, level, method, idle_until, ends_at, language,"
                    " name_sealed, viewer_name_sealed, provider, public_computer FROM open_session(%s, %s)",
                    (digest(token), touch),
                )
            ]
        )
        if not rows:
            yield None
            return
        session, subject, viewer, basis, level, method, idle_until, ends_at, language, *last = rows[0]
        sealed, viewer_sealed, provider, public_computer = last
        actor = Actor(viewer, subject, Basis(basis), AssuranceLevel(level), session)
        name = opened_name(sealed)
        viewer_name = name if viewer_sealed == sealed else opened_name(viewer_sealed)
        with db.entered(tx, actor):
            yield OpenSession(
                actor, name, viewer_name, language, LoginMethod(method), idle_until, ends_at, provider,
                public_computer,
            )  # fmt: skip


def leave(token: str, *, how: str = "logout") -> Held | None:
    """End the session of this token; what it held of its provider, for the door to leave there too. None: no session."""
    with db.bare() as tx:
        row = tx.one(
            "SELECT session_id, subject_id, viewer_id, basis, level, provider, public_computer"
            " FROM open_session(%s, false)",
            (digest(token),),
        )
        if row is None:
            return None
        actor = Actor(row[2], row[1], Basis(row[3]), AssuranceLevel(row[4]), row[0])
        # The sealed token is read before it is erased: RETURNING would give the erased one.
        held = tx.one(
            "SELECT provider_token_sealed FROM people_session WHERE person_id = myspace_subject() AND id = %s",
            (actor.session,),
        )
        end(tx, actor.session, how)
        if (
            actor.by_mandate
        ):  # whoever leaves another's folder leaves a login of their own, and their mandate may be over
            actor = actor.themself
            tx.see_as(actor.subject, actor.viewer)
        audit.record(tx, actor, Event.QUICK_EXIT if how == "quick" else Event.LOGOUT_DONE)
    sealed = held[0] if held else None
    return Held(row[5], keyring().unseal(sealed, "people_session.provider_token") if sealed else None, row[6])


# The login of whoever looks in their own folder, while its provider would still know its token. Another's is theirs to end there.
_LEAVES_THERE = (
    "%(there)s AND person_id = myspace_subject() AND viewer_id = person_id AND provider_token_sealed IS NOT NULL"
    " AND provider_token_until > now()"
)


def end(tx: Tx, session: UUID, how: str, *, there: bool = False) -> bool:
    """End an open session of this folder, or one that its person opened in another's.

    `there`: not from its own browser, so that its provider is to be asked as well (domain.logins.leaving does, by this row).
    """
    ended = tx.run(
        "UPDATE people_session SET ended_at = now(), ended_how = %(how)s,"
        f" left_there = CASE WHEN {_LEAVES_THERE} THEN 'wanted' END,"
        f" provider_token_sealed = CASE WHEN {_LEAVES_THERE} THEN provider_token_sealed END"
        " WHERE (person_id = myspace_subject() OR viewer_id = myspace_subject()) AND id = %(id)s AND ended_at IS NULL"
        " RETURNING pg_notify('changed', replace(person_id::text, '-', '') || ' session')",
        {"how": how, "id": session, "there": there},
    )
    return bool(ended)


# Where somebody says that they live is told to nobody by mandate: it leads to their door.
PROFILE_COLUMNS = (
    f"kind, language, CASE WHEN {OWN} THEN residence_ine10 END, residence_said_at, entered_before_at,"
    " asks_everyone_since"
)


def profile_from(row: Sequence[Any]) -> Profile:
    """From the values of PROFILE_COLUMNS."""
    return Profile(row[0], row[1], row[2], row[3] is not None, row[4], row[5])


def profile_of(tx: Tx) -> Profile:
    row = tx.one(f"SELECT {PROFILE_COLUMNS} FROM people_person WHERE person_id = myspace_subject()")
    assert row is not None, "an open session has a person"
    return profile_from(row)


def profile(actor: Actor) -> Profile:
    """No audit event: what the person said of themselves, read to draw their own page, is part of that page's row."""
    with as_actor(actor) as tx:
        return profile_of(tx)


def say_residence(actor: Actor, ine10: str | None, municipality: str) -> None:
    """What the person says of where they live; None when they prefer not to. Changeable at any time."""
    with as_actor(actor) as tx:
        tx.run(
            "UPDATE people_person SET residence_ine10 = %s, residence_said_at = now() WHERE person_id = myspace_subject()",
            (ine10,),
        )
        if ine10:
            audit.record(tx, actor, Event.RESIDENCE_SAID, municipality=municipality)
        else:
            audit.record(tx, actor, Event.RESIDENCE_SKIPPED)


def choose_language(actor: Actor, language: str) -> None:
    with as_actor(actor) as tx:
        tx.run("UPDATE people_person SET language = %s WHERE person_id = myspace_subject()", (language,))
        audit.record(tx, actor, Event.LANGUAGE_CHOSEN)


def ask_everyone(actor: Actor, wish: bool) -> None:
    """The person's explicit choice to have every connected body asked whether it knows them; revocable; in their log."""
    with as_actor(actor) as tx:
        tx.run(
            "UPDATE people_person SET asks_everyone_since = CASE WHEN %s THEN coalesce(asks_everyone_since, now()) END "
            "WHERE person_id = myspace_subject()",
            (wish,),
        )
        audit.record(tx, actor, Event.ASKED_EVERYONE if wish else Event.STOPPED_EVERYONE)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a source is asked about: identifier and names, opened for the worker's call and never stored elsewhere."""

    identifier: Identifier
    names: tuple[str, ...]
    profile: Profile
    name: Name | None = None  # in its parts


def whom_to_ask_about(tx: Tx) -> Asked | None:
    """Inside a transaction that sees the person: their main identifier and names. None when they were forgotten."""
    row = tx.one(
        "SELECT i.kind, i.value_sealed, p.name_sealed FROM people_person p JOIN people_identity i USING (person_id) "
        "WHERE p.person_id = myspace_subject() ORDER BY i.id LIMIT 1"
    )
    if row is None:
        return None
    value = finding.number_in(keyring().unseal(row[1], "people_identity.value"))
    name = json.loads(keyring().unseal(row[2], "people_person.name")) if row[2] else None
    called = Name(**name) if name else None
    names = (called.full,) if called else ()
    return Asked(Identifier(IdentifierKind(row[0]), value), names, profile_of(tx), called)
