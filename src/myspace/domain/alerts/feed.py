"""The secret link of a person's calendar: who holds it sees the days of their deadlines, and nothing else.

The link is shown once and only its SHA-256 is kept. It names nobody, opens nothing and ends when it is taken back. A link is
in other people's programs: what it gives is dates, without a word of what they are of.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Dated
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Statement, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.people import service as people
from myspace.vocabulary.people import Actor

READ: Statement = ("SELECT made_at, read_at FROM alerts_feed WHERE person_id = myspace_subject()", ())
_MADRID = ZoneInfo("Europe/Madrid")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 32 bytes of chance
_BACK = timedelta(days=7)  # a calendar that is looked at now and then still shows what just passed


class OnlyOnesOwn(PermissionError):
    """Whoever looks at another's folder has a ground that ends; a link would outlive it."""


@dataclass(frozen=True, slots=True)
class Made:
    """`read_at` is when somebody last fetched the calendar by this link; None: nobody has."""

    made_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Deadlines:
    days: tuple[Dated, ...]
    language: str


def made_from(rows: list[tuple[Any, ...]]) -> Made | None:
    return Made(*rows[0]) if rows else None


def made(actor: Actor) -> Made | None:
    """The link there is, if any. No event: part of the page that makes it."""
    with as_actor(actor) as tx:
        return made_from(tx.run(*READ))


def make(actor: Actor) -> str:
    """A new link's secret part, shown once; one from before stops working. Raises OnlyOnesOwn."""
    if not actor.looks_at_own:
        raise OnlyOnesOwn("only a person's own folder has a calendar")
    token = secrets.token_urlsafe(32)
    with as_actor(actor) as tx:
        tx.run("DELETE FROM alerts_feed WHERE person_id = myspace_subject()")
        tx.run(
            "INSERT INTO alerts_feed (id, person_id, token_hash, made_at) VALUES (%s, myspace_subject(), %s, now())",
            (uuid7(), _digest(token)),
        )
        audit.record(tx, actor, Event.CALENDAR_MADE)
    return token


def revoke(actor: Actor) -> None:
    with as_actor(actor) as tx:
        if tx.run("DELETE FROM alerts_feed WHERE person_id = myspace_subject() RETURNING id"):
            audit.record(tx, actor, Event.CALENDAR_REVOKED)


def deadlines(token: str) -> Deadlines | None:
    """By the link's secret part; None for any that is not one. No event: a program fetches it by the hour, and the link's
    own row says when it was last read.
    """
    if not _TOKEN.fullmatch(token):
        return None
    with db.bare() as tx:
        if tx.one("SELECT person_id FROM feed_owner(%s)", (_digest(token),)) is None:
            return None
        today: date = datetime.now(UTC).astimezone(_MADRID).date()
        return Deadlines(agenda.dated(tx, since=today - _BACK), people.profile_of(tx).language)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
