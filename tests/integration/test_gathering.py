"""Whom a wish comes to ask, when a page is told to look again, and how long a body asked once stays on the list."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from msgspec.structs import replace

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import NewConnection
from myspace.domain.gathering import recording, visits
from myspace.domain.gathering.visits import Visit, Wish
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.answers import Down, Fault, Fresh, Nothing
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, CASE, GENERALITAT, MANRESA, Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import CLAIMS, country, marta  # noqa: F401  # fixtures

VIC = next(b.ine10 for b in directory().municipalities() if b.town == "Vic")


@pytest.fixture
def vic(country: Country, as_role: AsRole) -> UUID:
    """A connected town hall where she does not live; it is asked only by name or when everybody is."""
    with as_role("myspace_worker"):
        administrations.connect(
            [NewConnection("hub_carpetes", VIC, "Ajuntament de Vic", "http://127.0.0.1:9/v", (), simulated=True)]
        )
    administrations.forget_remembered()
    return UUID(str(country.sql(f"SELECT id FROM administrations_connection WHERE ine10 = '{VIC}'")[0][0]))


def wanted(country: Country) -> list[Wish]:
    """Every wish, taken as the asker takes them; gone from the table."""
    with country.as_role("myspace_worker"):
        taken = visits.take_wishes(50, 60)
        for wish in taken:
            visits.done_with(wish)
    return taken


def due(country: Country, wish: Wish) -> list[str]:
    with country.as_role("myspace_worker"):
        administrations.forget_remembered()
        visit = visits.plan(wish)
    assert visit is not None
    return [connected.connection.ine10 for connected, _ in visit.due]


def older(country: Country, span: str) -> None:
    country.sql(
        f"UPDATE gathering_ask SET fresh_until = fresh_until - interval '{span}', answered_at = answered_at"
        f" - interval '{span}', known_at = known_at - interval '{span}', asking_until = NULL"
    )


def everybody_near_says_nothing(country: Country) -> None:
    for body in (MANRESA, BAGES, GENERALITAT):
        country.tell(body)


def test_a_first_wish_asks_the_near_ones_and_one_by_name_that_one(
    country: Country, marta: Neighbour, vic: UUID
) -> None:
    marta.get("/inici")
    (first,) = wanted(country)
    assert due(country, first) == [MANRESA, BAGES, GENERALITAT]
    marta.act("/fonts/pregunta", font=str(vic))
    by_name = [w for w in wanted(country) if w.scope == "one"]
    assert [due(country, w) for w in by_name] == [[VIC]]


def test_a_body_asked_by_name_that_has_nothing_leaves_the_list_when_its_answer_is_old(
    country: Country, marta: Neighbour, vic: UUID
) -> None:
    everybody_near_says_nothing(country)
    country.tell(VIC)
    assert "Ajuntament de Vic" in words(marta.get("/fonts"))
    older(country, "1 day")
    for body in (MANRESA, BAGES, GENERALITAT):
        country.tell(body)
    text = words(marta.get("/fonts"))
    assert "Ajuntament de Vic" not in text
    assert "Encara esperem" not in text
    home = words(marta.get("/inici"))
    assert "Ara no et toca fer res" in home
    assert "Ho hem preguntat a 3 administracions" in home


def test_a_body_asked_by_name_that_failed_is_named_for_a_day_and_nothing_is_claimed_meanwhile(
    country: Country, marta: Neighbour, vic: UUID
) -> None:
    wanted(country)
    everybody_near_says_nothing(country)
    country.tell(VIC, every=Down(Fault.UNREACHABLE))
    country.sql(f"UPDATE gathering_ask SET fresh_until = now() - interval '23 hours' WHERE connection_id = '{vic}'")
    assert "Ajuntament de Vic" in words(marta.get("/fonts"))
    assert not [claim for claim in CLAIMS if claim in words(marta.get("/inici"))]
    assert wanted(country) == []  # it is not asked again by itself, so no page waits for it
    country.sql(f"UPDATE gathering_ask SET fresh_until = now() - interval '25 hours' WHERE connection_id = '{vic}'")
    assert "Ajuntament de Vic" not in words(marta.get("/fonts"))
    assert "Ara no et toca fer res" in words(marta.get("/inici"))


def test_a_body_that_has_something_is_asked_again_by_itself_wherever_one_lives(
    country: Country, marta: Neighbour, vic: UUID
) -> None:
    everybody_near_says_nothing(country)
    country.tell(VIC, {Topic.CASES: Fresh((CASE,))})
    older(country, "1 day")
    marta.get("/fonts")
    (again,) = wanted(country)
    assert due(country, again) == [MANRESA, BAGES, GENERALITAT, VIC]


def test_a_wish_that_comes_to_nothing_tells_no_page_to_look_again(
    country: Country, marta: Neighbour, clean: Database
) -> None:
    person = country.person()
    with psycopg.connect(clean.bootstrap, autocommit=True) as ear:
        ear.execute("LISTEN changed")
        wish = Wish(UUID(int=1), person, "due", None, datetime.now(UTC))
        assert due(country, wish) == [MANRESA, BAGES, GENERALITAT]
        assert [n.payload for n in ear.notifies(timeout=2, stop_after=1)] == [f"{person.hex} sources"]
        everybody_near_says_nothing(country)
        list(ear.notifies(timeout=0.3))
        assert due(country, wish) == []
        assert list(ear.notifies(timeout=0.3)) == []


def test_taking_back_ask_everyone_ends_the_waves_that_are_still_to_come(
    country: Country, marta: Neighbour, vic: UUID
) -> None:
    marta.act("/fonts/tothom", vull="1")
    taken = next(w for w in wanted(country) if w.scope == "due")
    with country.as_role("myspace_worker"):
        administrations.forget_remembered()
        visit = visits.plan(taken)
        assert visit is not None
        assert [c.connection.ine10 for c, _ in visit.due] == [MANRESA, BAGES, GENERALITAT, VIC]
        left = visits.go_on(taken, visit, 2, 60)
    assert _codes(left) == [GENERALITAT, VIC]
    marta.act("/fonts/tothom", vull="0")
    with country.as_role("myspace_worker"):
        left = visits.go_on(taken, visit, 2, 60)
    assert _codes(left) == [GENERALITAT]
    assert "Ajuntament de Vic" not in words(marta.get("/fonts"))


def _codes(visit: Visit) -> list[str]:
    return [connected.connection.ine10 for connected, _ in visit.due]


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (Fault.BREAKER_OPEN, "Torna-ho a provar d'aquí a mig minut."),
        (Fault.UNREACHABLE, "No ha contestat"),
    ],
)
def test_a_body_we_left_in_peace_is_not_said_to_have_been_silent(
    country: Country, marta: Neighbour, fault: Fault, sentence: str
) -> None:
    country.tell(MANRESA, every=Down(fault))
    country.tell(BAGES)
    country.tell(GENERALITAT)
    text = words(marta.get("/fonts"))
    assert sentence in text
    assert ("No li ho hem pogut preguntar" in text) == (fault is Fault.BREAKER_OPEN)


def test_an_answer_that_cannot_be_stored_takes_no_other_down_with_it(country: Country, marta: Neighbour) -> None:
    """A text that PostgreSQL refuses (our fault: it should have been kept aside) is one topic's loss."""
    person = country.person()
    with country.as_role("myspace_worker"):
        administrations.forget_remembered()
        connected = administrations.by_ine10(MANRESA)
        assert connected is not None
        wish = Wish(UUID(int=1), person, "due", None, datetime.now(UTC))
        assert visits.plan(wish) is not None
        bad = Fresh((replace(CASE, subject="a\0b"),))
        recording.write(
            person,
            [
                recording.Told(connected, Topic.CASES, bad, None),
                recording.Told(connected, Topic.TAXES, Nothing(), None),
            ],
        )
    outcomes = dict(
        country.sql(
            "SELECT topic, outcome FROM gathering_ask a JOIN administrations_connection c ON c.id = a.connection_id"
            f" WHERE ine10 = '{MANRESA}' AND topic IN ('cases', 'taxes')"
        )
    )
    assert outcomes == {"cases": "garbled", "taxes": "nothing"}
