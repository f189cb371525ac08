"""One timeline of cases, registry entries, appointments, taxes: what the doors may ask for. Hides tables and SQL.

Every read sends its statements together (one round trip) with the row that records it: what cannot be recorded
is not shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from myspace.domain.activity.heard import HEARD, WAITING, Heard, heard_from
from myspace.domain.activity.links import links_of
from myspace.domain.activity.listing import PAGE, BadCursor, Chip, Filters, View, cursor_of, listing
from myspace.domain.activity.marking import hidden, hide, just_hidden, mark, show, star
from myspace.domain.activity.rows import COLUMNS, MINE, TOPICS, WIDTH, Row, row_from
from myspace.domain.activity.rules import State, debts_still_owed, owed, year_alone
from myspace.domain.activity.withheld import is_withheld, without_content
from myspace.domain.agenda import service as agenda
from myspace.domain.agenda.service import Card
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.gathering.service import READ_KNOWN, Coverage
from myspace.domain.kernel.db import Statement, as_actor
from myspace.domain.people.service import Profile
from myspace.vocabulary.activity import Appointment, Case, Item, Link, Tax, Topic, decode
from myspace.vocabulary.people import Actor

MONEY_IS_OLD_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of rows with its own incompleteness. `next_cursor` None: this is the end.

    `total` is how many things the asked sources told of, whatever the filters, and `told_by` how many of them did.
    `besides`: the value that the page asked for besides, in the same round trip.
    """

    rows: tuple[Row, ...]
    next_cursor: str | None
    coverage: Coverage
    total: int
    told_by: int
    besides: Any = None


@dataclass(frozen=True, slots=True)
class Home:
    """`turn_untold`: of something open no body says whether it waits for the person, or whether it is paid.

    `more_cards`: how many there are besides; None when they are more than were counted. `besides`: what the columns
    gave that the page asked for besides.
    """

    cards: tuple[Card, ...]
    more_cards: int | None
    turn_untold: bool
    news: tuple[Row, ...]
    news_since: datetime
    first_visit: bool
    matters: tuple[tuple[Row, Case], ...]
    coverage: Coverage
    besides: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class YourTurn:
    """What needs the person, beyond home's five. `untold` and `besides` as in Home; `more`: these are only the nearest."""

    cards: tuple[Card, ...]
    more: bool
    untold: bool
    coverage: Coverage
    besides: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """One item whole, with what belongs to it: a case's papers, or the case of a paper.

    `more_related`: there are more than the newest hundred, and the page must say so. `withheld`: see withheld.py.
    `besides` as in Timeline.
    """

    row: Row
    item: Item
    related: tuple[Row, ...]
    more_related: bool
    coverage: Coverage
    source_answered_at: datetime | None
    money_is_old: bool
    withheld: bool = False
    besides: Any = None


@dataclass(frozen=True, slots=True)
class TaxObject:
    """One thing taxed (a home, a car, a fine's file): its taxes with their debts, newest first.

    `owed` is None when it may be more than is shown here: a sum over a cut list is no sum.
    """

    group: str
    group_id: str | None
    ine10: str
    title: str
    taxes: tuple[tuple[Row, Tax], ...]
    owed: Decimal | None
    has_unknown: bool


@dataclass(frozen=True, slots=True)
class Taxes:
    """`more`: there are older ones, paid or not said, beyond these; the page must say so."""

    objects: tuple[TaxObject, ...]
    more: bool
    coverage: Coverage
    money_is_old: bool


@dataclass(frozen=True, slots=True)
class Appointments:
    """The next first, then those of the last 30 days. `more`: these are only the nearest."""

    found: tuple[tuple[Row, Appointment], ...]
    more: bool
    coverage: Coverage


def timeline(actor: Actor, *, filters: Filters, besides: str | None = None) -> Timeline:
    """A page of the person's activity. Raises BadCursor for a place that does not read.

    `besides`: one value of another topic, in SQL without parameters.
    """
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, rows, asked = tx.batch(
            [audit.reading(actor, Event.ACTIVITY_READ), listing(filters), gathering.reading_known(besides)]
        )
        known, coverage = gathering.covered(tx, asked, now)
    page = tuple(row_from(r) for r in rows[:PAGE])
    return Timeline(
        rows=page,
        next_cursor=cursor_of(page[-1]) if len(rows) > PAGE else None,
        coverage=coverage,
        total=known.things,
        told_by=known.tellers,
        besides=gathering.besides_from(asked),
    )


_CARDS = 60
_LATELY = timedelta(days=30)
_ALL_CARDS = 200
_NEWS = 3
_RELATED = 100
_TAXES = 300
_APPOINTMENTS = 100

