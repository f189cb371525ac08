"""What the rows of every page's statement come to: how much is held, of whom, and how old it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.domain.gathering import known
from myspace.domain.gathering.known import known_from
from myspace.vocabulary.activity import Topic

MANRESA, BERGA = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)
OWN: tuple[Any, ...] = ("person", "ca", None, None, EARLIER, None, True)  # the profile, and told to wait


def ask(connection: UUID, topic: Topic, known_at: datetime | None, items: int) -> tuple[Any, ...]:
    outcome = "fresh" if known_at else "late"
    seconds = known_at.timestamp() if known_at else None
    asked = (str(connection), topic.value, None, outcome, seconds, outcome, None, True, items, 0, True, None)
    return (*asked, *(None for _ in OWN))


NOBODY_ASKED = (*(None for _ in range(12)), *OWN)
FOUND = known_from(
    [
        ask(MANRESA, Topic.TAXES, NOW, 2),
        ask(MANRESA, Topic.CASES, EARLIER, 3),
        ask(BERGA, Topic.TAXES, EARLIER, 0),
        NOBODY_ASKED,
    ]
)


def test_things_are_counted_once_and_so_is_each_body_that_told_of_some() -> None:
    assert (FOUND.things, FOUND.tellers) == (5, 1)


def test_a_topic_is_as_old_as_each_body_that_has_something_of_it_and_one_bodys_by_itself() -> None:
    assert FOUND.ages(Topic.TAXES) == [NOW]
    assert FOUND.known_at(BERGA, Topic.TAXES) == EARLIER
    assert FOUND.known_at(BERGA, Topic.CASES) is None


def test_the_row_of_the_profile_is_nobody_s_ask_and_says_whether_to_wait() -> None:
    assert known_from([NOBODY_ASKED]).asks == []
    assert FOUND.told_to_wait
    assert FOUND.profile.entered_before_at == EARLIER


def test_a_wish_that_is_out_is_known_whether_it_waits_or_not_and_none_is_none() -> None:
    told = {wait: known_from([(*NOBODY_ASKED[:-1], wait)]) for wait in (True, False, None)}
    assert {wait: (known.wished, known.told_to_wait) for wait, known in told.items()} == {
        True: (True, True),
        False: (True, False),
        None: (False, False),
    }


def test_the_places_in_a_row_are_those_of_its_columns() -> None:
    columns = [re.sub(r"date_part\('epoch',(\w+)\)", r"\1", c).split()[0] for c in known._ASK_COLUMNS.split(", ")]
    places = (known.CONNECTION, known.TOPIC, known.KNOWN_AT, known.ITEMS, known.KNOWS_ME)
    assert [columns[place] for place in places] == ["connection_id", "topic", "known_at", "items", "knows_me_since"]
