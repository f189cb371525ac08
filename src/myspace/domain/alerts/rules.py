"""Which facts deserve an alert today, and when to look again: pure decisions. Facts and `now` in, alerts out.

    a fact ─┬─ stands, and is fresh ─────▶ one alert, unless one with its key was ever raised
            ├─ stands, and is old news ──▶ keeps the alert there is, raises none
            └─ no longer stands ─────────▶ its alert is over

An alert never says that there is nothing else. Of what silence means nothing is said but what a datum with a source says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec

from myspace.domain.alerts.facts import (
    About,
    CameFact,
    ClosedFact,
    ComeInFact,
    DebtFact,
    EndsFact,
    Fact,
    ForecastFact,
    LoginFact,
    LookUpFact,
    LookUpsFact,
    NoticeFact,
    RejectedFact,
    RestsOn,
    SilentFact,
    TurnFact,
    VisitFact,
)
from myspace.domain.logins.rules import Unusual
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import NoticeKind

STEPS = (1, 5, 8, 9)  # tenths of a notice's term: days 1, 5, 8 and 9 of the law's ten, and the same of a longer one
OPENED_LATELY = timedelta(
    days=3
)  # a window that opened before is no news: the card of what needs the person tells of it
CLOSES_SOON = timedelta(days=5)
FORECAST_LATELY = timedelta(days=90)
NOTICE_LATELY = timedelta(
    days=30
)  # of one whose end nobody tells: what a register calls deposited for years is no news
SILENT_FOR = timedelta(hours=24)  # a night's maintenance is no silence
SILENT_MATTERS = timedelta(days=7)
LOGIN_LATELY = timedelta(days=7)
COME_IN_AFTER = timedelta(days=30)
CAME_LATELY = timedelta(days=30)
ENDS_IN = (60, 30, 7)  # days before a title's last one: renewing some of them takes months
LOOK_UP_LATELY = timedelta(days=30)  # of a year that is told at once, only what is recent is news


class AlertKind(StrEnum):
    """The screen has words for each; outside the folder all of them are the same few words."""

    NOTICE = "notice"
    YOUR_TURN = "your_turn"
    THEIRS_PASSED = "theirs_passed"
    WINDOW_OPENS = "window_opens"
    WINDOW_CLOSES = "window_closes"
    DEBIT_UNPAID = "debit_unpaid"
    INVOICE_REJECTED = "invoice_rejected"
    APPOINTMENT = "appointment"
    SILENT_BODY = "silent_body"
    NEW_LOGIN = "new_login"
    COME_IN = "come_in"
    ENDS_SOON = "ends_soon"  # a title is near its last day
    LOOK_UP = "look_up"  # one that no case of the person's explains
    DATA_CAME = "data_came"  # what a register was to tell later
    LOOK_UPS = "look_ups"  # a month of them, of which nothing is out of the ordinary


class Used(msgspec.Struct, frozen=True, omit_defaults=True):
    """The facts that an alert was made of, as its page shows them. None: it did not use that one."""

    step: int | None = None
    starts: date | None = None
    last_day: date | None = None
    sender_says: bool | None = None
    senders_day: date | None = None
    forecast: date | None = None
    silence_granted: bool | None = None
    silence_source: str | None = None
    opens: date | None = None
    closes: date | None = None
    amount: Decimal | None = None
    at: datetime | None = None
    known_at: datetime | None = None
    method: str | None = None
    device: str | None = None
    login: UUID | None = None
    unusual: str | None = None  # of a login; one that was raised before there was more than one reason has none
    service: str | None = None
    number: int | None = None
    what: str | None = None  # which title ends; one that is delicate has none


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact that deserves an alert. `key` is the fact's and opaque; `fresh`: it may be raised now, if it never was.

    `due` is when it began to deserve it: how late an alert is counts from there. `also` are keys under which the same fact
    may have been raised, when another source told of it.
    """

    key: str
    kind: AlertKind
    about: About | None
    ine10: str | None
    due_on: date | None
    due: datetime
    rests_on: RestsOn
    used: Used
    fresh: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    standing: tuple[Standing, ...]
    next_at: datetime


