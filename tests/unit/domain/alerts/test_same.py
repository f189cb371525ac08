"""One notice, however many sources tell of it: one fact, with the words of a list and the key of whoever told first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import UUID

from myspace.domain.alerts.facts import About, NoticeFact, RestsOn
from myspace.domain.alerts.same import one_each
from myspace.vocabulary.notices import NoticeKind

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def fact(key: str, rests_on: RestsOn, *numbers: str, days: int = 0, covers: UUID | None = None) -> NoticeFact:
    about = About(key, None, "0811360009", "", NOW, "/notificacions")
    return NoticeFact(
        about,
        NoticeKind.NOTIFICATION,
        NOW,
        None,
        None,
        None,
        False,
        rests_on,
        covers,
        numbers,
        NOW + timedelta(days=days),
    )


def test_facts_without_a_number_in_common_stay_apart() -> None:
    apart = [fact("a", RestsOn.SEEN_INSIDE, "1"), fact("b", RestsOn.ISSUER, "2"), fact("c", RestsOn.ISSUER)]
    assert one_each([*apart, fact("d", RestsOn.ISSUER)]) == [*apart, fact("d", RestsOn.ISSUER)]


def test_the_list_gives_the_words_and_who_told_first_gives_the_key() -> None:
    item = UUID(int=3)
    listed = fact("list", RestsOn.SEEN_INSIDE, "1", "2", days=2)
    told = fact("issuer", RestsOn.ISSUER, "2", days=0, covers=item)
    for order in permutations((listed, told)):
        (one,) = one_each(order)
        assert (one.rests_on, one.about.source_key, one.covers) == (RestsOn.SEEN_INSIDE, "issuer", item)
    (one,) = one_each([fact("list", RestsOn.SEEN_INSIDE, "2", days=-1), told])
    assert one.about.source_key == "list"


def test_what_a_third_joins_is_one() -> None:
    three = [
        fact("a", RestsOn.ISSUER, "1", days=3), fact("b", RestsOn.ISSUER, "2", days=2), fact("c", RestsOn.ISSUER, "1", "2", days=1),
    ]  # fmt: skip
    for order in permutations(three):
        assert [one.about.source_key for one in one_each(order)] == ["c"]
