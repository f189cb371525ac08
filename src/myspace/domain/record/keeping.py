"""What the record registers when the application starts: its tables with the kernel, and what a restored copy begins with."""

from __future__ import annotations

import base64
from typing import Any

from myspace.domain.kernel import personal, restored
from myspace.domain.kernel.db import Tx
from myspace.vocabulary.people import Actor

# Look-ups leave with their person. The log of who looked stays: it is evidence (RD 203/2021 art. 61.3; GDPR art. 17.3.b).
ERASED = "exchange"


def _hand_over(tx: Tx, actor: Actor) -> dict[str, Any]:
    """Texts, salts and places. A line of the log that needs a level is handed over at that level, and so is its text."""
    rows = tx.run(
        "SELECT leaf_index, topic, ref_id, payload, salt FROM record_entry WHERE person_id = myspace_subject()"
        " AND (topic <> 'audit' OR coalesce((payload::jsonb #>> '{what,facts,level}')::int, 0) <= %s) ORDER BY leaf_index",
        (int(actor.level),),
    )
    return {
        "sealed": [
            {"leaf": leaf, "topic": topic, "of": ref, "payload": text, "salt": base64.b64encode(salt or b"").decode()}
            for leaf, topic, ref, text, salt in rows
        ]
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    tx.run("SELECT erase_payload(%s)", (ERASED,))


personal.register(personal.Keeper("record", ("record_pending", "record_entry"), _hand_over, _forget))
restored.register(
    # Numbers of transactions begin again in another cluster: what waits must not wait for numbers that come in years.
    restored.Left("rows that wait to be sealed, due at once", "UPDATE record_pending SET xid = 0 WHERE xid > 0"),
)
