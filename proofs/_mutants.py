"""Inputs made from valid ones: bent in one place or in several, cut at any byte, doubled, deep, huge, or mere noise.

Knows JSON, text and parameters. Refuses to know who reads them and what should come of it.
"""

from __future__ import annotations

import copy
import json
import string
from collections.abc import Iterator
from random import Random
from typing import Any

# Numbers of fictitious people: they stand in the inputs, and must stand in no exception.
NUMBERS = ("12345678Z", "00000000T", "X0000000T", "Q0000000J")
SECRET = "parauladenomesaquesta"  # a word that no exception may repeat either
DEEPEST = 3_000
_RAW = "\ue000"  # marks a text that is written into JSON as it stands

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 7, 10**30, -(10**400), 0.1, 1.5e300, f"{_RAW}1e309", f"{_RAW}NaN", f"{_RAW}-Infinity",
    f"{_RAW}00012", f"{_RAW}1e-99999", f"{_RAW}{'9' * 5000}", "", " ", "\0", "a\0b", "\ud800", "\udfff\ud800", "\u202e", "\ufeff",
    "NaN", "null", "0", "-1", "1e309", "²", "١٢٣", "2026-02-30", "0000-00-00", "9999-12-31T23:59:59-14:00", "99999999999999",
    "-999999999999", "1.234", "1,234,56", "€", "javascript:alert(1)", "https://[::1", "//x", "https://a@b.test/", "x" * 3_000,
    "ç" * 600, [], {}, [[]], [None], [{}], {"": ""}, [0] * 50, {"a": {"b": {"c": []}}}, *NUMBERS, SECRET,
    "00000099R", "9990130008", "INTERESSAT", "REPRESENTANT", "200", "404", "ok", "ko",
)  # fmt: skip


def json_bytes(chance: Random, valid: list[Any], number: int) -> bytes:
    """The bytes of one answer that began as a valid one; one in ten is left as it was."""
    value = copy.deepcopy(valid[number % len(valid)])
    draw = chance.random()
    if draw < 0.10:
        return written(value)
    if draw < 0.50:
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            value = bent(chance, value)
        return written(value)
    whole = written(value)
    if draw < 0.62:
        return whole[: number % (len(whole) + 1)]  # in the end at each byte
    if draw < 0.72:
        return flipped(chance, whole)
    if draw < 0.82:
        return doubled(chance, whole)
    if draw < 0.87:
        return deep(chance, whole)
    if draw < 0.94:
        return otherwise_encoded(chance, whole.decode("utf-8", "replace"))
    if draw < 0.96:
        return written(grown(chance, value))
    return noise(chance)


def written(value: Any) -> bytes:
    """JSON as nobody should write it, when the value asks for it."""
    text = json.dumps(value, ensure_ascii=False)
    while (at := text.find(f'"{_RAW}')) >= 0:
        end = text.index('"', at + 1)
        text = text[:at] + text[at + 2 : end] + text[end + 1 :]
    return text.encode("utf-8", "surrogatepass")


def bent(chance: Random, value: Any) -> Any:
    """One place of it changed: another value, gone, twice, renamed, or wrapped."""
    places = list(_places(value))
    if not places:
        return chance.choice(ODD)
    holder, key = chance.choice(places)
    how = chance.randrange(6)
    if how <= 2:
        holder[key] = copy.deepcopy(chance.choice(ODD))
    elif how == 3:
        del holder[key]
    elif isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]) if how == 4 else [holder[key]])
    elif how == 4:
        holder[_renamed(chance, key)] = holder.pop(key)
    else:
        holder[key] = [holder[key]] if chance.random() < 0.5 else {"valor": holder[key]}
    return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield value, key
        yield from _places(one)


def _renamed(chance: Random, key: str) -> str:
    return chance.choice(
        (key.upper(), key.lower(), key + "s", key[:-1], f" {key}", key + "\0", SECRET, "__proto__", "")
    )


def doubled(chance: Random, whole: bytes) -> bytes:
    """A key written twice: with the same value, with another, or the whole text twice."""
    text = whole.decode("utf-8", "replace")
    keys = [at for at in range(len(text)) if text.startswith('{"', at)]
    if not keys or chance.random() < 0.1:
        return whole + whole
    at = chance.choice(keys) + 1
    key = text[at : text.find(":", at)]
    odd = written(chance.choice(ODD)).decode("utf-8", "replace")
    return f"{text[:at]}{key}:{odd},{text[at:]}".encode()


