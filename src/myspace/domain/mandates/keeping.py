"""What mandates registers when the application starts: what it keeps of a person, its seals, and its turn with the worker."""

from __future__ import annotations

from typing import Any

from myspace.domain.gathering import errands, rounds
from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.rotation import HashedColumn, SealedColumn
from myspace.domain.mandates import checking, holding
from myspace.vocabulary.people import Actor

_TABLES = ("mandates_mandate", "mandates_asked")


def _hand_over(tx: Tx, actor: Actor) -> dict[str, Any]:
    """With whom one has a mandate is part of it: they are named in it as the registry names them to either side."""
    held = holding.held_from(tx.run(*holding.reading(actor.subject)))
    return {
        "mandates": [
            {
                "id": each.id, "side": each.side.value, "registry_id": each.source_id, "with": each.other.name,
                "with_identifier": each.other.identifier.value, "state": each.mandate.state.value,
                "type": each.mandate.declared, "capacities": sorted(each.mandate.capacities),
                "bodies": each.bodies, "procedures": each.procedures, "begins": each.mandate.begins,
                "ends": each.mandate.ends, "checked_at": each.checked_at,
            }
            for each in held
        ],
        "registry_asked": personal.rows_as_dicts(
            tx, "mandates_asked", ("id", "side", "asked_at", "outcome", "fault", "answered_at")
        ),
    }  # fmt: skip


def _forget(tx: Tx, _actor: Actor) -> None:
    for table in _TABLES:
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above


personal.register(personal.Keeper("mandates", _TABLES, _hand_over, _forget, _forget))
_NUMBER = SealedColumn("mandates_mandate", "other_sealed", holding.NUMBER)
rotation.register(
    _NUMBER,
    HashedColumn("mandates_mandate", "other_hash", "other_hash_key", _NUMBER, ("other_kind",), holding.hashed_text),
    SealedColumn("mandates_mandate", "other_name_sealed", holding.NAME),
)
# What the registry said at the time of the backup may have been revoked since: it has to say it again.
restored.register(restored.Left("what the registry of representations said, dropped", "DELETE FROM mandates_mandate"))

errands.register(checking.SCOPE, checking.ask)
errands.register(checking.STANDING, checking.ask_standing)
rounds.register(rounds.Round("mandates", checking.EVERY, checking.leave_wishes))
