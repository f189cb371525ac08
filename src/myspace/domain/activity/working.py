"""What of the activity is of somebody's work, by what the bodies' own fields say. No title is read for it.

    business   cases, papers and taxes that the body marks as of the one-stop shop for business (HCC: `fue`)
    tax        the tax on business activities, by the group that the body gives (HCC: IAE)
    for_others what is held in the capacity of representative; the body does not say whose (HCC: REPRESENTANT)

HCC has no field that says of anything else that it is of somebody's work: a page must say that there may be more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from myspace.domain.activity.rows import COLUMNS, MINE, WIDTH, Row, row_from
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.gathering.service import Coverage
from myspace.domain.kernel.db import as_actor
from myspace.vocabulary.people import Actor

MOST = 60
# The item is stored as canonical JSON; a text in it that said the same would carry its quotes escaped.
_WHY = (
    "CASE WHEN payload LIKE '%%\"one_stop_shop\":true%%' THEN 'business'"
    " WHEN payload LIKE '%%\"group\":\"business_tax\"%%' THEN 'tax'"
    " WHEN capacity = 'representative' THEN 'for_others' END"
)


@dataclass(frozen=True, slots=True)
class Working:
    """The newest first, each once. `more`: these are only the newest MOST."""

    business: tuple[Row, ...]
    tax: tuple[Row, ...]
    for_others: tuple[Row, ...]
    more: bool
    coverage: Coverage
    besides: Any = None

    @property
    def empty(self) -> bool:
        return not (self.business or self.tax or self.for_others)


def at_work(actor: Actor, *, besides: str | None = None) -> Working:
    """Of whoever's folder this is. `besides`: one value of another topic, as `service.timeline` takes it."""
    with as_actor(actor) as tx:
        _, found, asked = tx.batch(
            [
                audit.reading(actor, Event.ACTIVITY_READ),
                (
                    f"SELECT {COLUMNS}, why FROM (SELECT *, {_WHY} AS why FROM activity_item WHERE {MINE} AND head) marked"
                    f" WHERE why IS NOT NULL ORDER BY sort_at DESC, id DESC LIMIT {MOST + 1}",
                    (),
                ),
                gathering.reading_known(besides),
            ]
        )
        _, coverage = gathering.covered(tx, asked, datetime.now(UTC))
    by: dict[str, list[Row]] = {"business": [], "tax": [], "for_others": []}
    for each in found[:MOST]:
        by[each[WIDTH]].append(row_from(each))
    return Working(
        tuple(by["business"]), tuple(by["tax"]), tuple(by["for_others"]), more=len(found) > MOST, coverage=coverage,
        besides=gathering.besides_from(asked),
    )  # fmt: skip
