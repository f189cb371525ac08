"""What invoices register when the application starts: their tables with the kernel, what is sealed, what a copy leaves."""

from __future__ import annotations

from typing import Any

from myspace.domain.invoices.rows import RECEIPT_SEAL
from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import SealedColumn
from myspace.vocabulary.people import Actor

_TABLES = ("invoices_question", "invoices_receipt", "invoices_invoice", "invoices_reading")


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    receipts = personal.rows_as_dicts(tx, "invoices_receipt", ("invoice_id", "sha256", "octets_sealed", "got_at"))
    for row in receipts:
        row["sha256"] = bytes(row["sha256"]).hex()
        row["base64"] = keyring().unseal(row.pop("octets_sealed"), RECEIPT_SEAL)
    return {
        "invoices": personal.rows_as_dicts(
            tx, "invoices_invoice", ("id", "payload", "steps", "first_seen_at", "told_at", "replaced_at")
        ),
        "receipts": receipts,
        "asked_about": personal.rows_as_dicts(
            tx, "invoices_question", ("invoice_id", "what", "wanted_at", "outcome", "answered_at")
        ),
        "asked_for": personal.rows_as_dicts(
            tx, "invoices_reading", ("wanted_at", "outcome", "answered_at", "known_at", "untold", "aside")
        ),
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


# All of it is what a source said: it leaves as a whole when the person does not come back.
personal.register(personal.Keeper("invoices", tuple(reversed(_TABLES)), _hand_over, _forget, _forget))
rotation.register(SealedColumn("invoices_receipt", "octets_sealed", RECEIPT_SEAL))
restored.register(
    restored.Left(
        "wishes to have invoices asked for, dropped",
        "UPDATE invoices_reading SET wanted_at = NULL WHERE wanted_at IS NOT NULL",
    ),
    restored.Left(
        "questions about invoices, dropped",
        "UPDATE invoices_question SET wanted_at = NULL WHERE wanted_at IS NOT NULL",
    ),
)
