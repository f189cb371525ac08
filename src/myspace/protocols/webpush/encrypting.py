"""A text that only the browser that subscribed can read. The push service in between sees its length and nothing else."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096  # RFC 8291 §4: no push service need take more
MOST_BYTES = RECORD - 16 - 1 - 86  # without the tag, the delimiter and the header


class NotASubscription(ValueError):
    """The keys are not those of a browser. The message never repeats them."""


@dataclass(frozen=True, slots=True, repr=False)
class Recipient:
    """What a browser gives with its endpoint: a point of P-256 (65 bytes) and a secret (16 bytes)."""

    p256dh: bytes
    auth: bytes

    @property
    def point(self) -> ec.EllipticCurvePublicKey:
        """NotASubscription when the bytes are no point of the curve: an attacker's would tell of our key."""
        if len(self.auth) != 16:
            raise NotASubscription("the secret has 16 bytes")
        try:
            return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), self.p256dh)
        except ValueError:
            raise NotASubscription("the key is no point of P-256") from None


def unbase64(text: str) -> bytes:
    """Base64url without padding, as browsers write it. NotASubscription when it is not."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise NotASubscription("not base64url") from None


def rebase64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def encrypt(
    text: bytes, to: Recipient, *, key: ec.EllipticCurvePrivateKey | None = None, salt: bytes | None = None
) -> bytes:
    """The body of the request: header and one record. `key` and `salt` are made anew unless a test gives them.

    ValueError when the text does not fit in one record.
    """
    if len(text) > MOST_BYTES:
        raise ValueError("a push message has at most one record")
    key, salt = key or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    ours = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = key.exchange(ec.ECDH(), to.point)
    secret = _derive(shared, to.auth, b"WebPush: info\x00" + to.p256dh + ours, 32)
    content_key = _derive(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derive(secret, salt, b"Content-Encoding: nonce\x00", 12)
    record = AESGCM(content_key).encrypt(nonce, text + b"\x02", None)  # 2: the last record, and no padding
    return salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours + record


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
