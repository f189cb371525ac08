"""Titles with a last day, as rows of the agenda: in the calendar from the start, on home two months before that day.

    a register tells a day ─────────▶ the row is written with what it told
    told another day, or none ──────▶ the row says that, or is gone
    the yes is taken back ──────────▶ the row is put aside at once (web may do no more), and a round takes it away

A title that is delicate is on the agenda without its name. By mandate nobody sees a row of these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Need, Verb
from myspace.domain.gathering import rounds
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.personal_data import rules
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import SheetKind

TOPIC: Final = "titles"
_AT_ONCE = 200
_READ = (
    "SELECT id, kind, needs_level, valid_until, known_at FROM personal_data_sheet WHERE person_id = myspace_subject()"
    " AND valid_until >= %s ORDER BY valid_until, id"
)


@dataclass(frozen=True, slots=True)
class Ending:
    """A title with a last day. `named`: a list may say which; `ine10`: whose register told it; `told_at`: when."""

    id: UUID
    kind: SheetKind
    named: bool
    ine10: str
    until: date
    told_at: datetime | None


def endings(tx: Tx, today: date) -> tuple[Ending, ...]:
    """Of the person whom the transaction sees: what ends, and what ended lately."""
    rows = tx.run(_READ, (today - rules.ENDED_LATELY,))
    whose = directory().generalitat().ine10  # every title that tells a last day is its: each from its own department
    return tuple(
        Ending(id_, SheetKind(kind), rules.named(SheetKind(kind), AssuranceLevel(level)), whose, until, told_at)
        for id_, kind, level, until, told_at in rows
    )


def write(tx: Tx, now: datetime) -> None:
    """The agenda of the person whom the transaction sees has exactly these."""
    needs = [
        Need(
            one.id, Verb.RENEW, one.kind.value if one.named else "", one.ine10,
            visible_from=one.until - rules.ENDS_SOON, due_on=one.until,
        )
        for one in endings(tx, now.astimezone(MADRID).date())
    ]  # fmt: skip
    agenda.replace(tx, TOPIC, None, needs)


def look(now: datetime) -> int:
    """For how many people the agenda did not say what their titles do."""
    since = now.astimezone(MADRID).date() - rules.ENDED_LATELY
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM titles_due(%s, %s)", (since, _AT_ONCE))
    for (person,) in due:
        with db.as_person(person) as tx:
            write(tx, now)
    return len(due)


rounds.register(rounds.Round("titles", timedelta(minutes=10), look))
