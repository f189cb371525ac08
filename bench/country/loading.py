"""The country's rows, by COPY, as `myspace_keeper`: streamed, so that memory does not grow with the country.

Indexes are taken off before and made again after by their owner, and must then be what they were. No process of the
product can log in as either. Row by row the tables are what the product's own sink leaves: tests/integration/
test_country.py holds them against each other.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import sql

from bench.country import plan as who
from bench.country.plan import Plan, Reader
from bench.country.progress import Progress
from bench.country.things import MADRID, Source, Thing, bundle, history, told
from myspace.domain.activity.rows import TOPICS
from myspace.domain.audit.events import Event
from myspace.domain.kernel.keyring import Keyring
from myspace.domain.people.service import ABSOLUTE, IDLE
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.administrations import directory

TABLES = {
    "people_person": "person_id, kind, name_sealed, language, created_at, entered_at, residence_ine10, residence_said_at",
    "people_identity": "id, person_id, kind, hash_key, hash, value_sealed, created_at",
    "people_session": "id, person_id, viewer_id, token_hash, basis, level, method, device, created_at, seen_at, idle_until,"
    " ends_at, provider_token_until",
    "audit_event": "id, person_id, viewer_id, at, event, session_id, facts",
    "gathering_ask": "id, person_id, connection_id, topic, outcome, answered_at, fresh_until, known_at, known_outcome,"
    " complete, items, kept_aside, knows_me_since",
    "activity_item": "id, person_id, connection_id, ine10, kind, source_id, capacity, title, state, open, your_turn, money,"
    " sort_at, sort_day, due_on, forecast_on, amount, head, case_key, payload, digest, first_seen_at, news_at, change,"
    " seen_at, hidden, starred, unread",
    "activity_word": "person_id, word, item_id",
    "agenda_entry": "id, person_id, topic, ref_id, part, verb, title, ine10, due_on, due_at, due_kind, visible_from, amount,"
    " concealed, speaks_of",
}
_BLOCK = 1 << 18  # bytes that wait for a COPY before they are sent
_NEVER_STALE = timedelta(days=3650)  # no page of a measured country leaves a wish: what is measured is reading


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and in how many seconds each step."""

    people: int
    items: int
    words: int
    seconds: dict[str, float]


class Changed(RuntimeError):
    """The indexes made again are not those that were taken off: nothing may be measured with them."""


def load(
    urls: dict[str, str], sources: Sequence[Source], plan: Plan, ring: Keyring, say: Callable[[str], None]
) -> Loaded:
    """Fill an empty, migrated database whose connections are `sources`."""
    seconds: dict[str, float] = {}
    with psycopg.connect(urls["myspace_owner"], autocommit=True) as owner:
        before = _shape(owner)
        _take_off(owner, before)
        people, items, words = _Loader(urls["myspace_keeper"], sources, plan, ring).run(seconds)
        began = time.monotonic()
        _put_on(owner, before)
        if _shape(owner) != before:
            raise Changed("the indexes made again are not those that were taken off")
        seconds["indexes"] = time.monotonic() - began
        say(f"indexes made again, equal to those taken off: {len(before)} in {seconds['indexes']:.1f} s")
        began = time.monotonic()
        for table in TABLES:  # what autovacuum would have done by now: visibility, frozen rows, statistics
            owner.execute(sql.SQL("VACUUM (FREEZE, ANALYZE) {}").format(sql.Identifier(table)))
        seconds["vacuum and analyze"] = time.monotonic() - began
        say(f"VACUUM and ANALYZE in {seconds['vacuum and analyze']:.1f} s")
    return Loaded(people, items, words, seconds)


# -- rows -------------------------------------------------------------------------------------------------------------


class _Out:
    """One COPY that is being written: blocks of text, sent when full."""

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy, self._waiting, self._size, self.rows = copy, list[str](), 0, 0

    def add(self, text: str, rows: int = 1) -> None:
        self._waiting.append(text)
        self._size += len(text)
        self.rows += rows
        if self._size > _BLOCK:
            self.flush()

    def flush(self) -> None:
        self._copy.write("".join(self._waiting))
        self._waiting.clear()
        self._size = 0


@dataclass(frozen=True, slots=True)
class _Written:
    """A thing as its rows without its id and its person: many have the same."""

    text: str
    words: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]  # what stands before and after the reference
    topic: Topic


