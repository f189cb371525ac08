"""The client against the simulated registers behind the simulated platform: TLS, signatures, sockets, bad days, later answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from myspace.connector_kit.personal_data import DataQuestion, Waiting
from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.connector_kit.simulated.pci.plugin import Setting
from myspace.connector_kit.simulated.pci.running import Running, start_in_thread
from myspace.connectors.via_oberta.client import ViaOberta
from myspace.connectors.via_oberta.own import NotPermitted
from myspace.connectors.via_oberta.products import BY_SHEET
from myspace.connectors.via_oberta.simulator import EVERY
from myspace.launch.authority import development_identities
from myspace.simulation.cast import OLOT, VIC, company, person
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Outcome, Refused
from myspace.vocabulary.personal_data import Absence, DataAnswer, Declined, Known, NoData, SheetKind, Theme, Why
from tests.pci_far import WORTH as EXPECTED
from tests.pci_far import Far, security
from tests.unit.connectors.via_oberta.far_side import GROUND, ROW, TODAY, about, question

Wish = Callable[..., None]
MARTA = question(SheetKind.REGISTRATION)
PERIOD: dict[str, Any] = {"since": date(2021, 12, 1), "until": date(2026, 11, 30)}
MORE: dict[SheetKind, dict[str, Any]] = {
    SheetKind.WORKING_LIFE: PERIOD,
    SheetKind.JOB_SEEKER_PERIODS: {"since": date(2019, 1, 1)},
    SheetKind.WORK_REGISTRATION: {"as_of": date(2026, 11, 30)},
}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Service]]:
    files = development_identities(tmp_path_factory.mktemp("authority"))
    with start_in_thread(list(EVERY), setting=Setting(TODAY), security=security(files)) as platform:
        row = Far(platform.url, files).service(
            name="via_oberta", connector="via_oberta", asks_as=ROW.asks_as, own=ROW.own
        )  # fmt: skip
        yield platform, row


@pytest.fixture
def service(running: tuple[Running, Service]) -> Service:
    running[0].platform.reset()
    return running[1]


@pytest.fixture
def wish(running: tuple[Running, Service]) -> Wish:
    def wishes(code: str = "PADRO", **said: Any) -> None:
        running[0].platform.wish(code, said)

    return wishes


@pytest.fixture
def calls(running: tuple[Running, Service]) -> Callable[[], int]:
    return lambda: sum(sum(each["product"].values()) for each in running[0].platform.calls().values())


def ask(service: Service, of: DataQuestion) -> DataAnswer:
    return asyncio.run(ViaOberta(service).ask(of))


def quick(service: Service, mood: str) -> Service:
    return replace(service, deadline_ms=400) if mood in ("hanging", "late", "dripping") else service


@pytest.mark.parametrize("kind", SheetKind)
def test_every_sheet_is_told_over_a_socket(service: Service, kind: SheetKind) -> None:
    who = "ramon" if kind.theme is Theme.HEALTH_AND_DEPENDENCY else "marta"
    told = ask(service, question(kind, who, **MORE.get(kind, {})))
    assert isinstance(told, Known), told
    product, modality = BY_SHEET[kind]
    assert (told.sheet.kind, told.sheet.source.product) == (kind, product.code)
    assert told.sheet.source.modality == modality.code


def test_nothing_and_ask_elsewhere_are_answers_and_not_failures(service: Service) -> None:
    assert ask(service, DataQuestion(SheetKind.REGISTRATION, about("marta", VIC))) == NoData(Absence.NOT_ON_RECORD_HERE)
    assert ask(service, DataQuestion(SheetKind.REGISTRATION, about("marc", OLOT))) == Declined(Why.BODY_TAKES_NO_PART)


@pytest.mark.parametrize("mood", EXPECTED)
def test_every_bad_mood_of_the_platform_is_the_failure_it_is(service: Service, wish: Wish, mood: str) -> None:
    wish(mood=mood)
    told = ask(quick(service, mood), MARTA)
    assert (getattr(told, "outcome", None), getattr(told, "fault", None)) == EXPECTED[mood]


def test_a_registers_own_bad_day_is_told_from_the_platforms(service: Service, wish: Wish) -> None:
    wish(down=True)
    assert ask(service, MARTA) == Down(Fault.SERVER_ERROR)
    wish(down=False, says="3")
    assert ask(service, MARTA) == Down(Fault.SERVER_ERROR)
    wish(says="77")
    assert ask(service, MARTA) == Garbled(Fault.UNKNOWN_RESULT)
    wish(says="", slow_ms=900)
    assert ask(replace(service, deadline_ms=300), MARTA) == Late()


def test_a_question_is_sent_once_whatever_comes_back(service: Service, wish: Wish, calls: Callable[[], int]) -> None:
    """Each is a consultation of somebody's data, which the far side notes."""
    for number, mood in enumerate(("lost", "late", "half", "broken_xml"), 1):
        wish(mood=mood)
        assert not isinstance(ask(quick(service, mood), MARTA), Known)
        assert calls() == number


