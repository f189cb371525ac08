"""What the bodies tell is alive on any day, hangs together, and reaches the acceptance minimum of the AOC."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from myspace.simulation.bodies import Temperament, connected_bodies, invented_bodies, invented_ine10
from myspace.simulation.cast import CAST, COMPANIES, GRANOLLERS, MANRESA, person
from myspace.simulation.stories import stories, told_by, told_to_everyone
from myspace.simulation.stories.crowd import NEIGHBOURS, neighbour_tells
from myspace.simulation.stories.telling import AppointmentTold, CaseTold, DebtTold, EntryTold, TaxTold, Told

# Ordinary days, the turn of the year, a leap day and both days on which the clock changes.
DAYS = [
    date(2026, 11, 23),
    date(2026, 12, 31),
    date(2027, 1, 1),
    date(2028, 2, 29),
    date(2027, 3, 28),
    date(2027, 10, 31),
]
ON_ANY_DAY = pytest.mark.parametrize("today", DAYS, ids=str)
TODAY = DAYS[0]


def own(today: date, who: str) -> list[Told]:
    return [told for (_, name), items in stories(today).items() if name == who for told in items]


def debts(today: date, who: str) -> list[DebtTold]:
    return [debt for told in own(today, who) if isinstance(told, TaxTold) for debt in told.debts]


@ON_ANY_DAY
def test_every_story_is_about_somebody_of_the_cast_told_by_a_connected_body(today: date) -> None:
    bodies, people = {b.ine10 for b in connected_bodies()}, {p.id for p in CAST} | {c.id for c in COMPANIES}
    for body, who in stories(today):
        assert body in bodies
        assert who in people


@ON_ANY_DAY
def test_no_body_uses_an_id_twice_for_a_person(today: date) -> None:
    for key, items in stories(today).items():
        ids = [(type(told), told.id) for told in items]
        assert len(ids) == len(set(ids)), key


@ON_ANY_DAY
def test_papers_point_to_cases_that_the_same_body_tells(today: date) -> None:
    for key, items in stories(today).items():
        cases = {told.id for told in items if isinstance(told, CaseTold)}
        for told in items:
            if isinstance(told, EntryTold):
                assert set(told.cases) <= cases, (key, told.id)


@ON_ANY_DAY
def test_nothing_ends_before_it_begins(today: date) -> None:
    for items in stories(today).values():
        for told in items:
            if isinstance(told, CaseTold):
                assert told.closed is None or told.opened < told.closed
                assert told.opened.date() <= today
                assert told.forecast is None or told.closed is None, "a closed case has no forecast"
            if isinstance(told, TaxTold):
                assert all(debt.pay_from <= debt.pay_until for debt in told.debts)


@ON_ANY_DAY
def test_marta_has_a_grant_resolved_three_days_ago_and_a_notice_of_it(today: date) -> None:
    grant = next(t for t in told_by(MANRESA, "marta", today) if isinstance(t, CaseTold) and "menjador" in t.subject)
    assert grant.closed is not None
    assert grant.closed.date() == today - timedelta(days=3)
    notices = [t for t in told_by(MANRESA, "marta", today) if isinstance(t, EntryTold) and t.notice == "DIPOSITADA"]
    assert [n.cases for n in notices] == [(grant.id,)]


@ON_ANY_DAY
def test_marta_can_pay_within_three_and_twelve_days(today: date) -> None:
    waiting = sorted(d.pay_until for d in debts(today, "marta") if d.state == "PENDENT")
    assert waiting == [today + timedelta(days=3), today + timedelta(days=12)]


@ON_ANY_DAY
def test_appointments_are_ahead_and_on_working_days(today: date) -> None:
    found = [told for items in stories(today).values() for told in items if isinstance(told, AppointmentTold)]
    assert found
    for told in found:
        assert today < told.at.date() <= today + timedelta(days=14)
        assert told.at.weekday() < 5
        assert told.booked.date() <= today


@ON_ANY_DAY
def test_somebody_waits_for_a_resolution_and_somebody_must_act(today: date) -> None:
    cases = [t for p in ("marta", "jordi", "rosa", "nuria") for t in own(today, p) if isinstance(t, CaseTold)]
    assert any(c.your_turn == "SI" and not c.closed for c in cases)
    assert any(c.forecast and c.forecast > today and c.your_turn == "NO" for c in cases)


def test_one_case_may_belong_to_two_people_under_the_same_id() -> None:
    ids = {who: {t.id for t in own(TODAY, who) if isinstance(t, CaseTold)} for who in ("marta", "jordi")}
    assert len(ids["marta"] & ids["jordi"]) == 1


def test_taxes_are_grouped_by_home_vehicle_business_and_fine() -> None:
    groups = {t.group[0] for p in CAST for t in own(TODAY, p.id) if isinstance(t, TaxTold) and t.group}
    assert groups == {"REFERENCIA_CADASTRAL", "MATRICULA", "IAE", "EXPEDIENT_SANCIONADOR", "ALTRES"}


def test_debts_add_up_to_their_tax() -> None:
    for who in ("marta", "jordi", "rosa", "ramon"):
        for told in own(TODAY, who):
            if isinstance(told, TaxTold) and told.debts and not told.fine:
                assert sum(d.amount for d in told.debts) == told.total, told.id


def test_berta_and_ioana_have_nothing_anywhere() -> None:
    assert own(TODAY, "berta") == []
    assert own(TODAY, "ioana") == []


def test_lluis_has_five_thousand_papers_with_ids_of_their_own() -> None:
    papers = told_by(invented_ine10(Temperament.HUGE), "lluis", TODAY)
    assert len(papers) == 5000
    assert len({p.id for p in papers}) == 5000
    assert person("lluis").municipality == invented_ine10(Temperament.HUGE)


def test_what_is_told_of_laia_and_of_oscar_never_meets() -> None:
    laia, oscar = ({t.id for t in told_by(GRANOLLERS, who, TODAY)} for who in ("laia", "oscar"))
    assert laia
    assert oscar
    assert not laia & oscar


@pytest.mark.parametrize("body", invented_bodies(), ids=lambda b: b.slug)
@pytest.mark.parametrize("who", ["teresa", "atzavara"])
def test_invented_bodies_serve_what_the_aoc_accepts(body: object, who: str) -> None:
    items = told_by(body.ine10, who, TODAY)
    standings = ["INTERESSAT", "REPRESENTANT"] if who == "teresa" else ["INTERESSAT"]
    for standing in standings:
        assert sum(isinstance(t, EntryTold) and t.standing == standing for t in items) >= 3
        assert sum(isinstance(t, CaseTold) and t.standing == standing for t in items) >= 2
    taxes = [t for t in items if isinstance(t, TaxTold)]
    assert len(taxes) >= 2
    assert all({d.state for d in tax.debts} == {"PENDENT", "PAGAT", "BAIXA"} for tax in taxes)


def test_the_body_that_does_not_look_tells_the_same_on_every_question() -> None:
    assert told_to_everyone(TODAY)
    assert told_to_everyone(TODAY) == told_to_everyone(TODAY)


def test_neighbours_made_for_load_are_always_the_same_and_unlike_each_other() -> None:
    first = neighbour_tells("6000000000", NEIGHBOURS[0], TODAY)
    assert first == neighbour_tells("6000000000", NEIGHBOURS[0], TODAY)
    known = [n for n in NEIGHBOURS if neighbour_tells("6000000000", n, TODAY)]
    assert 10 <= len(known) <= 40, "about three in ten"
    assert neighbour_tells("6000000000", "12345678Z", TODAY) == ()


def test_amounts_are_never_floats() -> None:
    for p in CAST:
        assert all(isinstance(d.amount, Decimal) for d in debts(TODAY, p.id))
