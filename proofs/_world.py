"""What is behind the curtain for the attacks of _triples.py: people, their rows in every personal table, and who stands on
what ground in whose folder. Says of each row what a mandate asks of it; who may see it is said there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from types import MappingProxyType
from typing import Any
from uuid import UUID

import psycopg

from proofs._stage import Columns, insert, made_up, new_person, personal_tables, personal_views

PEOPLE, COMPANIES, ROWS = 24, 8, 3
MORE_ITEMS = 6  # so that what a mandate of some bodies wrongly opens is met in a turn or two, and not in twenty
ONE_A_PERSON = {"alerts_feed", "invoices_reading", "notices_left_login", "personal_data_told", "transparency_reading"}
# The column that puts a row out of every mandate's reach.
PUT_AWAY = {"activity_item": "hidden", "agenda_entry": "concealed", "personal_data_sheet": "own_only"}
REFUSED = {"mandates_warned": "refused_at"}  # by its person: as if put away
OF_A_NOTICE = {"notices_notice", "notices_told", "notices_act", "notices_confirmation", "notices_paper"}
TOPICS = {"agenda_entry": "topic", "gathering_wanted": "scope"}  # the column that says what a row is about
ABOUT_ANY_NOTICE = {"notices_reading", "gathering_wanted", "alerts_watch"}
BY_THE_ROW = {*PUT_AWAY, *OF_A_NOTICE, *ABOUT_ANY_NOTICE}


@dataclass(frozen=True, slots=True)
class Row:
    """A row behind the curtain: where it is, whose it is, which viewer it names, if any, and what a mandate asks of it."""

    table: str
    key: UUID
    person: UUID
    viewer: UUID | None
    body: str | None = None  # its own, or that of the notice which it hangs on
    put_away: bool = False  # hidden, or concealed because what it is about is hidden
    notice: UUID | None = None  # that it hangs on
    topic: str | None = None  # what an entry of the agenda, or a wish, is about
    lately: bool = False  # an act that was meant within the last ten minutes: whoever made it may still end it


@dataclass(frozen=True, slots=True)
class Ground:
    """Why somebody may look at another's folder: by certificate all of it; by mandate the folder, some bodies, or nothing;
    and apart from that, of its notices all, those of some bodies, or none.

    `good`: the mandate is in force and the registry said so within a minute. `way` names how it was made, for the draw.
    """

    until: datetime
    way: str
    certificate: bool = False
    good: bool = True
    folder: bool = False
    bodies: frozenset[str] = frozenset()
    notified: bool = False
    notified_of: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class World:
    tables: dict[str, Columns]
    views: dict[str, Columns]
    people: tuple[UUID, ...]
    companies: tuple[UUID, ...]
    rows: tuple[Row, ...]
    acts: frozenset[tuple[UUID, UUID]]  # (viewer, subject), of what was meant lately
    acting: dict[tuple[UUID, UUID], Ground]  # (viewer, subject)

    def acted_lately(self, viewer: UUID, subject: UUID) -> bool:
        """Whether they began an act in that folder so lately that they may still write what it came to."""
        return (viewer, subject) in self.acts

    def reached(self, subject: UUID | None) -> list[Row]:
        """What in a folder hangs on the row's own body, on whether it is put away, or on who is to be notified.

        Items of the activity more than once: they alone hang on the bodies of a mandate, and are three rows in thirty.
        """
        found = [row for row in self.rows if row.person == subject and row.table in BY_THE_ROW]
        return found + [row for row in found if row.table == "activity_item"] * MORE_ITEMS

    def ground(self, viewer: UUID, subject: UUID) -> Ground | None:
        """The one in force now; None when there is none or it is over."""
        found = self.acting.get((viewer, subject))
        return found if found is not None and found.good and found.until > datetime.now(UTC) else None


def load(curtain: psycopg.Connection[Any], chance: Random) -> World:
    """People and companies with rows in every personal table; some look at another's folder now, some no longer."""
    tables = personal_tables(curtain)
    people = tuple(new_person() for _ in range(PEOPLE))
    companies = tuple(new_person() for _ in range(COMPANIES))
    rows: list[Row] = []
    acting: dict[tuple[UUID, UUID], Ground] = {}
    notices: dict[UUID, dict[UUID, str]] = {}
    for person in (*people, *companies):
        told = notices[person] = {}  # this person's notices, and whose each is
        for table, columns in sorted(tables.items(), key=lambda each: each[0] != "notices_notice"):
            if table == "people_acting" or table in REFUSED:
                continue
            for _ in range(1 if key_of(columns) == "person_id" or table in ONE_A_PERSON else ROWS):
                given = _given(chance, table, columns, person, (people, sorted(told)))
                rows.append(_load_row(curtain, table, columns, chance, given, told))
                if table == "notices_notice":
                    told[rows[-1].key] = given["ine10"]
    for company in companies:
        for viewer in chance.sample(people, 6):
            hours = chance.choice((-1, -24, 4))
            ground = Ground(datetime.now(UTC) + timedelta(hours=hours), f"certificate, {hours} h", certificate=True)
            rows.append(_load_ground(curtain, tables, chance, (viewer, company), ground, "company_certificate"))
            acting[viewer, company] = ground
    for _ in range(60):
        viewer, subject = chance.sample(people, 2)
        if (viewer, subject) not in acting:
            acting[viewer, subject] = by_mandate(curtain, tables, chance, viewer, subject)
            ground = acting[viewer, subject]
            rows.append(_load_ground(curtain, tables, chance, (viewer, subject), ground, "mandate"))
    for viewer, subject in acting:  # who stands in another's folder, or did, asked there to be warned of it
        for table in REFUSED:
            given = _given(chance, table, tables[table], subject, ((viewer,), [])) | {"viewer_id": viewer}
            rows.append(_load_row(curtain, table, tables[table], chance, given))
        if chance.random() < 0.5:  # and acted there, lately or some time ago, whatever became of their ground
            table, told = "notices_act", notices[subject]
            given = _given(chance, table, tables[table], subject, ((viewer,), sorted(told))) | {"viewer_id": viewer}
            rows.append(_load_row(curtain, table, tables[table], chance, given, told))
    acts = frozenset((row.viewer, row.person) for row in rows if row.lately and row.viewer)
    return World(tables, personal_views(curtain), people, companies, tuple(rows), acts, acting)


