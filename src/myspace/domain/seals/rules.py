"""When a list is fetched again, and which of two is kept. Pure: facts and moments in.

nothing kept, or its next one should have come ──▶ every 5 minutes
in force ─────────────────────────────────────────▶ every hour: issuers publish before they must
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, NamedTuple

IN_FORCE_EVERY: Final = timedelta(hours=1)
LACKING_EVERY: Final = timedelta(minutes=5)


class Standing(NamedTuple):
    """Of one address: when it was last tried, and of the list that is kept, if any, when it was made and until when it says."""

    tried_at: datetime | None = None
    made_at: datetime | None = None
    until: datetime | None = None


def due(standing: Standing, now: datetime) -> bool:
    if standing.tried_at is None:
        return True
    return now >= standing.tried_at + (IN_FORCE_EVERY if in_force(standing, now) else LACKING_EVERY)


def in_force(standing: Standing, now: datetime) -> bool:
    """Whether the list that is kept says anything of now."""
    return standing.until is not None and now < standing.until


def newer(standing: Standing, made_at: datetime) -> bool:
    """Over HTTP anybody on the way may serve yesterday's list, signed as well: it never takes a newer one's place."""
    return standing.made_at is None or made_at >= standing.made_at
