"""Sends to one OpenID provider and waits no longer than told. Knows addresses, deadlines, caches; refuses to know meanings.

    description ── kept an hour ── authorization, token, keys, user information, revocation
    keys ── kept an hour ── asked again at once for a key of an unknown name, at most once a minute

Synchronous, because web asks at login and is WSGI. A code is single-use, so no call is sent twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from myspace.connector_kit.login import Identity, LoginFailure
from myspace.connector_kit.one_call import Away, FarSide, TooLate, Unreadable, call
from myspace.connectors.openid import id_token, mapping, wire
from myspace.connectors.openid.failures import (
    AnotherSubject,
    ProviderDown,
    ProviderGarbled,
    ProviderLate,
    TokenRefused,
    UnknownKey,
)
from myspace.connectors.openid.mapping import Reading, Tokens
from myspace.connectors.openid.wire import Described, Secrets
from myspace.vocabulary.people import AssuranceLevel

KEPT_SECONDS = 3600
KEYS_AGAIN_SECONDS = 60


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Kept:
    value: Any
    until: float
    asked_at: float


class OpenIdClient:
    """One registered client at one provider.

    `issuer` is exactly what the provider calls itself; `also_at` are other origins where its addresses may be. Without
    a secret the client is public and PKCE alone binds the code. `asks_again`: at each login the provider is told to
    identify the person anew, and must say that it did. Thread-safe.
    """

    def __init__(
        self,
        issuer: str,
        client_id: str,
        client_secret: str | None,
        redirect_uri: str,
        reading: Reading,
        deadline_ms: int = 5000,
        *,
        scopes: Sequence[str] = ("profile",),
        also_at: Sequence[str] = (),
        asks_again: bool = True,
        ca_file: Path | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        own = wire.origin(issuer)
        if own is None or urlsplit(issuer).query:
            raise ValueError("the issuer must be https://host[/path], or http of this machine")
        others = [wire.origin(address) for address in also_at]
        if None in others:
            raise ValueError("also_at holds origins: https://host[:port]")
        self._issuer = issuer
        self._origins = frozenset({own, *(each for each in others if each)})
        self._client_id = client_id
        self._secret = client_secret
        self._redirect_uri = redirect_uri
        self._reading = reading
        self._deadline_ms = deadline_ms
        self._scopes = tuple(scopes)
        self._asks_again = asks_again
        self._ca_file = ca_file
        self._now = now
        self._lock = Lock()
        self._described: _Kept | None = None
        self._keys: _Kept | None = None

    def authorize_url(self, secrets: Secrets, needs: AssuranceLevel | None = None) -> str:
        """Where to send the browser. Raises a Provider failure: its description may have to be read first."""
        told = self.description()
        levels = self._reading.words_for(needs) if needs else ()
        query = wire.authorize_query(
            self._client_id, self._redirect_uri, self._scopes, secrets, again=self._asks_again, levels=levels
        )
        return wire.joined(told.authorization_endpoint, query)

    def read_callback(self, params: wire.Parameters, state: str | None) -> str:
        """The code. Raises what wire.read_callback raises, and a Provider failure when its description cannot be read."""
        if not state:  # nothing is asked of anybody for a callback that no login waits for
            return wire.read_callback(params, None, self._issuer, names_itself=False)
        told = self.description()
        names_itself = told.authorization_response_iss_parameter_supported
        return wire.read_callback(params, state, self._issuer, names_itself=names_itself)

    def exchange(self, code: str, secrets: Secrets) -> Tokens:
        """Code → tokens. Raises TokenRefused or a Provider failure."""
        told, asked_at = self.description(), self._now()
        headers, in_body = self._proof(told)
        form = wire.exchange_form(code, self._client_id, self._redirect_uri, secrets.verifier, in_body)
        status, body = self._send("POST", told.token_endpoint, form=form, headers=headers)
        if status in (400, 401, 403):
            raise TokenRefused(status)
        _expect_200(status)
        access_token, said, seconds = wire.read_tokens(body)
        return mapping.tokens(access_token, said, asked_at + timedelta(seconds=seconds))

    def who(self, tokens: Tokens, secrets: Secrets, asked_at: datetime) -> Identity:
        """Who entered: what the id_token proves, and user information about the same subject where it says too little.

        `asked_at`: when the browser was sent. Raises the failures of id_token.verify, AnotherSubject, the Identity ones
        and the Provider ones.
        """
        again_at = asked_at if self._asks_again else None
        expected = id_token.Expected(self._issuer, self._client_id, secrets.nonce, tokens.access_token, again_at)
        proven = self._proven(tokens.id_token, expected)
        endpoint = self.description().userinfo_endpoint
        if endpoint is not None and not self._reading.claims <= proven.keys():
            told = self._about(tokens, endpoint)
            if told.get("sub") != proven["sub"]:  # Core §5.3.2: else it may be about anybody
                raise AnotherSubject
            # How surely is a matter of this login, which the signed token alone speaks of.
            proven = {**told, "acr": None, **proven}
        return mapping.to_identity(proven, self._reading)

    def revoke(self, access_token: str) -> bool:
        """Ends the token where the provider lets us (RFC 7009). The browser's session there survives."""
        told = self.description()
        if told.revocation_endpoint is None:
            return False
        headers, in_body = self._proof(told)
        form = wire.revoke_form(access_token, self._client_id, in_body)
        status, _ = self._send("POST", told.revocation_endpoint, form=form, headers=headers)
        return status == 200

    def way_out(self, back: str, state: str) -> str | None:
        """Where the browser ends its session at the provider and comes back; None when it announces no such place."""
        endpoint = self.description().end_session_endpoint
        return wire.way_out(endpoint, self._client_id, back, state) if endpoint else None

    def probe(self) -> None:
        """A harmless question: does the provider describe itself as configured, and publish keys? Raises what it finds.

        Nothing that is kept answers it, and nobody is asked about.
        """
        self._described = self._keys = None
        self._known_keys()

    def description(self) -> Described:
        """What the provider says of itself, read at most once an hour. Raises NotAsConfigured or a Provider failure."""
        kept = self._described
        if kept is None or kept.until <= time.monotonic():
            base = self._issuer.rstrip("/")
            status, body = self._send("GET", base + wire.DISCOVERY)
            _expect_200(status)
            kept = _keep(wire.read_described(body, self._issuer, self._origins))
            self._described = kept
        return kept.value  # type: ignore[no-any-return]  # what _keep was given

    def _proven(self, token: str, expected: id_token.Expected) -> wire.Claims:
        algorithms = wire.algorithms_of(self.description())
        try:
            return id_token.verify(token, self._known_keys(), algorithms, expected, self._now())
        except UnknownKey:
            if not self._may_ask_keys_again():
                raise
        return id_token.verify(token, self._known_keys(), algorithms, expected, self._now())

    def _known_keys(self) -> tuple[Mapping[str, Any], ...]:
        kept = self._keys
        if kept is None or kept.until <= time.monotonic():
            status, body = self._send("GET", self.description().jwks_uri)
            _expect_200(status)
            kept = _keep(wire.read_keys(body))
            self._keys = kept
        return kept.value  # type: ignore[no-any-return]  # what _keep was given

    def _may_ask_keys_again(self) -> bool:
        """Once a minute: tokens with invented key names must not make us hammer the provider."""
        with self._lock:
            kept = self._keys
            if kept is not None and time.monotonic() - kept.asked_at < KEYS_AGAIN_SECONDS:
                return False
            self._keys = None
            return True

    def _about(self, tokens: Tokens, endpoint: str) -> wire.Claims:
        status, body = self._send("GET", endpoint, headers={"Authorization": f"Bearer {tokens.access_token}"})
        if status == 401:
            raise TokenRefused(status)
        _expect_200(status)
        return wire.read_claims(body)

    def _proof(self, told: Described) -> tuple[dict[str, str], str | None]:
        """How the client shows who it is: header, or secret in the body, as the provider takes it; nothing if public."""
        if self._secret is None:
            return {}, None
        if "client_secret_basic" in told.token_endpoint_auth_methods_supported:
            return {"Authorization": wire.basic(self._client_id, self._secret)}, None
        return {}, self._secret

    def _send(
        self, method: str, address: str, *, form: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """`address` is the issuer's or was judged by read_described: its origin is one of ours."""
        parts = urlsplit(address)
        far = FarSide.at(f"{parts.scheme}://{parts.netloc}", ca_file=self._ca_file)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        failure: LoginFailure
        try:
            return call(far, method, target, form=form, headers=headers, deadline_ms=self._deadline_ms)
        except TooLate:
            failure = ProviderLate()
        except Away:
            failure = ProviderDown()
        except Unreadable as wrong:
            failure = ProviderGarbled(wrong.status)
        raise failure


def _keep(value: Any) -> _Kept:
    now = time.monotonic()
    return _Kept(value, now + KEPT_SECONDS, now)


def _expect_200(status: int) -> None:
    """A redirect is never followed: what we sent is for whom we sent it to."""
    if status == 200:
        return
    if status in (403, 404, 429) or status >= 500:
        raise ProviderDown(status)
    raise ProviderGarbled(status)