def _given(
    chance: Random, table: str, columns: Columns, person: UUID, known: tuple[tuple[UUID, ...], list[UUID]]
) -> dict[str, Any]:
    """What counts in a row, drawn; `known` are the people, and this one's notices."""
    people, notices = known
    given: dict[str, Any] = {"person_id": person}
    if any(c == "viewer_id" for c, _ in columns):
        given["viewer_id"] = chance.choice((person, chance.choice(people)))
    if table == "record_entry":  # one place, one leaf
        given["leaf_index"] = chance.getrandbits(62)
    if table in PUT_AWAY:
        given[PUT_AWAY[table]] = chance.random() < 0.3
        if table != "personal_data_sheet":  # of no one body
            given["ine10"] = chance.choice(BODIES)
    if table in REFUSED:
        given[REFUSED[table]] = chance.choice((None, datetime.now(UTC)))
    if table in TOPICS:
        given[TOPICS[table]] = chance.choice(("notices", "letters", f"another {chance.getrandbits(32):08x}"))
    if table == "notices_notice":
        given["ine10"] = chance.choice(BODIES)
    elif table in OF_A_NOTICE:
        given["notice_id"] = chance.choice(notices)
    if table == "notices_act":
        given["intended_at"] = datetime.now(UTC) + chance.choice((timedelta(hours=1), timedelta(minutes=-11)))
    return given


BODIES = ("9990130008", "9990280001", "9991470005")


def by_mandate(
    curtain: psycopg.Connection[Any], tables: dict[str, Columns], chance: Random, viewer: UUID, subject: UUID
) -> Ground:
    """A mandate as the worker writes it: good, or spoilt in one of the ways that end a ground."""
    now = datetime.now(UTC)
    way, spoilt = chance.choice((
        *[("mandate", {})] * 3, ("revoked", {"state": "revoked"}), ("of the other side", {"side": "grantor"}),
        ("not begun", {"begins": now + timedelta(hours=1)}), ("over", {"stands_until": now - timedelta(seconds=1)}),
        ("stale", {"source_id": f"stale {subject}", "checked_at": now - timedelta(seconds=61)}),
    ))  # fmt: skip
    reach = chance.choice(("folder", BODIES[0], " ".join(BODIES[:2]), ""))
    notified = chance.choice(("all", BODIES[0], " ".join(BODIES[1:]), ""))
    given = {
        "person_id": viewer, "other_id": subject, "source_id": f"fresh {subject}", "side": "representative", "state": "valid",
        "begins": now - timedelta(days=1), "stands_until": now + timedelta(days=1), "checked_at": now,
        "opens_folder": reach == "folder", "reach": "" if reach == "folder" else reach,
        "opens_notices": notified == "all", "notices_reach": "" if notified == "all" else notified,
    }  # fmt: skip
    row = made_up(tables["mandates_mandate"], chance, **(given | spoilt))
    insert(curtain, "mandates_mandate", row)
    return Ground(
        now + timedelta(hours=chance.choice((4, 4, -1))), way, good=not spoilt, folder=reach == "folder",
        bodies=frozenset(row["reach"].split()), notified=notified == "all",
        notified_of=frozenset(row["notices_reach"].split()),
    )  # fmt: skip


def _load_ground(
    curtain: psycopg.Connection[Any],
    tables: dict[str, Columns],
    chance: Random,
    between: tuple[UUID, UUID],
    ground: Ground,
    basis: str,
) -> Row:
    given = {"person_id": between[1], "viewer_id": between[0], "until": ground.until, "basis": basis}
    return _load_row(curtain, "people_acting", tables["people_acting"], chance, given)


def _load_row(
    curtain: psycopg.Connection[Any],
    table: str,
    columns: Columns,
    chance: Random,
    given: dict[str, Any],
    told: Mapping[UUID, str] = MappingProxyType({}),
) -> Row:
    row = made_up(columns, chance, **given)
    insert(curtain, table, row)
    away = bool(row.get((PUT_AWAY | REFUSED).get(table, "")))
    notice = row.get("notice_id") if table in OF_A_NOTICE else None
    body = told[notice] if notice else row.get("ine10")
    topic = row[TOPICS[table]] if table in TOPICS else None
    lately = table == "notices_act" and row["intended_at"] > datetime.now(UTC)
    return Row(table, row[key_of(columns)], row["person_id"], row.get("viewer_id"), body, away, notice, topic, lately)


def key_of(columns: Columns) -> str:
    """The column that names one row: `id`, the word table's item, or the person."""
    names = [name for name, _ in columns]
    return next(name for name in ("id", "item_id", "person_id") if name in names)
