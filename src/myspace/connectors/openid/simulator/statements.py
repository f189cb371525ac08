"""What the simulated OpenID provider states: its description, its keys, a signed id_token, user information.

Who somebody is goes into user information; the id_token says only that, when and how surely. The moods bend both.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey

from myspace.connectors.openid.simulator.moods import Mood
from myspace.connectors.openid.simulator.people import LEVELS, Person, everybody
from myspace.connectors.openid.simulator.provider import Asked, Login

LIFE_SECONDS = 300
_ALGORITHM = "RS256"  # the one that every provider must offer (Discovery §3)


class Statements:
    """`issuer` is the address at which this provider is; its keys are made at each start."""

    def __init__(self, issuer: str, client_id: str) -> None:
        self.issuer = issuer
        self._client_id = client_id
        self._key = _new_key()

    @cached_property
    def _unpublished(self) -> RSAKey:
        return _new_key()

    def description(self) -> dict[str, Any]:
        at = self.issuer
        return {
            "issuer": at,
            "authorization_endpoint": f"{at}/entrada",
            "token_endpoint": f"{at}/testimoni",
            "userinfo_endpoint": f"{at}/qui-es",
            "jwks_uri": f"{at}/claus",
            "revocation_endpoint": f"{at}/revoca",
            "end_session_endpoint": f"{at}/sortida",
            "scopes_supported": ["openid", "profile"],
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [_ALGORITHM],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": ["none", "login", "select_account"],
            "acr_values_supported": list(LEVELS.values()),
            "claims_supported": ["sub", "acr", "auth_time", "given_name", "family_name", "document"],
            "authorization_response_iss_parameter_supported": True,
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self._key.as_dict(private=False)]}

    def id_token(self, login: Login, asked: Asked, access_token: str, now: int) -> str:
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self._client_id,
            "sub": login.person.subject,
            "iat": now,
            "exp": now + LIFE_SECONDS,
            "auth_time": login.at,
            "acr": login.level,
            "at_hash": _plain(hashlib.sha256(access_token.encode()).digest()[:16]),
        }
        if asked.nonce is not None:
            claims["nonce"] = asked.nonce
        if bent := _BENT.get(login.mood):
            claims |= bent(now)
        if login.mood is Mood.UNSIGNED:
            head, body = (_plain(json.dumps(part).encode()) for part in ({"alg": "none"}, claims))
            return f"{head}.{body}."
        key = self._unpublished if login.mood is Mood.UNKNOWN_KEY else self._key
        return jwt.encode({"alg": _ALGORITHM, "kid": key.kid}, claims, key, algorithms=[_ALGORITHM])

    def user_information(self, login: Login) -> dict[str, Any]:
        person, mood = login.person, login.mood
        told: dict[str, Any] = {
            "sub": person.subject,
            "given_name": person.given,
            "family_name": person.surnames,
            "document": person.number,
            "document_kind": person.kind,
            "document_country": "ES",
        }
        if mood is Mood.ANOTHER_SUBJECT:
            told["sub"] = _somebody_else(person).subject
        elif mood is Mood.NO_NUMBER:
            del told["document"]
        elif mood is Mood.BAD_NUMBER:
            told["document"] = "00000000A"
        elif mood in (Mood.PASSPORT_FR, Mood.PASSPORT_NOWHERE):
            told |= {"document": "RA12345678", "document_kind": "PASSAPORT", "document_country": "FR"}
            if mood is Mood.PASSPORT_NOWHERE:
                del told["document_country"]
        return told


_BENT: dict[Mood, Callable[[int], dict[str, Any]]] = {
    Mood.WRONG_NONCE: lambda _now: {"nonce": "d-un-altre-intent"},
    Mood.WRONG_AUDIENCE: lambda _now: {"aud": "una-altra-aplicacio"},
    Mood.EXPIRED: lambda now: {"iat": now - 2 * LIFE_SECONDS, "exp": now - LIFE_SECONDS},
    Mood.NOT_AGAIN: lambda now: {"auth_time": now - 3600},
    Mood.UNKNOWN_LEVEL: lambda _now: {"acr": "urn:identitat-nord:altíssim"},
}


def _somebody_else(person: Person) -> Person:
    return next(other for other in everybody() if other != person)


def _new_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": secrets.token_hex(6), "use": "sig", "alg": _ALGORITHM})


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
