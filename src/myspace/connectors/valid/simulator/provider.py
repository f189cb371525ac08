"""The simulated provider's memory: attempts, codes, tokens, browser sessions. Knows time only through its clock.

attempt ──(a method, a person, an act)──▶ code, 60 s, once ──▶ token, an hour ──▶ revoked | logged out | over
                                            │ a code used twice kills its token
                                            └──▶ refresh token, where offline access was asked ──▶ revoked, by itself
browser session ── made with the code, if remembering ──▶ ended by logout only (revoke leaves it: contracts §2)
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from myspace.connectors.valid.simulator.people import Company, Person

CODE_SECONDS = 60
ATTEMPT_SECONDS = 900


class Misbehaviour(StrEnum):
    """What the provider can be asked to do wrong. The text for people is in `WORDS`."""

    NONE = "none"
    CANCEL = "cancel"
    OTHER_ERROR = "other_error"
    WRONG_STATE = "wrong_state"
    CODE_REFUSED = "code_refused"
    EXPIRED = "expired"
    DOWN = "down"
    SLOW = "slow"
    HTML = "html"
    TRUNCATED = "truncated"
    CHARSET = "charset"
    ENDLESS = "endless"
    REDIRECT = "redirect"
    KO = "ko"
    NO_LEVEL = "no_level"
    UNKNOWN_LEVEL = "unknown_level"
    DOCUMENT_TYPE = "document_type"
    NO_IDENTIFIER = "no_identifier"
    BAD_IDENTIFIER = "bad_identifier"
    PASSPORT_FR = "passport_fr"
    PASSPORT_RO = "passport_ro"
    PASSPORT_NOWHERE = "passport_nowhere"
    LEGACY_METHOD = "legacy_method"
    LOGOUT_DOWN = "logout_down"


WORDS: dict[Misbehaviour, str] = {
    Misbehaviour.NONE: "Tot va bé",
    Misbehaviour.CANCEL: "Torna amb SESSION_CANCEL",
    Misbehaviour.OTHER_ERROR: "Torna amb un altre error",
    Misbehaviour.WRONG_STATE: "Torna amb un «state» canviat",
    Misbehaviour.CODE_REFUSED: "No accepta el codi",
    Misbehaviour.EXPIRED: "Dona un testimoni caducat",
    Misbehaviour.DOWN: "Avaria: 503",
    Misbehaviour.SLOW: "No acaba de respondre",
    Misbehaviour.HTML: "Respon HTML en lloc de dades",
    Misbehaviour.TRUNCATED: "Respon a mitges",
    Misbehaviour.CHARSET: "Respon en ISO-8859-1 sense dir-ho",
    Misbehaviour.ENDLESS: "Respon sense fi",
    Misbehaviour.REDIRECT: "Envia a una altra adreça",
    Misbehaviour.KO: "Respon «ko» amb HTTP 200",
    Misbehaviour.NO_LEVEL: "No diu el nivell de seguretat",
    Misbehaviour.UNKNOWN_LEVEL: "Diu un nivell desconegut",
    Misbehaviour.DOCUMENT_TYPE: "Diu documentType i no identifierType",
    Misbehaviour.NO_IDENTIFIER: "No diu qui és la persona",
    Misbehaviour.BAD_IDENTIFIER: "Dona un identificador mal format",
    Misbehaviour.PASSPORT_FR: "Diu un passaport de França",
    Misbehaviour.PASSPORT_RO: "Diu un passaport de Romania amb el mateix número",
    Misbehaviour.PASSPORT_NOWHERE: "Diu el passaport sense dir de quin país",
    Misbehaviour.LEGACY_METHOD: "Diu un mètode antic (mobileid)",
    Misbehaviour.LOGOUT_DOWN: "La sortida falla: 503",
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself: VALId's certificateType and, where there is one, the organisation."""

    kind: str
    company: Company | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """One act of identifying oneself: what every later answer about it is made of."""

    person: Person
    method: str
    level: str
    certificate: Certificate | None = None
    misbehaviour: Misbehaviour = Misbehaviour.NONE


@dataclass(frozen=True, slots=True)
class Attempt:
    """A browser that was sent here and has not finished. `sms` is the code its simulated phone shows."""

    id: str
    redirect_uri: str
    state: str | None
    offline: bool
    sms: str
    until: float


@dataclass(slots=True)
class Grant:
    login: Login
    redirect_uri: str
    session: str | None
    offline: bool
    until: float
    token: str | None = None


