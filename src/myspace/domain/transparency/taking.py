"""The whole list as a person takes it away: every question they may see, in rows. Hides how much of it is read at a time.

Only for whoever identified a moment ago: a file leaves the folder. What is sensitive is in it for whoever asks for that too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.transparency import rows
from myspace.vocabulary.people import Actor

MOST: Final = 200_000
_BATCH: Final = 5_000
_READ = (
    "SELECT e.at, e.id, s.ine10, s.unit, s.purpose, s.procedure, s.case_key, s.product, e.modality, e.holder, s.ground, e.law,"
    f" {rows.OUTCOME}, e.asked_by, e.reference, e.missing, s.own FROM transparency_exchange e JOIN transparency_series s"
    " ON s.person_id = myspace_subject() AND s.id = e.series_id WHERE e.person_id = myspace_subject()"
    " AND (%(kept)s OR NOT s.sensitive) AND (%(last)s::uuid IS NULL OR e.id < %(last)s)"
    f" ORDER BY e.id DESC LIMIT {_BATCH}"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One question as codes and source text; empty: not told. `missing` names what should have been."""

    at: datetime
    ine10: str
    unit: str
    purpose: str
    procedure: str
    case: str = field(repr=False)
    product: str
    modality: str
    holder: str
    ground: str
    law: str
    outcome: str
    asked_by: str
    reference: str = field(repr=False)
    missing: str
    own: bool


def taken(actor: Actor, *, kept: bool) -> tuple[tuple[Taken, ...], bool]:
    """Those told last, at most MOST, the newest question first; and whether there are more."""
    with as_actor(actor) as tx:
        audit.record(tx, actor, Event.EXCHANGES_TAKEN)
        found = list(_every(tx, kept))
    return tuple(sorted(found[:MOST], key=lambda one: one.at, reverse=True)), len(found) > MOST


def _every(tx: Tx, kept: bool) -> Iterator[Taken]:
    last: UUID | None = None
    told = 0
    while told <= MOST:
        found = tx.run(_READ, {"kept": kept, "last": last})
        for row in found:
            yield Taken(row[0], *row[2:])
        told += len(found)
        if len(found) < _BATCH:
            return
        last = found[-1][1]
