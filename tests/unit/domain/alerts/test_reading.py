"""What an item of the activity may give an alert of; and of the whole cast, never what silence means."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from myspace.connector_kit.contract import Connection
from myspace.connectors.hub_carpetes import wire
from myspace.connectors.hub_carpetes.fields import Asked
from myspace.connectors.hub_carpetes.mapping import translate
from myspace.connectors.hub_carpetes.simulator.speech import Voice, say
from myspace.domain.activity.counted import Counted
from myspace.domain.administrations import service as administrations
from myspace.domain.alerts import reading, sources
from myspace.domain.alerts.facts import DebtFact, ForecastFact, NoticeFact, RestsOn, TurnFact, VisitFact
from myspace.domain.alerts.rules import AlertKind, judge
from myspace.domain.gathering.rules import AskFacts
from myspace.simulation import bodies
from myspace.simulation.stories import stories
from myspace.simulation.stories.telling import AppointmentTold, CaseTold, EntryTold, TaxTold
from myspace.vocabulary.activity import CollectionPeriod, Entry, Item, Moment, NoticeState, PaymentMode, Topic, YourTurn
from myspace.vocabulary.answers import Outcome
from tests.unit.domain.activity.test_rules import CASE, DEBT, ENTRY, TAX

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BODY = UUID(int=7)
TOPICS = {
    CaseTold: Topic.CASES,
    EntryTold: Topic.ENTRIES,
    AppointmentTold: Topic.APPOINTMENTS,
    TaxTold: Topic.TAXES,
}


def facts_of(item: Item, topic: Topic = Topic.CASES, told: reading.Told | None = None) -> list[object]:
    one = Counted(UUID(int=1), BODY, topic, "k", item, NOW)
    if isinstance(item, Entry):
        return [reading.of_exit(one, told or {})]
    return list(reading.of_item(one, told or {}))


def asked(topic: Topic, outcome: Outcome, known_at: datetime | None) -> dict[tuple[UUID, Topic], AskFacts]:
    return {(BODY, topic): AskFacts(topic, None, outcome, known_at, None, NOW, True, 1, 0, True)}


def test_a_case_that_waits_for_me_is_my_turn_and_their_forecast_waits() -> None:
    mine = msgspec.structs.replace(CASE, your_turn=YourTurn.YES, forecast=Moment(date(2026, 1, 1)))
    assert [type(f) for f in facts_of(mine)] == [TurnFact]
    theirs = msgspec.structs.replace(CASE, forecast=Moment(date(2026, 1, 1)))
    assert [type(f) for f in facts_of(theirs)] == [ForecastFact]
    assert facts_of(CASE) == []


def test_an_exit_of_a_register_paces_reminders_and_claims_no_last_day() -> None:
    (fact,) = facts_of(msgspec.structs.replace(ENTRY, notice_state=NoticeState.DEPOSITED), Topic.ENTRIES)
    assert isinstance(fact, NoticeFact)
    assert (fact.last_day, fact.lapses, fact.sender_says, fact.rests_on) == (None, None, False, RestsOn.REGISTER_EXIT)
    assert fact.ends is not None
    assert (fact.ends - fact.starts).days in (10, 11)


@pytest.mark.parametrize(
    ("changes", "by_bank"),
    [
        ({}, False),
        ({"direct_debit": True}, True),
        ({"mode": PaymentMode.DIRECT_DEBIT}, True),
        ({"direct_debit": True, "period": CollectionPeriod.ENFORCEMENT}, False),
    ],
)
def test_a_debt_is_the_banks_until_surcharges_run(changes: dict[str, object], by_bank: bool) -> None:
    tax = msgspec.structs.replace(TAX, debts=(msgspec.structs.replace(DEBT, **changes),))
    (fact,) = facts_of(tax, Topic.TAXES)
    assert isinstance(fact, DebtFact)
    assert fact.by_bank is by_bank


def test_an_alert_carries_when_its_source_last_told() -> None:
    told = asked(Topic.CASES, Outcome.DOWN, NOW - timedelta(days=20))
    (fact,) = facts_of(msgspec.structs.replace(CASE, your_turn=YourTurn.YES), told=told)
    assert isinstance(fact, TurnFact)
    assert fact.about.told_at == NOW - timedelta(days=20)


@pytest.mark.parametrize(
    ("outcome", "known_at", "silent"),
    [
        (Outcome.DOWN, NOW - timedelta(days=2), True),
        (Outcome.LATE, NOW - timedelta(days=2), True),
        (Outcome.FRESH, NOW - timedelta(days=2), False),  # old, but nobody asked since
        (Outcome.DOWN, None, False),  # it never answered: nothing of theirs is known to be missed
    ],
)
def test_a_body_is_silent_only_when_it_was_asked_and_had_answered_before(
    outcome: Outcome, known_at: datetime | None, silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = administrations.Connected(
        Connection(BODY, "x", "0811360009", "Ajuntament", "https://x.test", frozenset()),
        administrations.directory().generalitat(), 1.0, True, None,
    )  # fmt: skip
    monkeypatch.setattr(administrations, "connections", lambda: {BODY: connected})
    days = {(BODY, Topic.TAXES): (NOW.date() + timedelta(days=2),)}
    found = list(reading.silent(days, asked(Topic.TAXES, outcome, known_at), NOW))
    assert bool(found) is silent


def everything_the_cast_is_told(today: date) -> list[tuple[Topic, Item]]:
    found: list[tuple[Topic, Item]] = []
    every = {body.ine10: body for body in bodies.connected_bodies()}
    for (ine10, _), told in stories(today).items():
        body = every[ine10]
        voice = Voice(body, frozenset())
        asked = Asked(ine10, body.dir3, frozenset(bodies.hosts_of(body)), "00000000T", ())
        for one in told:
            topic = TOPICS[type(one)]
            raw = say(voice, one)
            for role in ("documentIdentificatiu",):
                raw.pop(role, None)
            found += [(topic, item) for item in translate(topic, [wire.Heard((raw,))], asked).items]
    return found


def test_over_the_whole_cast_nothing_is_ever_said_of_what_silence_means() -> None:
    """HCC gives a forecast and no meaning of silence: 0 sentences, today, tomorrow and two months on."""
    items = everything_the_cast_is_told(NOW.date())
    facts = [f for topic, item in items for f in facts_of(item, topic)]
    assert len(items) > 50
    assert {type(f) for f in facts} == {TurnFact, ForecastFact, NoticeFact, DebtFact, VisitFact}
    seen = set()
    for days in (0, 1, 7, 30, 60):
        for standing in judge(facts, NOW + timedelta(days=days)).standing:
            seen.add(standing.kind)
            assert standing.used.silence_granted is None
            assert standing.used.silence_source is None
    assert AlertKind.THEIRS_PASSED in seen


def test_what_a_reminder_may_rest_on_besides_is_off_and_a_port_takes_no_place_of_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sources, "_sources", {})
    assert sources.registered() == {}
    for own in (RestsOn.ANSWER, RestsOn.REGISTER_EXIT, RestsOn.OURS):
        with pytest.raises(ValueError, match="by the alerts themselves"):
            sources.register(own, lambda _tx, _now: ())
    sources.register(RestsOn.ISSUER, lambda _tx, _now: ())
    assert set(sources.registered()) == {RestsOn.ISSUER}
