"""Three words that are never interchanged: only the last is ours, and it says what it proves and what it does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override

from myspace.domain.personal_data.statement import DataStatement, paper, statement_pdf
from tests.unit.protocols.pdfua.reading import opened, words

AT = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
STATEMENT = DataStatement("Registre de prova", AT, [("Municipi", "Vilanova de Prova")])
TITLES = {
    "ca": "Justificant de dades",
    "es": "Justificante de datos",
    "oc": "Justificant de donades",
    "en": "Data statement",
}
# What the other two are called. They may be said only to say that this is neither.
OTHERS = {
    "ca": ("certificat", "volant"),
    "es": ("certificado", "volante"),
    "oc": ("certificat", "volant"),
    "en": ("certificate", "extract"),
}


@pytest.mark.parametrize("language", TITLES)
def test_it_is_called_by_its_own_name_in_every_language(language: str) -> None:
    made = paper(STATEMENT, language)
    assert made.title == TITLES[language]
    heads = [made.title, *made.lead, *(part.title for part in made.parts), *made.parts[1].says]
    assert [other for other in OTHERS[language] for head in heads if other in head.lower()] == []


@pytest.mark.parametrize("language", TITLES)
def test_it_says_that_it_is_neither_of_the_others(language: str) -> None:
    not_proven = paper(STATEMENT, language).parts[2].says
    assert all(other in not_proven[0].lower() for other in OTHERS[language])
    assert len(not_proven) == 3
    with override(language):
        assert not_proven[0] == _("No és un certificat ni un volant: aquests només els fa qui té el registre.")


@pytest.mark.parametrize("language", TITLES)
def test_the_pdf_says_it_too_with_the_day_as_it_was_here(language: str) -> None:
    pdf = statement_pdf(STATEMENT, language, AT)
    told = "".join(words(pdf).split())
    assert opened(pdf).root["/Lang"] == language
    assert TITLES[language].replace(" ", "") in told
    assert "VilanovadeProva" in told
    assert "01/12/2026" in told, "half past eleven of the night in UTC is tomorrow in Madrid"


def test_a_statement_without_data_is_another_paper() -> None:
    with pytest.raises(ValueError, match="without data"):
        DataStatement("Registre de prova", AT, [])
