"""What becomes of what a channel tells: lines of lists, what is believed of them, and what counts. Idempotent.

A list that is behind undoes nothing: what it told before, an act, a read-back and it are evidence side by side, and the
first in time wins (states.py). A step that cannot be is kept aside and moves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, time
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import structlog

from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.ids import uuid7
from myspace.domain.notices import grouping, rows, states, telling
from myspace.domain.notices.grouping import Standing
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.legal_calendar import MADRID
from myspace.vocabulary.notices import Evidence, Notice, NoticeKind, NoticeStatus, ReadBy

log = structlog.get_logger("notices")


class Channel(StrEnum):
    LIST = "list"  # what the platform lists
    ACT = "act"  # what it answered to an act of ours
    STANDING = "standing"  # what it told when one notice was read back


def store(tx: Tx, service: str, told: Sequence[Notice], now: datetime, *, by: ReadBy = ReadBy.LOGIN) -> bool:
    """Write the lines of one list for the person this transaction sees; whether anything changed. Removes nothing.

    `by`: what let the list be read. However it was read it is one list, and tells of a notice in one row.
    """
    known = {
        row[1]: (row[0], bytes(row[2]), row[3])
        for row in tx.run(
            "SELECT id, source_id, digest, kind FROM notices_notice WHERE person_id = myspace_subject() AND service = %s"
            " AND source_id = ANY(%s)",
            (service, [n.source_id for n in told]),
        )
    }
    believed = _believed(tx, [id_ for id_, _, _ in known.values()])
    changed = False
    for notice in told:
        digest = sha256(rows.encode(notice)).digest()
        if notice.source_id not in known:
            id_ = uuid7()
            _insert(tx, id_, service, notice, digest, now, by)
            tell(tx, id_, Channel.LIST, _evidence(notice), now)
            known[notice.source_id] = (id_, digest, notice.kind.value)
            believed[id_] = {(Channel.LIST.value, notice.status): _evidence(notice)}
            changed = True
            continue
        id_, before, kind = known[notice.source_id]
        if before == digest:
            continue
        if not _follows(believed.get(id_, {}), kind, notice):
            log.warning("a notice took a step that cannot be", service=service, to=notice.status.value)
            tell(tx, id_, Channel.LIST, _evidence(notice), now, believed=False)
            continue
        tell(tx, id_, Channel.LIST, _evidence(notice), now)
        believed.setdefault(id_, {})[(Channel.LIST.value, notice.status)] = _evidence(notice)
        tx.run(
            "UPDATE notices_notice SET payload = %s, digest = %s, ine10 = %s, available_at = %s"
            " WHERE person_id = myspace_subject() AND id = %s",
            (rows.encode(notice).decode(), digest, notice.sender.code, _at(notice.available), id_),
        )
        settle(tx, id_)
        changed = True
    tx.run(
        "UPDATE notices_notice SET listed_at = %s, listed_by = %s WHERE person_id = myspace_subject() AND service = %s"
        " AND source_id = ANY(%s)",
        (now, by.value, service, [n.source_id for n in told]),
    )
    return changed


def tell(
    tx: Tx, notice_id: UUID, channel: Channel, evidence: Evidence, now: datetime, *, believed: bool = True
) -> None:
    """One channel's word on one notice, once. An instant that it gave first is the one that stays."""
    tx.run(
        "INSERT INTO notices_told (id, person_id, notice_id, channel, status, at, seen_at, believed)"
        " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (person_id, notice_id, channel, status, believed)"
        " DO UPDATE SET at = coalesce(notices_told.at, excluded.at), seen_at = excluded.seen_at",
        (uuid7(), notice_id, channel.value, evidence.status.value, evidence.at, now, believed),
    )


def settle(tx: Tx, notice_id: UUID) -> Standing:
    """What counts of all that was told and is believed: written to the notice's row."""
    stands = grouping.standing(_dated(_believed(tx, [notice_id])[notice_id].values()))
    tx.run(
        "UPDATE notices_notice SET status = %s, contested = %s, ended_at = %s WHERE person_id = myspace_subject()"
        " AND id = %s",
        (stands.status.value, ",".join(sorted(stands.contested)), stands.at, notice_id),
    )
    telling.tell(tx)
    return stands


def _dated(told: Collection[Evidence]) -> Iterable[Evidence]:
    """Without what is told again with its instant: every channel here is the same platform's word, and its answer to an
    act gives none (connectors/enotum). Another end without an instant still leaves open which was first.
    """
    dated = {each.status for each in told if each.at is not None}
    return [each for each in told if each.at is not None or each.status not in dated]


def _believed(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, dict[tuple[str, NoticeStatus], Evidence]]:
    found: dict[UUID, dict[tuple[str, NoticeStatus], Evidence]] = {}
    for id_, channel, status, at in tx.run(
        "SELECT notice_id, channel, status, at FROM notices_told WHERE person_id = myspace_subject() AND believed"
        " AND notice_id = ANY(%s)",
        (list(ids),),
    ):
        found.setdefault(id_, {})[(channel, NoticeStatus(status))] = Evidence(NoticeStatus(status), at)
    return found


def _follows(believed: dict[tuple[str, NoticeStatus], Evidence], kind: str, notice: Notice) -> bool:
    """Whether the list may tell this after what it told before. Another kind of thing is another thing."""
    if kind != notice.kind.value:
        return False
    before = (status for channel, status in believed if channel == Channel.LIST.value)
    return all(states.may_be_read_as(status, notice.status, NoticeKind(kind)) for status in before)


def _evidence(notice: Notice) -> Evidence:
    return Evidence(notice.status, notice.ended.at if notice.ended else None)


def _at(moment: Moment | None) -> datetime | None:
    return (moment.at or datetime.combine(moment.day, time(0), MADRID)) if moment else None


def _insert(tx: Tx, id_: UUID, service: str, notice: Notice, digest: bytes, now: datetime, by: ReadBy) -> None:
    stands = grouping.standing([_evidence(notice)])
    tx.run(
        "INSERT INTO notices_notice (id, person_id, service, source_id, kind, ine10, status, contested, ended_at,"
        " available_at, payload, digest, first_seen_at, listed_at, listed_by)"
        " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, '', %s, %s, %s, %s, %s, %s, %s)",
        (
            id_, service, notice.source_id, notice.kind.value, notice.sender.code, stands.status.value, stands.at,
            _at(notice.available), rows.encode(notice).decode(), digest, now, now, by.value,
        ),
    )  # fmt: skip
    telling.tell(tx)
