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
    found = one_each([*apart, fact("d", RestsOn.ISSUER)])
    assert [(one.about.source_key, one.names) for one in found] == [(key, (key,)) for key in "abcd"]


def test_the_list_gives_the_words_and_who_told_first_gives_the_key() -> None:
    item = UUID(int=3)
    listed = fact("list", RestsOn.SEEN_INSIDE, "1", "2", days=2)
    told = fact("issuer", RestsOn.ISSUER, "2", days=0, covers=item)
    for order in permutations((listed, told)):
        (one,) = one_each(order)
        assert (one.rests_on, one.names, one.covers) == (RestsOn.SEEN_INSIDE, ("issuer", "list"), item)
    (one,) = one_each([fact("list", RestsOn.SEEN_INSIDE, "2", days=-1), told])
    assert one.names == ("list", "issuer")


def test_what_a_third_joins_is_one() -> None:
    three = [
        fact("a", RestsOn.ISSUER, "1", days=3), fact("b", RestsOn.ISSUER, "2", days=2), fact("c", RestsOn.ISSUER, "1", "2", days=1),
    ]  # fmt: skip
    for order in permutations(three):
        assert [one.names for one in one_each(order)] == [("c", "b", "a")]


REGISTERED, ANOTHER, CASE = "08/registry/S1", "08/registry/S2", "08/reference/EXP-7"


def test_two_notices_of_one_case_are_two_though_their_body_gave_both_its_reference() -> None:
    for first, second in (((REGISTERED, CASE), (ANOTHER, CASE)), ((CASE,), (CASE,)), ((REGISTERED, CASE), (CASE,))):
        two = [fact("a", RestsOn.SEEN_INSIDE, *first), fact("b", RestsOn.SEEN_INSIDE, *second)]
        for order in permutations(two):
            assert {one.about.source_key for one in one_each(order)} == {"a", "b"}


def test_what_may_be_of_either_of_two_loses_neither_and_joins_the_one_it_was_registered_as() -> None:
    two = [fact("a", RestsOn.SEEN_INSIDE, REGISTERED, CASE), fact("b", RestsOn.SEEN_INSIDE, ANOTHER, CASE)]
    for order in permutations([*two, fact("exit", RestsOn.REGISTER_EXIT, CASE)]):
        assert {one.about.source_key for one in one_each(order)} == {"a", "b", "exit"}
    for order in permutations([*two, fact("exit", RestsOn.REGISTER_EXIT, REGISTERED, CASE, covers=UUID(int=4))]):
        assert {(one.about.source_key, one.covers) for one in one_each(order)} == {("a", UUID(int=4)), ("b", None)}


def test_it_keeps_the_name_it_was_registered_under_whoever_falls_silent() -> None:
    (both,) = one_each([fact("list", RestsOn.SEEN_INSIDE, REGISTERED), fact("exit", RestsOn.REGISTER_EXIT, REGISTERED)])
    (alone,) = one_each([fact("list", RestsOn.SEEN_INSIDE, REGISTERED)])
    assert both.names[0] == alone.names[0] == REGISTERED
