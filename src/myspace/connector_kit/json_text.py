"""Bytes to JSON values, as strictly as a hostile far side asks for. Knows text and JSON; refuses to know any contract.

    read_json(bytes) ── value          dict, list, str, Number, bool or None, at most MAX_DEPTH deep
                     └─ Unreadable     NOT_TEXT │ NOT_JSON │ TRUNCATED │ NOT_THE_CONTRACT (too deep)

Text. RFC 8259 asks for UTF-8; a BOM is dropped. When the bytes are no UTF-8 there is one fallback, Windows-1252 (it
contains all printable ISO-8859-1), whatever charset the header claims, and only when every character above ASCII is
one that Catalan, Spanish or their neighbours write. `Ã` and `Â` are not among them: they are what broken UTF-8 looks
like in Latin-1, and a name shown as `NuÃ±ez` is worse than an answer refused.

Numbers stay as the digits the source wrote (`Number`), so that no amount passes through binary floating point and no
identifier loses its length. `NaN` and `Infinity` are not JSON. A key written twice keeps both values (`Doubled`): the
caller decides how much of the answer it spoils.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from myspace.vocabulary.answers import Fault

MAX_DEPTH = 24  # the deepest documented message has seven levels

_LATIN_LETTERS = frozenset("ÀÁÄÇÈÉËÍÏÑÒÓÖÙÚÜàáâãäçèéêëìíîïñòóôõöùúûü·ºª°¿¡€«»‘’“”–—…´\u00a0")
_CUT_LITERAL = re.compile(r"-|\.|[eE][+-]?|t|tr|tru|f|fa|fal|fals|n|nu|nul")


class Unreadable(Exception):
    """The bytes are not what JSON needs. Carries the fault and never the text."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Number(str):
    """A JSON number by its own digits: `8385.840` stays `8385.840`."""

    __slots__ = ()


class Doubled(dict[str, Any]):
    """An object in which `key` was written more than once; `pairs` is everything it said."""

    def __init__(self, key: str, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        self.key = key
        self.pairs = pairs


def text_of(body: bytes) -> str:
    """The text in `body`. Raises Unreadable: NOT_TEXT, or TRUNCATED when it ends inside a character."""
    cut = False
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        cut = wrong.reason == "unexpected end of data"  # inside a character
    if cut:
        raise Unreadable(Fault.TRUNCATED)
    text = _latin(body)
    if text is None:
        raise Unreadable(Fault.NOT_TEXT)
    unusual = {c for c in text if c > "~" or (c < " " and c not in "\t\r\n")}
    if not unusual <= _LATIN_LETTERS or "â€" in text:
        raise Unreadable(Fault.NOT_TEXT)
    return text


def _latin(body: bytes) -> str | None:
    try:
        return body.decode("cp1252")
    except UnicodeDecodeError:
        return None


def read_json(body: bytes) -> Any:
    """The one JSON value in `body`. Raises Unreadable."""
    text = text_of(body)
    fault = Fault.NOT_THE_CONTRACT  # too deep
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=Number, parse_float=Number, parse_constant=_not_json
        )
        if not _too_deep(value):
            return value
    except json.JSONDecodeError as wrong:
        fault = Fault.TRUNCATED if _cut_short(text, wrong) else Fault.NOT_JSON
    except RecursionError:
        fault = Fault.NOT_THE_CONTRACT
    # Raised out here: the library's errors carry the whole text, so nothing may chain to them.
    raise Unreadable(fault)


def spell(value: Any) -> str:
    """The JSON text of a value read here, with numbers and doubled keys as the source wrote them."""
    return "".join(_spell(value))


def doubled_key(value: Any) -> str | None:
    """The first key written twice anywhere inside, or None."""
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, Doubled):
            return one.key
        if isinstance(one, dict):
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
    return None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    times = Counter(key for key, _ in pairs)
    twice = next(key for key, _ in pairs if times[key] > 1)
    return Doubled(twice, pairs)


def _not_json(_constant: str) -> NoReturn:
    raise Unreadable(Fault.NOT_JSON)


def _cut_short(text: str, wrong: json.JSONDecodeError) -> bool:
    """Whether the text is the beginning of JSON rather than something else."""
    if not text.lstrip().startswith(("{", "[")):
        return False
    rest = text[wrong.pos :].strip()
    return (
        not rest
        or wrong.msg.startswith("Unterminated string")
        or _CUT_LITERAL.fullmatch(rest) is not None
        or ("escape" in wrong.msg and len(rest) < 6)
    )


def _too_deep(value: Any) -> bool:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            return True
        level = [child for one in level for child in _children(one)]
    return False


def _children(value: Any) -> list[Any]:
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [child for child in inside if isinstance(child, (dict, list))]


def _spell(value: Any) -> Iterator[str]:
    if isinstance(value, Number):
        yield str(value)
    elif isinstance(value, dict):
        pairs = value.pairs if isinstance(value, Doubled) else list(value.items())
        for n, (key, one) in enumerate(pairs):
            yield "{" if n == 0 else ","
            yield f"{json.dumps(key)}:"
            yield from _spell(one)
        yield "}" if pairs else "{}"
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield "[" if n == 0 else ","
            yield from _spell(one)
        yield "]" if value else "[]"
    else:
        yield json.dumps(value)
