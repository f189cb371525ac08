"""Notices as lines of the mailbox: the columns, how they are read, and which entries of bodies speak of the same notice.

Knows no act and no platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from myspace.domain.activity.service import Heard
from myspace.domain.notices import grouping, rules
from myspace.domain.notices.acts import ActState
from myspace.domain.notices.grouping import Group, Standing
from myspace.domain.notices.rules import Facts, Threshold
from myspace.domain.notices.states import status_of_entry
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import Evidence, Notice, NoticeAct, NoticeKind, NoticeStatus, ReadBy, Sender, Ternary
from myspace.vocabulary.people import IdentifierKind


class LastAct(msgspec.Struct, frozen=True):
    """The newest act on a notice, by whoever in this folder."""

    id: UUID
    act: NoticeAct
    state: ActState
    intended_at: datetime
    done_at: datetime | None
    by_me: bool


class Line(msgspec.Struct, frozen=True):
    """One notice as the mailbox shows it: nothing of it was opened to know this.

    `id` None: no list told of it, only an entry of its body (`item_id`, in the activity), which gives no term.
    `contested`: channels end differently; `status` is then not to be shown, all of these are.
    """

    id: UUID | None
    item_id: UUID | None
    service: str | None
    kind: NoticeKind
    group: Group
    status: NoticeStatus
    contested: frozenset[NoticeStatus]
    sender: Sender
    subject: str
    available: Moment | None
    ended_at: datetime | None
    threshold: Threshold
    read: bool | None
    last_act: LastAct | None
    first_seen_at: datetime | None
    listed_at: datetime | None

    @property
    def under_way(self) -> bool:
        """An act of which it is not known yet what became: the screen says "confirming…" and offers no second one."""
        return self.last_act is not None and self.last_act.state.under_way


class Stored(msgspec.Struct, frozen=True):
    """A row of READ: the list's own line and what counted when it was last written."""

    id: UUID
    service: str
    notice: Notice
    standing: Standing
    first_seen_at: datetime
    listed_at: datetime
    last_act: LastAct | None
    listed_by: ReadBy


_LAST_ACT = (
    "(SELECT json_build_array(a.id, a.act, a.state, a.intended_at, a.done_at, a.viewer_id = myspace_viewer())"
    " FROM notices_act a WHERE a.person_id = myspace_subject() AND a.notice_id = n.id ORDER BY a.id DESC LIMIT 1)"
)
COLUMNS = (
    "n.id, n.service, n.payload, n.status, n.contested, n.ended_at, n.first_seen_at, n.listed_at, n.digest,"
    f" n.contents_sealed, {_LAST_ACT}, n.listed_by"
)
DIGEST, CONTENTS = 8, 9  # places of what a line of the mailbox does not need
CONTENTS_SEAL = "notices_notice.contents"
PAPER_SEAL = "notices_paper.octets"
_decoder = msgspec.json.Decoder(Notice)
_encoder = msgspec.json.Encoder(order="deterministic")


def encode(notice: Notice) -> bytes:
    """Canonical JSON: the same bytes for the same line of a list."""
    return _encoder.encode(notice)


def decode(payload: str | bytes) -> Notice:
    notice: Notice = _decoder.decode(payload)
    return notice


def stored_from(r: Sequence[Any]) -> Stored:
    contested = frozenset(NoticeStatus(s) for s in r[4].split(",")) if r[4] else frozenset()
    act = None
    if r[10] is not None:
        id_, what, state, intended, done, mine = r[10]
        act = LastAct(
            UUID(id_), NoticeAct(what), ActState(state), datetime.fromisoformat(intended),
            datetime.fromisoformat(done) if done else None, mine,
        )  # fmt: skip
    return Stored(
        r[0], r[1], decode(r[2]), Standing(NoticeStatus(r[3]), r[5], contested), r[6], r[7], act, ReadBy(r[11])
    )


