"""Verifies a receipt of the record, alone: no Django, no database, no network, nothing but Python's own library (3.9 on).

    python verify.py receipt.json [--keys keys.txt]      python verify.py continues proof.json [--keys keys.txt]

keys.txt has a key a line, as its owner published it: first the record's, then each witness's. Without it the receipt is
held against the keys that it brings itself: then it holds together, and who signed it is still to be compared.

Ends with 0: it holds, by your keys · 1: it does not · 2: it cannot be read · 3: it holds together, by its own keys.
Formats: docs/protocols/RECEIPT-1.md, CHECKPOINT-1.md. Sources: RFC 9162 §2.1, RFC 8032 §5.1, C2SP signed-note.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from typing import Any


class Bad(Exception):
    """What does not hold, in words."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def commitment(salt: bytes, payload: bytes) -> bytes:
    """What is in the leaf: nobody learns the payload from it without the salt. ValueError for a salt of another length."""
    if len(salt) != 32:
        raise ValueError("a salt has 32 bytes")
    return hashlib.sha256(salt + payload).digest()


def root_of(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that this inclusion proof leads to; None when it cannot be one of that place (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return None
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return r if sn == 0 else None


def continues(old: int, old_root: bytes, new: int, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether the newer tree begins with all of the older one (RFC 9162 §2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    if not path:
        return False
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == old_root and sr == new_root


# -- Ed25519, verification only (RFC 8032 §5.1): nothing secret is here, so it may take as long as it takes ---------------
_P, _L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
Point = tuple[int, int, int, int]


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % _P, (p[1] + p[0]) * (q[1] + q[0]) % _P
    c, d = 2 * p[3] * q[3] * _D % _P, 2 * p[2] * q[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(n: int, p: Point) -> Point:
    q: Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = _add(q, p)
        p, n = _add(p, p), n >> 1
    return q


def _point(octets: bytes) -> Point | None:
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= _P:
        return None
    x2 = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(x2, (_P + 3) // 8, _P)
    x = x if x * x % _P == x2 else x * _ROOT % _P
    if x * x % _P != x2 or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def signed_by(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether this public key (32 bytes) made this signature (64 bytes) of this message."""
    if len(key) != 32 or len(signature) != 64 or _BASE is None:
        return False
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= _L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    one, other = _times(s, _BASE), _add(r, _times(h, a))
    return (one[0] * other[2] - other[0] * one[2]) % _P == 0 and (one[1] * other[2] - other[1] * one[2]) % _P == 0


# -- notes ------------------------------------------------------------------------------------------------------------
LOG, WITNESS = 1, 4  # the kinds of signature: C2SP signed-note and tlog-cosignature


def octets_of(text: Any, what: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise ValueError(f"{what} is not base64") from None


def read_key(vkey: str) -> tuple[str, bytes, int, bytes]:
    """(name, id, kind, public key) of `name+id+base64(kind and key)`; ValueError when its id is not its own."""
    name, _, rest = vkey.strip().partition("+")
    number, _, coded = rest.partition("+")
    octets = octets_of(coded, "a key")
    of = hashlib.sha256(name.encode() + b"\n" + octets).digest()[:4]
    if not name or " " in name or len(octets) != 33 or octets[0] not in (LOG, WITNESS) or of.hex() != number:
        raise ValueError("a key does not read: its id is not its own")
    return name, of, octets[0], octets[1:]


def signers(note: str, keys: list[str]) -> list[tuple[str, int, int]]:
    """(name, kind, moment) of the known keys that signed; Bad when one's signature is there and is not its own."""
    text, blank, lines = note.rpartition("\n\n")
    known = {read[:2]: read[2:] for read in map(read_key, keys)}
    found = []
    for line in lines.splitlines() if blank else []:
        mark, _, rest = line.partition(" ")
        name, _, coded = rest.partition(" ")
        octets = octets_of(coded, "a signature")
        if mark != "—" or (name, octets[:4]) not in known:
            continue
        kind, key = known[name, octets[:4]]
        body, when, signature = (text + "\n").encode(), 0, octets[4:]
        if kind == WITNESS:
            when, signature = int.from_bytes(octets[4:12], "big"), octets[12:]
            body = f"cosignature/v1\ntime {when}\n".encode() + body
        if not signed_by(key, signature, body):
            raise Bad(f"the signature in the name of {name} is not that key's")
        found.append((name, kind, when))
    return found


def read_checkpoint(note: str) -> tuple[str, int, bytes]:
    """(origin, size, root) of a checkpoint's text; ValueError when it is none."""
    origin, size, root, *_ = [*note.split("\n\n", 1)[0].split("\n"), "", "", ""]
    octets = octets_of(root, "the root")
    if not origin or not (size.isascii() and size.isdigit()) or str(int(size)) != size or len(octets) != 32:
        raise ValueError("the checkpoint does not read")
    return origin, int(size), octets


def _checkpoint(note: str, keys: list[str]) -> tuple[int, bytes, list[str]]:
    origin, size, root = read_checkpoint(note)
    who = signers(note, keys)
    if not any(name == origin and kind == LOG for name, kind, _ in who):
        raise Bad(f"the checkpoint is not signed by {origin}")
    return size, root, [name for name, kind, _ in who if kind == WITNESS]


def _place(value: Any) -> int:
    if type(value) is not int:  # True is 1 for Python, and for no other reader
        raise ValueError("a place is no whole number")
    return value


def check_receipt(receipt: dict[str, Any], keys: list[str]) -> list[str]:
    """What it proves, a sentence each. Bad when it does not hold; ValueError or KeyError when it does not read."""
    if receipt["format"] != "myspace-receipt" or receipt["version"] != 1:
        raise ValueError("it is no receipt of version 1")
    payload, index, proof = receipt["entry"]["payload"], _place(receipt["leaf"]["index"]), receipt["proof"]
    leaf = leaf_hash(commitment(octets_of(receipt["entry"]["salt"], "the salt"), payload.encode()))
    if leaf != octets_of(receipt["leaf"]["hash"], "the leaf"):
        raise Bad("what it says is not what was sealed: the text or its salt was changed")
    size, root, witnesses = _checkpoint(receipt["checkpoint"], keys)
    if (
        _place(proof["size"]) != size
        or root_of(leaf, index, size, [octets_of(h, "the proof") for h in proof["hashes"]]) != root
    ):
        raise Bad("it is not in the tree that was signed")
    wanted = [read_key(key)[0] for key in keys[1:]]
    told = [f"The record has this, in place {index} of {size}: {payload}"]
    told += [f"{'Confirmed' if w in witnesses else 'NOT confirmed'} by the witness {w}." for w in wanted]
    return [*told, _stamp(receipt)]


def plain(text: str) -> str:
    """What moves a terminal, or turns letters round, is written out."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _stamp(receipt: dict[str, Any]) -> str:
    """Of the time stamp only whether it speaks of this checkpoint: its signature is checked by `openssl ts -verify`."""
    if receipt.get("stamp") is None:
        return "It has no time stamp: that it is not later than its witnesses say, only they say."
    text = receipt["checkpoint"].rpartition("\n\n")[0] + "\n"
    if hashlib.sha256(text.encode()).digest() not in octets_of(receipt["stamp"]["token"], "the time stamp"):
        raise Bad("its time stamp is of something else")
    return (
        "It has a time stamp of this checkpoint. Its signature is not checked here: RECEIPT-1 says how, with openssl."
    )


def check_continues(given: dict[str, Any], keys: list[str]) -> list[str]:
    """Whether one checkpoint continues another: nothing of the older one was changed or taken out."""
    old, old_root, _ = _checkpoint(given["old"], keys)
    new, new_root, witnesses = _checkpoint(given["new"], keys)
    if not continues(old, old_root, new, new_root, [octets_of(h, "the proof") for h in given["hashes"]]):
        raise Bad(f"the record of {new} does not continue that of {old}: it was rewritten")
    return [f"The record of {new} continues that of {old}. Confirmed by: {', '.join(witnesses) or 'no witness'}."]


def _brought(keys: dict[str, Any]) -> list[str]:
    if not isinstance(keys["log"], str) or not isinstance(keys["witnesses"], list):
        raise ValueError("the keys that it brings do not read")
    return [keys["log"], *keys["witnesses"]]


def main(words: list[str]) -> int:
    words = words[1:] if words[:1] == ["verify"] else words
    say = sys.stdout.write
    check, words = (check_continues, words[1:]) if words[:1] == ["continues"] else (check_receipt, words)
    if not words or (words[1:] and (len(words) != 3 or words[1] != "--keys")):
        say(__doc__ or "")
        return 2
    try:
        with open(words[0], encoding="utf-8") as file:
            given = json.load(file)
        keys = own = _brought(given["keys"])
        if words[1:]:
            with open(words[2], encoding="utf-8") as file:
                keys = [line for line in file.read().splitlines() if line.strip() and line[0] != "#"]
        told = check(given, keys)
    except Bad as wrong:
        say(f"IT DOES NOT HOLD: {plain(str(wrong))}.\n")
        return 1
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as wrong:
        say(f"It cannot be read: {type(wrong).__name__}: {plain(str(wrong))}\n")
        return 2
    say("\n".join([*map(plain, told), ""]))
    if words[1:]:
        lacks = any(line.startswith("NOT confirmed") for line in told)
        say(f"IT HOLDS, by the keys that you gave{', but not every witness confirmed it' if lacks else ''}.\n")
        return 0
    say("IT HOLDS TOGETHER, by the keys that it brings. Compare them with those that their owners publish:\n")
    say("".join(f"  {plain(key)}\n" for key in own))
    return 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
