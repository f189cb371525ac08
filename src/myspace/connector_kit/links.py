"""Whether an address that a source gave may become a link. Knows URLs and hosts; refuses to fetch anything.

The judged `url` is rebuilt from its parts with an ASCII host, so that what was judged is what the browser will open:
no difference of reading between this parser and a browser's can lead elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from urllib.parse import quote, urlsplit

from myspace.vocabulary.activity import Link, LinkVerdict

MAX_URL = 2000
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
_KEPT = "/?#[]@!$&'()*+,;=:%-._~"  # reserved and unreserved of RFC 3986, and escapes already made


def judge_link(url: str, hosts: AbstractSet[str]) -> Link:
    """Read `url` and say whether it may be a link: https to a host in `hosts`, which is that very name.

    A subdomain is another host until it is registered: on a shared platform it is another body's, and a forgotten one
    is whoever takes it.

    The verdict `malformed` carries no host, and no address when it hides something (user, control or bidi characters).
    """
    text = url.strip(" \t\r\n")
    if "{" not in text:
        text = text.removesuffix("}")  # Q-HCC-10: a published address ends with a stray brace
    if not text or len(text) > MAX_URL or "\\" in text or any(_hides(c) for c in text):
        return Link(url="", host="", verdict=LinkVerdict.MALFORMED)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return Link(url="", host="", verdict=LinkVerdict.MALFORMED)
    host = _ascii_host(parts.hostname or "")
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not host:
        return Link(url="", host="", verdict=LinkVerdict.MALFORMED)
    place = host if port is None else f"{host}:{port}"
    tail = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    clean = f"{parts.scheme}://{place}{quote(tail, safe=_KEPT)}"
    if parts.scheme != "https":
        return Link(url=clean, host=host, verdict=LinkVerdict.NOT_HTTPS)
    if port not in (None, 443) or host not in hosts:
        return Link(url=clean, host=host, verdict=LinkVerdict.UNREGISTERED_HOST)
    return Link(url=clean, host=host, verdict=LinkVerdict.OPEN)


def _hides(character: str) -> bool:
    """Controls, bidi and zero-width marks, blanks, surrogates: nothing of that belongs in an address."""
    return character <= " " or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp")


def _ascii_host(host: str) -> str:
    try:
        ascii_host = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError:
        return ""
    return ascii_host if _HOST.fullmatch(ascii_host) else ""