def judge(facts: Iterable[Fact], now: datetime, *, jitter: timedelta = timedelta(0)) -> Verdict:
    """Every fact that stands at `now` (aware), and when something may next change by the clock alone.

    Days begin at midnight in Catalonia; `jitter` spreads the people who all have a day that begins.
    """
    today = now.astimezone(MADRID).date()
    moments = [_begins(today + timedelta(days=1)) + jitter]
    standing: dict[str, Standing] = {}
    for fact in facts:
        if isinstance(fact, NoticeFact):
            moments += [at for _, at in (*steps(fact), *later_steps(fact)) if at > now]
            if fact.lapses is not None and fact.lapses > now:
                moments.append(fact.lapses)
        for one in _standing(fact, now, today):
            standing.setdefault(one.key, one)  # two sources may tell the same fact
    return Verdict(tuple(standing.values()), min(moments))


def key_of(kind: AlertKind, *parts: str) -> str:
    """The same fact gives the same key, and the key tells nothing of the fact to whom it is shown alone."""
    return hashlib.sha256("\x1f".join((kind.value, *parts)).encode()).hexdigest()[:32]


def steps(notice: NoticeFact) -> tuple[tuple[int, datetime], ...]:
    """When each reminder of a notice is due. A communication has none: nothing lapses."""
    if notice.ends is None or notice.ends <= notice.starts or notice.kind is NoticeKind.COMMUNICATION:
        return ()
    term = notice.ends - notice.starts
    return tuple((step, notice.starts + term * step / 10) for step in STEPS)


def later_steps(notice: NoticeFact) -> tuple[tuple[int, datetime], ...]:
    """Those of the sender's own term where it is longer than the law's, once the law's has passed: it may still be opened."""
    if not steps(notice) or notice.ends is None or notice.lapses is None or notice.lapses <= notice.ends:
        return ()
    whole = steps(replace(notice, ends=notice.lapses))
    return tuple((step, at) for step, at in whole if at > notice.ends)


def _standing(fact: Fact, now: datetime, today: date) -> Iterator[Standing]:
    match fact:
        case NoticeFact():
            yield from _notice(fact, now)
        case TurnFact():
            kind = AlertKind.YOUR_TURN
            key = key_of(kind, fact.about.source_key, fact.phase)
            yield _about(key, kind, fact.about, None, _begins(today), Used())
        case ForecastFact() if fact.forecast < today:
            yield _forecast(fact, today)
        case DebtFact():
            yield from _debt(fact, today)
        case RejectedFact():
            kind = AlertKind.INVOICE_REJECTED
            key = key_of(kind, fact.about.source_key)  # a final state: it is told once for ever
            yield _about(key, kind, fact.about, None, _begins(fact.since), Used(starts=fact.since))
        case VisitFact():
            yield from _visit(fact, now, today)
        case SilentFact():
            yield from _silent(fact, now, today)
        case LoginFact() if fact.unusual is not None:
            yield _login(fact, fact.unusual, now)
        case ClosedFact():
            kind = AlertKind.NEW_LOGIN
            yield Standing(
                key_of(kind, "closed", fact.way, fact.at.isoformat()), kind, None, None, None, fact.at, RestsOn.OURS,
                Used(at=fact.at, method=fact.way, unusual="closed"), fresh=now - fact.at <= LOGIN_LATELY,
            )  # fmt: skip
        case CameFact() | LookUpFact() | LookUpsFact():
            yield from _of_data(fact, now)
        case EndsFact():
            yield from _ends(fact, today)
        case ComeInFact() if now - max(fact.entered_at, fact.since) >= COME_IN_AFTER:
            kind, due = AlertKind.COME_IN, max(fact.entered_at, fact.since) + COME_IN_AFTER
            key = key_of(kind, fact.entered_at.isoformat(), fact.since.isoformat())
            yield Standing(key, kind, None, None, None, due, RestsOn.OURS, Used(at=fact.entered_at))


