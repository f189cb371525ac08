"""Port: what a register told, in the words in which a person reads it. Words belong to a door; the site fills this at the start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from myspace.vocabulary.personal_data import Sheet


@dataclass(frozen=True, slots=True)
class Said:
    """`about`: what the sheet is called. `register`: who holds it."""

    about: str
    register: str
    facts: Sequence[tuple[str, str]]


Wording = Callable[[Sheet, str], Said]  # in a language

_wording: Wording | None = None


class Unworded(RuntimeError):
    """Nobody filled the port: the process did not start the site."""


def connect(wording: Wording | None) -> None:
    global _wording
    _wording = wording


def said(sheet: Sheet, language: str) -> Said:
    if _wording is None:
        raise Unworded("no door gave the words of sheets")
    return _wording(sheet, language)
