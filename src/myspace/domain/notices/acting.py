"""The two acts with legal effect: by a person who is present, once, and never again by itself.

    a confirmed form ─▶ 1  intended    one transaction: the confirmation goes, the act's row comes
                        2  may they?   asked live of whoever knows (allowed.py)
                        3  sent        committed before the call
                        4  the call    once
                        5  what it came to, with what is believed of the notice since: one transaction
    Unconfirmed, or the process died at 3 or 4: `confirm_outcome` reads back how the notice stands. Nothing is sent again.
    The ground ended within it: before 3 nothing is sent; after it, what it came to is written all the same, to the act and
    to the log of whose folder it is, and the worker tells the notice (ended.py).

No transaction is open at 2 and 4. Whoever takes an act's row from one state to the next does so only from a state that the
drawing in acts.py allows: two who try at once are one who does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import structlog

from myspace.connector_kit.notices import Asker, NoticeDesk
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.gathering import service as gathering
from myspace.domain.kernel import db, restored
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.mandates import service as mandates
from myspace.domain.notices import acts, allowed, desks, rows, states
from myspace.domain.notices.acts import ActState
from myspace.domain.notices.allowed import May, Verdict
from myspace.domain.notices.level import LevelVerdict, access
from myspace.domain.notices.listing import SCOPE
from myspace.domain.notices.present import PresentPerson
from myspace.domain.notices.store import Channel, settle, tell
from myspace.domain.people import service as people
from myspace.vocabulary.notices import (
    ActAnswer,
    Acted,
    ActRefusal,
    ActRefused,
    ActUnsent,
    Evidence,
    Notice,
    NoticeAct,
    NoticeStatus,
)
from myspace.vocabulary.people import Actor, Identifier, LoginMethod

log = structlog.get_logger("notices")

GOOD_FOR = timedelta(minutes=2)


class NotBegun(StrEnum):
    """Why an act that was confirmed was not even sent. In none of these did anything happen."""

    CONFIRMATION_OVER = "confirmation_over"  # used, two minutes old, or of another session: show the page again
    CHANGED = "changed"  # what the list tells is not what the page showed: show the page again
    UNDER_WAY = "under_way"  # an act on it is being confirmed
    ENDED = "ended"  # it no longer waits
    NOT_FOUND = "not_found"
    LEVEL_TOO_LOW = "level_too_low"
    LOGIN_OVER = "login_over"
    NOT_ALLOWED = "not_allowed"
    CANNOT_CHECK = "cannot_check"  # whoever knows of the mandate does not answer
    NO_PLATFORM = "no_platform"  # not connected any more, or a restored copy


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act came to. `not_begun` and `refusal` say why nothing happened; both None when it did, or is not known."""

    state: ActState
    not_begun: NotBegun | None = None
    refusal: ActRefusal | None = None

    @property
    def done(self) -> bool:
        return self.state is ActState.CONFIRMED


@dataclass(frozen=True, slots=True)
class Begun:
    """An act on its way, with what is needed to send it."""

    id: UUID
    act: NoticeAct
    notice_id: UUID
    notice: Notice
    desk: NoticeDesk
    asker: Asker


def confirmation(actor: Actor, notice_id: UUID, act: NoticeAct, shown_sha256: bytes) -> UUID | None:
    """For the page before the act: what its form must bring back. Good once, for two minutes, in this session.

    `shown_sha256` is the hash of what the page shows; it stays with the act. None: there is no such notice. No event: the
    page's own read is recorded.
    """
    id_ = uuid7()
    with as_actor(actor) as tx:
        tx.run(
            "DELETE FROM notices_confirmation WHERE person_id = myspace_subject() AND viewer_id = %s AND until < now()",
            (actor.viewer,),
        )
        made = tx.run(
            "INSERT INTO notices_confirmation (id, person_id, viewer_id, session_id, notice_id, act, shown_sha256,"
            " notice_digest, until) SELECT %s, myspace_subject(), %s, %s, n.id, %s, %s, n.digest, now() + %s"
            " FROM notices_notice n WHERE n.person_id = myspace_subject() AND n.id = %s RETURNING id",
            (id_, actor.viewer, actor.session, act.value, shown_sha256, GOOD_FOR, notice_id),
        )
    return id_ if made else None


