"""The lines of the page as they lie in the tables, and the statements that read them. Refuses to know words and doors.

What decides a line's class is read with it: whether its case is one of the person's, whether its body is connected and since
when its answer is whole, whether a letter was made. None of that is stored, so that it is never older than the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from myspace.domain.administrations import service as administrations
from myspace.domain.transparency import rules
from myspace.domain.transparency.rules import Standing
from myspace.vocabulary.transparency import LegalGround

# Since when a body's cases and papers are known, both of them and whole: what comes later cannot have been linked yet.
ANSWERED = (
    "SELECT c.ine10, min(a.known_at) AS known_at FROM gathering_ask a JOIN administrations_connection c"
    " ON c.id = a.connection_id WHERE a.person_id = myspace_subject() AND a.topic IN ('cases', 'entries')"
    " AND a.known_at IS NOT NULL AND a.complete GROUP BY 1 HAVING count(*) >= 2"
)
# By the body's connections, as the index of cases has them. What is hidden explains it too: it only is no link.
_LINKED = (
    "(SELECT i.id FROM administrations_connection c JOIN activity_item i ON i.person_id = myspace_subject()"
    " AND i.connection_id = c.id AND i.case_key = s.case_key WHERE s.case_key <> '' AND c.ine10 = s.ine10"
    " ORDER BY i.hidden, i.kind, i.id LIMIT 1)"
)
_COLUMNS = (
    "s.id, s.own, s.sensitive, s.ine10, s.unit, s.product, s.purpose, s.procedure, s.case_key, s.ground, s.number, s.first_at,"
    f" s.last_at, s.told_at, s.recognised_at, w.known_at, {_LINKED},"
    " EXISTS (SELECT FROM enquiries_enquiry q WHERE q.person_id = myspace_subject() AND q.topic = 'transparency'"
    " AND q.ref_id = s.id)"
)
# Of a question of our own that was told later, the outcome is a line of the log (store.record_outcome).
OUTCOME = (
    "coalesce(nullif(e.outcome, ''), CASE WHEN e.source = 'own' THEN (SELECT a.facts ->> 'outcome' FROM audit_event a"
    " WHERE a.person_id = myspace_subject() AND a.once = 'outcome:' || e.id) END, '')"
)
SELECT = (
    f"WITH answered AS MATERIALIZED ({ANSWERED}) SELECT {_COLUMNS} FROM transparency_series s"
    " LEFT JOIN answered w USING (ine10)"
)
# What may be raised: the same decision as rules.standing makes again of each, in the database so that it need read no others.
RAISED = (
    f"WITH answered AS MATERIALIZED ({ANSWERED}) SELECT {_COLUMNS} FROM answered w JOIN transparency_series s USING (ine10)"
    " WHERE s.person_id = myspace_subject() AND NOT s.own AND NOT s.sensitive AND s.recognised_at IS NULL"
    f" AND s.last_at < w.known_at AND {_LINKED} IS NULL AND NOT EXISTS (SELECT FROM enquiries_enquiry q"
    " WHERE q.person_id = myspace_subject() AND q.topic = 'transparency' AND q.ref_id = s.id)"
    " ORDER BY s.last_at DESC, s.id DESC LIMIT %s"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: questions that are alike. `product`, `purpose`, `procedure` are codes; `unit`, `case` source text; None: not told.

    `item_id` is the person's own case that explains it, if any.
    """

    id: UUID
    sensitive: bool
    ine10: str
    unit: str | None
    product: str | None
    purpose: str | None
    procedure: str | None
    case: str | None
    ground: LegalGround | None
    number: int
    first_at: datetime
    last_at: datetime
    told_at: datetime
    standing: Standing
    item_id: UUID | None


def line(row: Sequence[Any]) -> Line:
    (
        id_, own, sensitive, ine10, unit, product, purpose, procedure, case, ground, number, first_at, last_at, told_at,
        recognised_at, known_at, item_id, asked,
    ) = row  # fmt: skip
    connected = administrations.by_ine10(ine10)
    stands = rules.standing(
        rules.Facts(
            own=own, linked=item_id is not None, recognised=recognised_at is not None, asked=asked,
            connected=connected is not None and connected.on, answered_at=known_at, last_at=last_at,
        )
    )  # fmt: skip
    return Line(
        id_, sensitive, ine10, unit or None, product or None, purpose or None, procedure or None, case or None,
        LegalGround(ground) if ground else None, number, first_at, last_at, told_at, stands, item_id,
    )  # fmt: skip
