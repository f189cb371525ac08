"""What who opened a notice may read: its documents, asked for each time and never kept; its evidence, kept sealed.

after the act, or when asked again ─▶ contents and evidence, if they are not there yet ─▶ stored sealed
a document                         ─▶ may they, still? ─▶ the desk ─▶ not too large, not dangerous ─▶ handed over
its evidence                       ─▶ what is kept ─▶ not dangerous, as is known now ─▶ handed over
a receipt                          ─▶ what is on record: the act, the addressee, the instants, the evidence's hash
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec

from myspace.connector_kit.notices import Asker, NoticeDesk
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel import db, scanning
from myspace.domain.kernel.db import as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.scanning import Scanned, Unfit, looked_at
from myspace.domain.mandates import service as mandates
from myspace.domain.notices import allowed, rows
from myspace.domain.notices.acting import NotBegun, platform_of
from myspace.domain.notices.allowed import Verdict
from myspace.domain.notices.level import LevelVerdict, access
from myspace.domain.people import service as people
from myspace.vocabulary.answers import Unknown
from myspace.vocabulary.notices import ActRefusal, ActRefused, Contents, Notice, NoticeAct, NoticeStatus, Paper
from myspace.vocabulary.people import Actor, LoginMethod


class NotHandedOver(StrEnum):
    """Why there is no document. `not_now`: the platform did not tell; it may be tried again."""

    NOT_FOUND = "not_found"
    NOT_OPENED = "not_opened"
    NOT_ALLOWED = "not_allowed"
    CANNOT_CHECK = "cannot_check"
    LEVEL_TOO_LOW = "level_too_low"
    LOGIN_OVER = "login_over"
    NO_PLATFORM = "no_platform"
    NOT_NOW = "not_now"
    TOO_LARGE = "too_large"
    DANGEROUS = "dangerous"


@dataclass(frozen=True, slots=True)
class HandedOver:
    paper: Paper
    scanned: Scanned


class Receipt(msgspec.Struct, frozen=True):
    """What is on record of an act that was confirmed. Instants are aware; `at` None: the platform gave none.

    `evidence_sha256` is of the platform's own evidence as it came, None while it gave none yet.
    """

    act_id: UUID
    act: NoticeAct
    notice: Notice
    addressee: str
    acted: str  # who did it: the addressee, or who acts for them; empty when this folder may not see their name
    by_me: bool
    basis: str
    ground: str | None
    confirmed_at: datetime
    sent_at: datetime
    at: datetime | None
    recorded_at: datetime
    read_back: bool
    shown_sha256: bytes
    evidence_sha256: bytes | None


def fetch(actor: Actor, notice_id: UUID) -> bool:
    """Bring what is missing of an opened notice: its contents, and the evidence of whatever became of it. False: not all.

    Each for itself: a platform makes the evidence some time after the act.
    """
    db.must_be_outside()
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT status, contents_sealed IS NOT NULL, EXISTS (SELECT FROM notices_paper p WHERE"
            " p.person_id = myspace_subject() AND p.notice_id = n.id) FROM notices_notice n"
            " WHERE n.person_id = myspace_subject() AND n.id = %s",
            (notice_id,),
        )
        platform = platform_of(tx, actor, notice_id)
    if row is None or isinstance(platform, NotBegun):
        return False
    notice, desk, asker = platform
    if _kept_from(actor, notice) is not None:
        return False
    whole = True
    if row[0] == NoticeStatus.OPENED.value and not row[1]:
        contents = desk.contents(asker, notice.source_id)
        if isinstance(contents, Contents):
            _keep_contents(actor, notice_id, contents)
        else:
            whole = False
    if row[0] in _EVIDENCED and not row[2]:
        whole = _bring_evidence(actor, notice_id, notice, desk, asker) and whole
    return whole


_EVIDENCED = (NoticeStatus.OPENED.value, NoticeStatus.REFUSED.value, NoticeStatus.EXPIRED_UNOPENED.value)


def _bring_evidence(actor: Actor, notice_id: UUID, notice: Notice, desk: NoticeDesk, asker: Asker) -> bool:
    paper = desk.evidence(asker, notice.source_id)
    if not isinstance(paper, Paper) or scanning.too_large(paper.octets):
        return False
    text = base64.b64encode(paper.octets).decode()
    with as_actor(actor) as tx:
        tx.run(
            "INSERT INTO notices_paper (id, person_id, notice_id, name, mime, sha256, octets_sealed, got_at)"
            " VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, now()) ON CONFLICT DO NOTHING",
            (
                uuid7(), notice_id, paper.name, paper.mime, sha256(paper.octets).digest(),
                keyring().seal(text, rows.PAPER_SEAL),
            ),
        )  # fmt: skip
    return True


def _keep_contents(actor: Actor, notice_id: UUID, contents: Contents) -> None:
    sealed = keyring().seal(msgspec.json.encode(contents).decode(), rows.CONTENTS_SEAL)
    with as_actor(actor) as tx:
        tx.run(
            "UPDATE notices_notice SET contents_sealed = %s WHERE person_id = myspace_subject() AND id = %s",
            (sealed, notice_id),
        )


def _kept_from(actor: Actor, notice: Notice) -> NotHandedOver | None:
    """Reading what was opened asks for the same as opening it: the level, and the mandate as it is now."""
    if access(notice.level, actor.level, LoginMethod.OTHER, {}).verdict is LevelVerdict.TOO_LOW:
        return NotHandedOver.LEVEL_TOO_LOW
    verdict = allowed.may(actor, notice, NoticeAct.OPEN).verdict
    if verdict is Verdict.YES:
        return None
    return NotHandedOver.NOT_ALLOWED if verdict is Verdict.NO else NotHandedOver.CANNOT_CHECK


def document(actor: Actor, notice_id: UUID, document_id: str) -> HandedOver | NotHandedOver:
    """One document of an opened notice, as its platform gives it now. Nothing of it is kept."""
    db.must_be_outside()
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT status, contents_sealed FROM notices_notice WHERE person_id = myspace_subject() AND id = %s",
            (notice_id,),
        )
        platform = platform_of(tx, actor, notice_id)
    if row is None:
        return NotHandedOver.NOT_FOUND
    if row[0] != NoticeStatus.OPENED.value or row[1] is None:
        return NotHandedOver.NOT_OPENED
    if isinstance(platform, NotBegun):
        return NotHandedOver(platform.value)
    notice, desk, asker = platform
    contents = msgspec.json.decode(keyring().unseal(row[1], rows.CONTENTS_SEAL), type=Contents)
    named = next((d for d in contents.documents if d.source_id == document_id), None)
    if named is None:
        return NotHandedOver.NOT_FOUND
    if (why := _kept_from(actor, notice)) is not None:
        return why
    if named.bytes is not None and named.bytes > scanning.MOST_BYTES:
        return NotHandedOver.TOO_LARGE
    found = _given(desk.document(asker, notice.source_id, document_id))
    if isinstance(found, HandedOver):
        with as_actor(actor) as tx:
            audit.record(tx, actor, Event.NOTICE_DOCUMENT_TAKEN, about=notice_id)
    return found


_WHY_NOT = {
    ActRefusal.LEVEL_TOO_LOW: NotHandedOver.LEVEL_TOO_LOW,
    ActRefusal.LOGIN_OVER: NotHandedOver.LOGIN_OVER,
    ActRefusal.NOT_FOUND: NotHandedOver.NOT_FOUND,
    ActRefusal.NOT_AUTHORISED: NotHandedOver.NOT_ALLOWED,
    ActRefusal.NOT_THE_ADDRESSEE: NotHandedOver.NOT_ALLOWED,
}


def _given(paper: Paper | ActRefused | Unknown) -> HandedOver | NotHandedOver:
    if isinstance(paper, ActRefused):
        return _WHY_NOT.get(paper.reason, NotHandedOver.NOT_NOW)
    if not isinstance(paper, Paper):
        return NotHandedOver.NOT_NOW
    return _handed_over(paper)


def _handed_over(paper: Paper) -> HandedOver | NotHandedOver:
    found = looked_at(paper)
    return NotHandedOver(found.value) if isinstance(found, Unfit) else HandedOver(paper, found)


def evidence(actor: Actor, notice_id: UUID) -> HandedOver | NotHandedOver:
    """The platform's evidence as it came, from what is kept. NOT_FOUND: it is not here yet (`fetch`)."""
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT name, mime, octets_sealed FROM notices_paper WHERE person_id = myspace_subject() AND notice_id = %s"
            " ORDER BY id DESC LIMIT 1",
            (notice_id,),
        )
    if row is None:
        return NotHandedOver.NOT_FOUND
    found = _handed_over(Paper(row[0], row[1], base64.b64decode(keyring().unseal(row[2], rows.PAPER_SEAL))))
    if isinstance(found, HandedOver):
        with as_actor(actor) as tx:
            audit.record(tx, actor, Event.NOTICE_RECEIPT_TAKEN, about=notice_id)
    return found


