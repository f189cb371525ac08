"""What is sent to an OpenID provider and what comes back: addresses, forms, callbacks, JSON. Pure: no socket, no clock.

The documents are OpenID Connect Core and Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (`iss` in the callback), RFC 7009
(revocation) and RP-Initiated Logout 1.0. docs/protocols/OPENID-1.md says which parts, and what is refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from myspace.connector_kit.login import is_loopback
from myspace.connectors.openid.failures import (
    CallbackError,
    Cancelled,
    NotAsConfigured,
    ProviderGarbled,
    StateMismatch,
    TokenRefused,
    WrongIssuer,
)

DISCOVERY = "/.well-known/openid-configuration"
# Asymmetric only: with HS* whoever can check a token can also write one, and "none" is no signature.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_LONGEST_TOKEN = 64 * 1024
_DEFAULT_LIFE = 3600

Parameters = Mapping[str, str | Sequence[str]]
Claims = Mapping[str, Any]
_Answer = TypeVar("_Answer", bound=msgspec.Struct)


class Described(msgspec.Struct, frozen=True):
    """The discovery document, of which only this much is read."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str | None = None
    end_session_endpoint: str | None = None
    revocation_endpoint: str | None = None
    response_types_supported: tuple[str, ...] = ("code",)
    code_challenge_methods_supported: tuple[str, ...] | None = None
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class TokenAnswer(msgspec.Struct, frozen=True):
    access_token: str | None = None
    token_type: str | None = None
    id_token: str | None = None
    expires_in: int | str | None = None
    error: Any = None

    def __repr__(self) -> str:
        return "TokenAnswer(···)"


class KeysAnswer(msgspec.Struct, frozen=True):
    keys: list[dict[str, Any]]


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """What binds one attempt to one browser: `state` the callback, `nonce` the id_token, `verifier` the code."""

    state: str
    nonce: str
    verifier: str

    def __repr__(self) -> str:
        return "Secrets(···)"


# ── what we write ──────────────────────────────────────────────────────────────────────────────────────────────


def authorize_query(
    client_id: str,
    redirect_uri: str,
    scopes: Sequence[str],
    secrets: Secrets,
    *,
    again: bool,
    levels: Sequence[str] = (),
) -> str:
    """The query of the authorization address. `again` asks to identify the person anew, whoever the browser is known as."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(dict.fromkeys(("openid", *scopes))),
        "state": secrets.state,
        "nonce": secrets.nonce,
        "code_challenge": challenge(secrets.verifier),
        "code_challenge_method": "S256",
    }
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    if levels:
        asked["acr_values"] = " ".join(levels)
    return _query(asked)


def challenge(verifier: str) -> str:
    """RFC 7636 §4.2, S256: BASE64URL(SHA256(ASCII(code_verifier)))."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def exchange_form(code: str, client_id: str, redirect_uri: str, verifier: str, secret_in_body: str | None) -> bytes:
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
        "client_id": client_id,
    }
    if secret_in_body is not None:
        asked["client_secret"] = secret_in_body
    return _query(asked).encode("ascii")


def revoke_form(token: str, client_id: str, secret_in_body: str | None) -> bytes:
    asked = {"token": token, "token_type_hint": "access_token", "client_id": client_id}
    if secret_in_body is not None:
        asked["client_secret"] = secret_in_body
    return _query(asked).encode("ascii")


def basic(client_id: str, secret: str) -> str:
    """RFC 6749 §2.3.1: both halves are form-encoded before they are joined."""
    pair = f"{quote(client_id, safe='')}:{quote(secret, safe='')}"
    return "Basic " + base64.b64encode(pair.encode("ascii")).decode("ascii")


def way_out(endpoint: str, client_id: str, back: str, state: str) -> str:
    """Where the browser ends its session there. Without `id_token_hint`: it would put the person's number in an address."""
    return joined(endpoint, _query({"client_id": client_id, "post_logout_redirect_uri": back, "state": state}))


def joined(endpoint: str, query: str) -> str:
    return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{query}"


def _query(parameters: Mapping[str, str]) -> str:
    return urlencode(parameters, quote_via=quote, safe="")


# ── what comes back through the browser ────────────────────────────────────────────────────────────────────────