def act_on(present: PresentPerson) -> Outcome:
    """The whole walk. Raises DatabaseAway; then nothing was sent, or `confirm_outcome` tells what became of it."""
    db.must_be_outside()
    begun = _intend(present)
    if isinstance(begun, NotBegun):
        return Outcome(ActState.NOT_DONE, begun)
    actor = present.actor
    may = allowed.may(actor, begun.notice, begun.act)
    if may.verdict is not Verdict.YES:
        why = NotBegun.NOT_ALLOWED if may.verdict is Verdict.NO else NotBegun.CANNOT_CHECK
        _end(actor, begun, ActState.NOT_DONE, reason=why.value)
        return Outcome(ActState.NOT_DONE, why)
    if not _send(actor, begun, may):
        # Somebody was quicker; or the ground ended between the registry's yes and the call, and nothing is sent.
        _end(actor, begun, ActState.NOT_DONE, reason="not_sent")
        return Outcome(ActState.NOT_DONE, NotBegun.CONFIRMATION_OVER)
    answer = begun.desk.practise(begun.asker, begun.notice.source_id, begun.act)
    return _came_to(actor, begun, answer)


def confirm_outcome(actor: Actor, notice_id: UUID) -> Outcome | None:
    """What became of an act that may have happened or not: how the notice stands is read, and nothing is sent.

    None: no act on this notice is under way. For a person who is present: it asks the platform with their token.
    """
    db.must_be_outside()
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT id, act, state, intended_at, sent_at FROM notices_act WHERE person_id = myspace_subject()"
            " AND notice_id = %s AND state = ANY(%s)",
            (notice_id, [s.value for s in acts.UNDER_WAY]),
        )
        found = platform_of(tx, actor, notice_id)
    if row is None:
        return None
    id_, act, state, intended_at, sent_at = row[0], NoticeAct(row[1]), ActState(row[2]), row[3], row[4]
    if state is ActState.INTENDED:
        if now - intended_at < acts.SETTLES_AFTER or isinstance(found, NotBegun):
            return Outcome(state)
        notice, desk, asker = found
        _end(actor, Begun(id_, act, notice_id, notice, desk, asker), ActState.NOT_DONE, reason="never_sent")
        return Outcome(ActState.NOT_DONE)
    if isinstance(found, NotBegun):
        return Outcome(state, found)
    notice, desk, asker = found
    begun = Begun(id_, act, notice_id, notice, desk, asker)
    standing = desk.standing(asker, notice.source_id)
    if not isinstance(standing, Notice):
        # Not found, or the login is over, says nothing of what became of the act.
        return Outcome(state, refusal=standing.reason if isinstance(standing, ActRefused) else None)
    to = acts.read_back(act, standing.status, sent_at, now)
    ended = standing.ended.at if standing.ended else None
    _heard(actor, notice_id, Evidence(standing.status, ended))
    if to is ActState.UNCONFIRMED:
        return Outcome(state)
    return Outcome(_end(actor, begun, to, at=ended, reason="read_back", read_back=True))


def _intend(present: PresentPerson) -> Begun | NotBegun:
    """The confirmation is gone whatever becomes of the act: what was tried once is confirmed anew."""
    actor = present.actor
    with as_actor(actor) as tx:
        used = tx.one(
            "DELETE FROM notices_confirmation WHERE person_id = myspace_subject() AND id = %s AND viewer_id = %s"
            " AND session_id = %s AND notice_id = %s AND act = %s RETURNING until > now(), shown_sha256, notice_digest",
            (present.confirmation, actor.viewer, actor.session, present.notice_id, present.act.value),
        )
        if used is None or not used[0]:
            return NotBegun.CONFIRMATION_OVER
        found = tx.one(
            "SELECT n.digest, n.status FROM notices_notice n WHERE n.person_id = myspace_subject() AND n.id = %s FOR UPDATE",
            (present.notice_id,),
        )
        if found is None:
            return NotBegun.NOT_FOUND
        if bytes(found[0]) != bytes(used[2]):
            return NotBegun.CHANGED
        platform = platform_of(tx, actor, present.notice_id)
        if isinstance(platform, NotBegun):
            return platform
        notice, desk, asker = platform
        if present.act not in states.acts_on(NoticeStatus(found[1]), notice.kind):
            return NotBegun.ENDED
        if access(notice.level, actor.level, LoginMethod.OTHER, {}).verdict is LevelVerdict.TOO_LOW:
            return NotBegun.LEVEL_TOO_LOW
        id_ = uuid7()
        made = tx.run(
            "INSERT INTO notices_act (id, person_id, viewer_id, notice_id, session_id, act, state, basis, shown_sha256,"
            " intended_at) VALUES (%s, myspace_subject(), %s, %s, %s, %s, 'intended', %s, %s, now())"
            " ON CONFLICT DO NOTHING RETURNING id",
            (
                id_, actor.viewer, present.notice_id, actor.session, present.act.value, actor.basis.value, used[1],
            ),
        )  # fmt: skip
        if not made:
            return NotBegun.UNDER_WAY
        audit.record(
            tx, actor, Event.NOTICE_OPENING if present.act is NoticeAct.OPEN else Event.NOTICE_REFUSING,
            about=present.notice_id, sender=notice.sender.name,
        )  # fmt: skip
    return Begun(id_, present.act, present.notice_id, notice, desk, asker)


