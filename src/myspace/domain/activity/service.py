"""One timeline of cases, registry entries, appointments, taxes: what the doors may ask for. Hides tables and SQL.

Every read sends its statements together (one round trip) with the row that records it: what cannot be recorded
is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from myspace.domain.activity.rules import Change, State, debts_still_owed, owed
from myspace.domain.activity.synonyms import expand, normalise
from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Card
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.gathering.service import READ_ASKS, READ_PROFILE, Coverage
from myspace.domain.kernel.db import Statement, as_actor
from myspace.domain.people.service import Profile
from myspace.vocabulary.activity import Appointment, Case, Item, Link, Tax, decode
from myspace.vocabulary.people import Actor

PAGE = 30
MONEY_IS_OLD_AFTER = timedelta(minutes=15)
GONE_SHOWN_FOR = timedelta(days=30)


class View(StrEnum):
    MATTERS = "matters"  # cases with their papers inside, and what belongs to no case
    TIMELINE = "timeline"  # every single thing by date


class Chip(StrEnum):
    YOUR_TURN = "your_turn"
    OPEN = "open"
    CLOSED = "closed"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list. Empty means everything. `after` is the (sort_at, id) of the last row seen, as `cursor`."""

    view: View = View.MATTERS
    chip: Chip | None = None
    query: str = ""
    language: str = "ca"
    ine10: str | None = None
    since: date | None = None
    until: date | None = None
    starred: bool = False
    cursor: str | None = None

    @property
    def narrow(self) -> bool:
        return bool(self.chip or self.query or self.ine10 or self.since or self.until or self.starred)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. `gone`: the body no longer shows it (it stays, greyed, 30 days)."""

    id: UUID
    kind: str
    title: str
    state: State
    open: bool
    your_turn: bool
    money: bool
    sort_at: datetime
    sort_day: date
    due_on: date | None
    forecast_on: date | None
    amount: Decimal | None
    ine10: str
    connection_id: UUID
    represented: bool
    starred: bool
    unread: bool
    gone: bool
    news_at: datetime
    change: Change


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of rows with its own incompleteness. `next_cursor` None: this is the end.

    `total` is how many things the asked sources told of, whatever the filters, and `told_by` how many of them did.
    """

    rows: tuple[Row, ...]
    next_cursor: str | None
    coverage: Coverage
    total: int
    told_by: int


@dataclass(frozen=True, slots=True)
class Home:
    cards: tuple[Card, ...]
    more_cards: int
    news: tuple[Row, ...]
    news_since: datetime
    first_visit: bool
    matters: tuple[tuple[Row, Case], ...]
    coverage: Coverage
    entered_before_at: datetime | None


@dataclass(frozen=True, slots=True)
class Detail:
    """One item whole, with what belongs to it: a case's papers, or the case of a paper."""

    row: Row
    item: Item
    related: tuple[Row, ...]
    coverage: Coverage
    source_answered_at: datetime | None
    money_is_old: bool


@dataclass(frozen=True, slots=True)
class TaxObject:
    """One thing taxed (a home, a car, a fine's file): its taxes with their debts, newest first."""

    group: str
    group_id: str | None
    ine10: str
    title: str
    taxes: tuple[tuple[Row, Tax], ...]
    owed: Decimal
    has_unknown: bool


@dataclass(frozen=True, slots=True)
class Taxes:
    objects: tuple[TaxObject, ...]
    coverage: Coverage
    money_is_old: bool
    asked_as_company: bool


_COLUMNS = (
    "id, kind, title, state, open, your_turn, money, sort_at, sort_day, due_on, forecast_on, amount, ine10,"
    " connection_id, capacity = 'representative', starred, unread, gone_at IS NOT NULL, news_at, change"
)
_WIDTH = 20
_MINE = "person_id = myspace_subject() AND NOT hidden AND (gone_at IS NULL OR gone_at > now() - interval '30 days')"


