"""What one exchange shows about the transport: TLS, time, headers, status.

Knows the rules 0xx. Refuses to know sockets (exchange.py) and what is inside the body.
"""

from __future__ import annotations

import ipaddress
from datetime import UTC, datetime, timedelta
from email.message import Message
from urllib.parse import urlsplit

from .exchange import Exchange, Failure
from .notebook import Notebook, Where

DEADLINE_MS = 2500
QUICK_MS = 1000
LARGE = 20_000

_FAILURES = {
    Failure.UNREACHED: "HCC-C-001",
    Failure.CERTIFICATE: "HCC-C-003",
    Failure.LATE: "HCC-C-005",
    Failure.CUT: "HCC-C-009",
    Failure.TOO_LARGE: "HCC-C-010",
    Failure.GARBLED_COMPRESSION: "HCC-C-012",
}


def is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def judge_address(notes: Notebook, url: str) -> bool:
    """Whether this address may be asked at all: https, or http on this very machine."""
    secure = urlsplit(url).scheme == "https"
    notes.judge("HCC-C-019", secure or not is_loopback(url))
    return notes.judge("HCC-C-002", secure or is_loopback(url))


def judge_exchange(notes: Notebook, where: Where, exchange: Exchange) -> None:
    """Everything about the way the answer came; whether there is an envelope is another's question."""
    for failure, check in _FAILURES.items():
        if exchange.failure is failure:
            notes.judge(check, False, where, exchange.detail)
    if exchange.status is None:
        return
    for check in ("HCC-C-001", "HCC-C-005"):
        notes.judge(check, True)
    if exchange.certificate_until:
        left = exchange.certificate_until - datetime.now(UTC)
        notes.judge("HCC-C-003", True)
        notes.judge("HCC-C-004", left > timedelta(days=30), Where(), f"li queden {left.days} dies")
    if not notes.judge("HCC-C-008", not 300 <= exchange.status < 400, where, f"HTTP {exchange.status}"):
        return
    if exchange.whole:
        for check in ("HCC-C-009", "HCC-C-010", "HCC-C-012"):
            notes.judge(check, True)
        if notes.judge("HCC-C-006", exchange.took_ms <= DEADLINE_MS, where):
            notes.judge("HCC-C-007", exchange.took_ms <= QUICK_MS, where)
        squeezed = "content-encoding" in exchange.headers
        notes.judge("HCC-C-011", squeezed or len(exchange.body) < LARGE, where)


def judge_headers(notes: Notebook, where: Where, exchange: Exchange) -> None:
    header = Message()
    header["Content-Type"] = exchange.headers.get("content-type", "")
    media = header.get_content_type() if exchange.headers.get("content-type") else "cap"
    said = "no en porta" if media == "cap" else "és una pàgina HTML" if "html" in media else "és un altre tipus"
    if not notes.judge("HCC-C-013", media == "application/json", where, said):
        return
    charset = header.get_content_charset()
    if notes.judge("HCC-C-014", charset is not None, where):
        notes.judge("HCC-C-015", charset in ("utf-8", "utf8"), where)
    notes.judge("HCC-C-018", "no-store" in exchange.headers.get("cache-control", "").lower(), where)


def judge_status(notes: Notebook, where: Where, exchange: Exchange, has_envelope: bool) -> None:
    """An HTTP error that carries an envelope is a blemish; one that carries none is a broken server."""
    said = f"HTTP {exchange.status}"
    notes.judge("HCC-C-017" if has_envelope else "HCC-C-016", exchange.status == 200, where, said)
