"""Papers as the table has them: columns, seals, and what a paper will say while it waits to be made."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from myspace.domain.certificates import codes
from myspace.domain.certificates.naming import PaperName
from myspace.domain.certificates.rules import KINDS, PaperKind, Standing, State
from myspace.domain.kernel.keyring import keyring
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import Sheet

SHEET_SEAL: Final = "certificates_paper.sheet"
OCTETS_SEAL: Final = "certificates_paper.octets"
CODE_SEAL: Final = "certificates_paper.code"
COLUMNS: Final = (
    "id, kind, language, needs_level, state, why, detail, wanted_at, content, name, made_at, valid_until, code_sealed,"
    " replaced_at IS NOT NULL, octets_sealed IS NOT NULL"
)


class Content(msgspec.Struct, frozen=True):
    """What a paper will say: what its register told and when, and whose it is."""

    sheet: Sheet
    known_at: datetime
    name: str
    number: str

    def __repr__(self) -> str:
        return "Content(···)"


@dataclass(frozen=True, slots=True)
class Row:
    id: UUID
    kind: PaperKind
    language: str
    needs_level: AssuranceLevel
    standing: Standing
    detail: str
    content: bytes | None
    name: PaperName | None
    made_at: datetime | None
    code_sealed: str | None = field(repr=False)
    replaced: bool
    there: bool

    @property
    def code(self) -> str | None:
        """As it is shown."""
        return None if self.code_sealed is None else codes.grouped(keyring().unseal(self.code_sealed, CODE_SEAL))


def row(values: tuple[Any, ...]) -> Row | None:
    """None: of a kind that is made no more."""
    id_, kind, language, level, state, why, detail, wanted, content, name, made, until, code, replaced, there = values
    if kind not in KINDS:
        return None
    standing = Standing(State(state), why, wanted, until)
    return Row(
        id_, KINDS[kind], language, AssuranceLevel(level), standing, detail, bytes(content) if content else None,
        PaperName(name) if name else None, made, code, replaced, there,
    )  # fmt: skip


def sealed(content: Content) -> str:
    return keyring().seal(msgspec.json.encode(content).decode(), SHEET_SEAL)


def unsealed(text: str) -> Content:
    return msgspec.json.decode(keyring().unseal(text, SHEET_SEAL), type=Content)


def mark(content: Content) -> bytes:
    """By which two papers that would say the same are known: keyed, so that what one says is not guessed from it."""
    return keyring().hash("paper content:" + msgspec.json.encode(content).decode())


def sealed_octets(octets: bytes) -> str:
    return keyring().seal(base64.b64encode(octets).decode(), OCTETS_SEAL)


def unsealed_octets(text: str) -> bytes:
    return base64.b64decode(keyring().unseal(text, OCTETS_SEAL))
