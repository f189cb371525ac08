"""What logins registers when the application starts: its tables with the kernel."""

from __future__ import annotations

from typing import Any

from myspace.domain.kernel import personal
from myspace.domain.kernel.db import Tx
from myspace.vocabulary.people import Actor

_TABLES = ("logins_login", "logins_closed", "logins_denial")


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    return {
        "elsewhere": personal.rows_as_dicts(
            tx, "logins_login",
            ("id", "source", "reference", "at", "service", "ine10", "method", "level", "device", "place", "told_at"),
        ),
        "closed": personal.rows_as_dicts(
            tx, "logins_closed", ("id", "provider", "method", "level", "closed_at", "until")
        ),
        "denied": personal.rows_as_dicts(tx, "logins_denial", ("id", "login_id", "at", "done")),
    }  # fmt: skip


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


# No `forget_copies`: who tells of a login once does not tell of it again.
personal.register(personal.Keeper("logins", _TABLES, _hand_over, _forget))
