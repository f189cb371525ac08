"""The lint refuses what a neighbour would not understand, and lets plain sentences through."""

from __future__ import annotations

import pytest

from myspace.launch.plain import rules as plain_rules
from myspace.launch.plain.lint import claims_nothing, lint, sentences
from myspace.launch.plain.rules import KNOWN_EMPTY, LANGUAGES, UnusableRules, rules_for
from myspace.launch.plain.sources import template_environment
from myspace.launch.plain.visible import untranslated

EIGHTEEN = "una dos tres quatre cinc sis set vuit nou deu onze dotze tretze catorze quinze setze disset divuit"


def rules_broken(text: str, language: str = "ca", **given: object) -> set[str]:
    return {fault.rule for fault in lint(text, language, **given)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_forbids_at_least_sixty_terms_with_a_plain_form_and_a_reason(language: str) -> None:
    terms = rules_for(language).terms
    assert len(terms) >= 60
    assert all(term.plain and term.why and term.plain.casefold() != term.say.casefold() for term in terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_forbidden_term_is_caught_in_a_sentence_whatever_its_case(language: str) -> None:
    for term in rules_for(language).terms:
        for said in (term.say, term.say.capitalize()):
            assert "forbidden word" in rules_broken(f"Aquí: {said}, avui.", language), said


@pytest.mark.parametrize(
    "said",
    [
        "Els assentaments d'avui.",
        "Dues actuacions.",
        "S'ha practicat.",
        "L'ens no ho diu.",
        "Un altre dels ens.",
        "En virtut d'una llei.",
        "Sol·licita-ho.",
        "La Fase 2.",
        "els tributs",
        "Accedeix-hi.",
        "Adjunta el paper.",
    ],
)
def test_inflections_are_caught(said: str) -> None:
    assert "forbidden word" in rules_broken(said)


@pytest.mark.parametrize(
    "said",
    [
        "No ens ha contestat.",
        "Ens pots trucar.",
        "Els ens han enviat un paper.",
        "L'Agència Tributària ha contestat.",
        "Frases curtes.",
        "Actua en nom de la Rosa.",
        "Obre-ho al correu.",
        "El motiu és a l'arxiu.",
        "El teu museu.",
        "L'ús d'aquestes dades.",
        "Paga l'IBI a les 9.41 a seu.exemple.cat.",
        "No et podem dir que no tinguis res.",
        "Això no vol dir que no tinguis res pendent.",
        "No obrim cap notificació per tu.",
        "No perdràs cap paper.",
    ],
)
def test_plain_sentences_with_words_that_look_alike_pass(said: str) -> None:
    assert lint(said, "ca") == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ca", "Feu servir el mòbil."),
        ("ca", "Introduïu-la."),
        ("ca", "Premeu el botó."),
        ("ca", "Us avisarem."),
        ("ca", "Vostè pot entrar."),
        ("ca", "Consulta la seva sol·licitud."),
        ("ca", "El vostre espai."),
        ("ca", "Identifiqueu-vos."),
        ("es", "Pulse el botón."),
        ("es", "Escriba el número."),
        ("es", "Ya está. Abra la carpeta."),
        ("es", "Usted puede entrar."),
        ("es", "Aquí están sus datos."),
        ("es", "Vuestro espacio."),
    ],
)
def test_the_person_is_spoken_to_as_tu(language: str, said: str) -> None:
    assert "not tu" in rules_broken(said, language)


@pytest.mark.parametrize(
    "said", ["Cuando alguien lo lea, lo verás.", "El Ayuntamiento y su teléfono.", "No los busca."]
)
def test_spanish_that_speaks_of_others_passes(said: str) -> None:
    assert lint(said, "es") == []


def test_a_sentence_of_eighteen_words_passes_and_one_of_nineteen_does_not() -> None:
    assert rules_broken(EIGHTEEN + ".") == set()
    assert rules_broken(EIGHTEEN + " més.") == {"too long"}
    assert rules_broken(f"{EIGHTEEN}. {EIGHTEEN}.") == set()


def test_dots_of_hours_and_hosts_end_no_sentence_and_block_tags_do() -> None:
    assert sentences("Obre seu.exemple.cat a les 9.41. Després, entra.") == [
        "Obre seu.exemple.cat a les 9.41.",
        "Després, entra.",
    ]
    assert sentences("<li>Un punt</li><li>Un altre</li>") == ["Un punt", "Un altre"]


def test_placeholders_and_tags_are_no_words_to_judge() -> None:
    assert lint("<strong>%(ENS)s</strong> ha contestat a les %(time)s.", "ca") == []


