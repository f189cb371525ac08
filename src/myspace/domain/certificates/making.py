"""The maker's part: a paper is set, sealed and kept, or its owner's is looked at and kept as it came. Never in a request.

    taken under a lease ─▶ what it will say ─┬▶ set ─▶ sealed ─▶ kept, with its code          justificant de dades
                                             └▶ its owner's bytes, their signature good ─▶ kept   certificat, volant

Between the first and the last transaction nothing is open: the seal asks for time stamps over the network. A seal or a
stamp that is not to be had is tried again for a day. Writes no event: the person asked, and takes it, and each of these has one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID, uuid4

import psycopg
import structlog
from prometheus_client import Counter, Histogram

from myspace.connectors.timestamp.client import NoAnswer
from myspace.domain.certificates import codes, naming, rows, rules, worded
from myspace.domain.certificates.hearing import BELL
from myspace.domain.certificates.naming import PaperName, Party
from myspace.domain.certificates.rows import Content
from myspace.domain.certificates.rules import KINDS, PaperKind, Why
from myspace.domain.certificates.seals import Seals, SealUnusable
from myspace.domain.certificates.service import CHECKED_AT
from myspace.domain.kernel import db, restored
from myspace.domain.kernel.keyring import keyring
from myspace.domain.personal_data.statement import Checked, DataStatement, statement_pdf
from myspace.protocols.pades import reports
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.failures import NoStamp, NotSealed
from myspace.protocols.pades.sealing import seal
from myspace.protocols.pdfua.typesetting import Unwritable

log = structlog.get_logger("papers")

LEASE: Final = timedelta(seconds=120)  # longer than three time stamps that are late
SWEEP_EVERY: Final = timedelta(hours=1)
SCOPE: Final = "papers"
MADE = Counter("myspace_papers", "What became of papers taken to be made", ["kind", "outcome"])
TOOK = Histogram("myspace_paper_seconds", "From asked for to made", buckets=(1, 2, 5, 10, 30, 60, 600, 3600, 86400))


@dataclass(frozen=True, slots=True)
class Taken:
    """One paper under this maker's lease; `by` is the lease's own name."""

    id: UUID
    person: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class Made:
    """`code` only of ours: an owner's bytes are untouched, and have no place for one."""

    name: PaperName
    octets: bytes
    code: str | None = None


@dataclass(frozen=True, slots=True)
class NotMade:
    why: Why
    detail: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Due:
    kind: PaperKind
    language: str
    content: Content
    wanted_at: datetime
    attempts: int


class Maker:
    """`origin`: where the folder is, which stands on each paper."""

    def __init__(self, seals: Seals, origin: str) -> None:
        self._seals, self._origin = seals, origin.rstrip("/")

    def look(self, most: int = 1) -> int:
        """Takes what is due and makes it, one after another; how many were taken."""
        now = datetime.now(UTC)
        by = uuid4()
        with db.bare() as tx:
            taken = [
                Taken(row[0], row[1], by)
                for row in tx.run("SELECT id, person_id FROM take_papers(%s, %s, %s, %s)", (now, now + LEASE, by, most))
            ]
        for one in taken:
            self.make(one)
        return len(taken)

    def make(self, taken: Taken) -> None:
        due = _due(taken)
        if due is None:
            return
        now = datetime.now(UTC)
        try:
            done = self._owners(due, now) if due.kind in rules.OWNERS else self._ours(due, now)
        except (SealUnusable, NotSealed, NoAnswer) as wrong:
            stamp = isinstance(wrong, NoAnswer | NoStamp)
            log.error(
                "a paper is not sealed", why=str(wrong) or type(wrong).__name__, read="docs/runbooks/seal-fails.md"
            )
            done = NotMade(Why.STAMP if stamp else Why.SEAL, again=True)
        if isinstance(done, Made):
            _keep(taken, due, done, datetime.now(UTC))
            TOOK.observe((datetime.now(UTC) - due.wanted_at).total_seconds())
        else:
            _leave(taken, due, done, datetime.now(UTC))
        MADE.labels(due.kind.value, done.name.value if isinstance(done, Made) else done.why.value).inc()

    def _ours(self, due: _Due, now: datetime) -> Made | NotMade:
        ready = self._seals.ready()
        made_at, code = now.replace(microsecond=0), codes.made()
        said, content = worded.said(due.content.sheet, due.language), due.content
        statement = DataStatement(
            said.register, content.known_at, said.facts, said.about, (content.name, content.number)
        )
        page = self._origin + CHECKED_AT
        until = rules.valid_until(content.sheet, made_at)
        checked = Checked(codes.grouped(code), page, f"{page}#{codes.grouped(code)}", until)
        try:
            pdf = statement_pdf(statement, due.language, made_at, checked)
        except Unwritable:
            return NotMade(Why.UNWRITABLE)
        name = naming.named(made_by=Party.US, signed_by=Party.US)
        return Made(name, seal(pdf, ready.seal, ready.stamper, datetime.now(UTC)), code)

    def _owners(self, due: _Due, now: datetime) -> Made | NotMade:
        """Their bytes as they came. Good, or an extract that nobody signed; anything else is handed to nobody."""
        papers = [each for each in due.content.sheet.papers if each.media_type == "application/pdf"]
        if len(papers) != 1:
            return NotMade(Why.NO_PAPER)
        octets = papers[0].octets
        found = check(octets, self._seals.owners(), now)
        if isinstance(found, reports.Good):
            extract = due.kind in rules.MAY_BE_UNSIGNED
            return Made(naming.named(made_by=Party.OWNER, signed_by=Party.NOBODY if extract else Party.OWNER), octets)
        if isinstance(found, reports.NotSigned) and due.kind in rules.MAY_BE_UNSIGNED:
            return Made(naming.named(made_by=Party.OWNER, signed_by=Party.NOBODY), octets)
        return NotMade(Why.OWNER_SEAL, type(found).__name__)


