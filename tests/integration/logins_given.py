"""Logins elsewhere made by hand for tests: no sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from myspace.vocabulary.logins import LoginElsewhere, LoginOf
from myspace.vocabulary.people import AssuranceLevel, LoginMethod, identifier

FEED = "identitat"


def login(reference: str = "V-1", *, days: float = 2, **changes: Any) -> LoginElsewhere:
    """Of so many days ago at a quarter past ten, with all that it should say."""
    at = (datetime.now(UTC) - timedelta(days=days)).replace(hour=9, minute=15)
    given: dict[str, Any] = {
        "reference": reference, "at": at, "service": "Biblioteca de prova", "method": LoginMethod.IDCAT_MOBIL,
        "level": AssuranceLevel.SUBSTANTIAL, "device": "Chrome, Android", "place": "Manresa",
    }  # fmt: skip
    return LoginElsewhere(**{**given, **changes})


def login_of(number: str = "00000000T", reference: str = "V-1", **changes: Any) -> LoginOf:
    return LoginOf(identifier(number), None, login(reference, **changes))


def tell(*told: LoginOf, a_minute: int = 100, feed: str = FEED) -> bool:
    """As the door does, standing as web."""
    from myspace.domain.logins import store

    return store.take(feed, told, a_minute=a_minute)


def hear(since: date | None = None, *, ago: timedelta = timedelta(0)) -> None:
    """As the door does at a heartbeat, standing as web."""
    from myspace.domain.logins import store

    store.hear(FEED, since, datetime.now(UTC) - ago)


@contextmanager
def connected() -> Iterator[None]:
    """This deployment has a feed, within."""
    from myspace.domain.logins import source

    before = source._here
    source.connect(lambda: True)
    try:
        yield
    finally:
        source.connect(before)
