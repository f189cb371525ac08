"""Where in a long list a page ended, as an address carries it: a moment and an id. What does not read is no place."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID


def place_of(text: str | None) -> tuple[datetime, UUID] | None:
    at, _, last = (text or "").partition("_")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(last)) if moment.tzinfo else None
    except ValueError:
        return None


def place_as(place: tuple[datetime, UUID] | None) -> str | None:
    """As it stands in an address: in UTC with a Z, for a plus would come back as a blank."""
    return f"{place[0].astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}_{place[1]}" if place else None
