"""What becomes of what is told of invoices: one row for each, renewed when it changed. Idempotent; removes nothing.

A step that cannot follow what was told before moves nothing (rules.follows): the row stays, and it is counted as put aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import structlog

from myspace.domain.invoices import rows, rules
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.invoices import Invoice, encode

log = structlog.get_logger("invoices")


def store(tx: Tx, told: Sequence[Invoice], now: datetime) -> int:
    """Of the person whom the transaction sees. How many of them took a step that cannot be."""
    known = {
        source_id: rows.invoice_in(payload)
        for source_id, payload in tx.run(
            "SELECT source_id, payload FROM invoices_invoice WHERE person_id = myspace_subject() AND source_id = ANY(%s)",
            ([one.source_id for one in told],),
        )
    }
    aside = 0
    for one in told:
        before = known.get(one.source_id)
        if before is not None and not rules.follows(before.now, one.now):
            log.warning("an invoice took a step that cannot be", was=before.now.state.value, told=one.now.state.value)
            aside += 1
            continue
        payload = encode(one)
        tx.run(
            "INSERT INTO invoices_invoice (id, person_id, source_id, state, since, payload, digest, first_seen_at, told_at)"
            " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (person_id, source_id) DO UPDATE SET"
            " state = excluded.state, since = excluded.since, payload = excluded.payload, digest = excluded.digest,"
            " told_at = excluded.told_at",
            (
                uuid7(), one.source_id, one.now.state.value, rules.instant(one.now.since), payload.decode(),
                sha256(payload).digest(), now, now,
            ),
        )  # fmt: skip
    return aside
