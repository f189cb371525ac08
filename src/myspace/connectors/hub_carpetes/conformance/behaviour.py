"""Whether the body listens: filters, strangers, missing parameters, asking twice, asking four at once.

Knows what the answers to related questions must have in common. Refuses to know the fields' formats.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from .asking import ACCEPTANCE_PERSON, Baseline, Person, Rehearsal, Reply
from .catalogue import CHECKS
from .coherence import identity, judge_references, text
from .contract_tables import OPERATIONS, PERSON_KINDS, Operation
from .exchange import Exchange
from .notebook import Notebook, Where
from .reading import Item, read_envelope
from .values import as_day

ENTRIES, CASES, APPOINTMENTS, TAXES = OPERATIONS
# People the AOC prints but asks no data for: at least one should be unknown to any body.
STRANGERS = (Person("99999999R"), Person("12345678Z"))
# The rest of contract §20: whoever of them the body knows, their data must be right too.
OTHER_TEST_PEOPLE = (
    *(Person(n) for n in ("99999018D", "11111111H", "11223344B", "10000322Z", "40404040D", "00000001R")),
    Person("Y0000000Z", "NIE"),
)
FOREIGNER = Person("X0000000T", "NIE")
OTHER_BODIES = ("9821920002", "0801930008")


async def run(rehearsal: Rehearsal, first: Baseline) -> None:
    """Everything that compares answers. Operations that gave no envelope in the first round are left out."""
    await _twice_and_together(rehearsal, first)
    work: list[Coroutine[Any, Any, object]] = [_strangers(rehearsal, first), _foreigner(rehearsal, first)]
    for operation in (o for o in OPERATIONS if o.name in first):
        whole = Whole(rehearsal, operation, first[operation.name].items)
        work += [rehearsal.ask(operation, person) for person in (*OTHER_TEST_PEOPLE, *rehearsal.target.people)]
        work += [_incomplete(rehearsal, operation), _wrong_document(whole), _filters(whole)]
        if whole.items:
            work += [_dates(whole), _another_body(rehearsal, operation)]
    await asyncio.gather(*work)
    if {ENTRIES.name, CASES.name} <= set(first):
        judge_references(rehearsal.notes, "00000000T NIF", {n: r.items for n, r in first.items()})


def _ids(operation: Operation, items: Iterable[Item]) -> set[str]:
    """What an item is compared by: its id and in which capacity; the same case may come in both."""
    return {f"{identity(operation, i)}|{text(i, 'tipusPersona')}" for i in items}


def _same(a: Reply | None, b: Reply | None) -> bool:
    """The same items, whatever their order: the contract promises none."""
    if a is None or b is None:
        return False
    return a.code == b.code and _canonical(a.items) == _canonical(b.items)


def _canonical(items: Iterable[Item]) -> list[str]:
    return sorted(json.dumps(i, sort_keys=True, ensure_ascii=False) for i in items)


async def _twice_and_together(rehearsal: Rehearsal, first: Baseline) -> None:
    operations = [o for o in OPERATIONS if o.name in first]
    together = await asyncio.gather(*(rehearsal.ask_again(o, ACCEPTANCE_PERSON) for o in operations))
    for operation, reply in zip(operations, together, strict=True):
        at = Where(operation.name, "00000000T NIF")
        before = first[operation.name]
        same = _same(before, reply)
        # Only a difference that also shows alone is the body's fault in repeating; else it is the crowd's.
        alone = reply if same else await rehearsal.ask_again(operation, ACCEPTANCE_PERSON)
        again = _same(before, alone)
        rehearsal.notes.judge("HCC-C-415", again, at)
        if again:
            rehearsal.notes.judge("HCC-C-416", same, at)


@dataclass(frozen=True, slots=True)
class Whole:
    """One operation and all it gave when asked plainly: what every filtered answer is compared with."""

    rehearsal: Rehearsal
    operation: Operation
    items: tuple[Item, ...]

    def at(self, **filters: str) -> Where:
        return Where(self.operation.name, " ".join(["00000000T NIF", *(f"{k}={v}" for k, v in filters.items())]))

    def ids(self, belongs: Callable[[Item], bool] = lambda _: True) -> set[str]:
        return _ids(self.operation, filter(belongs, self.items))


async def _filters(whole: Whole) -> None:
    if "tipusPersona" in whole.operation.may:
        await _capacity(whole)
    for parameter, field, values, check in (
        ("tipusActuacio", "tipusActuacio", ("ENTRADA", "SORTIDA"), "HCC-C-403"),
        ("estat", "estatExpedient", ("OBERT", "TANCAT"), "HCC-C-404"),
    ):
        if parameter in whole.operation.may:
            for value in values:
                await _subset(whole, check, {parameter: value}, _says(field, value))
    if "fue" in whole.operation.may:
        await _business(whole)


def _says(field: str, *values: object) -> Callable[[Item], bool]:
    """Capitals are forgiven here: HCC-C-206 has already said it, and the filter may well work."""

    def belongs(item: Item) -> bool:
        value = item.get(field)
        return (value.upper() if isinstance(value, str) and field != "fue" else value) in values

    return belongs


async def _capacity(whole: Whole) -> None:
    union: set[str] = set()
    for role in PERSON_KINDS:
        reply = await whole.rehearsal.ask(whole.operation, ACCEPTANCE_PERSON, tipusPersona=role)
        if reply is None:
            return
        only = all(map(_says("tipusPersona", role), reply.items))
        whole.rehearsal.notes.judge("HCC-C-401", only, whole.at(tipusPersona=role))
        union |= _ids(whole.operation, reply.items)
    whole.rehearsal.notes.judge("HCC-C-402", union == whole.ids(), whole.at())


async def _business(whole: Whole) -> None:
    """Q-HCC-18: as a parameter absent means both; as a field absent means false."""
    union: set[str] = set()
    for value, values in (("true", (True, "true")), ("false", (False, "false", None))):
        got = await _subset(whole, "HCC-C-405", {"fue": value}, _says("fue", *values))
        if got is None:
            return
        union |= _ids(whole.operation, got)
    whole.rehearsal.notes.judge("HCC-C-406", union <= whole.ids(), whole.at())


async def _subset(
    whole: Whole, check: str, filters: dict[str, str], belongs: Callable[[Item], bool]
) -> tuple[Item, ...] | None:
    """Asked with a filter: all that belongs, and nothing that does not."""
    reply = await whole.rehearsal.ask(whole.operation, ACCEPTANCE_PERSON, **filters)
    if reply is None or reply.code not in ("200", "404"):
        return None
    judge, at = whole.rehearsal.notes.judge, whole.at(**filters)
    if judge(check, all(map(belongs, reply.items)), at, "n'hi ha que no hi haurien de ser"):
        judge(check, whole.ids(belongs) <= _ids(whole.operation, reply.items), at, "en falten")
    return reply.items


async def _dates(whole: Whole) -> None:
    days = sorted(d for i in whole.items if (d := as_day(i.get(whole.operation.day_fields[0]))))
    if days:
        middle = days[len(days) // 2]
        for first_day, last_day in ((middle, middle), (days[0], middle), (middle, days[-1])):
            await _window(whole, first_day, last_day)
    ancient = {"dataInici": "1901-01-01", "dataFi": "1901-01-02"}
    reply = await whole.rehearsal.ask(whole.operation, ACCEPTANCE_PERSON, **ancient)
    if reply is not None:
        nothing = reply.code == "404" and not reply.items
        whole.rehearsal.notes.judge("HCC-C-408", nothing, whole.at(**ancient))


async def _window(whole: Whole, first_day: date, last_day: date) -> None:
    """The document does not say which of an item's dates counts: the answer must fit one of them, wholly."""
    window = {"dataInici": first_day.isoformat(), "dataFi": last_day.isoformat()}
    reply = await whole.rehearsal.ask(whole.operation, ACCEPTANCE_PERSON, **window)
    if reply is None or reply.code not in ("200", "404"):
        return
    got = _ids(whole.operation, reply.items)

    def inside(name: str) -> Callable[[Item], bool]:
        return lambda item: (day := as_day(item.get(name))) is not None and first_day <= day <= last_day

    readings = [whole.ids(inside(name)) for name in whole.operation.day_fields]
    outside = got - set().union(*readings)
    said = "n'hi ha de fora del període" if outside else "en falten del període"
    whole.rehearsal.notes.judge("HCC-C-407", got in readings, whole.at(**window), said)


