"""What far sides that tell of people in signed events have in common: a key of their own, an envelope, one message over a socket.

Their own reading of the contracts: nothing of `connector_kit/signed.py` or `told_events.py` is used.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from myspace.vocabulary.people import Identifier

KIND = "application/jwt"


@dataclass(frozen=True, slots=True)
class Voice:
    """`kid` is its key's name, the same at each start; `prefix` begins the types of its events; `keeps` names its file."""

    key: ec.EllipticCurvePrivateKey
    says: str = ""
    kid: str = ""
    prefix: str = ""
    keeps: ClassVar[str] = "key.pem"

    @classmethod
    def made(cls, folder: Path | None = None) -> Self:
        """With the key of this folder, made if there is none; without a folder, one that nobody keeps."""
        path = folder / cls.keeps if folder else None
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
            "specversion": "1.0", "id": str(uuid.uuid4()), "source": self.says, "type": self.prefix + kind,
            "time": datetime.now(UTC).isoformat(), "iss": self.says, "aud": folder, "iat": now, "exp": now + 120, "data": data,
        }  # fmt: skip

    def heartbeat(self, folder: str, *, ago: timedelta = timedelta(0), **more: str) -> dict[str, Any]:
        until = datetime.now(UTC) - ago
        return self.event(folder, "heartbeat", {"recorded_until": until.isoformat(timespec="seconds"), **more})


@dataclass(frozen=True, slots=True)
class Heard:
    """What the folder answered."""

    status: int
    head: dict[str, str]
    body: bytes


def send(folder: str, path: str, message: bytes, *, kind: str = KIND, method: str = "POST", host: str = "") -> Heard:
    """One message over a socket of its own. `host`: by which name the folder is asked, where that is not its address."""
    parts = urlsplit(folder)
    made = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = made(parts.netloc, timeout=60)
    try:
        # A folder that refuses by the head alone may close before it has read all: what it answered is there to be read.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.request(
                method, path, body=message, headers={"Content-Type": kind, **({"Host": host} if host else {})}
            )
        answer = connection.getresponse()
        return Heard(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def whose(who: str, known: Callable[[str], Identifier]) -> dict[str, str]:
    """A number as it stands; or somebody whom `known` finds by a name, such as marta."""
    if who[:1].isdigit() or who[:1].isupper():
        kind = "company" if who[0] in "ABCDEFGHJNPQRSUVW" else "nie" if who[0] in "XYZ" else "nif"
        return {"kind": kind, "number": who}
    found = known(who)
    return {"kind": found.kind.value, "number": found.value}


def origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _word(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode("ascii")
