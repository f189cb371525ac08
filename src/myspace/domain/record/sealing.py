"""Seals what waits: leaves at the end of the tree, and a signed head. Any number of makers may; one at a time does.

    waits ── older than the oldest running transaction ─▶ text, salt, leaf ─▶ tiles ─▶ signed head ─▶ a copy of the head elsewhere

Texts and salts are made in the database: this process sees places and hashes. Before it adds, it looks whether what is there is
what was signed and continues the heads that lie elsewhere; a record that was rewritten is not carried on, for that would sign it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from myspace.domain.kernel import db
from myspace.domain.kernel.db import Tx
from myspace.domain.record import heads
from myspace.domain.record.heads import Head
from myspace.protocols.merkle.notes import KeyUnusable, Signer
from myspace.protocols.merkle.tiles import Place, TileMissing, Tree, edge
from myspace.protocols.merkle.verify import LOG, Bad, read_checkpoint, signers

LOCK: Final = 0x5EA1  # of the one who seals
BATCH: Final = 2_000
_HEAD_EVERY: Final = timedelta(seconds=10)


class RecordBroken(RuntimeError):
    """What is in the database is not what was sealed: nothing more is sealed on top of it. The message says in what."""


@dataclass(frozen=True)
class Sealer:
    """`before`: the keys of the record's earlier names, whose last head may be carried on. `outside`: the file of heads."""

    signer: Signer
    outside: Path | None = None
    before: tuple[str, ...] = ()
    _noted: list[datetime] = field(default_factory=list)

    def seal(self, *, most: int = BATCH) -> int:
        """How many leaves are new. 0: nothing waits, or another seals. Raises RecordBroken, HeadsUnusable, DatabaseAway."""
        with db.bare() as tx:
            head = self._sealed(tx, most)
        if head is None:
            return 0
        number, sealed = head
        self._note(sealed)
        return number

    def _sealed(self, tx: Tx, most: int) -> tuple[int, Head] | None:
        (free,) = tx.one("SELECT pg_try_advisory_xact_lock(%s)", (LOCK,)) or (False,)
        if not free:
            return None
        tree = self._standing(tx)
        fresh = tx.run("SELECT leaf, hash FROM seal_batch(%s, %s)", (tree.size, most))
        if not fresh:
            return None
        tree.append(bytes(one) for _, one in fresh)
        tx.run(
            "INSERT INTO record_tile AS t (level, index, hashes) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])"
            " ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes",
            _columns(tree.changed.items()),
        )
        root, now = tree.root(), datetime.now(UTC)
        tx.run(
            "INSERT INTO record_checkpoint (size, at, root, note) VALUES (%s, %s, %s, %s)",
            (tree.size, now, root, self.signer.checkpoint(tree.size, root)),
        )
        return len(fresh), Head(tree.size, root, now)

    def _standing(self, tx: Tx) -> Tree:
        """The tree as it was last signed, its right edge alone; RecordBroken when it is not that."""
        row = tx.one("SELECT size, root, note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
        size, root, note = (row[0], bytes(row[1]), row[2]) if row else (0, b"", "")
        if row:
            self._ours(note, size, root)
        outside = last(self.outside, self.signer.name)
        tree = Tree(size, tiles(tx, {*edge(size), *edge(min(size, outside.size) if outside else 0)}))
        try:
            if row and tree.root() != root:
                raise RecordBroken("the tree is not the one that was signed")
            if outside and (outside.size > size or tree.root(outside.size) != outside.root):
                raise RecordBroken("the record does not continue the last head that lies outside")
        except TileMissing as wrong:
            raise RecordBroken(f"the tree is not whole: {wrong}") from wrong
        return tree

    def _ours(self, note: str, size: int, root: bytes) -> None:
        try:
            signed = any(kind == LOG for _, kind, _ in signers(note, [self.signer.vkey, *self.before]))
            same = read_checkpoint(note)[1:] == (size, root)
        except (Bad, ValueError):
            signed = same = False
        if not signed or not same:
            raise RecordBroken("the last head is not signed by a key of this record")

    def _note(self, head: Head) -> None:
        """A crash between the commit and this loses a head, and nothing of the record: the next one says more."""
        if self.outside is None or (self._noted and head.at - self._noted[-1] < _HEAD_EVERY):
            return
        heads.note(self.outside, self.signer.name, head)
        self._noted[:] = [head.at]


def last(path: Path | None, origin: str) -> Head | None:
    """The largest head that lies outside."""
    return max(heads.read(path, origin), key=lambda head: head.size, default=None) if path else None


def tiles(tx: Tx, wanted: Iterable[Place]) -> dict[Place, bytes]:
    places = sorted(set(wanted))
    rows = tx.run(
        "SELECT t.level, t.index, t.hashes FROM unnest(%s::smallint[], %s::bigint[]) AS w(level, index)"
        " JOIN record_tile t USING (level, index)",
        ([level for level, _ in places], [index for _, index in places]),
    )
    return {(level, index): bytes(octets) for level, index, octets in rows}


def _columns(changed: Iterable[tuple[Place, bytes]]) -> tuple[list[int], list[int], list[bytes]]:
    rows = [(level, index, octets) for (level, index), octets in changed]
    return [r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows]


def from_environment() -> Sealer | None:
    """None: this process was given no key, and seals nothing. Raises KeyUnusable, whose message says what is wrong with it."""
    path, name = os.environ.get("MYSPACE_RECORD_KEY"), os.environ.get("MYSPACE_RECORD_NAME", "")
    if not path:
        return None
    try:
        pem = Path(path).read_bytes()
    except OSError as wrong:
        raise KeyUnusable(f"the key of the record {path} cannot be read: {type(wrong).__name__}") from wrong
    before = tuple(filter(None, os.environ.get("MYSPACE_RECORD_BEFORE", "").split()))
    return Sealer(Signer.read(name, pem), heads.place(), before)