def _row(r: tuple[Any, ...]) -> Row:
    return Row(
        r[0], r[1], r[2], State(r[3]), r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15],
        r[16], r[17], r[18], Change(r[19]),
    )  # fmt: skip


def _cursor(row: Row) -> str:
    return f"{row.sort_at.astimezone(UTC).isoformat()}~{row.id.hex}"


class BadCursor(ValueError):
    """The place in the list does not read: the page starts from the top and says so."""


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        when, _, id_ = cursor.partition("~")
        at = datetime.fromisoformat(when)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)), UUID(hex=id_)
    except ValueError as wrong:
        raise BadCursor("the place in the list does not read") from wrong


_CHIP = {
    Chip.YOUR_TURN: " AND your_turn AND gone_at IS NULL",
    Chip.OPEN: " AND open",
    Chip.CLOSED: " AND NOT open AND state IN ('case_closed', 'tax_paid', 'tax_cancelled')",
    Chip.MONEY: " AND money",
}


def _listing(filters: Filters) -> Statement:
    where: list[str] = [_MINE]
    params: list[Any] = []
    if filters.view is View.MATTERS and not filters.query:
        where.append("head")
    if filters.chip:
        where.append(_CHIP[filters.chip].removeprefix(" AND "))
    if filters.ine10:
        where.append("ine10 = %s")
        params.append(filters.ine10)
    if filters.since:
        where.append("sort_day >= %s")
        params.append(filters.since)
    if filters.until:
        where.append("sort_day <= %s")
        params.append(filters.until)
    if filters.starred:
        where.append("starred")
    for word_set in expand(normalise(filters.query), filters.language)[:6] if filters.query else []:
        # Equality and ranges only: row security can use this index, it could not use a GIN one.
        prefixes = [w for w in word_set if len(w) >= 3]
        tests = ["word = ANY(%s)"] + ["(word >= %s AND word < %s)"] * len(prefixes)
        where.append(
            "id IN (SELECT item_id FROM activity_word WHERE person_id = myspace_subject() AND ("
            + " OR ".join(tests)
            + "))"
        )
        params.append(list(word_set))
        for prefix in prefixes:
            params += [prefix, prefix + "\U0010ffff"]
    if filters.cursor:
        where.append("(sort_at, id) < (%s, %s)")
        params += _read_cursor(filters.cursor)
    sql = f"SELECT {_COLUMNS} FROM activity_item WHERE {' AND '.join(where)} ORDER BY sort_at DESC, id DESC LIMIT {PAGE + 1}"
    return sql, params


def timeline(actor: Actor, *, filters: Filters) -> Timeline:
    """A page of the person's activity. Raises BadCursor for a place that does not read."""
    listing = _listing(filters)
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, rows, asks, profile_rows = tx.batch(
            [audit.reading(actor, Event.ACTIVITY_READ), listing, READ_ASKS, READ_PROFILE]
        )
        coverage = gathering.coverage_from(asks, gathering.profile_from(profile_rows), now)
        if coverage.stale:
            tx.run(*gathering.wish("due"))
    page = tuple(_row(r) for r in rows[:PAGE])
    return Timeline(
        rows=page,
        next_cursor=_cursor(page[-1]) if len(rows) > PAGE else None,
        coverage=coverage,
        total=sum(r[8] for r in asks),
        told_by=len({r[0] for r in asks if r[8]}),
    )


_CARDS = 60
_NEWS = 4


