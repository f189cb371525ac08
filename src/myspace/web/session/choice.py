"""Somebody identified who has still to say for whom: what is known meanwhile, sealed in a cookie of this browser.

__Host-choice   who came with a representative's certificate. To be answered within five minutes; the cookie stays as
                long as the provider's token lives, so that whoever is next in this browser ends that login there
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from myspace.connector_kit.login import Token
from myspace.domain.kernel.keyring import KeyringError, keyring
from myspace.domain.people.service import Held, Name, Presented
from myspace.vocabulary.people import AssuranceLevel, Identifier, IdentifierKind, LoginMethod
from myspace.web.session import cookies
from myspace.web.session.cookies import LoginUnderWay
from myspace.web.session.providers import VALID

SECONDS = 300
_KEPT_SECONDS = 3600  # a token of the provider lives so long
_CONTEXT = "web.choice"


@dataclass(frozen=True, slots=True)
class Choice:
    login: LoginUnderWay
    who: Presented
    company: Presented
    level: AssuranceLevel
    method: LoginMethod
    token: Token


def put(response: HttpResponse, choice: Choice) -> None:
    """Names and numbers are in it, so it is sealed and not merely signed."""
    facts = {
        "until": time.time() + SECONDS, "login": asdict(choice.login), "who": _pack(choice.who),
        "company": _pack(choice.company), "level": int(choice.level), "method": choice.method.value,
        "token": choice.token.access_token, "token_until": choice.token.expires_at.isoformat(),
    }  # fmt: skip
    cookies.put(response, cookies.CHOICE, keyring().seal(json.dumps(facts), _CONTEXT), _KEPT_SECONDS)


def read(request: HttpRequest) -> Choice | None:
    """The choice to be made; None when there is none or its five minutes are over."""
    facts = _facts(request)
    if facts is None or facts["until"] <= time.time():
        return None
    return Choice(
        LoginUnderWay(**facts["login"]), _unpack(facts["who"]), _unpack(facts["company"]), AssuranceLevel(facts["level"]),
        LoginMethod(facts["method"]), Token(facts["token"], datetime.fromisoformat(facts["token_until"])),
    )  # fmt: skip


def left(request: HttpRequest) -> Held | None:
    """What a choice that nobody made, in time or not, still holds of its provider: for the door to leave there."""
    facts = _facts(request)
    return Held(facts["login"].get("provider", VALID), facts["token"]) if facts else None


def _facts(request: HttpRequest) -> dict[str, Any] | None:
    try:
        facts: dict[str, Any] = json.loads(keyring().unseal(request.COOKIES.get(cookies.CHOICE, ""), _CONTEXT))
    except (KeyringError, ValueError):
        return None
    return facts


def _pack(presented: Presented) -> dict[str, str | None]:
    return {
        "kind": presented.identifier.kind.value, "value": presented.identifier.value, "country": presented.country,
        "given": presented.name.given, "surnames": presented.name.surnames,
    }  # fmt: skip


def _unpack(facts: dict[str, Any]) -> Presented:
    number = Identifier(IdentifierKind(facts["kind"]), facts["value"])
    return Presented(number, Name(facts["given"], facts["surnames"]), facts["country"])
