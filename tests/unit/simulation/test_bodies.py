"""Real names behave or keep silent; every bad temper belongs to a town that cannot be mistaken for a real one."""

from __future__ import annotations

import re

import pytest

from myspace.simulation.bodies import (
    ALL_QUIRKS,
    WELL_MEANT,
    Temperament,
    connected_bodies,
    connection_rows,
    generated_bodies,
    hosts_of,
    invented_bodies,
    invented_ine10,
    monogram,
    real_bodies,
)
from myspace.vocabulary.administrations import directory


def test_a_real_name_only_behaves_well_or_does_not_answer() -> None:
    for body in connected_bodies(1000):
        real = directory().by_ine10(body.ine10) is not None
        assert real is not body.invented, body.name
        if real:
            assert body.temperament in WELL_MEANT, body.name
            assert not body.quirks, body.name


def test_an_invented_name_and_code_are_nobodys() -> None:
    taken = {b.name for b in directory()}
    for body in (*invented_bodies(), *generated_bodies(1000)):
        assert body.invented
        assert directory().by_ine10(body.ine10) is None, body.name
        assert body.ine10[:2] in ("99", "60"), body.name
        assert body.name not in taken, body.name
        assert re.search(r"[Ee]xemple|[Pp]rov|[Aa]ssaig|Simulat|Inicis", body.name), body.name


def test_every_bad_temperament_is_worn_by_somebody() -> None:
    worn = {body.temperament for body in invented_bodies()}
    assert worn == set(Temperament)


def test_about_a_hundred_real_bodies_are_connected_and_some_are_silent() -> None:
    assert 90 <= len(real_bodies()) <= 130
    silent = [b for b in real_bodies() if b.temperament is Temperament.SILENT]
    assert sorted(b.name for b in silent) == [
        "Ajuntament de Salou",
        "Consell Comarcal del Priorat",
        "Consell Comarcal del Segrià",
        "Diputació de Lleida",
    ]


def test_codes_and_hosts_are_unique_over_the_whole_country() -> None:
    bodies = connected_bodies(1000)
    assert len(bodies) == len({b.ine10 for b in bodies})
    hosts = [host for b in bodies for host in hosts_of(b)]
    assert len(hosts) == len(set(hosts))
    assert all(host.endswith(".exemple.test") and re.fullmatch(r"[a-z0-9.-]+", host) for host in hosts)


def test_the_country_is_the_same_every_time_and_has_an_end() -> None:
    assert generated_bodies(50) == generated_bodies(1000)[:50]
    with pytest.raises(ValueError, match="0 to 1000"):
        connected_bodies(1001)


def test_rows_for_the_site_point_each_body_to_its_own_endpoint() -> None:
    rows = connection_rows("http://127.0.0.1:9/", generated=3)
    assert len(rows) == len(connected_bodies(3))
    assert {r.base_url for r in rows} == {f"http://127.0.0.1:9/{b.ine10}/hub" for b in connected_bodies(3)}
    assert all(r.connector == "hub_carpetes" and r.enabled and r.hosts for r in rows)


def test_quirks_are_switched_by_their_number_in_the_contract() -> None:
    assert {f"Q-HCC-{n}" for n in range(1, 19)} == ALL_QUIRKS
    early = next(b for b in invented_bodies() if b.ine10 == invented_ine10(Temperament.EARLY))
    assert early.quirks == {"Q-HCC-15"}


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ajuntament de Manresa", "MA"),
        ("Ajuntament de Sant Fruitós de Bages", "SF"),
        ("Consell Comarcal de l'Alt Camp", "AC"),
        ("Ajuntament de l'Hospitalet de Llobregat", "HL"),
    ],
)
def test_a_monogram_stands_for_the_logo(name: str, initials: str) -> None:
    assert monogram(name).initials == initials
    assert monogram(name) == monogram(name)


def test_white_letters_can_be_read_on_every_monogram() -> None:
    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    worst = min(1.05 / (luminance(monogram(b.name).colour) + 0.05) for b in connected_bodies())
    assert worst >= 4.5