async def _another_body(rehearsal: Rehearsal, operation: Operation) -> None:
    if rehearsal.target.shared:
        return  # there every question names its body, and every item is compared with it
    other = next(code for code in OTHER_BODIES if code != rehearsal.target.ine10)
    found = await rehearsal.send(operation, {**_query(ACCEPTANCE_PERSON), "codiINE10": other})
    if found is None or not found.whole:
        return
    items = _quiet(operation, found)[1]
    at = Where(operation.name, f"00000000T NIF codiINE10={other}")
    own = [i for i in items if i.get("codiINE10") != other]
    rehearsal.notes.judge("HCC-C-409", not own, at)


def _query(person: Person) -> dict[str, str]:
    return {"documentIdentificatiu": person.number, "tipusDocumentIdentificatiu": person.document}


def _quiet(operation: Operation, found: Exchange) -> tuple[str | None, tuple[Item, ...]]:
    """Code and items of an answer to a wrong question, whose blemishes are not worth a finding."""
    envelope = read_envelope(Notebook(CHECKS), Where(), operation, found.body)
    return envelope.code, envelope.items


async def _incomplete(rehearsal: Rehearsal, operation: Operation) -> None:
    for missing in operation.must:
        query = {k: v for k, v in _query(ACCEPTANCE_PERSON).items() if k != missing}
        found = await rehearsal.send(operation, query)
        if found is None:
            return
        at = Where(operation.name, f"sense {missing}")
        code, items = _quiet(operation, found) if found.whole else (None, ())
        rehearsal.notes.judge("HCC-C-410", code != "200" and not items, at)
        media = found.headers.get("content-type", "").lower()
        crashed = not found.whole or (code is None and ("json" not in media or (found.status or 500) >= 500))
        said = "talla la connexió" if not found.whole else f"HTTP {found.status} sense sobre"
        rehearsal.notes.judge("HCC-C-411", not crashed, at, said)


