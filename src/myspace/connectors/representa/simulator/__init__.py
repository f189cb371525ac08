"""The simulated Representa: a product for the make-believe PCI. Its reading of the contract is its own.

It is named where the simulator of PCI is started:

    python -m myspace.connector_kit.simulated.pci --product myspace.connectors.representa.simulator:product

What it does otherwise than well is wished for, at POST /_control/REPRESENTA:

    {"state": {"202500000101": "REVOCADA"}}    this one is in this state from now on, whatever the diagram says
    {"days": 41}                               the registry's clock is so many days ahead; what time does is done at once
    {"says": "500"}                            every answer is this code; "" for its own again
    {"ways": ["old", "prose"]}                 it writes as some of its documents do (speech.py lists them)
    {"page": 2}                                it gives so few on a page, whatever was asked for; 0 for what was asked for
    {"slow_ms": 9000}                          it takes so long
    {"down": true}                             it is not there: a SOAP fault

What is inscribed is the country's table (`simulation/powers.py`): what changes here is what other services go by.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import (
    Asked,
    Cluster,
    Product,
    Refused,
    Said,
    Setting,
    SoapFault,
    UnknownWish,
)
from myspace.connectors.representa.simulator.desk import MODALITIES, Desk
from myspace.connectors.representa.simulator.registry import MADRID, STATES, NotDone, Registry
from myspace.connectors.representa.simulator.speech import WAYS
from myspace.simulation.powers import Powers

CODE = "REPRESENTA"
_WISHES = frozenset({"state", "days", "says", "ways", "page", "slow_ms", "down"})


@dataclass(frozen=True, slots=True)
class _Mood:
    says: str = ""
    ways: frozenset[str] = frozenset()
    page: int = 0
    slow_ms: int = 0
    down: bool = False
    days: int = 0


@dataclass
class _Play:
    """One registry, and how it behaves at the moment."""

    setting: Setting
    calls: Counter[str] = field(default_factory=Counter)
    mood: _Mood = field(default_factory=_Mood)

    def __post_init__(self) -> None:
        self._powers = self.setting.shared(Powers)
        self._powers.begin(self.now().date())
        self.registry = Registry(self._powers.held)

    def now(self) -> datetime:
        """Madrid's wall clock, as the registry writes moments."""
        ahead = timedelta(days=self.mood.days)
        return self.setting.now.astimezone(MADRID).replace(tzinfo=None, microsecond=0) + ahead

    async def answer(self, asked: Asked) -> Said:
        operation = "" if asked.specific is None else etree.QName(asked.specific).localname
        self.calls[operation or "nothing"] += 1
        if self.mood.slow_ms:
            await asyncio.sleep(self.mood.slow_ms / 1000)
        if self.mood.down:
            raise SoapFault("El servei no està disponible")
        if asked.specific is None:
            raise Refused("Falten les dades específiques")
        self.registry.expire(self.now())
        desk = Desk(self.registry, self.now(), self.mood.ways, self.mood.page)
        if self.mood.says:
            return Said((desk.no(asked.specific, NotDone(self.mood.says, "A petició de qui fa la prova")),))
        return Said((desk.hear(asked.specific, asked.modality),))

    def wish(self, wishes: Mapping[str, Any]) -> None:
        unknown = set(wishes) - _WISHES
        states = wishes.get("state", {})
        ways = frozenset(wishes.get("ways", ()))
        if unknown or not isinstance(states, dict) or not ways <= WAYS:
            raise UnknownWish(f"understood: {', '.join(sorted(_WISHES))}; ways: {', '.join(sorted(WAYS))}")
        if not set(states) <= set(self.registry.held) or not set(states.values()) <= set(STATES):
            raise UnknownWish("state: the id of one that is held, and one of the ten states")
        plain = {name: wishes[name] for name in wishes if name not in ("state", "ways")}
        if any(type(value) is not type(getattr(self.mood, name)) for name, value in plain.items()):
            raise UnknownWish("says is a text, down is true or false, the others are whole numbers")
        changed: dict[str, Any] = plain | ({"ways": ways} if "ways" in wishes else {})
        self.mood = replace(self.mood, **changed)
        for one, state in states.items():
            self.registry.set(one, state, self.now())

    def reset(self) -> None:
        self.mood = _Mood()
        self.calls.clear()
        self._powers.begin_anew(self.now().date())
        self.registry = Registry(self._powers.held)


def product(setting: Setting) -> Product:
    play = _Play(setting)
    return Product(CODE, Cluster.APP, play.answer, MODALITIES, play.wish, play.reset, calls=play.calls)


__all__ = ["CODE", "product"]
