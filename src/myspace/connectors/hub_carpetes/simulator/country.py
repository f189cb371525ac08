"""The bodies as they behave right now: who they are, their mood, and how often each was asked. Knows no socket."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from myspace.connectors.hub_carpetes.simulator.asked import OPERATIONS, Asked
from myspace.connectors.hub_carpetes.simulator.mischief import mixed_up
from myspace.connectors.hub_carpetes.simulator.speech import Json, Voice, say
from myspace.simulation.bodies import ALL_QUIRKS, Body, Temperament, connected_bodies
from myspace.simulation.cast import find
from myspace.simulation.stories import stories, told_by, told_to_everyone
from myspace.simulation.stories.crowd import neighbour_tells
from myspace.simulation.stories.telling import Told

_MADRID = ZoneInfo("Europe/Madrid")
_KEPT = 20_000


class UnknownWish(ValueError):
    """The control endpoint was asked for something that does not exist; the text says what does."""


@dataclass
class Endpoint:
    """One body's present state. `down` closes it whatever its temperament; `only` is the one operation that has it."""

    body: Body
    temperament: Temperament
    quirks: frozenset[str]
    delay_ms: int
    down: bool = False
    only: str | None = None
    calls: Counter[str] = field(default_factory=Counter)

    def voice(self) -> Voice:
        return Voice(self.body, self.quirks)

    def at(self, operation: str) -> Endpoint:
        """How it behaves at one operation: well, when its temperament is of another one."""
        if self.only in (None, operation):
            return self
        return replace(self, temperament=Temperament.MODERN, quirks=frozenset(), down=False)


class Country:
    """All the endpoints, by INE10. `day` is when the stories are told: fixed, or None for whatever day it is."""

    def __init__(self, day: date | None = None, generated: int = 0) -> None:
        self._day = day
        self._written: dict[tuple[object, ...], list[tuple[Told, Json]]] = {}
        stories(self.today)  # told once before anyone asks
        self.endpoints = {body.ine10: _fresh(body) for body in connected_bodies(generated)}

    @property
    def today(self) -> date:
        return self._day or datetime.now(_MADRID).date()

    def __getitem__(self, ine10: str) -> Endpoint:
        return self.endpoints[ine10]

    def items(self, endpoint: Endpoint, asked: Asked) -> list[Json]:
        """What this body has for this person, filtered as asked; empty for strangers."""
        if not asked.about_this(endpoint.body):
            return []
        if asked.kind == "PASSAPORT" and endpoint.temperament is not Temperament.SAME_FOR_EVERYONE:
            return []  # nobody of the cast has one
        said = [json for told, json in self._spoken(endpoint, asked.document) if asked.wants(told)]
        return mixed_up(said) if endpoint.temperament is Temperament.MIXED_UP else said

    def _spoken(self, endpoint: Endpoint, document: str) -> list[tuple[Told, Json]]:
        """Everything with its JSON. Kept: writing 5,000 papers would stop every other body for a quarter of a second."""
        key = (endpoint.body.ine10, document, endpoint.quirks, endpoint.temperament, self.today)
        if key not in self._written:
            if len(self._written) >= _KEPT:
                self._written.clear()
            voice = endpoint.voice()
            self._written[key] = [(told, say(voice, told)) for told in self._all(endpoint, document)]
        return self._written[key]

    def _all(self, endpoint: Endpoint, document: str) -> Iterable[Told]:
        if endpoint.temperament is Temperament.SAME_FOR_EVERYONE:
            return told_to_everyone(self.today)
        if endpoint.body.generated:
            return neighbour_tells(endpoint.body.ine10, document, self.today)
        who = find(document)
        return told_by(endpoint.body.ine10, who.id, self.today) if who else ()

    def wish(self, ine10: str, wishes: dict[str, Any]) -> Endpoint:
        """Change how a body behaves from now on. Raises UnknownWish and changes nothing when a wish is unknown.

        Wishes: temperament (a name), delay_ms, down (bool), quirks ({"Q-HCC-3": true}), only (an operation's name, or null
        for all of them), reset (bool).
        """
        if ine10 not in self.endpoints:
            raise UnknownWish("there is no such body here")
        now = _fresh(self[ine10].body) if wishes.get("reset") else replace(self[ine10])
        now.calls = self[ine10].calls
        for name, value in wishes.items():
            _grant(now, name, value)
        self.endpoints[ine10] = now
        return now

    def reset(self) -> None:
        for ine10, endpoint in self.endpoints.items():
            self.endpoints[ine10] = _fresh(endpoint.body)

    def calls(self) -> dict[str, dict[str, int]]:
        return {ine10: dict(e.calls) for ine10, e in self.endpoints.items() if e.calls}


def _fresh(body: Body) -> Endpoint:
    return Endpoint(body, body.temperament, body.quirks, body.delay_ms)


def _grant(endpoint: Endpoint, name: str, value: Any) -> None:
    if name == "reset":
        return
    if name == "temperament":
        if value not in list(Temperament):
            raise UnknownWish(f"temperament must be one of: {', '.join(Temperament)}")
        endpoint.temperament = Temperament(value)
    elif name == "delay_ms" and isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 600_000:
        endpoint.delay_ms = value
    elif name == "down" and isinstance(value, bool):
        endpoint.down = value
    elif name == "only" and (value is None or value in OPERATIONS):
        endpoint.only = value
    elif name == "quirks" and isinstance(value, dict) and set(value) <= ALL_QUIRKS:
        on = {quirk for quirk, wanted in value.items() if wanted}
        endpoint.quirks = (endpoint.quirks - frozenset(value)) | on
    else:
        raise UnknownWish(f"{name}: unknown wish, or its value is not of the right kind")
