"""Look-ups leave when they have been told for as long as the manifest promises: five years, in which one may ask why.

Counted from when each was told here and not from when it happened: what its body kept hidden until a day has its five years from
that day, and what a feed told late is not gone before it was seen. Withheld ones keep their date: they are no look-ups yet.
What is sealed of them leaves with them, and that they left is a leaf (domain/record).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from myspace.domain.gathering import rounds
from myspace.domain.gathering.promised import kept_for
from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx

_AT_ONCE = 200
_OF_ONE = 2_000  # of one person in a transaction
# What is counted by body and month is neither own nor sensitive (models.py); a sum of nothing leaves too.
_GONE = (
    "WITH gone AS ("
    " DELETE FROM transparency_exchange WHERE person_id = myspace_subject() AND id IN (SELECT id FROM transparency_exchange"
    " WHERE person_id = myspace_subject() AND told_at < %s ORDER BY told_at, id LIMIT %s) RETURNING id, series_id, at"
    "), lines AS (SELECT series_id, count(*) AS number FROM gone GROUP BY 1"
    "), counted AS (SELECT s.ine10, s.purpose, date_trunc('month', g.at AT TIME ZONE 'Europe/Madrid')::date AS month,"
    " count(*) AS number FROM gone g JOIN transparency_series s ON s.person_id = myspace_subject() AND s.id = g.series_id"
    " WHERE NOT s.own AND NOT s.sensitive GROUP BY 1, 2, 3"
    "), series AS (UPDATE transparency_series s SET number = s.number - l.number FROM lines l"
    " WHERE s.person_id = myspace_subject() AND s.id = l.series_id"
    "), months AS (UPDATE transparency_month m SET number = m.number - c.number FROM counted c"
    " WHERE m.person_id = myspace_subject() AND (m.ine10, m.purpose, m.month) = (c.ine10, c.purpose, c.month)"
    "), bodies AS (UPDATE transparency_body b SET number = b.number - c.number"
    " FROM (SELECT ine10, sum(number) AS number FROM counted GROUP BY 1) c"
    " WHERE b.person_id = myspace_subject() AND b.ine10 = c.ine10"
    ") SELECT array_agg(id), array_agg(DISTINCT series_id) FROM gone"
)
_EMPTY = "DELETE FROM {} WHERE person_id = myspace_subject() AND number <= 0"


def sweep(now: datetime) -> int:
    """Of how many people something left."""
    until = now - kept_for("consultations")
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM exchanges_due(%s, %s)", (until, _AT_ONCE))
    for (person,) in due:
        with db.as_person(person) as tx:
            _leave(tx, until)
    return len(due)


def _leave(tx: Tx, until: datetime) -> None:
    row = tx.one(_GONE, (until, _OF_ONE))
    if row is None or row[0] is None:
        return
    tx.run("SELECT erase_entries('exchange', %s::uuid[])", (row[0],))
    for table in ("transparency_series", "transparency_month", "transparency_body"):
        tx.run(_EMPTY.format(table))  # constants above
    tx.run(
        "UPDATE transparency_series s SET first_at = (SELECT min(e.at) FROM transparency_exchange e"
        " WHERE e.person_id = myspace_subject() AND e.series_id = s.id) WHERE s.person_id = myspace_subject() AND s.id = ANY(%s)",
        (row[1],),
    )


rounds.register(rounds.Round("look-ups", timedelta(hours=1), sweep))