def home(actor: Actor, *, today: date) -> Home:
    """What needs me, what changed, how my things go, and to whom it was asked."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, profile_rows, asks, cards, news, matters = tx.batch(
            [
                audit.reading(actor, Event.HOME_READ),
                READ_PROFILE,
                READ_ASKS,
                agenda.reading_cards(today, _CARDS),
                (
                    f"SELECT {_COLUMNS} FROM activity_item WHERE {_MINE} AND news_at > "
                    "(SELECT greatest(coalesce(entered_before_at, now() - interval '30 days'), now() - interval '90 days')"
                    " FROM people_person WHERE person_id = myspace_subject())"
                    f" AND kind <> 'appointment' ORDER BY news_at DESC, id DESC LIMIT {_NEWS}",
                    (),
                ),
                (
                    f"SELECT {_COLUMNS}, payload FROM activity_item WHERE {_MINE} AND kind = 'case' AND (open OR starred)"
                    " AND gone_at IS NULL ORDER BY starred DESC, your_turn DESC, sort_at DESC LIMIT 4",
                    (),
                ),
            ]
        )
        profile = gathering.profile_from(profile_rows)
        coverage = gathering.coverage_from(asks, profile, now)
        if coverage.stale:
            tx.run(*gathering.wish("due"))
    all_cards = agenda.cards_from(cards)
    return Home(
        cards=all_cards[:5],
        more_cards=max(0, len(all_cards) - 5),
        news=tuple(_row(r) for r in news),
        news_since=_news_since(profile, now),
        first_visit=profile.entered_before_at is None,
        matters=tuple((_row(r), _case(r[_WIDTH])) for r in matters),
        coverage=coverage,
        entered_before_at=profile.entered_before_at,
    )


def _news_since(profile: Profile, now: datetime) -> datetime:
    return max(profile.entered_before_at or now - timedelta(days=30), now - timedelta(days=90))


def _case(payload: str) -> Case:
    item = decode(payload)
    assert isinstance(item, Case)
    return item


def all_cards(actor: Actor, *, today: date) -> tuple[tuple[Card, ...], Coverage]:
    """Everything that needs the person, beyond home's five."""
    with as_actor(actor) as tx:
        _, profile_rows, asks, cards = tx.batch(
            [
                audit.reading(actor, Event.HOME_READ), READ_PROFILE, READ_ASKS,
                agenda.reading_cards(today, 200),
            ]
        )  # fmt: skip
    return agenda.cards_from(cards), gathering.coverage_from(
        asks, gathering.profile_from(profile_rows), datetime.now(UTC)
    )


def detail(actor: Actor, item_id: UUID) -> Detail | None:
    """One item, and mark it read. None when there is none: the same answer whether nobody's, another's or hidden."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found, related, asks, profile_rows, _, _ = tx.batch(
            [
                audit.reading(actor, Event.ITEM_READ, item_id),
                (
                    f"SELECT {_COLUMNS}, payload FROM activity_item WHERE person_id = myspace_subject() AND NOT hidden AND id = %s",
                    (item_id,),
                ),
                (
                    f"SELECT {_COLUMNS} FROM activity_item r WHERE {_MINE} AND r.id <> %(id)s"
                    " AND (connection_id, case_key) = (SELECT i.connection_id, i.case_key FROM activity_item i"
                    " WHERE i.person_id = myspace_subject() AND i.id = %(id)s)"
                    " ORDER BY sort_at DESC, id DESC LIMIT 100",
                    {"id": item_id},
                ),
                READ_ASKS,
                READ_PROFILE,
                _mark_statement("read_at", item_id, True),
                (
                    "UPDATE activity_item SET unread = false WHERE person_id = myspace_subject() AND id = %s AND unread",
                    (item_id,),
                ),
            ]
        )
    if not found:
        return None
    row = _row(found[0])
    coverage = gathering.coverage_from(asks, gathering.profile_from(profile_rows), now)
    topic = {"case": "cases", "entry": "entries", "appointment": "appointments", "tax": "taxes"}[row.kind]
    answered_at = next((a[4] for a in asks if a[0] == row.connection_id and a[1] == topic), None)
    return Detail(
        row=row,
        item=decode(found[0][_WIDTH]),
        related=tuple(_row(r) for r in related),
        coverage=coverage,
        source_answered_at=answered_at,
        money_is_old=row.money and (answered_at is None or now - answered_at > MONEY_IS_OLD_AFTER),
    )


def taxes(actor: Actor, *, is_company: bool = False) -> Taxes:
    """Taxes by the thing they are on, with debts and windows. Money older than 15 minutes is marked so."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, rows, asks, profile_rows = tx.batch(
            [
                audit.reading(actor, Event.TAXES_READ),
                (
                    f"SELECT {_COLUMNS}, payload FROM activity_item WHERE {_MINE} AND kind = 'tax'"
                    " ORDER BY your_turn DESC, sort_at DESC, id DESC LIMIT 300",
                    (),
                ),
                READ_ASKS,
                READ_PROFILE,
            ]
        )
        coverage = gathering.coverage_from(asks, gathering.profile_from(profile_rows), now)
        if coverage.stale:
            tx.run(*gathering.wish("due"))
    times = [a[4] for a in asks if a[1] == "taxes" and a[8] and a[4]]
    return Taxes(
        objects=_by_object([(_row(r), decode(r[_WIDTH])) for r in rows]),
        coverage=coverage,
        money_is_old=bool(times) and now - min(times) > MONEY_IS_OLD_AFTER,
        asked_as_company=is_company,
    )


