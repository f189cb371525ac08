"""Papers: what the doors may ask for. Hides the table, the seals and the codes.

    offer ─▶ ask ─▶ papers · paper ─▶ taken (its bytes) · withdraw
    by_code: with no account, whether a code is of a paper that this folder made. Answers nothing of a person.

Only a person themself asks for papers and has them: no mandate opens one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.certificates import codes, hearing, naming, rows, rules
from myspace.domain.certificates.naming import PaperName, Party
from myspace.domain.certificates.rows import Row
from myspace.domain.certificates.rules import KINDS, OWNERS, SHEET_OF, PaperKind, Stage, State, Step, Why
from myspace.domain.kernel import db, restored
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import keyring
from myspace.domain.personal_data import onward
from myspace.domain.personal_data import service as personal_data
from myspace.domain.personal_data.onward import LastWord
from myspace.domain.personal_data.service import Shown, Verdict
from myspace.vocabulary.people import Actor, AssuranceLevel

CHECKED_AT = "/comprova-un-paper"  # where anybody checks one; a paper says it, and its QR with the code behind `#`


class Asked(StrEnum):
    """What came of asking for a paper. ALREADY: there is one, on its way or still good, and it is that one."""

    WANTED = "wanted"
    ALREADY = "already"
    NOT_HERE = "not_here"
    NEEDS_YES = "needs_yes"
    NEEDS_LEVEL = "needs_level"
    NEEDS_TOLD = "needs_told"
    TOO_SOON = "too_soon"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as a page has it. `why` only of one that failed; `code` only of ours; `there`: its bytes can be had.

    `hidden`: it is for who entered more surely, at `needs_level`, and nothing of it is told.
    """

    id: UUID
    kind: PaperKind
    language: str
    stage: Stage
    why: Why | None
    detail: str
    wanted_at: datetime
    name: PaperName | None
    made_at: datetime | None
    valid_until: datetime | None
    code: str | None
    replaced: bool
    there: bool
    needs_level: AssuranceLevel
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A paper that we made: what it is about, by which word it goes, SHA-256 of its bytes. Instants are aware.

    `replaced`: its person had a newer one made. `withdrawn`: they wanted it no more. `kind` None: of a kind that is made no more.
    """

    kind: PaperKind | None
    name: PaperName
    digest: bytes
    made_at: datetime
    valid_until: datetime
    replaced: bool
    withdrawn: bool


_READ = (
    f"SELECT {rows.COLUMNS} FROM certificates_paper WHERE person_id = myspace_subject() AND withdrawn_at IS NULL"
    " AND {} ORDER BY wanted_at DESC, id DESC"
)
_ALL, _ONE = _READ.format("true"), _READ.format("id = %s")
_CURRENT = _READ.format("replaced_at IS NULL AND kind = %s AND language = %s")


def papers(actor: Actor) -> tuple[Paper, ...]:
    """The newest first."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found = tx.batch([audit.reading(actor, Event.PAPERS_READ), (_ALL, ())])
    return tuple(_paper(one, actor, now) for one in map(rows.row, found) if one is not None)


def paper(actor: Actor, paper_id: UUID) -> Paper | None:
    """None: no such paper, or one that the person wanted no more."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        _, found = tx.batch([audit.reading(actor, Event.PAPERS_READ), (_ONE, (paper_id,))])
    row = rows.row(found[0]) if found else None
    return None if row is None else _paper(row, actor, now)


def _paper(row: Row, actor: Actor, now: datetime) -> Paper:
    stage, why = rules.stage(row.standing, now)
    if actor.level < row.needs_level:
        return Paper(
            row.id, row.kind, row.language, stage, None, "", row.standing.wanted_at, None, None, None, None, row.replaced, False,
            row.needs_level, hidden=True,
        )  # fmt: skip
    return Paper(
        row.id, row.kind, row.language, stage, why, row.detail, row.standing.wanted_at, row.name, row.made_at,
        row.standing.valid_until, row.code, row.replaced, row.there and stage is Stage.MADE, row.needs_level,
    )  # fmt: skip


def offer(actor: Actor, kind: PaperKind) -> Shown:
    """Where the sheet stands of which it would be made: what is lacking to ask for it. Part of its page's event."""
    return personal_data.sheet(actor, SHEET_OF[kind])