def test_no_shouting_and_no_click_here() -> None:
    assert rules_broken("ATENCIÓ, paga avui.") == {"shouting"}
    assert rules_broken("Fet!") == {"shouting"}
    assert rules_broken("Clica aquí.") == {"click here"}
    assert rules_broken("El NIF, l'IBI i el PDF.") == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ca", "Ara no et toca fer res."),
        ("ca", "No tens cap deute."),
        ("ca", "No hem trobat res."),
        ("es", "No tienes nada pendiente."),
        ("es", "No tienes ninguna deuda."),
        ("es", "Ahora no te toca hacer nada."),
        ("oc", "Ara non te tòque hèr arren."),
        ("oc", "Non as cap deute."),
        ("oc", "Non auem trapat arren."),
    ],
)
def test_emptiness_is_only_claimed_in_its_own_context(language: str, said: str) -> None:
    assert rules_broken(said, language) == {"claim of nothing"}
    assert claims_nothing(said, language)
    assert rules_broken(said, language, context=KNOWN_EMPTY) == set()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ca", "Ho tens tot al dia."),
        ("ca", "Cap notificació nova."),
        ("es", "Todas las notificaciones."),
        ("oc", "Ac as tot ath dia."),
        ("oc", "Cap notificacion naua."),
    ],
)
def test_some_claims_are_refused_even_there(language: str, said: str) -> None:
    assert "banned claim" in rules_broken(said, language, context=KNOWN_EMPTY)


@pytest.mark.parametrize(
    "said",
    ["Barratz era session.", "Eth vòste ahèr.", "Vos telefonam.", "Aguest ei eth sòn expedient.", "Hètz-ac ara."],
)
def test_aranese_speaks_to_tu(said: str) -> None:
    assert "not tu" in rules_broken(said, "oc")


def test_aranese_numbers_and_third_persons_are_no_orders_to_vos() -> None:
    assert rules_broken("Era administracion ditz qu'an arribat dètz papèrs.", "oc") == set()


@pytest.mark.parametrize("said", ["Uèi ei dijaus.", "Los papèrs.", "Damb una persona.", "Amb tu."])
def test_aranese_is_neither_catalan_nor_the_occitan_of_another_land(said: str) -> None:
    assert "forbidden word" in rules_broken(said, "oc")


def test_expedient_is_allowed_on_the_case_page_only_and_not_when_shared_with_another() -> None:
    case, other = "web/pages/item/page.html", "web/pages/home/page.html"
    assert rules_broken("Número d'expedient", places=frozenset({case})) == set()
    assert rules_broken("Número d'expedient", places=frozenset({other})) == {"forbidden word"}
    assert rules_broken("Número d'expedient", places=frozenset({case, other})) == {"forbidden word"}


@pytest.mark.parametrize(
    ("entry", "cause"),
    [
        ({"say": "ens", "plain": "x"}, "lacks 'why'"),
        ({"say": "ens", "pattern": "tribut", "plain": "x", "why": "y"}, "match the word"),
        ({"say": "ens", "pattern": "(", "plain": "x", "why": "y"}, "'ens'"),
        ({"say": "ens", "plain": "x", "why": "y", "allow": [{"why": "z"}]}, "either a place or a text"),
    ],
)
def test_a_list_that_cannot_be_used_says_which_entry_and_why(entry: dict[str, object], cause: str) -> None:
    with pytest.raises(UnusableRules, match=cause):
        plain_rules._term(plain_rules.FOLDER / "forbidden_ca.toml", "terms", entry)


# --- visible text of templates -------------------------------------------------------------------------------------


def seen(template: str) -> list[str]:
    return [words for _line, words in untranslated(template, template_environment())]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Hola món</p>", "Hola món"),
        ('<img alt="Un mapa">', "Un mapa"),
        ('<a aria-label="Tanca" href="x">×</a>', "Tanca"),
        ('<input type="submit" value="Envia">', "Envia"),
        ("{% if x %}Encara no{% endif %}", "Encara no"),
        ('{{ button("Torna enrere") }}', "Torna enrere"),
        ('{{ "Sí" if x else "Potser" }}', "Potser"),
        ("<p>{% trans %}Bé{% endtrans %} i malament</p>", "i malament"),
        ("<title>Inici</title>", "Inici"),
    ],
)
def test_visible_words_outside_a_translation_are_found(template: str, words: str) -> None:
    assert words in seen(template)


@pytest.mark.parametrize(
    "template",
    [
        '<p class="card wide">{{ _("Hola món") }}</p>',
        "<p>{% trans n=n %}Un dia{% pluralize %}{{ n }} dies{% endtrans %}</p>",
        "{# Un comentari #}<!-- un altre -->",
        "<script>let Hola = 1</script><style>.Hola{}</style>",
        '{{ button(_("Envia"), kind="quiet") }}',
        '<p lang="ca">{{ text }} · {{ when }}</p>',
        '{% include "components/x/x.html" %}',
        '<input value="valor intern" type="hidden">',
        '{{ pgettext("known-empty", "No tens res.") }}',
        '{% macro a() %} aria-describedby="nom-hint"{% endmacro %}',
        "{# not for citizens #}\n<p>Galeria</p>",
        "<a href='tel:012'>012</a>",
        '{{ x|date("D, d M Y") }}',
    ],
)
def test_translated_and_unseen_text_raises_no_alarm(template: str) -> None:
    assert seen(template) == []


def test_the_line_of_the_words_is_told() -> None:
    template = "<div>\n{# one\ntwo #}\n{% trans %}Bé\nbé{% endtrans %}\n<p>\n  Oblidat</p></div>"
    assert untranslated(template, template_environment()) == [(7, "Oblidat")]