def _by_object(pairs: list[tuple[Row, Item]]) -> tuple[TaxObject, ...]:
    groups: dict[tuple[str, str, str], list[tuple[Row, Tax]]] = {}
    for row, item in pairs:
        if isinstance(item, Tax):
            key = (item.group.value if item.group else "other", item.group_id or item.source_id, row.ine10)
            groups.setdefault(key, []).append((row, item))
    return tuple(
        TaxObject(
            group=group,
            group_id=members[0][1].group_id,
            ine10=ine10,
            title=next((t.object_description for _, t in members if t.object_description), members[0][1].description),
            taxes=tuple(members),
            owed=sum((owed(d) for _, t in members for d in debts_still_owed(t)), Decimal(0)),
            has_unknown=any(d.state is None for _, t in members for d in t.debts),
        )
        for (group, _, ine10), members in groups.items()
    )


def appointments(actor: Actor) -> tuple[tuple[tuple[Row, Appointment], ...], Coverage]:
    """Appointments, the next first; those of the last 30 days after them."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, rows, asks, profile_rows = tx.batch(
            [
                audit.reading(actor, Event.ACTIVITY_READ),
                (
                    f"SELECT {_COLUMNS}, payload FROM activity_item WHERE {_MINE} AND kind = 'appointment'"
                    " AND sort_at > now() - interval '30 days'"
                    " ORDER BY sort_at < now(), abs(extract(epoch FROM sort_at - now())) LIMIT 100",
                    (),
                ),
                READ_ASKS,
                READ_PROFILE,
            ]
        )
        coverage = gathering.coverage_from(asks, gathering.profile_from(profile_rows), now)
        if coverage.stale:
            tx.run(*gathering.wish("due"))
    decoded = [(_row(r), decode(r[_WIDTH])) for r in rows]
    return tuple((row, item) for row, item in decoded if isinstance(item, Appointment)), coverage


def _mark_statement(column: str, item_id: UUID, on: bool, level: int | None = None) -> Statement:
    """Upsert of one mark by the source's own key, so that it outlives the item. `column` is one of ours."""
    also = ", hidden_level" if level is not None else ""
    return (
        f"INSERT INTO activity_mark (id, person_id, connection_id, kind, capacity, source_id, {column}{also}) "
        f"SELECT gen_random_uuid(), myspace_subject(), connection_id, kind, capacity, source_id,"
        f" CASE WHEN %s THEN now() END{', %s' if level is not None else ''} FROM activity_item "
        "WHERE person_id = myspace_subject() AND id = %s "
        f"ON CONFLICT (person_id, connection_id, kind, capacity, source_id) DO UPDATE SET {column} = excluded.{column}"
        + (", hidden_level = excluded.hidden_level" if level is not None else ""),
        (on, level, item_id) if level is not None else (on, item_id),
    )


def star(actor: Actor, item_id: UUID, on: bool) -> bool:
    """Pin or unpin. False when there is no such item. A star is the person's own note: no audit event."""
    with as_actor(actor) as tx:
        done = tx.run(
            "UPDATE activity_item SET starred = %s WHERE person_id = myspace_subject() AND id = %s RETURNING id",
            (on, item_id),
        )
        tx.run(*_mark_statement("starred_at", item_id, on))
    return bool(done)