def _of_data(fact: CameFact | LookUpFact | LookUpsFact, now: datetime) -> Iterator[Standing]:
    """Of the person's data: what came of a question of theirs, and who else asked."""
    match fact:
        case CameFact() if now - fact.at <= CAME_LATELY:
            kind = AlertKind.DATA_CAME
            key = key_of(kind, str(fact.sheet), fact.at.isoformat())
            yield Standing(key, kind, None, None, None, fact.at, RestsOn.OURS, Used(at=fact.at))
        case LookUpFact():
            kind = AlertKind.LOOK_UP
            yield Standing(
                key_of(kind, fact.about.source_key), kind, fact.about, fact.about.ine10, None, fact.told_at, RestsOn.FEED,
                Used(at=fact.at), fresh=now - fact.at <= LOOK_UP_LATELY,
            )  # fmt: skip
        case LookUpsFact():
            kind = AlertKind.LOOK_UPS
            due = _begins((fact.month + timedelta(days=32)).replace(day=1))
            yield Standing(
                key_of(kind, fact.month.isoformat()), kind, None, None, None, due, RestsOn.FEED,
                Used(starts=fact.month, number=fact.number),
            )  # fmt: skip


def _login(fact: LoginFact, unusual: Unusual, now: datetime) -> Standing:
    """One alert a fact: the same new way or device is told of once, whichever login it was seen in; a night is each its own."""
    kind = AlertKind.NEW_LOGIN
    match unusual:
        case Unusual.WAY:
            key = key_of(kind, fact.who, fact.method)
        case Unusual.DEVICE:
            key = key_of(kind, fact.who, "device", fact.device)
        case Unusual.NIGHT:
            key = key_of(kind, fact.who, "night", str(fact.login))
    return Standing(
        key, kind, None, None, None, fact.at, RestsOn.OURS if fact.service is None else RestsOn.FEED,
        Used(at=fact.at, method=fact.method, device=fact.device or None, login=fact.login, unusual=unusual.value,
             service=fact.service),
        fresh=now - fact.at <= LOGIN_LATELY,
    )  # fmt: skip


def _notice(fact: NoticeFact, now: datetime) -> Iterator[Standing]:
    """Of the reminders that are due, the latest alone: who looks at day six is not reminded of day one as well."""
    passed = [("", step, at) for step, at in steps(fact) if at <= now]
    passed += [("sender's", step, at) for step, at in later_steps(fact) if at <= now]
    if not passed or (fact.lapses is not None and fact.lapses <= now):
        return
    whose, step, at = passed[-1]
    used = Used(
        step=step,
        starts=fact.starts.astimezone(MADRID).date(),
        last_day=fact.last_day,
        sender_says=fact.sender_says,
        senders_day=fact.senders_day,
    )
    names = fact.names or (fact.about.source_key,)
    key, *also = (key_of(AlertKind.NOTICE, name, *filter(None, (whose, str(step)))) for name in names)
    due_on = fact.last_day if fact.sender_says else fact.senders_day
    fresh = fact.lapses is not None or now - at <= NOTICE_LATELY
    about = _about(key, AlertKind.NOTICE, fact.about, due_on, at, used, rests_on=fact.rests_on, fresh=fresh)
    yield replace(about, also=tuple(also))


def _forecast(fact: ForecastFact, today: date) -> Standing:
    silence = fact.silence
    used = Used(
        forecast=fact.forecast,
        silence_granted=silence.granted if silence else None,
        silence_source=silence.source if silence else None,
    )
    kind = AlertKind.THEIRS_PASSED
    return _about(
        key_of(kind, fact.about.source_key, fact.forecast.isoformat()), kind, fact.about, None,
        _begins(fact.forecast + timedelta(days=1)), used, fresh=today - fact.forecast <= FORECAST_LATELY,
    )  # fmt: skip


