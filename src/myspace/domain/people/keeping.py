"""What people registers when the application starts: what it keeps of a person, its seals, and what a copy leaves behind."""

from __future__ import annotations

from typing import Any

from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.rotation import HashedColumn, SealedColumn
from myspace.domain.people import finding
from myspace.domain.people import service as people
from myspace.vocabulary.people import Actor


def _hand_over(tx: Tx, _actor: Actor) -> dict[str, Any]:
    asked = people.whom_to_ask_about(tx)
    return {
        "identifier": asked.identifier.value if asked else None,
        "names": asked.names if asked else (),
        "profile": asked.profile if asked else None,
        "sessions": personal.rows_as_dicts(
            tx,
            "people_session",
            ("id", "created_at", "seen_at", "method", "provider", "level", "device", "public_computer", "ended_at"),
        ),
        "acting": personal.rows_as_dicts(tx, "people_acting", ("id", "basis", "created_at", "until")),
    }


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in ("people_acting", "people_session", "people_identity", "people_person"):
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


personal.register(
    personal.Keeper(
        "people", ("people_person", "people_identity", "people_session", "people_acting"), _hand_over, _forget
    )
)
_VALUE = SealedColumn("people_identity", "value_sealed", "people_identity.value")
rotation.register(
    _VALUE,
    HashedColumn("people_identity", "hash", "hash_key", _VALUE, ("kind",), finding.hashed_text),
    SealedColumn("people_person", "name_sealed", "people_person.name", "person_id"),
    SealedColumn("people_session", "provider_token_sealed", "people_session.provider_token"),
)
restored.register(
    restored.Left(
        "sessions ended",
        "UPDATE people_session SET ended_at = now(), ended_how = 'restored', provider_token_sealed = NULL"
        " WHERE ended_at IS NULL OR provider_token_sealed IS NOT NULL",
    ),
    restored.Left("grounds to look at another's folder ended", "DELETE FROM people_acting"),
    # A yes that may have been taken back after the backup is asked for again.
    restored.Left(
        "wishes to have everyone asked taken back",
        "UPDATE people_person SET asks_everyone_since = NULL WHERE asks_everyone_since IS NOT NULL",
    ),
)