def platform_of(tx: Tx, actor: Actor, notice_id: UUID) -> tuple[Notice, NoticeDesk, Asker] | NotBegun:
    """The notice with the desk that it is done at and the token to do it with: this session's, while it is good."""
    row = tx.one(
        "SELECT n.payload, n.service, s.provider_token_sealed FROM notices_notice n LEFT JOIN people_session s"
        " ON s.person_id = myspace_subject() AND s.id = %s AND s.ended_at IS NULL AND s.provider_token_until > now()"
        " AND s.method <> 'openid' WHERE n.person_id = myspace_subject() AND n.id = %s",
        (actor.session, notice_id),
    )
    if row is None:
        return NotBegun.NOT_FOUND
    desk = desks.of(row[1])
    if desk is None or restored.remembered() is not None:
        return NotBegun.NO_PLATFORM
    if row[2] is None:
        return NotBegun.LOGIN_OVER
    interested = None if actor.looks_at_own else _interested(tx, actor)
    if interested is None and not actor.looks_at_own:
        return NotBegun.NOT_ALLOWED
    token = keyring().unseal(row[2], "people_session.provider_token")
    return rows.decode(row[0]), desk, Asker(token, interested)


def _interested(tx: Tx, actor: Actor) -> Identifier | None:
    """In whose name the platform is asked. None: it cannot be said, and in the viewer's own name nothing is done."""
    if actor.by_mandate:
        return mandates.number_of_grantor(tx, actor)
    whom = people.whom_to_ask_about(tx)
    return whom.identifier if whom else None


def _send(actor: Actor, begun: Begun, may: May) -> bool:
    """On record before the call. False when somebody else has ended it, or its ground ended: then nothing is sent.

    The notice's own rows are asked for: the act's own stays open to whoever made it for a while (migrations/0007).
    """
    with as_actor(actor) as tx:
        return bool(
            tx.run(
                "UPDATE notices_act a SET state = 'sent', sent_at = now(), ground = %s WHERE a.person_id = myspace_subject()"
                " AND a.id = %s AND a.state = ANY(%s) AND EXISTS (SELECT FROM notices_notice n"
                " WHERE n.person_id = myspace_subject() AND n.id = a.notice_id) RETURNING a.id",
                (may.ground, begun.id, [s.value for s in acts.before(ActState.SENT)]),
            )
        )


def _came_to(actor: Actor, begun: Begun, answer: ActAnswer) -> Outcome:
    if isinstance(answer, Acted):
        at = answer.at.at if answer.at else None
        state = _end(actor, begun, ActState.CONFIRMED, at=at)
        if at is None and state is ActState.CONFIRMED:
            _look_again(actor, begun)  # a receipt says when, by the platform's clock (RD 203/2021, art. 42.3)
        return Outcome(state)
    if isinstance(answer, ActRefused):
        state = _end(actor, begun, ActState.REFUSED, reason=answer.reason.value, code=answer.code)
        if answer.reason in _SOMETHING_ELSE_HAPPENED:
            _look_again(actor, begun)
        return Outcome(state, refusal=answer.reason)
    if isinstance(answer, ActUnsent):
        return Outcome(_end(actor, begun, ActState.NOT_DONE, reason=answer.fault.value))
    _end(actor, begun, ActState.UNCONFIRMED, reason=answer.fault.value)
    read_back = confirm_outcome(actor, begun.notice_id)
    # Why it could not be read back is no reason why it did not happen.
    return read_back if read_back and read_back.not_begun is None else Outcome(ActState.UNCONFIRMED)


