"""Invoices that somebody sent to administrations: what the doors may ask for. Hides tables, the source and the errand.

Looking shows what was told last and leaves a wish to ask again where that is old. Nothing here sends an invoice.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.domain.agenda import service as agenda
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.invoices import known, rows, rules, source, telling
from myspace.domain.invoices.known import HISTORY, RECEIPT, SCOPE, Askable, Reading
from myspace.domain.invoices.rows import Line
from myspace.domain.invoices.rules import Group, Stop, When, payer
from myspace.domain.invoices.source import Connected, InvoiceSource, NoKey, connect
from myspace.domain.invoices.wishing import wish
from myspace.domain.kernel.db import Statement, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.scanning import Scanned, Unfit, looked_at
from myspace.domain.kernel.scanning import there_is_one as scanner_here
from myspace.vocabulary.answers import Outcome
from myspace.vocabulary.notices import Paper
from myspace.vocabulary.people import Actor

MOST = 300
_HISTORY_AGAIN_AFTER = timedelta(minutes=5)  # when it could not be told


@dataclass(frozen=True, slots=True)
class Sent:
    """Invoices by what happens next, the newest step first. `more`: only the newest MOST are here."""

    groups: Mapping[Group, tuple[Line, ...]]
    more: bool
    reading: Reading

    @property
    def empty(self) -> bool:
        return not self.groups


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of asking about one invoice: `outcome` None while that was never answered."""

    asking: bool = False
    outcome: Outcome | None = None
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Detail:
    """One invoice. `path_known`: its whole history was told; else the path begins where it is now.

    `receipt_at` is when its receipt was got; None: it is not here.
    """

    line: Line
    path: tuple[Stop, ...]
    path_known: bool
    history: Asked
    receipt: Asked
    receipt_at: datetime | None
    reading: Reading

    @property
    def awaited(self) -> bool:
        return self.history.asking or self.receipt.asking or self.reading.asking


def sent(actor: Actor) -> Sent:
    """The invoices of whoever's folder this is, and how far they are known. What is old leaves a wish."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found, ((*row,),) = tx.batch(
            [
                audit.reading(actor, Event.INVOICES_READ),
                (
                    f"SELECT {rows.COLUMNS} FROM invoices_invoice WHERE person_id = myspace_subject()"
                    f" ORDER BY since DESC, id DESC LIMIT {MOST + 1}",
                    (),
                ),
                (known.READ, ()),
            ]
        )
        reading = known.reading_from(row, now)
        if reading.stale(now):
            tx.at_the_end(wish())
    by: dict[Group, list[Line]] = {}
    for each in found[:MOST]:
        one = rows.line(each)
        by.setdefault(one.group, []).append(one)
    return Sent({group: tuple(by[group]) for group in Group if group in by}, len(found) > MOST, reading)


def ask_again(actor: Actor) -> bool:
    """The person wants them asked for now. False: it was done a moment ago, or nobody can be asked.

    No event: nothing is shown by it.
    """
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        ((*row,),) = tx.run(known.READ)
        may = known.reading_from(row, now).may_be_asked_again(now)
        if may:
            tx.at_the_end(wish())
    return may


_ONE = (
    f"SELECT {rows.COLUMNS}, steps, steps_of = digest, (SELECT r.got_at FROM invoices_receipt r"
    " WHERE r.person_id = myspace_subject() AND r.invoice_id = i.id) FROM invoices_invoice i"
    " WHERE i.person_id = myspace_subject() AND i.id = %s"
)
_QUESTIONS = (
    "SELECT what, wanted_at, outcome, complete, answered_at FROM invoices_question WHERE person_id = myspace_subject()"
    " AND invoice_id = %s"
)


def invoice(actor: Actor, invoice_id: UUID) -> Detail | None:
    """One invoice with its path. None for nobody's and for another's: the same answer.

    Its history is asked for where it is not known as the invoice stands now.
    """
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found, questions, ((*row,),) = tx.batch(
            [
                audit.reading(actor, Event.INVOICE_READ, invoice_id),
                (_ONE, (invoice_id,)),
                (_QUESTIONS, (invoice_id,)),
                (known.READ, ()),
            ]
        )
        if not found:
            return None
        reading = known.reading_from(row, now)
        asked = {what: _asked(rest, now) for what, *rest in questions}
        *columns, steps, as_it_stands, receipt_at = found[0]
        may = reading.askable is Askable.NOW
        if (
            may
            and not as_it_stands
            and _due(next((q for q in questions if q[0] == HISTORY), None), now, _HISTORY_AGAIN_AFTER)
        ):
            tx.at_the_end(_question(invoice_id, HISTORY))
            asked[HISTORY] = Asked(asking=True)
        if reading.stale(now):
            tx.at_the_end(wish())
    line = rows.line(columns)
    told = rows.steps_in(steps)
    return Detail(
        line=line,
        path=rules.path(line.invoice.now, told),
        path_known=bool(told),
        history=asked.get(HISTORY, Asked()),
        receipt=asked.get(RECEIPT, Asked()),
        receipt_at=receipt_at,
        reading=reading,
    )


def _asked(row: Sequence[Any], now: datetime) -> Asked:
    wanted, outcome, complete, _ = row
    asking = wanted is not None and now - wanted < known.GIVES_UP_AFTER
    return Asked(asking, Outcome(outcome) if outcome else None, complete)


def _due(row: Sequence[Any] | None, now: datetime, pause: timedelta) -> bool:
    """Whether it may be asked now: not while it is being asked, nor within `pause` of a failure."""
    if row is None:
        return True
    _, wanted, outcome, _, answered = row
    if wanted is not None and now - wanted < known.GIVES_UP_AFTER:
        return False
    told = outcome is not None and Outcome(outcome).known
    return told or answered is None or now - answered >= pause


def _question(invoice_id: UUID, what: str) -> Statement:
    return gathering.errand(
        SCOPE,
        (
            "INSERT INTO invoices_question (id, person_id, invoice_id, what, wanted_at)"
            " VALUES (%s, myspace_subject(), %s, %s, now()) ON CONFLICT (person_id, invoice_id, what)"
            " DO UPDATE SET wanted_at = excluded.wanted_at",
            (uuid7(), invoice_id, what),
        ),
    )


def ask_receipt(actor: Actor, invoice_id: UUID) -> bool:
    """Have the receipt of this invoice brought, if it is not here. False: there is no such invoice.

    A button pressed again and again is one question. No event: nothing is shown by it.
    """
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        found, questions, ((*row,),) = tx.batch([(_ONE, (invoice_id,)), (_QUESTIONS, (invoice_id,)), (known.READ, ())])
        before = next((q for q in questions if q[0] == RECEIPT), None)
        wanted = found and found[0][-1] is None and _due(before, now, known.NOT_SOONER_AFTER_FAILURE)
        if wanted and known.reading_from(row, now).askable is Askable.NOW:
            tx.at_the_end(_question(invoice_id, RECEIPT))
    return bool(found)


def replaced(actor: Actor, invoice_id: UUID, *, yes: bool) -> bool:
    """The person says that they sent another in place of this rejected one, or takes it back. False: there is none such.

    Their own note, which nobody is told: no event.
    """
    with as_actor(actor) as tx:
        found = tx.run(
            "UPDATE invoices_invoice SET replaced_at = CASE WHEN %s THEN now() END WHERE person_id = myspace_subject()"
            " AND id = %s AND state = 'rejected' RETURNING id",
            (yes, invoice_id),
        )
        if found:
            agenda.conceal(tx, [invoice_id], yes)  # at once; the worker writes the rows anew
            tx.at_the_end(gathering.wish(SCOPE))
            telling.tell(tx)
    return bool(found)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of sending as it came, a PDF, and the number of its invoice."""

    number: str
    paper: Paper
    scanned: Scanned


