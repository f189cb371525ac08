"""Papers in words: nothing is without, and what says that there is none is not said of one that waits."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from myspace.domain.certificates.service import OWNERS, PaperKind, PaperName, Stage, Why, name_of
from myspace.web.pages.certificates import words

# The word that only that paper may bear, in each language; the other two may not stand in what it is about.
OWN = {
    PaperName.CERTIFICATE: ("certificat", "certificado", "certificate"),
    PaperName.EXTRACT: ("volant", "volante", "extract"),
    PaperName.DATA_STATEMENT: ("justificant", "justificante", "statement"),
}


def test_nothing_is_without_words() -> None:
    for each in (words.ABOUT, words.SLUGS):
        assert set(each) == set(PaperKind)
    assert set(words.STAGES) == set(Stage)
    assert set(words.WAITS) == {stage for stage in Stage if stage.awaited} | {Stage.COMING}
    assert set(words.WHYS) == set(Why)
    assert len(set(words.SLUGS.values())) == len(PaperKind)


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES])
def test_what_a_paper_is_about_bears_no_name_of_another_paper(language: str) -> None:
    with override(language):
        for kind in PaperKind:
            about = gettext(words.ABOUT[kind]).lower()
            others = {word for name, own in OWN.items() if name is not name_of(kind) for word in own}
            assert not any(word in about for word in others), (kind, about)


def test_only_what_its_owner_makes_goes_by_another_word_than_ours() -> None:
    assert {kind for kind in PaperKind if name_of(kind) is not PaperName.DATA_STATEMENT} == OWNERS
    assert name_of(PaperKind.CATALAN_DEBT_CERTIFICATE) is PaperName.CERTIFICATE
    assert name_of(PaperKind.REGISTRATION_EXTRACT) is PaperName.EXTRACT
