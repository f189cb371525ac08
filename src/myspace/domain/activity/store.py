"""What becomes of an answer: the items it brings, the ones it no longer has, what is news. One transaction an answer.

Idempotent: the same answer twice changes nothing the second time. A partial or unknown answer removes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from myspace.domain.activity import rules
from myspace.domain.activity.rules import Change, Facts, Key
from myspace.domain.activity.synonyms import normalise
from myspace.domain.agenda import service as agenda
from myspace.domain.kernel.db import Statement, Tx
from myspace.domain.kernel.ids import uuid7
from myspace.vocabulary.activity import Item, Topic
from myspace.vocabulary.answers import Answer, Fresh, Nothing

KINDS = {Topic.CASES: "case", Topic.ENTRIES: "entry", Topic.APPOINTMENTS: "appointment", Topic.TAXES: "tax"}
GONE_SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Changes:
    """What one answer changed, by item id: new, changed (with why), and no longer shown by the body."""

    new: tuple[UUID, ...] = ()
    changed: dict[UUID, Change] = field(default_factory=dict)
    gone: tuple[UUID, ...] = ()
    held: int = 0  # how many things the person now has from this source and topic, hidden ones apart

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class _Stored:
    id: UUID
    digest: bytes
    state: str
    your_turn: bool
    amount: Decimal | None
    gone: bool
    outlived: bool  # gone for so long that it is erased when the body, asked again, still does not show it


def store(
    tx: Tx,
    connection_id: UUID,
    topic: Topic,
    answer: Answer[Item],
    *,
    name: str,
    first: bool,
    now: datetime,
    today: date,
) -> Changes:
    """Write a known answer for the person this transaction sees. `first`: this source never answered this topic before.

    `name` is the administration's name, by which its items are found. Unknown answers change nothing here.
    """
    if not isinstance(answer, Fresh | Nothing):
        return Changes()
    told = answer.items if isinstance(answer, Fresh) else ()
    items = {facts.key: (facts, item) for facts, item in ((rules.facts(item), item) for item in told)}
    stored = _stored(tx, connection_id, KINDS[topic], now)
    new = [f for key, (f, _) in items.items() if key not in stored]
    moved = [f for key, (f, _) in items.items() if key in stored and stored[key].digest != f.digest]
    ids = {key: stored[key].id if key in stored else uuid7() for key in items}
    changes = {f.key: rules.change(_before(stored[f.key]), f) for f in moved}
    went = [s.id for key, s in stored.items() if key not in items and not s.gone] if answer.complete else []
    let_go = [s.id for key, s in stored.items() if key not in items and s.outlived] if answer.complete else []
    touched = [ids[f.key] for f in (*new, *moved)]
    if not stored and not items:
        return Changes()
    with tx.together():
        _write(
            tx,
            connection_id,
            [(ids[f.key], f, Change.NEW, _news_at(f, first, now)) for f in new],
            now,
            unread=not first,
        )
        _rewrite(tx, [(ids[f.key], f, changes[f.key]) for f in moved], now)
        _came_back(tx, [ids[key] for key in items if key in stored and stored[key].gone], now)
        _went(tx, went, now)
        _index(tx, [(ids[f.key], f, name) for f in (*new, *moved)])
        wanted = [n for f in (*new, *moved) for n in rules.needs(items[f.key][1], ids[f.key], today)]
        agenda.replace(tx, topic.value, [*touched, *went], wanted)
        _let_go(tx, let_go)
        if new or moved or went or let_go:
            _restore_marks(tx, connection_id, [ids[f.key] for f in new])
            if topic in (Topic.CASES, Topic.ENTRIES):
                _gather_into_cases(tx, connection_id)
            _hide_with_its_case(tx, connection_id)
    hidden, ((held,),) = tx.batch([_hidden(connection_id), _held(connection_id, KINDS[topic])])
    agenda.conceal(tx, [r[0] for r in hidden], True)
    return Changes(
        tuple(ids[f.key] for f in new),
        {ids[k]: c for k, c in changes.items() if c is not Change.NONE},
        tuple(went),
        held,
    )


def _before(s: _Stored) -> tuple[str, bool, Decimal | None]:
    return s.state, s.your_turn, s.amount


def _news_at(facts: Facts, first: bool, now: datetime) -> datetime:
    """The first time a body answers, old items are not news: they take their own date. Later arrivals are news now."""
    return min(facts.sort_at, now) if first else now


def _stored(tx: Tx, connection_id: UUID, kind: str, now: datetime) -> dict[Key, _Stored]:
    rows = tx.run(
        "SELECT kind, capacity, source_id, id, digest, state, your_turn, amount, gone_at IS NOT NULL,"
        " coalesce(gone_at < %s, false) FROM activity_item "
        "WHERE person_id = myspace_subject() AND connection_id = %s AND kind = %s",
        (now - GONE_SHOWN_FOR, connection_id, kind),
    )
    return {Key(r[0], r[1], r[2]): _Stored(r[3], bytes(r[4]), r[5], r[6], r[7], r[8], r[9]) for r in rows}


_COLUMNS = (
    ("id", "uuid"), ("ine10", "text"), ("kind", "text"), ("source_id", "text"), ("capacity", "text"), ("title", "text"),
    ("state", "text"), ("open", "boolean"), ("your_turn", "boolean"), ("money", "boolean"), ("sort_at", "timestamptz"),
    ("sort_day", "date"), ("due_on", "date"), ("forecast_on", "date"), ("amount", "numeric"), ("case_key", "text"),
    ("payload", "text"), ("digest", "bytea"), ("news_at", "timestamptz"), ("change", "text"),
)  # fmt: skip
_NAMES = ", ".join(name for name, _ in _COLUMNS)
_UNNEST = f"unnest({', '.join('%s::' + kind + '[]' for _, kind in _COLUMNS)}) AS n({_NAMES})"


def _column_values(rows: list[tuple[UUID, Facts, Change, datetime]]) -> list[list[object]]:
    values = [
        (
            id_, f.ine10, f.key.kind, f.key.source_id, f.key.capacity, f.title, f.state.value, f.open, f.your_turn,
            f.money, f.sort_at, f.sort_day, f.due_on, f.forecast_on, f.amount,
            f.key.source_id if f.key.kind == "case" else (f.case_ids[0] if f.case_ids else None),
            f.payload.decode(), f.digest, news_at, change.value,
        )
        for id_, f, change, news_at in rows
    ]  # fmt: skip
    return [list(column) for column in zip(*values, strict=True)]


def _write(
    tx: Tx, connection_id: UUID, rows: list[tuple[UUID, Facts, Change, datetime]], now: datetime, *, unread: bool
) -> None:
    """`unread` is False for what a body tells the first time: a mark on every line would mark none."""
    if rows:
        tx.run(
            "INSERT INTO activity_item (person_id, connection_id, first_seen_at, seen_at, head, hidden, starred, unread,"
            f" {_NAMES}) "
            f"SELECT myspace_subject(), %s, %s, %s, true, false, false, %s, {', '.join('n.' + c for c, _ in _COLUMNS)} "
            f"FROM {_UNNEST} ON CONFLICT (person_id, connection_id, kind, capacity, source_id) DO NOTHING",
            (connection_id, now, now, unread, *_column_values(rows)),
        )


def _rewrite(tx: Tx, rows: list[tuple[UUID, Facts, Change]], now: datetime) -> None:
    if rows:
        sets = ", ".join(f"{c} = n.{c}" for c, _ in _COLUMNS if c not in ("id", "news_at", "change"))
        tx.run(
            f"UPDATE activity_item i SET {sets}, seen_at = %s, gone_at = NULL,"
            " news_at = CASE WHEN n.change <> 'none' THEN n.news_at ELSE i.news_at END,"
            " change = CASE WHEN n.change <> 'none' THEN n.change ELSE i.change END,"
            " unread = i.unread OR n.change <> 'none' "
            f"FROM {_UNNEST} WHERE i.person_id = myspace_subject() AND i.id = n.id",
            (now, *_column_values([(i, f, c, now) for i, f, c in rows])),
        )


def _came_back(tx: Tx, ids: list[UUID], now: datetime) -> None:
    """An unchanged list writes nothing: the ask row holds its age."""
    if ids:
        tx.run(
            "UPDATE activity_item SET gone_at = NULL, seen_at = %s WHERE person_id = myspace_subject() AND id = ANY(%s)",
            (now, ids),
        )


def _went(tx: Tx, ids: list[UUID], now: datetime) -> None:
    if ids:
        tx.run("UPDATE activity_item SET gone_at = %s WHERE person_id = myspace_subject() AND id = ANY(%s)", (now, ids))


def _hide_with_its_case(tx: Tx, connection_id: UUID) -> None:
    """A paper that arrives for a hidden case is hidden with it."""
    tx.run(
        "UPDATE activity_item e SET hidden = true FROM activity_item c WHERE e.person_id = myspace_subject()"
        " AND c.person_id = myspace_subject() AND e.connection_id = %s AND c.connection_id = e.connection_id"
        " AND c.kind = 'case' AND c.hidden AND e.kind = 'entry' AND NOT e.hidden AND NOT e.head"
        " AND e.case_key = c.case_key AND e.capacity = c.capacity",
        (connection_id,),
    )


def _hidden(connection_id: UUID) -> Statement:
    """What is hidden needs the person nowhere: a need that came anew is concealed again."""
    return (
        "SELECT id FROM activity_item WHERE person_id = myspace_subject() AND connection_id = %s AND hidden",
        (connection_id,),
    )


def _let_go(tx: Tx, ids: list[UUID]) -> None:
    """What a body stopped showing stays greyed for 30 days, and then is erased. The person's marks on it stay."""
    if ids:
        tx.run(
            "WITH old AS (DELETE FROM activity_item WHERE person_id = myspace_subject() AND id = ANY(%s) RETURNING id)"
            " DELETE FROM activity_word w USING old WHERE w.person_id = myspace_subject() AND w.item_id = old.id",
            (ids,),
        )


