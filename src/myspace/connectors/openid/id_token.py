"""Whether an id_token proves anything: signature, issuer, audience, time, attempt. Pure: keys and `now` come in.

    keys that may sign ── joserfc checks the signature ── whose, for whom, when, in answer to what ── claims

Refuses to know where keys come from, and what a claim says about a person. OpenID Connect Core 1.0 §3.1.3.7 is the list.
"""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from myspace.connectors.openid.failures import NotForUs, NotIdentifiedAgain, OutOfTime, UnknownKey, Unsigned
from myspace.connectors.openid.wire import ALGORITHMS, Claims, same

LEEWAY_SECONDS: Final = 60  # two clocks
OLDEST_SECONDS: Final = 600  # an attempt lasts ten minutes: a token of before it answers another
_SMALLEST_RSA = 2048
_FAR: Final = 1e12  # seconds: nobody's clock
_KINDS: Final[Mapping[str, type[RSAKey | ECKey | OKPKey]]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
_SIGNS_WITH: Final = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
_HASHES: Final = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


@dataclass(frozen=True, slots=True, repr=False)
class Expected:
    """What an id_token must agree with. `asked_again_at`: since when the person must have identified, if we asked so."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    asked_again_at: datetime | None = None

    def __repr__(self) -> str:
        return "Expected(···)"


def verify(
    token: str, keys: Iterable[Mapping[str, Any]], algorithms: Iterable[str], expected: Expected, now: datetime
) -> Claims:
    """The claims. Raises Unsigned, UnknownKey, NotForUs, OutOfTime or NotIdentifiedAgain."""
    header = _header(token)
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS or algorithm not in algorithms or "crit" in header:
        raise Unsigned
    claims = _signed_claims(token, _key(keys, header), algorithm)
    _check_whose(claims, expected, algorithm)
    _check_when(claims, expected, now)
    return claims


def _signed_claims(token: str, key: Key, algorithm: str) -> dict[str, Any]:
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    try:
        return jwt.decode(token, key, algorithms=[algorithm], registry=registry).claims
    except (JoseError, ValueError, TypeError, RecursionError):
        pass  # it may quote the token, so nothing may chain to it
    raise Unsigned


def _header(token: str) -> dict[str, Any]:
    """What the token says of its own signature, unverified: it only picks among keys and algorithms that are ours."""
    parts = token.split(".")
    if len(parts) != 3 or len(parts[0]) > 4_000:  # five parts: an encrypted one, which nobody asked for
        raise Unsigned
    try:
        header = json.loads(base64.b64decode(parts[0] + "=" * (-len(parts[0]) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict) or not isinstance(header.get("kid", ""), str):
        raise Unsigned
    return header


def _key(keys: Iterable[Mapping[str, Any]], header: Mapping[str, Any]) -> Key:
    """The one key that may have signed. Symmetric ones are none of ours: a public key used as a secret stops here."""
    algorithm, kid = header["alg"], header.get("kid")
    fitting = [
        key for key in keys
        if key.get("kty") == _SIGNS_WITH[algorithm[:2]] and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm and (kid is None or key.get("kid") == kid)
    ]  # fmt: skip
    if len(fitting) != 1:  # without a name there must be no choice; two of one name are no name
        raise UnknownKey
    return _usable(fitting[0])


def _usable(given: Mapping[str, Any]) -> Key:
    public = {name: value for name, value in given.items() if name in ("kty", "kid", "n", "e", "crv", "x", "y")}
    key: Key | None = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its size is judged below
            key = _KINDS[str(given["kty"])].import_key(public)
    except (JoseError, ValueError, TypeError, KeyError):
        pass  # it may quote what the provider wrote, so nothing may chain to it
    if key is None or (isinstance(key, RSAKey) and key.raw_value.key_size < _SMALLEST_RSA):
        raise Unsigned
    return key


def _check_whose(claims: Claims, expected: Expected, algorithm: str) -> None:
    audience, azp, subject = claims.get("aud"), claims.get("azp"), claims.get("sub")
    audiences = [audience] if isinstance(audience, str) else audience
    if claims.get("iss") != expected.issuer or not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotForUs
    if not isinstance(audiences, list) or expected.client_id not in audiences:
        raise NotForUs
    if (azp is None and len(audiences) > 1) or (azp is not None and azp != expected.client_id):
        raise NotForUs
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not same(nonce, expected.nonce):
        raise NotForUs
    if "at_hash" in claims and not _hash_fits(claims["at_hash"], expected.access_token, algorithm):
        raise NotForUs


def _hash_fits(given: Any, access_token: str, algorithm: str) -> bool:
    """Core §3.1.3.6: the left half of the token's hash. EdDSA's is SHA-512, as with Ed25519."""
    digest = _HASHES.get(algorithm[2:], hashlib.sha512)(access_token.encode("ascii")).digest()
    half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode("ascii")
    return isinstance(given, str) and same(given, half)


def _check_when(claims: Claims, expected: Expected, now: datetime) -> None:
    at = now.timestamp()
    ends, made = _moment(claims, "exp"), _moment(claims, "iat")
    if ends is None or made is None or ends <= at - LEEWAY_SECONDS:
        raise OutOfTime
    if made > at + LEEWAY_SECONDS or made < at - OLDEST_SECONDS - LEEWAY_SECONDS:
        raise OutOfTime
    begins = _moment(claims, "nbf") if "nbf" in claims else made
    if begins is None or begins > at + LEEWAY_SECONDS:
        raise OutOfTime
    if expected.asked_again_at is not None:
        identified = _moment(claims, "auth_time")
        if identified is None or identified < expected.asked_again_at.timestamp() - LEEWAY_SECONDS:
            raise NotIdentifiedAgain


def _moment(claims: Claims, name: str) -> float | None:
    """A claim as seconds since 1970. NaN compares with nothing, so it would be neither too early nor too late; and a
    whole number may have so many digits that it is no float."""
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -_FAR < value < _FAR:
        return None
    return float(value)
