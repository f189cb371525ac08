"""The bell: a note that somebody is to be looked at again, in the transaction of whatever makes it so. Knows no reason."""

from __future__ import annotations

from myspace.domain.kernel.db import Tx

_WAIT = "interval '3 seconds'"  # a body's answers come together: one look for all of them

_RING = (
    f"INSERT INTO alerts_watch (person_id, look_at) VALUES (myspace_subject(), now() + {_WAIT})"
    " ON CONFLICT (person_id) DO UPDATE SET look_at = excluded.look_at WHERE alerts_watch.look_at > excluded.look_at"
)


def look_again(tx: Tx) -> None:
    """For the person whom the transaction sees."""
    tx.run(_RING)
