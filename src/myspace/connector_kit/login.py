"""What a login is made of, whoever the identity provider is: who entered, or which page says why nobody did.

Knows identities, levels and the pages a login can end in. Refuses to know any provider's words and every socket.
"""

from __future__ import annotations

import ipaddress
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from babel.core import get_global

from myspace.vocabulary.people import AssuranceLevel, Identifier, LoginMethod

_NOWHERE = ("XX", "ZZ")  # what is written where a country is not known
_LONGEST_NAME = 200


class Screen(StrEnum):
    """The pages a login can end in. Each has a page, a title and a way on; the value is also its message key."""

    ENTERED = "entered"
    CANCELLED = "cancelled"
    MISMATCH = "mismatch"
    CALLBACK = "callback"
    DOWN = "down"
    LATE = "late"
    GARBLED = "garbled"
    REFUSED = "refused"
    KO = "ko"
    UNTRUSTED = "untrusted"
    NOT_AGAIN = "not_again"
    EXPIRED = "expired"
    INCOMPLETE = "incomplete"
    MALFORMED = "malformed"
    NO_COUNTRY = "no_country"
    NOT_FOR_THIS_CERTIFICATE = "not_for_this_certificate"


class LoginFailure(Exception):
    """A login that did not happen. `code` is for logs, `screen` for the page, `http_status` when one was seen.

    The text is made of these alone: an exception may be logged, so it must not hold a token or a number.
    """

    screen: Screen
    code: str

    def __init__(self, http_status: int | None = None) -> None:
        self.http_status = http_status
        super().__init__(self.code if http_status is None else f"{self.code} (HTTP {http_status})")


@dataclass(frozen=True, slots=True, repr=False)
class Names:
    """Names as the provider gave them, spaces and invisible marks tidied. None: it did not say."""

    given: str | None
    surnames: str | None
    full: str | None

    def __repr__(self) -> str:
        return "Names(···)"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """Who entered. `represents_company` is true only where a provider may say so and gave a well-formed number.

    `company` may be there without representing: a certificate of a person who works somewhere. `phone` is E.164.
    `country` is ISO 3166-1 alpha-2, of the document. The repr shows no personal data.
    """

    identifier: Identifier
    names: Names
    method: LoginMethod
    level: AssuranceLevel
    company: Identifier | None
    company_name: str | None
    represents_company: bool
    phone: str | None
    email: str | None
    country: str | None
    screen: Screen = Screen.ENTERED

    def __repr__(self) -> str:
        return f"Identity({self.method.value}, {self.level.name.lower()}, ···)"


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """An access token and the moment it ends (with zone). Kept encrypted by whoever keeps it; hidden from repr.

    `refresh_token`: what renews it while nobody is in; only where a login was asked to leave one.
    """

    access_token: str
    expires_at: datetime
    refresh_token: str | None = field(default=None, kw_only=True)

    def __repr__(self) -> str:
        return f"Token(···, expires_at={self.expires_at.isoformat()})"


def tidy(text: str | None) -> str | None:
    """NFC, single spaces, no control or direction marks (categories Cc, Cf): a name must not rearrange a page."""
    spaced = " ".join((text or "").split())
    shown = "".join(c for c in unicodedata.normalize("NFC", spaced) if unicodedata.category(c) not in ("Cc", "Cf"))
    return shown.strip()[:_LONGEST_NAME] or None


def alpha2(code: str | int | None) -> str | None:
    """A country of ISO 3166-1 in any of its forms (alpha-2, alpha-3, numeric) as alpha-2; None when it is none."""
    word = f"{code:03d}" if isinstance(code, int) else (code or "").strip().upper()
    found = get_global("territory_aliases").get(word, []) if len(word) in (2, 3) else []
    if len(found) != 1 and not (len(word) == 2 and word.isascii() and word.isalpha()):
        return None
    country = found[0] if len(found) == 1 else word
    return None if country in _NOWHERE else country


def is_loopback(host: str) -> bool:
    """This machine, the one place that may be called without TLS."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
