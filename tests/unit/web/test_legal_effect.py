"""A sentence of legal effect is shown in a translation only after somebody looked at it; else in Catalan, and it is said."""

from __future__ import annotations

import html

import pytest
from babel.messages.catalog import Message
from django.utils import translation

from myspace.launch import messages as catalogues
from myspace.launch import review
from myspace.launch.plain.sources import Message as Sentence
from myspace.launch.plain.sources import messages
from myspace.web.sentences import LEGAL_EFFECT
from myspace.web.templating import environment

SENTENCES = [message for message in messages() if message.context == LEGAL_EFFECT]
REASON = '<small class="in-catalan">'


def shown(language: str, sentence: Sentence) -> str:
    names = "".join(f", {name}=''" for name, _kind in catalogues._NAMED.findall(sentence.singular))
    source = f"<p>{{{{ pgettext({LEGAL_EFFECT!r}, {sentence.singular!r}{names}) }}}}</p>"
    with translation.override(language):
        return environment().from_string(source).render()


def entries(language: str) -> dict[str, Message]:
    return {entry.id: entry for entry in catalogues.read_catalogue(language) if entry.context == LEGAL_EFFECT}


def test_the_folder_has_sentences_of_legal_effect_and_its_notices_are_among_them() -> None:
    assert len(SENTENCES) >= 40
    shown_by = frozenset().union(*(sentence.places for sentence in SENTENCES))
    assert {"web/pages/legal/page.html", "web/pages/privacy/page.html", "web/pages/item/entry.html"} <= shown_by


@pytest.mark.parametrize("language", [catalogues.SOURCE, *catalogues.offered()])
def test_every_sentence_of_legal_effect_is_in_catalan_until_somebody_looked_at_its_translation(language: str) -> None:
    known = entries(language) if language != catalogues.SOURCE else {}
    for sentence in SENTENCES:
        page = html.unescape(shown(language, sentence))
        catalan = catalogues._NAMED.sub("", sentence.singular)
        if language == catalogues.SOURCE:
            assert page == f"<p>{catalan}</p>"
        elif review.is_draft(known[sentence.singular]):
            assert page.startswith(f'<p><span lang="ca">{catalan}</span> {REASON}'), sentence.singular
        else:
            assert page == f"<p>{catalogues._NAMED.sub('', str(known[sentence.singular].string))}</p>"


@pytest.fixture
def _nobody_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a language whose catalogue has no such sentence, because nobody looked at it."""
    said = translation.pgettext
    monkeypatch.setattr(translation, "pgettext", lambda c, text: text if c == LEGAL_EFFECT else said(c, text))


def drawn(source: str, **facts: object) -> str:
    with translation.override("es"):
        return environment().from_string(source).render(facts)


def call(text: str) -> str:
    return f'{{{{ pgettext("{LEGAL_EFFECT}", "{text}") }}}}'


@pytest.mark.usefixtures("_nobody_looked")
def test_the_reason_is_given_in_the_reader_s_language_once_a_page_and_once_a_branch() -> None:
    page = drawn(f"<h2>A</h2><p>{call('Un')}</p><p>{call('Dos')}</p></section><h2>B</h2><p>{call('Tres')}</p>")
    assert page.count('<span lang="ca">') == 3
    assert page.count(REASON) == 1
    assert "Lo que ves en catalán está así" in page
    assert page.index("Un</span>") < page.index(REASON) < page.index("Dos")
    assert drawn(f"{call('Un')}{{% if x %}}{call('Dos')}{{% endif %}}", x=True).count(REASON) == 2


@pytest.mark.usefixtures("_nobody_looked")
def test_what_fills_a_catalan_sentence_is_escaped_and_the_reason_is_no_part_of_it() -> None:
    page = drawn('{% trans "legal-effect" who=x %}En nom de {{ who }}.{% endtrans %}', x="<b>100 %</b>")
    assert page.startswith('<span lang="ca">En nom de &lt;b&gt;100 %&lt;/b&gt;.</span> ' + REASON)


@pytest.mark.usefixtures("_nobody_looked")
def test_it_costs_nothing_when_the_page_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    with translation.override("es"):
        page = environment().from_string(call("Un"))

    def not_now(*_words: str) -> str:
        raise AssertionError("looked up at each page")

    for name in ("gettext", "pgettext", "ngettext"):
        monkeypatch.setattr(translation, name, not_now)
    assert page.render().startswith('<span lang="ca">Un</span>')
