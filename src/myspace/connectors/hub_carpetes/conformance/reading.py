"""One answer's bytes read as the contract says: the envelope and nothing deeper.

Knows encodings, JSON and the envelope's five names. Refuses to know sockets and the fields of an item.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .contract_tables import OPERATIONS, RESULT_CODES, Operation
from .notebook import Notebook, Where, printable_name, shape

Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """`code` is None when there is no envelope to speak of. `items` are the objects of the operation's array."""

    code: str | None
    items: tuple[Item, ...] = ()


class _Repeated(ValueError):
    pass


class _NotJson(ValueError):
    pass


NO_ENVELOPE = Envelope(None)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


def _refuse_constant(_: str) -> Any:
    raise _NotJson("NaN o Infinity")


def parse(notes: Notebook, where: Where, body: bytes) -> Any:
    """The JSON value, or None when there is none (a lone `null` is none too)."""
    if not notes.judge("HCC-C-102", not body.startswith(b"\xef\xbb\xbf"), where):
        return None
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        notes.judge("HCC-C-101", False, where, f"el byte {wrong.start} no és UTF-8")
        return None
    notes.judge("HCC-C-101", True)
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except _Repeated:
        notes.judge("HCC-C-104", False, where)
        return None
    except json.JSONDecodeError as wrong:
        notes.judge("HCC-C-103", False, where, _why_not_json(text, wrong))
        return None
    except (RecursionError, ValueError):
        notes.judge("HCC-C-103", False, where, "nombres o nivells que cap lector no accepta")
        return None
    notes.judge("HCC-C-103", True)
    notes.judge("HCC-C-104", True)
    return value


def _why_not_json(text: str, wrong: json.JSONDecodeError) -> str:
    start = text.lstrip()[:1]
    if not start:
        return "la resposta és buida"
    if start == "<":
        return "és una pàgina HTML o XML"
    if not text[wrong.pos :].strip():
        return "s'acaba a mig fer"
    if text[: wrong.pos].rstrip().endswith(","):
        return f"línia {wrong.lineno}: hi sobra una coma"
    if "delimiter" in wrong.msg:
        return f"línia {wrong.lineno}: hi falta una coma o dos punts"
    return f"línia {wrong.lineno}, columna {wrong.colno}"


def read_envelope(notes: Notebook, where: Where, operation: Operation, body: bytes) -> Envelope:
    value = parse(notes, where, body)
    if value is None:
        return NO_ENVELOPE
    if not notes.judge("HCC-C-105", isinstance(value, dict), where, f"és {shape(value)}"):
        return NO_ENVELOPE
    code = _code(notes, where, value)
    if code is None:
        return NO_ENVELOPE
    described = value.get("descripcioResultat")
    notes.judge("HCC-C-108", isinstance(described, str) and described != "", where.at("descripcioResultat"))
    known = {"codiResultat", "descripcioResultat", operation.array, *operation.wrong_arrays}
    for name in sorted(set(value) - known - {o.array for o in OPERATIONS}):
        notes.judge("HCC-C-114", False, where.at(printable_name(name)))
    notes.judge("HCC-C-114", True)
    return Envelope(code, _items(notes, where, operation, code, value))


def _code(notes: Notebook, where: Where, value: dict[str, Any]) -> str | None:
    at = where.at("codiResultat")
    code = value.get("codiResultat")
    if not notes.judge("HCC-C-106", isinstance(code, str), at, "no hi és" if code is None else f"és {shape(code)}"):
        return None
    if not notes.judge(
        "HCC-C-107", code in RESULT_CODES, at, f"és {code}" if re.fullmatch("[0-9]{3}", str(code)) else shape(code)
    ):
        return None
    return str(code)


def _items(notes: Notebook, where: Where, operation: Operation, code: str, value: dict[str, Any]) -> tuple[Item, ...]:
    misnamed = [n for n in value if n != operation.array and isinstance(value[n], list)]
    if operation.array not in value and misnamed and code == "200":
        notes.judge("HCC-C-110", False, where.at(operation.array), f"es diu {printable_name(misnamed[0])}")
        return ()
    array = value.get(operation.array)
    if code != "200":
        has_data = bool(array) or any(value[n] for n in misnamed)
        notes.judge("HCC-C-112", not has_data, where.at(operation.array))
        return ()
    if not notes.judge("HCC-C-109", operation.array in value, where.at(operation.array)):
        return ()
    notes.judge("HCC-C-110", True)
    sound = isinstance(array, list) and all(isinstance(i, dict) for i in array)
    if not notes.judge("HCC-C-115", sound, where.at(operation.array), f"és {shape(array)}"):
        return ()
    notes.judge("HCC-C-111", bool(array), where.at(operation.array))
    return tuple(array or ())
