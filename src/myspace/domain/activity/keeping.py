"""What activity registers when the application starts: its sinks with gathering, its tables with the kernel."""

from __future__ import annotations

from typing import Any

from myspace.domain.activity.store import store
from myspace.domain.gathering import sinks
from myspace.domain.kernel import personal
from myspace.domain.kernel.db import Tx
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.people import Actor


def _hand_over(tx: Tx, actor: Actor) -> dict[str, Any]:
    """What a safer login hid stays out of a file that a weaker one takes away: the telephone may be in another hand."""
    marks = ("connection_id", "kind", "capacity", "source_id", "read_at", "starred_at", "hidden_at", "not_mine_at")
    items = ("id", "ine10", "kind", "payload", "first_seen_at", "gone_at")
    level = int(actor.level)
    kept = tx.run(
        f"SELECT {', '.join(items)} FROM activity_item i WHERE person_id = myspace_subject() AND (NOT hidden OR EXISTS"
        " (SELECT FROM activity_mark m WHERE m.person_id = myspace_subject() AND m.hidden_at IS NOT NULL"
        " AND m.connection_id = i.connection_id AND m.hidden_level <= %s AND m.capacity = i.capacity"
        " AND (m.kind, m.source_id) IN ((i.kind, i.source_id), ('case', i.case_key))))",
        (level,),
    )
    marked = tx.run(
        f"SELECT {', '.join(marks)} FROM activity_mark WHERE person_id = myspace_subject() AND coalesce(hidden_level, 0) <= %s",
        (level,),
    )
    return {
        "items": [dict(zip(items, row, strict=True)) for row in kept],
        "marks": [dict(zip(marks, row, strict=True)) for row in marked],
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
