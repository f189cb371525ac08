"""What a package above learns of a sheet that it waits for, within a transaction of its own: the last word, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from myspace.domain.kernel.db import Tx
from myspace.domain.people import service as people
from myspace.domain.personal_data import rows
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import Sheet, SheetKind


@dataclass(frozen=True, slots=True)
class LastWord:
    """Of one sheet, for a package above that waits for it: what was last told, and what became of the last question.

    `sheet` and `known_at` are of the last that told something. `outcome` and `detail` of the last question, at `answered_at`;
    `asking`: one is on its way; `coming`: it was handed over, and its register tells later.
    """

    sheet: Sheet | None
    known_at: datetime | None
    needs_level: AssuranceLevel
    outcome: str | None
    detail: str
    answered_at: datetime | None
    asking: bool
    coming: bool


def last_word(tx: Tx, kind: SheetKind) -> LastWord | None:
    """Within a transaction that sees the person, of a page or of the worker. None: it was never asked for."""
    found = tx.one(
        f"SELECT {rows.COLUMNS} FROM personal_data_sheet WHERE person_id = myspace_subject() AND kind = %s",
        (kind.value,),
    )
    row = None if found is None else rows.row(found)
    if row is None:
        return None
    at = row.standing
    return LastWord(
        row.sheet, at.known_at, at.needs_level, at.outcome, at.detail, at.answered_at, at.wanted_at is not None,
        at.collect_at is not None,
    )  # fmt: skip


def of(tx: Tx) -> tuple[str, str] | None:
    """By which name and number the person goes, for a paper of theirs. None: they were forgotten."""
    whom = people.whom_to_ask_about(tx)
    return None if whom is None else (whom.names[0] if whom.names else "", whom.identifier.value)
