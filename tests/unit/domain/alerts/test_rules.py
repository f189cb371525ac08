"""Which facts deserve an alert: each kind at its edges, never twice, and nothing said that no datum says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myspace.domain.alerts.facts import (
    About,
    ClosedFact,
    ComeInFact,
    DebtFact,
    EndsFact,
    Fact,
    ForecastFact,
    LoginFact,
    NoticeFact,
    RejectedFact,
    RestsOn,
    Silence,
    SilentFact,
    TurnFact,
    VisitFact,
)
from myspace.domain.alerts.rules import (
    GATHERS_EVERY,
    GATHERS_SPREAD,
    AlertKind,
    Standing,
    judge,
    next_gathering,
    steps,
    still_gathers,
)
from myspace.domain.logins.rules import Unusual
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.notices import NoticeKind

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
BODY = "0811360009"


def about(key: str = "a") -> About:
    return About(key, UUID(int=1), BODY, "Una cosa", NOW, "/activitat/1")


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def notice(**changes: object) -> NoticeFact:
    starts = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    last = date(2026, 11, 30)
    made = NoticeFact(
        about(), NoticeKind.NOTIFICATION, starts, starts + timedelta(days=10), starts + timedelta(days=10), last, True,
        RestsOn.SEEN_INSIDE,
    )  # fmt: skip
    return replace(made, **changes)


def debt(opens: int | None = -40, closes: int | None = 20, *, by_bank: bool = False) -> DebtFact:
    day = {"opens": on(opens) if opens is not None else None, "closes": on(closes) if closes is not None else None}
    return DebtFact(about(), "d", amount=Decimal("10.00"), by_bank=by_bank, **day)


def kinds(*facts: Fact, now: datetime = NOW) -> list[tuple[AlertKind, bool]]:
    return [(one.kind, one.fresh) for one in judge(facts, now).standing]


def one(*facts: Fact, now: datetime = NOW) -> Standing:
    (found,) = judge(facts, now).standing
    return found


def test_a_notice_is_reminded_of_at_one_five_eight_and_nine_tenths_of_its_term() -> None:
    assert [(step, at - notice().starts) for step, at in steps(notice())] == [
        (1, timedelta(days=1)),
        (5, timedelta(days=5)),
        (8, timedelta(days=8)),
        (9, timedelta(days=9)),
    ]


def test_the_tenths_of_a_longer_term_are_longer() -> None:
    long = notice(ends=notice().starts + timedelta(days=30))
    assert [(at - long.starts).days for _, at in steps(long)] == [3, 15, 24, 27]


@pytest.mark.parametrize(("days", "step"), [(1, 1), (4, 1), (5, 5), (7, 5), (8, 8), (9, 9)])
def test_of_the_reminders_that_are_due_only_the_latest_stands(days: int, step: int) -> None:
    found = one(notice(), now=notice().starts + timedelta(days=days, minutes=1))
    assert (found.kind, found.used.step, found.due) == (AlertKind.NOTICE, step, dict(steps(notice()))[step])


def test_before_the_first_tenth_and_after_the_end_a_notice_gives_none() -> None:
    assert kinds(notice(), now=notice().starts + timedelta(hours=23)) == []
    assert kinds(notice(), now=notice().lapses) == []


def test_a_notice_whose_sender_gives_longer_than_the_law_stands_on_until_the_senders_end() -> None:
    longer = notice(lapses=notice().ends + timedelta(days=20))
    assert one(longer, now=notice().ends + timedelta(days=4)).used.step == 9


def test_past_the_laws_days_the_tenths_of_the_senders_longer_term_remind_again_each_once() -> None:
    """Whoever is not obliged has until the sender's day: a reminder that stopped at the law's would leave them alone there."""
    given = notice()
    longer = notice(lapses=given.starts + timedelta(days=30), sender_says=False, senders_day=date(2026, 12, 20))
    days = (1, 5, 8, 9, 10.5, 15.1, 24.1, 27.1, 29.9)
    found = [one(longer, now=given.starts + timedelta(days=day)) for day in days]
    assert [each.used.step for each in found] == [1, 5, 8, 9, 9, 5, 8, 9, 9]
    assert len({each.key for each in found}) == 7
    assert {each.due_on for each in found} == {date(2026, 12, 20)}, "the sender does say until when"
    assert kinds(longer, now=longer.lapses) == []


def test_a_fact_that_was_raised_under_another_name_is_known_by_it() -> None:
    first, both = one(notice(names=("b",))), one(notice(names=("a", "b")))
    assert first.key in both.also
    assert first.key != both.key


def test_a_communication_and_a_notice_without_anything_to_count_from_pace_nothing() -> None:
    assert steps(notice(kind=NoticeKind.COMMUNICATION)) == steps(notice(ends=None)) == ()
    assert kinds(notice(kind=NoticeKind.COMMUNICATION), notice(ends=None)) == []


def test_what_a_register_has_called_deposited_for_years_is_no_news() -> None:
    old = notice(lapses=None, sender_says=False, rests_on=RestsOn.REGISTER_EXIT, last_day=None)
    assert kinds(old, now=NOW + timedelta(days=365)) == [(AlertKind.NOTICE, False)]
    assert one(old).due_on is None


def test_when_the_clock_next_matters_is_the_next_reminder_or_the_next_day() -> None:
    assert judge([notice()], NOW).next_at == datetime(2026, 11, 24, 0, 0, tzinfo=MADRID)
    assert judge([notice(starts=NOW - timedelta(hours=23), ends=NOW + timedelta(days=9, hours=1))], NOW).next_at == (
        NOW + timedelta(hours=1)
    )
    spread = judge([], NOW, jitter=timedelta(hours=2)).next_at
    assert spread == datetime(2026, 11, 24, 2, 0, tzinfo=MADRID)


def test_the_day_that_begins_is_that_of_catalonia_also_when_clocks_change() -> None:
    before = datetime(2026, 10, 24, 21, 59, tzinfo=UTC)  # 23.59 in summer time
    assert judge([], before).next_at.astimezone(UTC) == datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    assert judge([], before + timedelta(minutes=2)).next_at.astimezone(UTC) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_my_turn_is_alerted_of_once_a_turn_as_far_as_the_body_tells_turns_apart() -> None:
    first, same, other = (
        TurnFact(about(), "esmena/2026-11-01"),
        TurnFact(about(), "esmena/2026-11-01"),
        TurnFact(about(), "x/"),
    )
    assert one(first).key == one(same).key != one(other).key


def test_a_forecast_passes_the_day_after() -> None:
    assert kinds(ForecastFact(about(), on(0))) == []
    assert kinds(ForecastFact(about(), on(-1))) == [(AlertKind.THEIRS_PASSED, True)]
    assert kinds(ForecastFact(about(), on(-91))) == [(AlertKind.THEIRS_PASSED, False)]


def test_what_silence_means_is_said_only_with_the_datum_that_says_it() -> None:
    assert one(ForecastFact(about(), on(-1))).used.silence_granted is None
    said = one(ForecastFact(about(), on(-1), Silence(granted=True, source="Registre de procediments"))).used
    assert (said.silence_granted, said.silence_source) == (True, "Registre de procediments")


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (1, 20, []),
        (0, 20, [(AlertKind.WINDOW_OPENS, True)]),
        (-3, 20, [(AlertKind.WINDOW_OPENS, True)]),
        (-4, 20, [(AlertKind.WINDOW_OPENS, False)]),
        (-4, 5, [(AlertKind.WINDOW_CLOSES, True)]),
        (None, 0, [(AlertKind.WINDOW_CLOSES, True)]),
        (-40, -1, []),
        (None, None, []),
        (-1, None, [(AlertKind.WINDOW_OPENS, True)]),
    ],
)
def test_a_window_to_pay_opens_and_closes(opens: int | None, closes: int | None, expected: list[object]) -> None:
    assert kinds(debt(opens, closes)) == expected


def test_what_the_bank_pays_is_told_of_only_when_its_window_closed_and_it_is_still_owed() -> None:
    assert kinds(debt(-10, 0, by_bank=True)) == []
    assert kinds(debt(-10, -1, by_bank=True)) == [(AlertKind.DEBIT_UNPAID, True)]
    assert kinds(debt(-10, None, by_bank=True)) == []


def test_a_window_that_moves_is_another_fact() -> None:
    assert one(debt(0, 20)).key != one(debt(0, 21)).key


def test_an_appointment_is_reminded_of_the_day_before_and_until_its_hour() -> None:
    at = datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
    visit = VisitFact(about(), at.date(), at)
    assert kinds(visit, now=NOW - timedelta(days=1)) == []
    assert kinds(visit) == [(AlertKind.APPOINTMENT, True)]
    assert kinds(visit, now=at - timedelta(minutes=1)) == [(AlertKind.APPOINTMENT, True)]
    assert kinds(visit, now=at) == []
    assert one(visit).key != one(replace(visit, at=at + timedelta(hours=1))).key


def test_a_body_is_silent_after_a_day_and_only_matters_with_a_deadline_within_the_week() -> None:
    silent = SilentFact("c/taxes", BODY, NOW - timedelta(hours=24), (on(7), on(30)))
    found = one(silent)
    assert (found.kind, found.due_on, found.about) == (AlertKind.SILENT_BODY, on(7), None)
    assert kinds(replace(silent, known_at=NOW - timedelta(hours=23))) == []
    assert kinds(replace(silent, deadlines=(on(-1), on(8)))) == []


LOGIN = LoginFact(UUID(int=1), str(UUID(int=2)), "valid/certificat", "Firefox", NOW, Unusual.WAY)


def test_a_login_by_a_new_way_is_told_once_whatever_comes_after() -> None:
    later = replace(LOGIN, login=UUID(int=3), at=NOW + timedelta(hours=1))
    assert one(LOGIN).key == one(later).key
    assert kinds(replace(LOGIN, unusual=None)) == []
    assert kinds(LOGIN, now=NOW + timedelta(days=8)) == [(AlertKind.NEW_LOGIN, False)]


def test_a_new_device_is_told_once_and_each_odd_night_by_itself() -> None:
    for odd, same in ((Unusual.DEVICE, True), (Unusual.NIGHT, False)):
        first = replace(LOGIN, unusual=odd)
        assert (one(first).key == one(replace(first, login=UUID(int=3))).key) is same


def test_a_login_elsewhere_says_who_told_it_and_where_and_one_here_is_another_fact() -> None:
    elsewhere = one(replace(LOGIN, who="elsewhere", service="Biblioteca"))
    assert (elsewhere.rests_on, elsewhere.used.service, elsewhere.used.login) == (
        RestsOn.FEED,
        "Biblioteca",
        UUID(int=1),
    )
    assert (one(LOGIN).rests_on, one(LOGIN).used.service) == (RestsOn.OURS, None)
    assert elsewhere.key != one(LOGIN).key


def test_a_way_that_was_closed_is_told_each_time_it_is() -> None:
    closed = ClosedFact("valid/clave", NOW)
    assert one(closed).used.unusual == "closed"
    assert one(closed).key != one(replace(closed, at=NOW + timedelta(days=1))).key


def test_who_asked_to_be_reminded_to_come_in_is_after_a_month_and_once_for_each_absence() -> None:
    asked = ComeInFact(since=NOW - timedelta(days=90), entered_at=NOW - timedelta(days=30))
    assert kinds(asked) == [(AlertKind.COME_IN, True)]
    assert one(asked).key == one(asked, now=NOW + timedelta(days=9)).key
    assert kinds(replace(asked, since=NOW)) == []
    assert kinds(replace(asked, entered_at=NOW)) == []


FACTS = st.lists(
    st.one_of(
        st.builds(
            lambda key, start, long: notice(
                about=about(key), starts=NOW + timedelta(hours=start), ends=NOW + timedelta(hours=start + long),
                lapses=NOW + timedelta(hours=start + long),
            ),
            st.sampled_from("ab"), st.integers(-200, 200), st.integers(1, 800),
        ),
        st.builds(lambda key, phase: TurnFact(about(key), phase), st.sampled_from("ab"), st.sampled_from("xy")),
        st.builds(lambda key, days: ForecastFact(about(key), on(days)), st.sampled_from("ab"), st.integers(-99, 20)),
        st.builds(debt, st.integers(-30, 30), st.integers(-30, 30), by_bank=st.booleans()),
        st.builds(lambda days: VisitFact(about(), on(days), None), st.integers(-5, 20)),
    ),
    max_size=6,
)  # fmt: skip


@given(FACTS, st.lists(st.integers(0, 240), max_size=12))
def test_however_facts_come_and_go_no_fact_is_raised_twice_and_none_that_does_not_stand(
    facts: list[Fact], hours: list[int]
) -> None:
    """As `jobs` keeps them: what was raised once has its key for ever; a body that flaps hides its facts now and then."""
    raised: list[str] = []
    for turn, hour in enumerate(sorted(hours)):
        seen = facts if turn % 2 == 0 else facts[: len(facts) // 2]
        standing = judge(seen, NOW + timedelta(hours=hour)).standing
        assert len({each.key for each in standing}) == len(standing)
        raised += [each.key for each in standing if each.fresh and each.key not in raised]
        assert judge(seen[::-1], NOW + timedelta(hours=hour)).next_at > NOW + timedelta(hours=hour)
    assert len(set(raised)) == len(raised)


@given(st.integers(1, 4000), st.integers(0, 100))
def test_between_the_first_tenth_and_the_end_exactly_one_reminder_of_a_notice_stands(hours: int, percent: int) -> None:
    term = timedelta(hours=hours)
    waits = notice(starts=NOW, ends=NOW + term, lapses=NOW + term)
    found = judge([waits], NOW + term * percent / 100).standing
    assert [each.used.step for each in found] == (
        [max(step for step in (1, 5, 8, 9) if step * 10 <= percent)] if 10 <= percent < 100 else []
    )


def test_an_alert_is_never_made_of_nothing() -> None:
    assert judge([], NOW).standing == ()


def test_background_asking_is_twice_a_day_at_most_and_spread() -> None:
    assert next_gathering(NOW, 0) - NOW == GATHERS_EVERY
    assert next_gathering(NOW, 0.999) - NOW < GATHERS_EVERY + GATHERS_SPREAD


def test_background_asking_is_off_until_asked_for_and_stops_for_who_does_not_come_back() -> None:
    assert not still_gathers(None, NOW, NOW)
    assert not still_gathers(NOW, None, NOW)
    assert still_gathers(NOW - timedelta(days=400), NOW - timedelta(days=79), NOW)
    assert not still_gathers(NOW - timedelta(days=400), NOW - timedelta(days=80), NOW)


def test_the_end_of_a_day_is_that_of_catalonia() -> None:
    assert end_of(TODAY).astimezone(MADRID).date() in (TODAY, on(1))


def test_a_rejected_invoice_is_told_once_whatever_else_its_source_says_of_it_later() -> None:
    (first,) = judge([RejectedFact(about("7"), on(-2))], NOW).standing
    (later,) = judge(
        [RejectedFact(replace(about("7"), title="F-7", ine10=""), on(-1))], NOW + timedelta(days=300)
    ).standing
    (other,) = judge([RejectedFact(about("8"), on(-2))], NOW).standing
    assert (first.kind, first.fresh, first.due_on, first.used.starts) == (
        AlertKind.INVOICE_REJECTED,
        True,
        None,
        on(-2),
    )
    assert (first.key, later.ine10) == (later.key, None)
    assert other.key != first.key


@pytest.mark.parametrize(
    ("left", "due"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 7), (0, 7), (-1, None)]
)
def test_a_title_is_told_of_at_three_distances_of_which_the_nearest_stands(left: int, due: int | None) -> None:
    found = judge([EndsFact(about("family_title"), "family_title", on(left))], NOW).standing
    assert [(one.kind, one.due_on, one.due.astimezone(MADRID).date()) for one in found] == (
        [(AlertKind.ENDS_SOON, on(left), on(left - due))] if due else []
    )


def test_another_last_day_is_another_end_and_the_same_one_is_the_same_whoever_tells_it() -> None:
    def key(until: int, ref: int = 1) -> str:
        return one(EndsFact(replace(about("family_title"), ref_id=UUID(int=ref)), "family_title", on(until))).key

    assert key(5) == key(5, ref=2)
    assert key(5) != key(6)
    assert key(5) != key(20)