_SOMETHING_ELSE_HAPPENED = (ActRefusal.ALREADY_ENDED, ActRefusal.EXPIRED, ActRefusal.ANNULLED)


def _look_again(actor: Actor, begun: Begun) -> None:
    """How it stands is read: when the platform said that it ended otherwise, so that the page does not offer it again; and
    when it said that the act is done without saying when.
    """
    standing = begun.desk.standing(begun.asker, begun.notice.source_id)
    if isinstance(standing, Notice):
        _heard(actor, begun.notice_id, Evidence(standing.status, standing.ended.at if standing.ended else None))


def _heard(actor: Actor, notice_id: UUID, evidence: Evidence) -> None:
    with as_actor(actor) as tx:
        if not _reached(tx, notice_id):
            return
        tell(tx, notice_id, Channel.STANDING, evidence, datetime.now(UTC))
        settle(tx, notice_id)
        _ring(tx, actor)


def _end(
    actor: Actor,
    begun: Begun,
    to: ActState,
    *,
    at: datetime | None = None,
    reason: str | None = None,
    code: str = "",
    read_back: bool = False,
) -> ActState:
    """Write what an act came to; the state that it is in afterwards, which is another when somebody was quicker."""
    with as_actor(actor) as tx:
        written = tx.run(
            "UPDATE notices_act SET state = %s, ended_at = CASE WHEN %s THEN NULL ELSE now() END, done_at = %s, reason = %s,"
            " code = %s, read_back = %s WHERE person_id = myspace_subject() AND id = %s AND state = ANY(%s) RETURNING id",
            (
                to.value, to is ActState.UNCONFIRMED, at, reason, code, read_back, begun.id,
                [s.value for s in acts.before(to)],
            ),
        )  # fmt: skip
        row = tx.one("SELECT state FROM notices_act WHERE person_id = myspace_subject() AND id = %s", (begun.id,))
        if row is None:
            # The ground ended and so did the minutes in which its own act may be written: whoever looks next reads it back.
            log.warning("the ground of an act ended within it", act=str(begun.id), came_to=to.value)
            return to
        if to is ActState.CONFIRMED and _reached(tx, begun.notice_id):
            # What the platform says of the notice holds, whoever wrote the act's row first.
            tell(tx, begun.notice_id, Channel.ACT, Evidence(acts.BECOMES[begun.act], at), datetime.now(UTC))
            settle(tx, begun.notice_id)
        if written:
            _record(tx, actor, begun, to)
            _ring(tx, actor)
            return to
    if to is ActState.CONFIRMED and row[0] != ActState.CONFIRMED.value:
        log.error("an act was confirmed after it was written off", notice=str(begun.notice_id))
    return ActState(row[0])


def _reached(tx: Tx, notice_id: UUID) -> bool:
    """Whether the notice is still seen by who acted. If the ground ended meanwhile, the worker tells it (ended.py)."""
    return (
        tx.one("SELECT 1 FROM notices_notice WHERE person_id = myspace_subject() AND id = %s", (notice_id,)) is not None
    )


def _record(tx: Tx, actor: Actor, begun: Begun, to: ActState) -> None:
    about, sender = begun.notice_id, begun.notice.sender.name
    if to is not ActState.CONFIRMED:
        unknown = to is ActState.UNCONFIRMED
        audit.record(
            tx,
            actor,
            Event.NOTICE_ACT_UNCONFIRMED if unknown else Event.NOTICE_ACT_NOT_DONE,
            about=about,
            sender=sender,
        )
    else:
        opened = begun.act is NoticeAct.OPEN
        audit.record(tx, actor, Event.NOTICE_OPENED if opened else Event.NOTICE_REFUSED, about=about, sender=sender)


def _ring(tx: Tx, actor: Actor) -> None:
    tx.run("SELECT pg_notify('changed', %s)", (f"{actor.subject.hex} notices",))
    tx.at_the_end(
        gathering.wish(SCOPE)
    )  # what waits is another now, and the agenda is the worker's to write (needing.py)
