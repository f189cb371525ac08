"""What mandates registers when the application starts: what it keeps of a person, its seals, and its turn with the worker."""

from __future__ import annotations

from typing import Any

from myspace.domain.gathering import errands, rounds
from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.rotation import HashedColumn, SealedColumn
from myspace.domain.mandates import checking, holding, warned
from myspace.domain.outbox import for_another as messages
from myspace.domain.people import arrivals
from myspace.vocabulary.people import Actor

_TABLES = ("mandates_mandate", "mandates_asked", "mandates_warned")
_WISHES = ("asked_at", "refused_at", "certificate_until")


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
        "warned_of_my_folder": _wishes(tx, "person_id"),
        "warned_of_others": _wishes(tx, "viewer_id"),
    }  # fmt: skip


def _wishes(tx: Tx, column: str) -> list[dict[str, Any]]:
    rows = tx.run(
        f"SELECT {', '.join(_WISHES)} FROM mandates_warned WHERE {column} = myspace_subject() ORDER BY id"  # constants
    )
    return [dict(zip(_WISHES, row, strict=True)) for row in rows]


def _forget(tx: Tx, _actor: Actor) -> None:
    """Also their wishes about others' folders. What waits to be told of theirs has no wish any more, and does not leave."""
    tx.run("DELETE FROM mandates_warned WHERE myspace_subject() IN (person_id, viewer_id)")
    for table in ("mandates_mandate", "mandates_asked"):
        tx.run(f"DELETE FROM {table} WHERE person_id = myspace_subject()")  # constants above
    messages.unconfirm(tx)


def _forget_copies(tx: Tx, _actor: Actor) -> None:
    """What the registry said leaves, but for the mandates by which the person is warned of somebody's folder: they wished
    to be reached without coming in, and only these rows say whose folder it is."""
    tx.run(
        "DELETE FROM mandates_mandate m WHERE m.person_id = myspace_subject() AND NOT EXISTS (SELECT FROM mandates_warned w"
        " WHERE w.viewer_id = m.person_id AND w.person_id = m.other_id)"
    )
    tx.run("DELETE FROM mandates_asked WHERE person_id = myspace_subject()")


personal.register(personal.Keeper("mandates", _TABLES, _hand_over, _forget, _forget_copies))
_NUMBER = SealedColumn("mandates_mandate", "other_sealed", holding.NUMBER)
rotation.register(
    _NUMBER,
    HashedColumn("mandates_mandate", "other_hash", "other_hash_key", _NUMBER, ("other_kind",), holding.hashed_text),
    SealedColumn("mandates_mandate", "other_name_sealed", holding.NAME),
)
# What the registry said at the time of the backup may have been revoked since: it has to say it again.
restored.register(
    restored.Left("what the registry of representations said, dropped", "DELETE FROM mandates_mandate"),
    # A yes that may have been taken back after the backup is asked for again. A no stays a no.
    restored.Left(
        "wishes to be warned of others' folders, dropped", "DELETE FROM mandates_warned WHERE refused_at IS NULL"
    ),
)

arrivals.hear(warned.on_arrival)
errands.register(checking.SCOPE, checking.ask)
errands.register(checking.STANDING, checking.ask_standing)
rounds.register(rounds.Round("mandates", checking.EVERY, checking.leave_wishes))