def test_without_a_ground_nothing_leaves_and_the_setting_is_named(service: Service, calls: Callable[[], int]) -> None:
    less = {key: value for key, value in GROUND.items() if key != "ground"}
    row = replace(service, own={"products": {"PADRO": less}})
    with pytest.raises(NotPermitted) as refused:
        ask(row, MARTA)
    assert refused.value.setting == 'products."PADRO".ground'
    assert ViaOberta(row).unready(SheetKind.REGISTRATION) == str(refused.value)
    with pytest.raises(NotPermitted, match="PADRO_HISTORIC"):
        asyncio.run(ViaOberta(row).hand_over(question(SheetKind.REGISTRATION_HISTORY)))
    assert calls() == 0
    assert all(ViaOberta(service).unready(kind) is None for kind in SheetKind)
    with pytest.raises(ServicesUnusable, match="issuer"):
        ViaOberta(replace(service, asks_as=None))


def test_what_cannot_be_asked_of_somebody_is_not_sent(service: Service, calls: Callable[[], int]) -> None:
    nowhere = DataQuestion(SheetKind.REGISTRATION, about("marta", None))
    firm = DataQuestion(SheetKind.REGISTRATION, replace(about("marta"), who=company("atzavara").identifier))
    endless = DataQuestion(SheetKind.REGISTRATION, replace(about("marta"), surname1="x" * 41))
    never = question(SheetKind.WORKING_LIFE)
    long = question(SheetKind.WORKING_LIFE, since=date(2021, 11, 29), until=date(2026, 11, 30))
    back = question(SheetKind.WORKING_LIFE, since=date(2026, 11, 30), until=date(2026, 11, 29))
    before = question(SheetKind.TAX_COMPLIANCE, as_of=date(2025, 1, 1))
    nameless = DataQuestion(SheetKind.TAX_COMPLIANCE_GRANTS, replace(about("marta"), surname1=""))
    since_ever = question(SheetKind.JOB_SEEKER_PERIODS)
    foreign = question(SheetKind.JOB_SEEKER, "amina")
    cardless = DataQuestion(SheetKind.HEALTH_INSURANCE, replace(about("marta"), health_card=None))
    another = DataQuestion(SheetKind.HEALTH_INSURANCE, replace(about("marta"), health_card=about("jordi").health_card))
    dayless = question(SheetKind.WORK_REGISTRATION)
    unborn = DataQuestion(SheetKind.DISABILITY, replace(about("ramon"), born=None))
    cut = DataQuestion(SheetKind.DISABILITY, replace(about("ramon"), name="Ramon Maria del Carme"))
    for of in (
        nowhere,
        firm,
        endless,
        never,
        long,
        back,
        before,
        nameless,
        unborn,
        cut,
        dayless,
        since_ever,
        foreign,
        cardless,
        another,
    ):
        assert ask(service, of) == Refused(Fault.NOT_ASKABLE)
        assert asyncio.run(ViaOberta(service).hand_over(of)) == Refused(Fault.NOT_ASKABLE)
    assert calls() == 0


def test_our_own_certificate_that_is_not_there_is_told_as_that(service: Service) -> None:
    assert ask(replace(service, certificate=None), MARTA) == Down(Fault.CERTIFICATE)


