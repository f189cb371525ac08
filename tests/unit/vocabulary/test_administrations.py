"""The directory's codes prove themselves, and people find their town however they type it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from myspace.vocabulary.administrations import (
    Administration,
    AdministrationKind,
    control_digit,
    directory,
    ine10_of,
    named,
    town_hall_dir3,
    town_hall_name,
)

HALLS = directory().municipalities()

# Codes as other people print them (AOC's documentation, the INE, DIR3), not as we compute them.
PRINTED = {
    "Barcelona": ("0801930008", "L01080193"),
    "Marganell": ("0824230008", "L01082423"),
    "Girona": ("1707920002", "L01170792"),
    "Lleida": ("2512070005", "L01251207"),
    "Manlleu": ("0811200000", "L01081120"),
    "Vilamalla": ("1722660009", "L01172266"),
    "Centelles": ("0806730008", "L01080673"),
    "Vic": ("0829810007", "L01082981"),
    "Amposta": ("4301410007", "L01430141"),
    "Salou": ("4390570005", "L01439057"),
    "Blanes": ("1702370005", "L01170237"),
}


def ine_control_digit(code: str) -> int:
    """INE's rule written another way: each digit is permuted by its place, and the control completes the ten."""
    first, second = [0, 3, 8, 2, 7, 4, 1, 5, 9, 6], [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
    d1, d2, d3, d4, d5 = (int(c) for c in code)
    return (100 - (second[d1] + first[d2] + d3 + second[d4] + first[d5])) % 10


@pytest.mark.parametrize("town", PRINTED)
def test_a_town_hall_has_the_codes_that_others_print(town: str) -> None:
    hall = directory().search(town)[0]
    assert (hall.town, hall.ine10, hall.dir3) == (town, *PRINTED[town])


def test_ine10_and_dir3_of_every_town_hall_say_the_same_municipality() -> None:
    for hall in HALLS:
        assert re.fullmatch(r"(08|17|25|43)\d{8}", hall.ine10), hall.town
        assert re.fullmatch(r"L01\d{6}", hall.dir3 or ""), hall.town
        assert hall.ine10[:6] == (hall.dir3 or "")[3:], hall.town
        assert int(hall.ine10[5]) == ine_control_digit(hall.ine10[:5]), hall.town
        assert hall.ine10[6:9] == "000", hall.town
        assert hall.ine10[9] == control_digit(hall.ine10[5] + "000"), hall.town


def test_a_wrong_digit_anywhere_in_the_code_is_noticed() -> None:
    for place in range(5):
        for digit in "0123456789":
            wrong = "08113"[:place] + digit + "08113"[place + 1 :]
            assert (control_digit(wrong) == control_digit("08113")) == (wrong == "08113")


def test_every_municipality_of_catalonia_is_there_once() -> None:
    assert len(HALLS) == 947
    assert len({hall.town for hall in HALLS}) == 947
    by_province = {p: sum(h.ine10.startswith(p) for h in HALLS) for p in ("08", "17", "25", "43")}
    assert by_province == {"08": 311, "17": 221, "25": 231, "43": 184}


def test_no_two_bodies_share_a_code_or_a_name() -> None:
    bodies = list(directory())
    assert len({b.ine10 for b in bodies}) == len(bodies) == len(directory())
    assert len({b.name for b in bodies}) == len(bodies)
    dir3 = [b.dir3 for b in bodies if b.dir3]
    assert len(set(dir3)) == len(dir3)


def test_supramunicipal_codes_follow_the_published_ones() -> None:
    names = {b.name: b for b in directory()}
    assert names["Consell Comarcal del Baix Llobregat"].ine10 == "8101150006"
    assert names["Consell Comarcal de l'Anoia"].ine10 == "8100690004"
    assert names["Diputació de Barcelona"].ine10 == "8000840003"
    assert names["Consorci Administració Oberta de Catalunya"].ine10 == "9821920002"
    for body in directory():
        if body.kind in (AdministrationKind.COMARCA, AdministrationKind.PROVINCE):
            assert body.ine10 == ine10_of(body.ine10[:5])


def test_only_codes_that_can_be_derived_are_given_as_dir3() -> None:
    for body in directory():
        if body.kind is AdministrationKind.COMARCA:
            assert body.dir3 is None
        if body.kind is AdministrationKind.PROVINCE:
            assert body.dir3 == f"L020000{body.ine10[3:5]}"
    assert directory().generalitat().dir3 == "A09002970"


def test_websites_and_phones_are_well_formed_where_given() -> None:
    given = [b for b in directory() if b.website or b.phone]
    assert len(given) > 30
    for body in given:
        assert body.website is None or re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]{2,3}", body.website)
        assert body.phone is None or re.fullmatch(r"9\d{8}|012", body.phone)


@pytest.mark.parametrize(
    ("typed", "town"),
    [
        ("manresa", "Manresa"),
        ("MANRESA", "Manresa"),
        ("Sant Fruitos", "Sant Fruitós de Bages"),
        ("mora d'ebre", "Móra d'Ebre"),
        ("l'hospitalet", "L'Hospitalet de Llobregat"),
        ("hospitalet de llobregat", "L'Hospitalet de Llobregat"),
        ("bisbal d emporda", "La Bisbal d'Empordà"),
        ("vila-seca", "Vila-seca"),
        ("vila seca", "Vila-seca"),
        ("  vielha ", "Vielha e Mijaran"),
        ("seu d'urgell", "La Seu d'Urgell"),
        ("Òdena", "Òdena"),
        ("odena", "Òdena"),
        ("Sta. Coloma", None),
        ("Madrid", None),
        ("", None),
        ("'-", None),
    ],
)
def test_a_town_is_found_however_it_is_typed(typed: str, town: str | None) -> None:
    found = directory().search(typed)
    assert (found[0].town if found else None) == town


