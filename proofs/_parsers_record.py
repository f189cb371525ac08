"""The parsers of the record: receipts and checkpoints as anybody may hand them over."""

from __future__ import annotations

import base64
import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from myspace.connectors.timestamp import wire as stamps
from myspace.connectors.timestamp.simulator import Authority
from myspace.connectors.witness import wire
from myspace.protocols.merkle import verify
from myspace.protocols.merkle.notes import KeyUnusable, Signer, vkey
from myspace.protocols.merkle.tiles import Tree
from proofs import _mutants
from proofs._parser import Parser

VERIFY = "myspace.protocols.merkle.verify"
_KEY = Ed25519PrivateKey.generate()
_PEM = _KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
_SIGNER = Signer.read("prova.exemple.test/registre", _PEM)
_WITNESS = vkey("testimoni.exemple.test/1", verify.WITNESS, bytes(32))
# What the verifier says of what it cannot read (its `main` catches these and ends with 2), or of what does not hold.
_ENDS: tuple[type[Exception], ...] = (verify.Bad, ValueError, LookupError, TypeError, AttributeError, RecursionError)


def _b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def parsers() -> list[Parser]:
    return [_receipts(), _continuing(), _keys(), _notes(), _pem(), _answers(), _stamps()]


def _valid() -> dict[str, Any]:
    salt, payload = bytes(32), '{"v": 1, "what": {}}'
    tree = Tree(0, {})
    leaf = verify.leaf_hash(verify.commitment(salt, payload.encode()))
    tree.append([leaf, leaf, leaf])
    return {
        "format": "myspace-receipt",
        "version": 1,
        "entry": {"payload": payload, "salt": _b64(salt)},
        "leaf": {"index": 1, "hash": _b64(leaf)},
        "proof": {"size": 3, "hashes": [_b64(each) for each in tree.inclusion(1)]},
        "checkpoint": _SIGNER.checkpoint(3, tree.root()),
        "keys": {"log": _SIGNER.vkey, "witnesses": []},
        "stamp": None,
    }


_RECEIPT = _valid()
_CONTINUING = {"old": _RECEIPT["checkpoint"], "new": _RECEIPT["checkpoint"], "hashes": [], "keys": _RECEIPT["keys"]}
_SAID = (_RECEIPT["entry"]["payload"], _RECEIPT["leaf"]["index"])


def _receipts() -> Parser:
    def judge(given: bytes, found: list[str]) -> str | None:
        told = json.loads(given)
        same = (told["entry"]["payload"], told["leaf"]["index"]) == _SAID
        return None if same and found else "believed of what was not sealed"

    return Parser(
        "receipts",
        tuple(
            f"{VERIFY}:{each}" for each in ("check_receipt", "root_of", "octets_of", "read_checkpoint", "commitment")
        ),
        lambda c, n: _mutants.json_bytes(c, [_RECEIPT], n),
        lambda given: verify.check_receipt(json.loads(given), [_SIGNER.vkey]),
        _ENDS,
        judge,
        quotes=True,  # the person's own file, on their own machine
    )


def _continuing() -> Parser:
    return Parser(
        "proofs that a record continues",
        (f"{VERIFY}:check_continues", f"{VERIFY}:continues"),
        lambda c, n: _mutants.json_bytes(c, [_CONTINUING], n),
        lambda given: verify.check_continues(json.loads(given), [_SIGNER.vkey]),
        _ENDS,
        quotes=True,
    )


def _keys() -> Parser:
    def judge(given: str, found: tuple[str, bytes, int, bytes]) -> str | None:
        name, number, kind, key = found
        good = len(number) == 4 and len(key) == 32 and kind in (1, 4) and name and given.strip().startswith(name)
        return None if good else "a key that is none"

    return Parser(
        "verifier keys",
        (f"{VERIFY}:read_key",),
        lambda c, n: _mutants.text(c, (_SIGNER.vkey, _WITNESS), n),
        verify.read_key,
        (ValueError,),
        judge,
        quotes=True,
    )


def _notes() -> Parser:
    def judge(given: str, found: list[tuple[str, int, int]]) -> str | None:
        text = _RECEIPT["checkpoint"].rpartition("\n\n")[0]
        return "signed, and it is another text" if found and given.rpartition("\n\n")[0] != text else None

    return Parser(
        "signed notes",
        (f"{VERIFY}:signers", f"{VERIFY}:signed_by", f"{VERIFY}:plain"),
        lambda c, n: _mutants.text(c, (_RECEIPT["checkpoint"],), n),
        lambda given: verify.signers(verify.plain(given) and given, [_SIGNER.vkey]),
        (verify.Bad, ValueError),
        judge,
        quotes=True,
    )


def _answers() -> Parser:
    """Lines that begin as a witness's are handed on, to who checks whose they are; sizes are sizes."""

    def judge(_given: tuple[int, str], found: wire.Answer) -> str | None:
        if isinstance(found, wire.Cosigned):
            return None if all(line.startswith("— ") for line in found.lines.splitlines()) else "no line of a note"
        return "no size" if isinstance(found, wire.Elsewhere) and not 0 <= found.size < 10**19 else None

    def make(chance: Random, number: int) -> tuple[int, str]:
        status = chance.choice((200, 200, 409, 409, 403, 404, 422, 500))
        return status, _mutants.text(chance, ("— testimoni.exemple.test/1 AAAA\n", "20852163\n"), number)

    return Parser(
        "answers of witnesses",
        ("myspace.connectors.witness.wire:answer",),
        make,
        lambda given: wire.answer(given[0], "text/x.tlog.size", given[1].encode("utf-8", "replace")),
        (),
        judge,
    )


def _stamps() -> Parser:
    """What an authority answers, cut and altered: none of it is a stamp of this text."""
    with tempfile.TemporaryDirectory() as folder:
        authority = Authority(Path(folder))
        roots = authority.roots.read_bytes()
    asked = stamps.request(b"text")
    good = authority.answer(asked, datetime.now(UTC))

    def make(chance: Random, number: int) -> bytes:
        at = chance.randrange(len(good))
        altered = good[:at] + bytes([good[at] ^ 1 << chance.randrange(8)]) + good[at + 1 :]
        return (altered, good[:at], chance.randbytes(number % 300))[number % 3]

    return Parser(
        "time stamps",
        ("myspace.connectors.timestamp.wire:answer",),
        make,
        lambda given: stamps.answer(200, given, b"another text", roots),
        (),
        lambda _given, found: None if isinstance(found, stamps.Declined) else "a stamp of another text",
    )


def _pem() -> Parser:
    return Parser(
        "the key of a log",
        (),
        lambda c, n: _mutants.text(c, (_PEM.decode(),), n).encode("utf-8", "replace"),
        lambda given: Signer.read("prova", given),
        (KeyUnusable,),
        quotes=True,
    )
