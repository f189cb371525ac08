"""What my data register when the application starts: their tables with the kernel, what is sealed, what a copy leaves."""

from __future__ import annotations

from typing import Any

import msgspec

from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.rotation import SealedColumn
from myspace.domain.personal_data import facts, rows
from myspace.vocabulary.people import Actor

_TABLES = ("personal_data_sheet", "personal_data_told")


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    """The door of this file asks for a new login, which is what a sheet for who entered more surely needs too, at the level
    that the person has.
    """
    sheets = personal.rows_as_dicts(
        tx,
        "personal_data_sheet",
        ("kind", "consented_at", "wanted_at", "outcome", "detail", "answered_at", "known", "known_at", "needs_level",
         "sheet_sealed"),
    )  # fmt: skip
    for sheet in sheets:
        sealed = sheet.pop("sheet_sealed")
        sheet["sheet"] = msgspec.to_builtins(rows.unsealed(sealed)) if sealed else None
        if sheet.pop("needs_level") > _actor.level:
            sheet["sheet"] = "only to a login at a higher level" if sealed else None
    told = tx.one("SELECT said_at FROM personal_data_told WHERE person_id = myspace_subject()")
    return {
        "sheets": sheets,
        "told_by_you": None if told is None else {"said_at": told[0], **msgspec.to_builtins(facts.told(tx))},
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


def _forget_copies(tx: Tx, _actor: Actor) -> None:
    """What registers told, with the yes to ask it: both can be given again. What the person told of themself stays."""
    tx.run("DELETE FROM personal_data_sheet WHERE person_id = myspace_subject()")


personal.register(personal.Keeper("personal_data", _TABLES, _hand_over, _forget, _forget_copies))
rotation.register(
    SealedColumn("personal_data_sheet", "sheet_sealed", rows.SHEET_SEAL),
    SealedColumn("personal_data_sheet", "waiting_sealed", rows.WAITING_SEAL),
    SealedColumn("personal_data_told", "told_sealed", facts.TOLD_SEAL),
)
restored.register(
    restored.Left(
        "wishes to have registers asked, dropped",
        "UPDATE personal_data_sheet SET wanted_at = NULL, waiting_sealed = NULL, collect_at = NULL"
        " WHERE wanted_at IS NOT NULL OR collect_at IS NOT NULL",
    ),
)
