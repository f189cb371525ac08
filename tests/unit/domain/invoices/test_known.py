"""When a page leaves a wish by itself, when the person's button asks, and whether anybody can be asked: pure, but for the port."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.domain.invoices import source
from myspace.domain.invoices.known import Askable, Reading, reading_from
from myspace.vocabulary.answers import Outcome
from myspace.vocabulary.invoices import Untold
from myspace.vocabulary.people import IdentifierKind

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def ago(**by: float) -> datetime:
    return NOW - timedelta(**by)


def nobody() -> Any:
    raise AssertionError("a page asks nobody")


@pytest.fixture(autouse=True)
def connected() -> Iterator[None]:
    kinds = frozenset({IdentifierKind.NIF, IdentifierKind.COMPANY})
    source.connect(source.Connected(kinds, timedelta(hours=1), here=lambda: True, ask=nobody))
    yield
    source.connect(None)


def row(**said: Any) -> tuple[Any, ...]:
    columns = ("number", "kind", "wanted", "outcome", "fault", "answered", "known", "untold", "aside")
    given = {"number": "nif", "kind": "person", **said}
    return tuple(given.get(name) for name in columns)


@pytest.mark.parametrize(("reading", "expected"), [
    (Reading(Askable.NOW, False), True),
    (Reading(Askable.NOW, False, asking=True), False),
    (Reading(Askable.NOT_CONNECTED, False), False),
    (Reading(Askable.NOT_THIS_NUMBER, False), False),
    (Reading(Askable.COPY, False), False),
    (Reading(Askable.NOW, False, ago(minutes=59), ago(minutes=59), outcome=Outcome.FRESH), False),
    (Reading(Askable.NOW, False, ago(minutes=60), ago(minutes=60), outcome=Outcome.FRESH), True),
    (Reading(Askable.NOW, False, ago(hours=9), ago(minutes=4), outcome=Outcome.DOWN), False),
    (Reading(Askable.NOW, False, ago(hours=9), ago(minutes=5), outcome=Outcome.DOWN), True),
    (Reading(Askable.NOW, False, None, ago(minutes=5), outcome=Outcome.LATE), True),
])  # fmt: skip
def test_a_page_leaves_a_wish_for_what_is_old_and_a_failure_waits_five_minutes(
    reading: Reading, expected: bool
) -> None:
    assert reading.stale(NOW) is expected


@pytest.mark.parametrize(("reading", "expected"), [
    (Reading(Askable.NOW, False), True),
    (Reading(Askable.NOW, False, asking=True), False),
    (Reading(Askable.COPY, False), False),
    (Reading(Askable.NOW, False, ago(seconds=59), ago(seconds=59), outcome=Outcome.FRESH), False),
    (Reading(Askable.NOW, False, ago(seconds=60), ago(seconds=60), outcome=Outcome.NOTHING), True),
    (Reading(Askable.NOW, False, None, ago(seconds=9), outcome=Outcome.REFUSED), False),
    (Reading(Askable.NOW, False, None, ago(seconds=10), outcome=Outcome.REFUSED), True),
])  # fmt: skip
def test_a_button_pressed_again_and_again_is_one_question(reading: Reading, expected: bool) -> None:
    assert reading.may_be_asked_again(NOW) is expected


def test_a_number_of_which_it_cannot_be_asked_is_known_before_anybody_asks() -> None:
    assert reading_from(row(number="passport"), NOW).askable is Askable.NOT_THIS_NUMBER
    assert reading_from(row(number="nif"), NOW).askable is Askable.NOW


def test_by_mandate_the_number_is_not_seen_and_only_the_answer_tells() -> None:
    assert reading_from(row(number=None), NOW).askable is Askable.NOW
    assert (
        reading_from(row(number=None, fault="not_askable", outcome="refused"), NOW).askable is Askable.NOT_THIS_NUMBER
    )
    assert reading_from(row(number=None, fault="not_authorised", outcome="refused"), NOW).askable is Askable.NOW


def test_without_a_connection_nobody_can_be_asked_whatever_the_number() -> None:
    source.connect(None)
    assert reading_from(row(), NOW).askable is Askable.NOT_CONNECTED


def test_a_wish_that_nobody_met_is_none_after_two_minutes() -> None:
    assert reading_from(row(wanted=ago(seconds=119)), NOW).asking
    assert not reading_from(row(wanted=ago(minutes=2)), NOW).asking


def test_what_an_answer_does_not_reach_is_read_by_name() -> None:
    reading = reading_from(row(untold="currency whole_list", aside=2, kind="company"), NOW)
    assert reading.untold == {Untold.CURRENCY, Untold.WHOLE_LIST}
    assert (reading.aside, reading.company, reading.known_at) == (2, True, None)
