"""What notices register when the application starts: their tables with the kernel, what is sealed, what a copy leaves."""

from __future__ import annotations

from typing import Any

from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import SealedColumn
from myspace.domain.notices import left_login
from myspace.domain.notices.rows import CONTENTS_SEAL, PAPER_SEAL
from myspace.vocabulary.people import Actor

_TABLES = (
    "notices_confirmation", "notices_reading", "notices_away", "notices_left_login", "notices_paper",
    "notices_act", "notices_told", "notices_notice",
)  # fmt: skip


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    notices = personal.rows_as_dicts(
        tx, "notices_notice", ("id", "service", "status", "contested", "payload", "contents_sealed", "first_seen_at")
    )
    for row in notices:
        sealed = row.pop("contents_sealed")
        row["contents"] = keyring().unseal(sealed, CONTENTS_SEAL) if sealed else None
    papers = personal.rows_as_dicts(
        tx, "notices_paper", ("notice_id", "name", "mime", "sha256", "octets_sealed", "got_at")
    )
    for row in papers:
        row["sha256"] = bytes(row["sha256"]).hex()
        row["base64"] = keyring().unseal(row.pop("octets_sealed"), PAPER_SEAL)
    return {
        "notices": notices,
        "told_of_them": personal.rows_as_dicts(
            tx, "notices_told", ("notice_id", "channel", "status", "at", "seen_at", "believed")
        ),
        "acts": personal.rows_as_dicts(
            tx,
            "notices_act",
            ("id", "notice_id", "act", "state", "basis", "intended_at", "sent_at", "ended_at", "done_at"),
        ),
        "evidence": papers,
        "lists_read": personal.rows_as_dicts(
            tx, "notices_reading", ("service", "outcome", "answered_at", "known_at", "known_since", "known_by")
        ),
        "login_left": personal.rows_as_dicts(
            tx, "notices_left_login", ("consented_at", "left_at", "until", "ended_how")
        ),
        "lists_read_while_away": personal.rows_as_dicts(
            tx, "notices_away", ("service", "read_by", "outcome", "answered_at", "known_at")
        ),
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


def _forget_copies(tx: Tx, _actor: Actor) -> None:
    """An act, its evidence and the notice that it was about stay: they are the person's proof, and no list gives them again."""
    kept = "NOT EXISTS (SELECT FROM notices_act a WHERE a.person_id = myspace_subject() AND a.notice_id = {})"
    tx.run(f"DELETE FROM notices_told WHERE person_id = myspace_subject() AND {kept.format('notices_told.notice_id')}")
    tx.run(
        f"DELETE FROM notices_paper WHERE person_id = myspace_subject() AND {kept.format('notices_paper.notice_id')}"
    )
    tx.run(f"DELETE FROM notices_notice WHERE person_id = myspace_subject() AND {kept.format('notices_notice.id')}")
    for table in ("notices_confirmation", "notices_reading", "notices_away", "notices_left_login"):
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


personal.register(personal.Keeper("notices", tuple(reversed(_TABLES)), _hand_over, _forget, _forget_copies))
rotation.register(
    SealedColumn("notices_notice", "contents_sealed", CONTENTS_SEAL),
    SealedColumn("notices_paper", "octets_sealed", PAPER_SEAL),
    SealedColumn("notices_left_login", "token_sealed", left_login.SEAL),
)
restored.register(
    restored.Left("confirmations of acts, dropped", "DELETE FROM notices_confirmation"),
    # One that was taken back after the backup must not be used again.
    restored.Left("logins that people left, dropped", "DELETE FROM notices_left_login"),
    restored.Left(
        "wishes to have notices listed, dropped",
        "UPDATE notices_reading SET session_id = NULL, wanted_at = NULL WHERE wanted_at IS NOT NULL",
    ),
)
