"""Looks again at everything that is sealed, round after round, and says what does not hold.

    each leaf ─▶ has its text, or an erasure that is a leaf itself; the text is that of the row which the pages show
    each row  ─▶ has its leaf, or waits for one
    the tree  ─▶ rebuilt from its leaves; its head is signed; heads that lie outside are its beginnings

Leaves are judged in the database: from there come places and words, never anybody's text. What it can find is of what was sealed:
what is changed in the seconds before that is not seen, and the page says so.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from myspace.domain.kernel import db
from myspace.domain.record import heads
from myspace.domain.record.sealing import Sealer
from myspace.protocols.merkle.tiles import TileMissing, Tree
from myspace.protocols.merkle.verify import LOG, Bad, read_checkpoint, signers

_CHUNK: Final = 5_000
_HASH: Final = 32
OF_NO_LEAF: Final = -1
TOPICS: Final = ("audit", "exchange", "erasure")


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`what`: one of the words of WHAT. `leaf`: its place, or OF_NO_LEAF."""

    what: str
    leaf: int = OF_NO_LEAF


WHAT: Final = {
    "entry_gone": "a sealed entry is not there any more",
    "leaf_gone": "a leaf is not in the tree any more",
    "text_altered": "a sealed text, or its salt, is not what was sealed",
    "erased_in_silence": "a text is missing and no erasure says so",
    "row_gone": "a row that is sealed is not there any more",
    "row_altered": "a row does not say what was sealed",
    "row_unsealed": "a row has no leaf and does not wait for one",
    "beyond": "there is more than the signed head says",
    "tree_altered": "the tree is not the one that was signed",
    "head_altered": "the last head is not signed by a key of this record",
    "rewound": "a head that lies outside is larger than the record",
    "rewritten": "a head that lies outside is not a beginning of the record",
    "witness_refuses": "a witness confirmed a head of which this record is no continuation",
}


def watch(sealer: Sealer) -> tuple[int, tuple[Finding, ...]]:
    """One whole round: how many leaves there are, and what does not hold. Raises HeadsUnusable, DatabaseAway."""
    began, clock = datetime.now(UTC), time.monotonic()
    size, found = _tree(sealer)
    for first in range(0, size, _CHUNK):
        with db.bare() as tx:
            rows = tx.run("SELECT leaf, what FROM watch_leaves(%s, %s)", (first, min(size, first + _CHUNK)))
        found |= {Finding(what, leaf) for leaf, what in rows}
    found |= set(_unsealed()) | set(_refused())
    _say(sorted(found)[:_CHUNK], began, size, len(found))
    LAST_SECONDS[:] = [time.monotonic() - clock]
    return size, tuple(sorted(found))


LAST_SECONDS: Final[list[float]] = []  # how long the last round took, for the measures


def _tree(sealer: Sealer) -> tuple[int, set[Finding]]:
    with db.bare() as tx:
        tx.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        row = tx.one("SELECT size, root, note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
        stored = {(r[0], r[1]): bytes(r[2]) for r in tx.run("SELECT level, index, hashes FROM record_tile")}
        size = row[0] if row else 0
        beyond = {what for _, what in tx.run("SELECT leaf, what FROM watch_leaves(%s, %s)", (size, size + 256))}
    found: set[Finding] = set()
    if beyond - {"entry_gone"}:
        found.add(Finding("beyond"))
    level = b"".join(octets for (row_, _), octets in sorted(stored.items()) if row_ == 0)
    leaves = [level[at : at + _HASH] for at in range(0, len(level), _HASH)]
    if len(leaves) != size:
        found.add(Finding("beyond" if len(leaves) > size else "tree_altered"))
    tree = Tree(0, {})
    tree.append(leaves[:size])
    if row and (tree.size != size or tree.root() != bytes(row[1])):
        found.add(Finding("tree_altered"))
    if not found and tree.changed != stored:
        found.add(Finding("tree_altered"))
    if row and not _signed(sealer, row[2], size, bytes(row[1])):
        found.add(Finding("head_altered"))
    return size, found | set(_outside(sealer, tree))


def _signed(sealer: Sealer, note: str, size: int, root: bytes) -> bool:
    try:
        good = any(kind == LOG for _, kind, _ in signers(note, [sealer.signer.vkey, *sealer.before]))
        return good and read_checkpoint(note)[1:] == (size, root)
    except (Bad, ValueError):
        return False


def _outside(sealer: Sealer, tree: Tree) -> Iterator[Finding]:
    for head in heads.read(sealer.outside, sealer.signer.name) if sealer.outside else ():
        if head.size > tree.size:
            yield Finding("rewound")
            continue
        try:
            if tree.root(head.size) != head.root:
                yield Finding("rewritten")
        except TileMissing:
            yield Finding("tree_altered")


def _unsealed() -> Iterable[Finding]:
    for topic in TOPICS:
        last, without = UUID(int=0), 0
        while True:
            with db.bare() as tx:
                row = tx.one("SELECT last_id, without FROM watch_rows(%s, %s, %s)", (topic, last, _CHUNK))
            if row is None or row[0] is None:
                break
            last, without = row[0], without + row[1]
        if without:
            yield Finding("row_unsealed")


def _refused() -> Iterable[Finding]:
    """What a witness said once stays found, until an operator who knows why takes it out."""
    with db.bare() as tx:
        return [Finding(what) for (what,) in tx.run("SELECT what FROM record_finding WHERE what = 'witness_refuses'")]


def _say(found: list[Finding], began: datetime, size: int, number: int) -> None:
    with db.bare() as tx:
        if found:
            tx.run(
                "INSERT INTO record_finding (what, leaf_index, found_at) SELECT w, l, now()"
                " FROM unnest(%s::text[], %s::bigint[]) AS f(w, l) ON CONFLICT DO NOTHING",
                ([one.what for one in found], [one.leaf for one in found]),
            )
        tx.run(
            "INSERT INTO record_watch (name, began_at, ended_at, leaves, findings) VALUES ('last', %s, now(), %s, %s)"
            " ON CONFLICT (name) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at,"
            " leaves = excluded.leaves, findings = excluded.findings",
            (began, size, number),
        )
