"""What activity registers when the application starts: its sinks with gathering, its tables with the kernel."""

from __future__ import annotations

from typing import Any

from myspace.domain.activity.store import store
from myspace.domain.gathering import sinks
from myspace.domain.kernel import personal
from myspace.domain.kernel.db import Tx
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.people import Actor


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    return {
        "items": personal.rows_as_dicts(
            tx, "activity_item", ("id", "ine10", "kind", "payload", "first_seen_at", "gone_at")
        ),
        "marks": personal.rows_as_dicts(
            tx, "activity_mark", ("kind", "source_id", "read_at", "starred_at", "hidden_at", "not_mine_at")
        ),
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in ("activity_word", "activity_mark", "activity_item"):
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


def _forget_copies(tx: Tx, _actor: Actor) -> None:
    """Stars, read marks and hidings outlive the items: they are the person's own."""
    for table in ("activity_word", "activity_item"):
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


for _topic in Topic:
    sinks.register(_topic, store)

personal.register(
    personal.Keeper(
        "activity", ("activity_item", "activity_mark", "activity_word"), _hand_over, _forget, _forget_copies
    )
)
