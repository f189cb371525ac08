"""What is out of the ordinary of a login, and which ways may be closed and opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from myspace.domain.logins.rules import (
    COOLS_FOR,
    LASTS,
    Closed,
    Seen,
    Unclosable,
    Unopenable,
    Unusual,
    unclosable,
    unopenable,
    unusual,
)
from myspace.domain.people.guarding import Way
from myspace.vocabulary.people import LoginMethod

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)  # half past three by the clock
ONE = Seen(UUID(int=1), NOON, "idcatmobil", "Chrome, Android")
USUAL = [replace(ONE, id=UUID(int=n), at=NOON - timedelta(days=n)) for n in range(2, 8)]


def test_the_first_of_all_is_nothing_new() -> None:
    assert unusual(replace(ONE, at=NIGHT), []) is None


def test_the_usual_is_nothing_new() -> None:
    assert unusual(ONE, USUAL) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"way": "clave"}, Unusual.WAY),
        ({"device": "Firefox, Linux"}, Unusual.DEVICE),
        ({"at": NIGHT}, Unusual.NIGHT),
        ({"way": "clave", "device": "Firefox, Linux", "at": NIGHT}, Unusual.WAY),
        ({"device": "Firefox, Linux", "at": NIGHT}, Unusual.DEVICE),
        ({"way": ""}, None),
        ({"device": ""}, None),
    ],
)
def test_one_login_is_one_thing_and_the_gravest_is_told(changes: dict[str, object], expected: Unusual | None) -> None:
    assert unusual(replace(ONE, **changes), USUAL) is expected


def test_a_way_that_is_known_here_is_not_new_elsewhere() -> None:
    assert unusual(ONE, [], frozenset({"idcatmobil"})) is None
    assert unusual(replace(ONE, way="clave"), [], frozenset({"idcatmobil"})) is Unusual.WAY


def test_the_night_of_who_enters_at_night_is_usual_and_so_is_that_of_who_is_hardly_known() -> None:
    night = replace(ONE, at=NIGHT)
    assert unusual(night, [*USUAL, replace(ONE, at=NIGHT - timedelta(days=30))]) is None
    assert unusual(night, USUAL[:2]) is None


def test_midnight_is_that_of_the_clock_here() -> None:
    assert unusual(replace(ONE, at=datetime(2026, 11, 19, 23, 1, tzinfo=UTC)), USUAL) is Unusual.NIGHT
    assert unusual(replace(ONE, at=datetime(2026, 11, 20, 5, 1, tzinfo=UTC)), USUAL) is None


IDCAT, CLAVE, CARD = (Way("valid", m) for m in (LoginMethod.IDCAT_MOBIL, LoginMethod.CLAVE, LoginMethod.CERTIFICATE))


def test_the_way_one_is_in_by_is_never_closed_nor_one_that_was_surer() -> None:
    assert unclosable(IDCAT, 1, mine=IDCAT, my_level=3) is Unclosable.IN_USE
    assert unclosable(CARD, 3, mine=IDCAT, my_level=2) is Unclosable.SURER
    assert unclosable(CLAVE, 2, mine=IDCAT, my_level=2) is None
    assert unclosable(CLAVE, 0, mine=IDCAT, my_level=1) is None


def test_of_two_who_are_in_as_one_whoever_is_less_sure_cannot_lock_the_other_out() -> None:
    for mine, theirs in product((1, 2, 3), repeat=2):
        can = unclosable(CARD, theirs, mine=IDCAT, my_level=mine) is None
        assert can == (mine >= theirs)


def test_a_way_opens_by_another_as_sure_a_day_after_and_not_before() -> None:
    closed = Closed(CLAVE, 2, NOON, NOON + LASTS)
    later = NOON + COOLS_FOR
    assert unopenable(closed, mine=CLAVE, my_level=3, now=later) is Unopenable.SAME_WAY
    assert unopenable(closed, mine=IDCAT, my_level=1, now=later) is Unopenable.LESS_SURE
    assert unopenable(closed, mine=IDCAT, my_level=2, now=later - timedelta(seconds=1)) is Unopenable.TOO_SOON
    assert unopenable(closed, mine=IDCAT, my_level=2, now=later) is None
