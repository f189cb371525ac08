"""What was handed over to be told later is collected by itself, whether or not its page is opened: a round of the worker.

    handed over ─▶ collect_at ─▶ this round leaves a wish ─▶ the errand collects ─┬▶ not yet: later and later, a day apart at most
                                                                                 ├▶ told, or refused: over
                                                                                 └▶ nothing in GIVES_UP_COLLECTING: over, and said

Collecting only reads what was asked already: no new consultation is noted for it. Whoever took back their yes has no row.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from myspace.domain.gathering import background, rounds
from myspace.domain.kernel import db
from myspace.domain.personal_data.source import SCOPE

_AT_ONCE = 50


def look(_now: datetime) -> int:
    """For how many people something is due."""
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM sheets_due(%s)", (_AT_ONCE,))
    for (person,) in due:
        with db.as_person(person) as tx:
            tx.run(*background.wish(SCOPE))
    return len(due)


rounds.register(rounds.Round("sheets", timedelta(minutes=1), look))
