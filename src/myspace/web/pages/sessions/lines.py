"""Logins in words: by which way, how sure, where to. Knows the words of each way; what was not told is None, and said so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from myspace.domain.administrations import service as administrations
from myspace.domain.logins.service import Line
from myspace.vocabulary.people import AssuranceLevel, LoginMethod
from myspace.web.session import provider

METHODS: Mapping[LoginMethod, str] = {
    LoginMethod.IDCAT_MOBIL: noop("idCAT Mòbil"),
    LoginMethod.CERTIFICATE: noop("Certificat digital"),
    LoginMethod.CLAVE: noop("Cl@ve"),
    LoginMethod.OPENID: noop("Una altra manera"),
    LoginMethod.OTHER: noop("Una altra manera"),
}
LEVELS: Mapping[AssuranceLevel, str] = {
    AssuranceLevel.LOW: noop("seguretat bàsica"),
    AssuranceLevel.SUBSTANTIAL: noop("seguretat mitjana"),
    AssuranceLevel.HIGH: noop("seguretat alta"),
}


def method_of(method: LoginMethod, by: str = "") -> str:
    """`by` is the provider's name in the configuration, where that is what the way is called."""
    return (method is LoginMethod.OPENID and provider.called(by)) or gettext(METHODS[method])


def level_of(level: AssuranceLevel) -> str:
    return gettext(LEVELS[level])


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A login at another service. None: whoever tells did not say."""

    id: UUID
    at: datetime
    service: str
    body: str | None
    method: str | None
    level: str | None
    device: str | None
    place: str | None


def elsewhere(line: Line) -> Elsewhere:
    one = line.login
    body = administrations.administration(one.ine10).name if one.ine10 else None
    return Elsewhere(
        line.id, one.at, one.service, body if body != one.ine10 else None, method_of(one.method) if one.method else None,
        level_of(one.level) if one.level else None, one.device, one.place,
    )  # fmt: skip
