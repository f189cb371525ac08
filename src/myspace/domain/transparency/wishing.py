"""When a feed is asked about somebody: when their page wants it, and when they come in and it was never asked or is stale.

Whoever comes in for the first time finds the year before it, since until then nothing of them was kept.
"""

from __future__ import annotations

from datetime import UTC, datetime

from myspace.domain.gathering import service as gathering
from myspace.domain.kernel.db import Statement, Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.people import arrivals
from myspace.domain.transparency import known, source
from myspace.domain.transparency.known import SCOPE
from myspace.vocabulary.people import Actor


def wish() -> Statement:
    """Have the feed asked: it goes with a page's COMMIT, and the worker does it."""
    return gathering.errand(
        SCOPE,
        (
            "INSERT INTO transparency_reading (id, person_id, wanted_at) VALUES (%s, myspace_subject(), now())"
            " ON CONFLICT (person_id) DO UPDATE SET wanted_at = excluded.wanted_at",
            (uuid7(),),
        ),
    )


def _on_arrival(tx: Tx, actor: Actor) -> None:
    """A question that nothing explains must be there when they look, and not after they thought of it. Never by mandate."""
    connected = source.connected()
    if actor.by_mandate or connected is None or connected.asks() is None:
        return
    now = datetime.now(UTC)
    ((*row,),) = tx.run(known.READ)
    if known.reading_from(row, now).stale(now):
        tx.run(*wish())


arrivals.hear(_on_arrival)
