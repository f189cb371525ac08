"""The two kinds of identity provider as the door uses them: the same steps, whatever is spoken underneath.

    send ── the browser goes there ── code ── exchange ── who
                                                      └── leave (from here), way_out (through the browser)

Knows which secrets an attempt needs. Refuses to know pages and cookies; failures carry the name of their page.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from myspace.connector_kit.login import Identity, Token
from myspace.connectors.openid.client import OpenIdClient
from myspace.connectors.openid.mapping import Tokens
from myspace.connectors.openid.wire import Secrets
from myspace.connectors.valid.client import ValidClient
from myspace.connectors.valid.wire import read_callback
from myspace.vocabulary.people import AssuranceLevel

Parameters = dict[str, list[str]]


@dataclass(frozen=True, slots=True, repr=False)
class Attempt:
    """One login under way: what only this browser knows, since when, and the level that it is for (0: any).

    `offline`: the person consented to leave what renews it (domain.notices.left_login).
    """

    state: str
    nonce: str
    verifier: str
    begun_at: int
    needs: int = 0
    offline: bool = False

    @classmethod
    def new(cls, needs: int = 0) -> Attempt:
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, int(datetime.now(UTC).timestamp()), needs)

    @property
    def secrets(self) -> Secrets:
        return Secrets(self.state, self.nonce, self.verifier)

    def __repr__(self) -> str:
        return "Attempt(···)"


class Way(Protocol):
    """Every method may raise a LoginFailure; `leave` and `way_out` are asked with the patience of somebody who leaves."""

    def send(self, attempt: Attempt) -> str: ...

    def code(self, params: Parameters, attempt: Attempt | None) -> str: ...

    def exchange(self, code: str, attempt: Attempt) -> Token: ...

    def who(self, token: Token, attempt: Attempt) -> Identity: ...

    def leave(self, access_token: str) -> bool:
        """End the token and, where a provider lets us do it from here, the browser's session. True: that one is ended."""
        ...

    def way_out(self, back: str, state: str) -> str | None:
        """Where the browser itself ends its session at the provider; None where there is no such place."""
        ...

    def probe(self) -> bool:
        """Ask something harmless, for who sets it up. False: this provider publishes nothing that could be asked."""
        ...


class ThroughValid:
    def __init__(self, client: ValidClient, leaving: ValidClient) -> None:
        self.client, self._leaving = client, leaving

    def send(self, attempt: Attempt) -> str:
        return self.client.authorize_url(attempt.state, offline=attempt.offline)

    def code(self, params: Parameters, attempt: Attempt | None) -> str:
        return read_callback(params, attempt.state if attempt else None)

    def exchange(self, code: str, _attempt: Attempt) -> Token:
        return self.client.exchange(code)

    def who(self, token: Token, _attempt: Attempt) -> Identity:
        return self.client.who(token)

    def leave(self, access_token: str) -> bool:
        token = Token(access_token, datetime.now(UTC) + timedelta(hours=1))
        # Logout first: it needs the token that revoking kills.
        ended = self._leaving.logout(token)
        self._leaving.revoke(token)
        return ended

    def way_out(self, _back: str, _state: str) -> str | None:
        return None

    def probe(self) -> bool:
        return False


class ThroughOpenId:
    def __init__(self, client: OpenIdClient, leaving: OpenIdClient) -> None:
        self.client, self._leaving = client, leaving

    def send(self, attempt: Attempt) -> str:
        return self.client.authorize_url(attempt.secrets, AssuranceLevel(attempt.needs) if attempt.needs else None)

    def code(self, params: Parameters, attempt: Attempt | None) -> str:
        return self.client.read_callback(params, attempt.state if attempt else None)

    def exchange(self, code: str, attempt: Attempt) -> Token:
        return self.client.exchange(code, attempt.secrets)

    def who(self, token: Token, attempt: Attempt) -> Identity:
        assert isinstance(token, Tokens), "of the same way's exchange"
        return self.client.who(token, attempt.secrets, datetime.fromtimestamp(attempt.begun_at, UTC))

    def leave(self, access_token: str) -> bool:
        self._leaving.revoke(access_token)
        return False  # the browser's session there is ended by the browser alone

    def way_out(self, back: str, state: str) -> str | None:
        return self._leaving.way_out(back, state)

    def probe(self) -> bool:
        self.client.probe()
        return True
