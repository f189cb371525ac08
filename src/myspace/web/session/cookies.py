"""The cookies of the session door: what each carries and for how long. Knows no page and no provider.

__Host-session   the session's token, as long as the browser is open; the database knows when it ends
__Host-login     the state of a login under way and where to go afterwards; signed, ten minutes
__Host-choice    who came with a representative's certificate, until they say for whom; sealed, five minutes
__Host-hello     when this person last entered, to be said once; signed, ten minutes
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from myspace.domain.kernel.keyring import KeyringError, keyring

SESSION, LOGIN, CHOICE, HELLO = "__Host-session", "__Host-login", "__Host-choice", "__Host-hello"
LOGIN_SECONDS, CHOICE_SECONDS, HELLO_SECONDS = 600, 300, 600


def put(response: HttpResponse, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(name, value, max_age=max_age, secure=True, httponly=True, samesite="Lax", path="/")


def drop(response: HttpResponse, *names: str) -> None:
    for name in names:
        response.set_cookie(name, "", max_age=0, secure=True, httponly=True, samesite="Lax", path="/")


@dataclass(frozen=True, slots=True)
class LoginUnderWay:
    """`needs` is the level a step-up asks for (0: none); `again` is true when a person already in identifies anew."""

    state: str
    next: str
    needs: int = 0
    again: bool = False


def put_login(response: HttpResponse, login: LoginUnderWay) -> None:
    put(response, LOGIN, signing.dumps(asdict(login), salt=LOGIN), LOGIN_SECONDS)


def login_of(request: HttpRequest) -> LoginUnderWay | None:
    try:
        return LoginUnderWay(**signing.loads(request.COOKIES.get(LOGIN, ""), salt=LOGIN, max_age=LOGIN_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def put_choice(response: HttpResponse, facts: dict[str, Any]) -> None:
    """Names and numbers are in it, so it is sealed and not merely signed."""
    text = json.dumps(facts | {"until": time.time() + CHOICE_SECONDS})
    put(response, CHOICE, keyring().seal(text, "web.choice"), CHOICE_SECONDS)


def choice_of(request: HttpRequest) -> dict[str, Any] | None:
    try:
        facts: dict[str, Any] = json.loads(keyring().unseal(request.COOKIES.get(CHOICE, ""), "web.choice"))
    except (KeyringError, ValueError):
        return None
    return facts if facts["until"] > time.time() else None


def put_hello(response: HttpResponse, entered_before: datetime) -> None:
    put(response, HELLO, signing.dumps(entered_before.isoformat(), salt=HELLO), HELLO_SECONDS)


def hello_of(request: HttpRequest) -> datetime | None:
    try:
        return datetime.fromisoformat(signing.loads(request.COOKIES.get(HELLO, ""), salt=HELLO, max_age=HELLO_SECONDS))
    except (signing.BadSignature, TypeError, ValueError):
        return None