# "Ara no et toca fer res" needs more than that everybody answered: bodies may leave out whose turn it is and whether a
# debt is paid (HCC: optional fields).
_TURN_UNTOLD = (
    f"SELECT EXISTS (SELECT FROM activity_item WHERE {MINE} AND gone_at IS NULL AND (state = 'tax_unknown'"
    " OR kind = 'case' AND open AND NOT your_turn AND payload LIKE '%%\"your_turn\":null%%'))"
)


def _turn_untold(besides: Statement | None) -> Statement:
    """With the columns of another topic, where the page asks for some: one statement in place of two."""
    columns, params = besides or ("", ())
    return (f"{_TURN_UNTOLD}, {columns}", params) if columns else (_TURN_UNTOLD, ())


def home(actor: Actor, *, today: date, besides: Statement | None = None) -> Home:
    """What needs me, what changed, how my things go, and to whom it was asked.

    `besides`: columns of another topic of one row, with their parameters, answered in the same round trip.
    """
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, asked, cards, news, matters, ((untold, *rest),) = tx.batch(
            [
                audit.reading(actor, Event.HOME_READ),
                READ_KNOWN,
                agenda.reading_cards(today, _CARDS + 1),
                (
                    f"SELECT {COLUMNS} FROM activity_item WHERE {MINE} AND news_at > "
                    "(SELECT greatest(coalesce(CASE WHEN %s THEN entered_before_at END, now() - interval '30 days'),"
                    " now() - interval '90 days') FROM people_person WHERE person_id = myspace_subject())"
                    f" AND kind <> 'appointment' ORDER BY news_at DESC, id DESC LIMIT {_NEWS}",
                    (not actor.by_mandate,),
                ),
                (
                    f"SELECT {COLUMNS}, payload FROM activity_item WHERE {MINE} AND kind = 'case' AND (open OR starred)"
                    " AND gone_at IS NULL ORDER BY starred DESC, your_turn DESC, sort_at DESC LIMIT 4",
                    (),
                ),
                _turn_untold(besides),
            ]
        )
        known, coverage = gathering.covered(tx, asked, now)
    all_cards = agenda.cards_from(cards)
    return Home(
        cards=all_cards[:5],
        more_cards=max(0, len(all_cards) - 5) if len(all_cards) <= _CARDS else None,
        turn_untold=untold,
        news=tuple(row_from(r) for r in news),
        # When somebody came in is no representative's to know: to them it is what changed lately.
        news_since=now - _LATELY if actor.by_mandate else _news_since(known.profile, now),
        first_visit=known.profile.entered_before_at is None and not actor.by_mandate,
        matters=tuple((row_from(r), _case(r[WIDTH])) for r in matters),
        coverage=coverage,
        besides=tuple(rest),
    )


def _news_since(profile: Profile, now: datetime) -> datetime:
    return max(profile.entered_before_at or now - _LATELY, now - timedelta(days=90))


def _case(payload: str) -> Case:
    item = decode(payload)
    assert isinstance(item, Case)
    return item


def your_turn(actor: Actor, *, today: date, besides: Statement | None = None) -> YourTurn:
    """Everything that needs the person. `besides` as in `home`."""
    with as_actor(actor) as tx:
        _, asked, cards, ((untold, *rest),) = tx.batch(
            [
                audit.reading(actor, Event.HOME_READ), READ_KNOWN,
                agenda.reading_cards(today, _ALL_CARDS + 1), _turn_untold(besides),
            ]
        )  # fmt: skip
        _, coverage = gathering.covered(tx, asked, datetime.now(UTC))
    return YourTurn(agenda.cards_from(cards[:_ALL_CARDS]), len(cards) > _ALL_CARDS, untold, coverage, tuple(rest))


