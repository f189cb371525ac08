"""The facts of one person, read from the rows of the packages below. Hides where each comes from; decides nothing.

What is hidden, and what a body no longer shows, is never read: no rule can be told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from myspace.domain.activity.counted import Counted, counted
from myspace.domain.activity.rules import debts_still_owed, numbers_of_notice, owed
from myspace.domain.administrations import service as administrations
from myspace.domain.alerts import sources
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
from myspace.domain.alerts.same import one_each
from myspace.domain.gathering.known import READ_ASKS
from myspace.domain.gathering.rules import AskFacts
from myspace.domain.invoices.needing import Rejected, rejected
from myspace.domain.kernel.db import Tx
from myspace.domain.logins import service as elsewhere
from myspace.domain.logins.closing import closed_lately
from myspace.domain.logins.rules import Seen, Unusual, unusual
from myspace.domain.notices import rules as notice_rules
from myspace.domain.notices.waiting import ended_entries
from myspace.domain.people import sessions
from myspace.domain.personal_data.came import came
from myspace.domain.personal_data.needing import Ending, endings
from myspace.domain.transparency.raised import last_month, raised
from myspace.domain.transparency.rows import Line
from myspace.vocabulary.activity import (
    Appointment,
    Case,
    CollectionPeriod,
    Entry,
    PaymentMode,
    Tax,
    Topic,
    YourTurn,
)
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.notices import NoticeKind

_LOGINS_LOOKED_AT = timedelta(days=30)
Told = Mapping[tuple[UUID, Topic], AskFacts]


def facts(tx: Tx, now: datetime, *, reminds_since: datetime | None) -> tuple[Fact, ...]:
    """Of the person whom the transaction sees. `reminds_since`: they asked to be reminded to come in."""
    told = {(row[0], AskFacts.from_row(row).topic): AskFacts.from_row(row) for row in tx.run(*READ_ASKS)}
    items = counted(tx)
    exits, over = [one for one in items if isinstance(one.item, Entry)], ended_entries(tx)
    notices = one_each(
        [fact for source in sources.registered().values() for fact in source(tx, now)]
        + [of_exit(one, told) for one in exits if one.id not in over]
    )
    found: list[Fact] = [*notices, *(fact for one in items for fact in of_item(one, told))]
    found += silent(found_deadlines(items), told, now)
    found += [of_invoice(each) for each in rejected(tx)]
    found += [of_ending(each) for each in endings(tx, now.astimezone(MADRID).date())]
    found += [of_look_up(each) for each in raised(tx)]
    if (month := last_month(tx, now.astimezone(MADRID).date())) is not None:
        found.append(LookUpsFact(month.month, month.number))
    found += [CameFact(sheet, at) for sheet, at in came(tx)]
    found += of_logins(tx, now)
    entered_at = sessions.last_entered(tx)
    if reminds_since is not None and entered_at is not None:
        found.append(ComeInFact(reminds_since, entered_at))
    return tuple(found)


def of_logins(tx: Tx, now: datetime) -> list[Fact]:
    """Each compared with the same person's earlier ones: of this folder's by who looks; elsewhere also with the ways known here."""
    here, lately = sessions.logins(tx), now - _LOGINS_LOOKED_AT
    facts: list[Fact] = []
    seen: dict[UUID, list[Seen]] = {}
    for each in here:
        one = Seen(each.session, each.at, f"{each.provider}/{each.method.value}", each.device)
        first_of_all = each is here[0]
        before = seen.setdefault(each.viewer, [])
        # Whoever is not the first to come in here is compared even at their own first time: nobody came in so before.
        odd = None if first_of_all else unusual(one, before) if before else Unusual.WAY
        if each.at >= lately:
            facts.append(LoginFact(each.session, str(each.viewer), one.way, each.device, each.at, odd))
        before.append(one)
    ways = frozenset(each.method.value for each in here)
    told: list[Seen] = []
    for line in elsewhere.every(tx):
        one = Seen(line.id, line.login.at, line.login.method or "", line.login.device or "")
        if one.at >= lately:
            odd = unusual(one, told, ways)
            facts.append(LoginFact(one.id, "elsewhere", one.way, one.device, one.at, odd, line.login.service))
        told.append(one)
    facts += [ClosedFact(f"{way.provider}/{way.method.value}", at) for way, at in closed_lately(tx)]
    return facts


def of_item(one: Counted, told: Told) -> Iterator[Fact]:
    """What an item of the activity may give an alert of, exits of a register apart: of these other sources tell too. HCC says
    of no case what silence means: nor does this.
    """
    item, about = one.item, _about(one, told)
    match item:
        case Case():
            if item.your_turn is YourTurn.YES:
                yield TurnFact(about, _phase(item))
            elif item.forecast is not None:
                yield ForecastFact(about, item.forecast.day)
        case Appointment():
            yield VisitFact(about, item.at.day, item.at.at)
        case Tax():
            for debt in debts_still_owed(item):
                by_bank = bool(debt.direct_debit) or debt.mode is PaymentMode.DIRECT_DEBIT
                yield DebtFact(
                    about, debt.source_id, debt.pay_from.day if debt.pay_from else None,
                    debt.pay_until.day if debt.pay_until else None, owed(debt),
                    by_bank=by_bank and debt.period is not CollectionPeriod.ENFORCEMENT,
                )  # fmt: skip


def of_invoice(one: Rejected) -> RejectedFact:
    about = About(one.source_id, one.id, one.ine10, one.number, one.told_at, f"/la-meva-feina/factures/{one.id}")
    return RejectedFact(about, one.since.day)


def of_ending(one: Ending) -> EndsFact:
    """Its name for ever is the sheet's kind: who asks for it anew is told nothing twice."""
    about = About(one.kind.value, one.id, one.ine10, "", one.told_at, f"/les-meves-dades/s-acaba/{one.id}")
    return EndsFact(about, one.kind.value if one.named else None, one.until)