def _held(connection_id: UUID, kind: str) -> Statement:
    return (
        "SELECT count(*) FROM activity_item WHERE person_id = myspace_subject() AND connection_id = %s AND kind = %s"
        " AND gone_at IS NULL AND NOT hidden",
        (connection_id, kind),
    )


def _index(tx: Tx, rows: list[tuple[UUID, Facts, str]]) -> None:
    if not rows:
        return
    pairs = [(word, id_) for id_, f, name in rows for word in dict.fromkeys(normalise(f"{f.search} {name}"))]
    tx.run(
        "DELETE FROM activity_word WHERE person_id = myspace_subject() AND item_id = ANY(%s)", ([r[0] for r in rows],)
    )
    tx.run(
        "INSERT INTO activity_word (person_id, word, item_id) "
        "SELECT myspace_subject(), n.word, n.item_id FROM unnest(%s::text[], %s::uuid[]) AS n(word, item_id) "
        "ON CONFLICT DO NOTHING",
        ([p[0] for p in pairs], [p[1] for p in pairs]),
    )


def _restore_marks(tx: Tx, connection_id: UUID, ids: list[UUID]) -> None:
    """Stars, read marks and hidings outlive an item that was erased: they come back with it."""
    if ids:
        tx.run(
            "UPDATE activity_item i SET starred = m.starred_at IS NOT NULL, hidden = m.hidden_at IS NOT NULL,"
            " unread = i.unread AND m.read_at IS NULL FROM activity_mark m "
            "WHERE i.person_id = myspace_subject() AND m.person_id = myspace_subject() AND i.id = ANY(%s)"
            " AND i.connection_id = %s AND m.connection_id = i.connection_id AND m.kind = i.kind"
            " AND m.capacity = i.capacity AND m.source_id = i.source_id",
            (ids, connection_id),
        )


