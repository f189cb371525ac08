"""What transparency registers when the application starts: its tables with the kernel, what is sealed, what a copy leaves."""

from __future__ import annotations

from typing import Any

from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.rotation import SealedColumn
from myspace.domain.transparency.store import WITHHELD_SEAL
from myspace.vocabulary.people import Actor

_TABLES = (
    "transparency_exchange", "transparency_series", "transparency_month", "transparency_body", "transparency_withheld",
    "transparency_reading",
)  # fmt: skip


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    """What is withheld is not handed over before its day, nor that there is any (GDPR arts. 15.4 and 23). Months and bodies are
    sums of the same rows. The door of this file asks for a new login, which is what sensitive ones need too.
    """
    return {
        "series": personal.rows_as_dicts(
            tx, "transparency_series",
            ("id", "own", "sensitive", "ine10", "unit", "product", "purpose", "procedure", "case_key", "ground", "number",
             "first_at", "last_at", "recognised_at"),
        ),
        "exchanges": personal.rows_as_dicts(
            tx, "transparency_exchange",
            ("series_id", "source", "reference", "at", "modality", "holder", "law", "outcome", "asked_by", "missing", "told_at"),
        ),
        "asked_for": personal.rows_as_dicts(tx, "transparency_reading", ("wanted_at", "outcome", "answered_at", "known_at")),
    }  # fmt: skip


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


# No `forget_copies`: a record of who looked is not emptied because its person does not come back (RD 203/2021, art. 61).
personal.register(personal.Keeper("transparency", _TABLES, _hand_over, _forget))
rotation.register(SealedColumn("transparency_withheld", "told_sealed", WITHHELD_SEAL))
restored.register(
    restored.Left(
        "wishes to have consultations asked for, dropped",
        "UPDATE transparency_reading SET wanted_at = NULL WHERE wanted_at IS NOT NULL",
    ),
)
