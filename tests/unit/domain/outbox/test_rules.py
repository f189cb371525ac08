"""When a message goes, by which channels, and when to try again."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest

from myspace.domain.outbox import rules
from myspace.domain.outbox.rules import HERE, Choice, Pace, Rhythm, Route, When
from myspace.vocabulary.messages import CHOSEN, Channel, MessageKind

NOTICE, TURN, CONTACT = MessageKind.NOTICE, MessageKind.TURN, MessageKind.CONTACT
EVERY = tuple(Channel)


def at(hour: int, minute: int = 0, day: int = 3) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=HERE)


def due(now: datetime, rhythm: Rhythm, *, urgent: bool = False, use_by: datetime | None = None) -> When:
    return rules.when(now, rhythm, kind=TURN, urgent=urgent, use_by=use_by)


def test_by_day_a_message_goes_at_once() -> None:
    assert due(at(11), Rhythm()) == When(at(11))


@pytest.mark.parametrize(
    ("now", "expected"), [(at(23), at(8, day=4)), (at(3), at(8)), (at(7, 59), at(8)), (at(8), at(8))]
)
def test_at_night_it_waits_for_the_morning(now: datetime, expected: datetime) -> None:
    assert due(now, Rhythm()) == When(expected)


def test_what_the_night_would_make_useless_goes_by_night() -> None:
    assert due(at(23), Rhythm(), urgent=True, use_by=at(6, day=4)) == When(at(23))


def test_quiet_hours_by_day_are_kept_too_and_none_is_none() -> None:
    assert due(at(13), Rhythm(quiet_from=12, quiet_to=16)) == When(at(16))
    assert due(at(3), Rhythm(quiet_from=None, quiet_to=None)) == When(at(3))


def test_the_clock_that_is_kept_is_the_one_on_the_wall_when_summer_ends() -> None:
    night = datetime(2026, 10, 24, 23, tzinfo=HERE)  # the hour from two to three comes twice
    assert due(night, Rhythm()).due_at == datetime(2026, 10, 25, 8, tzinfo=HERE)
    assert due(night, Rhythm()).due_at.timestamp() - night.timestamp() == 10 * 3600


def test_a_digest_goes_at_its_hour_the_next_day_or_the_next_week() -> None:
    assert due(at(10), Rhythm(Pace.DAILY)) == When(at(9, day=4), digest=True)
    assert due(at(8), Rhythm(Pace.DAILY)) == When(at(9), digest=True)
    assert due(at(10), Rhythm(Pace.WEEKLY)) == When(at(9, day=9), digest=True)  # 3 November 2026 is a Tuesday


def test_an_urgent_one_and_one_that_the_digest_would_miss_go_by_themselves() -> None:
    assert due(at(10), Rhythm(Pace.WEEKLY), urgent=True) == When(at(10))
    assert due(at(10), Rhythm(Pace.WEEKLY), use_by=at(12, day=5)) == When(at(10))


def test_a_code_waits_for_nothing() -> None:
    assert rules.when(at(3), Rhythm(Pace.WEEKLY), kind=CONTACT, urgent=True, use_by=None) == When(at(3))


def test_the_most_precise_choice_decides_and_of_two_equal_the_no() -> None:
    no_mail = Choice("", "", "email", False)
    assert rules.wanted(NOTICE, "08113", Channel.EMAIL, [no_mail], Rhythm()) is False
    assert rules.wanted(NOTICE, "08113", Channel.PUSH, [no_mail], Rhythm()) is None
    yes_notice = Choice("notice", "", "email", True)
    assert rules.wanted(NOTICE, "08113", Channel.EMAIL, [no_mail, yes_notice], Rhythm()) is True
    no_sender = Choice("", "08113", "email", False)
    assert rules.wanted(NOTICE, "08113", Channel.EMAIL, [yes_notice, no_sender], Rhythm()) is False
    assert rules.wanted(NOTICE, "17079", Channel.EMAIL, [yes_notice, no_sender], Rhythm()) is True


def test_a_body_that_is_silenced_stays_so_whatever_was_ticked_of_kinds_and_ways() -> None:
    """The page writes a row for each kind by each way; the button that silences a body writes one for all of it."""
    ticked = [Choice(kind.value, "", channel.value, True) for kind in MessageKind for channel in EVERY]
    silenced = Choice("", "08113", "", False)
    for channel in EVERY:
        assert rules.wanted(NOTICE, "08113", channel, [*ticked, silenced], Rhythm()) is False
        assert rules.wanted(NOTICE, "17079", channel, [*ticked, silenced], Rhythm()) is True


def test_of_two_channels_there_both_are_used_and_an_sms_only_when_nothing_else_took_it() -> None:
    assert rules.route(NOTICE, "", urgent=True, there=EVERY, choices=(), rhythm=Rhythm()) == Route(
        (Channel.PUSH, Channel.EMAIL), (Channel.SMS,)
    )
    assert rules.route(TURN, "", urgent=False, there=EVERY, choices=(), rhythm=Rhythm()).then == ()


def test_who_has_only_a_telephone_gets_what_is_urgent_there() -> None:
    assert rules.route(NOTICE, "", urgent=True, there=[Channel.SMS], choices=(), rhythm=Rhythm()) == Route(
        (Channel.SMS,), ()
    )
    assert rules.route(TURN, "", urgent=False, there=[Channel.SMS], choices=(), rhythm=Rhythm()) == Route((), ())


def test_a_channel_that_was_refused_is_never_used_whatever_fails() -> None:
    """Every combination of the nine yes, no and silence for each kind."""
    for kind, urgent in product(CHOSEN, (True, False)):
        for said in product((True, False, None), repeat=3):
            choices = [Choice(kind, "", c, s) for c, s in zip(EVERY, said, strict=True) if s is not None]
            route = rules.route(kind, "", urgent=urgent, there=EVERY, choices=choices, rhythm=Rhythm())
            used = set(route.first) | set(route.then)
            assert not used & {c for c, s in zip(EVERY, said, strict=True) if s is False}
            assert {c for c, s in zip(EVERY, said, strict=True) if s} <= set(route.first)
            assert not set(route.first) & set(route.then)


def test_whoever_wants_only_what_has_a_term_gets_no_other_kind() -> None:
    only = Rhythm(only_terms=True)
    assert rules.route(TURN, "", urgent=True, there=EVERY, choices=(), rhythm=only) == Route((), ())
    assert rules.route(NOTICE, "", urgent=True, there=EVERY, choices=(), rhythm=only).first


def test_it_is_tried_again_later_each_time_and_not_for_ever() -> None:
    told = at(10)
    minutes = []
    for attempt in range(1, 60):
        again = rules.try_again(attempt, told, None, told + timedelta(hours=attempt))
        if again is None:
            break
        minutes.append((again - told - timedelta(hours=attempt)).total_seconds() / 60)
    assert minutes[:9] == [1, 2, 3, 3, 6, 15, 30, 60, 60]
    assert len(minutes) == 47
    assert rules.try_again(1, told, told + timedelta(seconds=30), told) is None
