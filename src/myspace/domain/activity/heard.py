"""Entries by which a body tells how a notification of its own stands: for whoever keeps notifications to hear as well.

What the person hid is not told: it counts nowhere.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from myspace.domain.activity.rows import MINE
from myspace.domain.activity.rules import State
from myspace.vocabulary.activity import Entry, decode

_STATES = (State.NOTICE_DEPOSITED, State.NOTICE_ACCEPTED, State.NOTICE_REFUSED_OR_EXPIRED)
MOST = 200
# One value, to stand among the columns of another statement. Text: what is a date in it is read once, by `decode`.
_HEARD = (
    "(SELECT json_agg(json_build_array(h.id, h.payload)) FROM (SELECT id, payload FROM activity_item"
    f" WHERE {MINE} AND kind = 'entry' AND state IN ({{states}})"
    f" ORDER BY sort_at DESC LIMIT {MOST}) h)"
)
HEARD = _HEARD.format(states=", ".join(repr(str(s)) for s in _STATES))
# Those alone of which the body still says that they wait.
WAITING = _HEARD.format(states=repr(str(State.NOTICE_DEPOSITED)))


class Heard(NamedTuple):
    """`item_id` is where it is shown in the activity."""

    item_id: UUID
    entry: Entry


def heard_from(value: list[list[Any]] | None) -> tuple[Heard, ...]:
    """From the value of HEARD."""
    found = ((UUID(item_id), decode(payload)) for item_id, payload in value or ())
    return tuple(Heard(item_id, item) for item_id, item in found if isinstance(item, Entry) and item.notice_state)
