"""Messaging 4.0 of e-NOTUM, the half that lists: its XML out and in. Reaches no socket; has no word for an act.

What goes and comes is the content of PCI's DatosEspecificos (docs/protocols/ENOTUM-4.md):

    PeticioCerca    search(…), standing_of(…)    a page of what was deposited in some days; one notice by its number
    PeticioResum    summary(…)                   how many, by body
    any answer      read(name, specific)         Heard(root), or Failed by its Errors or because it is not that answer

Searching is without effect: no state changes, and nothing is marked as read. Practicar, Consulta and Evidencia are in
acting.py, which nothing that lists may import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from lxml import etree

from myspace.connector_kit.values import MADRID, Unreadable
from myspace.connectors.enotum.codes import Failed, judged
from myspace.connectors.enotum.values import NotAskable, source_id, typed
from myspace.protocols.pci.extensions import products_own
from myspace.protocols.pci.failures import NotTheContract
from myspace.protocols.soap.failures import Unreadable as NoXml
from myspace.protocols.soap.hardened import read_xml
from myspace.vocabulary.answers import Fault, Garbled
from myspace.vocabulary.people import Identifier

NT: Final = "http://www.aocat.net/NT/v4.0"
PRODUCT: Final = "ENOTUM"  # CodigoProducto and CodigoCertificado alike
PAGE: Final = 50  # the most that the schema lets one page have
SHORTEST: Final = timedelta(days=180)  # the longest that a notification may wait to be opened
SINCE_EVER: Final = date(2009, 1, 1)  # before there was any e-NOTUM
_XSI_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True)
class Heard:
    """The answer that was expected, without errors; its fields still to be judged."""

    root: etree._Element = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing told, raw: values by our names, what each is called there, and how it was written."""

    values: Mapping[str, object] = field(repr=False)
    names: Mapping[str, str]
    written: str = field(repr=False)
    doubled: str | None = None  # a name that was written twice


# --- out


def root(name: str, token: str, interested: Identifier | None) -> etree._Element:
    """A request with its Usuari: the citizen by the token of their login, or their representative with whom for."""
    top = etree.Element(f"{{{NT}}}{name}", nsmap={"nt": NT})
    user = add(top, "Usuari")
    role = add(user, "Ciutada" if interested is None else "Representant")
    _written(role, "VALIdAccessToken", token)
    if interested is not None:
        kind, number = typed(interested)
        person = add(add(role, "Interessat"), "PersonaJuridica" if kind == "CIF" else "PersonaFisica")
        _written(person, kind, number)
    return top


def add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NT}}}{name}")
    child.text = text
    return child


def _written(parent: etree._Element, name: str, text: str) -> None:
    """Text that came from outside. Raises NotAskable for what XML has no way of writing."""
    try:
        add(parent, name, text)
    except ValueError:
        pass
    else:
        return
    raise NotAskable(f"{name} cannot be written")


def octets(top: etree._Element) -> bytes:
    return etree.tostring(top, encoding="utf-8")


def window(since: date, until: date) -> tuple[date, date]:
    """The days to ask for, both included: never fewer than SHORTEST before the last one, and always said.

    A default of 30 days stands in the neighbouring interface and in the summary; a notification may wait 180.
    """
    return min(since, until - SHORTEST), until


def search(token: str, interested: Identifier | None, since: date, until: date, page: int) -> bytes:
    """A page, from 1, of what was deposited in these days."""
    top = root("PeticioCerca", token, interested)
    criteria = add(top, "DadesCerca")
    _period(add(add(criteria, "CriterisData"), "DataPublicacio"), *window(since, until))
    _paging(criteria, page)
    return octets(top)


def standing_of(token: str, interested: Identifier | None, number: str, today: date) -> bytes:
    """One notice as a search tells it. A range from its number to its number is how the contract asks for one."""
    top = root("PeticioCerca", token, interested)
    criteria = add(top, "DadesCerca")
    interval = add(add(criteria, "CriterisNotificacio"), "IdNotificacio")
    for bound in ("ValorInferior", "ValorSuperior"):
        add(interval, bound, checked(number))
    # By when it was made, which every notice has, so that no default window can hide it.
    _period(add(add(criteria, "CriterisData"), "DataCreacio"), SINCE_EVER, today + timedelta(days=1))
    _paging(criteria, 1)
    return octets(top)


def summary(token: str, interested: Identifier | None, since: date, until: date) -> bytes:
    top = root("PeticioResum", token, interested)
    _period(add(top, "DataPublicacio"), *window(since, until))
    return octets(top)


def checked(number: str) -> str:
    """A notice's number that may go out. Raises NotAskable, which does not repeat it."""
    found = None
    try:
        found = source_id(number)
    except Unreadable:
        found = None
    if found is None:
        raise NotAskable("no number of a notice")
    return found


