"""Whether a message that somebody sends unasked was signed by whom we know, for us, and just now. Pure: keys and `now` come in.

    three parts ── a key that we know by its kid ── signature ── whose, for whom, when ── what was signed

Refuses to know what the message says of anybody.
"""

from __future__ import annotations

import base64
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from myspace.connector_kit.json_text import Doubled, Number, Unreadable, read_json
from myspace.connector_kit.told_failures import Refused, Why

LONGEST: Final = 8 * 1024  # bytes of one message
LIVES_SECONDS: Final = 300
LEEWAY_SECONDS: Final = 60  # two clocks
_SMALLEST_RSA: Final = 2048
_KIND: Final[Mapping[str, tuple[str, str | None]]] = {
    "ES256": ("EC", "P-256"), "EdDSA": ("OKP", "Ed25519"), "PS256": ("RSA", None),
}  # fmt: skip
_OTHER_NAMES: Final = {"Ed25519": "EdDSA"}  # RFC 9864 says the newer one
_KINDS: Final[Mapping[str, type[RSAKey | ECKey | OKPKey]]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_PUBLIC: Final = frozenset({"kty", "kid", "n", "e", "crv", "x", "y", "alg", "use"})


class UnusableKey(ValueError):
    """A key of an issuer's file. The message says how to mend it, and never what the key is."""


@dataclass(frozen=True, slots=True)
class Known:
    """A key of an issuer, with the one algorithm it signs with, and the bodies that the issuer may speak for (INE10)."""

    issuer: str
    algorithm: str
    key: Key = field(repr=False)
    senders: frozenset[str] = field(repr=False)


class Claims(Protocol):
    """What a message says of itself, read by whoever knows the rest of it. Whole seconds."""

    @property
    def iss(self) -> str: ...

    @property
    def aud(self) -> str: ...

    @property
    def iat(self) -> int: ...

    @property
    def exp(self) -> int: ...


def key_of(given: Mapping[str, Any]) -> tuple[str, str, Key]:
    """A key of a JWKS: its name, its algorithm, and itself. Raises UnusableKey."""
    kid, kind = given.get("kid"), given.get("kty")
    if not isinstance(kid, str) or not 1 <= len(kid) <= 100:
        raise UnusableKey("a key needs a kid, of 1 to 100 characters")
    if not set(given) <= _PUBLIC:
        raise UnusableKey("only public keys belong here: kty, kid, alg, use, and n, e or crv, x, y")
    fits = [
        name for name, (kty, curve) in _KIND.items()
        if kty == kind and curve in (None, given.get("crv")) and given.get("alg", name) == name
    ]  # fmt: skip
    if len(fits) != 1 or given.get("use", "sig") != "sig":
        raise UnusableKey("a key is EC P-256 (ES256), OKP Ed25519 (EdDSA) or RSA (PS256), and its use is sig")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its size is judged below
            key = _KINDS[str(kind)].import_key({name: given[name] for name in given if name not in ("alg", "use")})
            small = isinstance(key, RSAKey) and key.raw_value.key_size < _SMALLEST_RSA
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise UnusableKey("a key does not open: is a part of it missing or cut?") from None
    if small:
        raise UnusableKey(f"an RSA key needs {_SMALLEST_RSA} bits")
    return kid, fits[0], key


def kid_of(message: bytes, *, longest: int = LONGEST) -> str:
    """The name of the key that says to have signed it, unverified. Raises Refused."""
    header = _header(message, longest)
    if _algorithm(header) not in _KIND:
        raise Refused(Why.WEAK_ALGORITHM)
    kid = header.get("kid")
    if not isinstance(kid, str):
        raise Refused(Why.UNKNOWN_KEY)
    return kid


def opened(message: bytes, known: Known | None, audience: str, now: datetime) -> dict[str, Any]:
    """What was signed, as an object. `known` is the key of its `kid_of`, None if there is no such. Raises Refused."""
    said = _object(verified(message, known))
    assert known is not None  # else nothing was verified
    if said.get("iss") != known.issuer:
        raise Refused(Why.OTHER_ISSUER, "iss")
    if said.get("aud") != audience:
        raise Refused(Why.OTHER_AUDIENCE, "aud")
    _check_when(said, now.timestamp())
    return said


def verified(message: bytes, known: Known | None, *, longest: int = LONGEST) -> bytes:
    """What was signed, whatever it is: who reads it checks whose, for whom and when (`check_claims`). Raises Refused."""
    header = _header(message, longest)
    if known is None or _algorithm(header) != known.algorithm:
        raise Refused(Why.UNKNOWN_KEY)
    return _payload(message, known, header["alg"], longest)


def check_claims(said: Claims, known: Known, audience: str, now: datetime) -> None:
    """Raises Refused."""
    if said.iss != known.issuer:
        raise Refused(Why.OTHER_ISSUER, "iss")
    if said.aud != audience:
        raise Refused(Why.OTHER_AUDIENCE, "aud")
    _check_lives(said.iat, said.exp, now.timestamp())


def _header(message: bytes, longest: int) -> dict[str, Any]:
    """It only picks among keys and algorithms that are ours. `crit` and unencoded payloads are none of this port's."""
    parts = message.split(b".")
    if len(message) > longest or len(parts) != 3 or not all(parts):
        raise Refused(Why.MALFORMED_SIGNATURE)
    try:
        header = json.loads(base64.b64decode(parts[0] + b"=" * (-len(parts[0]) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or "crit" in header or "b64" in header:
        raise Refused(Why.MALFORMED_SIGNATURE)
    return header


def _algorithm(header: Mapping[str, Any]) -> str:
    said = header.get("alg")
    return _OTHER_NAMES.get(said, said) if isinstance(said, str) else ""


def _payload(message: bytes, known: Known, algorithm: str, longest: int) -> bytes:
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    registry.max_payload_length = longest  # else it stops at a size of its own
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a name of EdDSA that RFC 9864 calls old
            return jws.deserialize_compact(message, known.key, algorithms=[algorithm], registry=registry).payload
    except (JoseError, ValueError, TypeError, RecursionError):
        pass  # it may quote the message, so nothing may chain to it
    raise Refused(Why.BAD_SIGNATURE)


def _object(payload: bytes) -> dict[str, Any]:
    try:
        said = read_json(payload)
    except Unreadable:
        said = None
    if not isinstance(said, dict) or isinstance(said, Doubled):
        raise Refused(Why.NOT_JSON)
    return said


def _check_when(said: Mapping[str, Any], now: float) -> None:
    _check_lives(_seconds(said, "iat"), _seconds(said, "exp"), now)


def _check_lives(made: int, ends: int, now: float) -> None:
    if not made <= ends <= made + LIVES_SECONDS or made > now + LEEWAY_SECONDS or ends <= now - LEEWAY_SECONDS:
        raise Refused(Why.OUT_OF_TIME, "exp")


def _seconds(said: Mapping[str, Any], name: str) -> int:
    value = said.get(name)
    if not isinstance(value, Number) or not value.isdecimal() or len(value) > 12:
        raise Refused(Why.OUT_OF_TIME, name)
    return int(value)
