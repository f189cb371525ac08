"""How each of these registers behaves at the moment, and the few things that all of them hear and say alike."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
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

_WISHES = frozenset({"says", "ways", "slow_ms", "down"})


@dataclass(frozen=True, slots=True)
class Mood:
    """`says`: every answer is this code. `ways`: how it writes otherwise than well."""

    today: date
    says: str = ""
    ways: frozenset[str] = frozenset()
    slow_ms: int = 0
    down: bool = False


Answer = Callable[[Asked, Mood], Said]


@dataclass
class Play:
    setting: Setting
    code: str
    modalities: frozenset[str]
    ways: frozenset[str]
    says: Answer
    calls: Counter[str] = field(default_factory=Counter)
    mood: Mood = field(init=False)

    def __post_init__(self) -> None:
        self.mood = self._at_first()

    def _at_first(self) -> Mood:
        """`--given via_oberta_down=CODE,CODE`: those are not there from the start."""
        return Mood(self.setting.today, down=self.code in self.setting.given.get("via_oberta_down", "").split(","))

    async def answer(self, asked: Asked) -> Said:
        self.calls[asked.modality] += 1
        if self.mood.slow_ms:
            await asyncio.sleep(self.mood.slow_ms / 1000)
        if self.mood.down:
            raise SoapFault("El servei no està disponible")
        if not asked.official[1]:
            raise Refused("Cal dir qui ho demana")
        return self.says(asked, replace(self.mood, today=self.setting.today))

    def wish(self, wishes: Mapping[str, Any]) -> None:
        ways = frozenset(wishes.get("ways", self.mood.ways))
        if set(wishes) - _WISHES or not ways <= self.ways:
            raise UnknownWish(f"understood: {', '.join(sorted(_WISHES))}; ways: {', '.join(sorted(self.ways))}")
        plain = {name: value for name, value in wishes.items() if name != "ways"}
        if any(type(value) is not type(getattr(self.mood, name)) for name, value in plain.items()):
            raise UnknownWish("says is a text, slow_ms a whole number, down is true or false")
        self.mood = replace(self.mood, **plain, ways=ways)

    def reset(self) -> None:
        self.mood = self._at_first()
        self.calls.clear()

    def product(self) -> Product:
        return Product(
            self.code, Cluster.IOP, self.answer, self.modalities, self.wish, self.reset, calls=self.calls
        )  # fmt: skip


def heard(element: etree._Element | None, *path: str) -> str:
    """The text at a path of local names; "" where something on the way is missing."""
    for name in path:
        element = None if element is None else element.find(f"{{*}}{name}")
    return "" if element is None else (element.text or "").strip()


def root_of(asked: Asked) -> str:
    return "" if asked.specific is None else etree.QName(asked.specific).localname


@dataclass(frozen=True, slots=True)
class Voice:
    """Writes in one namespace."""

    namespace: str

    def root(self, name: str) -> etree._Element:
        return etree.Element(self._named(name), nsmap={"r": self.namespace})

    def under(self, parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, self._named(name))

    def say(self, parent: etree._Element, name: str, words: str) -> None:
        self.under(parent, name).text = words

    def _named(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}"
