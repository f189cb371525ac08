"""Files that leave the folder: what somebody else made, handed over so that it can do nothing here; and our own receipts.

A file of somebody else is never shown by us: it is an attachment, of no origin, and a browser guesses nothing of it. Knows
no notice and no words: a page gives them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from myspace.vocabulary.notices import Paper

# What a browser, or what it hands the file to, opens as what it is. Of anything else it is only told that it is bytes.
_KNOWN = frozenset({"application/pdf", "image/jpeg", "image/png", "text/plain", "application/zip"})
_NO_ORIGIN = "sandbox; default-src 'none'; frame-ancestors 'none'"
_LONGEST = 120
_MARGIN_MM = 20
_GREY, _LINE = 90, 210
_BRAND, _SUN = (10, 82, 96), (244, 190, 66)  # of tokens.css


def as_attachment(paper: Paper) -> HttpResponse:
    """A paper as a download: `attachment`, `nosniff`, and a policy under which nothing in it runs if it is opened all the same."""
    mime = paper.mime.partition(";")[0].strip().lower()
    response = HttpResponse(paper.octets, content_type=mime if mime in _KNOWN else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, _name(paper.name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _NO_ORIGIN
    return response


def _name(given: str) -> str:
    """A file's name without folders, controls or what turns letters round (U+202E would show `fdp.exe` as `exe.pdf`)."""
    plain = "".join(c for c in given if unicodedata.category(c)[0] != "C").replace("\\", "/").rpartition("/")[2]
    return plain.lstrip(".").strip()[-_LONGEST:] or "document"


@dataclass(frozen=True, slots=True)
class Part:
    """Labels and values under a title; without one, what the paper is about."""

    title: str
    facts: Sequence[tuple[str, str]]


def receipt_pdf(
    title: str, lead: str, parts: Sequence[Part], notes: Sequence[str] = (), *, made_by: str, warning: str = "", language: str,
    made_at: datetime,
) -> bytes:  # fmt: skip
    """One page or more as a PDF in the fonts that every reader has. `warning` stands above everything: what this is not.

    Those fonts have the letters of the west of Europe: others lose their marks here, and what has no such letter is a dot.
    The same facts at the same instant give the same bytes.
    """
    pdf = FPDF(format="A4")
    pdf.set_creation_date(made_at)
    pdf.set_title(title)
    pdf.set_lang(language)
    pdf.set_margin(_MARGIN_MM)
    pdf.set_auto_page_break(True, _MARGIN_MM)
    pdf.add_page()
    _head(pdf, made_by, warning)
    pdf.set_font("helvetica", "B", 20)
    _write(pdf, 0, title, 10)
    pdf.ln(1)
    pdf.set_font("helvetica", "", 12)
    _write(pdf, 0, lead, 6)
    pdf.ln(3)
    for number, part in enumerate(parts):
        _part(pdf, part, marks=number > 0)
    pdf.ln(4)
    pdf.set_font("helvetica", "", 10)
    for each in notes:
        _write(pdf, 0, each, 5)
        pdf.ln(1)
    return bytes(pdf.output())


def _head(pdf: FPDF, made_by: str, warning: str) -> None:
    pdf.set_font("helvetica", "B", 11)
    pdf.set_text_color(*_BRAND)
    _write(pdf, 0, made_by, 6)
    pdf.set_text_color(0)
    if warning:
        pdf.set_font("helvetica", "B", 10)
        pdf.set_fill_color(*_SUN)
        pdf.cell(0, 7, _western(warning), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="C", fill=True)
    pdf.ln(4)


def _part(pdf: FPDF, part: Part, *, marks: bool) -> None:
    """`marks`: what is compared letter by letter, small and in letters of one width."""
    if part.title:
        pdf.ln(4)
        pdf.set_font("helvetica", "B", 12)
        _write(pdf, 0, part.title, 7)
    for label, value in part.facts:
        _pair(pdf, label, value, ("courier", "", 9) if marks else ("helvetica", "", 11))


def _pair(pdf: FPDF, label: str, value: str, font: tuple[str, Literal["", "B"], int]) -> None:
    """The label above its value: a long one of either never runs into the other, on paper or read aloud."""
    pdf.set_draw_color(_LINE)
    pdf.line(pdf.l_margin, pdf.get_y(), pdf.w - pdf.r_margin, pdf.get_y())
    pdf.ln(1)
    pdf.set_font("helvetica", "", 9)
    pdf.set_text_color(_GREY)
    _write(pdf, 0, label, 4.5)
    pdf.set_font(*font)
    pdf.set_text_color(0)
    _write(pdf, 0, value, 5.5)
    pdf.ln(1)


def _write(pdf: FPDF, width: float, text: str, height: float) -> None:
    pdf.multi_cell(width, height, _western(text), new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


_OTHERWISE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "ł": "l", "Ł": "L", "ı": "i"}
)


def _western(text: str) -> str:
    return "".join(_letter(c) for c in text.translate(_OTHERWISE))


def _letter(letter: str) -> str:
    try:
        letter.encode("latin-1")
        return letter
    except UnicodeEncodeError:
        bare = unicodedata.normalize("NFKD", letter).encode("latin-1", "ignore").decode("latin-1")
        return bare or "·"
