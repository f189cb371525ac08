"""The rejected invoices that wait for the person: rows of the agenda, and what alerts are made of.

Written by the worker alone, whenever something was told of invoices and when the person says that another took the place
of one. Only that ends the wait: e-FACT tells no more of what was rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Need, Verb
from myspace.domain.invoices import rows, rules
from myspace.domain.kernel.db import Tx
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.invoices import InvoiceState
from myspace.vocabulary.legal_calendar import MADRID

TOPIC = "invoices"


@dataclass(frozen=True, slots=True)
class Rejected:
    """An invoice that was rejected and that nobody said to have replaced. `ine10` is empty where only `who` is known.

    `source_id` is e-FACT's own number of it, `since` when it was rejected, `told_at` when e-FACT last told of it.
    """

    id: UUID
    source_id: str
    number: str
    ine10: str
    who: str
    since: Moment
    told_at: datetime


def rejected(tx: Tx) -> tuple[Rejected, ...]:
    """Of the person whom the transaction sees, those that are news (rules.news), the newest first."""
    found = tx.run(
        f"SELECT {rows.COLUMNS}, first_seen_at FROM invoices_invoice WHERE person_id = myspace_subject() AND state = %s"
        " AND replaced_at IS NULL ORDER BY since DESC, id DESC",
        (InvoiceState.REJECTED.value,),
    )
    lines = [(rows.line(row), row[-1]) for row in found]
    return tuple(_rejected(line) for line, seen in lines if rules.news(line.invoice.now.since, seen))


def _rejected(line: rows.Line) -> Rejected:
    invoice = line.invoice
    body = rules.payer(invoice.recipient, directory())
    return Rejected(
        line.id, invoice.source_id, invoice.number, body.ine10 if body else "", invoice.recipient.name, invoice.now.since,
        line.told_at,
    )  # fmt: skip


def write(tx: Tx, now: datetime) -> None:
    """The agenda of the person whom the transaction sees has exactly these."""
    today = now.astimezone(MADRID).date()
    needs = [
        Need(
            each.id, Verb.SEND_AGAIN, each.number, each.ine10, visible_from=today, who=None if each.ine10 else each.who
        )
        for each in rejected(tx)
    ]
    agenda.replace(tx, TOPIC, None, needs)