def _period(into: etree._Element, first: date, last: date) -> None:
    for bound, day, hour in (("DataInferior", first, time(0)), ("DataSuperior", last, time(23, 59, 59))):
        add(into, bound, datetime.combine(day, hour, MADRID).isoformat())


def _paging(criteria: etree._Element, page: int) -> None:
    paging = add(criteria, "Paginacio")
    add(paging, "NumeroPagina", str(page))
    add(paging, "ResultatsPerPagina", str(PAGE))
    add(
        paging, "CampOrdenacio", "CodiNotificacio"
    )  # newest first: what comes in meanwhile repeats lines and hides none
    add(paging, "SentitOrdenacio", "Descendent")


# --- in


def read(name: str, specific: tuple[bytes, ...]) -> Heard | Failed:
    """The product's one answer called `name`. Never raises for what came."""
    top = _one(specific)
    if top is None:
        return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
    errors = list(top.iter(f"{{{NT}}}Errors"))
    if errors:
        return judged(_code(one) for each in errors for one in each.iterchildren(f"{{{NT}}}Error"))
    if top.tag != f"{{{NT}}}{name}" or len(top) == 0:  # the schema lets it be empty, and empty says nothing
        return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
    return Heard(top)


def _one(specific: tuple[bytes, ...]) -> etree._Element | None:
    """The one element of the product; None for what is no XML, none, or several."""
    try:
        own = products_own(specific)
        return read_xml(own[0]) if len(own) == 1 else None
    except (NotTheContract, NoXml):
        return None


def _code(error: etree._Element) -> int:
    """CodiError, or -1 for what is no number: a code that nobody documented."""
    said = (error.findtext(f"{{{NT}}}CodiError") or "").strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


def told(element: etree._Element, names: Mapping[str, str]) -> Row:
    """The texts of an element by our names. `names`: ours → path of theirs, as `Emissor/CodiOrganisme`."""
    values: dict[str, object] = {}
    doubled = None
    for ours, path in names.items():
        found = [element]
        for step in path.split("/"):
            found = [child for one in found for child in one.iterchildren(f"{{{NT}}}{step}")]
        if len(found) > 1:
            doubled = path
        values[ours] = _text(found[0]) if found else None
    return Row(values, names, etree.tostring(element, encoding="unicode"), doubled)


def _text(element: etree._Element) -> str | None:
    if element.get(_XSI_NIL) in ("true", "1"):
        return None
    return element.text


@dataclass(frozen=True, slots=True)
class Page:
    """`pages` and `total` are what it says of itself; None where it does not."""

    rows: tuple[etree._Element, ...] = field(repr=False)
    number: int
    pages: int
    total: int


def page(answer: Heard) -> Page | Failed:
    """The lines of a search, and how many there are in all. Without its paging nobody knows whether it is whole."""
    results = answer.root.find(f"{{{NT}}}Resultats")
    paging = answer.root.find(f"{{{NT}}}DadesPaginacio")
    if results is None or paging is None:
        return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
    count = _counter(paging)
    rows = tuple(results.iterchildren(f"{{{NT}}}Notificacio"))
    numbers = [count(name) for name in ("NumeroPagina", "TotalPagines", "TotalResultats")]
    if any(one is None for one in numbers) or len(rows) > PAGE:
        return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
    number, pages, total = (one or 0 for one in numbers)
    if not rows and total and number <= pages:  # it says that there are some and tells none
        return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
    return Page(rows, number, pages, total)


@dataclass(frozen=True, slots=True)
class BodyCount:
    """How many notices of one body, and how many of them wait."""

    code: str
    name: str
    all: int
    waiting: int


def counts(answer: Heard) -> tuple[BodyCount, ...] | Failed:
    """PeticioResum's answer, body by body."""
    found = []
    for body in answer.root.iterchildren(f"{{{NT}}}NotificacionsEntitat"):
        count = _counter(body)
        every, waiting = count("Notificacions"), count("NotificacionsPendents")
        code, name = (body.findtext(f"{{{NT}}}{one}") for one in ("CodiOrganisme", "NomOrganisme"))
        if every is None or waiting is None or waiting > every or not code or not name:
            return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
        found.append(BodyCount(code.strip(), name.strip(), every, waiting))
    total = _counter(answer.root)("TotalNotificacions")
    if total != sum(one.all for one in found):
        return Failed(None, Garbled(Fault.NOT_THE_CONTRACT))
    return tuple(found)


def _counter(element: etree._Element) -> Callable[[str], int | None]:
    def count(name: str) -> int | None:
        said = (element.findtext(f"{{{NT}}}{name}") or "").strip()
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None

    return count
