"""Whom a visit asks, and how a source stands: unknown is never nothing, and the worst topic is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from myspace.domain.gathering.rules import AskFacts, state_of, whom_to_ask
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import directory
from myspace.vocabulary.answers import Outcome

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MANRESA = next(b for b in directory().municipalities() if b.town == "Manresa")
BAGES = directory().comarca_of(MANRESA.ine10)
GENERALITAT = directory().generalitat()
VIC = next(b for b in directory().municipalities() if b.town == "Vic")


@dataclass(frozen=True)
class Row:
    ine10: str
    id: UUID


@dataclass(frozen=True)
class Body:
    connection: Row


def bodies() -> dict[str, Body]:
    assert BAGES is not None
    return {b.ine10: Body(Row(b.ine10, uuid4())) for b in (VIC, GENERALITAT, BAGES, MANRESA)}


def asked(**kwargs: object) -> list[str]:
    every = bodies()
    known = [every[i].connection.id for i in kwargs.pop("known", ())]
    chosen = whom_to_ask(every.values(), known=known, **{"residence": None, "everyone": False, **kwargs})
    return [c.connection.ine10 for c in chosen]


def test_a_first_visit_asks_residence_comarca_and_generalitat_in_that_order() -> None:
    assert BAGES is not None
    assert asked(residence=MANRESA.ine10) == [MANRESA.ine10, BAGES.ine10, GENERALITAT.ine10]


def test_without_a_residence_only_the_generalitat_is_asked() -> None:
    assert asked() == [GENERALITAT.ine10]


def test_a_body_that_knows_the_person_is_asked_again() -> None:
    assert asked(known=[VIC.ine10]) == [GENERALITAT.ine10, VIC.ine10]


def test_everyone_is_asked_only_by_choice_and_the_near_ones_first() -> None:
    assert asked(residence=MANRESA.ine10, everyone=True)[:1] == [MANRESA.ine10]
    assert len(asked(everyone=True)) == 4


def test_an_unconnected_residence_is_not_asked() -> None:
    assert asked(residence="9999999999") == [GENERALITAT.ine10]


GOOD = AskFacts(
    topic=Topic.CASES, asking_until=None, outcome=Outcome.FRESH, known_at=NOW, known_outcome=Outcome.FRESH,
    fresh_until=NOW + timedelta(hours=1), complete=True, items=2, kept_aside=0, knows_me=True,
)  # fmt: skip


def facts(**one: object) -> list[AskFacts]:
    """Four topics, all good, the first changed."""
    return [replace(GOOD, topic=t, **(one if n == 0 else {})) for n, t in enumerate(Topic)]


def test_four_good_answers_are_an_answer() -> None:
    verdict = state_of(facts(), on=True, now=NOW)
    assert (verdict.state, verdict.has_something, verdict.stale) == ("answered", True, False)


def test_four_times_nothing_is_nothing_and_known() -> None:
    nothing = [replace(GOOD, topic=t, outcome=Outcome.NOTHING, known_outcome=Outcome.NOTHING, items=0) for t in Topic]
    verdict = state_of(nothing, on=True, now=NOW)
    assert (verdict.state, verdict.has_something) == ("answered", False)


@pytest.mark.parametrize("outcome", [Outcome.LATE, Outcome.DOWN, Outcome.GARBLED, Outcome.REFUSED])
def test_one_failed_topic_makes_it_partly_and_never_nothing(outcome: Outcome) -> None:
    none = [replace(f, items=0, knows_me=False) for f in facts(outcome=outcome)]
    verdict = state_of(none, on=True, now=NOW)
    assert (verdict.state, verdict.has_something) == ("partly", None)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.LATE, "late"),
        (Outcome.DOWN, "did_not_answer"),
        (Outcome.GARBLED, "garbled"),
        (Outcome.REFUSED, "refused"),
    ],
)
def test_all_topics_failed_is_told_by_its_name(outcome: Outcome, state: str) -> None:
    failed = [replace(f, outcome=outcome) for f in facts()]
    verdict = state_of(failed, on=True, now=NOW)
    assert verdict.state == state
    assert verdict.answered_at == NOW, "the age of what is known survives the failure"


def test_a_question_that_is_out_is_asking_until_its_lease_ends() -> None:
    out = facts(asking_until=NOW + timedelta(seconds=5))
    assert state_of(out, on=True, now=NOW).state == "asking"
    assert state_of(out, on=True, now=NOW + timedelta(seconds=6)).state == "answered"


def test_what_was_kept_aside_makes_it_partly() -> None:
    assert state_of(facts(complete=False, kept_aside=1), on=True, now=NOW).state == "partly"


def test_a_topic_never_asked_is_stale_and_not_answered() -> None:
    verdict = state_of(facts()[:3], on=True, now=NOW)
    assert verdict.stale
    assert verdict.state != "answered"


def test_a_switched_off_source_says_so_and_leaves_no_wish() -> None:
    verdict = state_of(facts(fresh_until=NOW - timedelta(1)), on=False, now=NOW)
    assert (verdict.state, verdict.stale) == ("switched_off", False)
