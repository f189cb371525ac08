"""What the unit tests of this connector ask with: one invented body, AOC's test person, and fixtures by name."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from myspace.connectors import hub_carpetes
from myspace.connectors.hub_carpetes import wire
from myspace.connectors.hub_carpetes.fields import Asked
from myspace.connectors.hub_carpetes.mapping import Translated, translate
from myspace.vocabulary.activity import Item, Topic
from myspace.vocabulary.answers import QuarantineReason

INE10 = "0899900003"
DIR3 = "L01089990"
SITE = "https://seu.vilanova-exemple.cat"
ASKED = Asked(
    ine10=INE10,
    dir3=DIR3,
    hosts=frozenset({"seu.vilanova-exemple.cat"}),
    document="00000000T",
    holder_names=("Laia Exemple Prova",),
)
FIXTURES = Path(hub_carpetes.__file__).parent / "fixtures"
FIXTURE_TOPICS = {
    "entries": Topic.ENTRIES,
    "cases": Topic.CASES,
    "appointments": Topic.APPOINTMENTS,
    "taxes": Topic.TAXES,
    "early_integrator": Topic.TAXES,
    "spreadsheet_model": Topic.CASES,
}
ARRAY = {
    Topic.ENTRIES: "actuacions",
    Topic.CASES: "expedients",
    Topic.APPOINTMENTS: "citesprevies",
    Topic.TAXES: "tributs",
}
_MODEL = {
    Topic.ENTRIES: "entries",
    Topic.CASES: "cases",
    Topic.APPOINTMENTS: "appointments",
    Topic.TAXES: "taxes",
}
ABSENT = object()


def fixture(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def one(topic: Topic, **changes: Any) -> dict[str, Any]:
    """The first item of the topic's fixture with some fields changed, or left out when ABSENT."""
    item: dict[str, Any] = copy.deepcopy(json.loads(fixture(_MODEL[topic]))[ARRAY[topic]][0])
    return {key: value for key, value in (item | changes).items() if value is not ABSENT}


def debt(**changes: Any) -> dict[str, Any]:
    """The second (pending) debt of the tax fixture, changed in the same way."""
    item = one(Topic.TAXES)["deutes"][1]
    return {key: value for key, value in (item | changes).items() if value is not ABSENT}


def body(topic: Topic, *items: Any, code: Any = "200", array: str | None = None) -> bytes:
    said = {"codiResultat": code, "descripcioResultat": "OK", array or ARRAY[topic]: list(items)}
    return json.dumps(said, ensure_ascii=False).encode()


def read(topic: Topic, raw: bytes, asked: Asked = ASKED) -> Translated:
    heard = wire.read(topic, 200, raw)
    assert isinstance(heard, wire.Heard), heard
    return translate(topic, [heard], asked)


def good(topic: Topic, *items: Any, asked: Asked = ASKED) -> Item:
    """The single item that is read, nothing put aside."""
    found = read(topic, body(topic, *items), asked)
    assert not found.quarantined, [(q.reason, q.field) for q in found.quarantined]
    (item,) = found.items
    return item


def aside(topic: Topic, *items: Any, asked: Asked = ASKED) -> tuple[QuarantineReason, str]:
    """Reason and field of the single item that is put aside, nothing read."""
    found = read(topic, body(topic, *items), asked)
    assert found.items == ()
    (kept,) = found.quarantined
    return kept.reason, kept.field
