"""A list that is not whole says so, sums nothing that it does not show, and leads to the rest; no date is made up."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from myspace.domain.activity import marking
from myspace.domain.activity import service as activity
from myspace.vocabulary.activity import Debt, DebtState, Moment, Tax, TaxGroup, Topic
from myspace.vocabulary.answers import Fresh
from tests.integration.country import APPOINTMENT, CASE, MANRESA, TAX, Country, day
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures

MORE = "N'hi ha més"


def tax(name: str, year: int, state: DebtState) -> Tax:
    """One of several receipts of the same home, of 10 euros."""
    debt = Debt("d-" + name, name, Decimal(10), state=state, direct_debit=True)  # the bank pays: it is nobody's turn
    return msgspec.structs.replace(
        TAX, source_id=name, description=name, on=Moment(date(year, 5, 5)), debts=(debt,),
        group=TaxGroup.CADASTRAL_REFERENCE, group_id="REF",
    )  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_taxes_left_out_are_told_of_and_a_sum_is_shown_only_when_all_that_is_owed_is_there(
    country: Country, marta: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [tax(f"pendent-{n}", 2020, DebtState.PENDING) for n in range(3)]
    new = [tax(f"pagat-{n}", 2026, DebtState.PAID) for n in range(3)]
    country.tell(MANRESA, {Topic.TAXES: Fresh((*old, *new))})
    whole = plain(words(marta.get("/impostos")))
    assert "Falta pagar 30,00" in whole
    assert MORE not in whole
    monkeypatch.setattr(activity, "_TAXES", 4)
    cut = plain(words(marta.get("/impostos")))
    assert MORE in cut
    assert "Falta pagar 30,00" in cut, "what is owed comes first, so all of it is here"
    monkeypatch.setattr(activity, "_TAXES", 2)
    less = plain(words(marta.get("/impostos")))
    assert MORE in less
    assert "Falta pagar" not in less
    rest = words(marta.get("/activitat?vista=dates&f=diners"))
    assert all(each.description in rest for each in (*old, *new))


def test_appointments_left_out_are_told_of(country: Country, marta: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    several = [
        msgspec.structs.replace(APPOINTMENT, source_id=f"a{n}", subject=f"Cita {n}", at=day(n + 1)) for n in range(3)
    ]
    country.tell(MANRESA, {Topic.APPOINTMENTS: Fresh(tuple(several))})
    assert MORE not in words(marta.get("/cites"))
    monkeypatch.setattr(activity, "_APPOINTMENTS", 2)
    answer = marta.get("/cites")
    assert MORE in words(answer)
    assert "Cita 0" in words(answer)
    assert "Cita 2" not in words(answer)
    onward = re.search(r'href="(/activitat[^"]+)">Mira la llista per dates', answer.content.decode())
    assert onward
    assert "Cita 2" in words(marta.get(onward[1].replace("&amp;", "&")))


def test_what_needs_the_person_is_not_counted_beyond_what_was_looked_at(
    country: Country, marta: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [msgspec.structs.replace(CASE, source_id=f"c{n}", subject=f"Beca {n}") for n in range(9)]
    country.tell(MANRESA, {Topic.CASES: Fresh(tuple(several))})
    assert "Mostra'n 4 més" in words(marta.get("/inici"))
    assert MORE not in words(marta.get("/que-em-toca"))
    monkeypatch.setattr(activity, "_CARDS", 8)
    monkeypatch.setattr(activity, "_ALL_CARDS", 8)
    home = words(marta.get("/inici"))
    assert "Mostra'n més" in home
    assert not re.search(r"Mostra'n \d", home)
    assert MORE in words(marta.get("/que-em-toca"))


def test_what_was_hidden_is_read_page_by_page_to_the_end(
    country: Country, marta: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [
        msgspec.structs.replace(CASE, source_id=f"c{n}", subject=f"Beca número {n}", opened=day(-n - 1))
        for n in range(5)
    ]
    country.tell(MANRESA, {Topic.CASES: Fresh(tuple(several))})
    for each in several:
        marta.act(f"/activitat/{country.item(each.source_id)}/amaga")
    monkeypatch.setattr(marking, "_HIDDEN", 2)
    path, seen = "/amagats", []
    for _ in range(3):
        answer = marta.get(path)
        assert answer.status_code == 200
        seen += re.findall(r"Beca número \d", words(answer).replace("Torna-ho a mostrar Beca", ""))
        older = re.search(r'rel="next" href="([^"]+)"', answer.content.decode())
        path = older[1].replace("&amp;", "&") if older else ""
    assert not path
    assert seen == [each.subject for each in several]
    assert "Beca número 0" in words(marta.get("/amagats?abans=x")), "a place that does not read is the beginning"


@pytest.mark.parametrize(("year", "heading"), [("2024", "Any 2024, sense dia"), ("el d'abans", "Sense data")])
def test_a_tax_without_a_day_stands_in_no_month(country: Country, marta: Neighbour, year: str, heading: str) -> None:
    undated = msgspec.structs.replace(TAX, source_id="t9", description="Taxa antiga", year=year, debts=())
    dated = msgspec.structs.replace(
        TAX, source_id="t8", description="Taxa datada", on=Moment(date(2024, 1, 1)), debts=()
    )
    country.tell(MANRESA, {Topic.TAXES: Fresh((undated, dated))})
    for path in ("/activitat", "/activitat?vista=dates&f=diners"):
        text = words(marta.get(path))
        assert "1970" not in text
        assert text.index("Gener de 2024") < text.index("Taxa datada") < text.index(heading) < text.index("Taxa antiga")
        assert text.count("Gener de 2024") == 1
    marta.act(f"/activitat/{country.item('t9')}/amaga")
    hidden = words(marta.get("/amagats"))
    assert "Taxa antiga" in hidden
    assert not re.search(r"1970|1000|2023|desembre|gener", hidden)


@pytest.mark.parametrize(
    ("span", "there"),
    [
        ("des=2024-06-01", {"2024"}),
        ("fins=2024-06-01", {"2024"}),
        ("des=2025-01-01", set()),
        ("fins=2023-12-31", set()),
        ("des=0001-01-01&fins=9999-12-31", {"2024"}),
        ("", {"2024", "cap"}),
    ],
)
def test_a_span_of_days_holds_what_may_be_of_it_and_nothing_without_a_date(
    country: Country, marta: Neighbour, span: str, there: set[str]
) -> None:
    several = [
        msgspec.structs.replace(TAX, source_id=f"t-{year}", description=f"Taxa {year}", year=year, debts=())
        for year in ("2024", "cap")
    ]
    country.tell(MANRESA, {Topic.TAXES: Fresh(tuple(several))})
    assert set(re.findall(r"Taxa (2024|cap)", words(marta.get(f"/activitat?{span}")))) == there


def test_the_place_in_the_list_is_kept_among_things_without_a_day(
    country: Country, marta: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    several = [
        msgspec.structs.replace(TAX, source_id=f"t{n}", description=f"Taxa {n:02}", year="cap", debts=())
        for n in range(40)
    ]
    country.tell(MANRESA, {Topic.TAXES: Fresh(tuple(several))})
    first = marta.get("/activitat")
    older = re.search(r'rel="next" href="([^"]+)"', first.content.decode())
    assert older
    seen = re.findall(r"Taxa \d\d", words(first)) + re.findall(
        r"Taxa \d\d", words(marta.get(older[1].replace("&amp;", "&")))
    )
    assert len(seen) == len(set(seen)) == 40