def _due(taken: Taken) -> _Due | None:
    """None: the lease is another's, or the person wants it no more."""
    with db.as_person(taken.person) as tx:
        row = tx.one(
            "SELECT kind, language, sheet_sealed, wanted_at, attempts FROM certificates_paper"
            " WHERE person_id = myspace_subject() AND id = %s AND taken_by = %s AND state = 'queued'",
            (taken.id, taken.by),
        )
    if row is None or row[0] not in KINDS or row[2] is None:
        return None
    return _Due(KINDS[row[0]], row[1], rows.unsealed(row[2]), row[3], row[4])


_HELD: Final = " WHERE person_id = myspace_subject() AND id = %s AND taken_by = %s AND state = 'queued' RETURNING id"


def _keep(taken: Taken, due: _Due, made: Made, now: datetime) -> None:
    ring = keyring()
    code = (
        (ring.hash(codes.text(made.code)), ring.hash_current, ring.seal(made.code, rows.CODE_SEAL))
        if made.code
        else (None,) * 3
    )
    with db.as_person(taken.person) as tx:
        tx.run(
            "UPDATE certificates_paper SET state = 'made', why = '', detail = '', due_at = NULL, taken_by = NULL,"
            " taken_until = NULL, sheet_sealed = NULL, name = %s, made_at = %s, valid_until = %s, digest = %s, octets_sealed = %s,"
            " code_hash = %s, code_key = %s, code_sealed = %s" + _HELD,
            (
                made.name.value, now, rules.valid_until(due.content.sheet, now), sha256(made.octets).digest(),
                rows.sealed_octets(made.octets), *code, taken.id, taken.by,
            ),
        )  # fmt: skip
        _tell(tx, taken)


def _leave(taken: Taken, due: _Due, done: NotMade, now: datetime) -> None:
    over = not done.again or now - due.wanted_at >= rules.GIVES_UP_MAKING
    with db.as_person(taken.person) as tx:
        tx.run(
            "UPDATE certificates_paper SET state = %s, why = %s, detail = %s, due_at = %s, taken_by = NULL, taken_until = NULL,"
            " sheet_sealed = CASE WHEN %s THEN NULL ELSE sheet_sealed END" + _HELD,
            (
                "failed" if over else "queued", done.why.value, done.detail,
                None if over else now + rules.next_try(due.attempts), over, taken.id, taken.by,
            ),
        )  # fmt: skip
        _tell(tx, taken)


def _tell(tx: db.Tx, taken: Taken) -> None:
    tx.run("SELECT pg_notify('changed', %s)", (f"{taken.person.hex} {SCOPE}",))


class Working:
    """The papers' part of a maker: one thread, begun and ended with it. Any number of makers may run."""

    def __init__(self, maker: Maker) -> None:
        self._maker, self._stopping = maker, threading.Event()
        self._thread = threading.Thread(target=self._work, name="papers", daemon=True)
        self._swept: datetime | None = None

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stopping.set()
        self._thread.join(30)

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(db.direct_url(), autocommit=True) as bell:
                    bell.execute(f"LISTEN {BELL}")
                    while not self._stopping.is_set():
                        if restored.copy() is not None or not self._looked():
                            for _ in bell.notifies(timeout=1.0, stop_after=1):
                                break
            except (psycopg.OperationalError, db.DatabaseAway):
                log.warning("postgresql does not answer")
            except Exception as wrong:  # a thread that ends in silence would leave papers waiting; the lease runs out
                log.error("a paper failed", error=type(wrong).__name__)
            self._stopping.wait(1.0)

    def _looked(self) -> int:
        now = datetime.now(UTC)
        if self._swept is None or now - self._swept >= SWEEP_EVERY:
            self._swept = now
            with db.bare() as tx:
                tx.run("SELECT sweep_papers(%s)", (now,))
        return self._maker.look()


def from_environment(origin: str, environ: Mapping[str, str] = os.environ) -> Working:
    """Without a seal too: an owner's paper needs none, and one of ours waits and says so."""
    seals = Seals(environ)
    if not seals.there:
        log.warning("without MYSPACE_SEAL no paper of ours is made here")
    return Working(Maker(seals, origin))
