"""A screen says that something was sent only of what a register has: the word is looked for in every sentence and language.

Other people send things too, and those sentences are listed with who sends. Whoever adds a sentence with the word either says it
through `web/pages/shared/delivery.py`, or writes here who sent what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from myspace.launch.messages import read_catalogue
from myspace.launch.plain.sources import messages
from myspace.vocabulary.delivery import ByEmail, Delivery, HandedToPerson, NoChannel, Registered, was_sent

PACKAGE = Path(__file__).parents[2] / "src" / "myspace"
LANGUAGES = ("ca", "es", "oc", "en")
WORDS = {
    "ca": r"\b(?:enviad[aes]s?|enviat|enviats|hem enviat|trames[aos]*|tramès|lliurad[ae]s?|lliurat)\b",
    "es": r"\b(?:enviad[ao]s?|remitid[ao]s?|entregad[ao]s?)\b",
    "oc": r"\b(?:enviad[aes]s?|enviat|enviats|manda(?:t|da)s?)\b",
    "en": r"\b(?:sent|delivered|submitted|dispatched)\b",
}
DELIVERIES: tuple[Delivery, ...] = (
    Registered("E-2026-1", date(2026, 12, 1)), ByEmail("dpd@exemple.test"), HandedToPerson("why.pdf", None),
    HandedToPerson("why.pdf", "https://seu.exemple.test"), NoChannel(),
)  # fmt: skip
OURS = "web/pages/shared/delivery.py"
# Where somebody else sends, and who: a file that is not here has no such word. A page by which a person asks a body for
# something is never written here: it says what became of that with `words_of`.
OF_OTHERS = {
    "web/pages/shared/sentences.html": "bodies, what they sent the person; who invoices, an invoice",
    "web/pages/shared/lines.py": "bodies, papers of a register",
    "web/pages/item/": "bodies, papers of a register",
    "web/pages/notices/": "whoever notifies",
    "web/pages/alerts/": "whoever notifies; who invoices, an invoice",
    "web/pages/what_you_will_find/": "bodies, and who invoices",
    "web/pages/working_life/": "who invoices, with their own programme",
    "web/pages/profiles/": "who invoices",
    "web/pages/privacy/": "who invoices",
    "web/pages/data/": "who invoices",
    "web/pages/preferences/": "this folder, a code to the person's own telephone or mail",
    "domain/audit/events.py": "whoever notifies; who invoices",
}


def said(language: str) -> Iterator[tuple[frozenset[str], str]]:
    """Every sentence of a language, with the files it is in."""
    catalogue = None if language == "ca" else read_catalogue(language)
    for message in messages(PACKAGE):
        texts: list[str] = [message.singular, *([message.plural] if message.plural else [])]
        if catalogue is not None:
            entry = catalogue.get(message.singular, message.context)
            texts = list(entry.string) if isinstance(entry.string, tuple | list) else [entry.string]
        for text in texts:
            yield frozenset(message.places), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_has_the_word_but_where_others_send(language: str) -> None:
    word = re.compile(WORDS[language], re.IGNORECASE)
    wrong = [
        f"{place}: {text}"
        for places, text in said(language)
        if word.search(text)
        for place in places
        if place != OURS and not place.startswith(tuple(OF_OTHERS))
    ]
    assert wrong == []


def test_every_file_of_the_list_still_has_the_word() -> None:
    """Else the list would allow it to whoever comes later."""
    places = {place for language in LANGUAGES for places, text in said(language)
              if re.search(WORDS[language], text, re.IGNORECASE) for place in places}  # fmt: skip
    assert [each for each in OF_OTHERS if not any(place.startswith(each) for place in places)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("delivery", DELIVERIES, ids=lambda one: type(one).__name__)
def test_the_word_is_said_of_what_a_register_has_and_of_nothing_else(
    delivery: Delivery, language: str, django_ready: None
) -> None:
    from myspace.web.pages.shared.delivery import words_of

    with translation.override(language):
        words = words_of(delivery, date(2026, 12, 1))
    has_it = bool(re.search(WORDS[language], f"{words.title} {words.text}", re.IGNORECASE))
    assert has_it == was_sent(delivery) == isinstance(delivery, Registered)
