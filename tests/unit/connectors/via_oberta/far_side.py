"""The simulated registers without the platform in front of them; the service's row; and questions about the cast."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from myspace.connector_kit.personal_data import About, DataQuestion
from myspace.connector_kit.services import AsksAs, Person, Service
from myspace.connector_kit.simulated.pci.plugin import Asked, PlugIn, Said, Setting
from myspace.connectors.via_oberta import wire
from myspace.connectors.via_oberta.products import BY_SHEET, PRODUCTS
from myspace.connectors.via_oberta.simulator import EVERY
from myspace.connectors.via_oberta.simulator.health import card
from myspace.simulation.cast import person
from myspace.vocabulary.personal_data import DataAnswer, Known, Sheet, SheetKind

CONTRACTS = Path(__file__).parents[4] / "../shared/contracts/via-oberta"
TODAY = date(2026, 11, 30)
ACTOR = {"name": "Segell de proves", "nif": "Q0000000J"}
GROUND = {"reason": "proves", "finality": "PROVES", "ground": "law", "law": "Llei 39/2015, art. 28", "actor": ACTOR}
ROW = Service(
    "via_oberta",
    "via_oberta",
    "https://pci.exemple.test",
    asks_as=AsksAs("9821920002", "Consorci AOC", finality="PROVES", issuer=Person("Q0000000J", "CAOC")),
    own={"products": {product.code: GROUND for product in PRODUCTS}},
)


def about(who: str, town: str | None = "") -> About:
    one = person(who)
    at = one.municipality if town == "" else town
    return About(one.identifier, one.name, one.surname1, one.surname2 or "", at, one.born, card(one))


def question(sheet: SheetKind, who: str = "marta", **more: Any) -> DataQuestion:
    return DataQuestion(sheet, about(who), **more)


def plug_in(code: str) -> PlugIn:
    return next(each for each in EVERY if each(Setting(TODAY)).code == code)


def asked(of: DataQuestion) -> Asked:
    """The question as the platform hands it to the product."""
    product, modality = BY_SHEET[of.sheet]
    specific = modality.ask(of, "REF")
    names = " ".join(part for part in (of.about.surname1, of.about.surname2, of.about.name) if part)
    return Asked(
        product.code,
        modality.code,
        "1",
        "1",
        None if specific is None else etree.fromstring(specific),
        holder=("NIF", of.about.who.value),
        holder_name=names,
        official=("Segell de proves", "Q0000000J"),
    )


def said(of: DataQuestion, **wishes: Any) -> Said:
    product = plug_in(BY_SHEET[of.sheet][0].code)(Setting(TODAY))
    product.wish({name: list(value) if name == "ways" else value for name, value in wishes.items()})
    return asyncio.run(product.answer(asked(of)))


def specific_of(answer: Said) -> tuple[bytes, ...]:
    """As the platform would put it in DatosEspecificos."""
    return tuple(etree.tostring(each) for each in answer.specific)


def heard(of: DataQuestion, specific: tuple[bytes, ...]) -> DataAnswer:
    product, modality = BY_SHEET[of.sheet]
    return wire.read(product, modality, of, specific)


def answer(of: DataQuestion, **wishes: Any) -> DataAnswer:
    """What the register says to it, read."""
    return heard(of, specific_of(said(of, **wishes)))


def sheet(of: DataQuestion, **wishes: Any) -> Sheet:
    found = answer(of, **wishes)
    assert isinstance(found, Known), found
    return found.sheet
