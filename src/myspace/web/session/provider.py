"""The identity provider as this door uses it: one client, and what is asked of it when somebody leaves.

Knows deadlines. Refuses to know pages; its failures carry the name of their page.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from django.conf import settings

from myspace.connectors.valid.client import ValidClient
from myspace.connectors.valid.failures import LoginFailure
from myspace.connectors.valid.mapping import Token

log = logging.getLogger(__name__)

CALLBACK = "/entra/torna"
_LEAVING_MS = 2_000  # somebody who leaves waits little: twice this at most


@lru_cache(maxsize=1)
def client() -> ValidClient:
    return _client(5_000)


@lru_cache(maxsize=1)
def _leaving() -> ValidClient:
    return _client(_LEAVING_MS)


def _client(deadline_ms: int) -> ValidClient:
    return ValidClient(
        settings.VALID_URL,
        settings.VALID_CLIENT_ID,
        settings.VALID_CLIENT_SECRET,
        settings.ORIGIN + CALLBACK,
        deadline_ms,
    )


def leave(access_token: str | None) -> bool:
    """Revoke the token and end the browser's session there. False when the provider did not confirm it.

    Called after our own session has ended for good: whatever happens here, nobody is in.
    """
    if access_token is None:
        return False
    token = Token(access_token, datetime.now(UTC) + timedelta(hours=1))
    try:
        # Logout first: it needs the token that revoking kills.
        ended = _leaving().logout(token)
        _leaving().revoke(token)
    except LoginFailure as failure:
        log.warning("provider logout failed", extra={"code": failure.code})
        return False
    return ended
