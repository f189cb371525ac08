"""Whether a token opens the simulated e-FACT: read by the standard library, from the contract, for itself."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

ISSUER = "plataforma-exemple"
SECRET = b"clau inventada de la plataforma d'exemple"
LONGEST = 300  # seconds

_MISSING = {"iss": 1002, "exp": 1004, "iat": 1005, "nbf": 1006, "aud": 1007}


def refusal(header: str, now: float, *, bearer: bool, secret: bytes = SECRET) -> int | None:
    """The code with which e-FACT refuses this `Authorization`, or None. `bearer`: the one way of writing it that is taken."""
    word, _, rest = header.partition(" ")
    if bearer != (word == "Bearer"):
        return 1001
    parts = (rest if bearer else header).split(".")
    if len(parts) != 3:
        return 1001
    try:
        head, claims = (json.loads(_bytes(part)) for part in parts[:2])
        signature = _bytes(parts[2])
    except ValueError:
        return 1001
    wanted = hmac.new(secret, f"{parts[0]}.{parts[1]}".encode(), hashlib.sha256).digest()
    if head != {"alg": "HS256", "typ": "JWT"} or not hmac.compare_digest(signature, wanted):
        return 1012
    return _claims(claims, now)


def _claims(claims: dict[str, Any], now: float) -> int | None:
    for name, code in _MISSING.items():
        if name not in claims:
            return code
    if claims["iss"] != ISSUER:
        return 1003
    if claims["aud"] != "efact":
        return 1011
    if claims["exp"] - claims["iat"] > LONGEST:
        return 1010
    if claims["exp"] <= now:
        return 1008
    return 1009 if claims["nbf"] > now + 1 else None


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
