"""What an item means: states in words, no invented dates, re-dated items are not news."""

from __future__ import annotations

from dataclasses import replace as _replace
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
import pytest

from myspace.domain.activity.rules import UNDATED, Change, State, change, facts, needs, year_alone
from myspace.domain.agenda.service import Verb
from myspace.vocabulary.activity import (
    Appointment,
    Capacity,
    Case,
    CaseState,
    CollectionPeriod,
    Debt,
    DebtState,
    Direction,
    Entry,
    Link,
    LinkVerdict,
    Moment,
    NoticeState,
    PaymentMode,
    Tax,
    YourTurn,
)

TODAY = date(2026, 11, 23)
LINK = Link("https://seu.exemple.test/x", "seu.exemple.test", LinkVerdict.OPEN)
CASE = Case("c1", "9900000000", Capacity.OWN, "Beques", "Beca menjador", Moment(date(2026, 9, 1)), CaseState.OPEN, LINK)
ENTRY = Entry("e1", "9900000000", Capacity.OWN, Direction.SENT, Moment(date(2026, 9, 2)), "Resolució", LINK)
DEBT = Debt("d1", "IBI", Decimal("250.00"), Moment(date(2026, 10, 1)), Moment(date(2026, 12, 5)), DebtState.PENDING)
TAX = Tax("t1", "9900000000", "IBI", "2026", Moment(date(2026, 1, 1)), debts=(DEBT,))


def test_a_case_that_waits_for_the_person_is_their_turn_and_has_no_invented_date() -> None:
    waiting = msgspec.structs.replace(CASE, your_turn=YourTurn.YES)
    assert facts(waiting).state is State.CASE_YOUR_TURN
    (need,) = needs(waiting, uuid4(), TODAY)
    assert (need.verb, need.due_on) == (Verb.ACT, None)


@pytest.mark.parametrize("turn", [None, YourTurn.NO, YourTurn.NOT_APPLICABLE])
def test_unknown_turn_is_not_a_turn(turn: YourTurn | None) -> None:
    assert needs(msgspec.structs.replace(CASE, your_turn=turn), uuid4(), TODAY) == []


def test_a_forecast_is_shown_only_while_the_case_is_open() -> None:
    forecast = msgspec.structs.replace(CASE, forecast=Moment(date(2027, 1, 15)))
    assert facts(forecast).forecast_on == date(2027, 1, 15)
    assert facts(msgspec.structs.replace(forecast, state=CaseState.CLOSED)).forecast_on is None


def test_a_refused_notice_is_not_told_from_an_expired_one() -> None:
    entry = msgspec.structs.replace(ENTRY, notice_state=NoticeState.REFUSED_OR_EXPIRED)
    assert facts(entry).state is State.NOTICE_REFUSED_OR_EXPIRED
    assert needs(entry, uuid4(), TODAY) == []


def test_a_deposited_notice_needs_the_person_without_a_date_we_do_not_have() -> None:
    (need,) = needs(msgspec.structs.replace(ENTRY, notice_state=NoticeState.DEPOSITED), uuid4(), TODAY)
    assert (need.verb, need.due_on) == (Verb.COLLECT, None)


def test_each_pending_debt_is_one_need_with_its_own_window_and_what_is_left_to_pay() -> None:
    second = msgspec.structs.replace(
        DEBT, source_id="d2", pending=Decimal("100.00"), pay_until=Moment(date(2026, 11, 26))
    )
    tax = msgspec.structs.replace(TAX, debts=(DEBT, second))
    found = needs(tax, uuid4(), TODAY)
    assert [(n.part, n.due_on, n.amount) for n in found] == [
        ("d1", date(2026, 12, 5), Decimal("250.00")),
        ("d2", date(2026, 11, 26), Decimal("100.00")),
    ]
    assert facts(tax).due_on == date(2026, 11, 26)
    assert facts(tax).amount == Decimal("350.00")


def test_a_debt_whose_state_is_not_told_is_neither_paid_nor_pending() -> None:
    unknown = msgspec.structs.replace(TAX, debts=(msgspec.structs.replace(DEBT, state=None),))
    assert facts(unknown).state is State.TAX_UNKNOWN
    assert needs(unknown, uuid4(), TODAY) == []


