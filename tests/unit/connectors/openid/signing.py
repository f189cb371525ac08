"""A provider's keys and the tokens it would sign, good and bad: for tests, and never for the product."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

ISSUER, CLIENT, NONCE, ACCESS = "https://id.example", "folder", "n-of-this-attempt", "access-1"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@cache
def rsa(kid: str = "one") -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


@cache
def ec(kid: str = "curve") -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid})


def published(*keys: Any) -> tuple[dict[str, Any], ...]:
    return tuple(key.as_dict(private=False) for key in keys)


def claims(**changed: Any) -> dict[str, Any]:
    """Those of a good id_token; a claim changed to None is left out."""
    at = int(NOW.timestamp())
    good = {
        "iss": ISSUER, "aud": CLIENT, "sub": "s-1", "nonce": NONCE, "iat": at, "exp": at + 300, "auth_time": at,
        "at_hash": at_hash(ACCESS), "nif": "00000000T", "given_name": "Marta", "family_name": "Puig",
    }  # fmt: skip
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def at_hash(access_token: str) -> str:
    return plain(hashlib.sha256(access_token.encode()).digest()[:16])


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(key: Any = None, alg: str = "RS256", **changed: Any) -> str:
    key = key or rsa()
    head = {"alg": alg, "kid": key.kid} if key.kid else {"alg": alg}
    return jwt.encode(head, claims(**changed), key, algorithms=[alg])


def signed_by_hand(**header: Any) -> str:
    """RS256 under a head that no library would write."""
    head = {"alg": "RS256", "kid": rsa().kid, **header}
    text = f"{plain(json.dumps(head).encode())}.{plain(json.dumps(claims()).encode())}"
    return f"{text}.{plain(rsa().private_key.sign(text.encode(), PKCS1v15(), SHA256()))}"


def unsigned(alg: str = "none") -> str:
    return ".".join((plain(json.dumps({"alg": alg}).encode()), plain(json.dumps(claims()).encode()), ""))


def with_the_public_key_as_secret() -> str:
    """The old confusion: HS256 with the PEM of the provider's public key, which everybody has."""
    head = {"alg": "HS256", "kid": rsa().kid}
    text = f"{plain(json.dumps(head).encode())}.{plain(json.dumps(claims()).encode())}"
    return f"{text}.{plain(hmac.new(rsa().as_pem(private=False), text.encode(), 'sha256').digest())}"


def symmetric() -> OctKey:
    return OctKey.generate_key(256, {"kid": "shared"})