async def _wrong_document(whole: Whole) -> None:
    rehearsal, operation = whole.rehearsal, whole.operation
    for document, check in (("PASSAPORT", "HCC-C-412"), ("DNI", "HCC-C-413")):
        query = {**_query(ACCEPTANCE_PERSON), "tipusDocumentIdentificatiu": document}
        found = await rehearsal.send(operation, query)
        if found is None:
            return
        if not found.whole:
            continue
        code, items = _quiet(operation, found)
        at = Where(operation.name, f"00000000T {document}")
        wrong = _ids(operation, items) & whole.ids() if document == "PASSAPORT" else code == "200"
        rehearsal.notes.judge(check, not wrong, at)


async def _strangers(rehearsal: Rehearsal, first: Baseline) -> None:
    """Unknown people get 404; known others get their own things, not those of 00000000T."""
    for operation in (o for o in OPERATIONS if o.name in first):
        replies = [await rehearsal.ask(operation, stranger) for stranger in STRANGERS]
        answered = [r for r in replies if r is not None]
        if not answered:
            continue
        at = Where(operation.name, " o ".join(s.number for s in STRANGERS))
        said = _what_a_stranger_got(answered)
        rehearsal.notes.judge("HCC-C-414", any(r.code == "404" and not r.items for r in answered), at, said)
        _same_for_everyone(rehearsal, operation, first[operation.name], answered)


def _what_a_stranger_got(answered: list[Reply]) -> str:
    if any(r.items for r in answered):
        return "rep dades"
    code = answered[0].code
    return f"rep codiResultat {code}" if code else f"rep HTTP {answered[0].exchange.status} sense sobre"


def _same_for_everyone(rehearsal: Rehearsal, operation: Operation, first: Reply, others: list[Reply]) -> None:
    """One shared case is normal (a family, a company). All of one's things shared with a stranger is not."""
    mine = _bare_ids(operation, first.items)
    at = Where(operation.name, " o ".join(s.number for s in STRANGERS))
    copied = [r for r in others if r.items and mine and _bare_ids(operation, r.items) == mine]
    rehearsal.notes.judge("HCC-C-701", not copied, at)


def _bare_ids(operation: Operation, items: Iterable[Item]) -> set[str | None]:
    return {identity(operation, i) for i in items}


async def _foreigner(rehearsal: Rehearsal, first: Baseline) -> None:
    for operation in (o for o in OPERATIONS if o.name in first):
        reply = await rehearsal.ask(operation, FOREIGNER)
        understood = reply is not None and reply.code in ("200", "404")
        rehearsal.notes.judge("HCC-C-417", understood, Where(operation.name, "X0000000T NIE"))
