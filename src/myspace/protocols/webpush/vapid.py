"""Who sends a push message, said to the push service (RFC 8292): a signed statement for its origin and for some hours."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from myspace.protocols.webpush.encrypting import rebase64

LASTS = timedelta(hours=12)  # the standard allows 24


@dataclass(frozen=True, slots=True, repr=False)
class Sender:
    """The key of this folder, and how a push service reaches whoever runs it (`mailto:` or `https:`)."""

    key: ec.EllipticCurvePrivateKey
    contact: str

    @classmethod
    def read(cls, pem: bytes, contact: str) -> Sender:
        """ValueError unless the file holds a private key of P-256 without a password."""
        key = load_pem_private_key(pem, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError("the key of push messages must be of P-256")
        return cls(key, contact)

    @property
    def public(self) -> str:
        """What a page gives to the browser as `applicationServerKey`: base64url of the point."""
        return rebase64(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def authorization(self, origin: str, now: datetime) -> str:
        """The header's value for an endpoint of this origin (`https://host[:port]`), and for no other."""
        claims = {
            "aud": origin,
            "exp": int((now + LASTS).timestamp()),
            "sub": self.contact,
        }
        said = ".".join(rebase64(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
        r, s = decode_dss_signature(self.key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
        return f"vapid t={said}.{rebase64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={self.public}"