@pytest.mark.parametrize("by_the_bank", [{"direct_debit": True}, {"mode": PaymentMode.DIRECT_DEBIT}])
def test_what_the_bank_will_pay_is_nobodys_turn_until_it_has_failed(by_the_bank: dict[str, object]) -> None:
    debited = msgspec.structs.replace(DEBT, **by_the_bank)
    tax = msgspec.structs.replace(TAX, debts=(debited,))
    assert needs(tax, uuid4(), TODAY) == []
    assert (facts(tax).your_turn, facts(tax).state) == (False, State.TAX_PENDING)
    failed = msgspec.structs.replace(debited, period=CollectionPeriod.ENFORCEMENT)
    assert len(needs(msgspec.structs.replace(TAX, debts=(failed, debited)), uuid4(), TODAY)) == 1


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([DebtState.PAID], State.TAX_PAID),
        ([DebtState.PAID, DebtState.CANCELLED], State.TAX_PAID),
        ([DebtState.CANCELLED], State.TAX_CANCELLED),
        ([DebtState.PAID, None], State.TAX_UNKNOWN),
        ([DebtState.PAID, DebtState.PENDING], State.TAX_PENDING),
        ([], State.TAX_UNKNOWN),
    ],
)
def test_a_tax_stands_as_its_debts_do(states: list[DebtState | None], expected: State) -> None:
    debts = tuple(msgspec.structs.replace(DEBT, source_id=str(n), state=s) for n, s in enumerate(states))
    assert facts(msgspec.structs.replace(TAX, debts=debts)).state is expected


def test_surcharges_are_told_apart() -> None:
    late = msgspec.structs.replace(DEBT, period=CollectionPeriod.ENFORCEMENT)
    assert facts(msgspec.structs.replace(TAX, debts=(late,))).state is State.TAX_ENFORCEMENT


def test_a_past_appointment_needs_nothing_and_todays_still_does() -> None:
    when = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Europe/Madrid"))
    today = Appointment("a1", "9900000000", "Padró", Moment(date(2026, 11, 1)), Moment(when.date(), when), LINK)
    assert needs(today, uuid4(), TODAY)[0].due_at == when
    assert needs(today, uuid4(), date(2026, 11, 24)) == []


def _before(item: Case | Entry | Tax) -> tuple[str, bool, Decimal | None]:
    f = facts(item)
    return f.state, f.your_turn, f.amount


def test_a_source_that_re_dates_its_items_makes_no_news() -> None:
    re_dated = msgspec.structs.replace(CASE, opened=Moment(TODAY))
    assert facts(re_dated).digest != facts(CASE).digest
    assert change(_before(CASE), facts(re_dated)) is Change.NONE


def test_what_a_person_would_call_news_is_news() -> None:
    assert change(_before(CASE), facts(msgspec.structs.replace(CASE, state=CaseState.CLOSED))) is Change.STATE
    assert change(_before(CASE), facts(msgspec.structs.replace(CASE, your_turn=YourTurn.YES))) is Change.YOUR_TURN
    cheaper = msgspec.structs.replace(TAX, debts=(msgspec.structs.replace(DEBT, pending=Decimal(1)),))
    assert change(_before(TAX), facts(cheaper)) is Change.AMOUNT


def test_the_same_item_gives_the_same_digest() -> None:
    assert facts(CASE) == _replace(facts(CASE))
    assert facts(CASE).digest == facts(msgspec.structs.replace(CASE)).digest


def test_a_debt_says_of_what_it_is() -> None:
    second = msgspec.structs.replace(DEBT, source_id="d2", description="Segon semestre")
    tax = msgspec.structs.replace(TAX, description="Taxa de residus", debts=(second, second))
    assert needs(tax, uuid4(), TODAY)[0].title == "Taxa de residus · Segon semestre"
    assert needs(msgspec.structs.replace(tax, debts=(second,)), uuid4(), TODAY)[0].title == "Taxa de residus"
    longer = msgspec.structs.replace(DEBT, description="IBI, segon termini")
    assert needs(msgspec.structs.replace(TAX, debts=(longer, longer)), uuid4(), TODAY)[0].title == "IBI, segon termini"


@pytest.mark.parametrize(
    ("told", "year"),
    [
        ("2026", 2026), ("2n trimestre 2026", 2026), ("2025-2026", 2026), ("1900", 1900), ("", None), ("-", None),
        ("0000", None), ("26", None), ("20266", None), ("exercici anterior", None), ("٢٠٢٦", None), ("9999", None),
    ],
)  # fmt: skip
def test_a_tax_without_a_date_has_no_day_and_at_most_its_year(told: str, year: int | None) -> None:
    placed = facts(msgspec.structs.replace(TAX, year=told, on=None, debts=()))
    assert placed.sort_day is None
    assert year_alone(placed.sort_at) == year
    assert (placed.sort_at == UNDATED) is (year is None)


def test_a_tax_of_which_only_the_year_is_told_stands_after_all_of_that_years_months() -> None:
    dated = facts(msgspec.structs.replace(TAX, on=Moment(date(2026, 1, 1)), debts=()))
    before = facts(msgspec.structs.replace(TAX, on=Moment(date(2025, 12, 31)), debts=()))
    alone = facts(msgspec.structs.replace(TAX, on=None, debts=()))
    assert dated.sort_day == date(2026, 1, 1)
    assert dated.sort_at > alone.sort_at > before.sort_at


def test_a_tax_without_a_date_takes_its_windows() -> None:
    assert facts(msgspec.structs.replace(TAX, on=None)).sort_day == date(2026, 10, 1)
