"""The paper and how it is set. What goes into it is data: the template is ours and fixed, and no word is ever read as its source.

The same paper at the same instant gives the same bytes. Fonts are those inside the library: none of the machine's is used, so
that a paper looks the same wherever it is made. They have the letters of Europe; a paper with others is not made, because a
letter that nobody can read is worse than no paper (`Unwritable`).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from tempfile import TemporaryDirectory

import segno
import typst

_MOST = 200_000  # letters of one paper: far more than a register says of anybody
_BREAKS = "\n\t"
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


class Unwritable(Exception):
    """It has letters that our fonts have not, or more of them than a paper holds. Says none of them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table under a title, and what is said below it. Without rows there is no table."""

    title: str
    heads: tuple[str, str] = ("", "")
    rows: Sequence[tuple[str, str]] = ()
    says: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """How whoever receives it checks it: under a title, in words, with a code to type and the same in a square to point at.

    `address` is what the square holds, in ASCII; `alt` says it to who does not see it.
    """

    title: str
    says: Sequence[str]
    code: str
    address: str
    alt: str


@dataclass(frozen=True, slots=True)
class Paper:
    """`language` is a BCP 47 language without region: a reader aloud chooses its voice by it."""

    language: str
    title: str
    made_by: str
    lead: Sequence[str]
    parts: Sequence[Part]
    check: Check | None = None


def typeset(paper: Paper, made_at: datetime) -> bytes:
    """A PDF/UA-1. Raises Unwritable."""
    told = _data(paper)
    if len(told) > _MOST:
        raise Unwritable
    with TemporaryDirectory() as nothing:  # the template can read no file but those of an empty folder
        try:
            made: bytes = typst.compile(  # type: ignore[call-overload]  # its types want source and folder to be of one kind
                _template(),
                root=nothing,
                format="pdf",
                ignore_system_fonts=True,
                sys_inputs={"paper": told},
                pdf_standards=["ua-1"],
                timestamp=made_at,
            )
            return made
        except typst.TypstError:
            raise Unwritable from None  # its message repeats the words


@cache
def _template() -> bytes:
    return files(__package__).joinpath("paper.typ").read_bytes()


def _data(paper: Paper) -> str:
    parts = [
        {
            "title": _plain(part.title),
            "heads": [_plain(each) for each in part.heads],
            "rows": [[_plain(label), _plain(value)] for label, value in part.rows],
            "says": [_plain(each) for each in part.says],
        }
        for part in paper.parts
    ]
    return json.dumps(
        {
            "language": paper.language,
            "title": _plain(paper.title),
            "made_by": _plain(paper.made_by),
            "lead": [_plain(each) for each in paper.lead],
            "parts": parts,
            "check": None if paper.check is None else _check(paper.check),
        }
    )


def _check(check: Check) -> dict[str, object]:
    square = segno.make(check.address, error="m", micro=False).svg_inline(border=2, dark="#000", light="#fff")
    return {
        "title": _plain(check.title),
        "says": [_plain(each) for each in check.says],
        "code": _plain(check.code),
        "alt": _plain(check.alt),
        "square": square,
    }


def _plain(text: str) -> str:
    """Without controls, halves of letters and what turns the direction round: a paper says what is read in it, in that order."""
    whole = "".join(" " if each in _BREAKS else each for each in text)
    return "".join(each for each in whole if unicodedata.category(each) not in _UNSEEN)