def test_a_search_gives_the_exact_name_first_and_no_more_than_asked() -> None:
    assert directory().search("vic", limit=3)[0].town == "Vic"
    assert directory().search("pau", limit=1)[0].town == "Pau"
    assert len(directory().search("sant", limit=7)) == 7


def test_the_comarca_of_a_town_is_its_council() -> None:
    def council(town: str) -> str | None:
        found = directory().comarca_of(directory().search(town)[0].ine10)
        return found.name if found else None

    assert council("Manresa") == "Consell Comarcal del Bages"
    assert council("Vielha e Mijaran") == "Conselh Generau d'Aran"
    assert council("Barcelona") is None, "the Barcelonès has no council since 2019"
    assert directory().comarca_of(directory().generalitat().ine10) is None
    assert directory().comarca_of("0000000000") is None


# How many municipalities each comarca has, by its published figures; where a new comarca took some, it is left out.
SIZES = {
    "Alt Camp": 23, "Alt Empordà": 68, "Alt Penedès": 27, "Alt Urgell": 19, "Alta Ribagorça": 3, "Anoia": 33, "Bages": 29,
    "Baix Camp": 28, "Baix Ebre": 14, "Baix Empordà": 36, "Baix Llobregat": 30, "Baix Penedès": 14, "Barcelonès": 5,
    "Berguedà": 31, "Cerdanya": 17, "Conca de Barberà": 22, "Garraf": 6, "Garrigues": 24, "Garrotxa": 21, "Gironès": 27,
    "Maresme": 30, "Montsià": 12, "Noguera": 30, "Pallars Jussà": 14, "Pallars Sobirà": 15, "Pla d'Urgell": 16,
    "Pla de l'Estany": 11, "Priorat": 23, "Ribera d'Ebre": 14, "Ripollès": 19, "Segarra": 21, "Segrià": 38, "Selva": 26,
    "Solsonès": 15, "Tarragonès": 22, "Terra Alta": 12, "Urgell": 20, "Aran": 9, "Vallès Occidental": 23,
    "Vallès Oriental": 39, "Moianès": 10,
}  # fmt: skip


def test_every_comarca_has_as_many_municipalities_as_it_should() -> None:
    counted = Counter(hall.comarca for hall in HALLS)
    assert {name: counted[name] for name in SIZES} == SIZES
    assert [hall.town for hall in HALLS if hall.comarca is None] == ["Sant Agustí de Lluçanès"]


@pytest.mark.parametrize(
    ("town", "name"),
    [
        ("Manresa", "Ajuntament de Manresa"),
        ("Artés", "Ajuntament d'Artés"),
        ("Òdena", "Ajuntament d'Òdena"),
        ("Hostalric", "Ajuntament d'Hostalric"),
        ("El Bruc", "Ajuntament del Bruc"),
        ("Els Prats de Rei", "Ajuntament dels Prats de Rei"),
        ("La Seu d'Urgell", "Ajuntament de la Seu d'Urgell"),
        ("Les Borges Blanques", "Ajuntament de les Borges Blanques"),
        ("L'Escala", "Ajuntament de l'Escala"),
        ("Es Bòrdes", "Ajuntament d'Es Bòrdes"),
        ("Les", "Ajuntament de Les"),
    ],
)
def test_a_town_hall_is_named_with_the_right_preposition(town: str, name: str) -> None:
    assert town_hall_name(town) == name
    assert name in {hall.name for hall in HALLS}


def test_more_bodies_can_be_added_without_touching_the_directory() -> None:
    invented = Administration(ine10_of("99901"), "Ajuntament de Prova", AdministrationKind.MUNICIPALITY, town="Prova")
    wider = directory().with_bodies([invented])
    assert wider.search("prova")[0] is invented
    assert len(wider) == len(directory()) + 1
    assert directory().by_ine10(invented.ine10) is None


def test_ine10_codes_in_the_published_samples_agree_with_ours() -> None:
    contracts = Path(__file__).parents[3] / "../shared/contracts"
    if not contracts.is_dir():
        pytest.skip("../shared/contracts is not here: the published samples cannot be compared")
    pattern = re.compile(r"(?<!\d)((?:08|17|25|43)\d{8})(?!\d)")
    texts = [p.read_text("utf-8", "replace") for s in ("*.json", "*.xml", "*.txt") for p in (contracts).rglob(s)]
    said = {code for text in texts for code in pattern.findall(text) if code[6:9] == "000"}
    assert said, "no town hall's code found in the samples"
    assert all(directory().by_ine10(code) for code in said), said


def test_dir3_of_a_town_hall_is_built_from_its_code() -> None:
    assert town_hall_dir3("08113") == "L01081136"


def test_bodies_of_any_kind_are_found_by_the_words_of_their_names() -> None:
    assert named(directory(), "comarcal bages")[0].name == "Consell Comarcal del Bages"
    assert named(directory(), "diputacio girona")[0].kind is AdministrationKind.PROVINCE
    assert named(directory(), "MANRESA")[0].town == "Manresa"
    assert named(directory(), "") == () == named(directory(), "xyz")
