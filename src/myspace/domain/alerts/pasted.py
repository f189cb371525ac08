"""What a pasted message holds: where its links really lead, which addresses it names, whether it asks for secrets. Pure.

A link is read as a browser would follow it, and what hides where it leads is told by name. Nothing is fetched, nothing is
kept, and what is found never carries the message: only hosts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

MOST = 4000  # characters; a message is shorter, and a whole web page is no message
MOST_LINKS = 20


class Trick(StrEnum):
    """Why a link does not lead where it seems to. One is enough not to open it."""

    USER = "user"  # https://gencat.cat@other.example: what is before the @ is no place
    NUMBERS = "numbers"  # an address of numbers instead of a name
    SCHEME = "scheme"  # javascript:, data:, file:
    HIDDEN = "hidden"  # characters that are not seen, or that turn the text around
    MIXED = "mixed"  # letters of several scripts in one name: р is no p
    PORT = "port"  # a door of its own on the host
    MALFORMED = "malformed"  # nobody can say where it leads


@dataclass(frozen=True, slots=True)
class Place:
    """Where a link leads: `host` in ASCII, `shown` as a person would read it. `secure` is https."""

    host: str
    shown: str
    secure: bool
    tricks: frozenset[Trick]


@dataclass(frozen=True, slots=True)
class Pasted:
    """`places` of links, `mails` the hosts of addresses; `asks_secrets`: it wants a password, a code or a card's number."""

    words: str  # lower case, without accents: to look for names of bodies, and let go of
    places: tuple[Place, ...]
    mails: tuple[str, ...]
    asks_secrets: bool
    empty: bool

    def __repr__(self) -> str:
        return f"Pasted({len(self.places)} links, ···)"


_ENDINGS = (
    "cat|com|es|net|org|info|eu|online|site|top|xyz|app|link|live|shop|click|store|website|gal|eus|biz|co|io|ly|me|tk|ml"
    "|gd|gl|to|ru|cn|fun|icu|vip|page|dev|cc|pro|id|help|support"
)
_SCHEMED = re.compile(
    r"(?:https?|hxxps?|ftp|file|javascript|data|vbscript)\s?:(?://|\\\\)?[^\s<>\"“”«»]+", re.IGNORECASE
)
_BARE = re.compile(rf"(?<![\w@./:-])(?:[\w-]+\.)+(?:{_ENDINGS})(?![\w-])(?:[:/?#][^\s<>\"“”«»]*)?", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+)+)", re.IGNORECASE)
_BEFORE = " \t\r\n"
_AFTER = ".,;:!?)]}'’»”…"
_SECRETS = re.compile(
    r"\b(contrasen(y|i)a|password|contrase(ñ|n)a|pin|cvv|cvc|codi (que|de verificacio|sms)|codigo (que|de verificacion|sms)"
    r"|numero de (la )?(teva )?targeta|numero de (su |tu )?tarjeta|dades de la targeta|datos de (la |su )?tarjeta"
    r"|dades bancaries|datos bancarios|card number|bizum)\b"
)
_NUMBERS = re.compile(r"(0x[0-9a-f]+|[0-9]+)(\.(0x[0-9a-f]+|[0-9]+)){0,3}", re.IGNORECASE)
_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


def read(text: str) -> Pasted:
    """Everything that matters of a message. Longer than MOST is cut: what makes one false is not at its end."""
    text = text[:MOST]
    visible = text.replace("[.]", ".").replace("(.)", ".")
    links = [m.group() for m in _SCHEMED.finditer(visible)]
    rest = _SCHEMED.sub(" ", visible)
    mails = tuple(dict.fromkeys(m.group(1).lower() for m in _MAIL.finditer(rest)))
    links += [m.group() for m in _BARE.finditer(_MAIL.sub(" ", rest))]
    words = plain(text)
    return Pasted(
        words=words,
        places=tuple(dict.fromkeys(place_of(link) for link in links[:MOST_LINKS])),
        mails=mails[:MOST_LINKS],
        asks_secrets=bool(_SECRETS.search(words)),
        empty=not text.strip(),
    )


def plain(text: str) -> str:
    """Lower case, without accents, words one blank apart: how names are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in bare).split())


def place_of(link: str) -> Place:
    """Where it leads, and what it hides, read as a browser does."""
    tricks = {Trick.HIDDEN} if any(_hides(c) for c in link) else set()
    if "\\" in link:
        tricks.add(Trick.MALFORMED)  # a browser reads it as /, a mail program may not: they lead to two places
    text = "".join(c for c in link if not _hides(c)).strip(_BEFORE).rstrip(_AFTER)
    text = re.sub(r"(?i)^hxxp", "http", text).replace("\\", "/")
    scheme, colon, _ = text.partition(":")
    if colon and scheme.lower() in ("javascript", "data", "vbscript", "file", "ftp"):
        return Place("", scheme.lower() + ":", False, frozenset(tricks | {Trick.SCHEME}))
    if not re.match(r"(?i)https?:", text):
        text = "http://" + text
    text = re.sub(r"(?i)^(https?):/*", r"\1://", text)
    try:
        parts = urlsplit(text)
        port, name = parts.port, parts.hostname or ""
    except ValueError:
        return Place("", "", False, frozenset(tricks | {Trick.MALFORMED}))
    if "@" in parts.netloc:
        tricks.add(Trick.USER)
    if port not in (None, 80, 443):
        tricks.add(Trick.PORT)
    name = name.replace("。", ".").rstrip(".")
    if ":" in name or _NUMBERS.fullmatch(name):
        return Place(name.lower(), name, False, frozenset(tricks | {Trick.NUMBERS}))
    shown = _shown(name)
    host = _ascii(name)
    if not host or not _HOST.fullmatch(host):
        return Place("", shown[:80], False, frozenset(tricks | {Trick.MALFORMED}))
    if any(_mixed(label) for label in shown.split(".")):
        tricks.add(Trick.MIXED)
    return Place(host, shown, parts.scheme.lower() == "https", frozenset(tricks))


def _hides(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _ascii(name: str) -> str:
    try:
        return unicodedata.normalize("NFKC", name).encode("idna").decode("ascii").lower()
    except UnicodeError:
        return ""


def _shown(name: str) -> str:
    """As it is meant to be seen: xn--… opened."""
    labels = []
    for label in unicodedata.normalize("NFKC", name).lower().split("."):
        try:
            labels.append(label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def _mixed(label: str) -> bool:
    scripts = {unicodedata.name(c, "?").split()[0] for c in label if c.isalpha()}
    return len(scripts) > 1
