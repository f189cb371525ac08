"""Our own sentences are in a template before it is drawn; what fills them is escaped, and nothing else changes."""

import pytest
from django.utils import translation

from myspace.web.templating import environment

EVIL = "<script>1</script>"


def drawn(language: str, source: str, **facts: object) -> str:
    with translation.override(language):
        return environment().from_string(source).render(facts)


@pytest.mark.parametrize(
    "source", ["{{ _('Activitat') }}", "{% trans %}Activitat{% endtrans %}", "{{ gettext('Activitat') }}"]
)
def test_each_language_has_its_own_words_in_its_own_compiled_template(source: str) -> None:
    said = {language: drawn(language, source) for language in ("ca", "es")}
    assert said == {"ca": "Activitat", "es": "Actividad"}


def test_a_constant_sentence_is_not_looked_up_when_the_page_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    with translation.override("es"):
        page = environment().from_string("{{ _('Activitat') }} {{ pgettext('known-empty', 'Ara no et toca fer res') }}")

    def not_now(*_words: str) -> str:
        raise AssertionError("looked up at each page")

    for name in ("gettext", "pgettext", "ngettext"):
        monkeypatch.setattr(translation, name, not_now)
    assert page.render().startswith("Actividad ")


def test_what_fills_a_sentence_is_escaped_and_percent_signs_stay_themselves() -> None:
    assert drawn("ca", "{{ _('Hola %(b)s', b=a) }}", a=EVIL) == "Hola &lt;script&gt;1&lt;/script&gt;"
    assert drawn("ca", "{% trans b=a %}Un 50 % de {{ b }}{% endtrans %}", a=EVIL).startswith("Un 50 % de &lt;")
    assert drawn("ca", "{% trans %}Un 50 %{% endtrans %}") == "Un 50 %"


def test_a_sentence_given_on_to_a_macro_is_not_escaped_twice() -> None:
    assert drawn("ca", "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(_('L\\'ens & tu')) }}") == "L'ens & tu"


def test_a_plural_and_a_message_that_is_no_constant_stay_calls() -> None:
    plural = "{% trans n=n %}{{ n }} dia{% pluralize %}{{ n }} dies{% endtrans %}"
    assert [drawn("ca", plural, n=n) for n in (1, 2)] == ["1 dia", "2 dies"]
    assert drawn("es", "{{ _(which) }}", which="Activitat") == "Actividad"
