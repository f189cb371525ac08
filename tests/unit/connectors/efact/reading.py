"""The answers these tests read: our own fixtures, and changes to them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from myspace.connectors import efact
from myspace.connectors.efact import mapping, wire
from myspace.connectors.efact.wire import Heard, Operation
from myspace.vocabulary.answers import Quarantined, QuarantineReason
from myspace.vocabulary.invoices import Invoice

FIXTURES = Path(efact.__file__).parent / "fixtures"
ROSA, ID = "40404040D", "700000102"


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_bytes())


def heard(operation: Operation, message: Any) -> dict[str, Any]:
    said = wire.read(operation, 200, message if isinstance(message, bytes) else json.dumps(message).encode())
    assert isinstance(said, Heard), said
    return said.message


def invoice(document: str = ROSA, source_id: str = ID, **changes: Any) -> Invoice | Quarantined:
    message = {key: value for key, value in (fixture("invoice") | changes).items() if value is not None}
    return mapping.invoice(heard(Operation.INVOICE, message), source_id, document)


def good(**changes: Any) -> Invoice:
    found = invoice(**changes)
    assert isinstance(found, Invoice), found
    return found


def aside(**changes: Any) -> tuple[QuarantineReason, str]:
    found = invoice(**changes)
    assert isinstance(found, Quarantined), found
    return found.reason, found.field


def state(**changes: Any) -> dict[str, Any]:
    said = {"codi": "SENT", "codiNumeric": "1000", "data": "2026-11-11T09:03:24+01:00"} | changes
    return {key: value for key, value in said.items() if value is not None}
