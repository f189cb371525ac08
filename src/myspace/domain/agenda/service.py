"""What needs the person, and when: one row per thing, written by the topics, read by home and the calendar.

Knows due dates and verbs. Refuses to know what a tax or a case is.
"""

from __future__ import annotations

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
    COLLECT = "collect"  # a notification waits at e-NOTUM; we do not open it here


class DueKind(StrEnum):
    PAYMENT_WINDOW = "payment_window"  # the last day of the window the body gives
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Need:
    """What a topic says needs the person. `part` tells two needs of one reference apart."""

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


@dataclass(frozen=True, slots=True)
class Card:
    """One thing that needs the person, ready for a screen. `due_on` None: the source gives no date."""

    ref_id: UUID
    topic: str
    verb: Verb
    title: str
    ine10: str
    due_on: date | None
    due_at: datetime | None
    due_kind: DueKind | None
    amount: Decimal | None


def replace(tx: Tx, topic: str, ref_ids: list[UUID], needs: list[Need]) -> None:
    """Within the topic's own transaction: the needs of these references become exactly `needs`."""
    if not ref_ids:
        return
    tx.run(
        "DELETE FROM agenda_entry a WHERE a.person_id = myspace_subject() AND a.ref_id = ANY(%s) AND NOT EXISTS "
        "(SELECT FROM unnest(%s::uuid[], %s::text[]) AS n(ref_id, part) WHERE n.ref_id = a.ref_id AND n.part = a.part)",
        (ref_ids, [n.ref_id for n in needs], [n.part for n in needs]),
    )
    if needs:
        tx.run(
            "INSERT INTO agenda_entry (id, person_id, topic, ref_id, part, verb, title, ine10, due_on, due_at, due_kind,"
            " visible_from, amount, concealed) "
            "SELECT n.id, myspace_subject(), %s, n.ref_id, n.part, n.verb, n.title, n.ine10, n.due_on, n.due_at,"
            " n.due_kind, n.visible_from, n.amount, false "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[],"
            " %s::timestamptz[], %s::text[], %s::date[], %s::numeric[])"
            " AS n(id, ref_id, part, verb, title, ine10, due_on, due_at, due_kind, visible_from, amount) "
            "ON CONFLICT (person_id, ref_id, part) DO UPDATE SET verb = excluded.verb, title = excluded.title,"
            " due_on = excluded.due_on, due_at = excluded.due_at, due_kind = excluded.due_kind,"
            " visible_from = excluded.visible_from, amount = excluded.amount",
            (
                topic, [uuid7() for _ in needs], [n.ref_id for n in needs], [n.part for n in needs],
                [n.verb.value for n in needs], [n.title for n in needs], [n.ine10 for n in needs],
                [n.due_on for n in needs], [n.due_at for n in needs],
                [n.due_kind.value if n.due_kind else None for n in needs], [n.visible_from for n in needs],
                [n.amount for n in needs],
            ),
        )  # fmt: skip


def conceal(tx: Tx, ref_ids: list[UUID], concealed: bool) -> None:
    """What the person hides counts nowhere: not on home, not in the calendar."""
    if ref_ids:
        tx.run(
            "UPDATE agenda_entry SET concealed = %s WHERE person_id = myspace_subject() AND ref_id = ANY(%s)",
            (concealed, ref_ids),
        )


_COLUMNS = "ref_id, topic, verb, title, ine10, due_on, due_at, due_kind, amount"


def reading_cards(today: date, most: int) -> Statement:
    """The statement of `cards`, for a page that sends its statements together.

    A passed appointment asks nothing; a debt whose date has passed is still owed, until the body says otherwise.
    """
    return (
        f"SELECT {_COLUMNS} FROM agenda_entry WHERE person_id = myspace_subject() AND NOT concealed "
        "AND visible_from <= %s AND (verb <> 'attend' OR due_on >= %s) ORDER BY due_on NULLS LAST, id LIMIT %s",
        (today, today, most),
    )


def cards_from(rows: list[tuple[Any, ...]]) -> tuple[Card, ...]:
    return tuple(
        Card(r[0], r[1], Verb(r[2]), r[3], r[4], r[5], r[6], DueKind(r[7]) if r[7] else None, r[8]) for r in rows
    )


def cards(actor: Actor, *, today: date, most: int = 50) -> tuple[Card, ...]:
    """What needs the person now, earliest date first. Covered by the audit row of the page that shows it."""
    with as_actor(actor) as tx:
        return cards_from(tx.run(*reading_cards(today, most)))


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    """What is hidden is not told here: activity hands it over, to a login safe enough."""
    names = ("title", "verb", "due_on", "amount")
    rows = tx.run(f"SELECT {', '.join(names)} FROM agenda_entry WHERE person_id = myspace_subject() AND NOT concealed")
    return {"agenda": [dict(zip(names, row, strict=True)) for row in rows]}


def _forget(tx: Tx, _actor: Actor) -> None:
    tx.run("DELETE FROM agenda_entry WHERE person_id = myspace_subject()")


personal.register(personal.Keeper("agenda", ("agenda_entry",), _hand_over, _forget, _forget))