class _Loader:
    def __init__(self, keeper: str, sources: Sequence[Source], plan: Plan, ring: Keyring) -> None:
        self._keeper, self._plan, self._ring = keeper, plan, ring
        self._now = datetime.now(UTC)
        self._today = self._now.astimezone(MADRID).date()
        self._all = {s.ine10: s for s in sources}
        self._towns = [s for s in sources if (d := directory().by_ine10(s.ine10)) and d.town]
        self._others = [s for s in sources if s.ine10 != directory().generalitat().ine10]
        self._item, self._entry, self._ask = who.ids("item"), who.ids("agenda"), who.ids("ask")
        self._variant = lru_cache(maxsize=50_000)(self._written_variant)

    def run(self, seconds: dict[str, float]) -> tuple[int, int, int]:
        began = time.monotonic()
        self._people()
        seconds["people"] = time.monotonic() - began
        began = time.monotonic()
        with self._copying("gathering_ask", "activity_item", "activity_word", "agenda_entry") as out:
            progress = Progress("items", self._plan.items)
            for place, reader in enumerate(self._plan.readers):
                self._reader(out, place, reader)
                progress.done(out["activity_item"].rows)
            self._everybody(out, progress)
            items, words = out["activity_item"].rows, out["activity_word"].rows
            for each in out.values():
                each.flush()
        seconds["items"] = progress.end(f", with {words:,} words")
        return self._plan.people, items, words

    @contextmanager
    def _copying(self, *tables: str) -> Iterator[dict[str, _Out]]:
        """A COPY for each table, side by side, each in its own connection of the keeper."""
        with ExitStack() as stack:
            found = {}
            for table in tables:
                keeper = stack.enter_context(psycopg.connect(self._keeper))
                cursor = stack.enter_context(keeper.cursor())
                found[table] = _Out(stack.enter_context(cursor.copy(f"COPY {table} ({TABLES[table]}) FROM STDIN")))
            yield found

    def _people(self) -> None:
        progress = Progress("people", self._plan.people)
        with self._copying("people_person", "people_identity", "people_session", "audit_event") as out:
            identity, event = who.ids("identity"), who.ids("event")
            for place in range(self._plan.people):
                self._person(out, place, next(identity), next(event), next(event))
                progress.done(place)
            for each in out.values():
                each.flush()
        progress.end()

    def _person(self, out: dict[str, _Out], place: int, identity: str, *events: str) -> None:
        ring, now, person, session = self._ring, self._now, who.person_id(place).hex, who.session_id(place).hex
        number, town = who.document(place), self._residence(place)
        name = json.dumps({"given": "Veïna", "surnames": f"de Prova {place}"})
        out["people_person"].add(
            _line(person, "person", ring.seal(name, "people_person.name"), "ca", now, now, town.ine10, now)
        )
        found_by = ring.hash(f"nif:{number}·{place}")  # see `plan`: the number alone finds nobody
        out["people_identity"].add(
            _line(identity, person, "nif", ring.hash_current, found_by, ring.seal(number, "people_identity.value"), now)
        )
        digest = hashlib.sha256(who.token(place).encode()).digest()
        until = now + timedelta(hours=1)
        out["people_session"].add(
            _line(
                session,
                person,
                person,
                digest,
                "own",
                3,
                "certificat",
                "Firefox",
                now,
                now,
                now + IDLE,
                now + ABSOLUTE,
                until,
            )
        )
        said = json.dumps({"municipality": town.name})
        for id_, what, facts in zip(
            events, (Event.LOGIN_DONE.value, Event.RESIDENCE_SAID.value), ("{}", said), strict=True
        ):
            out["audit_event"].add(_line(id_, person, person, now, what, session, facts))

    def _residence(self, place: int) -> Source:
        return self._towns[place % len(self._towns)]

    def sources_of(self, place: int, count: int) -> list[Source]:
        """Whom the folder asks for this person: residence, its comarca, the Generalitat, and who knows them."""
        town = self._residence(place)
        comarca = directory().comarca_of(town.ine10)
        near = [town.ine10, comarca.ine10 if comarca else "", directory().generalitat().ine10]
        first = [self._all[code] for code in near if code in self._all]
        start = place * 7 % len(self._others)
        more = (self._others[(start + n) % len(self._others)] for n in range(count + len(near)))
        return list(dict.fromkeys([*first, *more]))[:count]

    def _reader(self, out: dict[str, _Out], place: int, reader: Reader) -> None:
        sources = self.sources_of(place, reader.sources)
        for number, source in enumerate(sources):
            items = history(source, number, len(sources), reader.matters, self._today)
            self._answer(out, place, source, [self._written(source, t) for t in told(source, items)])

    def _everybody(self, out: dict[str, _Out], progress: Progress) -> None:
        """Body by body, as answers come: what one person has does not lie together on the disk."""
        left = self._plan.items - out["activity_item"].rows
        for turn in range(who.SOURCES_EACH):
            for place in self._plan.ordinary:
                sources = self.sources_of(place, who.SOURCES_EACH)
                things = self._plan.things_of(place, left)
                share = things // len(sources) + (turn < things % len(sources))
                if turn < len(sources):
                    self._answer(out, place, sources[turn], self._variant(sources[turn], place % who.VARIANTS, share))
                progress.done(out["activity_item"].rows)

    def _written_variant(self, source: Source, variant: int, things: int) -> list[_Written]:
        return [self._written(source, t) for t in bundle(source, variant, things, self._today)]

    def _answer(self, out: dict[str, _Out], place: int, source: Source, things: list[_Written]) -> None:
        """What the sink and the ask become when this source has told this person these things, the first time."""
        person, items, words, agenda = (
            who.person_id(place).hex,
            out["activity_item"],
            out["activity_word"],
            out["agenda_entry"],
        )
        held = dict.fromkeys(Topic, 0)
        for each in things:
            id_ = next(self._item)
            held[each.topic] += 1
            items.add(f"{id_}\t{person}\t{each.text}")
            words.add("".join([f"{person}\t{word}\t{id_}\n" for word in each.words]), len(each.words))
            for before, after in each.needs:
                agenda.add(f"{next(self._entry)}\t{person}\t{before}\t{id_}\t{after}")
        now, until = self._now, self._now + _NEVER_STALE
        for topic, count in held.items():
            outcome = "fresh" if count else "nothing"
            since = now if count else None
            out["gathering_ask"].add(
                _line(
                    next(self._ask),
                    person,
                    source.id.hex,
                    topic.value,
                    outcome,
                    now,
                    until,
                    now,
                    outcome,
                    True,
                    count,
                    0,
                    since,
                )
            )

    def _written(self, source: Source, thing: Thing) -> _Written:
        f, now = thing.facts, self._now
        case_key = f.key.source_id if f.key.kind == "case" else (f.case_ids[0] if f.case_ids else None)
        text = _line(
            source.id.hex, f.ine10, f.key.kind, f.key.source_id, f.key.capacity, f.title, f.state.value, f.open, f.your_turn,
            f.money, thing.sort_at, thing.sort_day, f.due_on, f.forecast_on, f.amount, thing.head, case_key,
            f.payload.decode(), f.digest, now, min(f.sort_at, now), "new", now, False, False, False,
        )  # fmt: skip
        topic = TOPICS[f.key.kind]
        return _Written(text, thing.words, tuple(self._needs(thing, topic, self._today)), topic)

    def _needs(self, thing: Thing, topic: Topic, today: date) -> Iterator[tuple[str, str]]:
        for n in thing.needs(who.person_id(0), today):
            due = n.due_kind.value if n.due_kind else None
            line = _line(
                n.part, n.verb.value, n.title, n.ine10, n.due_on, n.due_at, due, n.visible_from, n.amount, False, n.speaks_of
            )  # fmt: skip
            yield topic.value, line


