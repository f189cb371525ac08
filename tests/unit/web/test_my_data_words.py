"""Nothing that a register may tell is without words, and no value is shown more exactly than it was told."""

from __future__ import annotations

import pytest
from django.utils import translation

from myspace.domain.personal_data.rules import EVERY, SheetState
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    Against,
    Datum,
    DatumKind,
    EntryKind,
    HeldBy,
    NotFirstHand,
    PartialDate,
    Standing,
    Theme,
    Why,
)
from myspace.web.pages.my_data import datum_words, lines, words


@pytest.mark.parametrize(
    ("mapping", "kinds"),
    [
        (words.SLUGS, Theme), (words.THEMES, Theme), (words.HOLDERS, HeldBy), (words.STANDINGS, Standing),
        (words.AGAINST, Against), (words.ABSENCES, Absence), (words.WHYS, Why), (words.NOT_FIRST_HAND, NotFirstHand),
        (datum_words.DATA, DatumKind), (datum_words.ENTRIES, EntryKind), (words.SHEETS, EVERY), (words.ASKED_OF, EVERY),
        (words.FAILURES, [state.value for state in SheetState if state.failed]),
    ],
)  # fmt: skip
def test_every_kind_has_words(mapping: object, kinds: object) -> None:
    assert set(mapping) == set(kinds)


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (DatumKind.BORN_ON, PartialDate(1986, 4, 12), "12 d'abril de 1986"),
        (DatumKind.BORN_ON, PartialDate(1986, 4), "Abril de 1986"),
        (DatumKind.BORN_ON, PartialDate(2026, 1, 1), "1 de gener de 2026"),
        (DatumKind.BORN_ON, PartialDate(1986), "1986"),
        (DatumKind.RIGHTS_MOVED_TO_EUROPE, False, "No"),
        (DatumKind.DEBT_CENTS, 123456, "1.234,56 €"),
        (DatumKind.DISABILITY_PER_MILLE, 335, "33,5 %"),
        (DatumKind.SHARE_PER_MYRIAD, 5000, "50 %"),
        (DatumKind.DAYS_WORKED, 0, "0"),
        (DatumKind.BORN_IN, "08113", "Manresa"),
        (DatumKind.BORN_IN, "28079", "Codi 28079 de l'INE"),
        (DatumKind.SEX, "F", "Dona"),
        (DatumKind.NATIONALITY, "340", "Codi 340 de l'INE"),
        (DatumKind.NATIONALITY, "108", "Espanyola"),
        (DatumKind.RIGHT, "usufruct", "Usdefruit"),
        (DatumKind.CATEGORY, "ESPECIAL", "ESPECIAL"),
    ],
)
def test_a_value_in_words(kind: DatumKind, value: object, said: str) -> None:
    with translation.override("ca"):
        told = lines.value_of(Datum(kind, value))
    assert told.replace("\N{NO-BREAK SPACE}", " ") == said


def test_an_address_is_written_as_on_an_envelope_with_what_was_told_and_no_more() -> None:
    with translation.override("ca"):
        assert lines.address(Address("08113", "08001", "CARRE", "de l'Exemple", "12", "14", door="1", floor="2")) == (
            "Carre de l'Exemple, 12-14, pis 2, porta 1\n08001 Manresa"
        )
        assert lines.address(Address(line="CL EXEMPLE 1", town="ON SIGUI")) == "CL EXEMPLE 1\nON SIGUI"
        assert lines.address(Address(postal_code="08001")) == "08001"