# -- told later -------------------------------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at


def handed(source: ViaOberta, of: DataQuestion = MARTA) -> Waiting:
    waiting = asyncio.run(source.hand_over(of))
    assert isinstance(waiting, Waiting), waiting
    return waiting


def test_what_was_handed_over_is_collected_when_it_is_ready(service: Service, wish: Wish) -> None:
    wish(not_yet=2, hours=1)
    source = ViaOberta(service)
    waiting = handed(source)
    assert timedelta(minutes=59) < waiting.collect_at - waiting.since <= timedelta(hours=1)
    for times in (1, 2):
        again = asyncio.run(source.collect(MARTA, waiting))
        assert isinstance(again, Waiting)
        assert again.times == times
        waiting = again
    told = asyncio.run(source.collect(MARTA, waiting))
    assert told == ask(service, MARTA)


def test_a_later_answer_that_says_nothing_says_so_and_a_refusal_is_over(service: Service, wish: Wish) -> None:
    source = ViaOberta(service)
    elsewhere = DataQuestion(SheetKind.REGISTRATION, about("marta", VIC))
    assert asyncio.run(source.collect(elsewhere, handed(source, elsewhere))) == NoData(Absence.NOT_ON_RECORD_HERE)
    waiting = handed(source)
    wish(mood="refusing")
    assert asyncio.run(source.collect(MARTA, waiting)) == Down(Fault.SERVER_ERROR)


def test_a_confirmation_that_was_lost_is_collected_all_the_same(service: Service, wish: Wish) -> None:
    source = ViaOberta(service)
    wish(mood="lost", times=1)
    assert isinstance(asyncio.run(source.collect(MARTA, handed(source))), Known)


def test_a_bad_day_while_it_waits_is_not_the_end_and_fifteen_days_are(service: Service, wish: Wish) -> None:
    clock = Clock()
    source = ViaOberta(service, now=clock)
    waiting = handed(source)
    wish(mood="away")
    again = asyncio.run(source.collect(MARTA, waiting))
    assert isinstance(again, Waiting)
    clock.at += timedelta(days=16)
    assert asyncio.run(source.collect(MARTA, again)) == Down(Fault.SERVER_ERROR)


def test_what_is_collected_of_another_question_is_not_believed(service: Service) -> None:
    source = ViaOberta(service)
    waiting = handed(source)
    assert asyncio.run(source.collect(MARTA, replace(waiting, item_id="f" * 32))) == Garbled(Fault.NOT_THE_CONTRACT)
    jordi = question(SheetKind.REGISTRATION, "jordi")
    assert asyncio.run(source.collect(jordi, waiting)) == Garbled(Fault.NOT_THE_CONTRACT)


def test_who_asks_why_and_on_what_ground_goes_with_each_question(
    service: Service, running: tuple[Running, Service]
) -> None:
    heard = []
    stand = running[0].platform.stands["PADRO"]
    was = stand.product

    async def listening(asked: Any) -> Any:
        heard.append(asked)
        return await was.answer(asked)

    stand.product = replace(was, answer=listening)
    try:
        assert isinstance(ask(service, MARTA), Known)
    finally:
        stand.product = was
    (asked,) = heard
    assert (asked.requester, asked.purpose, asked.consent) == ("9821920002", "PROVES", "Ley")
    assert asked.official == ("Segell de proves", "Q0000000J")
    assert asked.holder == ("NIF", person("marta").identifier.value)
    assert asked.holder_name == "Soler Puig Marta"


def test_neither_a_number_nor_a_datum_is_logged_whatever_happens(
    service: Service, wish: Wish, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = []
    for mood in ("well", *EXPECTED):
        wish(mood=mood)
        seen.append(repr(ask(quick(service, mood), MARTA)))
    marta = person("marta")
    assert Outcome.LATE.value in "".join(str(EXPECTED[mood][0]) for mood in EXPECTED)
    for secret in (marta.identifier.value, marta.surname1, "de l'Exemple", "19860412", "1986"):
        assert secret not in caplog.text
        assert secret not in "".join(seen)