def entries_of(notices: Sequence[Notice], heard: Iterable[Heard]) -> list[list[Heard]]:
    """For each notice the entries of bodies that speak of it: by the body's registry number or, where one of the two has
    none, by the reference. `notices` are all that the person has: an entry that may speak of several speaks of none, or one
    that ended would end the other.
    """
    found: list[list[Heard]] = [[] for _ in notices]
    by_number: dict[tuple[str, str], list[int]] = {}
    by_reference: dict[tuple[str, str], list[int]] = {}
    for place, each in enumerate(notices):
        if each.registry_number:
            by_number.setdefault((each.sender.code, each.registry_number), []).append(place)
        if each.reference:
            by_reference.setdefault((each.sender.code, each.reference), []).append(place)
    for one in heard:
        entry = one.entry
        places = by_number.get((entry.ine10, entry.registry_number or ""), [])
        if not places:
            places = [
                place for place in by_reference.get((entry.ine10, entry.external_reference or ""), ())
                if not (entry.registry_number and notices[place].registry_number)
            ]  # fmt: skip
            places = places if len(places) == 1 else []
        for place in places:
            found[place].append(one)
    return found


_ENDED = frozenset(NoticeStatus) - {NoticeStatus.AVAILABLE, NoticeStatus.ON_ITS_WAY}


def hearing(stored: Stored, heard: Iterable[Heard]) -> Standing:
    """How it stands with what bodies tell besides. They give the day of the notice, never that of its end."""
    ends = [e for h in heard if h.entry.notice_state for e in [Evidence(status_of_entry(h.entry.notice_state))]]
    if not ends:
        return stored.standing
    own = stored.standing.contested or {stored.standing.status}
    return grouping.standing([*(Evidence(s, stored.standing.at) for s in own), *ends])


def line(
    stored: Stored, heard: Sequence[Heard], *, compulsory: Ternary, now: datetime, of_ended: Threshold | None = None
) -> Line:
    """`of_ended` stands for the term of one that has ended, where nobody asks for it: a list works out none of them."""
    notice, stands = stored.notice, hearing(stored, heard)
    ended = stands.status in _ENDED and not stands.contested
    threshold = of_ended if of_ended and ended else rules.threshold(facts(notice, compulsory), now)
    return Line(
        id=stored.id,
        item_id=heard[0].item_id if heard else None,
        service=stored.service,
        kind=notice.kind,
        group=grouping.group(notice.kind, stands, threshold, now),
        status=stands.status,
        contested=stands.contested,
        sender=notice.sender,
        subject=notice.subject,
        available=notice.available,
        ended_at=stands.at,
        threshold=threshold,
        read=notice.read,
        last_act=stored.last_act,
        first_seen_at=stored.first_seen_at,
        listed_at=stored.listed_at,
    )


def line_of_entry(heard: Heard, *, sender: str, compulsory: Ternary, now: datetime) -> Line:
    """What only the body's own folder tells: that there is one and, roughly, how it stands. No term is known."""
    entry = heard.entry
    assert entry.notice_state is not None
    stands = Standing(status_of_entry(entry.notice_state))
    # Its day is that of the entry. When it was made available is not told: no term is counted from it.
    threshold = rules.threshold(Facts(NoticeKind.NOTIFICATION, compulsory, Ternary.UNKNOWN), now)
    return Line(
        id=None,
        item_id=heard.item_id,
        service=None,
        kind=NoticeKind.NOTIFICATION,
        group=grouping.group(NoticeKind.NOTIFICATION, stands, threshold, now),
        status=stands.status,
        contested=stands.contested,
        sender=Sender(entry.ine10, sender),
        subject=entry.subject,
        available=None,
        ended_at=None,
        threshold=threshold,
        read=None,
        last_act=None,
        first_seen_at=None,
        listed_at=None,
    )


def facts(notice: Notice, compulsory: Ternary) -> Facts:
    """Whether the person chose to be notified electronically no list tells before the act."""
    return Facts(notice.kind, compulsory, Ternary.UNKNOWN, notice.available, notice.expires)


def obliged(kind: str) -> Ternary:
    """By what the folder's person is, as `people_person.kind` has it: a natural person's may be of any other kind."""
    return rules.obliged_by_what_they_are(IdentifierKind.COMPANY if kind == "company" else IdentifierKind.OTHER)
