"""What an item means for lists, for the agenda and as news: pure decisions. An item and `today` in, facts out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from myspace.domain.agenda.service import DueKind, Need, Verb
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
    Item,
    Moment,
    NoticeState,
    PaymentMode,
    Tax,
    YourTurn,
    encode,
    kind_of,
)

MADRID = ZoneInfo("Europe/Madrid")
UNDATED = datetime(1000, 1, 1, tzinfo=UTC)  # where a thing without any date sorts: after all that have one
_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


class State(StrEnum):
    """How an item stands, in one word that the screen turns into a sentence."""

    CASE_YOUR_TURN = "case_your_turn"
    CASE_OPEN = "case_open"
    CASE_CLOSED = "case_closed"
    FILED = "filed"
    SENT = "sent"
    NOTICE_DEPOSITED = "notice_deposited"
    NOTICE_ACCEPTED = "notice_accepted"
    NOTICE_REFUSED_OR_EXPIRED = "notice_refused_or_expired"
    APPOINTMENT = "appointment"
    TAX_PENDING = "tax_pending"
    TAX_ENFORCEMENT = "tax_enforcement"
    TAX_PAID = "tax_paid"
    TAX_CANCELLED = "tax_cancelled"
    TAX_UNKNOWN = "tax_unknown"  # the body does not say whether it is paid


class Change(StrEnum):
    """Why an item is news."""

    NEW = "new"
    STATE = "state"
    YOUR_TURN = "your_turn"
    AMOUNT = "amount"
    NONE = "none"  # other bytes, nothing a person would call news (a re-dated item, a new note)


class Key(NamedTuple):
    kind: str
    capacity: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Facts:
    """An item as a row of lists. `sort_at` places it in time; `search` is the text by which it is found.

    `sort_day` is None when the body gives no day: the lists then say its year alone, or that it has no date.
    """

    key: Key
    ine10: str
    title: str
    state: State
    open: bool
    your_turn: bool
    money: bool
    sort_at: datetime
    sort_day: date | None
    due_on: date | None
    forecast_on: date | None
    amount: Decimal | None
    case_ids: tuple[str, ...]
    search: str
    payload: bytes
    digest: bytes


def at(moment: Moment) -> datetime:
    """An instant to sort by: the one given, else the start of the day in Catalonia."""
    return moment.at or datetime.combine(moment.day, time(0), MADRID)


def _latest(*moments: Moment | None) -> Moment | None:
    return max((m for m in moments if m), key=at, default=None)


def _text(*parts: str | None) -> str:
    return " ".join(p for p in parts if p)


def _case(c: Case) -> tuple[State, Moment, str]:
    state = State.CASE_CLOSED
    if c.state is CaseState.OPEN:
        state = State.CASE_YOUR_TURN if c.your_turn is YourTurn.YES else State.CASE_OPEN
    phase = c.phase.text if c.phase else None
    return (
        state,
        _latest(c.opened, c.closed, c.entry_at) or c.opened,
        _text(c.subject, c.procedure, c.family, phase, c.registry_number, c.source_id),
    )


_ENTRY_STATE = {
    NoticeState.DEPOSITED: State.NOTICE_DEPOSITED,
    NoticeState.ACCEPTED: State.NOTICE_ACCEPTED,
    NoticeState.REFUSED_OR_EXPIRED: State.NOTICE_REFUSED_OR_EXPIRED,
}


def _entry(e: Entry) -> tuple[State, Moment, str]:
    state = State.FILED if e.direction is Direction.FILED else State.SENT
    if e.notice_state:
        state = _ENTRY_STATE[e.notice_state]
    return state, e.at, _text(e.subject, e.procedure, e.registry_number, e.external_reference)


def debts_still_owed(tax: Tax) -> tuple[Debt, ...]:
    return tuple(d for d in tax.debts if d.state is DebtState.PENDING)


def debts_to_pay(tax: Tax) -> tuple[Debt, ...]:
    """What waits for the person: not what the bank will pay for them, unless that has failed and surcharges run."""
    return tuple(d for d in debts_still_owed(tax) if not _by_the_bank(d) or d.period is CollectionPeriod.ENFORCEMENT)


def _by_the_bank(debt: Debt) -> bool:
    return bool(debt.direct_debit) or debt.mode is PaymentMode.DIRECT_DEBIT


def owed(debt: Debt) -> Decimal:
    """What is left to pay: the pending amount when the body gives one, else the whole."""
    return debt.pending if debt.pending is not None else debt.amount


def _tax(t: Tax) -> tuple[State, Moment | None, str]:
    pending = debts_still_owed(t)
    states = {d.state for d in t.debts}
    if any(d.period is CollectionPeriod.ENFORCEMENT for d in pending):
        state = State.TAX_ENFORCEMENT
    elif pending:
        state = State.TAX_PENDING
    elif not t.debts or None in states:
        state = State.TAX_UNKNOWN
    else:
        state = State.TAX_PAID if DebtState.PAID in states else State.TAX_CANCELLED
    when = t.on or _latest(*(d.pay_from for d in t.debts)) or _latest(*(d.pay_until for d in t.debts))
    debts = " ".join(d.description for d in t.debts)
    return state, when, _text(t.description, t.object_description, t.year, debts, t.group_id)


def before_year(year: int) -> datetime:
    """Where a thing sorts of which only the year is told: just before the year begins, so among no month's things."""
    return datetime(max(year, UNDATED.year + 1), 1, 1, tzinfo=MADRID) - timedelta(seconds=1)


def _by_its_year(text: str) -> datetime:
    """Two years are one tax's when it spans them: the later one places it."""
    years = _YEAR.findall(text)
    return before_year(max(map(int, years))) if years else UNDATED