def receipt(actor: Actor, notice_id: UUID) -> Receipt | None:
    """What is on record of the act that ended this notice here. None: no act of this folder did."""
    with as_actor(actor) as tx:
        row = tx.one(
            "SELECT a.id, a.act, n.payload, a.viewer_id, a.basis, a.ground, a.intended_at, a.sent_at, a.done_at, a.ended_at,"
            " a.read_back, a.shown_sha256, (SELECT p.sha256 FROM notices_paper p WHERE p.person_id = myspace_subject()"
            " AND p.notice_id = n.id ORDER BY p.id DESC LIMIT 1), s.name_sealed, v.name_sealed"
            " FROM notices_act a JOIN notices_notice n ON n.person_id = myspace_subject() AND n.id = a.notice_id"
            " LEFT JOIN people_person s ON s.person_id = myspace_subject()"
            " LEFT JOIN people_person v ON v.person_id = a.viewer_id"
            " WHERE a.person_id = myspace_subject() AND a.notice_id = %s AND a.state = 'confirmed' ORDER BY a.id DESC LIMIT 1",
            (notice_id,),
        )
        if row is None:
            return None
        audit.record(tx, actor, Event.NOTICE_RECEIPT_TAKEN, about=notice_id)
        by_me = row[3] == actor.viewer
        # Who acted for somebody has no row in their folder: the names of those who are in one's log are told to oneself.
        acted = _name(row[14]) or ("" if by_me else mandates.who_looked(actor, [row[3]]).get(row[3], ""))
    return Receipt(
        act_id=row[0],
        act=NoticeAct(row[1]),
        notice=rows.decode(row[2]),
        addressee=_name(row[13]),
        acted=acted,
        by_me=by_me,
        basis=row[4],
        ground=row[5],
        confirmed_at=row[6],
        sent_at=row[7],
        at=row[8],
        recorded_at=row[9],
        read_back=row[10],
        shown_sha256=bytes(row[11]),
        evidence_sha256=bytes(row[12]) if row[12] else None,
    )


def _name(sealed: str | None) -> str:
    """Empty when this folder may not see it: the receipt then says who it was by their ground alone."""
    return people.Name(**json.loads(keyring().unseal(sealed, "people_person.name"))).full if sealed else ""
