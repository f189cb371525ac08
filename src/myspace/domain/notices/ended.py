"""What an act came to, told of its notice by the worker where the ground of whoever acted had ended within it.

Web wrote the act itself and could see no notice any more (migrations/0007_ended_within_it). Knows rows. Refuses to know any
platform: nothing is asked, and no act is made or moved.
"""

from __future__ import annotations

from datetime import datetime

from myspace.domain.kernel.db import Tx
from myspace.domain.notices import acts
from myspace.domain.notices.acts import ActState
from myspace.domain.notices.store import Channel, settle, tell
from myspace.vocabulary.notices import Evidence, NoticeAct


def hear(tx: Tx, now: datetime) -> int:
    """Of the person whom the transaction sees; of how many notices something was told. Again and again: the same."""
    found = tx.run(
        "SELECT a.notice_id, a.act, a.done_at FROM notices_act a WHERE a.person_id = myspace_subject() AND a.state = %s"
        " AND NOT EXISTS (SELECT FROM notices_told t WHERE t.person_id = myspace_subject() AND t.notice_id = a.notice_id"
        " AND t.channel = ANY(%s))",
        (ActState.CONFIRMED.value, [Channel.ACT.value, Channel.STANDING.value]),
    )
    for notice_id, act, at in found:
        tell(tx, notice_id, Channel.ACT, Evidence(acts.BECOMES[NoticeAct(act)], at), now)
        settle(tx, notice_id)
    return len(found)
