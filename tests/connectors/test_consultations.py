"""The feed asked over a socket: each of the six answers, its limits, and that nobody's number is in an address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.connector_kit.signed import Known, key_of
from myspace.connectors import discover
from myspace.connectors.consultations.client import Consultations, Own, UsageTold
from myspace.connectors.consultations.simulator import PAGE, Running, Voice, events_about, start
from myspace.simulation.cast import person
from myspace.vocabulary.answers import Fault, Fresh, Nothing, Outcome
from myspace.vocabulary.people import Identifier, IdentifierKind, identifier

FOLDER = "https://espai.exemple.invalid"
TODAY = datetime.now(UTC).date()
MANIFEST = next(one for one in discover() if one.name == "consultations")
MARTA = person("marta").identifier


@asynccontextmanager
async def far(
    mood: str = "well", *, deadline_ms: int = 5_000, keys: Voice | None = None
) -> AsyncIterator[tuple[Consultations, Running]]:
    voice = Voice.made()
    _, algorithm, key = key_of((keys or voice).public()["keys"][0])
    async with start(voice, FOLDER, today=TODAY) as running:
        service = Service(
            "consultations",
            "consultations",
            f"{running.url}/{mood}",
            deadline_ms=deadline_ms,
            own={"feed": "consultes"},
        )
        known = {voice.kid: Known(voice.says, algorithm, key, frozenset({"*"}))}
        yield Consultations(service, MANIFEST, known, FOLDER), running


def asked(mood: str = "well", whose: Identifier = MARTA, *, days: int = 400, **more: Any) -> UsageTold:
    async def ask() -> UsageTold:
        async with far(mood, **more) as (feed, _):
            return await feed.usage(whose, TODAY - timedelta(days=days), TODAY)

    return asyncio.run(ask())


def test_the_year_of_somebody_is_told_with_since_when_and_until_when() -> None:
    told = asked()
    assert isinstance(told.answer, Fresh)
    assert len(told.answer.items) == len(events_about("marta", MARTA.value, TODAY))
    assert told.since == TODAY - timedelta(days=365)
    assert told.recorded_until is not None
    assert not told.more


def test_of_some_days_only_those_are_told() -> None:
    told = asked(days=5)
    assert isinstance(told.answer, Fresh)
    assert all(one.at.date() >= TODAY - timedelta(days=6) for one in told.answer.items)


@pytest.mark.parametrize(
    ("mood", "outcome", "fault"),
    [
        ("well", Outcome.FRESH, None), ("refusing", Outcome.REFUSED, Fault.NOT_AUTHORISED),
        ("away", Outcome.DOWN, Fault.SERVER_ERROR),
        ("lost", Outcome.DOWN, Fault.HTTP_NOT_FOUND), ("moved", Outcome.DOWN, Fault.REDIRECTED),
        ("html", Outcome.GARBLED, Fault.NOT_THE_CONTRACT), ("cut", Outcome.GARBLED, Fault.TRUNCATED),
        ("unsigned", Outcome.GARBLED, Fault.NOT_THE_CONTRACT), ("other_key", Outcome.GARBLED, Fault.NOT_THE_CONTRACT),
        ("stale", Outcome.GARBLED, Fault.NOT_THE_CONTRACT), ("someone_else", Outcome.GARBLED, Fault.NOT_THE_CONTRACT),
    ],
)  # fmt: skip
def test_each_of_the_six_answers_is_told_from_the_others(mood: str, outcome: Outcome, fault: Fault | None) -> None:
    told = asked(mood)
    assert (told.answer.outcome, getattr(told.answer, "fault", None)) == (outcome, fault)


def test_of_somebody_of_whom_it_has_nothing_it_says_so() -> None:
    assert asked(whose=identifier("00000099F")).answer == Nothing()


def test_a_feed_that_never_ends_or_never_answers_is_stopped() -> None:
    assert asked("endless").answer.outcome is Outcome.GARBLED
    assert asked("hanging", deadline_ms=300).answer.outcome is Outcome.LATE


def test_a_number_that_the_contract_does_not_ask_by_is_not_sent() -> None:
    async def ask() -> tuple[UsageTold, int]:
        async with far() as (feed, running):
            told = await feed.usage(Identifier(IdentifierKind.PASSPORT, "AB12345"), TODAY, TODAY)
            return told, len(running.asked)

    told, calls = asyncio.run(ask())
    assert (told.answer.outcome, calls) == (Outcome.REFUSED, 0)


def test_nobodys_number_is_in_an_address_and_long_lists_come_by_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    from myspace.connectors.consultations import simulator

    one = events_about("marta", MARTA.value, TODAY)[0]
    monkeypatch.setattr(
        simulator, "events_about", lambda *_: [{**one, "reference": f"P-{n}"} for n in range(PAGE * 2 + 5)]
    )

    async def ask() -> tuple[UsageTold, list[tuple[str, str]]]:
        async with far() as (feed, running):
            return await feed.usage(MARTA, TODAY - timedelta(days=400), TODAY), running.asked

    told, calls = asyncio.run(ask())
    assert isinstance(told.answer, Fresh)
    assert len(told.answer.items) == PAGE * 2 + 5
    assert [path for _, path in calls] == ["/periode", "/batec", *["/consultes/cerca"] * 3]
    assert not any(MARTA.value in path for _, path in calls)


def test_the_probe_asks_about_nobody_and_says_until_when_it_has_recorded() -> None:
    async def ask(mood: str) -> Any:
        async with far(mood) as (feed, running):
            return await feed.probe(), running.asked

    good, calls = asyncio.run(ask("well"))
    assert (good.reached, good.speaks, [path for _, path in calls]) == (True, True, ["/batec"])
    assert "recorded until" in good.detail
    bad, _ = asyncio.run(ask("unsigned"))
    assert (bad.reached, bad.speaks) == (True, False)


def test_a_row_that_says_too_little_is_refused_by_name() -> None:
    with pytest.raises(ServicesUnusable, match="own"):
        Service("consultations", "consultations", "https://x.exemple.test").own_as(Own)
