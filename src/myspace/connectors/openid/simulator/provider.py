"""The simulated OpenID provider's memory: attempts, codes, tokens, browsers that it remembers. Knows time by its clock.

attempt ──(a person, an act)──▶ code, 60 s, once ──▶ access token, an hour ──▶ revoked | over
                                    │ a code used twice kills its token (RFC 6749 §4.1.2)
session ── made with the code, if remembering ──▶ ended at the end-session address only
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from myspace.connectors.openid.simulator.moods import Mood
from myspace.connectors.openid.simulator.people import Person

CODE_SECONDS = 60
ATTEMPT_SECONDS = 900
TOKEN_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Registered:
    """The one application this provider knows."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: frozenset[str] = frozenset()
    after_logout: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """An authorization request that was found to be one. `max_age` in seconds; `levels` as the application wishes them."""

    redirect_uri: str
    challenge: str
    state: str | None = None
    nonce: str | None = None
    prompt: frozenset[str] = frozenset()
    max_age: int | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Login:
    """One act of identifying oneself. `at` is when, in seconds since 1970."""

    person: Person
    level: str
    at: int
    mood: Mood = Mood.NONE


@dataclass(frozen=True, slots=True)
class Attempt:
    id: str
    asked: Asked
    until: float


@dataclass(slots=True)
class Grant:
    login: Login
    asked: Asked
    until: float
    token: str | None = None


@dataclass(slots=True)
class Issued:
    login: Login
    until: float


class Refused(Exception):
    """What the token address says no to; `error` is the standard's word (RFC 6749 §5.2)."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Provider:
    def __init__(
        self, registered: Registered, *, remember: bool = True, clock: Callable[[], float] = time.time
    ) -> None:
        self.registered = registered
        self.remember = remember
        self._clock = clock
        self._next = Mood.NONE
        self._attempts: dict[str, Attempt] = {}
        self._grants: dict[str, Grant] = {}
        self._tokens: dict[str, Issued] = {}
        self._sessions: dict[str, Login] = {}

    @property
    def now(self) -> int:
        return int(self._clock())

    # ── the browser's side ──

    def begin(self, asked: Asked) -> Attempt:
        self._sweep()
        attempt = Attempt(secrets.token_urlsafe(18), asked, self._clock() + ATTEMPT_SECONDS)
        self._attempts[attempt.id] = attempt
        return attempt

    def attempt(self, key: str) -> Attempt | None:
        found = self._attempts.get(key)
        return found if found and found.until > self._clock() else None

    def abandon(self, attempt: Attempt) -> None:
        self._attempts.pop(attempt.id, None)

    def finish(self, attempt: Attempt, person: Person, level: str, mood: Mood) -> tuple[Login, str, str | None]:
        """The attempt ends: the login as it will behave, its code, and the browser's session if it is remembered."""
        self.abandon(attempt)
        login = Login(person, level, self.now, mood if mood is not Mood.NONE else self._take_next())
        session = None
        if self.remember:
            session = secrets.token_urlsafe(24)
            self._sessions[session] = replace(login, mood=Mood.NONE)
        return login, self._grant(attempt.asked, login), session

    def remembered(self, session: str, asked: Asked) -> Login | None:
        """Who this browser is, if the question lets it pass without asking the person anew (Core §3.1.2.1)."""
        login = self._sessions.get(session)
        if login is None or asked.prompt & {"login", "select_account"}:
            return None
        if asked.max_age is not None and self._clock() - login.at >= asked.max_age:
            return None
        return login

    def pass_through(self, asked: Asked, login: Login) -> tuple[Login, str]:
        login = replace(login, mood=self._take_next())
        return login, self._grant(asked, login)

    def who_is_in(self, session: str) -> Login | None:
        return self._sessions.get(session)

    def end_session(self, session: str) -> None:
        self._sessions.pop(session, None)

    def _grant(self, asked: Asked, login: Login) -> str:
        code = secrets.token_urlsafe(24)
        self._grants[code] = Grant(login, asked, self._clock() + CODE_SECONDS)
        return code

    # ── the application's side ──

    def check_client(self, client_id: str, secret: str) -> None:
        good = hmac.compare_digest(client_id.encode(), self.registered.client_id.encode())
        if not (good and hmac.compare_digest(secret.encode(), self.registered.client_secret.encode())):
            raise Refused("invalid_client")

    def mood_of_code(self, code: str) -> Mood:
        grant = self._grants.get(code)
        return grant.login.mood if grant else Mood.NONE

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> tuple[str, Login, Asked]:
        """Code → access token, and what the id_token is made of."""
        grant = self._grants.get(code)
        if grant is None:
            raise Refused("invalid_grant")
        if grant.token is not None:
            self._tokens.pop(grant.token, None)
            raise Refused("invalid_grant")
        if grant.until <= self._clock() or grant.asked.redirect_uri != redirect_uri:
            raise Refused("invalid_grant")
        if grant.login.mood is Mood.CODE_REFUSED or not _proves(verifier, grant.asked.challenge):
            raise Refused("invalid_grant")
        grant.token = secrets.token_urlsafe(24)
        self._tokens[grant.token] = Issued(grant.login, self._clock() + TOKEN_SECONDS)
        return grant.token, grant.login, grant.asked

    def login_of(self, token: str) -> Login | None:
        issued = self._tokens.get(token)
        return issued.login if issued and issued.until > self._clock() else None

    def revoke(self, token: str) -> None:
        """A token that is not one is as good as revoked (RFC 7009 §2.2)."""
        self._tokens.pop(token, None)

    # ── rehearsal ──

    def set_next(self, mood: Mood) -> None:
        self._next = mood

    @property
    def next(self) -> Mood:
        return self._next

    def _take_next(self) -> Mood:
        taken, self._next = self._next, Mood.NONE
        return taken

    def _sweep(self) -> None:
        """Forget what ended over an hour ago, so that a provider left on for weeks does not grow."""
        then = self._clock() - 3600
        self._attempts = {k: a for k, a in self._attempts.items() if a.until > then}
        self._grants = {k: g for k, g in self._grants.items() if g.until > then}
        self._tokens = {k: t for k, t in self._tokens.items() if t.until > then}


def _proves(verifier: str, challenge: str) -> bool:
    """RFC 7636 §4.6, for the only method that is taken: S256."""
    if not 43 <= len(verifier) <= 128 or not verifier.isascii():
        return False
    digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    return hmac.compare_digest(digest, challenge)