def detail(actor: Actor, item_id: UUID, *, besides: str | None = None) -> Detail | None:
    """One item, which one's own reading marks read. None for nobody's, another's and hidden: the same answer."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found, related, asked, *_ = tx.batch(
            [
                audit.reading(actor, Event.ITEM_READ, item_id),
                (
                    f"SELECT {COLUMNS}, payload FROM activity_item WHERE person_id = myspace_subject() AND NOT hidden AND id = %s",
                    (item_id,),
                ),
                (
                    f"SELECT {COLUMNS} FROM activity_item r WHERE {MINE} AND r.id <> %(id)s"
                    " AND (connection_id, case_key) = (SELECT i.connection_id, i.case_key FROM activity_item i"
                    " WHERE i.person_id = myspace_subject() AND i.id = %(id)s)"
                    f" ORDER BY sort_at DESC, id DESC LIMIT {_RELATED + 1}",
                    {"id": item_id},
                ),
                gathering.reading_known(besides),
                # What a representative read, its owner has not read.
                *(() if actor.by_mandate else _read(item_id)),
            ]
        )
    if not found:
        return None
    row, item = row_from(found[0]), decode(found[0][WIDTH])
    withheld = is_withheld(actor, item)
    known = gathering.known_from(asked)
    answered_at = known.known_at(row.connection_id, TOPICS[row.kind])
    return Detail(
        row=row,
        item=without_content(item) if withheld else item,
        withheld=withheld,
        related=tuple(row_from(r) for r in related[:_RELATED]),
        more_related=len(related) > _RELATED,
        coverage=gathering.coverage_from(known, now),
        source_answered_at=answered_at,
        money_is_old=row.money and (answered_at is None or now - answered_at > MONEY_IS_OLD_AFTER),
        besides=gathering.besides_from(asked),
    )


def _read(item_id: UUID) -> tuple[Statement, Statement]:
    return (
        mark("read_at", item_id, True),
        (
            "UPDATE activity_item SET unread = false WHERE person_id = myspace_subject() AND id = %s AND unread",
            (item_id,),
        ),
    )


def taxes(actor: Actor) -> Taxes:
    """Taxes by the thing they are on, with debts and windows. Money older than 15 minutes is marked so."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, rows, asked = tx.batch(
            [
                audit.reading(actor, Event.TAXES_READ),
                (
                    f"SELECT {COLUMNS}, payload FROM activity_item WHERE {MINE} AND kind = 'tax'"
                    f" ORDER BY your_turn DESC, open DESC, sort_at DESC, id DESC LIMIT {_TAXES + 1}",
                    (),
                ),
                READ_KNOWN,
            ]
        )
        known, coverage = gathering.covered(tx, asked, now)
    times = known.ages(Topic.TAXES)
    left_out = row_from(rows[_TAXES]) if len(rows) > _TAXES else None
    return Taxes(
        # What is owed comes first: when the first one left out is paid, all that is owed is here.
        objects=_by_object(
            [(row_from(r), decode(r[WIDTH])) for r in rows[:_TAXES]], whole=left_out is None or not left_out.open
        ),
        more=left_out is not None,
        coverage=coverage,
        money_is_old=bool(times) and now - min(times) > MONEY_IS_OLD_AFTER,
    )


def _by_object(pairs: list[tuple[Row, Item]], *, whole: bool) -> tuple[TaxObject, ...]:
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
            # What the body no longer shows may be paid: it adds to no sum.
            owed=sum((owed(d) for r, t in members if not r.gone for d in debts_still_owed(t)), Decimal(0))
            if whole
            else None,
            has_unknown=any(d.state is None for r, t in members if not r.gone for d in t.debts),
        )
        for (group, _, ine10), members in groups.items()
    )


def appointments(actor: Actor) -> Appointments:
    """Appointments, the next first; those of the last 30 days after them."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, rows, asked = tx.batch(
            [
                audit.reading(actor, Event.ACTIVITY_READ),
                (
                    f"SELECT {COLUMNS}, payload FROM activity_item WHERE {MINE} AND kind = 'appointment'"
                    " AND sort_at > now() - interval '30 days'"
                    " ORDER BY sort_at < now(), abs(extract(epoch FROM sort_at - now()))"
                    f" LIMIT {_APPOINTMENTS + 1}",
                    (),
                ),
                READ_KNOWN,
            ]
        )
        _, coverage = gathering.covered(tx, asked, now)
    decoded = [(row_from(r), decode(r[WIDTH])) for r in rows[:_APPOINTMENTS]]
    return Appointments(
        tuple((row, item) for row, item in decoded if isinstance(item, Appointment)),
        len(rows) > _APPOINTMENTS,
        coverage,
    )


def leave_by(actor: Actor, item_id: UUID, url: str, administration: str) -> Link | None:
    """The link of this item that points to `url`, if it is one of its own: recorded as left by. None otherwise."""
    found = detail(actor, item_id)
    link = next((ln for ln in links_of(found.item) if ln.url == url), None) if found else None
    if link is None:
        return None
    with as_actor(actor) as tx:
        audit.record(tx, actor, Event.LINK_LEFT, about=item_id, administration=administration)
    return link


__all__ = [
    "HEARD", "TOPICS", "WAITING", "Appointments", "BadCursor", "Chip", "Detail", "Filters", "Heard", "Home", "Row", "State",
    "TaxObject", "Taxes", "Timeline", "View", "YourTurn", "appointments", "detail", "heard_from", "hidden", "hide", "home",
    "just_hidden", "leave_by", "links_of", "show", "star", "taxes", "timeline", "year_alone", "your_turn",
]  # fmt: skip
