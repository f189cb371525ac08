"""Entries by which a body still says that a notification waits, of one that has ended by its list or by an act here.

A register that is not the platform's may lag by days. Whoever shows the entry tells both truths with this: what the register
says, and what became of the notice. Knows no act and no platform; what the notice says is not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from myspace.domain.activity.service import WAITING, heard_from
from myspace.domain.notices import rows
from myspace.domain.notices.acts import BECOMES, ActState
from myspace.domain.notices.states import ENDS
from myspace.vocabulary.notices import NoticeAct, NoticeStatus


class Overtaken(msgspec.Struct, frozen=True):
    """What became of the notice that an entry speaks of. `status` None: channels end it differently.

    `here`: it was this act, made in this folder. `at` is aware: the platform's hour or, until it tells one, that of the
    person's confirmation; None when nobody tells.
    """

    notice_id: UUID
    status: NoticeStatus | None
    here: bool
    at: datetime | None


_ENDED = ", ".join(f"'{status}'" for status in sorted(ENDS))
# One value, to stand among the columns of a list of the activity. It reads the notices only of who has such an entry and a
# notice that ended; all of them, since an entry that may speak of several speaks of none (rows.entries_of).
OVERTAKEN = (
    "(SELECT json_build_array(w.heard, (SELECT json_agg(json_build_array(n.id, n.payload, n.status, n.contested <> '',"
    " n.ended_at, (SELECT json_build_array(a.act, a.intended_at) FROM notices_act a WHERE a.person_id = myspace_subject()"
    f" AND a.notice_id = n.id AND a.state = '{ActState.CONFIRMED}' ORDER BY a.id DESC LIMIT 1)) ORDER BY n.id)"
    " FROM notices_notice n WHERE n.person_id = myspace_subject()))"
    f" FROM (SELECT CASE WHEN EXISTS (SELECT FROM notices_notice e WHERE e.person_id = myspace_subject()"
    f" AND e.status IN ({_ENDED})) THEN {WAITING} END AS heard) w WHERE w.heard IS NOT NULL)"
)


def overtaken_from(value: list[Any] | None) -> Mapping[UUID, Overtaken]:
    """From the value of OVERTAKEN, by the entry's id."""
    if value is None:
        return {}
    heard, told = heard_from(value[0]), value[1]
    spoken = rows.entries_of([rows.decode(each[1]) for each in told], heard)
    return {
        one.item_id: _overtaken(*each)
        for each, entries in zip(told, spoken, strict=True)
        if NoticeStatus(each[2]) in ENDS
        for one in entries
    }


def _overtaken(
    notice_id: str, _payload: str, said: str, contested: bool, ended_at: str | None, act: list[str] | None
) -> Overtaken:
    if contested:
        return Overtaken(UUID(notice_id), None, here=False, at=None)
    status = NoticeStatus(said)
    here = act is not None and BECOMES[NoticeAct(act[0])] is status
    at = ended_at or (act[1] if here and act else None)
    return Overtaken(UUID(notice_id), status, here=here, at=datetime.fromisoformat(at) if at else None)
