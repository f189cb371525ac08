"""Notifications of lists that wait for a person, for rules above: read as the mailbox reads them, and by nobody's asking."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from myspace.domain.activity.rules import numbers_of_notice
from myspace.domain.activity.service import HEARD, heard_from
from myspace.domain.kernel.db import Tx
from myspace.domain.notices import rows
from myspace.domain.notices.rows import Line
from myspace.domain.notices.states import ENDS, status_of_entry
from myspace.vocabulary.notices import NoticeKind, NoticeStatus, ReadBy

_ANY = (
    "SELECT 1 FROM notices_notice n WHERE n.person_id = myspace_subject() AND n.listed_by = %s"
    f" AND n.status = '{NoticeStatus.AVAILABLE}' LIMIT 1"
)
_HEARD = f"SELECT p.kind, {HEARD} FROM people_person p WHERE p.person_id = myspace_subject()"
_EVERY = f"SELECT {rows.COLUMNS} FROM notices_notice n WHERE n.person_id = myspace_subject() ORDER BY n.id"


class Spoken(NamedTuple):
    """A notice that a list or a body tells of: what it is called, whether it has ended, and the entry, if a body tells."""

    numbers: tuple[str, ...]
    ended: bool
    item_id: UUID | None


class Waiting(NamedTuple):
    """`source_key` is the list's own name for it, which outlives our row."""

    source_key: str
    line: Line
    registry_number: str | None
    reference: str | None


def waiting(tx: Tx, now: datetime, *, by: ReadBy | None = None) -> tuple[Waiting, ...]:
    """Of the person whom the transaction sees. One that another channel tells has ended waits no longer.

    `by`: those alone whose list was last read so.
    """
    if by is not None and tx.one(_ANY, (by.value,)) is None:
        return ()
    mine = tx.one(_HEARD)
    if mine is None:
        return ()
    compulsory, heard = rows.obliged(mine[0]), heard_from(mine[1])
    found = []
    every = [rows.stored_from(row) for row in tx.run(_EVERY)]
    for stored, spoken_of in zip(every, rows.entries_of([each.notice for each in every], heard), strict=True):
        if stored.notice.kind is NoticeKind.COMMUNICATION or stored.standing.status is not NoticeStatus.AVAILABLE:
            continue
        if by is not None and stored.listed_by is not by:
            continue
        line = rows.line(stored, spoken_of, compulsory=compulsory, now=now)
        if line.status is NoticeStatus.AVAILABLE and not line.contested:
            notice = stored.notice
            key = f"{stored.service}/{notice.source_id}"
            found.append(Waiting(key, line, notice.registry_number, notice.reference))
    return tuple(found)


def ended_entries(tx: Tx) -> frozenset[UUID]:
    """Entries of bodies that speak of a notice which its list, or an act here, tells has ended, whatever they still say."""
    mine = tx.one(_HEARD)
    every = [rows.stored_from(row) for row in tx.run(_EVERY)]
    spoken = rows.entries_of([each.notice for each in every], heard_from(mine[1]) if mine else ())
    over = (heard for stored, heard in zip(every, spoken, strict=True) if stored.standing.status in ENDS)
    return frozenset(one.item_id for heard in over for one in heard)


def spoken_of(tx: Tx) -> tuple[Spoken, ...]:
    """Every notice of the person whom the transaction sees, whoever tells of it and however it stands."""
    mine = tx.one(_HEARD)
    heard = heard_from(mine[1]) if mine else ()
    found = []
    for row in tx.run(_EVERY):
        stored = rows.stored_from(row)
        notice = stored.notice
        numbers = numbers_of_notice(notice.sender.code, notice.registry_number, notice.reference)
        found.append(Spoken(numbers, stored.standing.status in ENDS, None))
    for item_id, entry in heard:
        numbers = numbers_of_notice(entry.ine10, entry.registry_number, entry.external_reference)
        ended = entry.notice_state is not None and status_of_entry(entry.notice_state) in ENDS
        found.append(Spoken(numbers, ended, item_id))
    return tuple(found)
