"""Fetches one revocation list from an address that an operator named, under one deadline and one size. Asking again is safe.

Never from an address that stands in somebody's file: whoever writes the file would choose whom we ask. A list is signed, and
judged by who issued it, so plain HTTP does: unlike what carries somebody's data.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from myspace.connector_kit.one_call import CallFailed, FarSide, exchange, tls_context
from myspace.connectors.revocation.wire import MOST, Found, NoList, read

DEADLINE_MS = 20_000
_ACCEPT = {"Accept": "application/pkix-crl, */*"}


def fetch(url: str) -> Found:
    """Raises NoList. No redirect is followed."""
    far, query = address(url)
    try:
        reply = exchange(far, "GET", query, deadline_ms=DEADLINE_MS, headers=_ACCEPT, max_bytes=MOST)
    except CallFailed as away:
        raise NoList(f"it did not answer ({type(away).__name__})") from away
    if reply.status != 200:
        raise NoList(f"it answered {reply.status}")
    return read(reply.body)


def address(url: str) -> tuple[FarSide, str]:
    """Whom to ask, and with which query. Raises NoList for what is no such address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    odd = any(not "!" <= each <= "~" for each in url)
    if odd or parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
        raise NoList("an address is http(s)://host[:port]/path")
    tls = tls_context(None, None) if parts.scheme == "https" else None
    query = f"?{parts.query}" if parts.query else ""
    return FarSide(parts.hostname, port or (443 if tls else 80), parts.path or "/", tls), query
