"""The parsers of what e-FACT sends. Each judge reads the bytes for itself, by the standard library alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

from myspace.connector_kit.values import Unreadable
from myspace.connectors.efact import mapping, values, wire
from myspace.connectors.efact.wire import Heard, Operation
from myspace.vocabulary.answers import Quarantined
from myspace.vocabulary.invoices import Invoice, InvoiceStep, decode, encode
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser

EFACT = "myspace.connectors.efact"
MINE, ID = NUMBERS[0], "700000101"
MUST = ("id", "numero", "import", "dataExpedicio", "proveidor", "receptor", "estat")
_STATE = {"codi": "PAID", "codiNumeric": "2500", "data": "2026-11-18T10:03:54+01:00", "dataPagament": "2026-11-17"}
_REJECTED = {"codi": "REJECTED", "codiNumneric": "2600", "data": "2026-11-18T10:03:54.000+01:00",
             "motiuRebuig": {"codi": "E01", "descripcio": SECRET}}  # fmt: skip
_INVOICE = {
    "id": ID, "numero": "F-1", "serie": "A", "import": 1542.75, "dataExpedicio": "2026-11-05",
    "dataRecepcio": "2026-11-05T12:03:54+01:00", "numeroRegistreRCF": "RCF-1", "correuElectronic": f"{SECRET}@exemple.test",
    "proveidor": {"nif": f"ES{MINE}", "nom": SECRET}, "registre": {"numero": "E1", "data": "2026-11-05T12:04:02.000+01:00"},
    "receptor": {"nif": "P0000001Z", "nom": "Vic", "dir3": {"organGestor": {"codi": "L01082981", "nom": "Vic"}}},
    "estat": _STATE, "adjunts": [{"nom": "1.pdf", "mime": "application/pdf"}],
}  # fmt: skip
_INVOICES = [_INVOICE, _INVOICE | {"estat": _REJECTED, **_REJECTED}, _INVOICE | {"import": "-605.00"}]
_HISTORIES = [{"id": ID, "estats": [_STATE, _REJECTED]}, {"id": ID, "estats": []}]
_PENDING = [
    {"mesEstats": False, "estats": [{"id": "1", "idFactura": ID, "estat": _STATE}, {"id": "2", "idFactura": "7"}]}
]
_RECIPIENTS = [{"receptors": [{"nif": "P0000001Z", "nom": "Vic"}]}]
_ERRORS = [{"codiError": 2001, "descripcioError": SECRET}, {"codiError": "9999", "descripcioError": MINE}]


def parsers() -> Iterator[Parser]:
    shapes = (
        (Operation.INVOICE, _INVOICES, ("mapping:invoice",)),
        (Operation.HISTORY, _HISTORIES, ("mapping:history",)),
        (Operation.PENDING, _PENDING, ("mapping:changed",)),
        (Operation.RECIPIENTS, _RECIPIENTS, ()),
    )
    for operation, valid, also in shapes:
        yield _answer(operation, valid, also)
    yield Parser(
        "efact receipt",
        (f"{EFACT}.wire:read_receipt",),
        lambda chance, number: (*_said(chance, _ERRORS, number), chance.random() < 0.3),
        lambda given: wire.read_receipt(given[0], b"%PDF-" + given[1] if given[2] else given[1]),
        (),
        lambda given, found: "a receipt that is no PDF" if isinstance(found, bytes) and not given[2] else None,
    )
    written = (
        "2026-11-05",
        "2026-11-05T12:03:54+01:00",
        "2026-03-29T02:30:00",
        "1542.75",
        "-605.0",
        f"ES{MINE}",
        ID,
        " ",
    )
    yield Parser(
        "efact values",
        tuple(f"{EFACT}.values:{one}" for one in _SMALL),
        lambda chance, number: _mutants.text(chance, written, number),
        lambda raw: {name: _or_none(read, raw) for name, read in _SMALL.items()},
        (),
        _judge_small,
    )


_SMALL = {
    "text": values.text,
    "name_of": values.name_of,
    "source_id": values.source_id,
    "taxpayer": values.taxpayer,
    "amount": values.amount,
    "moment": values.moment,
}


def _said(chance: Random, valid: list[Any], number: int) -> tuple[int, bytes]:
    if chance.random() < 0.85:
        return 200, _mutants.json_bytes(chance, valid, number)
    return chance.choice((400, 401, 404, 500, 503)), _mutants.json_bytes(chance, _ERRORS, number)


def _answer(operation: Operation, valid: list[Any], also: tuple[str, ...]) -> Parser:
    def read(given: tuple[int, bytes]) -> Any:
        heard = wire.read(operation, *given)
        if not isinstance(heard, Heard):
            return None
        match operation:
            case Operation.INVOICE:
                return mapping.invoice(heard.message, ID, MINE)
            case Operation.HISTORY:
                return mapping.history(heard.message, ID)
            case Operation.PENDING:
                return mapping.changed(heard.message)
            case _:
                return heard

    return Parser(
        f"efact {operation.value}",
        (f"{EFACT}.wire:read", *(f"{EFACT}.{one}" for one in also)),
        lambda chance, number: _said(chance, valid, number),
        read,
        (),
        lambda given, found: None if found is None else _judge(given, found),
    )


def _judge(given: tuple[int, bytes], found: Any) -> str | None:
    status, body = given
    if status != 200:
        return "an answer was heard under an error"
    try:
        raw = json.loads(body.decode("utf-8-sig", "replace"), parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        return None if _is_latin(body) else "an answer was heard in what is no JSON object"
    match found:
        case Invoice():
            return _bad_invoice(raw, found)
        case mapping.History():
            told = raw.get("estats")
            if told and not found.steps and not found.quarantined:
                return "states became nothing"
            return next(filter(None, map(_bad_step, found.steps)), None)
        case mapping.Changed() if raw.get("estats") and not found.ids and not found.quarantined:
            return "changes became nothing"
        case Quarantined() if not found.raw:
            return "what was put aside is lost"
    return None


def _is_latin(body: bytes) -> bool:
    """Not UTF-8: the kit's one fallback may have read it."""
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return True
    return False


def _bad_invoice(raw: dict[str, Any], found: Invoice) -> str | None:
    if any(raw.get(name) in (None, "") for name in MUST):
        return "an invoice without what it must have was believed"
    # Characters that nobody sees are taken out of every text before it is read.
    seen = "".join(c for c in str(raw["proveidor"].get("nif")) if c > " " and c not in ".-").upper()
    if MINE not in seen:
        return "somebody else's invoice was believed"
    if not found.amount.is_finite() or found.amount.as_tuple().exponent != -2 or abs(found.amount) > Decimal(10) ** 12:
        return "an amount that is not in hundredths was believed"
    if decode(encode(found)) != found:
        return "it does not survive being stored"
    return _bad_step(found.now)


def _bad_step(step: InvoiceStep) -> str | None:
    if not 1899 < step.since.day.year < 2202:
        return "a day of no calendar was believed"
    if (step.paid_on is not None) != (step.state.value == "paid"):
        return "paid without a day, or a day without being paid"
    return "a reason without being rejected" if step.rejection and step.state.value != "rejected" else None


def _or_none(read: Any, raw: str) -> Any:
    try:
        return read(raw)
    except Unreadable:
        return None


def _judge_small(_raw: str, found: dict[str, Any]) -> str | None:
    told = found["source_id"]
    if told is not None and not all(c.isascii() and (c.isalnum() or c == "-") for c in told):
        return "a number that is no part of an address"
    day = found["moment"]
    return "a day of no calendar was believed" if day and not 1899 < day.day.year < 2202 else None
