"""VALId's words → who entered, how, and how surely. Knows its codes and quirks; refuses to know the wire's bytes.

The identity is made of getUserInfo alone. Evidence is kept for disputes and never read for facts: beside a level in
getUserInfo it may say "No informat" (Q-VA-9), and the one of Cl@ve is older than Cl@ve itself (Q-VA-10).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from babel.core import get_global

from myspace.connectors.valid.failures import (
    IdentityIncomplete,
    IdentityMalformed,
    IdentityWithoutCountry,
    NotForThisCertificate,
    Screen,
)
from myspace.connectors.valid.wire import UserInfo
from myspace.vocabulary.people import (
    AssuranceLevel,
    Identifier,
    IdentifierKind,
    LoginMethod,
    MalformedIdentifier,
    identifier,
)

_KINDS = {
    "1": IdentifierKind.NIF,
    "2": IdentifierKind.NIE,
    "3": IdentifierKind.PASSPORT,
    "4": IdentifierKind.OTHER,
}
_LEVELS = {
    "low": AssuranceLevel.LOW,
    "substantial": AssuranceLevel.SUBSTANTIAL,
    "high": AssuranceLevel.HIGH,
}
# The legacy words mobileid and mobileconnect (Q-VA-5), and any word not yet seen, are OTHER.
_METHODS = {
    "idcatmobil": LoginMethod.IDCAT_MOBIL,
    "certificat": LoginMethod.CERTIFICATE,
    "clave": LoginMethod.CLAVE,
}
_OF_A_COUNTRY = (IdentifierKind.PASSPORT, IdentifierKind.OTHER)
_NOWHERE = ("XX", "ZZ")  # what is written where a country is not known
NATURAL_PERSON = "0"
REPRESENTATIVES = frozenset({"11", "12"})
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^@\s<>\"',;:]{1,64}@[^@\s<>\"',;:]{1,253}")
_LONGEST_NAME = 200


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
    """Who entered. `represents_company` is true for certificate types 11 and 12 with a well-formed company number.

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
    """An access token and the moment it ends (with zone). Kept encrypted by whoever keeps it; hidden from repr."""

    access_token: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Token(···, expires_at={self.expires_at.isoformat()})"


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """The provider's raw traces of one login. They carry personal data: stored whole or not at all, never read."""

    traces: tuple[bytes, ...]

    def __repr__(self) -> str:
        return f"Evidence({len(self.traces)} traces)"


def to_identity(info: UserInfo) -> Identity:
    """Raises NotForThisCertificate or an Identity… failure; of lesser fields a bad one is absent."""
    certificate = _certificate_type(info)
    who = _identifier(info)
    country = _country(info.countryCode)
    if who.kind in _OF_A_COUNTRY and country is None:
        raise IdentityWithoutCountry  # two countries may give the same number: it must not open another's folder
    company = _company(info)
    return Identity(
        identifier=who,
        names=_names(info),
        method=_METHODS.get(_word(info.method), LoginMethod.OTHER),
        # Folder rule: a level we do not know is the lowest, never a guess upwards.
        level=_LEVELS.get(_word(info.assuranceLevel), AssuranceLevel.LOW),
        company=company,
        company_name=_tidy(info.companyName) if company else None,
        represents_company=certificate in REPRESENTATIVES and company is not None,
        phone=_phone(info),
        email=_email(info.email),
        country=country,
    )


def _certificate_type(info: UserInfo) -> str | None:
    """Types 1–10 are organisations, machines and public employees; a type not in the table is not let in either.

    A public employee's certificate (5, 7) is for the job: to enter as oneself there is one's own certificate.
    """
    kind = _word(info.certificateType) or None
    if kind is None or kind == NATURAL_PERSON or kind in REPRESENTATIVES:
        return kind
    raise NotForThisCertificate


def _identifier(info: UserInfo) -> Identifier:
    text = (info.identifier or "").strip()
    if not text:
        raise IdentityIncomplete
    kinds = {word for code in (info.identifierType, info.documentType) if (word := _word(code))}
    # Q-VA-10: `ES/ES/<nif>` says other things than a number, whatever kind is given with it.
    if len(kinds) > 1 or not kinds <= _KINDS.keys() or "/" in text:
        raise IdentityMalformed
    try:
        # Only idCAT Mòbil says the kind; for the rest the form of the number tells it.
        found = identifier(text, _KINDS[kinds.pop()] if kinds else None)
    except MalformedIdentifier as wrong:
        raise IdentityMalformed from wrong
    if found.kind is IdentifierKind.COMPANY:
        raise IdentityMalformed  # a folder is opened by a person; a company comes in `companyId`
    return found


def _company(info: UserInfo) -> Identifier | None:
    """A company number that is not one shuts nobody out: the person enters as themselves."""
    try:
        return identifier(info.companyId, IdentifierKind.COMPANY) if info.companyId else None
    except MalformedIdentifier:
        return None


def _names(info: UserInfo) -> Names:
    given = _tidy(info.name)
    surnames = _tidy(info.surnames) or _tidy(" ".join(s for s in (info.surname1, info.surname2) if s))
    return Names(given, surnames, _tidy(" ".join(s for s in (given, surnames) if s)))


def _tidy(text: str | None) -> str | None:
    """NFC, single spaces, no control or direction marks (categories Cc, Cf): a name must not rearrange a page."""
    spaced = " ".join((text or "").split())
    shown = "".join(c for c in unicodedata.normalize("NFC", spaced) if unicodedata.category(c) not in ("Cc", "Cf"))
    return shown.strip()[:_LONGEST_NAME] or None


def _phone(info: UserInfo) -> str | None:
    """Q-VA-8: the prefix comes as 0034. Without a prefix the country would be a guess, so there is no phone."""
    prefix = re.sub(r"[\s()]", "", str(info.prefix if info.prefix is not None else ""))
    number = re.sub(r"[\s().\-]", "", str(info.phone if info.phone is not None else ""))
    if not number:
        return None
    if number.startswith(("+", "00")):
        prefix = ""
    elif not prefix:
        return None
    elif not prefix.startswith(("+", "00")):
        prefix = "+" + prefix
    whole = re.sub(r"^00", "+", prefix + number)
    return whole if _PHONE.fullmatch(whole) else None


def _email(text: str | None) -> str | None:
    plain = (text or "").strip()
    return plain if _EMAIL.fullmatch(plain) else None


def _country(code: str | int | None) -> str | None:
    """The dossier says ISO 3166-1 without saying which form: alpha-2, alpha-3 and numeric all end in alpha-2."""
    word = f"{code:03d}" if isinstance(code, int) else (code or "").strip().upper()
    found = get_global("territory_aliases").get(word, []) if len(word) in (2, 3) else []
    if len(found) != 1 and not (len(word) == 2 and word.isascii() and word.isalpha()):
        return None
    country = found[0] if len(found) == 1 else word
    return None if country in _NOWHERE else country


def _word(code: str | int | None) -> str:
    return "" if code is None else str(code).strip().casefold()
