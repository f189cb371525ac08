"""The cells of `prove sources`: who visits whom, when the body turns and for which topic. Knows no verdict."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from myspace.connectors.hub_carpetes.wire import OPERATIONS
from myspace.launch.prove import Database
from myspace.simulation.bodies import SLOPPY_QUIRKS, Temperament, connection_rows, generated_bodies, invented_ine10
from myspace.simulation.cast import person
from myspace.simulation.stories.crowd import neighbour_tells
from myspace.simulation.stories.telling import AppointmentTold, CaseTold, EntryTold, TaxTold
from myspace.vocabulary.activity import Topic
from proofs._far import FarSide
from proofs._stage import enter, neighbour, stand_as, superuser

TEMPERAMENTS = tuple(Temperament)
MOMENTS = ("before", "during", "after")
GENERATED = 400
DEADLINE_MS = 2_500
GENERALITAT = "0000000001"
# Words of their own, which only one body tells one person of the cast.
_OF_THEIR_OWN = {Temperament.HUGE: "lluis", Temperament.HOSTILE: "tania"}
# How it tells each topic; and who misbehaves for one topic alone: whoever can, the others are what they are altogether.
TELLS = {Topic.CASES: CaseTold, Topic.ENTRIES: EntryTold, Topic.APPOINTMENTS: AppointmentTold, Topic.TAXES: TaxTold}
IN_ONE_TOPIC = tuple(t for t in TEMPERAMENTS if t not in (*_OF_THEIR_OWN, Temperament.MODERN, Temperament.SLOW))
WAIT_SECONDS = 90.0
MADRID = ZoneInfo("Europe/Madrid")


@dataclass
class Cell:
    """One folder and the body it is tried with; `witness` is a body that always behaves and knows the person too."""

    temperament: Temperament
    moment: str
    ine10: str
    witness: str | None
    document: str
    topic: Topic | None = None  # of which alone it misbehaves
    entered: Any = None
    connections: dict[str, UUID] = field(default_factory=dict)  # ine10 → connection
    told: dict[str, int] = field(default_factory=dict)  # ine10 → how many things it has for this person
    told_of_topic: int = 0  # of those of the body under trial, how many are of the topic
    before: frozenset[UUID] = frozenset()  # items of the body that were there before the second visit
    statuses: list[int] = field(default_factory=list)
    slowest: float = 0.0

    @property
    def name(self) -> str:
        return f"{self.temperament} {self.moment}" + (f", {self.topic} alone" if self.topic else "")

    @property
    def starts_well(self) -> bool:
        return self.moment != "before" and self.temperament not in _OF_THEIR_OWN


def rounds() -> Iterator[tuple[Topic | None, int]]:
    """The table: all temperaments in everything, then in one topic alone; each round with how many cells it has."""
    yield None, len(TEMPERAMENTS) * len(MOMENTS)
    for topic in Topic:
        yield topic, len(IN_ONE_TOPIC) * len(MOMENTS)


def prepare(database: Database, url: str, topic: Topic | None = None) -> list[Cell]:
    """Bodies connected, people in, residence said: the body under trial is where they live."""
    from myspace.domain.administrations import service as administrations
    from myspace.domain.administrations.service import NewConnection
    from myspace.domain.people import service as people

    stand_as("myspace_worker", database)
    administrations.connect(
        NewConnection(
            r.connector, r.ine10, r.name, r.base_url, tuple(r.hosts), r.dir3, DEADLINE_MS, 1_000.0, simulated=True
        )
        for r in connection_rows(url, GENERATED)
    )  # fmt: skip
    stand_as("myspace_web", database)
    known = {c.connection.ine10: c.connection.id for c in administrations.connections().values()}
    cells = _cast(datetime.now(MADRID).date(), topic)
    folders: dict[str, Any] = {}
    for cell in cells:
        if cell.document not in folders:
            folders[cell.document] = enter(cell.document, "Tània" if cell.witness is None else "Veïna")
            people.say_residence(folders[cell.document].actor, cell.ine10, "poble de prova")
        cell.entered = folders[cell.document]
        cell.connections = {i: known[i] for i in (cell.ine10, cell.witness, GENERALITAT) if i}
    return cells


def _cast(today: date, topic: Topic | None) -> list[Cell]:
    """A neighbour and two bodies that know them for each cell; every body is under trial once."""
    free = [b.ine10 for b in generated_bodies(GENERATED)]
    cells, number = [], 20
    for temperament in TEMPERAMENTS if topic is None else IN_ONE_TOPIC:
        for moment in MOMENTS:
            if temperament in _OF_THEIR_OWN:
                who = person(_OF_THEIR_OWN[temperament])
                cells.append(Cell(temperament, moment, invented_ine10(temperament), None, who.identifier.value))
                continue
            document = neighbour(number)
            number += 1
            knows = [b for b in free if neighbour_tells(b, document, today)][:2]
            free = [b for b in free if b not in knows]
            told = {b: len(neighbour_tells(b, document, today)) for b in knows}
            of_topic = topic and sum(isinstance(t, TELLS[topic]) for t in neighbour_tells(knows[0], document, today))
            cells.append(
                Cell(temperament, moment, knows[0], knows[1], document, topic, told=told, told_of_topic=of_topic or 0)
            )
    return cells


def turn(cell: Cell, far: FarSide) -> None:
    """From now on the body behaves as the cell says."""
    wishes: dict[str, Any] = {"temperament": cell.temperament.value, "delay_ms": 0}
    if cell.topic:
        wishes["only"] = OPERATIONS[cell.topic]
    if cell.temperament is Temperament.SLOPPY:
        wishes["quirks"] = dict.fromkeys(SLOPPY_QUIRKS, True)
    elif cell.temperament is Temperament.EARLY:
        wishes["quirks"] = {"Q-HCC-15": True}
    elif cell.temperament is Temperament.SLOW:
        wishes["delay_ms"] = DEADLINE_MS * 3 // 10
    far.wish(cell.ine10, wishes)


def first_visits(cells: list[Cell], far: FarSide, database: Database) -> None:
    from myspace.domain.gathering import service as gathering

    for cell in cells:
        if not cell.starts_well:
            turn(cell, far)
    for cell in cells:
        if cell.witness:
            gathering.ask_again(cell.entered.actor, cell.connections[cell.witness])
        _look(cell)  # the page itself leaves the wish
    _until_answered(database)


def second_visits(cells: list[Cell], far: FarSide, database: Database) -> None:
    """Everything is due again; the pages are read while it is being asked."""
    with superuser(database) as curtain:
        for cell in cells:
            rows = curtain.execute(
                "SELECT id FROM activity_item WHERE person_id = %s AND connection_id = %s AND gone_at IS NULL",
                (cell.entered.actor.subject, cell.connections[cell.ine10]),
            )
            cell.before = frozenset(r[0] for r in rows)
        people = [cell.entered.actor.subject for cell in cells]
        curtain.execute(
            "UPDATE gathering_ask SET fresh_until = now() - interval '1 second' WHERE person_id = ANY(%s)", (people,)
        )
    asked_before = {}
    for cell in cells:
        if cell.moment == "after":
            turn(cell, far)
        elif cell.moment == "during" and cell.starts_well:
            far.wish(cell.ine10, {"delay_ms": 500})
            asked_before[cell.ine10] = far.calls().get(cell.ine10, 0)
    for cell in cells:
        _look(cell)
    turning = {c.ine10: c for c in cells if c.ine10 in asked_before}
    limit = time.monotonic() + WAIT_SECONDS
    while turning and time.monotonic() < limit:
        calls = far.calls()
        for ine10 in list(turning):
            if calls.get(ine10, 0) > asked_before[ine10]:
                turn(turning.pop(ine10), far)
        time.sleep(0.02)
    _until_answered(database)
    for cell in cells:
        _look(cell)


def _look(cell: Cell) -> None:
    """The person opens home and the activity; every status counts, whatever the source is doing."""
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies["__Host-session"] = cell.entered.token
    for path in ("/activitat", "/inici"):
        began = time.monotonic()
        cell.statuses.append(client.get(path, headers={"host": "localhost"}, secure=True).status_code)
        cell.slowest = max(cell.slowest, time.monotonic() - began)


def _until_answered(database: Database) -> None:
    limit = time.monotonic() + WAIT_SECONDS
    with superuser(database) as curtain:
        while time.monotonic() < limit:
            row = curtain.execute("SELECT count(*) FROM gathering_wanted").fetchone()
            if row == (0,):
                return
            time.sleep(0.1)
    print("    wishes were left unanswered", flush=True)
