"""The parser of what a feed of consultations says: whose signature it is, and every field of what is told."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey

from myspace.connector_kit import signed
from myspace.connector_kit.signed import Known
from myspace.connector_kit.told_failures import Refused
from myspace.connectors.consultations import wire
from myspace.connectors.consultations.wire import Heartbeat, Period, Told
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser

WIRE, KIT = "myspace.connectors.consultations.wire", "myspace.connector_kit.signed"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SAYS, FOLDER, TOWN = "https://consultes.exemple.test", "https://espai.exemple.test", "0811360009"


def parsers() -> list[Parser]:
    return [_messages()]


@cache
def _key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "consultes-1"})


@cache
def _known() -> Known:
    _, algorithm, key = signed.key_of(dict(_key().as_dict(private=False)))
    return Known(SAYS, algorithm, key, frozenset({TOWN}))


def _events() -> list[dict[str, Any]]:
    at = int(NOW.timestamp())
    common = {
        "specversion": "1.0", "id": "fet-00001", "source": SAYS, "time": NOW.isoformat(), "iss": SAYS, "aud": FOLDER,
        "iat": at, "exp": at + 60,
    }  # fmt: skip
    whole = {
        "reference": "PCI-1", "at": "2026-11-20T09:00:00+01:00", "asker": TOWN, "unit": "Gestió", "purpose": "GRANT",
        "procedure": "9990101", "case": "AJT-1", "product": "PADRO", "modality": "RESIDENT", "holder": "Ajuntament",
        "ground": "law", "law": "Llei 1/2026", "outcome": "answered", "by": "official",
        "withheld": {"until": "2027-01-01", "law": "Reglament"},
    }  # fmt: skip
    told = [{"of": {"kind": "nif", "number": number}, **whole} for number in NUMBERS[:2]]
    return [
        {**common, "type": "consult-in.v1.consultations", "data": {"consultations": told, "next": "2"}},
        {
            **common,
            "type": "consult-in.v1.heartbeat",
            "data": {"recorded_until": NOW.isoformat(), "since": "2025-11-23"},
        },
        {**common, "type": "consult-in.v1.period", "data": {"since": "2025-11-23"}},
    ]


def _sign(payload: bytes) -> bytes:
    header = {"alg": "ES256", "kid": "consultes-1"}
    return jws.serialize_compact(header, payload, _key(), algorithms=["ES256"]).encode()


def _read(given: bytes) -> Told | Heartbeat | Period:
    known = _known() if signed.kid_of(given, longest=wire.LONGEST) == "consultes-1" else None
    return wire.read(given, known, FOLDER, NOW)


def _judge(_given: bytes, said: Told | Heartbeat | Period) -> str | None:
    if not isinstance(said, Told):
        return None
    for one in said.of:
        if one.exchange.asker != TOWN:
            return "a body whose questions this feed does not carry"
        if one.exchange.at > NOW:
            return "a question that has not been asked yet"
        if SECRET in one.exchange.reference or one.whose.value not in NUMBERS:
            return "somebody who was not told of"
    return None


def _messages() -> Parser:
    valid = _events()
    return Parser(
        "what a feed of consultations signed",
        (f"{WIRE}:read", f"{KIT}:verified", f"{KIT}:check_claims"),
        lambda c, n: _sign(_mutants.json_bytes(c, valid, n)),
        _read,
        (Refused,),
        _judge,
    )
