"""Which identity providers there are and which door offers which: one TOML file, read whole or refused with a reason.

Knows the form of that file (docs/howto/add-a-login-provider.md). Refuses to know any provider's protocol and any page.
Without a file: VALId alone, at every door.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from myspace.connectors.openid.mapping import Reading
from myspace.connectors.openid.wire import origin
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod

VALID = "valid"
ORDINARY = "ordinary"
# The surest that each of VALId's methods can be: the one in the telephone, where somebody saw the person when it was made.
VALID_REACHES: Mapping[LoginMethod, AssuranceLevel] = {
    LoginMethod.IDCAT_MOBIL: AssuranceLevel.SUBSTANTIAL,
    LoginMethod.CLAVE: AssuranceLevel.SUBSTANTIAL,
    LoginMethod.CERTIFICATE: AssuranceLevel.HIGH,
}
SOURCE = "ca"  # the language in which every title is there
_NAME = re.compile(r"[a-z][a-z0-9]{1,19}")
_DOOR = re.compile(rf"{ORDINARY}|[0-9]{{10}}")
_KINDS = {kind.value: kind for kind in IdentifierKind if kind is not IdentifierKind.COMPANY}
_LEVELS = {level.name.lower(): level for level in AssuranceLevel}


class ProvidersUnusable(Exception):
    """The file cannot be used. The message names the place in it and says how to mend it."""


@dataclass(frozen=True, slots=True)
class OpenId:
    """What a client of one OpenID provider needs to be made. The repr of a secret is never shown."""

    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    scopes: tuple[str, ...]
    also_at: tuple[str, ...]
    asks_again: bool
    reading: Reading


@dataclass(frozen=True, slots=True)
class Provider:
    """One way in. `openid` is None for VALId. `title` and `says` are by language; Catalan is always there."""

    name: str
    title: Mapping[str, str]
    says: Mapping[str, str]
    openid: OpenId | None = None

    @property
    def highest(self) -> AssuranceLevel:
        return self.openid.reading.highest if self.openid else AssuranceLevel.HIGH

    @property
    def origins(self) -> tuple[str, ...]:
        """Where a browser may be sent; VALId's is a setting of its own."""
        if self.openid is None:
            return ()
        return tuple(filter(None, (origin(self.openid.issuer), *map(origin, self.openid.also_at))))


@dataclass(frozen=True, slots=True)
class Providers:
    """Every way in by its name, and for each door the names that it offers, the usual one first."""

    by_name: Mapping[str, Provider]
    doors: Mapping[str, tuple[str, ...]]

    def offered(self, ine10: str = "") -> tuple[Provider, ...]:
        """What the door of this body offers; the ordinary one's where the file says nothing of it."""
        return tuple(self.by_name[name] for name in self.doors.get(ine10, self.doors[ORDINARY]))


ALONE = Provider(VALID, {SOURCE: "VALId"}, {})
ONLY_VALID = Providers({VALID: ALONE}, {ORDINARY: (VALID,)})


class _Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: str
    kind: str | None = None
    country: str | None = None
    given: str = "given_name"
    surnames: str = "family_name"


class _Provider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: Literal["valid", "openid"]
    title: dict[str, str] = {}
    says: dict[str, str] = {}
    issuer: str | None = None
    client_id: str | None = None
    secret_in: str | None = None
    scopes: tuple[str, ...] = ("profile",)
    also_at: tuple[str, ...] = ()
    asks_again: bool = True
    claims: _Claims | None = None
    kinds: dict[str, Literal["nif", "nie", "passport", "other"]] = {}
    levels: dict[str, Literal["low", "substantial", "high"]] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    providers: dict[str, _Provider]
    doors: dict[str, tuple[str, ...]]


