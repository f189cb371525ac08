"""Consultations made by hand for tests, and a feed in memory that fits the port: no sockets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from myspace.connectors.consultations.client import UsageTold
from myspace.vocabulary.answers import Fresh
from myspace.vocabulary.people import Actor, Identifier, IdentifierKind, identifier
from myspace.vocabulary.transparency import AskedBy, Exchange, ExchangeOutcome, LegalGround, ToldOf

MANRESA, IGUALADA, GENERALITAT = "0811360009", "0810220002", "0000000001"
TODAY = datetime.now(UTC).date()
FEED = "consultes"


def exchange(reference: str = "R-1", *, days: float = 2, **changes: Any) -> Exchange:
    """Of so many days ago, by Manresa's town hall, with all that it should say."""
    given: dict[str, Any] = {
        "reference": reference, "at": datetime.now(UTC) - timedelta(days=days), "asker": MANRESA, "purpose": "GRANT",
        "product": "PADRO", "holder": "Ajuntament", "ground": LegalGround.LAW, "outcome": ExchangeOutcome.ANSWERED,
        "asked_by": AskedBy.AUTOMATED,
    }  # fmt: skip
    return Exchange(**{**given, **changes})


def told_of(number: str = "00000000T", reference: str = "R-1", **changes: Any) -> ToldOf:
    return ToldOf(identifier(number), None, exchange(reference, **changes))


def tell(*told: ToldOf, a_minute: int = 100) -> bool:
    """As the door does, standing as web."""
    from myspace.domain.transparency import store

    return store.take(FEED, told, a_minute=a_minute, today=TODAY)


def keep(actor: Actor, *exchanges: Exchange, source: str = FEED) -> bool:
    """As the errand does, standing as the worker."""
    from myspace.domain.kernel import db
    from myspace.domain.transparency import store

    with db.as_person(actor.subject) as tx:
        return store.keep(tx, actor.subject, source, exchanges, TODAY)


def hear(since: date | None = None, recorded_until: datetime | None = None) -> None:
    from myspace.domain.kernel import db

    with db.bare() as tx:
        tx.run(
            "SELECT hear_feed(%s, %s, %s)", (FEED, since or TODAY - timedelta(365), recorded_until or datetime.now(UTC))
        )


def connect_body(clean: Any, ine10: str = MANRESA, name: str = "Ajuntament de Manresa") -> UUID:
    """A connection of this body, as an operator makes it."""
    from myspace.domain.administrations import service as administrations
    from myspace.domain.administrations.service import NewConnection

    administrations.connect([NewConnection("hub_carpetes", ine10, name, "http://127.0.0.1:1", ("seu.exemple.test",))])
    with clean.as_superuser() as curtain:
        (id_,) = curtain.execute("SELECT id FROM administrations_connection WHERE ine10 = %s", (ine10,)).fetchone()
    return UUID(str(id_))


def answered(
    clean: Any, actor: Actor, connection: UUID, *, ago: timedelta = timedelta(0), complete: bool = True
) -> None:
    """All that the body says of this person's cases and papers was told so long ago."""
    with clean.as_superuser() as curtain:
        for topic in ("cases", "entries"):
            curtain.execute(
                "INSERT INTO gathering_ask (id, person_id, connection_id, topic, outcome, known_at, known_outcome, complete, items,"
                " kept_aside) VALUES (gen_random_uuid(), %s, %s, %s, 'nothing', %s, 'nothing', %s, 0, 0)"
                " ON CONFLICT (person_id, connection_id, topic) DO UPDATE SET known_at = excluded.known_at,"
                " complete = excluded.complete",
                (actor.subject, connection, topic, datetime.now(UTC) - ago, complete),
            )


class GivenFeed:
    """Answers what it was given, and remembers whom it was asked about and since when."""

    def __init__(self, told: UsageTold | None = None) -> None:
        self.told = told or UsageTold(Fresh((exchange(),)), TODAY - timedelta(365), datetime.now(UTC))
        self.asked: list[tuple[Identifier, date]] = []

    async def usage(self, whose: Identifier, since: date, until: date) -> UsageTold:
        del until
        self.asked.append((whose, since))
        return self.told


@contextmanager
def connected(feed: GivenFeed | None = None, *, asks: bool = True) -> Iterator[GivenFeed]:
    """This deployment has a feed, within. `asks` False: it tells, and cannot be asked."""
    from myspace.domain.transparency import source

    feed, before = feed or GivenFeed(), source.connected()
    kinds = frozenset({IdentifierKind.NIF, IdentifierKind.NIE, IdentifierKind.COMPANY})
    source.connect(
        source.Connected(kinds, timedelta(hours=12), lambda: True, lambda: FEED if asks else None, lambda: feed)
    )
    try:
        yield feed
    finally:
        source.connect(before)
