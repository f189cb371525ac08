"""The list as a file: CSV for whoever opens it in a spreadsheet, JSON for a program. Words beside codes, in the page's language.

A cell of a spreadsheet that begins like a formula is one: what others wrote is written so that it stays text (OWASP, CSV
injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import msgspec
from django.http import HttpResponse
from django.utils.translation import gettext

from myspace.domain.transparency.taking import Taken
from myspace.vocabulary.transparency import AskedBy, ExchangeOutcome, LegalGround, Told
from myspace.web import wording
from myspace.web.pages.exchanges import lines

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(found: Sequence[Taken], *, more: bool) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(
        [
            gettext("Quan"), gettext("Administració"), gettext("Unitat"), gettext("Per a què"), gettext("Dades"),
            gettext("Qui les tenia"), gettext("Què ho permet"), gettext("Llei"), gettext("Resultat"), gettext("Qui ho va fer"),
            gettext("Número de l'assumpte"), gettext("Referència"), gettext("No ho diuen"),
        ]
    )  # fmt: skip
    for one in found:
        writer.writerow([_cell(each) for each in _row(one)])
    if more:
        writer.writerow([gettext("N'hi ha més que no caben en aquest fitxer.")])
    # A mark of its encoding, without which a spreadsheet takes it for another.
    return _file(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", "csv")


def as_json(found: Sequence[Taken], *, more: bool) -> HttpResponse:
    body = msgspec.json.format(msgspec.json.encode({"consultes": list(found), "n_hi_ha_mes": more}), indent=1)
    return _file(body, "application/json", "json")


def _row(one: Taken) -> tuple[str, ...]:
    missing = ", ".join(gettext(lines.MISSING[Told(each)]) for each in one.missing.split())
    return (
        one.at.astimezone(wording.MADRID).isoformat(timespec="seconds"), lines.body_of(one.ine10), one.unit,
        lines.procedure_named(one.procedure) or lines.short_purpose(one.purpose or None), lines.what_of(one.product or None),
        one.holder, lines.ground_of(LegalGround(one.ground) if one.ground else None), one.law,
        lines.outcome_of(ExchangeOutcome(one.outcome) if one.outcome else None),
        lines.asked_by(AskedBy(one.asked_by) if one.asked_by else None), one.case, one.reference, missing,
    )  # fmt: skip


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _file(body: bytes, kind: str, ending: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    name = gettext("qui-ha-consultat-les-meves-dades")
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
