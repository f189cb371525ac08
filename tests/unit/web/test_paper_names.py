"""The three words for a paper are never one another's: whoever made and signed it, in whatever language."""

from __future__ import annotations

from itertools import product

import pytest
from django.conf import settings

from myspace.domain.certificates.naming import PaperName, Party, Unnamed, file_name, named, words

LANGUAGES = [code for code, _ in settings.LANGUAGES]
# The word that only that paper may bear, in each language.
OWN = {
    PaperName.CERTIFICATE: ("certificat", "certificado", "certificate"),
    PaperName.EXTRACT: ("volant", "volante", "extract"),
    PaperName.DATA_STATEMENT: ("justificant", "justificante", "statement"),
}


def test_only_what_its_owner_made_and_signed_is_a_certificate() -> None:
    found = {}
    for made_by, signed_by in product(Party, Party):
        try:
            found[made_by, signed_by] = named(made_by=made_by, signed_by=signed_by)
        except Unnamed:
            continue
    assert found == {
        (Party.OWNER, Party.OWNER): PaperName.CERTIFICATE,
        (Party.OWNER, Party.NOBODY): PaperName.EXTRACT,
        (Party.US, Party.US): PaperName.DATA_STATEMENT,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(PaperName))
def test_a_paper_says_its_own_word_and_none_of_the_others(name: PaperName, language: str) -> None:
    title, file = words(name, language).lower(), file_name(name, "Empadronament", language)
    assert any(own in title and own in file for own in OWN[name])
    for other in set(PaperName) - {name}:
        assert not any(theirs in text for theirs in OWN[other] for text in (title, file))


def test_the_name_of_a_file_has_letters_that_every_device_takes() -> None:
    assert file_name(PaperName.DATA_STATEMENT, "Títol de família nombrosa · 2", "ca") == (
        "justificant-de-dades-titol-de-familia-nombrosa-2.pdf"
    )
