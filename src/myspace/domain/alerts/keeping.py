"""What alerts registers when the application starts: its tables with the kernel, what a restored copy leaves behind."""

from __future__ import annotations

from typing import Any

from myspace.domain.alerts.facts import RestsOn
from myspace.domain.alerts.jobs import EMPTY, WORDED
from myspace.domain.kernel import personal, restored
from myspace.domain.kernel.db import Tx
from myspace.vocabulary.people import Actor

_TOLD = (
    "issuer", "sender", "reference", "registry_number", "event", "said_at", "first_told_at", "told_at", "available_on",
    "available_at", "ends_on", "ends_at", "ended",
)  # fmt: skip
_TABLES = ("alerts_owed", "alerts_alert", "alerts_watch", "alerts_feed", "alerts_told_by_issuer")


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    """What is hidden is not told here: activity hands it over, to a login safe enough."""
    names = (
        "kind", "title", "ine10", "rests_on", "due_on", "used", "raised_at", "over_at", "dismissed_at", "snoozed_until",
        "wrong_at",
    )  # fmt: skip
    rows = tx.run(
        f"SELECT {', '.join(names)} FROM alerts_alert WHERE person_id = myspace_subject() AND NOT concealed ORDER BY id"
    )
    return {
        "alerts": [dict(zip(names, row, strict=True)) for row in rows],
        "wishes": personal.rows_as_dicts(tx, "alerts_watch", ("looked_at", "gathers_since", "reminds_since")),
        "calendar": personal.rows_as_dicts(tx, "alerts_feed", ("made_at", "read_at")),
        "told_by_issuers": personal.rows_as_dicts(tx, "alerts_told_by_issuer", _TOLD),
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


def _forget_copies(tx: Tx, _actor: Actor) -> None:
    """What a source said leaves; that the fact was alerted of stays, as a key, so that it is not alerted of again.

    What an issuer told stays for its own time (by_issuer.py): no source could give it again, and the term runs for who is away.
    """
    tx.run(f"{EMPTY} AND {WORDED} AND rests_on <> '{RestsOn.ISSUER}'")


personal.register(personal.Keeper("alerts", _TABLES, _hand_over, _forget, _forget_copies))
restored.register(
    # A link that was taken back after the backup must not open again, nor a wish come true that was taken back.
    restored.Left("secret links of calendars revoked", "DELETE FROM alerts_feed"),
    restored.Left(
        "wishes to be asked for while away taken back",
        "UPDATE alerts_watch SET gathers_since = NULL, gathers_next = NULL, reminds_since = NULL"
        " WHERE gathers_since IS NOT NULL OR reminds_since IS NOT NULL",
    ),
)
