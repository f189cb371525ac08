"""The cookies of the session door: what each carries and for how long. Knows no page and no provider.

__Host-session   the session's token, as long as the browser is open; the database knows when it ends
__Host-login     the state of a login under way and where to go afterwards; signed, ten minutes
__Host-choice    who came with a representative's certificate, until they say for whom: choice.py
__Host-hello     when this person last entered, to be said once; signed, ten minutes
__Host-public    somebody said that this computer is public: what is kept of them here goes with their session
__Host-out       on the way out at a provider: way_out.py
__Host-seu       by which body's door this session came in; signed for this session alone: came_from.py
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from myspace.web.session.ways import Attempt

SESSION, LOGIN, CHOICE, HELLO = "__Host-session", "__Host-login", "__Host-choice", "__Host-hello"
CAME_FROM, PUBLIC, OUT = "__Host-seu", "__Host-public", "__Host-out"
LOGIN_SECONDS, HELLO_SECONDS = 600, 600
KEPT_BY_PAGES = '"cache", "storage"'  # what goes with every session, as Clear-Site-Data names it


def put(response: HttpResponse, name: str, value: str, max_age: int | None = None) -> None:
    response.cookies.pop(name, None)  # one that was dropped before in this answer would leave its end on the new one
    response.set_cookie(name, value, max_age=max_age, secure=True, httponly=True, samesite="Lax", path="/")


def drop(response: HttpResponse, *names: str) -> None:
    for name in names:
        response.set_cookie(name, "", max_age=0, secure=True, httponly=True, samesite="Lax", path="/")


def forget(response: HttpResponse, *, everything: bool) -> None:
    """The session's traces go from this browser; on a public computer also what is only a person's habit: the language.

    Each by name as well: not every browser reads Clear-Site-Data, and a cookie of ours tells who was here. With
    `everything` browsers that do read it forget the cookies of the whole registrable domain, the provider's too where
    it shares ours: on a computer of others that is wanted. Such a page must hold no form, whose cookie would go too.
    """
    drop(response, SESSION, LOGIN, CHOICE, HELLO, CAME_FROM, PUBLIC, OUT)
    if everything:
        drop(response, settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    response["Clear-Site-Data"] = '"cache", "cookies", "storage"' if everything else KEPT_BY_PAGES


def on_a_public_computer(request: HttpRequest) -> bool:
    """Whether the last who entered here said so: known also when their session is over and nobody is in."""
    return bool(request.COOKIES.get(PUBLIC))


@dataclass(frozen=True, slots=True)
class LoginUnderWay:
    """`needs` is the level a step-up asks for (0: none); `again` is true when a person already in identifies anew.

    `came_from` is the INE10 of the body whose door it began at, if any. `public`: on a computer that others use too.
    `provider` is who was asked: the answer of another one is nobody's. `nonce` and `verifier` serve where it speaks
    OpenID; like the state they are safe with whoever holds this browser, and with nobody else. `offline`: what renews it is left.
    """

    state: str
    next: str
    needs: int = 0
    again: bool = False
    came_from: str = ""
    public: bool = False
    provider: str = "valid"
    nonce: str = ""
    verifier: str = ""
    begun_at: int = 0
    offline: bool = False

    @classmethod
    def new(
        cls,
        provider: str,
        next_path: str,
        needs: int = 0,
        *,
        again: bool = False,
        came_from: str = "",
        public: bool = False,
        offline: bool = False,
    ) -> LoginUnderWay:
        made = Attempt.new(needs)
        return cls(
            made.state, next_path, needs, again, came_from, public, provider, made.nonce, made.verifier, made.begun_at,
            offline,
        )  # fmt: skip

    @property
    def attempt(self) -> Attempt:
        return Attempt(self.state, self.nonce, self.verifier, self.begun_at, self.needs, self.offline)


def put_login(response: HttpResponse, login: LoginUnderWay) -> None:
    put(response, LOGIN, signing.dumps(asdict(login), salt=LOGIN), LOGIN_SECONDS)


def login_of(request: HttpRequest) -> LoginUnderWay | None:
    try:
        return LoginUnderWay(**signing.loads(request.COOKIES.get(LOGIN, ""), salt=LOGIN, max_age=LOGIN_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def put_hello(response: HttpResponse, entered_before: datetime) -> None:
    put(response, HELLO, signing.dumps(entered_before.isoformat(), salt=HELLO), HELLO_SECONDS)


def hello_of(request: HttpRequest) -> datetime | None:
    try:
        return datetime.fromisoformat(signing.loads(request.COOKIES.get(HELLO, ""), salt=HELLO, max_age=HELLO_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
