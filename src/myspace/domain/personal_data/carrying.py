"""Whether a paper has to be brought to who asks for it: pure decisions, from a table of texts in force (carrying.toml).

    who asks ─┬─ an administration ──────────────▶ no need: it may ask the register itself
              └─ anybody else, and which paper ──┬▶ serves · does not serve: a text says so, and which
                                                 └▶ not known: no text was found. It is never guessed

Knows nothing of a person, and keeps nothing: whom somebody has to bring a paper to is their own affair.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from myspace.vocabulary.personal_data import SheetKind


class Receiver(StrEnum):
    """Who asks for a paper, as a person would say it."""

    ADMINISTRATION = "administration"  # of Spain: also its schools, and public universities in what they do as one
    COURT = "court"
    NOTARY = "notary"
    SCHOOL = "school"  # one that is of no administration
    PRIVATE = "private"  # a bank, a landlord, an employer
    ABROAD = "abroad"
    UNKNOWN = "unknown"


class Word(StrEnum):
    """The three that are never interchanged."""

    CERTIFICATE = "certificate"  # its owner signed it
    EXTRACT = "extract"  # its owner made it, and signed nothing
    DATA_STATEMENT = "data_statement"  # ours


class Carry(StrEnum):
    NO_NEED = "no_need"
    SERVES = "serves"
    DOES_NOT_SERVE = "does_not_serve"
    UNKNOWN = "unknown"


class Text(StrEnum):
    """The texts in force that the table names. The screen has words for each."""

    PROCEDURE_28 = "law_39_2015_28_2"
    TRIAL_317 = "law_1_2000_317"
    CIVIL_CODE_1218 = "civil_code_1218"
    TAX_95 = "law_58_2003_95_1_k"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`text` says it; None exactly where it is not known."""

    carry: Carry
    text: Text | None = None


NOT_KNOWN = Verdict(Carry.UNKNOWN)


def verdict(receiver: Receiver, word: Word) -> Verdict:
    row = _table()[receiver.value]
    said = row.get("every") or row.get(word.value)
    return Verdict(Carry(said[0]), Text(said[1])) if said else NOT_KNOWN


def no_need(receiver: Receiver) -> bool:
    return all(verdict(receiver, word).carry is Carry.NO_NEED for word in Word)


def leave(kind: SheetKind) -> Text | None:
    """By which text an administration needs the person's leave to ask for it; None: no such text is known."""
    said = _table()["leave"].get(kind.value)
    return Text(said) if said else None


def owners_papers(kind: SheetKind) -> tuple[Word, ...]:
    """Which papers there may be of it from its owner."""
    extract = kind.value in _table()["extracts"]["kinds"]
    return (Word.CERTIFICATE, *([Word.EXTRACT] if extract else []))


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("carrying.toml").read_text("utf-8"))