def deep(chance: Random, whole: bytes) -> bytes:
    depth = chance.choice((20, 23, 24, 25, 100, 990, DEEPEST))
    left, right = chance.choice((("[", "]"), ('{"a":', "}")))
    inside = whole if chance.random() < 0.5 else b"1"
    nested = left.encode() * depth + inside + right.encode() * (depth if chance.random() < 0.8 else depth // 2)
    if chance.random() < 0.5:
        return nested
    at = whole.find(b":") + 1
    return whole[:at] + nested + b"," + b'"z":' + whole[at:]


def flipped(chance: Random, whole: bytes) -> bytes:
    changed = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 8))):
        at = chance.randrange(len(changed) + 1)
        how = chance.randrange(3)
        if how == 0 and at < len(changed):
            changed[at] = chance.randrange(256)
        elif how == 1 and at < len(changed):
            del changed[at]
        else:
            changed[at:at] = chance.choice(
                (b"\0", b'"', b"{", b"]", b",", b"\\", b"\xff", b"\\u0000", b"\\ud800", b"\x1b")
            )
    return bytes(changed)


def otherwise_encoded(chance: Random, text: str) -> bytes:
    coding = chance.choice(("utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "utf-7", "cp037", "nul"))
    if coding == "nul":
        return text.encode("utf-8", "replace") + b"\0"
    return text.encode(coding, "replace")


def grown(chance: Random, value: Any) -> Any:
    """Much of it: a list a hundred times as long, or a text of 200,000."""
    places = list(_places(value))
    if not places:
        return "x" * 200_000
    holder, key = chance.choice(places)
    holder[key] = holder[key] * 100 if isinstance(holder[key], list) else chance.choice(("x", "€", "\\", "9")) * 200_000
    return value


def noise(chance: Random) -> bytes:
    kind = chance.randrange(4)
    if kind == 0:
        return chance.randbytes(chance.randrange(300))
    if kind == 1:
        return b"".join(chance.choice((b"{", b"}", b"[", b"]", b'"', b":", b",", b"1", b"null")) for _ in range(60))
    if kind == 2:
        return chance.choice(
            (b"", b" ", b"null", b"0", b'""', b"[]", b"{}", b"\xef\xbb\xbf", b"\0" * 100, b"<html>", b"nul")
        )
    return "".join(chance.choice(string.printable) for _ in range(80)).encode()


def text(chance: Random, valid: tuple[str, ...], number: int) -> str:
    """A text that began as a valid one, as a field or a parameter would bring it."""
    whole, draw = valid[number % len(valid)], chance.random()
    if draw < 0.1:
        return whole
    if draw < 0.25:
        return whole[: number % (len(whole) + 1)]
    if draw < 0.5:
        odd = chance.choice(ODD)
        return odd.removeprefix(_RAW) if isinstance(odd, str) else str(odd)[:5_000]
    if draw < 0.75:
        at = chance.randrange(len(whole) + 1)
        strange = chance.choice(
            ("\0", "\n", "\ud800", "\u202e", "٣", "²", " ", ".", ",", "-", "0", "%00", "'", "é", "~", "\x1b")
        )
        return whole[:at] + strange + whole[at + chance.randrange(2) :]
    if draw < 0.85:
        return whole * chance.choice((2, 3, 500))
    return "".join(chr(chance.randrange(0x3FFF)) for _ in range(chance.randrange(40)))


def parameters(chance: Random, valid: dict[str, str], number: int) -> dict[str, list[str]]:
    """Parameters of an address as a browser sends them: some gone, some twice, some strange."""
    given: dict[str, list[str]] = {name: [value] for name, value in valid.items()}
    for name in list(given):
        draw = chance.random()
        if draw < 0.15:
            del given[name]
        elif draw < 0.25:
            given[name].append(text(chance, (valid[name],), number))
        elif draw < 0.45:
            given[name] = [text(chance, (valid[name],), number)]
        elif draw < 0.5:
            given[name] = []
    if chance.random() < 0.2:
        given[chance.choice(("error", "code", "iss", "state", "\0", ""))] = [text(chance, ("x",), number)]
    return given


def encoded(given: dict[str, list[str]]) -> bytes:
    """The same as a query string; what UTF-8 cannot say goes as it may come: half pairs and all."""
    from urllib.parse import quote

    pairs = [(n, v) for n, values in given.items() for v in values]
    return "&".join(f"{quote(n, errors='surrogatepass')}={quote(v, errors='surrogatepass')}" for n, v in pairs).encode()
