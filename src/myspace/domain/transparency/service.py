"""Who consulted my data: what the doors may ask for. Hides tables, feeds and how a line's class is found.

Looking shows what was told last and leaves a wish to ask again where that is old. What is sensitive is in nothing but
`kept` and what is asked for with `kept=True`, which a door allows only to whoever identified a moment ago. What is withheld
is in nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.enquiries import service as enquiries
from myspace.domain.enquiries.service import Letter
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Statement, as_actor
from myspace.domain.transparency import known, rows, telling
from myspace.domain.transparency.known import Reading, State
from myspace.domain.transparency.rows import Line
from myspace.domain.transparency.rules import Objection, Standing, objection
from myspace.domain.transparency.source import CannotAsk, Connected, ExchangeSource, connect, connected
from myspace.domain.transparency.store import OWN, record_own, take
from myspace.domain.transparency.wishing import wish
from myspace.vocabulary.legal_calendar import MADRID, end_of
from myspace.vocabulary.people import Actor
from myspace.vocabulary.transparency import AskedBy, ExchangeOutcome, Told

TOPIC: Final = "transparency"  # by which its letters are known to enquiries
PAGE: Final = 30
ENTRIES: Final = 50
RAISED_MOST: Final = 20
HIDDEN_BELOW: Final = 20  # a public figure of fewer would tell of somebody


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed by, all of it at once. Days are inclusive.

    `words`: of each searched word, the codes of purposes, products and bodies that it may mean, any of which fits; one that
    means nothing fits nothing. `place` is where the last page ended: moment and id of its last line.
    """

    ine10: str | None = None
    purposes: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    words: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = ()
    since: date | None = None
    until: date | None = None
    place: tuple[datetime, UUID] | None = None

    @property
    def narrow(self) -> bool:
        return any((self.ine10, self.purposes, self.products, self.words, self.since, self.until))


@dataclass(frozen=True, slots=True)
class OwnOnes:
    """What the person asked for themself, folded: how many, and when the last was."""

    number: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """`raised` first, then `lines`, the newest first and none of the raised among them; `next_place`: there are older ones.

    `number` and `bodies` count all that is neither the person's own nor sensitive, whatever the list is narrowed to.
    """

    reading: Reading
    raised: tuple[Line, ...]
    lines: tuple[Line, ...]
    next_place: tuple[datetime, UUID] | None
    own: OwnOnes
    number: int
    bodies: tuple[str, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One question of a line. `reference` is its own number, for whoever asks about it; `missing` what was not told."""

    id: UUID
    source: str
    reference: str = field(repr=False)
    at: datetime
    modality: str | None
    holder: str | None
    law: str | None
    outcome: ExchangeOutcome | None
    asked_by: AskedBy | None
    missing: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    line: Line
    entries: tuple[Entry, ...]
    next_place: tuple[datetime, UUID] | None
    letters: tuple[Letter, ...]
    case_title: str | None  # of the person's own case that explains it; None also where they hid it
    reading: Reading


_OWN_ONES = (
    "SELECT coalesce(sum(number), 0)::int, max(last_at) FROM transparency_series"
    " WHERE person_id = myspace_subject() AND own AND NOT sensitive"
)
_BODIES = "SELECT ine10, number FROM transparency_body WHERE person_id = myspace_subject() ORDER BY last_at DESC, ine10"


def record(actor: Actor, filters: Filters) -> Record:
    """The page: what stands out, the newest lines, how far the record goes. What is old leaves a wish."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, ((*state,),), raised, lines, (own,), bodies, letters = tx.batch(
            [
                audit.reading(actor, Event.EXCHANGES_READ),
                (known.READ, ()),
                (rows.RAISED, (RAISED_MOST,)),
                _lines(filters),
                (_OWN_ONES, ()),
                (_BODIES, ()),
                enquiries.reading(TOPIC, sensitive=False),
            ]
        )
        reading = known.reading_from(state, now)
        if reading.stale(now):
            tx.at_the_end(wish())
    up = tuple(one for one in map(rows.line, raised) if one.standing is Standing.RAISED)
    shown = [rows.line(row) for row in lines]
    page = shown[:PAGE]
    hidden = {one.id for one in up} if not filters.narrow and filters.place is None else set()
    return Record(
        reading,
        up,
        tuple(one for one in page if one.id not in hidden),
        (page[-1].last_at, page[-1].id) if len(shown) > PAGE else None,
        OwnOnes(own[0], own[1]),
        sum(row[1] for row in bodies),
        tuple(row[0] for row in bodies),
        enquiries.letters_from(letters),
    )