@dataclass(slots=True)
class Issued:
    login: Login
    session: str | None
    until: float
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """The one application this provider knows."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: frozenset[str] = frozenset()


class Refused(Exception):
    """The provider says no. Its words are not published, so it has none."""


class Provider:
    def __init__(
        self,
        registered: Registered,
        *,
        token_seconds: int = 3600,
        remember: bool = True,
        leaving_ends_offline: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.registered = registered
        self.remember = remember
        self._token_seconds = token_seconds
        self._leaving_ends_offline = leaving_ends_offline  # what the real one does is not public
        self._clock = clock
        self._next = Misbehaviour.NONE
        self._attempts: dict[str, Attempt] = {}
        self._grants: dict[str, Grant] = {}
        self._tokens: dict[str, Issued] = {}
        self._refresh: dict[str, Issued] = {}
        self._renewed: set[str] = set()
        self._sessions: dict[str, Login] = {}

    # ── the browser's side ──

    def begin(self, redirect_uri: str, state: str | None, offline: bool) -> Attempt:
        self._sweep()
        attempt = Attempt(
            secrets.token_urlsafe(18),
            redirect_uri,
            state,
            offline,
            f"{secrets.randbelow(1_000_000):06d}",
            self._clock() + ATTEMPT_SECONDS,
        )
        self._attempts[attempt.id] = attempt
        return attempt

    def attempt(self, key: str) -> Attempt | None:
        found = self._attempts.get(key)
        return found if found and found.until > self._clock() else None

    def finish(self, attempt: Attempt, login: Login) -> tuple[Login, str, str | None]:
        """The attempt ends: the login as it will behave, its code, and the browser's new session if remembered."""
        self._attempts.pop(attempt.id, None)
        if login.misbehaviour is Misbehaviour.NONE:
            login = replace(login, misbehaviour=self.take_next())
        session = None
        if self.remember:
            session = secrets.token_urlsafe(24)
            # What went wrong once is not remembered: the next pass of this browser behaves.
            self._sessions[session] = replace(login, misbehaviour=Misbehaviour.NONE)
        return login, self._grant(attempt, login, session), session

    def pass_through(self, attempt: Attempt, session: str) -> tuple[Login, str] | None:
        """A browser that is still logged in here gets a code without a question."""
        login = self._sessions.get(session)
        if login is None:
            return None
        self._attempts.pop(attempt.id, None)
        login = replace(login, misbehaviour=self.take_next())
        return login, self._grant(attempt, login, session)

    def abandon(self, attempt: Attempt) -> None:
        self._attempts.pop(attempt.id, None)

    def logged_in(self, session: str) -> Login | None:
        return self._sessions.get(session)

    def end_session(self, session: str) -> None:
        self._sessions.pop(session, None)

    def _grant(self, attempt: Attempt, login: Login, session: str | None) -> str:
        code = "1/" + secrets.token_urlsafe(15)  # the real ones carry a slash, which must survive the way
        self._grants[code] = Grant(login, attempt.redirect_uri, session, attempt.offline, self._clock() + CODE_SECONDS)
        return code

    # ── the application's side ──

    def check_client(self, client_id: str, client_secret: str) -> None:
        good = hmac.compare_digest(client_id.encode(), self.registered.client_id.encode())
        if not (good and hmac.compare_digest(client_secret.encode(), self.registered.client_secret.encode())):
            raise Refused

    def peek(self, code: str) -> Misbehaviour:
        grant = self._grants.get(code)
        return grant.login.misbehaviour if grant else Misbehaviour.NONE

    def exchange(self, code: str, redirect_uri: str) -> tuple[str, int, str | None]:
        """Code → access token, its seconds, and a refresh token when offline access was asked."""
        grant = self._grants.get(code)
        if grant is None:
            raise Refused
        if grant.token is not None:
            self._tokens.pop(grant.token, None)
            raise Refused
        if grant.until <= self._clock() or grant.redirect_uri != redirect_uri:
            raise Refused
        if grant.login.misbehaviour is Misbehaviour.CODE_REFUSED:
            raise Refused
        seconds = 0 if grant.login.misbehaviour is Misbehaviour.EXPIRED else self._token_seconds
        grant.token = self._issue(grant.login, grant.session, seconds)
        refresh = None
        if grant.offline:
            refresh = secrets.token_urlsafe(30)
            self._refresh[refresh] = (
                self._tokens[grant.token]
                if self._leaving_ends_offline
                else Issued(grant.login, grant.session, float("inf"))
            )
        return grant.token, seconds, refresh

    def renew(self, refresh: str) -> tuple[str, int]:
        old = self._refresh.get(refresh)
        if old is None or old.revoked:
            raise Refused
        # What went wrong at the login is not repeated; and no browser's session is behind it.
        login = replace(old.login, misbehaviour=Misbehaviour.NONE)
        token = self._issue(login, None, self._token_seconds)
        self._renewed.add(token)
        return token, self._token_seconds

    def was_renewed(self, token: str) -> bool:
        """Whether this token came of a refresh token: for who rehearses a service that takes no such."""
        return token in self._renewed

    def forget_offline(self) -> None:
        """Every refresh token is refused from here on."""
        self._refresh.clear()

    def _issue(self, login: Login, session: str | None, seconds: int) -> str:
        token = "1/" + secrets.token_urlsafe(24)
        self._tokens[token] = Issued(login, session, self._clock() + seconds)
        return token

    def login_of(self, token: str) -> Login | None:
        issued = self._tokens.get(token)
        return issued.login if issued and not issued.revoked and issued.until > self._clock() else None

    def behaviour_of(self, token: str) -> Misbehaviour:
        issued = self._tokens.get(token)
        return issued.login.misbehaviour if issued else Misbehaviour.NONE

    def revoke(self, token: str) -> bool:
        if token in self._refresh:
            return not self._refresh.pop(token).revoked
        issued = self._tokens.get(token)
        if issued is None or issued.revoked or issued.until <= self._clock():
            return False
        issued.revoked = True
        return True

    def logout(self, token: str) -> bool:
        """Ends the browser's session and the token. A token that is over still says whose session it was."""
        issued = self._tokens.get(token)
        if issued is None:
            return False
        issued.revoked = True
        if issued.session:
            self.end_session(issued.session)
        return True

    # ── rehearsal ──

    def set_next(self, misbehaviour: Misbehaviour) -> None:
        self._next = misbehaviour

    def take_next(self) -> Misbehaviour:
        taken, self._next = self._next, Misbehaviour.NONE
        return taken

    def _sweep(self) -> None:
        """Forget what ended over an hour ago, so that a provider left on for weeks does not grow."""
        then = self._clock() - 3600
        self._attempts = {k: a for k, a in self._attempts.items() if a.until > then}
        self._grants = {k: g for k, g in self._grants.items() if g.until > then}
        self._tokens = {k: t for k, t in self._tokens.items() if t.until > then}
