"""VALId's words → who entered, how, and how surely. Knows its codes and quirks; refuses to know the wire's bytes.

The identity is made of getUserInfo alone. Evidence is kept for disputes and never read for facts: beside a level in
getUserInfo it may say "No informat" (Q-VA-9), and the one of Cl@ve is older than Cl@ve itself (Q-VA-10).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from myspace.connector_kit.login import Identity, Names, alpha2, tidy
from myspace.connectors.valid.failures import (
    IdentityIncomplete,
    IdentityMalformed,
    IdentityWithoutCountry,
    NotForThisCertificate,
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
NATURAL_PERSON = "0"
REPRESENTATIVES = frozenset({"11", "12"})
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^@\s<>\"',;:\x00-\x1f\x7f-\x9f]{1,64}@[^@\s<>\"',;:\x00-\x1f\x7f-\x9f]{1,253}")


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
    country = alpha2(info.countryCode)
    if who.of_a_country and country is None:
        raise IdentityWithoutCountry
    company = _company(info)
    return Identity(
        identifier=who,
        names=_names(info),
        method=_METHODS.get(_word(info.method), LoginMethod.OTHER),
        # Folder rule: a level we do not know is the lowest, never a guess upwards.
        level=_LEVELS.get(_word(info.assuranceLevel), AssuranceLevel.LOW),
        company=company,
        company_name=tidy(info.companyName) if company else None,
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
    given = tidy(info.name)
    surnames = tidy(info.surnames) or tidy(" ".join(s for s in (info.surname1, info.surname2) if s))
    return Names(given, surnames, tidy(" ".join(s for s in (given, surnames) if s)))


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


def _word(code: str | int | None) -> str:
    return "" if code is None else str(code).strip().casefold()
