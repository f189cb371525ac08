"""What a neighbour types finds what an administration wrote."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myspace.domain.activity.synonyms import (
    FOLDER,
    LANGUAGES,
    LONGEST,
    MAX_WORDS,
    SHORTEST,
    STOP_WORDS,
    everyday,
    expand,
    inflections,
    normalise,
)

# What is typed, and a subject as a body would write it that must be found.
TYPED = {
    "ca": [
        ("contribució", "Impost sobre béns immobles 2026"),
        ("contribucio", "IBI urbana"),
        ("IBI", "Impost sobre béns immobles"),
        ("residus", "Tasa de basuras"),
        ("habitatge", "Ayudas a la vivienda"),
        ("rebut de la casa", "Impuesto sobre bienes inmuebles"),
        ("escombraries", "Taxa per recollida de residus municipals"),
        ("basura", "Taxa residus comercials"),
        ("gual", "Tasa por vado permanente"),
        ("vado", "Taxa per gual permanent"),
        ("cotxe", "Impost sobre vehicles de tracció mecànica"),
        ("impost de circulació", "IVTM 2026"),
        ("plusvàlua", "Increment de valor dels terrenys"),
        ("multa", "Expedient sancionador: sanció de trànsit"),
        ("multes", "Sanción de tráfico"),
        ("radar", "Sancions de trànsit"),
        ("zona blava", "Denúncia d'estacionament regulat"),
        ("grua", "Taxa per retirada de vehicles"),
        ("autònoms", "Impost sobre activitats econòmiques"),
        ("aigua", "Taxa de clavegueram i subministrament"),
        ("terrassa", "Ocupació de la via pública amb taules"),
        ("nínxol", "Concessió de sepultura al cementiri"),
        ("deute", "Liquidació de tributs"),
        ("embargament", "Provisió de constrenyiment"),
        ("pagar a terminis", "Sol·licitud de fraccionament"),
        ("domiciliar", "Domiciliació bancària"),
        ("hisenda", "IRPF 2025"),
        ("descompte", "Bonificació família nombrosa"),
        ("devolució", "Devolució d'ingressos indeguts"),
        ("padró", "Alta al padró municipal d'habitants"),
        ("empadronar-me", "Padrón municipal"),
        ("volant", "Certificat d'empadronament"),
        ("mudança", "Canvi de domicili"),
        ("ajuda lloguer", "Ajuts al pagament del lloguer"),
        ("alquiler", "Prestacions per a l'arrendament"),
        ("pis social", "Inscripció al registre d'habitatge protegit social"),
        ("obres", "Llicència urbanística d'obra menor"),
        ("plaques solars", "Instal·lació fotovoltaica d'autoconsum"),
        ("soroll", "Queixa per contaminació acústica"),
        ("gos", "Cens d'animals de companyia"),
        ("beca menjador", "Ajut individual de menjador escolar"),
        ("menjador", "Ayudas de comedor"),
        ("beca", "Subvencions per a estudis"),
        ("beques", "Ayudas al estudio"),
        ("guarderia", "Escola bressol municipal: admissió"),
        ("preinscripció", "Preinscripció escolar"),
        ("casal d'estiu", "Activitats de lleure"),
        ("família nombrosa", "Título de familia numerosa"),
        ("mare sola", "Títol de família monoparental"),
        ("casament", "Expedient de matrimoni civil"),
        ("parella de fet", "Registre de parelles estables"),
        ("paga", "Prestació econòmica d'urgència"),
        ("ajudes", "Subvenció per al comerç"),
        ("renda mínima", "Renda garantida de ciutadania"),
        ("pensió", "Reconocimiento de jubilación"),
        ("atur", "Prestación por desempleo"),
        ("oferta de feina", "Convocatòria d'oposicions"),
        ("minusvalia", "Reconeixement del grau de discapacitat"),
        ("discapacitat", "Grado de discapacidad"),
        ("cuidadora", "Programa individual d'atenció a la dependència"),
        ("botó vermell", "Servei de teleassistència"),
        ("assistenta social", "Serveis socials bàsics"),
        ("rebut de la llum", "Informe de pobresa energètica"),
        ("cita metge", "Cita: centre de salut"),
        ("metge", "Visita mèdica"),
        ("instància", "Sol·licitud genèrica"),
        ("queixa", "Recurs de reposició"),
        ("he caigut", "Responsabilitat patrimonial"),
        ("obrir un bar", "Comunicació prèvia d'activitats"),
        ("papers", "Informe d'arrelament social"),
    ],
    "es": [
        ("contribución", "Impost sobre béns immobles"),
        ("ibi", "Impuesto sobre bienes inmuebles"),
        ("basura", "Taxa de residus"),
        ("vado", "Taxa per gual"),
        ("coche", "Impost sobre vehicles"),
        ("impuesto de circulación", "IVTM"),
        ("plusvalía", "Increment de valor dels terrenys"),
        ("multas", "Sanció de trànsit"),
        ("zona azul", "Estacionament regulat"),
        ("grúa", "Retirada de vehicles"),
        ("autónomos", "Impost sobre activitats econòmiques"),
        ("agua", "Clavegueram"),
        ("terraza", "Ocupació de via pública"),
        ("nicho", "Taxa de cementiri"),
        ("recibo", "Liquidació"),
        ("qué debo", "Deute pendent"),
        ("embargo", "Provisió de constrenyiment"),
        ("recargo", "Via executiva"),
        ("pagar a plazos", "Fraccionament del deute"),
        ("por el banco", "Domiciliació"),
        ("hacienda", "Agència Tributària"),
        ("herencia", "Impost de successions"),
        ("descuento", "Bonificació de la quota"),
        ("devolución", "Devolució d'ingressos"),
        ("padrón", "Padró municipal d'habitants"),
        ("empadronarme", "Alta d'empadronament"),
        ("cambio de casa", "Canvi de domicili"),
        ("ayuda alquiler", "Ajuts per al lloguer"),
        ("piso protegido", "Habitatge protegit"),
        ("fianza", "Dipòsit de fiances"),
        ("obras", "Llicència urbanística"),
        ("permiso de obras", "Assabentat d'obres"),
        ("placas solares", "Autoconsum"),
        ("ruidos", "Molèsties per soroll"),
        ("perro", "Cens d'animals"),
        ("beca comedor", "Ajut de menjador"),
        ("becas", "Ajuts a l'estudi"),
        ("guardería", "Escola bressol"),
        ("colegio", "Preinscripció escolar"),
        ("campamentos", "Casals d'estiu"),
        ("familia numerosa", "Títol de família nombrosa"),
        ("boda", "Expedient matrimonial: matrimoni civil"),
        ("pareja de hecho", "Parelles estables"),
        ("nacimiento", "Inscripció de naixement"),
        ("paga", "Renda garantida"),
        ("ayudas", "Subvenció"),
        ("renta mínima", "Renda garantida de ciutadania"),
        ("pensiones", "Pensió no contributiva"),
        ("paro", "Servei d'Ocupació"),
        ("oposiciones", "Procés de selecció: convocatòria"),
        ("minusvalía", "Discapacitat"),
        ("cuidador", "Dependència"),
        ("botón rojo", "Teleassistència"),
        ("trabajadora social", "Serveis socials"),
        ("luz", "Pobresa energètica"),
        ("médico", "Centre de salut"),
        ("instancia", "Sol·licitud genèrica"),
        ("quejas", "Reclamació"),
        ("me he caído", "Reclamació de responsabilitat patrimonial"),
        ("abrir un bar", "Comunicació d'activitat"),
        ("papeles", "Informe d'arrelament"),
        ("extranjería", "Arrelament social"),
    ],
}
CASES = [(language, typed, subject) for language, pairs in TYPED.items() for typed, subject in pairs]


def finds(typed: str, subject: str, language: str) -> bool:
    indexed = set(normalise(subject))
    return all(alternatives & indexed for alternatives in expand([typed], language))


@pytest.mark.parametrize(("language", "typed", "subject"), CASES)
def test_an_everyday_word_finds_what_the_administration_wrote(language: str, typed: str, subject: str) -> None:
    assert finds(typed, subject, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sixty_everyday_words_are_tried_in_each_language(language: str) -> None:
    assert len({typed for typed, _ in TYPED[language]}) >= 60


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_table_holds_sixty_everyday_meanings_and_none_is_empty(language: str) -> None:
    entries = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))["everyday"]
    assert len(entries) >= 60
    for entry in entries:
        assert all(normalise(text) for text in entry["say"])
        for means in entry["means"]:
            assert normalise(means) == [means], f"{means!r} is not one searchable word as it is indexed"
    assert everyday(language).phrases > 200


@pytest.mark.parametrize(
    ("typed", "subject"),
    [
        ("beca menjador", "Ajut al lloguer"),
        ("targeta d'aparcament", "Targeta sanitària individual"),
        ("contribució", "Taxa de residus"),
        ("llicència de pesca", "Llicència d'obres"),
        ("zona blava", "Zona esportiva"),
        ("multa", "Cita prèvia"),
    ],
)
def test_a_synonym_does_not_find_something_else(typed: str, subject: str) -> None:
    assert not finds(typed, subject, "ca")


def test_the_same_word_is_found_however_it_is_accented_cased_or_dotted() -> None:
    assert normalise("Sol·licitud") == normalise("SOL.LICITUD") == normalise("sol•licitud") == ["sollicitud"]
    assert normalise("Trànsit ÀREA") == normalise("transit area")
    assert normalise("Açò") == ["aco"]


def test_articles_stuck_to_a_word_are_dropped() -> None:
    assert normalise("L'impost d'obres de l’any") == ["impost", "obres", "any"]


def test_numbers_and_references_stay_searchable() -> None:
    assert normalise("E/2026-000123") == ["2026", "000123"]


def test_a_dot_between_other_letters_parts_words() -> None:
    assert normalise("gencat.cat") == ["gencat", "cat"]


def test_an_unknown_word_still_finds_its_plural() -> None:
    assert "notificacions" in expand(["notificació"], "ca")[0]
    assert "tramites" in expand(["trámite"], "es")[0]


def test_every_typed_word_must_be_satisfied() -> None:
    assert not finds("gual barcelona", "Taxa per gual", "ca")
    assert finds("gual barcelona", "Taxa per gual a Barcelona", "ca")


def test_castilian_typed_on_a_catalan_page_is_understood() -> None:
    assert finds("vivienda de alquiler", "Habitatge de lloguer", "ca")
    assert finds("mudanza", "Canvi de domicili", "ca")


def test_a_language_without_a_table_still_searches_the_word_itself() -> None:
    assert expand(["house"], "en") == [{"house", "houses"}]


@given(st.text(max_size=3000))
def test_whatever_is_typed_gives_few_short_clean_words(text: str) -> None:
    words = normalise(text)
    assert len(words) <= MAX_WORDS
    assert len(words) == len(set(words))
    assert all(SHORTEST <= len(word) <= LONGEST and word not in STOP_WORDS for word in words)
    assert normalise(" ".join(words)) == words


@given(st.lists(st.text(max_size=40), max_size=8), st.sampled_from(["ca", "es", "oc"]))
def test_expanding_keeps_every_typed_word_in_its_place(texts: list[str], language: str) -> None:
    typed = [word for text in texts for word in normalise(text)]
    sets = expand(texts, language)
    assert len(sets) == len(typed)
    assert all(word in alternatives for word, alternatives in zip(typed, sets, strict=True))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_an_inflection_is_never_the_word_itself(word: str) -> None:
    assert word not in inflections(word)