def of_look_up(one: Line) -> LookUpFact:
    """Its page says what it was; outside it nothing does."""
    return LookUpFact(
        About(str(one.id), one.id, one.ine10, "", one.told_at, f"/qui-ha-consultat/{one.id}"), one.last_at, one.told_at
    )


def _about(one: Counted, told: Told) -> About:
    asked = told.get((one.connection_id, one.topic))
    item = one.item
    title = item.description if isinstance(item, Tax) else item.subject
    known_at = asked.known_at if asked else None
    return About(one.source_key, one.id, item.ine10, title, known_at, f"/activitat/{one.id}")


def _phase(case: Case) -> str:
    phase = case.phase
    if phase is None:
        return ""
    started = phase.started.day.isoformat() if phase.started else ""
    return f"{phase.code or phase.text or ''}/{started}"


def of_exit(one: Counted, told: Told) -> NoticeFact:
    """An exit of a register that is deposited. HCC gives no term: the law's ten days pace the reminders, and are no claim."""
    entry, about = one.item, _about(one, told)
    assert isinstance(entry, Entry)
    paced_by = entry.at.day + timedelta(days=notice_rules.DAYS_BY_LAW)
    return NoticeFact(
        about, NoticeKind.NOTIFICATION, entry.at.at or datetime.combine(entry.at.day, time(0), MADRID),
        ends=end_of(paced_by), lapses=None, last_day=None, sender_says=False, rests_on=RestsOn.REGISTER_EXIT,
        covers=about.ref_id, numbers=numbers_of_notice(entry.ine10, entry.registry_number, entry.external_reference),
        known_since=one.first_seen_at,
    )  # fmt: skip


def found_deadlines(items: Sequence[Counted]) -> dict[tuple[UUID, Topic], tuple[date, ...]]:
    """The days that matter of what each source told by topic: until when to pay, when to be there."""
    days: dict[tuple[UUID, Topic], list[date]] = {}
    for one in items:
        here = days.setdefault((one.connection_id, one.topic), [])
        match one.item:
            case Tax():
                here += [debt.pay_until.day for debt in debts_still_owed(one.item) if debt.pay_until]
            case Appointment():
                here.append(one.item.at.day)
    return {where: tuple(sorted(set(found))) for where, found in days.items() if found}


def silent(deadlines: Mapping[tuple[UUID, Topic], tuple[date, ...]], told: Told, now: datetime) -> Iterator[SilentFact]:
    """Bodies that were asked and did not answer well, having answered before: one fact a body, whatever it was asked.

    Who was not asked is not silent.
    """
    connections, today = administrations.connections(), now.astimezone(MADRID).date()
    found: dict[UUID, tuple[datetime, tuple[date, ...]]] = {}
    for (connection, topic), days in deadlines.items():
        asked = told.get((connection, topic))
        ahead = tuple(day for day in days if day >= today)
        if connection not in connections or not ahead or asked is None or asked.known_at is None:
            continue
        if asked.outcome is not None and not asked.outcome.known:
            known_at, others = found.get(connection, (asked.known_at, ()))
            found[connection] = (min(known_at, asked.known_at), (*others, *ahead))
    for connection, (known_at, ahead) in found.items():
        yield SilentFact(str(connection), connections[connection].connection.ine10, known_at, tuple(sorted(set(ahead))))
