"""Every text that leaves the folder, in every language and by every channel, says nothing of what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product

import pytest
from django.conf import settings

from myspace.domain.outbox import texts
from myspace.domain.outbox.texts import PURPOSES, About
from myspace.simulation.cast import CAST
from myspace.vocabulary.messages import Ground, MessageKind
from proofs._telling import found, plain

pytestmark = pytest.mark.usefixtures("django_ready")

DAY = date(2026, 11, 3)
NAMES = tuple(part for person in CAST for part in person.full_name.split() if len(part) > 3)


def every() -> Iterator[tuple[About, str]]:
    for language, _ in settings.LANGUAGES:
        for kind, ground, count in product(MessageKind, Ground, (1, 2, 17)):
            if kind is not MessageKind.CONTACT:
                yield About(kind, ground, DAY, count), language
                yield About(kind, ground, DAY, count, for_another=True), language
        for purpose in PURPOSES:
            yield About(MessageKind.CONTACT, purpose=purpose, code="493021"), language


def all_said(about: About, language: str) -> str:
    said = texts.words(about, language)
    mail = texts.mail_text(
        said, about, language, link="https://e.invalid/a/x", preferences="https://e.invalid/preferencies"
    )
    return "\n".join(
        (said.title, *said.lines, mail, texts.sms_text(said, about, language), texts.sender_name(language))
    )


def test_no_text_in_any_language_has_a_word_that_tells_more() -> None:
    told = {}
    count = 0
    for about, language in every():
        count += 1
        said = all_said(about, language)
        if words := found(said) + [name for name in NAMES if f" {plain(name)} " in f" {plain(said)} "]:
            told[about.kind, about.purpose, about.for_another, language] = words
    assert told == {}
    assert count == 4 * (12 * 5 * 3 * 2 + len(PURPOSES))
    titles = {texts.words(About(MessageKind.TURN), language).title for language, _ in settings.LANGUAGES}
    assert len(titles) == 4, "the catalogues are not compiled: ./myspace test does it"


@pytest.mark.parametrize(
    "text", ["Tens una multa", "Un avís de l'Ajuntament de Manresa", "You owe 100 €", "Cita al metge"]
)
def test_a_text_that_tells_more_is_noticed(text: str) -> None:
    assert found(text)


def test_what_is_said_does_not_differ_between_matters_of_one_urgency() -> None:
    """Whoever reads a telephone must not tell a debt from an appointment, nor a mother's from a company's."""
    of_a_term = (MessageKind.NOTICE, MessageKind.PAYMENT, MessageKind.APPOINTMENT, MessageKind.ENDING)
    of_none = (MessageKind.TURN, MessageKind.SILENCE, MessageKind.SOURCE, MessageKind.ANSWER)
    for (language, _), of_another, kinds in product(settings.LANGUAGES, (False, True), (of_a_term, of_none)):
        assert len({texts.words(About(kind, for_another=of_another), language) for kind in kinds}) == 1


def test_what_is_about_somebody_for_whom_one_acts_says_so_in_its_first_words() -> None:
    """Else whoever reads it looks for it in a folder where it is not."""
    for (language, _), kind in product(settings.LANGUAGES, (MessageKind.NOTICE, MessageKind.TURN)):
        own, another = (texts.words(About(kind, for_another=of), language).title for of in (False, True))
        assert another != own
        assert another.startswith(own)


def test_an_sms_never_has_a_link_and_a_message_that_rests_on_an_old_look_says_so() -> None:
    for about, language in every():
        said = texts.words(about, language)
        assert "http" not in texts.sms_text(said, about, language)
        assert "www." not in texts.sms_text(said, about, language)
        if about.kind is not MessageKind.CONTACT and about.ground is not Ground.OWN:
            assert any("3/11/2026" in line for line in said.lines)


def test_no_message_says_that_there_is_nothing_new() -> None:
    """What could not be seen is never told as nothing."""
    for about, language in every():
        text = plain(all_said(about, language))
        for nothing in (
            "cap de nova",
            "cap avis",
            "ninguna nueva",
            "ningun aviso",
            "nothing new",
            "no new",
            "cap de nau",
        ):
            assert plain(nothing) not in text


def test_the_day_is_the_one_it_was_seen_and_not_today() -> None:
    assert datetime.now(UTC).date() != DAY
