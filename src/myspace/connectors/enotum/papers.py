"""Where the bytes of a document may be fetched from, and what they are. Pure: judges addresses and octets, fetches none.

An address comes in an answer (URLDescarrega) or in the Location of a 307. It is followed only to an origin that the
deployment registered, and carries nothing of ours: no certificate, no token, no header.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Set as AbstractSet
from typing import Final
from urllib.parse import urlsplit

from myspace.connector_kit.links import judge_link
from myspace.connector_kit.login import is_loopback
from myspace.vocabulary.activity import LinkVerdict

MOST_BYTES: Final = 20 * 1024 * 1024
PDF: Final = b"%PDF-"
_PORTS: Final = {"https": 443, "http": 80}
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f/\\:*?\"<>|\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_HASHES: Final = {"SHA-1": "sha1", "SHA-256": "sha256"}


class NotAnOrigin(ValueError):
    """What the deployment registered is no https://host[:port], nor http of this machine. Repeats nothing of it."""


def origin(address: str) -> str:
    """`scheme://host:port` of a registered place. Raises NotAnOrigin."""
    try:
        parts = urlsplit(address)
        port, host = parts.port or _PORTS.get(parts.scheme), (parts.hostname or "").lower()
    except ValueError:
        port, host, parts = None, "", urlsplit("")
    plain = parts.scheme == "http" and is_loopback(host)
    if not host or port is None or "@" in parts.netloc or not (parts.scheme == "https" or plain):
        raise NotAnOrigin("must be https://host[:port]")
    return f"{parts.scheme}://{host}:{port}"


def may_fetch(address: str, origins: AbstractSet[str]) -> str | None:
    """The address, rebuilt from its parts, when it leads to one of `origins` (as `origin` writes them); else None.

    Read by the judge of links, so that what was judged is what is asked; its ports and its plain http are decided here,
    by the whole origin instead of the host.
    """
    link = judge_link(address, frozenset())
    if link.verdict is LinkVerdict.MALFORMED:
        return None
    try:
        return link.url if origin(link.url) in origins else None
    except NotAnOrigin:
        return None


def whole(octets: bytes, *, size: int | None = None, algorithm: str = "", digest: bytes = b"") -> bool:
    """Whether these are the bytes that were announced: not empty, of that size, with that hash when there is one."""
    if not octets or len(octets) > MOST_BYTES or (size is not None and size != len(octets)):
        return False
    if not digest:
        return True
    name = _HASHES.get(algorithm)
    return name is not None and hmac.compare_digest(hashlib.new(name, octets).digest(), digest)


def mime_of(octets: bytes) -> str:
    """What the bytes begin as. Whoever sends them may say anything, so only a PDF is called by its name."""
    return "application/pdf" if octets.startswith(PDF) else "application/octet-stream"


def file_name(name: str, fallback: str = "document") -> str:
    """A name under which a file may be kept: no folder, no control, no mark that turns it round; 100 characters."""
    clean = _UNFIT.sub("_", name).strip(" .")
    if len(clean) > 100:
        stem, dot, end = clean.rpartition(".")
        clean = f"{stem[: 99 - len(end)]}.{end}" if dot and len(end) < 10 else clean[:100]
    return clean or fallback
