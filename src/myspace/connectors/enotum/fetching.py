"""Fetches the bytes of a document from where an answer says that they are. Knows one GET; holds nothing to give away.

No certificate, no token and no header of ours goes there: what is fetched was addressed by somebody else, and its place is
one that the deployment registered (papers.may_fetch). A redirect is not followed: it was one already.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from urllib.parse import urlsplit

from myspace.connector_kit import one_call
from myspace.connectors.enotum import papers
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Refused, Unknown


def fetch(address: str, origins: AbstractSet[str], *, trust: Path | None, deadline_ms: int) -> bytes | Unknown:
    """The bytes, up to papers.MOST_BYTES. An address of another place is Garbled: whoever sent us there is not believed."""
    where = papers.may_fetch(address, origins)
    if where is None:
        return Garbled(Fault.NOT_THE_CONTRACT)
    parts = urlsplit(where)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        far = one_call.FarSide.at(f"{parts.scheme}://{parts.netloc}", ca_file=trust)
        reply = one_call.exchange(
            far,
            "GET",
            target,
            deadline_ms=deadline_ms,
            headers={"Accept": "*/*"},
            max_bytes=papers.MOST_BYTES,
        )
    except one_call.CallFailed as failed:
        return lost(failed)
    except (OSError, ValueError):
        return Down(Fault.TLS)
    if reply.status != 200:
        return _by_status(reply.status)
    return reply.body


def lost(failed: one_call.CallFailed) -> Unknown:
    """What no whole answer is worth to who only reads."""
    match failed:
        case one_call.TooLate():
            return Late()
        case one_call.TooLong():
            return Garbled(Fault.TOO_LARGE)
        case one_call.Unreadable():
            return Garbled(Fault.TRUNCATED)
        case one_call.NoTls():
            return Down(Fault.TLS)
        case _:
            return Down(Fault.UNREACHABLE)


def _by_status(status: int) -> Unknown:
    if status in (401, 403, 410):  # a short-lived address that has lived
        return Refused(Fault.NOT_AUTHORISED)
    if status == 404:
        return Down(Fault.HTTP_NOT_FOUND)
    return Down(Fault.REDIRECTED if 300 <= status < 400 else Fault.SERVER_ERROR)
