"""What the simulated e-NOTUM keeps: notices, a clock that may be moved, and how often each operation was asked. In memory."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from myspace.connector_kit.simulated.pci.plugin import Setting
from myspace.simulation.bodies import Temperament
from myspace.simulation.cast import CAST, COMPANIES, Company, Person, find
from myspace.simulation.powers import Held as Power
from myspace.simulation.powers import Powers
from myspace.simulation.stories.notices import NoticeTold, PaperTold, notices

MADRID: Final = ZoneInfo("Europe/Madrid")
# What has effect. Everything else only looks.
EFFECTS: Final = frozenset({"Practicar", "Consulta:communication", "PATCH", "GET:communication"})
TICKET_SECONDS: Final = 60
ENDED: Final = frozenset({"ACCEPTADA", "REBUTJADA", "EXPIRADA"})


@dataclass(slots=True)
class Held:
    """One notice as it stands: what was told of it, and what became of it since."""

    told: NoticeTold
    state: str
    ended: datetime | None  # without zone, in Madrid, as stories tell moments
    read: bool = False
    by: str = ""  # the number of who ended it

    @property
    def addressee(self) -> Person | Company | None:
        return in_the_cast(self.told.who)

    def paper_id(self, position: int) -> str:
        return f"{self.told.number:08x}-0000-4000-8000-{position:012x}"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A short-lived address of bytes."""

    paper: PaperTold
    octets: bytes
    until: datetime


class Platform:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self.calls: Counter[str] = Counter()
        self._powers = setting.shared(Powers)
        self._powers.begin(setting.today)
        self.reset()

    def reset(self) -> None:
        """As it was at the start, the counts too."""
        self.calls.clear()
        self._shift = timedelta()
        self._tickets: dict[str, Ticket] = {}
        self.cuts = 0  # how many of the next replies to what has effect are lost after it was done
        self.behind = False  # searches still tell what waited before it was opened or refused
        self.voice = (
            "plain"  # or "old": moments without offset and numbers of v3; "bare": errors where there is nothing
        )
        self._held = {one.number: self._fresh(one) for one in notices(self._setting.today)}

    @staticmethod
    def _fresh(told: NoticeTold) -> Held:
        state = {"ANULADA": "ANUL·LADA"}.get(told.state, told.state)
        return Held(told, state, told.ended, read=told.state in ENDED)

    @property
    def powers(self) -> Iterable[Power]:
        """The country's table, as it is at this moment: the platform asks the registry each time that somebody comes for
        somebody."""
        return self._powers.held.values()

    @property
    def today(self) -> date:
        """The day on which the stories are told; moving the clock does not tell them anew."""
        return self._setting.today

    @property
    def now(self) -> datetime:
        """In Madrid, without zone."""
        return (self._setting.now + self._shift).astimezone(MADRID).replace(tzinfo=None, microsecond=0)

    def move(self, seconds: float) -> None:
        self._shift += timedelta(seconds=seconds)

    def deposit(self, told: NoticeTold) -> None:
        self._held[told.number] = self._fresh(told)

    def next_number(self) -> int:
        return max(self._held, default=41000000) + 1

    def annul(self, number: int) -> bool:
        held = self.get(number)
        if held is None or held.state != "DIPOSITADA":
            return False
        held.state, held.ended = "ANUL·LADA", self.now
        return True

    def of(self, number: str) -> Iterator[Held]:
        """Every notice addressed to who has this document, with what expired meanwhile."""
        who = find(number)
        for held in list(self._held.values()):
            if who is not None and held.told.who == who.id and held.state != "ERROR":
                yield self._aged(held)

    def get(self, number: int) -> Held | None:
        held = self._held.get(number)
        return None if held is None else self._aged(held)

    def _aged(self, held: Held) -> Held:
        limit = held.told.limit
        notification = held.told.kind == "NOTIFICACIO"
        if held.state == "DIPOSITADA" and notification and limit is not None and limit <= self.now:
            held.state, held.ended = "EXPIRADA", limit
        return held

    def end(self, held: Held, state: str, by: str) -> None:
        held.state, held.ended, held.by, held.read = state, self.now, by, True

    def shown(self, held: Held) -> Held:
        """As searches tell it."""
        return replace(held, state="DIPOSITADA", ended=None, read=False) if self.behind and held.by else held

    def lost(self) -> bool:
        """Whether the reply to what was just done is to be lost."""
        self.cuts, lost = max(self.cuts - 1, 0), self.cuts > 0
        return lost

    def ticket(self, paper: PaperTold, octets: bytes) -> str:
        key = secrets.token_urlsafe(24)
        now = self.now
        self._tickets = {one: told for one, told in self._tickets.items() if told.until > now}
        self._tickets[key] = Ticket(paper, octets, now + timedelta(seconds=TICKET_SECONDS))
        return key

    def redeem(self, key: str) -> Ticket | None:
        found = self._tickets.get(key)
        return found if found is not None and found.until > self.now else None


def in_the_cast(cast_id: str) -> Person | Company | None:
    every: tuple[Person | Company, ...] = (*CAST, *COMPANIES)
    return next((one for one in every if one.id == cast_id), None)


def odd(held: Held, mood: Temperament) -> bool:
    return held.told.odd is mood