def ask(actor: Actor, kind: PaperKind, language: str, *, yes: bool, anew: bool = False) -> tuple[Asked, UUID | None]:
    """`yes`: its register may be asked. `anew`: another in place of one that is still good, by asking its register again.

    Asked for twice it is one, also at the same moment. What is known and fresh is not asked again.
    """
    if actor.by_mandate or restored.remembered() is not None:
        return Asked.NOT_HERE, None
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        tx.run("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"{actor.subject}{kind.value}{language}",))
        word, current = onward.last_word(tx, SHEET_OF[kind]), _current(tx, kind, language)
        if word is not None and actor.level < word.needs_level:
            return Asked.NEEDS_LEVEL, None
        if current is not None and _stands(current, anew=anew, now=now):
            return Asked.ALREADY, current.id
        step = _known(word, now) if not anew else None
        if step is None:
            verdict = personal_data.ask(actor, SHEET_OF[kind], yes=yes)
            if verdict is Verdict.TOO_SOON:  # it answered this very minute, and would say the same
                step = rules.heard(word, datetime.min.replace(tzinfo=UTC))
            elif verdict is not Verdict.ASKED:
                return Asked(verdict.value), None
        if current is not None:
            _put_away(tx, current, now)
        new = _want(tx, kind, language, step, word, now)
        audit.record(tx, actor, Event.PAPER_ASKED)
    return Asked.WANTED, new


def _current(tx: Tx, kind: PaperKind, language: str) -> Row | None:
    found = tx.run(_CURRENT, (kind.value, language))
    return rows.row(found[0]) if found else None


def _stands(current: Row, *, anew: bool, now: datetime) -> bool:
    stage, _ = rules.stage(current.standing, now)
    return stage.awaited or stage is Stage.COMING or (stage is Stage.MADE and current.there and not anew)


def _known(word: LastWord | None, now: datetime) -> Step | None:
    here = personal_data.connected()
    if word is None or here is None or not rules.fresh(word, here.fresh_for, now):
        return None
    return Step(State.QUEUED, sheet=word.sheet, known_at=word.known_at)


def _put_away(tx: Tx, current: Row, now: datetime) -> None:
    """One that was made stays, to be asked about by its code; of one that was not there is nothing to keep."""
    if current.standing.state is State.MADE:
        tx.run(
            "UPDATE certificates_paper SET replaced_at = %s WHERE person_id = myspace_subject() AND id = %s",
            (now, current.id),
        )
    else:
        tx.run("DELETE FROM certificates_paper WHERE person_id = myspace_subject() AND id = %s", (current.id,))


def _want(tx: Tx, kind: PaperKind, language: str, step: Step | None, word: LastWord | None, now: datetime) -> UUID:
    new, state = uuid7(), step.state if step else State.ASKING
    content = hearing.content_of(tx, kind, step) if step else None
    level = max(_needs(kind), word.needs_level if word else AssuranceLevel.LOW)
    queued = state is State.QUEUED
    tx.run(
        "INSERT INTO certificates_paper (id, person_id, kind, language, needs_level, state, why, detail, wanted_at, due_at,"
        " content, sheet_sealed, answered_at) VALUES (%s, myspace_subject(), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        (
            new, kind.value, language, int(level), state.value, step.why.value if step and step.why else "",
            step.detail if step else "", now, now if queued else None, rows.mark(content) if content else None,
            rows.sealed(content) if content else None, step.known_at if step else None,
        ),
    )  # fmt: skip
    if queued:
        tx.run("SELECT pg_notify(%s, '')", (hearing.BELL,))
    return new


def _needs(kind: PaperKind) -> AssuranceLevel:
    return personal_data.level_of(SHEET_OF[kind])


def taken(actor: Actor, paper_id: UUID) -> tuple[Paper, bytes] | None:
    """Its bytes, as they were sealed or as its owner sent them. None: there are none to be had. Each time is an event."""
    now = datetime.now(UTC)
    with as_actor(actor) as tx:
        found = tx.run(_ONE, (paper_id,))
        row = rows.row(found[0]) if found else None
        if row is None or not (one := _paper(row, actor, now)).there:
            return None
        (sealed,) = tx.run(
            "SELECT octets_sealed FROM certificates_paper WHERE person_id = myspace_subject() AND id = %s", (paper_id,)
        )[0]
        audit.record(tx, actor, Event.PAPER_TAKEN, about=paper_id)
    return one, rows.unsealed_octets(sealed)


def withdraw(actor: Actor, paper_id: UUID) -> bool:
    """The person wants it no more: its bytes go, and its code is answered so. False: there was none."""
    with as_actor(actor) as tx:
        gone = tx.run(
            "UPDATE certificates_paper SET withdrawn_at = now(), octets_sealed = NULL, sheet_sealed = NULL, due_at = NULL,"
            " state = CASE WHEN state = 'made' THEN 'made' ELSE 'failed' END"
            " WHERE person_id = myspace_subject() AND id = %s AND withdrawn_at IS NULL RETURNING id",
            (paper_id,),
        )
        if gone:
            audit.record(tx, actor, Event.PAPER_WITHDRAWN, about=paper_id)
    return bool(gone)


def by_code(typed: str) -> Known | None:
    """None: it is no code of ours, or of nothing that we still know. The same for both. No event: nobody asks, about nobody."""
    code = codes.read(typed)
    if code is None:
        return None
    with db.bare() as tx:
        row = tx.one("SELECT * FROM certificate_by_code(%s)", (codes.hashes(code, keyring()),))
    if row is None:
        return None
    kind, name, digest, made_at, valid_until, replaced, withdrawn = row
    return Known(KINDS.get(kind), PaperName(name), bytes(digest), made_at, valid_until, replaced, withdrawn)


def name_of(kind: PaperKind) -> PaperName:
    """By which word it will go: what its owner signed is looked at before it is called so."""
    if kind not in OWNERS:
        return naming.named(made_by=Party.US, signed_by=Party.US)
    return naming.named(made_by=Party.OWNER, signed_by=Party.NOBODY if kind in rules.MAY_BE_UNSIGNED else Party.OWNER)


def holds_for() -> timedelta:
    return rules.HOLDS_FOR


__all__ = [
    "CHECKED_AT", "KINDS", "OWNERS", "SHEET_OF", "Asked", "Known", "Paper", "PaperKind", "PaperName", "Stage", "Why", "ask",
    "by_code", "holds_for", "name_of", "offer", "paper", "papers", "taken", "withdraw",
]  # fmt: skip
