"""How long a connector promises to keep what it tells, by its manifest: for packages that sweep by it."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from myspace import connectors


@lru_cache(maxsize=8)
def kept_for(connector: str) -> timedelta:
    return timedelta(days=next(one.kept_for_days for one in connectors.discover() if one.name == connector))
