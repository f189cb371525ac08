"""Has the last head confirmed by each witness, and says what a refusal means. A maker's work.

    the last head ── from the size that it confirmed last, with a proof ─▶ a line of its own: checked, and kept
                  ◀─ it stands at another size: once more from there
                  ◀─ it stands at more than there is, or at another root ─▶ a finding: this record is not the one it confirmed

A witness that does not answer is asked again; the record goes on meanwhile, and the page says who confirmed what, and when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from myspace.connectors.witness.client import Witness
from myspace.connectors.witness.wire import Answer, Cosigned, Declined, Elsewhere, Why
from myspace.domain.kernel import db
from myspace.domain.record.sealing import tiles
from myspace.domain.record.witnesses import WitnessesUnusable, configured
from myspace.protocols.merkle.tiles import Tree, around
from myspace.protocols.merkle.verify import WITNESS, Bad, signers

log = structlog.get_logger("record")
REFUSED: Final = "witness_refuses"


class Asked(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def key(self) -> str: ...
    def add(self, old: int, proof: Sequence[bytes], checkpoint: str) -> Answer: ...


@dataclass(frozen=True, slots=True)
class _Head:
    size: int
    note: str
    confirmed: int  # the size that this witness confirmed last, as we know it


def named() -> list[Witness]:
    """Raises WitnessesUnusable."""
    try:
        return [Witness.at(each.name, each.key, each.url) for each in configured()]
    except ValueError as wrong:
        raise WitnessesUnusable(f"the address of a witness {wrong}") from wrong


def confirm(witness: Asked) -> str:
    """What became of it: `nothing` to confirm, `confirmed`, or why not. Raises DatabaseAway."""
    head = _head(witness.name)
    if head is None:
        return "nothing"
    said = witness.add(head.confirmed, _proof(head.confirmed, head.size), head.note)
    if isinstance(said, Elsewhere) and 0 <= said.size <= head.size and said.size != head.confirmed:
        said = witness.add(said.size, _proof(said.size, head.size), head.note)
    match said:
        case Cosigned(lines=lines):
            return _keep(witness, head, lines)
        case Elsewhere() | Declined(why=Why.NOT_A_CONTINUATION):
            with db.bare() as tx:
                tx.run(
                    "INSERT INTO record_finding (what, leaf_index, found_at) VALUES (%s, -1, now()) ON CONFLICT DO NOTHING",
                    (REFUSED,),
                )
            log.error("a witness confirmed another record than this", witness=witness.name, size=head.size)
            return REFUSED
        case Declined(why=why):
            return why.value


def _head(name: str) -> _Head | None:
    """The last head, unless this witness confirmed it."""
    with db.bare() as tx:
        row = tx.one(
            "SELECT c.size, c.note, coalesce((SELECT max(s.size) FROM record_cosignature s WHERE s.witness = %s), 0)"
            " FROM record_checkpoint c ORDER BY c.size DESC LIMIT 1",
            (name,),
        )
    return _Head(*row) if row and row[2] < row[0] else None


def _proof(old: int, size: int) -> list[bytes]:
    if not 0 < old < size:
        return []
    with db.bare() as tx:
        return Tree(size, tiles(tx, around(old - 1, size))).consistency(old, size)


def _keep(witness: Asked, head: _Head, lines: str) -> str:
    """Only its own signature over this very head is kept."""
    try:
        good = any(kind == WITNESS for _, kind, _ in signers(head.note + lines, [witness.key]))
    except (Bad, ValueError):
        good = False
    if not good:
        return Why.GARBLED.value
    with db.bare() as tx:
        tx.run(
            "INSERT INTO record_cosignature (witness, size, lines, at) VALUES (%s, %s, %s, now()) ON CONFLICT DO NOTHING",
            (witness.name, head.size, lines),
        )
    return "confirmed"