def read_callback(params: Parameters, expected_state: str | None, issuer: str, *, names_itself: bool) -> str:
    """The code of a callback that answers the question this browser asked, from the provider it asked.

    The state is compared before anything else is looked at, and then the issuer (RFC 9207): without both, even
    "cancelled" is somebody else's news. Raises StateMismatch, WrongIssuer, Cancelled or CallbackError.
    """
    state, says = _single(params, "state"), _single(params, "iss")
    if not expected_state or state is None or not same(state, expected_state):
        raise StateMismatch
    if (says is None and names_itself) or (says is not None and not same(says, issuer)):
        raise WrongIssuer
    error, code = _single(params, "error"), _single(params, "code")
    if error == "access_denied" and code is None:
        raise Cancelled
    if error is not None or not code or len(code) > 2_000:
        raise CallbackError
    return code


def _single(params: Parameters, name: str) -> str | None:
    """The one value of a parameter. A repeated parameter is nobody's honest callback."""
    values = params.get(name)
    if values is None or isinstance(values, str):
        return values
    if len(values) > 1:
        raise CallbackError
    return values[0] if values else None


def same(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode("utf-8", "surrogatepass"), b.encode("utf-8", "surrogatepass"))


# ── what comes back as JSON ────────────────────────────────────────────────────────────────────────────────────


def read_described(body: bytes, issuer: str, origins: frozenset[str]) -> Described:
    """The provider's description of itself, if it is the configured one and one that we may use.

    Every address in it must be of an origin that the configuration names: a description cannot send a code or a secret
    elsewhere. Raises ProviderGarbled or NotAsConfigured.
    """
    told = _decode(body, Described)
    if told.issuer != issuer:  # exactly: a slash more is another provider (Discovery §4.3)
        raise NotAsConfigured
    for address in (
        told.authorization_endpoint, told.token_endpoint, told.jwks_uri, told.userinfo_endpoint,
        told.end_session_endpoint, told.revocation_endpoint,
    ):  # fmt: skip
        if address is not None and origin(address) not in origins:
            raise NotAsConfigured
    challenges = told.code_challenge_methods_supported
    if "code" not in told.response_types_supported or (challenges is not None and "S256" not in challenges):
        raise NotAsConfigured
    if not algorithms_of(told):
        raise NotAsConfigured
    return told


def algorithms_of(told: Described) -> tuple[str, ...]:
    """The algorithms that it announces and that we accept."""
    return tuple(name for name in ALGORITHMS if name in told.id_token_signing_alg_values_supported)


def origin(address: str) -> str | None:
    """Scheme, host and port; None unless it is https, or http of this machine, without user, fragment or odd marks."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.username is not None or parts.fragment or not address.isascii() or not address.isprintable():
        return None
    if (
        " " in address
        or "\\" in address
        or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))
    ):
        return None
    usual = 443 if parts.scheme == "https" else 80
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if port in (None, usual) else f":{port}")


def read_tokens(body: bytes) -> tuple[str, str, int]:
    """Access token, id_token and the life of the first in seconds, never believed longer than a day."""
    answer = _decode(body, TokenAnswer)
    if answer.error is not None:
        raise TokenRefused
    if not answer.access_token or not answer.id_token or (answer.token_type or "").lower() != "bearer":
        raise ProviderGarbled
    if len(answer.id_token) > _LONGEST_TOKEN or not _may_travel(answer.access_token):
        raise ProviderGarbled
    return answer.access_token, answer.id_token, min(_whole(answer.expires_in), 24 * 3600)


def read_keys(body: bytes) -> tuple[dict[str, Any], ...]:
    return tuple(_decode(body, KeysAnswer).keys)


def read_claims(body: bytes) -> Claims:
    """The user information. A signed or encrypted one (application/jwt) is not asked for, and not read."""
    claims = _json(body)
    if not isinstance(claims, dict):
        raise ProviderGarbled
    return claims


def _may_travel(token: str) -> bool:
    """A token goes into a header: what could end the header's line is no token (RFC 6750 §2.1)."""
    return token.isascii() and all("!" <= c <= "~" for c in token)


def _decode(body: bytes, shape: type[_Answer]) -> _Answer:
    text = _text(body)
    if text is None:
        raise ProviderGarbled
    try:
        return msgspec.json.decode(text, type=shape)
    except (msgspec.MsgspecError, RecursionError) as wrong:
        raise ProviderGarbled from wrong


def _json(body: bytes) -> Any:
    text = _text(body)
    if text is None:
        raise ProviderGarbled
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError) as wrong:
        raise ProviderGarbled from wrong


def _text(body: bytes) -> str | None:
    """The body as UTF-8. The error would carry the whole body in its arguments, so nothing may chain to it."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _whole(given: int | str | None) -> int:
    if given is None:
        return _DEFAULT_LIFE
    if isinstance(given, str) and not (given.isascii() and given.isdigit() and len(given) < 10):
        raise ProviderGarbled
    if int(given) < 0:
        raise ProviderGarbled
    return int(given)
