"""What needs the person, and when: one row per thing, written by the topics, read by home and the calendar.

Knows due dates and verbs. Refuses to know what a tax or a case is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from myspace.domain.kernel import personal
from myspace.domain.kernel.db import Statement, Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.people import Actor


class Verb(StrEnum):
    """The one thing to do; the screen words it as a button."""

    ACT = "act"  # the body waits for the person in a case
    PAY = "pay"
    ATTEND = "attend"  # an appointment
    COLLECT = "collect"  # a body says that a notification waits; where it can be opened, it does not say
    OPEN = "open"  # a notification of a list waits, and may be opened here
    CLAIM = "claim"  # a body did not answer a letter in its month
    RENEW = "renew"  # a title's last day is near, as its register told it
    SEND_AGAIN = "send_again"  # an invoice was rejected: another has to be sent in its place


class DueKind(StrEnum):
    PAYMENT_WINDOW = "payment_window"  # the last day of the window the body gives
    APPOINTMENT = "appointment"
    NOTICE = "notice"  # the last day on which opening it is in time, as its sender gives it
    NOTICE_BY_LAW = "notice_by_law"  # its sender gives none, or a later one: prudence counts on the law's


@dataclass(frozen=True, slots=True)
class Need:
    """What a topic says needs the person. `part` tells two needs of one reference apart.

    `ine10` is empty where the body has no code that we know: then `who` is its name in its source's words.
    `speaks_of` are numbers that the thing has wherever it is told of: of two needs with one in common, the one with a date
    stands for both.
    """

    ref_id: UUID
    verb: Verb
    title: str
    ine10: str
    visible_from: date
    due_on: date | None = None
    due_at: datetime | None = None
    due_kind: DueKind | None = None
    amount: Decimal | None = None
    part: str = ""
    who: str | None = None
    speaks_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that needs the person, ready for a screen. `due_on` None: the source gives no date. `who` as in Need."""

    ref_id: UUID
    topic: str
    verb: Verb
    title: str
    ine10: str
    due_on: date | None
    due_at: datetime | None
    due_kind: DueKind | None
    amount: Decimal | None
    who: str | None = None


def replace(tx: Tx, topic: str, ref_ids: list[UUID] | None, needs: list[Need]) -> None:
    """Within the topic's own transaction: the needs of these references become exactly `needs`; None: of all it has."""
    if ref_ids == []:
        return
    tx.run(
        "DELETE FROM agenda_entry a WHERE a.person_id = myspace_subject() AND a.topic = %s"
        " AND (%s::uuid[] IS NULL OR a.ref_id = ANY(%s)) AND NOT EXISTS "
        "(SELECT FROM unnest(%s::uuid[], %s::text[]) AS n(ref_id, part) WHERE n.ref_id = a.ref_id AND n.part = a.part)",
        (topic, ref_ids, ref_ids, [n.ref_id for n in needs], [n.part for n in needs]),
    )
    if needs:
        tx.run(
            "INSERT INTO agenda_entry (id, person_id, topic, ref_id, part, verb, title, ine10, due_on, due_at, due_kind,"
            " visible_from, amount, who, speaks_of, concealed) "
            "SELECT n.id, myspace_subject(), %s, n.ref_id, n.part, n.verb, n.title, n.ine10, n.due_on, n.due_at,"
            " n.due_kind, n.visible_from, n.amount, n.who, string_to_array(n.speaks_of, E'\\x1f'), false "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[],"
            " %s::timestamptz[], %s::text[], %s::date[], %s::numeric[], %s::text[],"
            " %s::text[])"
            " AS n(id, ref_id, part, verb, title, ine10, due_on, due_at, due_kind, visible_from, amount, who, speaks_of) "
            "ON CONFLICT (person_id, ref_id, part) DO UPDATE SET verb = excluded.verb, title = excluded.title,"
            " due_on = excluded.due_on, due_at = excluded.due_at, due_kind = excluded.due_kind,"
            " visible_from = excluded.visible_from, amount = excluded.amount, who = excluded.who,"
            " speaks_of = excluded.speaks_of",
            (
                topic, [uuid7() for _ in needs], [n.ref_id for n in needs], [n.part for n in needs],
                [n.verb.value for n in needs], [n.title for n in needs], [n.ine10 for n in needs],
                [n.due_on for n in needs], [n.due_at for n in needs],
                [n.due_kind.value if n.due_kind else None for n in needs], [n.visible_from for n in needs],
                [n.amount for n in needs],
                [n.who for n in needs], ["\x1f".join(n.speaks_of) for n in needs],
            ),
        )  # fmt: skip