def year_alone(sort_at: datetime) -> int | None:
    """The year of a thing without a day, from where it sorts; None when it has not even that."""
    return (sort_at + timedelta(days=1)).astimezone(MADRID).year if sort_at > UNDATED else None


def _due(item: Item) -> date | None:
    match item:
        case Tax():
            windows = [d.pay_until.day for d in debts_still_owed(item) if d.pay_until]
            return min(windows, default=None)
        case Appointment():
            return item.at.day
    return None


def facts(item: Item) -> Facts:
    """The row of one item."""
    capacity: str = Capacity.OWN
    forecast: date | None = None
    amount: Decimal | None = None
    case_ids: tuple[str, ...] = ()
    when: Moment | None
    match item:
        case Case():
            state, when, search = _case(item)
            capacity, title = item.capacity, item.subject
            forecast = item.forecast.day if item.forecast and item.state is CaseState.OPEN else None
        case Entry():
            state, when, search = _entry(item)
            capacity, title, case_ids = item.capacity, item.subject, item.case_ids
        case Appointment():
            state, when = State.APPOINTMENT, item.at
            title, search = item.subject, _text(item.subject, item.place, item.address, item.procedure)
        case Tax():
            state, when, search = _tax(item)
            title = item.description
            pending = debts_still_owed(item)
            amount = sum((owed(d) for d in pending), Decimal(0)) if pending else item.total
    payload = encode(item)
    return Facts(
        key=Key(kind_of(item), capacity, item.source_id),
        ine10=item.ine10,
        title=title,
        state=state,
        open=state in (State.CASE_OPEN, State.CASE_YOUR_TURN, State.TAX_PENDING, State.TAX_ENFORCEMENT),
        your_turn=state in (State.CASE_YOUR_TURN, State.NOTICE_DEPOSITED)
        or (isinstance(item, Tax) and bool(debts_to_pay(item))),
        money=isinstance(item, Tax),
        sort_at=at(when) if when else _by_its_year(item.year if isinstance(item, Tax) else ""),
        sort_day=when.day if when else None,
        due_on=_due(item),
        forecast_on=forecast,
        amount=amount,
        case_ids=case_ids,
        search=search,
        payload=payload,
        digest=hashlib.sha256(payload).digest(),
    )


def change(before: tuple[str, bool, Decimal | None], now: Facts) -> Change:
    """What became news between the stored (state, your_turn, amount) and the item now. A new date alone is none."""
    state, your_turn, amount = before
    if now.your_turn and not your_turn:
        return Change.YOUR_TURN
    if now.state != state:
        return Change.STATE
    if now.amount != amount:
        return Change.AMOUNT
    return Change.NONE


_SHOWN_BEFORE = timedelta(days=30)


def needs(item: Item, ref_id: UUID, today: date) -> list[Need]:
    """What this item asks of the person, for the agenda. Nothing is invented: without a date from the body, no date."""
    match item:
        case Case() if item.state is CaseState.OPEN and item.your_turn is YourTurn.YES:
            return [Need(ref_id, Verb.ACT, item.subject, item.ine10, visible_from=today)]
        case Entry() if item.notice_state is NoticeState.DEPOSITED:
            numbers = numbers_of_notice(item.ine10, item.registry_number, item.external_reference)
            return [Need(ref_id, Verb.COLLECT, item.subject, item.ine10, visible_from=today, speaks_of=numbers)]
        case Appointment() if item.at.day >= today:
            return [
                Need(
                    ref_id, Verb.ATTEND, item.subject, item.ine10, visible_from=item.at.day - _SHOWN_BEFORE,
                    due_on=item.at.day, due_at=item.at.at, due_kind=DueKind.APPOINTMENT,
                )
            ]  # fmt: skip
        case Tax():
            return [_pay(item, debt, ref_id, today) for debt in debts_to_pay(item)]
    return []


def numbers_of_notice(ine10: str, registry_number: str | None, reference: str | None) -> tuple[str, ...]:
    """What a notification is called wherever it is told of: by its body's registry number and by its own reference."""
    named = {"registry": registry_number, "reference": reference}
    return tuple(f"{ine10}/{what}/{number}" for what, number in named.items() if number)


def registry_numbers(numbers: Collection[str]) -> frozenset[str]:
    """Of the numbers of a notification, that by which one body registered it: no two have the same."""
    return frozenset(number for number in numbers if number.split("/", 2)[1:2] == ["registry"])


def may_be_one(numbers: Collection[str], others: Collection[str]) -> bool:
    """Whether what is called so may be one notification. A body may give one reference to all of a case: two that were
    registered apart are two, whatever they have in common.
    """
    one, other = registry_numbers(numbers), registry_numbers(others)
    return one == other if one and other else not set(numbers).isdisjoint(others)


def _pay(tax: Tax, debt: Debt, ref_id: UUID, today: date) -> Need:
    return Need(
        ref_id, Verb.PAY, _what_is_paid(tax, debt), tax.ine10,
        visible_from=debt.pay_from.day if debt.pay_from else today,
        due_on=debt.pay_until.day if debt.pay_until else None,
        due_kind=DueKind.PAYMENT_WINDOW if debt.pay_until else None,
        amount=owed(debt), part=debt.source_id,
    )  # fmt: skip


def _what_is_paid(tax: Tax, debt: Debt) -> str:
    """The tax, and which of its debts when there are several: "Segon semestre" alone does not say of what."""
    if len(tax.debts) == 1 or not debt.description or tax.description.casefold() in debt.description.casefold():
        return debt.description if len(debt.description) > len(tax.description) else tax.description
    return f"{tax.description} · {debt.description}"
