"""What the tests of e-NOTUM's pure half share: its fixtures, and lines of a list bent in one place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from lxml import etree

from myspace.connectors import enotum
from myspace.connectors.enotum import mapping, rest, wire
from myspace.vocabulary.answers import Quarantined
from myspace.vocabulary.notices import Notice

FIXTURES = Path(enotum.__file__).parent / "fixtures"
NS = f"{{{wire.NT}}}"
TOKEN = "1/testimoni-de-les-proves"
NUMBER = "41000101"


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def answer(name: str, file: str) -> wire.Heard:
    said = wire.read(name, (fixture(file),))
    assert isinstance(said, wire.Heard), said
    return said


def line(**changed: str | None) -> Notice | Quarantined:
    """The first line of the fixture of a search, with some of its elements changed; None takes one out."""
    element = etree.fromstring(fixture("cerca.xml")).find(f"{NS}Resultats/{NS}Notificacio")
    assert element is not None
    for name, text in changed.items():
        found = element.find(f"{NS}{name}")
        if found is None:
            found = etree.SubElement(element, f"{NS}{name}")
        if text is None:
            element.remove(found)
        else:
            found.attrib.clear()  # it may have been nil
            found.text = text
    return mapping.notice(wire.told(element, mapping.CERCA))


def rest_line(**changed: Any) -> Notice | Quarantined:
    """The same of the list of REST; None takes a field out."""
    told = json.loads(fixture("list.json"))["notificacions"][0] | changed
    kept = {name: value for name, value in told.items() if value is not None}
    return mapping.notice(rest.row(_as_read(kept)))


def _as_read(told: dict[str, Any]) -> Any:
    said = rest.read(200, json.dumps(told, ensure_ascii=False).encode())
    assert isinstance(said, rest.Heard), said
    return said.message


def good(found: Notice | Quarantined) -> Notice:
    assert isinstance(found, Notice), found
    return found


def aside(found: Notice | Quarantined) -> Quarantined:
    assert isinstance(found, Quarantined), found
    return found
