"""AEAT_DADES: whether somebody is up to date with the State's tax agency, for one purpose or for none in particular. Its
address for somebody is in aeat_domicili.py.

    1000 a certificate, positive or negative · 1009, 1011 … 1015 no certificate here: ask the agency · 0233 not identified

A negative is a certificate that came, not a failure; and no certificate is neither of the two (Q-VO-5). The letter of a
negative stands for one reason or for several. Its shape before this one said neither, so it is not believed (Q-VO-3). The
AOC's elements come under two names of its host (Q-VO-4).

Of a natural person the whole name is obligatory, surnames in front.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Need, Product, element, written
from myspace.connectors.via_oberta.products import aeat_domicili
from myspace.vocabulary.personal_data import (
    Against,
    DatumKind,
    Entry,
    EntryKind,
    HeldBy,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

NAMESPACE: Final = "http://www.aoc.cat/aeat/obligacions"
_AEAT: Final = "http://intermediacion.redsara.es/scsp/esquemas/datosespecificos"
_NAMESPACES: Final[frozenset[str]] = frozenset(
    {
        _AEAT,
        *(
            f"http://www.{host}/aeat/obligacions{which}"
            for host in ("aoc.cat", "aocat.net")
            for which in ("", "-generic")
        ),
    }
)
_STANDINGS: Final = {"POSITIVO": Standing.POSITIVE, "NEGATIVO": Standing.NEGATIVE}
_A, _B, _F = Against.RETURNS_NOT_FILED, Against.DEBTS_BEING_ENFORCED, Against.SENTENCE_OR_SANCTION
_H, _M = Against.WITHDRAWN_FROM_CENSUS, Against.TAX_CRIME
LETTERS: Final = {
    "A": {_A}, "B": {_B}, "C": {_A, _B}, "F": {_F}, "G": {_F}, "H": {_H}, "M": {_M}, "N": {_A, _B, _M}, "O": {_A, _M},
    "P": {_B, _M}, "Q": {_A, _H}, "R": {_B, _H}, "S": {_M, _H}, "T": {_A, _B, _M, _H}, "U": {_A, _M, _H},
    "V": {_B, _M, _H}, "X": {_A, _B, _H},
}  # fmt: skip
_MOST: Final = 9_999_999


def ask(question: DataQuestion, _reference: str) -> bytes | None:
    """The element has a day and nothing more: for today there is none."""
    if question.as_of is None:
        return None
    day = ("dataPassada", question.as_of.isoformat())
    return written(element(NAMESPACE, "peticioConsultaObligacionsTributaries", day))


def read(modality: str, question: DataQuestion, root: Node) -> Sheet:
    answer = root.must("DatosEspecificos")
    told = answer.must("ObligacionesTributarias")
    standing = _STANDINGS.get(told.text("CodigoCertificado"))
    if standing is None:
        raise Unreadable("CodigoCertificado")
    letter = told.text("TipoNegativo")
    entries, whole = _unfiled(told.get("Incumplimientos"))
    if standing is Standing.POSITIVE and (letter or entries or not whole):
        raise Unreadable("TipoNegativo")  # positive, and with something against it
    return Sheet(
        question.sheet,
        Source(HeldBy.TAX_AGENCY, "AEAT_DADES", modality),
        standing,
        values.partial(answer.text("FechaEmision")),
        values.data(
            (DatumKind.REFERENCE, values.text(answer.text("Referencia"))),
            (DatumKind.ON, _of_day(root, question)),
            (DatumKind.CAUSE, values.text(told.text("CausaNegatividad"))),
        ),
        entries,
        frozenset(LETTERS.get(letter, ())),
        complete=whole and (not letter or letter in LETTERS),
    )


def _of_day(root: Node, question: DataQuestion) -> PartialDate | None:
    """The day that it is about, where the answer says back what was asked."""
    said = root.get("peticioConsultaObligacionsTributaries")
    day = None if said is None else values.day(said.text("dataPassada"))
    if day is not None and day != question.as_of:
        raise Unreadable("dataPassada")
    return None if day is None else PartialDate.of(day)


def _unfiled(node: Node | None) -> tuple[tuple[Entry, ...], bool]:
    """The returns that are missing, at most forty of them, and whether those are all."""
    if node is None:
        return (), True
    entries = tuple(
        Entry(
            EntryKind.UNFILED_RETURN,
            values.data(
                (DatumKind.TAX_YEAR, values.text(each.text("Ejercicio"))),
                (DatumKind.TAX_FORM, values.text(each.text("Modelo"))),
                (DatumKind.TAX_PERIOD, values.text(each.text("Periodo"))),
            ),
        )
        for each in node.all("DatosIncumplimiento")
    )
    there = values.whole(node.text("NumeroRegistrosExistentes"), _MOST)
    if there is None or not all(entry.data for entry in entries):
        raise Unreadable("Incumplimientos")
    return entries, there == len(entries)


def _modality(code: str, sheet: SheetKind) -> Modality:
    return Modality(
        code,
        sheet,
        frozenset({"respostaConsultaObligacionsTributaries"}),
        # What is for no purpose in particular has no element to ask with, and no day but today.
        ask if code != "ECOTGEN" else lambda _question, _reference: None,
        lambda question, root: read(code, question, root),
        frozenset({Need.FULL_NAME} if code != "ECOTGEN" else {Need.FULL_NAME, Need.TODAY}),
    )


PRODUCT: Final = Product(
    "AEAT_DADES",
    _NAMESPACES | aeat_domicili.NAMESPACES,
    Codes(
        frozenset({"1000"}),
        declined={
            "0233": Why.NOT_IDENTIFIED,
            **dict.fromkeys(("1009", "1011", "1012", "1013", "1014", "1015"), Why.NO_CERTIFICATE_HERE),
        },
        failed={"0502": BROKEN},
    ),
    (
        _modality("ECOTGEN", SheetKind.TAX_COMPLIANCE),
        _modality("ECOT101", SheetKind.TAX_COMPLIANCE_CONTRACTS),
        _modality("ECOT102", SheetKind.TAX_COMPLIANCE_TRANSPORT),
        _modality("ECOT103", SheetKind.TAX_COMPLIANCE_GRANTS),
        _modality("ECOT104", SheetKind.TAX_COMPLIANCE_RESIDENCE),
        aeat_domicili.MODALITY,
    ),
)
