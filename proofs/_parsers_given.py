"""The parsers of what operators and bodies hand in: manifests, lists, answers of a rehearsal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from myspace.connector_kit.contract import ManifestError, read_manifest
from myspace.connectors.hub_carpetes.conformance import bodies, coherence, reading
from myspace.connectors.hub_carpetes.conformance.catalogue import CHECKS
from myspace.connectors.hub_carpetes.conformance.contract_tables import OPERATIONS
from myspace.connectors.hub_carpetes.conformance.items import ItemReader
from myspace.connectors.hub_carpetes.conformance.notebook import Notebook, Where
from myspace.domain.administrations import rules as door_rules
from myspace.vocabulary import entry_points
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.people import MalformedIdentifier, identifier
from proofs import _mutants, _parsers_sources
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser
from proofs._parsers_login import parser_of_json

KIT_OF_BODIES = "myspace.connectors.hub_carpetes.conformance"


@dataclass(frozen=True, slots=True)
class _File:
    """A file that is only in memory: what a reader of a Path asks of one."""

    data: bytes
    name: str = "entitats.csv"
    parent: Path = Path("/connectors/example")

    def read_text(self, encoding: str) -> str:
        return self.data.decode(encoding).replace("\r\n", "\n")

    def __str__(self) -> str:
        return self.name


def parsers() -> Iterator[Parser]:
    import myspace.connectors

    manifest = (Path(myspace.connectors.__file__).parent / "example/manifest.toml").read_text("utf-8")
    yield Parser(
        "manifests",
        ("myspace.connector_kit.contract:read_manifest",),
        partial(_toml, manifest),
        lambda text: read_manifest(_File(text.encode("utf-8", "surrogatepass"))),
        (ManifestError,),
        lambda _text, found: (
            None if found.name == "example" and all(isinstance(t, Topic) for t in found.topics) else "not its own"
        ),
        quotes=True,
    )
    wishes = (
        '[0811360009]\nground = "#123456"\ntext = "#ffffff"\nwebsite = "https://www.exemple.test/"\n\n'
        '[0801930008]\nground = "#abc"\n'
    )
    yield Parser(
        "doors of bodies",
        (
            "myspace.vocabulary.entry_points:read",
            "myspace.domain.administrations.rules:readable",
            "myspace.domain.administrations.rules:way_back",
        ),
        partial(_toml, wishes),
        _doors,
        (entry_points.NotRead,),
        lambda _text, found: next(
            filter(None, (_parsers_sources._bad_link(one, _parsers_sources.HOSTS) for one in found if one)), None
        ),
    )
    csv = "ine10;dir3;url;hosts;name\n0811360009;L01081136;https://seu.exemple.test/hub;seu.exemple.test;Manresa\n0801930008;;https://b.test;;\n"
    yield Parser(
        "lists of bodies",
        tuple(f"{KIT_OF_BODIES}.bodies:{n}" for n in ("read_bodies", "target")),
        lambda chance, number: _cut_or_flipped(chance, csv.encode(), number),
        lambda data: bodies.read_bodies(_File(data)),
        (bodies.BadInput,),
        lambda _data, found: None if all(re.fullmatch("[0-9]{10}", one.ine10) for one in found) else "no ten digits",
    )
    yield Parser(
        "people of the kit",
        (f"{KIT_OF_BODIES}.bodies:person",),
        lambda chance, number: _mutants.text(chance, NUMBERS, number),
        bodies.person,
        (bodies.BadInput,),
    )
    for operation in OPERATIONS:
        answers, _ = _parsers_sources._told(
            next(t for t, n in _parsers_sources.wire.OPERATIONS.items() if n == operation.name)
        )
        yield parser_of_json(
            f"conformance {operation.name}",
            (
                *(f"{KIT_OF_BODIES}.reading:{n}" for n in ("parse", "read_envelope")),
                f"{KIT_OF_BODIES}.values:judge_value",
                f"{KIT_OF_BODIES}.values:as_day",
                *(f"{KIT_OF_BODIES}.coherence:{n}" for n in ("judge_items", "judge_ids", "judge_references")),
            ),
            answers,
            partial(_rehearse, operation),
            (),
            _judge_notes,
        )
    yield Parser(
        "identifiers",
        ("myspace.vocabulary.people:identifier",),
        lambda chance, number: _mutants.text(chance, (*NUMBERS, "x-0000000 t", "00000000·t"), number),
        identifier,
        (MalformedIdentifier,),
        lambda _text, found: None if re.fullmatch("[0-9A-Z]{5,20}", found.value) else "no identifier",
    )


def _toml(valid_one: str, chance: Random, number: int) -> str:
    if chance.random() < 0.4:  # one value of the wrong kind, which TOML itself accepts
        lines = valid_one.split("\n")
        at = chance.choice([n for n, line in enumerate(lines) if "=" in line])
        name = lines[at].partition("=")[0]
        lines[at] = f"{name}= " + chance.choice(
            ("1", "true", "[]", "[1]", "{}", '""', "[[]]", "1979-05-27", "inf", "nan", "-1", f'"{SECRET}"', "[" * 2_000)
        )
        return "\n".join(lines)
    return _cut_or_flipped(chance, valid_one.encode(), number).decode("utf-8", "surrogateescape")


def _cut_or_flipped(chance: Random, whole: bytes, number: int) -> bytes:
    draw = chance.random()
    if draw < 0.1:
        return whole
    if draw < 0.4:
        return whole[: number % (len(whole) + 1)]
    if draw < 0.8:
        return _mutants.flipped(chance, whole)
    return _mutants.otherwise_encoded(chance, whole.decode()) if draw < 0.9 else _mutants.noise(chance)


def _doors(text: str) -> Any:
    found = []
    for wish in entry_points.read(text).values():
        door_rules.readable(wish.colours)
        found.append(door_rules.way_back(wish.website, None, _parsers_sources.HOSTS))
    return found


def _rehearse(operation: Any, body: bytes) -> Notebook:
    notes = Notebook(CHECKS)
    envelope = reading.read_envelope(notes, Where(operation.name), operation, body)
    ItemReader(notes, _parsers_sources.HOSTS).read(operation, "", NUMBERS[0], envelope.items)
    coherence.judge_items(notes, operation, "", envelope.items, coherence.Body("0811360009", "", date(2026, 11, 23)))
    coherence.judge_ids(notes, operation, "", envelope.items)
    coherence.judge_references(notes, "", {one.name: envelope.items if one is operation else () for one in OPERATIONS})
    return notes


def _judge_notes(_body: bytes, notes: Notebook) -> str | None:
    """A report travels by e-mail: nobody's number is in a finding. A field's name is told, and any word may be one."""
    said = repr([(f.operation, f.field, f.detail, f.places) for f in notes.findings()])
    return "a finding repeats what the body sent" if any(number in said for number in NUMBERS) else None
