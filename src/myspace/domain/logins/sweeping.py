"""Logins elsewhere leave when they are as old as the manifest promises: a round of the worker, each person's in a transaction."""

from __future__ import annotations

from datetime import datetime, timedelta

from myspace.domain.gathering import rounds
from myspace.domain.gathering.promised import kept_for
from myspace.domain.kernel import db

_AT_ONCE = 200


def sweep(now: datetime) -> int:
    """Of how many people something left."""
    until = now - kept_for("logins")
    with db.bare() as tx:
        due = tx.run("SELECT person_id FROM logins_due(%s, %s)", (until, _AT_ONCE))
    for (person,) in due:
        with db.as_person(person) as tx:
            tx.run("DELETE FROM logins_login WHERE person_id = myspace_subject() AND at < %s", (until,))
    return len(due)


rounds.register(rounds.Round("logins", timedelta(hours=1), sweep))
