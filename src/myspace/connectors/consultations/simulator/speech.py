"""What the invented platform says and how it signs: its own reading of CONSULT-IN-1. Knows its key; asks nobody."""

from __future__ import annotations

import base64
import json
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from myspace.simulation import cast
from myspace.simulation.stories.consultations import YEAR, ConsultationTold, about

SAYS = "https://consultes.exemple.invalid"
_HERE = ZoneInfo("Europe/Madrid")
_KEY = "consultes.pem"


@dataclass(frozen=True, slots=True)
class Voice:
    """`kid` is its key's name, the same at each start."""

    key: ec.EllipticCurvePrivateKey
    says: str = SAYS
    kid: str = "consultes-1"

    @classmethod
    def made(cls, folder: Path | None = None) -> Voice:
        """With the key of this folder, made if there is none; without a folder, one that nobody keeps."""
        path = folder / _KEY if folder else None
        if path is not None and path.exists():
            key = load_pem_private_key(path.read_bytes(), None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
            return cls(key)
        key = ec.generate_private_key(ec.SECP256R1())
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return cls(key)

    def public(self) -> dict[str, Any]:
        """Its JWKS."""
        point = self.key.public_key().public_numbers()
        return {
            "keys": [
                {
                    "kty": "EC", "crv": "P-256", "kid": self.kid, "use": "sig", "alg": "ES256",
                    "x": _word(point.x.to_bytes(32, "big")), "y": _word(point.y.to_bytes(32, "big")),
                }
            ]
        }  # fmt: skip

    def signed(self, event: dict[str, Any], **header: Any) -> bytes:
        head = {"alg": "ES256", "kid": self.kid, "typ": "JWT", **header}
        text = f"{_word(json.dumps(head).encode())}.{_word(json.dumps(event).encode())}"
        r, s = decode_dss_signature(self.key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{text}.{_word(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}".encode()

    def event(self, folder: str, kind: str, data: dict[str, Any]) -> dict[str, Any]:
        now = int(time.time())
        return {
            "specversion": "1.0", "id": str(uuid.uuid4()), "source": self.says, "type": f"consult-in.v1.{kind}",
            "time": datetime.now(UTC).isoformat(), "iss": self.says, "aud": folder, "iat": now, "exp": now + 120, "data": data,
        }  # fmt: skip

    def told(self, folder: str, *consultations: dict[str, Any]) -> dict[str, Any]:
        return self.event(folder, "consultations", {"consultations": list(consultations)})

    def heartbeat(self, folder: str, *, ago: timedelta = timedelta(0)) -> dict[str, Any]:
        until = datetime.now(UTC) - ago
        return self.event(folder, "heartbeat", {"recorded_until": until.isoformat(timespec="seconds")})

    def period(self, folder: str, today: date) -> dict[str, Any]:
        return self.event(folder, "period", {"since": (today - timedelta(YEAR)).isoformat()})


def events_about(who: str, number: str, today: date) -> list[dict[str, Any]]:
    """Every consultation of the year about somebody of the cast, as this platform writes them."""
    return [consultation(one, number) for one in about(who, today)]


def consultation(one: ConsultationTold, number: str) -> dict[str, Any]:
    """What a consultation does not say is left out."""
    said = {
        "reference": one.id, "at": one.at.replace(tzinfo=_HERE).isoformat(), "asker": one.asker, "unit": one.unit,
        "purpose": one.purpose, "procedure": one.procedure, "case": one.case, "product": one.product, "modality": one.modality,
        "holder": one.holder, "ground": one.ground, "law": one.law, "outcome": one.outcome, "by": one.by,
        "withheld": {"until": one.hidden_until.isoformat(), "law": one.hidden_by} if one.hidden_until else None,
    }  # fmt: skip
    return {"of": whose(number), **{name: value for name, value in said.items() if value is not None}}


def whose(who: str) -> dict[str, str]:
    """Somebody of the cast by id, such as marta; or a number."""
    if who[:1].isdigit() or who[:1].isupper():
        kind = "company" if who[0] in "ABCDEFGHJNPQRSUVW" else "nie" if who[0] in "XYZ" else "nif"
        return {"kind": kind, "number": who}
    found = cast.person(who).identifier
    return {"kind": found.kind.value, "number": found.value}


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _word(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
