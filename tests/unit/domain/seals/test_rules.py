"""When a list is fetched again: at once without one, often when it lacks, seldom while it says something; never back in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from myspace.domain.seals.rules import IN_FORCE_EVERY, LACKING_EVERY, Standing, due, in_force, newer

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def test_an_address_that_was_never_tried_is_due() -> None:
    assert due(Standing(), NOW)


@pytest.mark.parametrize(
    ("kept", "after"),
    [
        (Standing(NOW, NOW - DAY, NOW + DAY), IN_FORCE_EVERY),
        (Standing(NOW), LACKING_EVERY),
        (Standing(NOW, NOW - DAY, NOW), LACKING_EVERY),
    ],
)
def test_it_is_tried_again_after_its_time_and_not_before(kept: Standing, after: timedelta) -> None:
    assert not due(kept, NOW + after - SECOND)
    assert due(kept, NOW + after)


def test_a_list_says_nothing_from_the_moment_at_which_the_next_one_should_be_there() -> None:
    kept = Standing(NOW, NOW - DAY, NOW)
    assert in_force(kept, NOW - SECOND)
    assert not in_force(kept, NOW)
    assert not in_force(Standing(NOW), NOW)


def test_an_older_list_never_takes_a_newer_ones_place() -> None:
    kept = Standing(NOW, NOW - DAY, NOW + DAY)
    assert not newer(kept, NOW - DAY - SECOND)
    assert newer(kept, NOW - DAY)
    assert newer(Standing(NOW), NOW - 10 * DAY)