def _debt(fact: DebtFact, today: date) -> Iterator[Standing]:
    """The bank pays what is on direct debit: of that only what it did not pay is told, once its window is closed."""
    used = Used(opens=fact.opens, closes=fact.closes, amount=fact.amount)

    def one(kind: AlertKind, day: date, *, fresh: bool = True) -> Standing:
        window = (fact.opens.isoformat() if fact.opens else "", fact.closes.isoformat() if fact.closes else "")
        key = key_of(kind, fact.about.source_key, fact.debt, *window)
        return _about(key, kind, fact.about, fact.closes, _begins(day), used, fresh=fresh)

    if fact.by_bank:
        if fact.closes is not None and fact.closes < today:
            yield one(AlertKind.DEBIT_UNPAID, fact.closes + timedelta(days=1))
        return
    if fact.closes is not None and fact.closes < today:
        return
    if fact.closes is not None and fact.closes - today <= CLOSES_SOON:
        yield one(AlertKind.WINDOW_CLOSES, fact.closes - CLOSES_SOON)
    elif fact.opens is not None and fact.opens <= today:
        yield one(AlertKind.WINDOW_OPENS, fact.opens, fresh=today - fact.opens <= OPENED_LATELY)


def _visit(fact: VisitFact, now: datetime, today: date) -> Iterator[Standing]:
    """From the day before; and on the day itself, until its hour, for who is told late."""
    ahead = (fact.day - today).days
    if ahead not in (0, 1) or (fact.at is not None and fact.at <= now):
        return
    key = key_of(
        AlertKind.APPOINTMENT,
        fact.about.source_key,
        fact.day.isoformat(),
        fact.at.astimezone(MADRID).isoformat() if fact.at else "",
    )
    due = _begins(fact.day - timedelta(days=1))
    yield _about(key, AlertKind.APPOINTMENT, fact.about, fact.day, due, Used(at=fact.at))


def _ends(fact: EndsFact, today: date) -> Iterator[Standing]:
    """Of the distances that are due, the nearest alone. A register that tells another day tells of another end."""
    left = (fact.until - today).days
    due = [days for days in ENDS_IN if 0 <= left <= days]
    if not due:
        return
    days, kind = min(due), AlertKind.ENDS_SOON
    key = key_of(kind, fact.about.source_key, fact.until.isoformat(), str(days))
    yield _about(key, kind, fact.about, fact.until, _begins(fact.until - timedelta(days=days)), Used(what=fact.what))


def _silent(fact: SilentFact, now: datetime, today: date) -> Iterator[Standing]:
    near = [day for day in fact.deadlines if timedelta(0) <= day - today <= SILENT_MATTERS]
    if not near or now - fact.known_at < SILENT_FOR:
        return
    day, kind = min(near), AlertKind.SILENT_BODY
    yield Standing(
        key_of(kind, fact.source_key, day.isoformat()), kind, None, fact.ine10, day, fact.known_at + SILENT_FOR,
        RestsOn.ANSWER, Used(known_at=fact.known_at, last_day=day),
    )  # fmt: skip


def _about(
    key: str,
    kind: AlertKind,
    about: About,
    due_on: date | None,
    due: datetime,
    used: Used,
    *,
    rests_on: RestsOn = RestsOn.ANSWER,
    fresh: bool = True,
) -> Standing:
    return Standing(key, kind, about, about.ine10 or None, due_on, due, rests_on, used, fresh)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(0), MADRID)


STOPS_GATHERING_AFTER = timedelta(days=80)  # before retention empties the folder of who does not come back
GATHERS_EVERY = timedelta(hours=12)
GATHERS_SPREAD = timedelta(hours=6)


def next_gathering(now: datetime, chance: float) -> datetime:
    """When to ask again by ourselves for who wished it: twice a day at most, and never all at one hour.

    `chance` is drawn anew each time, 0 ≤ chance < 1: whoever watches a source does not see the same person's hour each day.
    """
    return now + GATHERS_EVERY + GATHERS_SPREAD * chance


def still_gathers(since: datetime | None, entered_at: datetime | None, now: datetime) -> bool:
    """Whether to go on asking for somebody who wished it: not for who has not come in for so long that they may not know."""
    return since is not None and entered_at is not None and now - entered_at < STOPS_GATHERING_AFTER
