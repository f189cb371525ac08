"""Sheets as the table has them. Knows columns and the seal."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import msgspec

from myspace.connector_kit.personal_data import Waiting
from myspace.domain.kernel.keyring import keyring
from myspace.domain.personal_data.rules import Standing
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import Sheet, SheetKind

SHEET_SEAL: Final = "personal_data_sheet.sheet"
WAITING_SEAL: Final = "personal_data_sheet.waiting"
_KINDS: Final = {kind.value: kind for kind in SheetKind}
COLUMNS: Final = (
    "id, kind, needs_level, level, consented_at, wanted_at, outcome, detail, answered_at, known, known_detail, known_at,"
    " sheet_sealed, waiting_sealed, collect_at"
)


@dataclass(frozen=True, slots=True)
class Row:
    """`known` is the outcome of the last question that told something; `sheet` what it told, None where that was nothing."""

    id: UUID
    kind: SheetKind
    standing: Standing
    level: AssuranceLevel
    known: str | None
    known_detail: str
    sheet_sealed: str | None = field(repr=False)
    waiting_sealed: str | None = field(repr=False)

    @property
    def sheet(self) -> Sheet | None:
        return None if self.sheet_sealed is None else unsealed(self.sheet_sealed)

    @property
    def waiting(self) -> Waiting | None:
        if self.waiting_sealed is None:
            return None
        return msgspec.json.decode(keyring().unseal(self.waiting_sealed, WAITING_SEAL), type=Waiting)


def row(values: tuple[Any, ...]) -> Row | None:
    """None: of a kind that is shown no more."""
    id_, kind, needs, level, consented, wanted, outcome, detail, answered, known, known_detail, known_at, *last = values
    sheet, waiting, collect_at = last
    if kind not in _KINDS:
        return None
    standing = Standing(consented, AssuranceLevel(needs), wanted, outcome, detail, answered, known_at, collect_at)
    return Row(id_, _KINDS[kind], standing, AssuranceLevel(level), known, known_detail, sheet, waiting)


def sealed(sheet: Sheet) -> str:
    return keyring().seal(msgspec.json.encode(sheet).decode(), SHEET_SEAL)


def unsealed(text: str) -> Sheet:
    return msgspec.json.decode(keyring().unseal(text, SHEET_SEAL), type=Sheet)


def sealed_waiting(waiting: Waiting) -> str:
    return keyring().seal(msgspec.json.encode(waiting).decode(), WAITING_SEAL)
