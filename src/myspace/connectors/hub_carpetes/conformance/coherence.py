"""What several fields, items and answers say together, about one body and one person.

Knows ids, references, the body's codes, order of dates and sums of debts. Refuses to read formats again:
a value that is not well formed was already said by items.py and is passed over here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from .contract_tables import OBJECTS, OPERATIONS, Operation
from .notebook import Notebook, Where
from .reading import Item
from .values import as_day


def text(item: Item, name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and value else None


def objects(item: Item, name: str) -> list[Item]:
    value = item.get(name)
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def ids(item: Item, *names: str) -> set[str]:
    """Ids under any of these names, single or in an array."""
    found: set[str] = set()
    for name in names:
        value = item.get(name)
        found |= {v for v in (value if isinstance(value, list) else [value]) if isinstance(v, str) and v}
    return found


def identity(operation: Operation, item: Item) -> str | None:
    return text(item, OBJECTS[operation.holds].identity)


@dataclass(frozen=True, slots=True)
class Body:
    """The codes of the body asked, each "" when nobody said it, and the day it is asked."""

    ine10: str
    dir3: str
    today: date


def judge_items(
    notes: Notebook, operation: Operation, asked: str, items: Iterable[Item], body: Body, start: int = 0
) -> None:
    """Each item by itself. `start`: the place of the first of these in its answer."""
    for place, item in enumerate(items, start):
        where = Where(operation.name, asked, f"{operation.array}[{place}]")
        _codes(notes, where, operation.holds, item, body)
        _past(notes, where, item, operation.holds, body.today)
        _ITEM_RULES[operation.holds](notes, where, item)


def judge_ids(notes: Notebook, operation: Operation, asked: str, items: tuple[Item, ...]) -> None:
    """All the items of one answer: no id twice."""
    kind = OBJECTS[operation.holds]
    times = Counter((identity(operation, i), text(i, "tipusPersona")) for i in items if identity(operation, i))
    at = Where(operation.name, asked, operation.array, f"{kind.name}.{kind.identity}")
    repeated = sum(1 for n in times.values() if n > 1)
    notes.judge("HCC-C-304", not repeated, at, f"{repeated} identificadors repetits")


def _codes(notes: Notebook, where: Where, holds: str, item: Item, body: Body) -> None:
    ine10, dir3 = text(item, "codiINE10"), text(item, "codiDIR3Organisme")
    if ine10 and len(ine10) == 10 and body.ine10:
        notes.judge("HCC-C-301", ine10 == body.ine10, where.at(f"{holds}.codiINE10"))
    if not dir3:
        return
    at = where.at(f"{holds}.codiDIR3Organisme")
    own = ine10 if ine10 and len(ine10) == 10 else body.ine10
    if dir3.startswith("L01") and own:
        # A municipality's DIR3 is L01 and its six-digit INE code, which begins its INE10.
        notes.judge("HCC-C-302", dir3[3:] == own[:6], at)
    if body.dir3:
        notes.judge("HCC-C-303", dir3 == body.dir3, at)


def _ordered(notes: Notebook, where: Where, item: Item, start: str, end: str) -> None:
    first, last = as_day(item.get(start)), as_day(item.get(end))
    if first and last:
        notes.judge("HCC-C-307", first <= last, where.at(f"{where.field}{end}"), f"{end} és abans de {start}")


_ALREADY_HAPPENED = {
    "Actuacio": ("dataActuacio", "dataRegistre"),
    "Expedient": ("dataIniciExpedient", "dataFinalitzacioExpedient", "dataActuacio"),
    "Cita": ("dataActuacio", "dataRegistre"),
    "Tribut": (),
}


def _past(notes: Notebook, where: Where, item: Item, holds: str, today: date) -> None:
    for name in _ALREADY_HAPPENED[holds]:
        day = as_day(item.get(name))
        if day:
            # One day of grace: the body's clock may be in another zone.
            notes.judge("HCC-C-311", day <= today + timedelta(days=1), where.at(f"{holds}.{name}"))


def _actuacio(notes: Notebook, where: Where, item: Item) -> None:
    if "estatNotificacio" in item:
        notes.judge("HCC-C-309", item.get("tipusActuacio") != "ENTRADA", where.at("Actuacio.estatNotificacio"))
    _attached(notes, where, item)


def _expedient(notes: Notebook, where: Where, item: Item) -> None:
    at = where.at("Expedient.")
    _ordered(notes, at, item, "dataIniciExpedient", "dataFinalitzacioExpedient")
    _ordered(notes, at, item, "dataIniciExpedient", "dataPrevistaResolucio")
    state, ended = item.get("estatExpedient"), "dataFinalitzacioExpedient" in item
    if state in ("OBERT", "TANCAT"):
        said = "és TANCAT i no en té" if not ended else "és OBERT i en té"
        ok = ended == (state == "TANCAT")
        notes.judge("HCC-C-308", ok, where.at("Expedient.dataFinalitzacioExpedient"), said)
    if "actuacioCiutada" in item:
        asks = state == "TANCAT" and item.get("actuacioCiutada") == "SI"
        notes.judge("HCC-C-313", not asks, where.at("Expedient.actuacioCiutada"))


def _cita(notes: Notebook, where: Where, item: Item) -> None:
    _ordered(notes, where.at("Cita."), item, "dataActuacio", "dataCita")


def _tribut(notes: Notebook, where: Where, item: Item) -> None:
    debts = objects(item, "deutes")
    names = [n for n in (text(d, "idDeute") for d in debts) if n]
    if names:
        notes.judge("HCC-C-312", len(set(names)) == len(names), where.at("Deute.idDeute"))
    _attached(notes, where, item)
    for place, debt in enumerate(debts):
        inner = where.inside(f"{where.item}.deutes[{place}]")
        _ordered(notes, inner.at("Deute."), debt, "dataIniciPagament", "dataFiPagament")
        _attached(notes, inner, debt)
        _owed(notes, inner.at("Deute.importPendent"), debt)


def _attached(notes: Notebook, where: Where, item: Item) -> None:
    names = [n for n in (text(a, "idAdjunt") for a in objects(item, "adjunts")) if n]
    if names:
        notes.judge("HCC-C-312", len(set(names)) == len(names), where.at("Adjunt.idAdjunt"))


def _money(item: Item, name: str) -> Decimal | None:
    value = text(item, name)
    try:
        return Decimal(value) if value else None
    except InvalidOperation:
        return None


def _owed(notes: Notebook, where: Where, debt: Item) -> None:
    total, owed, state = _money(debt, "importDeute"), _money(debt, "importPendent"), debt.get("situacio")
    if owed is None or not owed.is_finite():
        return
    ok = owed > 0 if state == "PENDENT" else owed == 0 if state in ("PAGAT", "BAIXA") else True
    # In the executive period surcharges may make what is owed more than the debt.
    if ok and total is not None and total.is_finite() and debt.get("periode") != "EXECUTIVA":
        ok = owed <= total
    notes.judge("HCC-C-310", ok, where)


_ITEM_RULES = {"Actuacio": _actuacio, "Expedient": _expedient, "Cita": _cita, "Tribut": _tribut}


def judge_references(notes: Notebook, asked: str, answers: Mapping[str, tuple[Item, ...]]) -> None:
    """Cases and entries of one person, both answered unfiltered: do they speak of each other truly?"""
    cases = _by_id(OPERATIONS[1], answers["consultaExpedients"])
    entries = _by_id(OPERATIONS[0], answers["consultaActuacions"])
    for entry in entries.values():
        _exist(notes, Where("consultaActuacions", asked, "actuacions", "Actuacio.idExpedient"),
               ids(entry, "idExpedient", "idExpedients"), cases)  # fmt: skip
    for case_id, case in cases.items():
        named = ids(case, "idActuacio", "idActuacions")
        at = Where("consultaExpedients", asked, "expedients", "Expedient.idActuacions")
        _exist(notes, at, named, entries)
        for entry_id in named & set(entries):
            back = ids(entries[entry_id], "idExpedient", "idExpedients")
            notes.judge("HCC-C-306", not back or case_id in back, at)


def _by_id(operation: Operation, items: Iterable[Item]) -> dict[str, Item]:
    return {found: item for item in items if (found := identity(operation, item))}


def _exist(notes: Notebook, where: Where, named: set[str], known: Mapping[str, Any]) -> None:
    if named:
        notes.judge("HCC-C-305", named <= set(known), where)
