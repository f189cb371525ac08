"""How a notice stands once every channel is heard: one word where there is one, all of them where there is not."""

from __future__ import annotations

from datetime import UTC, datetime

from myspace.domain.notices.grouping import Standing, standing
from myspace.vocabulary.notices import Evidence, NoticeStatus

S = NoticeStatus
EARLY, LATE = datetime(2026, 11, 3, 9, 0, tzinfo=UTC), datetime(2026, 11, 5, 9, 0, tzinfo=UTC)


def test_what_has_not_ended_stands_as_far_as_any_channel_knows() -> None:
    assert standing([Evidence(S.ON_ITS_WAY), Evidence(S.AVAILABLE)]) == Standing(S.AVAILABLE)
    assert standing([Evidence(S.FAILED), Evidence(S.AVAILABLE)]) == Standing(S.AVAILABLE)
    assert standing([Evidence(S.FAILED)]) == Standing(S.FAILED)


def test_the_first_in_time_counts() -> None:
    assert standing([Evidence(S.REFUSED, LATE), Evidence(S.OPENED, EARLY), Evidence(S.AVAILABLE)]) == Standing(
        S.OPENED, EARLY
    )


def test_of_different_ends_that_nobody_can_order_all_are_named() -> None:
    found = standing([Evidence(S.EXPIRED_UNOPENED, LATE), Evidence(S.OPENED)])
    assert found.contested == {S.EXPIRED_UNOPENED, S.OPENED}


def test_refused_against_expired_is_one_of_the_two_and_nobody_tells_which() -> None:
    assert standing([Evidence(S.REFUSED, LATE), Evidence(S.EXPIRED_UNOPENED)]) == Standing(S.REFUSED_OR_EXPIRED)
