"""Messages of an issuer as a test writes them: a good one, and one thing changed."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from myspace.connector_kit import signed
from myspace.connector_kit.signed import Known
from myspace.connectors.issuer import wire
from myspace.vocabulary.notices import Hint

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
SAYS, FOLDER, TOWN = "https://plataforma.exemple.invalid", "https://espai.exemple.invalid", "0811360009"
AT = int(NOW.timestamp())
KEYS: dict[str, ECKey | OKPKey | RSAKey] = {
    "ES256": ECKey.generate_key("P-256", {"kid": "es"}),
    "EdDSA": OKPKey.generate_key("Ed25519", {"kid": "ed"}),
    "PS256": RSAKey.generate_key(2048, {"kid": "ps"}),
}
OTHER = ECKey.generate_key("P-256", {"kid": "es"})


def known(algorithm: str = "ES256", *senders: str) -> Known:
    _, found, key = signed.key_of(dict(KEYS[algorithm].as_dict(private=False)))
    assert found == algorithm
    return Known(SAYS, algorithm, key, frozenset(senders or {TOWN}))


def waits(**changes: Any) -> dict[str, Any]:
    """`data__x` changes x of the data; None takes it away."""
    event: dict[str, Any] = {
        "specversion": "1.0", "id": "0001-aaaa", "source": SAYS, "type": "notice-in.v1.waits",
        "time": "2026-11-23T09:59:30+01:00", "datacontenttype": "application/json",
        "iss": SAYS, "aud": FOLDER, "iat": AT, "exp": AT + 120,
        "data": {
            "to": {"kind": "nif", "number": "00000000T"}, "sender": TOWN, "reference": "N-2026-1", "kind": "notification",
            "available": "2026-11-23", "until": "2026-12-03",
        },
    }  # fmt: skip
    for name, value in changes.items():
        place, _, key = name.rpartition("__")
        holder = event
        for step in filter(None, place.split("__")):
            holder = holder[step]
        if value is None:
            holder.pop(key, None)
        else:
            holder[key] = value
    return event


def ended(**changes: Any) -> dict[str, Any]:
    gone: dict[str, Any] = {"data__kind": None, "data__available": None, "data__until": None}
    return waits(**{**gone, "type": "notice-in.v1.ended", "data__how": "opened", **changes})


def message(event: dict[str, Any] | bytes, algorithm: str = "ES256", key: Any = None, **header: Any) -> bytes:
    import msgspec

    payload = event if isinstance(event, bytes) else msgspec.json.encode(event)
    key = key or KEYS[algorithm]
    head = {"alg": algorithm, "kid": key.kid, **header}
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the older name of Ed25519
        return jws.serialize_compact(head, payload, key, algorithms=[algorithm], registry=registry).encode()


def secret() -> OctKey:
    return OctKey.import_key("x" * 32, {"kid": "es"})


def read(octets: bytes, key: Known | None = None, now: datetime = NOW) -> Hint:
    signed.kid_of(octets)
    return wire.read(octets, key or known(), FOLDER, now)