def _line(*values: Any) -> str:
    return "\t".join(map(_text, values)) + "\n"


def _text(value: Any) -> str:
    """One value of COPY's text form (PostgreSQL manual, COPY, "Text Format")."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, tuple):
        quoted = ('"' + each.replace("\\", "\\\\").replace('"', '\\"') + '"' for each in value)
        return _text("{" + ",".join(quoted) + "}")
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value.isoformat() if isinstance(value, date) else str(value)


# -- indexes ----------------------------------------------------------------------------------------------------------

_Index = tuple[str, str, str, str | None]


def _shape(owner: psycopg.Connection[Any]) -> list[_Index]:
    """Every index of the tables: table, name, its definition, and the constraint's when it serves one."""
    rows = owner.execute(
        "SELECT i.indrelid::regclass::text, x.relname, pg_get_indexdef(x.oid), pg_get_constraintdef(c.oid)"
        " FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid LEFT JOIN pg_constraint c ON c.conindid = x.oid"
        " WHERE i.indrelid::regclass::text = ANY(%s) AND i.indisvalid ORDER BY 1, 2",
        (list(TABLES),),
    ).fetchall()
    return [(r[0], r[1], r[2], r[3]) for r in rows]


def _take_off(owner: psycopg.Connection[Any], shape: list[_Index]) -> None:
    for table, name, _, constraint in shape:
        if constraint:
            owner.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
            )
        else:
            owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))


def _put_on(owner: psycopg.Connection[Any], shape: list[_Index]) -> None:
    owner.execute("SET maintenance_work_mem = '1GB'")
    owner.execute("SET max_parallel_maintenance_workers = 2")
    progress = Progress("indexes", len(shape))
    for number, (table, name, definition, constraint) in enumerate(shape):
        progress.done(number)
        if constraint:
            add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(sql.Identifier(table), sql.Identifier(name))
            owner.execute(add + sql.SQL(constraint))
        else:
            owner.execute(sql.SQL(definition))
