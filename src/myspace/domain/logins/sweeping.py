"""Logins elsewhere leave when they are as old as the manifest promises, and a closed way's row when the way opened by itself.

A round of the worker, each person's in a transaction. That a way opened is a line of the log, so that its person learns why it
is no longer among the closed ones; that a login left is none: the page says how long they are kept.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
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
            for (closed,) in tx.run(
                "DELETE FROM logins_closed WHERE person_id = myspace_subject() AND until < now() RETURNING id"
            ):
                audit.note(tx, person, Event.WAY_LAPSED, about=closed, once=f"lapsed:{closed}")
    return len(due)


rounds.register(rounds.Round("logins", timedelta(hours=1), sweep))
