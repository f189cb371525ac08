"""What people call the ways in, and how sure each is. Knows the words; refuses to know which are offered or closed."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as noop

from myspace.domain.people.guarding import Way
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


def way_called(way: Way) -> str:
    return method_of(way.method, way.provider)
