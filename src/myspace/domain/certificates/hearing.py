"""What a register told reaches the papers that wait for it: in the transaction that stores it, the worker's. A note and no more."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from myspace.domain.certificates import rows, rules
from myspace.domain.certificates.rows import Content
from myspace.domain.certificates.rules import KINDS, PaperKind, State, Step
from myspace.domain.kernel.db import Tx
from myspace.domain.personal_data import onward, telling

BELL = "papers"  # the maker listens


def hear(tx: Tx) -> None:
    for id_, kind, wanted_at in tx.run(
        "SELECT id, kind, wanted_at FROM certificates_paper WHERE person_id = myspace_subject() AND state IN ('asking', 'coming')"
    ):
        if kind not in KINDS:
            continue
        step = rules.heard(onward.last_word(tx, rules.SHEET_OF[KINDS[kind]]), wanted_at)
        if step is not None:
            _take(tx, id_, KINDS[kind], step)


def _take(tx: Tx, id_: UUID, kind: PaperKind, step: Step) -> None:
    content = content_of(tx, kind, step) if step.sheet is not None else None
    queued = step.state is State.QUEUED
    tx.run(
        "UPDATE certificates_paper SET state = %s, why = %s, detail = %s, due_at = %s, sheet_sealed = %s, content = %s,"
        " answered_at = %s WHERE person_id = myspace_subject() AND id = %s",
        (
            step.state.value, step.why.value if step.why else "", step.detail, datetime.now(UTC) if queued else None,
            rows.sealed(content) if content else None, rows.mark(content) if content else None, step.known_at, id_,
        ),
    )  # fmt: skip
    if queued:
        tx.run("SELECT pg_notify(%s, '')", (BELL,))


def content_of(tx: Tx, kind: PaperKind, step: Step) -> Content | None:
    """None: the person was forgotten meanwhile."""
    whom = onward.of(tx)
    if whom is None or step.sheet is None or step.known_at is None:
        return None
    name, number = whom
    return Content(rules.to_be_said(kind, step.sheet), step.known_at, name, number)


telling.hear(hear)
