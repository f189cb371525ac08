"""The parsers of what issuers send: whose signature it is, what it says, and the keys that an operator is given."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from myspace.connector_kit import signed
from myspace.connector_kit.signed import Known, UnusableKey
from myspace.connector_kit.told_failures import Refused
from myspace.connectors.issuer import wire
from myspace.vocabulary.notices import Hint
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser

ISSUER, KIT = "myspace.connectors.issuer", "myspace.connector_kit.signed"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAYS, FOLDER, TOWN = "https://plataforma.exemple.test", "https://espai.exemple.test", "0811360009"


def parsers() -> list[Parser]:
    return [_messages(), _tokens(), _keys()]


@cache
def _key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "plataforma-1"})


@cache
def _known() -> Known:
    _, algorithm, key = signed.key_of(dict(_key().as_dict(private=False)))
    return Known(SAYS, algorithm, key, frozenset({TOWN}))


def _events() -> list[dict[str, Any]]:
    at = int(NOW.timestamp())
    common = {
        "specversion": "1.0", "id": "fet-0001", "source": SAYS, "time": NOW.isoformat(), "iss": SAYS, "aud": FOLDER,
        "iat": at, "exp": at + 60,
    }  # fmt: skip
    about = [{"to": {"kind": "nif", "number": n}, "sender": TOWN, "reference": "N-1"} for n in NUMBERS[:2]]
    waits = {"kind": "notification", "available": "2026-11-23", "until": "2026-12-03T23:59:59+01:00", "registry": "S-1"}
    return [
        *({**common, "type": "notice-in.v1.waits", "data": {**one, **waits}} for one in about),
        *({**common, "type": "notice-in.v1.ended", "data": {**one, "how": "opened"}} for one in about),
    ]


def _sign(payload: bytes) -> bytes:
    header = {"alg": "ES256", "kid": "plataforma-1"}
    return jws.serialize_compact(header, payload, _key(), algorithms=["ES256"]).encode()


def _read(given: bytes) -> Hint:
    known = _known() if signed.kid_of(given) == "plataforma-1" else None
    return wire.read(given, known, FOLDER, NOW)


def _judge(_given: bytes, hint: Hint) -> str | None:
    if hint.sender != TOWN:
        return "a body that this issuer may not speak for"
    if hint.ended is None and hint.available is None:
        return "a notice that waits since nobody knows when"
    if SECRET in hint.reference or hint.to.value not in NUMBERS:
        return "somebody who was not told of"
    return None


def _messages() -> Parser:
    valid = _events()
    return Parser(
        "what an issuer signed",
        (f"{ISSUER}.wire:read", f"{ISSUER}.wire:hint_of", f"{KIT}:opened"),
        lambda c, n: _sign(_mutants.json_bytes(c, valid, n)),
        _read,
        (Refused,),
        _judge,
    )


def _tokens() -> Parser:
    whole = [_sign(json.dumps(one).encode()) for one in _events()]

    def make(chance: Random, number: int) -> bytes:
        good = whole[number % len(whole)]
        draw = chance.random()
        if draw < 0.5:
            return _mutants.flipped(chance, good)
        if draw < 0.7:
            return good[: number % (len(good) + 1)]
        return _mutants.noise(chance) if draw < 0.9 else b".".join(reversed(good.split(b".")))

    def judge(given: bytes, _hint: Hint) -> str | None:
        return (
            None
            if given.rpartition(b".")[0] in {one.rpartition(b".")[0] for one in whole}
            else "another's words believed"
        )

    return Parser("messages of issuers", (f"{KIT}:kid_of",), make, _read, (Refused,), judge)


def _keys() -> Parser:
    valid = [dict(_key().as_dict(private=False)), dict(_key().as_dict(private=True))]

    def make(chance: Random, number: int) -> dict[str, Any]:
        try:
            given = json.loads(_mutants.json_bytes(chance, valid, number))
        except (ValueError, RecursionError):
            given = None
        return given if isinstance(given, dict) else {}

    def judge(given: dict[str, Any], found: tuple[str, str, Any]) -> str | None:
        return (
            "a private key taken" if "d" in given else None if found[:2] == (given["kid"], "ES256") else "another key"
        )

    return Parser("keys of issuers", (f"{KIT}:key_of",), make, signed.key_of, (UnusableKey,), judge)