def _lines(filters: Filters) -> Statement:
    where = ["s.person_id = myspace_subject()", "NOT s.own", "NOT s.sensitive"]
    given: list[Any] = []
    for test, values in _tests(filters):
        where.append(test)
        given += values
    sql = f"{rows.SELECT} WHERE {' AND '.join(where)} ORDER BY s.last_at DESC, s.id DESC LIMIT {PAGE + 1}"
    return sql, given


def _tests(filters: Filters) -> Iterator[tuple[str, list[Any]]]:
    if filters.ine10:
        yield "s.ine10 = %s", [filters.ine10]
    if filters.purposes:
        yield "s.purpose = ANY(%s)", [list(filters.purposes)]
    if filters.products:
        yield "s.product = ANY(%s)", [list(filters.products)]
    for word in filters.words:
        yield "(s.purpose = ANY(%s) OR s.product = ANY(%s) OR s.ine10 = ANY(%s))", [list(codes) for codes in word]
    if filters.since:
        yield "s.last_at >= %s", [datetime.combine(filters.since, time.min, MADRID)]
    if filters.until:
        yield "s.first_at < %s", [end_of(filters.until)]
    if filters.place:
        yield "(s.last_at, s.id) < (%s, %s)", list(filters.place)


def bodies(actor: Actor) -> tuple[str, ...]:
    """Whose questions are in the record. Part of the page that shows them, which leaves the event."""
    with as_actor(actor) as tx:
        return tuple(row[0] for row in tx.run(_BODIES))


def kept(actor: Actor) -> tuple[Line, ...]:
    """What is sensitive, the person's own questions too, newest first. For whoever identified a moment ago: the door sees to it."""
    with as_actor(actor) as tx:
        _, found = tx.batch(
            [
                audit.reading(actor, Event.EXCHANGES_KEPT_READ),
                (
                    f"{rows.SELECT} WHERE s.person_id = myspace_subject() AND s.sensitive"
                    f" ORDER BY s.last_at DESC, s.id DESC LIMIT {PAGE * 10}",
                    (),
                ),
            ]
        )
    return tuple(rows.line(row) for row in found)


def own(actor: Actor) -> tuple[Line, ...]:
    """What the person asked for themself and is not sensitive, line by line. Part of the page's own event."""
    with as_actor(actor) as tx:
        _, found = tx.batch(
            [
                audit.reading(actor, Event.EXCHANGES_READ),
                (
                    f"{rows.SELECT} WHERE s.person_id = myspace_subject() AND s.own AND NOT s.sensitive"
                    f" ORDER BY s.last_at DESC, s.id DESC LIMIT {PAGE * 10}",
                    (),
                ),
            ]
        )
    return tuple(rows.line(row) for row in found)


_ENTRIES = (
    f"SELECT e.id, e.source, e.reference, e.at, e.modality, e.holder, e.law, {rows.OUTCOME}, e.asked_by, e.missing"
    " FROM transparency_exchange e WHERE e.person_id = myspace_subject() AND e.series_id = %s"
    f" AND (%s::timestamptz IS NULL OR (e.at, e.id) < (%s, %s)) ORDER BY e.at DESC, e.id DESC LIMIT {ENTRIES + 1}"
)
_TITLE = "SELECT title FROM activity_item WHERE person_id = myspace_subject() AND id = %s AND NOT hidden"


def detail(actor: Actor, series_id: UUID, *, kept: bool, place: tuple[datetime, UUID] | None = None) -> Detail | None:
    """One line with its questions. None: there is no such line, or it is sensitive and `kept` does not allow it."""
    now = datetime.now(UTC)
    at, after = place or (None, None)
    with as_actor(actor) as tx:
        found, entries, letters, ((*state,),) = tx.batch(
            [
                (
                    f"{rows.SELECT} WHERE s.person_id = myspace_subject() AND s.id = %s AND (%s OR NOT s.sensitive)",
                    (series_id, kept),
                ),
                (_ENTRIES, (series_id, at, at, after)),
                enquiries.reading(TOPIC, sensitive=kept),
                (known.READ, ()),
            ]
        )
        if not found:
            return None
        line = rows.line(found[0])
        _, title = tx.batch([audit.reading(actor, Event.EXCHANGE_READ, series_id), (_TITLE, (line.item_id,))])
    told = [_entry(row) for row in entries]
    page = told[:ENTRIES]
    return Detail(
        line,
        tuple(page),
        (page[-1].at, page[-1].id) if len(told) > ENTRIES else None,
        tuple(one for one in enquiries.letters_from(letters) if one.ref_id == series_id),
        title[0][0] if title else None,
        known.reading_from(state, now),
    )


