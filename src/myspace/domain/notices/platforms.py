"""Which notification platforms this deployment is connected to, by the name that its file of services gives them.

Knows which folders of connectors are such platforms. Refuses to know how any is spoken to: their two halves are made in
lists.py and in desks.py, so that a process that lists has no way to what acts.
"""

from __future__ import annotations

from django.conf import settings

from myspace.connector_kit import services
from myspace.connector_kit.services import Service

CONNECTORS = ("enotum",)
_given: dict[str, None] = {}


def names() -> tuple[str, ...]:
    """In the order of the configuration; none: this deployment can neither list nor open anything."""
    return tuple(_given) or tuple(each.name for each in _configured() if not each.stands_in_for)


def rows() -> tuple[Service, ...]:
    """Every row of the file, also those that are another way to a platform of another row."""
    return _configured()


def service(name: str) -> Service | None:
    return next((each for each in _configured() if each.name == name), None)


def _configured() -> tuple[Service, ...]:
    known = services.configured(settings.SERVICES)
    return tuple(each for connector in CONNECTORS for each in known.of(connector))


def give(name: str) -> None:
    """For tests and proofs, which bring their own instead of those of the file."""
    _given[name] = None


def clear() -> None:
    _given.clear()
