"""Sends to VALId and waits no longer than told. Knows addresses, deadlines and statuses; refuses to know meanings.

Synchronous, because the web process asks at login and is WSGI. No answer is ever asked for twice here: the code is
single-use, and a person who waits presses the button again knowing why.

The token travels in the query because the contract puts it there, so no address of this module is logged or raised.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from myspace.connector_kit.login import Identity, Token
from myspace.connector_kit.one_call import Away, FarSide, TooLate, Unreadable, call
from myspace.connectors.valid import mapping, wire
from myspace.connectors.valid.failures import ProviderDown, ProviderGarbled, ProviderLate, TokenExpired, TokenRefused
from myspace.connectors.valid.mapping import Evidence


def _now() -> datetime:
    return datetime.now(UTC)


class ValidClient:
    """One registered application at VALId.

    `base_url` is the provider as this process reaches it; `browser_url` as the person's browser does, when that
    differs (a phone in the same network). `deadline_ms` bounds each call whole: connection, handshake and last byte;
    only the name look-up is left to the system's resolver. `ca_file` adds an authority (a generated certificate).
    Plain http is accepted for loopback addresses only. Thread-safe: it keeps nothing between calls.
    """

    def __init__(
        self,
        base_url: str,
        client_id: str,
        client_secret: str,
        redirect_uri: str,
        deadline_ms: int = 5000,
        *,
        browser_url: str | None = None,
        ca_file: Path | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        try:
            self._far = FarSide.at(base_url, ca_file=ca_file)
        except ValueError as wrong:
            raise ValueError(f"the address of VALId {wrong}; check MYSPACE_VALID_URL") from None
        self._browser_url = (browser_url or base_url).rstrip("/")
        self._client_id = client_id
        self._client_secret = client_secret
        self._redirect_uri = redirect_uri
        self._deadline_ms = deadline_ms
        self._now = now

    def authorize_url(self, state: str, *, offline: bool = False) -> str:
        """Where to send the browser. `state` must be unguessable and kept with this browser's session (ADR 0006).

        `offline`: this login leaves a refresh token, because the person consented to it (ADR 0017).
        """
        query = wire.authorize_query(self._client_id, self._redirect_uri, state, offline=offline)
        return f"{self._browser_url}{wire.AUTHORIZE}?{query}"

    def exchange(self, code: str) -> Token:
        """Code → token. Raises TokenRefused, ProviderDown, ProviderLate, ProviderGarbled.

        A token born dead is given too: `who` refuses it, and it still says whose login there is to be ended.
        """
        return self._token(wire.exchange_form(code, self._client_id, self._client_secret, self._redirect_uri))

    def renew(self, refresh_token: str) -> Token:
        """Another token by one that a login left. Raises as `exchange`; TokenRefused: it is good for nothing any more."""
        return self._token(wire.refresh_form(refresh_token, self._client_id, self._client_secret, self._redirect_uri))

    def _token(self, form: bytes) -> Token:
        asked_at = self._now()
        status, body = self._send("POST", wire.TOKEN, form)
        if status in (400, 401, 403):
            raise TokenRefused(status)
        _expect_200(status)
        access_token, seconds, refresh_token = wire.read_token(body)
        return Token(access_token, asked_at + timedelta(seconds=seconds), refresh_token=refresh_token)

    def who(self, token: Token) -> Identity:
        """Who entered. Raises KoAnswer, TokenExpired, the three Identity failures and the three Provider ones."""
        return mapping.to_identity(wire.read_user_info(self._ask_with(token, wire.USER_INFO)))

    def evidence(self, token: Token) -> Evidence:
        return Evidence(wire.read_evidence(self._ask_with(token, wire.EVIDENCE)))

    def revoke(self, token: Token) -> bool:
        """Ends the token; the browser's session at VALId survives. False: the provider no longer knew it (400)."""
        return self._end(token, wire.REVOKE)

    def give_up(self, refresh_token: str) -> bool:
        """Ends what a login left. False: it was no longer known. That revoking takes a refresh token is not published."""
        return self._end(Token(refresh_token, self._now()), wire.REVOKE)

    def logout(self, token: Token) -> bool:
        """Ends the browser's session at VALId. False: the provider no longer knew the token (400)."""
        return self._end(token, wire.LOGOUT)

    def _ask_with(self, token: Token, path: str) -> bytes:
        self._check_alive(token)
        status, body = self._send("GET", f"{path}?{wire.access_query(token.access_token)}")
        if status == 401:
            raise TokenExpired(status)
        _expect_200(status)
        return body

    def _end(self, token: Token, path: str) -> bool:
        status, _ = self._send("GET", f"{path}?{wire.token_query(token.access_token)}")
        if status == 400:
            return False
        _expect_200(status)
        return True

    def _check_alive(self, token: Token) -> None:
        if token.expires_at <= self._now():
            raise TokenExpired

    def _send(self, method: str, target: str, form: bytes | None = None) -> tuple[int, bytes]:
        """One exchange on one fresh connection: status and body, or one of the three Provider failures."""
        try:
            return call(self._far, method, target, form=form, deadline_ms=self._deadline_ms)
        except TooLate as late:
            raise ProviderLate from late
        except Away as away:
            raise ProviderDown from away
        except Unreadable as wrong:
            raise ProviderGarbled(wrong.status) from wrong


def _expect_200(status: int) -> None:
    """A redirect is never followed: the token is in our query and would go wherever it points."""
    if status == 200:
        return
    if status in (403, 404, 429) or status >= 500:
        raise ProviderDown(status)
    raise ProviderGarbled(status)
