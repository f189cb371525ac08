"""What papers register when the application starts: their table with the kernel, what is sealed, what a copy leaves."""

from __future__ import annotations

from typing import Any

from myspace.domain.certificates import codes, rows
from myspace.domain.kernel import personal, restored, rotation
from myspace.domain.kernel.db import Tx
from myspace.domain.kernel.keyring import keyring
from myspace.domain.kernel.rotation import HashedColumn, SealedColumn
from myspace.vocabulary.people import Actor

_TABLE = "certificates_paper"


def _hand_over(tx: Tx, actor: Actor) -> dict[str, Any]:
    """With the papers themselves. Those for who entered more surely only to them, as on the page."""
    papers = personal.rows_as_dicts(
        tx,
        _TABLE,
        ("id", "kind", "language", "state", "wanted_at", "name", "made_at", "valid_until", "digest", "replaced_at", "withdrawn_at",
         "needs_level", "code_sealed", "octets_sealed"),
    )  # fmt: skip
    for paper in papers:
        code, octets, digest = paper.pop("code_sealed"), paper.pop("octets_sealed"), paper["digest"]
        sure = actor.level >= paper.pop("needs_level")
        paper["digest"] = bytes(digest).hex() if digest else None
        paper["code"] = codes.grouped(keyring().unseal(code, rows.CODE_SEAL)) if code else None
        paper["base64"] = keyring().unseal(octets, rows.OCTETS_SEAL) if octets and sure else None
        if octets and not sure:
            paper["base64"] = "only to a login at a higher level"
    return {"papers": papers}


def _forget(tx: Tx, _actor: Actor) -> None:
    tx.run(f"DELETE FROM {_TABLE} WHERE person_id = myspace_subject()")  # a constant above


# No `forget_copies`: a paper that somebody was handed can be asked about by its code until its time is over, and then it leaves.
personal.register(personal.Keeper("certificates", (_TABLE,), _hand_over, _forget))
_CODE = SealedColumn(_TABLE, "code_sealed", rows.CODE_SEAL)
rotation.register(
    SealedColumn(_TABLE, "sheet_sealed", rows.SHEET_SEAL),
    SealedColumn(_TABLE, "octets_sealed", rows.OCTETS_SEAL),
    _CODE,
    HashedColumn(_TABLE, "code_hash", "code_key", _CODE, (), codes.text),
)
restored.register(
    restored.Left(
        "papers that wait for a register, dropped", f"DELETE FROM {_TABLE} WHERE state IN ('asking', 'coming')"
    ),
)