def conceal(tx: Tx, ref_ids: list[UUID], concealed: bool) -> None:
    """What the person hides counts nowhere: not on home, not in the calendar."""
    if ref_ids:
        tx.run(
            "UPDATE agenda_entry SET concealed = %s WHERE person_id = myspace_subject() AND ref_id = ANY(%s)",
            (concealed, ref_ids),
        )


# Of rows that speak of one thing, the one that knows its date; of equals, the newer. A body's registry number stands first
# and is of one thing alone; a reference may be of all that a case has, and one topic tells of each thing by itself.
_SPEAKS = (
    "(a.speaks_of = '{}' OR NOT EXISTS (SELECT FROM agenda_entry b WHERE b.person_id = myspace_subject()"
    " AND NOT b.concealed AND b.speaks_of && a.speaks_of AND b.id <> a.id"
    " AND CASE WHEN split_part(a.speaks_of[1], '/', 2) = 'registry' AND split_part(b.speaks_of[1], '/', 2) = 'registry'"
    " THEN a.speaks_of[1] = b.speaks_of[1] ELSE a.topic <> b.topic END"
    " AND (b.due_on IS NOT NULL, b.id) > (a.due_on IS NOT NULL, a.id)))"
)
_COLUMNS = "ref_id, topic, verb, title, ine10, due_on, due_at, due_kind, amount, who"


def reading_cards(today: date, most: int) -> Statement:
    """The statement of `cards`, for a page that sends its statements together.

    A passed appointment asks nothing; a debt whose date has passed is still owed, until the body says otherwise.
    """
    return (
        f"SELECT {_COLUMNS} FROM agenda_entry a WHERE person_id = myspace_subject() AND NOT concealed AND {_SPEAKS} "
        "AND visible_from <= %s AND (verb <> 'attend' OR due_on >= %s) ORDER BY due_on NULLS LAST, id LIMIT %s",
        (today, today, most),
    )


def cards_from(rows: list[tuple[Any, ...]]) -> tuple[Card, ...]:
    return tuple(
        Card(r[0], r[1], Verb(r[2]), r[3], r[4], r[5], r[6], DueKind(r[7]) if r[7] else None, r[8], r[9]) for r in rows
    )


def cards(actor: Actor, *, today: date, most: int = 50) -> tuple[Card, ...]:
    """What needs the person now, earliest date first. Covered by the audit row of the page that shows it."""
    with as_actor(actor) as tx:
        return cards_from(tx.run(*reading_cards(today, most)))


@dataclass(frozen=True, slots=True)
class Dated:
    """A day by which something is to be done, and of what only a name that nobody can read. `due_at` when an hour is given.

    The name is the same as long as the thing is: a calendar that is fetched again replaces it.
    """

    name: str
    due_on: date
    due_at: datetime | None


def dated(tx: Tx, *, since: date) -> tuple[Dated, ...]:
    """Of the person whom the transaction sees, every day that counts since then; what they hid counts nowhere."""
    rows = tx.run(
        "SELECT ref_id, part, due_on, due_at FROM agenda_entry a WHERE person_id = myspace_subject() AND NOT concealed"
        f" AND {_SPEAKS} AND due_on >= %s ORDER BY due_on, ref_id, part",
        (since,),
    )
    return tuple(Dated(hashlib.sha256(r[0].bytes + r[1].encode()).hexdigest()[:32], r[2], r[3]) for r in rows)


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    """What is hidden is not told here: activity hands it over, to a login safe enough."""
    names = ("title", "verb", "due_on", "amount")
    rows = tx.run(f"SELECT {', '.join(names)} FROM agenda_entry WHERE person_id = myspace_subject() AND NOT concealed")
    return {"agenda": [dict(zip(names, row, strict=True)) for row in rows]}


def _forget(tx: Tx, _actor: Actor) -> None:
    tx.run("DELETE FROM agenda_entry WHERE person_id = myspace_subject()")


personal.register(personal.Keeper("agenda", ("agenda_entry",), _hand_over, _forget, _forget))