def _gather_into_cases(tx: Tx, connection_id: UUID) -> None:
    """A paper of a case the person can see stands inside the case, and lifts it to the paper's own date."""
    tx.run(
        "UPDATE activity_item e SET head = h.head FROM ("
        " SELECT x.id, NOT EXISTS (SELECT FROM activity_item c WHERE c.person_id = myspace_subject()"
        "  AND c.connection_id = x.connection_id AND c.case_key = x.case_key AND c.kind = 'case' AND c.capacity = x.capacity"
        " ) AS head FROM activity_item x WHERE x.person_id = myspace_subject() AND x.connection_id = %s"
        "  AND x.kind = 'entry' AND x.case_key IS NOT NULL) h "
        "WHERE e.person_id = myspace_subject() AND e.id = h.id AND e.head <> h.head",
        (connection_id,),
    )
    tx.run(
        "UPDATE activity_item c SET sort_at = p.latest, sort_day = (p.latest AT TIME ZONE 'Europe/Madrid')::date FROM ("
        " SELECT case_key, capacity, max(sort_at) AS latest FROM activity_item WHERE person_id = myspace_subject()"
        "  AND connection_id = %s AND kind = 'entry' AND NOT head GROUP BY case_key, capacity) p "
        "WHERE c.person_id = myspace_subject() AND c.connection_id = %s AND c.kind = 'case'"
        " AND c.case_key = p.case_key AND c.capacity = p.capacity AND c.sort_at < p.latest",
        (connection_id, connection_id),
    )
