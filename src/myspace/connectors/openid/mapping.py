"""Claims → who entered, and how surely. Which claim says what is the configuration's; refuses to guess any.

No claim gives a company: OpenID has no word that says that somebody may act for one, and one of a provider's own would
be believed without the checks of a certificate (docs/adr/0012).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from myspace.connector_kit.login import Identity, Names, Token, alpha2, tidy
from myspace.connectors.openid.failures import IdentityIncomplete, IdentityMalformed, IdentityWithoutCountry
from myspace.connectors.openid.wire import Claims
from myspace.vocabulary.people import (
    AssuranceLevel,
    Identifier,
    IdentifierKind,
    LoginMethod,
    MalformedIdentifier,
    identifier,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one provider's claims are read. Names are of claims; `kinds` and `levels` are its words and what they mean.

    Without `kind` the form of the number tells it, and then a passport cannot come in: it has no form of its own.
    A level that is not in `levels` is the lowest, never a guess upwards.
    """

    number: str
    kind: str | None = None
    kinds: Mapping[str, IdentifierKind] = field(default_factory=dict)
    country: str | None = None
    given: str = "given_name"
    surnames: str = "family_name"
    levels: Mapping[str, AssuranceLevel] = field(default_factory=dict)

    @property
    def claims(self) -> frozenset[str]:
        """Those that are read, the level aside."""
        return frozenset(filter(None, (self.number, self.kind, self.country, self.given, self.surnames)))

    @property
    def highest(self) -> AssuranceLevel:
        return max(self.levels.values(), default=AssuranceLevel.LOW)

    def words_for(self, needs: AssuranceLevel) -> tuple[str, ...]:
        """The provider's own words for this level or a higher one, the nearest first."""
        enough = [(level, word) for word, level in self.levels.items() if level >= needs]
        return tuple(word for _, word in sorted(enough, key=lambda pair: pair[0]))


@dataclass(frozen=True, slots=True, repr=False)
class Tokens(Token):
    """What the exchange gave: the access token, and the id_token that says who it is of."""

    id_token: str

    def __repr__(self) -> str:
        return f"Tokens(···, expires_at={self.expires_at.isoformat()})"


def tokens(access_token: str, id_token: str, expires_at: datetime) -> Tokens:
    return Tokens(access_token, expires_at, id_token)


def to_identity(claims: Claims, reading: Reading) -> Identity:
    """Raises an Identity… failure; of lesser fields a bad one is absent."""
    who = _identifier(claims, reading)
    country = alpha2(_text(claims, reading.country))
    if who.of_a_country and country is None:
        raise IdentityWithoutCountry
    return Identity(
        identifier=who,
        names=_names(claims, reading),
        method=LoginMethod.OPENID,
        level=reading.levels.get(_text(claims, "acr") or "", AssuranceLevel.LOW),
        company=None,
        company_name=None,
        represents_company=False,
        phone=None,
        email=None,
        country=country,
    )


def _identifier(claims: Claims, reading: Reading) -> Identifier:
    text = (_text(claims, reading.number) or "").strip()
    if not text:
        raise IdentityIncomplete
    kind = None
    if reading.kind is not None:
        word = _text(claims, reading.kind)
        if word is None or word not in reading.kinds:
            raise IdentityMalformed
        kind = reading.kinds[word]
    # `ES/ES/<nif>` says other things than a number: without its bars it would pass for a passport.
    if "/" in text:
        raise IdentityMalformed
    try:
        found = identifier(text, kind)
    except MalformedIdentifier as wrong:
        raise IdentityMalformed from wrong
    if found.kind is IdentifierKind.COMPANY:
        raise IdentityMalformed  # a folder is opened by a person
    return found


def _names(claims: Claims, reading: Reading) -> Names:
    given, surnames = tidy(_text(claims, reading.given)), tidy(_text(claims, reading.surnames))
    full = tidy(" ".join(part for part in (given, surnames) if part)) or tidy(_text(claims, "name"))
    return Names(given, surnames, full)


def _text(claims: Claims, name: str | None) -> str | None:
    value = claims.get(name) if name else None
    return value if isinstance(value, str) else None