def hide(actor: Actor, item_id: UUID, *, not_mine: bool = False) -> bool:
    """Hide an item everywhere (counts nowhere); `not_mine` also says that it is not the person's, for the report."""
    with as_actor(actor) as tx:
        done = tx.run(
            "UPDATE activity_item SET hidden = true WHERE person_id = myspace_subject() AND id = %s AND NOT hidden"
            " RETURNING id",
            (item_id,),
        )
        if not done:
            return False
        tx.run(*_mark_statement("hidden_at", item_id, True, int(actor.level)))
        if not_mine:
            tx.run(*_mark_statement("not_mine_at", item_id, True))
        agenda.conceal(tx, item_id, True)
        audit.record(tx, actor, Event.ITEM_NOT_MINE if not_mine else Event.ITEM_HIDDEN, about=item_id)
    return True


def show(actor: Actor, item_id: UUID) -> bool:
    """Undo `hide`, with a login at least as safe as the one that hid it."""
    with as_actor(actor) as tx:
        done = tx.run(
            "UPDATE activity_item i SET hidden = false WHERE person_id = myspace_subject() AND id = %s AND EXISTS"
            " (SELECT FROM activity_mark m WHERE m.person_id = myspace_subject()"
            " AND (m.connection_id, m.kind, m.capacity, m.source_id) ="
            " (i.connection_id, i.kind, i.capacity, i.source_id) AND coalesce(m.hidden_level, 1) <= %s) RETURNING id",
            (item_id, int(actor.level)),
        )
        if done:
            tx.run(*_mark_statement("hidden_at", item_id, False))
            tx.run(*_mark_statement("not_mine_at", item_id, False))
            agenda.conceal(tx, item_id, False)
            audit.record(tx, actor, Event.ITEM_SHOWN, about=item_id)
    return bool(done)


def hidden(actor: Actor) -> tuple[Row, ...]:
    """What the person hid at this login's level or a lower one. The door asks for a fresh login first.

    What a safer login hid is not told of, not even how much: the telephone may be in somebody else's hand.
    """
    with as_actor(actor) as tx:
        _, rows = tx.batch(
            [
                audit.reading(actor, Event.HIDDEN_READ),
                (
                    f"SELECT {_COLUMNS} FROM activity_item i WHERE person_id = myspace_subject() AND hidden"
                    " AND EXISTS (SELECT FROM activity_mark m WHERE m.person_id = myspace_subject()"
                    " AND (m.connection_id, m.kind, m.capacity, m.source_id) ="
                    " (i.connection_id, i.kind, i.capacity, i.source_id) AND coalesce(m.hidden_level, 1) <= %s)"
                    " ORDER BY sort_at DESC, id DESC LIMIT 200",
                    (int(actor.level),),
                ),
            ]
        )
    return tuple(_row(r) for r in rows)


def leave_by(actor: Actor, item_id: UUID, url: str, administration: str) -> Link | None:
    """The link of this item that points to `url`, if it is one of its own: recorded as left by. None otherwise."""
    found = detail(actor, item_id)
    link = next((ln for ln in links_of(found.item) if ln.url == url), None) if found else None
    if link is None:
        return None
    with as_actor(actor) as tx:
        audit.record(tx, actor, Event.LINK_LEFT, about=item_id, administration=administration)
    return link


def links_of(item: Item) -> tuple[Link, ...]:
    """Every link of an item, in the order of its fields: what the leave notice may speak of."""
    found: list[Link] = []

    def walk(value: object) -> None:
        if isinstance(value, Link):
            found.append(value)
        elif isinstance(value, tuple):
            for each in value:
                walk(each)
        elif hasattr(value, "__struct_fields__"):
            for name in value.__struct_fields__:
                walk(getattr(value, name))

    walk(item)
    return tuple(found)
