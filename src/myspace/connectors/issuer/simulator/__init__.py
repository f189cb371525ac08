"""An invented notification platform that tells a folder of notices: NOTICE-IN-1 from the far side, by its own reading.

    keys     makes its key, once, and the public half that an operator puts beside the file of issuers
    waits    tells that a notice waits for somebody of the cast
    ended    tells how it ended

`__main__.py` is its command. It keeps its key in a folder of whoever runs it and remembers nothing else.
"""

from __future__ import annotations

import base64
import http.client
import json
import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from myspace.simulation import cast

SAYS = "https://plataforma.exemple.invalid"
PATH = "/entrada/avisos"
KIND = "application/jwt"


@dataclass(frozen=True, slots=True)
class Heard:
    """What the folder answered."""

    status: int
    head: dict[str, str]
    body: bytes


class Platform:
    """`key` signs; `kid` is its name, the same at each start."""

    def __init__(self, key: ec.EllipticCurvePrivateKey, says: str = SAYS, kid: str = "plataforma-1") -> None:
        self._key, self.says, self.kid = key, says, kid

    @classmethod
    def made(cls, folder: Path | None = None, **named: str) -> Platform:
        """With the key of this folder, made if there is none; without a folder, one that nobody keeps."""
        path = folder / "plataforma.pem" if folder else None
        if path is not None and path.exists():
            key = load_pem_private_key(path.read_bytes(), None)
            assert isinstance(key, ec.EllipticCurvePrivateKey)
            return cls(key, **named)
        key = ec.generate_private_key(ec.SECP256R1())
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return cls(key, **named)

    def public(self) -> dict[str, Any]:
        """Its JWKS."""
        point = self._key.public_key().public_numbers()
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
        r, s = decode_dss_signature(self._key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return f"{text}.{_word(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}".encode()

    def waits(
        self, folder: str, who: str, sender: str, reference: str, *, days: int = 10, since: int = 0, **more: Any
    ) -> dict[str, Any]:
        """Made available so many days ago; its term is of `days` from then."""
        day = datetime.now(UTC).date() - timedelta(since)
        data = {"kind": "notification", "available": day.isoformat(), "until": (day + timedelta(days)).isoformat()}
        return self._event(folder, "notice-in.v1.waits", who, sender, reference, {**data, **more})

    def ended(self, folder: str, who: str, sender: str, reference: str, how: str, **more: Any) -> dict[str, Any]:
        return self._event(folder, "notice-in.v1.ended", who, sender, reference, {"how": how, **more})

    def _event(
        self, folder: str, kind: str, who: str, sender: str, reference: str, data: dict[str, Any]
    ) -> dict[str, Any]:
        now = int(time.time())
        return {
            "specversion": "1.0", "id": str(uuid.uuid4()), "source": self.says, "type": kind,
            "time": datetime.now(UTC).isoformat(), "iss": self.says, "aud": origin(folder), "iat": now, "exp": now + 120,
            "data": {"to": addressee(who), "sender": sender, "reference": reference, **data},
        }  # fmt: skip


def addressee(who: str) -> dict[str, str]:
    """Somebody of the cast by id, such as marta; or a number, for somebody whom no folder knows."""
    if who[:1].isdigit() or who[:1].isupper():
        return {"kind": "nie" if who[0] in "XYZ" else "nif", "number": who}
    found = cast.person(who).identifier
    return {"kind": found.kind.value, "number": found.value}


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def send(folder: str, message: bytes, *, kind: str = KIND, method: str = "POST", host: str | None = None) -> Heard:
    """One message over a socket of its own. `host` is the name to call for, where it is not that of the address."""
    parts = urlsplit(folder)
    made = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = made(parts.netloc, timeout=10)
    try:
        head = {"Content-Type": kind, **({"Host": host} if host else {})}
        connection.request(method, PATH, body=message, headers=head)
        answer = connection.getresponse()
        return Heard(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def _word(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
