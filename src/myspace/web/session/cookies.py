"""The cookies of the session door: what each carries and for how long. Knows no page and no provider.

__Host-session   the session's token, as long as the browser is open; the database knows when it ends
__Host-login     the state of a login under way and where to go afterwards; signed, ten minutes
__Host-choice    who came with a representative's certificate, until they say for whom: choice.py
__Host-hello     when this person last entered, to be said once; signed, ten minutes
__Host-seu       by which body's door this session came in; signed for this session alone: came_from.py
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core import signing
from django.http import HttpRequest, HttpResponse

SESSION, LOGIN, CHOICE, HELLO = "__Host-session", "__Host-login", "__Host-choice", "__Host-hello"
CAME_FROM = "__Host-seu"
LOGIN_SECONDS, HELLO_SECONDS = 600, 600


def put(response: HttpResponse, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(name, value, max_age=max_age, secure=True, httponly=True, samesite="Lax", path="/")


def drop(response: HttpResponse, *names: str) -> None:
    for name in names:
        response.set_cookie(name, "", max_age=0, secure=True, httponly=True, samesite="Lax", path="/")


@dataclass(frozen=True, slots=True)
class LoginUnderWay:
    """`needs` is the level a step-up asks for (0: none); `again` is true when a person already in identifies anew.

    `came_from` is the INE10 of the body whose door it began at, if any.
    """

    state: str
    next: str
    needs: int = 0
    again: bool = False
    came_from: str = ""


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
