"""The parser of what a feed of logins says: whose signature it is, and every field of what is told."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from myspace.connector_kit import signed
from myspace.connector_kit.signed import Known
from myspace.connector_kit.told_failures import Refused
from myspace.connectors.logins import wire
from myspace.connectors.logins.wire import Heartbeat, Told
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser

WIRE, KIT = "myspace.connectors.logins.wire", "myspace.connector_kit.told_events"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAYS, FOLDER = "https://identitat.exemple.test", "https://espai.exemple.test"


def parsers() -> list[Parser]:
    valid = _events()
    return [
        Parser(
            "what a feed of logins signed",
            (f"{WIRE}:read", f"{KIT}:event_of"),
            lambda c, n: _sign(_mutants.json_bytes(c, valid, n)),
            _read,
            (Refused,),
            _judge,
        )
    ]


@cache
def _key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "identitat-1"})


@cache
def _known() -> Known:
    _, algorithm, key = signed.key_of(dict(_key().as_dict(private=False)))
    return Known(SAYS, algorithm, key, frozenset())


def _events() -> list[dict[str, Any]]:
    at = int(NOW.timestamp())
    common = {
        "specversion": "1.0", "id": "fet-00001", "source": SAYS, "time": NOW.isoformat(), "iss": SAYS, "aud": FOLDER,
        "iat": at, "exp": at + 60,
    }  # fmt: skip
    whole = {
        "reference": "VAL-1", "at": "2026-11-20T09:00:00+01:00", "service": "Biblioteca", "body": "0811360009",
        "method": "clave", "level": "high", "device": "Chrome, Android", "place": "Manresa",
    }  # fmt: skip
    told = [{"of": {"kind": "nif", "number": number}, **whole} for number in NUMBERS[:2]]
    return [
        {**common, "type": "login-in.v1.logins", "data": {"logins": told}},
        {**common, "type": "login-in.v1.heartbeat", "data": {"recorded_until": NOW.isoformat(), "since": "2025-11-23"}},
    ]


def _sign(payload: bytes) -> bytes:
    header = {"alg": "ES256", "kid": "identitat-1"}
    return jws.serialize_compact(header, payload, _key(), algorithms=["ES256"]).encode()


def _read(given: bytes) -> Told | Heartbeat:
    known = _known() if signed.kid_of(given, longest=wire.LONGEST) == "identitat-1" else None
    return wire.read(given, known, FOLDER, NOW)


def _judge(_given: bytes, said: Told | Heartbeat) -> str | None:
    if not isinstance(said, Told):
        return None
    for one in said.of:
        if one.login.at > NOW:
            return "a login that has not happened yet"
        if SECRET in one.login.reference or one.whose.value not in NUMBERS:
            return "somebody who was not told of"
        if one.login.place and any(letter.isdigit() for letter in one.login.place):
            return "a place finer than a town"
    return None
