"""The identity providers as this door uses them: which it offers, and what is asked of one when somebody leaves.

Knows settings and deadlines. Refuses to know pages; failures carry the name of their page.
"""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import translation

from myspace.connector_kit.login import LoginFailure, Token
from myspace.connectors.openid.client import OpenIdClient
from myspace.connectors.valid.client import ValidClient
from myspace.domain.people.service import Held
from myspace.web.session import providers
from myspace.web.session.providers import ONLY_VALID, SOURCE, Provider, Providers
from myspace.web.session.ways import ThroughOpenId, ThroughValid, Way

log = logging.getLogger(__name__)

CALLBACK, OUT = "/entra/torna", "/surt/fet"
PATIENCE_MS = 5_000
_LEAVING_MS = 2_000  # somebody who leaves waits little: twice this at most


def configured() -> Providers:
    """Raises ProvidersUnusable: what starts the process asks first, so that no person meets it."""
    return _read(getattr(settings, "LOGIN_PROVIDERS", ""))


@lru_cache(maxsize=4)
def _read(path: str) -> Providers:
    return providers.read_file(Path(path), os.environ) if path else ONLY_VALID


@lru_cache(maxsize=32)
def way(name: str) -> Way | None:
    """How this provider is spoken to; None when there is none of this name any more."""
    each = configured().by_name.get(name)
    return made(each, PATIENCE_MS) if each else None


def made(each: Provider, patience_ms: int) -> Way:
    if each.openid is None:
        return ThroughValid(_valid(patience_ms), _valid(_LEAVING_MS))
    return ThroughOpenId(_openid(each, patience_ms), _openid(each, _LEAVING_MS))


def forget() -> None:
    """For who changes the settings of a running process: tests and proofs."""
    _read.cache_clear()
    _lead_to.cache_clear()
    way.cache_clear()


def called(name: str) -> str | None:
    """What people know this provider by, in the language of the page; None when it is no longer configured."""
    each = configured().by_name.get(name)
    return in_words(each) if each else None


def in_words(each: Provider) -> str:
    return each.title.get(translation.get_language() or SOURCE) or each.title[SOURCE]


def the_only_one() -> str | None:
    """The name of the provider where there is no other: whoever was here came in by it."""
    known = list(configured().by_name.values())
    return in_words(known[0]) if len(known) == 1 else None


def lead_to() -> tuple[str, ...]:
    """The origins, besides VALId's, to which a form of ours may send a browser: for the policy of every page."""
    return _lead_to(getattr(settings, "LOGIN_PROVIDERS", ""))


@lru_cache(maxsize=4)
def _lead_to(path: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(origin for each in _read(path).by_name.values() for origin in each.origins))


def leave(held: Held | None) -> bool:
    """Revoke the token and end the browser's session there. False when the provider did not confirm it.

    Called after our own session has ended for good: whatever happens here, nobody is in.
    """
    through = way(held.provider) if held else None
    if held is None or held.token is None or through is None:
        return False
    try:
        return through.leave(held.token)
    except LoginFailure as failure:
        log.warning("provider logout failed", extra={"code": failure.code})
        return False


def evidence(held: Held) -> tuple[bytes, ...]:
    """VALId's own traces of the login that this token is of, unread. Raises a LoginFailure; empty: it gives none."""
    if held.provider != providers.VALID or held.token is None:
        return ()
    return _valid(PATIENCE_MS).evidence(Token(held.token, datetime.now(UTC) + timedelta(minutes=5))).traces


def give_up(refresh_token: str) -> None:
    """End, at VALId, what a login left. Whatever becomes of it there, nothing of ours has it any more."""
    try:
        _valid(_LEAVING_MS).give_up(refresh_token)
    except LoginFailure as failure:
        log.warning("a left login was not given up at its provider", extra={"code": failure.code})


def way_out(name: str, state: str) -> str | None:
    """Where the browser itself can end its session at this provider; None when there is no such place, or it is silent."""
    through = way(name)
    try:
        return through.way_out(settings.ORIGIN + OUT, state) if through else None
    except LoginFailure as failure:
        log.warning("provider logout failed", extra={"code": failure.code})
        return None


def _valid(deadline_ms: int) -> ValidClient:
    return ValidClient(
        settings.VALID_URL,
        settings.VALID_CLIENT_ID,
        settings.VALID_CLIENT_SECRET,
        settings.ORIGIN + CALLBACK,
        deadline_ms,
    )


def _openid(each: Provider, deadline_ms: int) -> OpenIdClient:
    assert each.openid is not None
    told = each.openid
    return OpenIdClient(
        told.issuer, told.client_id, told.client_secret, f"{settings.ORIGIN}{CALLBACK}/{each.name}", told.reading,
        deadline_ms, scopes=told.scopes, also_at=told.also_at, asks_again=told.asks_again,
    )  # fmt: skip