def receipt(actor: Actor, invoice_id: UUID) -> Receipt | Unfit | None:
    """From what is kept, if it may be handed over. None: it is not here (`ask_receipt`), or there is no such invoice."""
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT i.payload, r.octets_sealed FROM invoices_receipt r JOIN invoices_invoice i"
            " ON i.person_id = myspace_subject() AND i.id = r.invoice_id"
            " WHERE r.person_id = myspace_subject() AND r.invoice_id = %s",
            (invoice_id,),
        )
    if row is None:
        return None
    number = rows.invoice_in(row[0]).number
    paper = Paper(f"{number}.pdf", "application/pdf", base64.b64decode(keyring().unseal(row[1], rows.RECEIPT_SEAL)))
    found = looked_at(paper)
    if isinstance(found, Unfit):
        return found
    with as_actor(actor) as tx:
        audit.record(tx, actor, Event.INVOICE_RECEIPT_TAKEN, about=invoice_id)
    return Receipt(number, paper, found)


@dataclass(frozen=True, slots=True)
class Glance:
    """What another page may say of invoices in a line: how many were told of, and how many of them were rejected.

    Those in whose place another was sent are not among the rejected.
    """

    told: int
    rejected: int
    company: bool


# Columns of one row, to stand among those of another page's statement.
GLANCE: Statement = (
    "(SELECT json_build_array(count(*), count(*) FILTER (WHERE state = 'rejected'"
    " AND replaced_at IS NULL)) FROM invoices_invoice"
    " WHERE person_id = myspace_subject()), (SELECT kind FROM people_person WHERE person_id = myspace_subject())",
    (),
)


def glance_from(values: Sequence[Any]) -> Glance:
    (told, rejected), kind = values
    return Glance(told, rejected, kind == "company")


def connected() -> bool:
    """Whether this deployment can ask for invoices at all, whoever looks."""
    return source.connected() is not None


__all__ = [
    "GLANCE", "MOST", "SCOPE", "Askable", "Asked", "Connected", "Detail", "Glance", "Group", "InvoiceSource", "Line", "NoKey",
    "Reading", "Receipt", "Sent", "Stop", "Unfit", "When", "ask_again", "ask_receipt", "connect", "connected", "glance_from",
    "invoice", "payer", "receipt", "replaced", "scanner_here", "sent",
]  # fmt: skip
