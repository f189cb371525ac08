"""How long a connector promises to keep what it tells, by its manifest: for packages that sweep by it."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from django.conf import settings

from myspace import connectors
from myspace.connector_kit import services
from myspace.domain.administrations import service as administrations


@lru_cache(maxsize=8)
def kept_for(connector: str) -> timedelta:
    return timedelta(days=next(one.kept_for_days for one in connectors.discover() if one.name == connector))


def shortest_promise() -> int:
    """Days: of the connectors in use, the one that promises to keep least decides for all, so that none is broken.

    A folder is asked for anew as a whole, so it leaves as a whole.
    """
    asked = {c.connection.connector for c in administrations.connections().values()}
    used = {m.name for m in connectors.discover() if m.topics and m.name in asked} | _services()
    return min((m.kept_for_days for m in connectors.discover() if m.name in used), default=90)


def _services() -> set[str]:
    """What is one address for the deployment says things of somebody too. A file that cannot be used connects nobody."""
    try:
        return {each.connector for each in services.configured(settings.SERVICES).by_name.values()}
    except services.ServicesUnusable:
        return set()