def read_file(path: Path, environ: Mapping[str, str]) -> Providers:
    """Raises ProvidersUnusable. Secrets are taken from `environ`, by the names that the file gives."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        raise ProvidersUnusable(f"{path}: cannot be read; check MYSPACE_LOGIN_PROVIDERS") from wrong
    try:
        return read(text, environ)
    except ProvidersUnusable as wrong:
        raise ProvidersUnusable(f"{path}: {wrong}") from wrong


def read(text: str, environ: Mapping[str, str]) -> Providers:
    try:
        told = msgspec.convert(tomllib.loads(text), _File)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise ProvidersUnusable(str(wrong)) from wrong
    by_name = {name: _provider(name, each, environ) for name, each in told.providers.items()}
    if ORDINARY not in told.doors:
        raise ProvidersUnusable(
            f'doors.{ORDINARY}: is missing; write which providers everybody is offered: ["{VALID}"]'
        )
    for door, names in told.doors.items():
        _check_door(door, names, by_name)
    return Providers(by_name, told.doors)


def _check_door(door: str, names: tuple[str, ...], known: Mapping[str, Provider]) -> None:
    if not _DOOR.fullmatch(door):
        raise ProvidersUnusable(f'doors.{door}: a door is "{ORDINARY}" or the INE10 of a body, ten digits in quotes')
    if not names or len(set(names)) != len(names):
        raise ProvidersUnusable(f"doors.{door}: name at least one provider, and each once")
    for name in names:
        if name not in known:
            raise ProvidersUnusable(f"doors.{door}: there is no [providers.{name}]; there are: {', '.join(known)}")


def _provider(name: str, told: _Provider, environ: Mapping[str, str]) -> Provider:
    at = f"providers.{name}"
    if told.kind == VALID:
        if told != _Provider(kind=VALID) or name != VALID:
            raise ProvidersUnusable(
                f'{at}: VALId is called "{VALID}" and takes only its kind; the rest is MYSPACE_VALID_*'
            )
        return ALONE
    if not _NAME.fullmatch(name) or name == VALID:
        raise ProvidersUnusable(f"{at}: a name is 2 to 20 small letters and digits, and not {VALID!r}")
    if not told.title.get(SOURCE, "").strip():
        raise ProvidersUnusable(f"{at}.title.{SOURCE}: is missing; write the name that people know it by")
    return Provider(name, told.title, told.says, _openid(at, told, environ))


def _openid(at: str, told: _Provider, environ: Mapping[str, str]) -> OpenId:
    if not told.issuer or origin(told.issuer) is None or "?" in told.issuer:
        raise ProvidersUnusable(f"{at}.issuer: write it as the provider does: https://host or https://host/path")
    if not told.client_id:
        raise ProvidersUnusable(f"{at}.client_id: is missing; the provider gives it when the folder is registered")
    for address in told.also_at:
        if origin(address) != address:
            raise ProvidersUnusable(
                f"{at}.also_at: {address!r} is no origin; write https://host, without a slash after it"
            )
    if told.claims is None:
        raise ProvidersUnusable(f"{at}.claims.number: is missing; write which claim carries the person's number")
    if (told.claims.kind is None) != (not told.kinds):
        raise ProvidersUnusable(
            f"{at}: claims.kind says which claim tells the kind, and kinds what its words mean: both or none"
        )
    wants_country = any(kind in ("passport", "other") for kind in told.kinds.values())
    if wants_country and told.claims.country is None:
        raise ProvidersUnusable(
            f"{at}.claims.country: a passport is its country's; write which claim carries the country"
        )
    secret = None
    if told.secret_in is not None:
        secret = environ.get(told.secret_in)
        if not secret:
            raise ProvidersUnusable(
                f"{at}.secret_in: the environment has no {told.secret_in}; give it to the process web"
            )
    reading = Reading(
        number=told.claims.number,
        kind=told.claims.kind,
        kinds={word: _KINDS[kind] for word, kind in told.kinds.items()},
        country=told.claims.country,
        given=told.claims.given,
        surnames=told.claims.surnames,
        levels={word: _LEVELS[level] for word, level in told.levels.items()},
    )
    return OpenId(told.issuer, told.client_id, secret, told.scopes, told.also_at, told.asks_again, reading)
