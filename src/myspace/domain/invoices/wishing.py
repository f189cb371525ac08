"""When invoices are asked for: the wish of a page, and those that need none, because invoices were told of before.

Whoever never had one told is asked about only from the page of invoices: asking tells e-FACT whom we ask about.
"""

from __future__ import annotations

from datetime import UTC, datetime

from myspace.domain.gathering import service as gathering
from myspace.domain.invoices import known
from myspace.domain.invoices.known import SCOPE
from myspace.domain.kernel.db import Statement, Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.people import arrivals
from myspace.vocabulary.people import Actor


def wish() -> Statement:
    """Have the invoices asked for: it goes with a page's COMMIT, and the worker does it."""
    return gathering.errand(
        SCOPE,
        (
            "INSERT INTO invoices_reading (id, person_id, wanted_at) VALUES (%s, myspace_subject(), now())"
            " ON CONFLICT (person_id) DO UPDATE SET wanted_at = excluded.wanted_at",
            (uuid7(),),
        ),
    )


def wish_if_known(tx: Tx) -> bool:
    """Of the person whom the transaction sees: a wish, if invoices were ever told of and what is known of them is stale."""
    if tx.one("SELECT 1 FROM invoices_invoice WHERE person_id = myspace_subject() LIMIT 1") is None:
        return False
    ((*row,),) = tx.run(known.READ)
    stale = known.reading_from(row, datetime.now(UTC)).stale(datetime.now(UTC))
    if stale:
        tx.run(*wish())
    return stale


def _on_arrival(tx: Tx, actor: Actor) -> None:
    """A rejection must be on home when they get there, and not after they thought of looking at their invoices."""
    if not actor.by_mandate:
        wish_if_known(tx)


arrivals.hear(_on_arrival)