def _entry(row: tuple[Any, ...]) -> Entry:
    id_, source, reference, at, modality, holder, law, outcome, asked_by, missing = row
    return Entry(
        id_, source, reference, at, modality or None, holder or None, law or None,
        ExchangeOutcome(outcome) if outcome else None, AskedBy(asked_by) if asked_by else None,
        tuple(Told(each) for each in missing.split()),
    )  # fmt: skip


def received(actor: Actor, product: str, until: datetime, *, kept: bool) -> tuple[Line, ...]:
    """Who else was told of this product before a moment, as far as the record goes, the newest first. What was asked in vain or
    failed told nobody anything; of what nobody said how it ended it is not known, and it is among them. The page's own event.
    """
    with as_actor(actor) as tx:
        _, found = tx.batch(
            [
                audit.reading(actor, Event.EXCHANGES_KEPT_READ if kept else Event.EXCHANGES_READ),
                (
                    f"{rows.SELECT} WHERE s.person_id = myspace_subject() AND NOT s.own AND s.product = %s"
                    " AND (%s OR NOT s.sensitive) AND EXISTS (SELECT FROM transparency_exchange e WHERE"
                    " e.person_id = myspace_subject() AND e.series_id = s.id AND e.at < %s AND e.outcome IN ('answered', ''))"
                    f" ORDER BY s.last_at DESC, s.id DESC LIMIT {PAGE * 10}",
                    (product, kept, until),
                ),
            ]
        )
    return tuple(rows.line(row) for row in found)


def recognise(actor: Actor, series_id: UUID, *, yes: bool, kept: bool) -> bool:
    """The person says that they know what it is, or takes it back. False: there is no such line."""
    with as_actor(actor) as tx:
        found = tx.run(
            "UPDATE transparency_series SET recognised_at = CASE WHEN %s THEN now() END WHERE person_id = myspace_subject()"
            " AND id = %s AND NOT own AND (%s OR NOT sensitive) RETURNING id",
            (yes, series_id, kept),
        )
        if found:
            event = Event.EXCHANGE_RECOGNISED if yes else Event.EXCHANGE_NOT_RECOGNISED
            audit.record(tx, actor, event, about=series_id)
            telling.tell(tx)
    return bool(found)


def ask_again(actor: Actor) -> bool:
    """The person wants the feed asked now. False: it was a moment ago, or nobody can be asked. No event: nothing is shown."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        ((*row,),) = tx.run(known.READ)
        may = known.reading_from(row, now).may_be_asked_again(now)
        if may:
            tx.at_the_end(wish())
    return may


@dataclass(frozen=True, slots=True)
class Month:
    """How many questions of one body for one purpose in one month. `purpose` is a code; None: not told."""

    month: date
    ine10: str
    purpose: str | None
    number: int


def months(actor: Actor) -> tuple[Month, ...]:
    """The picture, the newest month first. Neither own nor sensitive questions are in it."""
    with as_actor(actor) as tx:
        _, found = tx.batch(
            [
                audit.reading(actor, Event.EXCHANGES_READ),
                (
                    "SELECT month, ine10, purpose, number FROM transparency_month WHERE person_id = myspace_subject()"
                    " AND month > date_trunc('month', now() - interval '13 months')"
                    " ORDER BY month DESC, number DESC, ine10, purpose",
                    (),
                ),
            ]
        )
    return tuple(Month(month, ine10, purpose or None, number) for month, ine10, purpose, number in found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one body: how many entries its questions made, and how many of them said all that the law asks. None: too few to say."""

    ine10: str
    told: int | None
    whole: int | None


def coverage() -> tuple[Coverage, ...]:
    """Public, of all people together: how well each body explains its questions. Fewer than HIDDEN_BELOW are not told."""
    with db.bare() as tx:
        found = tx.run(
            "SELECT ine10, sum(told)::bigint, sum(whole)::bigint FROM transparency_coverage GROUP BY 1 ORDER BY 2 DESC, 1"
        )
    return tuple(
        Coverage(ine10, told, whole) if told >= HIDDEN_BELOW else Coverage(ine10, None, None)
        for ine10, told, whole in found
    )


def feed_here() -> bool:
    """Whether anybody tells this deployment of consultations, whoever looks."""
    return connected() is not None


__all__ = [
    "ENTRIES", "HIDDEN_BELOW", "OWN", "PAGE", "TOPIC", "CannotAsk", "Connected", "Coverage", "Detail", "Entry", "ExchangeSource",
    "Filters", "Letter", "Line", "Month", "Objection", "OwnOnes", "Reading", "Record", "Standing", "State", "ask_again",
    "bodies", "connect",
    "coverage", "detail", "feed_here", "kept", "months", "objection", "own", "recognise", "record", "record_own", "take",
]  # fmt: skip
