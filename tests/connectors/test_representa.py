"""The two clients against the simulated registry behind the simulated platform: TLS, signatures, sockets, bad days."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from myspace.connector_kit.mandates import Applicant, MandateAct, Side
from myspace.connector_kit.services import Service
from myspace.connector_kit.simulated.pci.plugin import Setting
from myspace.connector_kit.simulated.pci.running import Running, start_in_thread
from myspace.connectors.representa.client import RepresentaDesk, RepresentaList
from myspace.connectors.representa.simulator import CODE, product
from myspace.launch.authority import development_identities
from myspace.simulation.cast import company, person
from myspace.vocabulary.answers import Answer, Fresh, Nothing, Outcome
from myspace.vocabulary.mandates import MandateCapacity, MandateState, Representation
from tests.pci_far import WORTH as EXPECTED
from tests.pci_far import Far, security
from tests.unit.connectors.representa.far_side import ROW, TODAY

GENERAL = "202500000101"
MARTA, CARME, BERTA, LAIA, OSCAR = (person(one).identifier for one in ("marta", "carme", "berta", "laia", "oscar"))
AT_DOOR = Applicant(MARTA, "un.testimoni.de.sessio")
Wish = Callable[..., None]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Service]]:
    files = development_identities(tmp_path_factory.mktemp("authority"))
    with start_in_thread([product], setting=Setting(TODAY), security=security(files)) as platform:
        row = Far(platform.url, files).service(name="representa", connector="representa", asks_as=ROW.asks_as)
        yield platform, row


@pytest.fixture
def service(running: tuple[Running, Service]) -> Service:
    running[0].platform.reset()
    return running[1]


@pytest.fixture
def wish(running: tuple[Running, Service]) -> Wish:
    def wishes(**said: Any) -> None:
        running[0].platform.wish(CODE, said)

    return wishes


@pytest.fixture
def calls(running: tuple[Running, Service]) -> Callable[[], dict[str, int]]:
    return lambda: running[0].platform.calls()[CODE]["product"]


def of(service: Service, who: Any, side: Side) -> Answer[Representation]:
    return asyncio.run(RepresentaList(service).of(who, side))


def quick(service: Service, mood: str) -> Service:
    return replace(service, deadline_ms=400) if mood in ("hanging", "late", "dripping") else service


def test_each_side_gets_its_own_and_a_stranger_nothing(service: Service) -> None:
    mine = of(service, MARTA, Side.REPRESENTATIVE)
    assert isinstance(mine, Fresh)
    assert mine.complete
    assert [(one.source_id, one.grantor.identifier) for one in mine.items] == [(GENERAL, CARME)]
    firm = of(service, company("atzavara").identifier, Side.GRANTOR)
    assert isinstance(firm, Fresh)
    assert of(service, BERTA, Side.REPRESENTATIVE) == Nothing()


@pytest.mark.parametrize("namespace", ["v2", "V1.0"])
def test_the_registry_answers_in_whichever_namespace_the_row_says(service: Service, namespace: str) -> None:
    row = replace(service, own={"namespace": namespace})
    assert isinstance(RepresentaDesk(row).standing(AT_DOOR, GENERAL), Representation)


@pytest.mark.parametrize("mood", EXPECTED)
def test_every_bad_mood_of_the_platform_is_the_failure_it_is(service: Service, wish: Wish, mood: str) -> None:
    wish(mood=mood)
    told = of(quick(service, mood), MARTA, Side.REPRESENTATIVE)
    assert (told.outcome, getattr(told, "fault", None)) == EXPECTED[mood]
    live = RepresentaDesk(quick(service, mood)).standing(AT_DOOR, GENERAL)
    assert (getattr(live, "outcome", None), getattr(live, "fault", None)) == EXPECTED[mood]


def test_the_registrys_own_bad_day_is_told_from_the_platforms(service: Service, wish: Wish) -> None:
    wish(down=True)
    assert of(service, MARTA, Side.REPRESENTATIVE).outcome is Outcome.DOWN
    wish(down=False, says="500")
    assert of(service, MARTA, Side.REPRESENTATIVE).outcome is Outcome.DOWN
    wish(says="004")
    assert of(service, MARTA, Side.REPRESENTATIVE).outcome is Outcome.REFUSED
    wish(says="", slow_ms=900)
    assert of(replace(service, deadline_ms=300), MARTA, Side.REPRESENTATIVE).outcome is Outcome.LATE


def test_revoked_in_the_registry_is_revoked_at_the_next_look(service: Service, wish: Wish) -> None:
    desk = RepresentaDesk(service)
    power = (AT_DOOR, CARME, MARTA, MandateCapacity.NOTIFY, "0811360009", None, TODAY)
    assert desk.valid(*power) is True
    wish(state={GENERAL: "REVOCADA"})
    assert desk.valid(*power) is False
    told = of(service, MARTA, Side.REPRESENTATIVE)
    assert isinstance(told, Fresh)
    assert [one.state for one in told.items] == [MandateState.REVOKED]


def test_time_that_passes_there_ends_what_was_not_accepted(service: Service, wish: Wish) -> None:
    wish(days=41)
    told = of(service, MARTA, Side.GRANTOR)
    assert isinstance(told, Fresh)
    assert [one.state for one in told.items] == [MandateState.ANNULLED]


def test_the_mandate_that_nobody_revoked_is_told_as_it_is(service: Service) -> None:
    told = of(service, OSCAR, Side.REPRESENTATIVE)
    assert isinstance(told, Fresh)
    assert [(one.grantor.identifier, one.state) for one in told.items] == [(LAIA, MandateState.VALID)]


@pytest.mark.parametrize("mood", ["lost", "late", "half", "away", "refusing", "well"])
def test_a_change_is_sent_once_whatever_comes_back_and_read_back_it_is_what_it_is(
    service: Service, wish: Wish, calls: Callable[[], dict[str, int]], mood: str
) -> None:
    wish(mood=mood, times=1)
    said = RepresentaDesk(quick(service, mood)).become(AT_DOOR, GENERAL, MandateAct.RENOUNCE, Side.REPRESENTATIVE)
    done = calls().get("processarRepresentacio", 0)
    assert done == (0 if mood in ("away", "refusing") else 1)
    assert isinstance(said, Representation) == (mood == "well")
    wish(mood="well")
    now = RepresentaDesk(service).standing(AT_DOOR, GENERAL)
    assert isinstance(now, Representation)
    assert now.state is (MandateState.RENOUNCED if done else MandateState.VALID)


def test_the_list_causes_no_change_however_often_it_is_asked(
    service: Service, calls: Callable[[], dict[str, int]]
) -> None:
    for side in Side:
        for who in (MARTA, CARME, LAIA):
            of(service, who, side)
    assert set(calls()) == {
        "consultarRepresentacionsPersonaPoderdant",
        "consultarRepresentacionsPersonaRepresentant",
    }


def test_the_probe_tells_who_speaks_from_who_does_not(service: Service, wish: Wish) -> None:
    def probe(row: Service) -> tuple[bool, bool]:
        found = asyncio.run(RepresentaList(row).probe())
        return found.reached, found.speaks

    assert probe(service) == (True, True)
    for mood, seen in (("page", (True, False)), ("hanging", (False, False)), ("forbidden", (True, False))):
        wish(mood=mood)
        assert probe(quick(service, mood)) == seen


def test_neither_a_number_nor_a_token_nor_their_words_are_logged_whatever_happens(
    service: Service, wish: Wish, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for mood in ("well", *EXPECTED):
        wish(mood=mood)
        row = quick(service, mood)
        told = of(row, MARTA, Side.REPRESENTATIVE)
        done = RepresentaDesk(row).become(AT_DOOR, "1", MandateAct.RENOUNCE, Side.REPRESENTATIVE)
        assert MARTA.value not in f"{told!r} {done!r}"
    for secret in (MARTA.value, CARME.value, AT_DOOR.access_token, "cvc-", "Text"):
        assert secret not in caplog.text
