"""Ten kinds of rewriting the record, as somebody does who owns the database and whom no trigger stops.

Each leaves the tables changed; `Copy` brings them back. Knows the tables of the record. Refuses to know who notices.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random
from typing import Any

import psycopg
from psycopg import sql

from myspace.protocols.merkle.notes import Signer
from myspace.protocols.merkle.tiles import Tree
from myspace.protocols.merkle.verify import commitment, leaf_hash

Curtain = psycopg.Connection[Any]
TABLES = (
    "audit_event", "transparency_exchange", "transparency_series", "record_entry", "record_erasure", "record_pending",
    "record_tile", "record_checkpoint",
)  # fmt: skip
NIL = "00000000-0000-0000-0000-000000000000"
# What a leaf says, column by column. Counters of a line and its mark of recognised are not of the question: they change.
SEALED = {
    "audit_event": ("person_id", "viewer_id", "at", "event", "session_id", "about", "facts", "once"),
    "transparency_exchange": (
        "person_id", "series_id", "source", "reference", "at", "modality", "holder", "law", "outcome", "asked_by", "missing",
        "told_at",
    ),
    "transparency_series": (
        "own", "sensitive", "ine10", "unit", "product", "purpose", "procedure", "case_key", "ground",
    ),
    "record_entry": ("person_id", "topic", "ref_id", "payload", "salt", "leaf_index"),
    "record_erasure": ("at", "leaves"),
    "record_tile": ("hashes",),
}  # fmt: skip


class Copy:
    """The tables as they are now, to be brought back."""

    def __init__(self, curtain: Curtain) -> None:
        self._curtain = curtain
        curtain.execute("CREATE SCHEMA IF NOT EXISTS aside")
        for table in TABLES:
            curtain.execute(f"DROP TABLE IF EXISTS aside.{table}")
            curtain.execute(f"CREATE TABLE aside.{table} AS TABLE {table}")

    def back(self) -> None:
        with self._curtain.transaction():
            self._curtain.execute("SET LOCAL session_replication_role = replica")
            for table in TABLES:
                self._curtain.execute(f"DELETE FROM {table}")
                self._curtain.execute(f"INSERT INTO {table} SELECT * FROM aside.{table}")

    def gone(self) -> None:
        self._curtain.execute("DROP SCHEMA aside CASCADE")


class Rewriter:
    """`signer` is the record's own key: who rewrites may have stolen it. `sizes`: of the heads that were signed."""

    def __init__(self, curtain: Curtain, chance: Random, signer: Signer, other: Signer, sizes: Sequence[int]) -> None:
        self._run, self._curtain, self._chance = curtain.execute, curtain, chance
        self._signer, self._other, self._sizes = signer, other, sizes
        self._size = sizes[-1]
        self.kinds: dict[str, Callable[[], None]] = {
            "edit": self.edit, "delete": self.delete, "insert": self.insert, "swap": self.swap, "replay": self.replay,
            "truncate": self.truncate, "rewind": self.rewind, "fork": self.fork, "rebuild": self.rebuild,
            "silence": self.silence,
        }  # fmt: skip

    def commit(self, kind: str) -> None:
        with self._curtain.transaction():
            self._run("SET LOCAL session_replication_role = replica")
            self.kinds[kind]()

    # -- one at a time ------------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """One column of one row becomes something else."""
        table = self._chance.choice(list(SEALED))
        column = self._chance.choice(SEALED[table])
        row = self._one(f"SELECT ctid::text, {column}, pg_typeof({column})::text FROM {table}")
        statement = sql.SQL("UPDATE {} SET {} = {} WHERE ctid = %s::tid").format(
            sql.Identifier(table), sql.Identifier(column), sql.SQL(self._other_than(row[2], column))
        )
        self._run(statement, (row[0],))

    def _other_than(self, kind: str, column: str) -> str:
        number = self._chance.randrange(1, 10**6)
        return {
            "uuid": "gen_random_uuid()", "text": f"coalesce({column}, '') || '{number}'", "boolean": f"NOT {column}",
            "timestamp with time zone": f"{column} + interval '{number} seconds'", "jsonb": f"'{{\"x\": \"{number}\"}}'::jsonb",
            "bytea": f"coalesce(set_byte({column}, {number % 32}, 255 - get_byte({column}, {number % 32})), '\\x00')",
            "bigint": f"{column} + 1000000", "int8multirange": f"{column} - '{{[0,1000]}}'::int8multirange",
        }[kind]  # fmt: skip

    def delete(self) -> None:
        table = self._chance.choice(
            ("audit_event", "transparency_exchange", "record_entry", "record_erasure", "record_tile")
        )
        (row,) = self._one(f"SELECT ctid::text FROM {table}")
        self._run(sql.SQL("DELETE FROM {} WHERE ctid = %s::tid").format(sql.Identifier(table)), (row,))

    def insert(self) -> None:
        """A row made up; or a leaf made up, at the end, with its hash."""
        if self._chance.random() < 0.6:
            self._twin("audit_event", "event = 'home.page.read', at = at - interval '40 days'")
        else:
            self._leaf_at_the_end(f"{self._chance.random()}")

    def swap(self) -> None:
        """Two rows exchange what they say; two leaves their texts, or their places."""
        table, columns = self._chance.choice(
            (("audit_event", ("at", "facts", "once", "event", "about")), ("record_entry", ("payload", "salt")),
             ("record_entry", ("ref_id", "person_id", "topic")))
        )  # fmt: skip
        where = "WHERE payload IS NOT NULL" if table == "record_entry" else ""
        names = ", ".join(columns)
        one, other = self._run(
            f"SELECT ctid::text, {names} FROM {table} {where} ORDER BY md5(ctid::text || %s) LIMIT 2", (self._salt(),)
        ).fetchall()
        if columns[0] == "ref_id":  # unique: aside first
            self._run("UPDATE record_entry SET ref_id = NULL WHERE ctid = ANY(%s::tid[])", ([one[0], other[0]],))
            self._give("record_entry", columns, self._moved(one[1], other), other[1:])
            self._give("record_entry", columns, self._moved(other[1], one), one[1:])
            return
        self._give(table, columns, one[0], other[1:])
        self._give(table, columns, other[0], one[1:])

    def _moved(self, ref: Any, row: tuple[Any, ...]) -> str:
        """Where the row whose reference was taken away lies now, told by its text."""
        found = self._run(
            "SELECT ctid::text FROM record_entry WHERE ref_id IS NULL AND payload LIKE %s", (f'%"id": "{ref}"%',)
        ).fetchone()
        return str(found[0]) if found else str(row[0])

    def _give(self, table: str, columns: Sequence[str], row: str, values: Sequence[Any]) -> None:
        names = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(c)) for c in columns)
        given = [psycopg.types.json.Jsonb(v) if isinstance(v, dict) else v for v in values]
        self._run(sql.SQL("UPDATE {} SET {} WHERE ctid = %s::tid").format(sql.Identifier(table), names), (*given, row))

    def replay(self) -> None:
        """A row once more, or a sealed leaf once more."""
        if self._chance.random() < 0.5:
            self._twin("audit_event", "at = now()")
        else:
            (text,) = self._one("SELECT payload FROM record_entry WHERE payload IS NOT NULL")
            self._leaf_at_the_end(text)

    # -- the whole of it ----------------------------------------------------------------------------------------------

    def truncate(self) -> None:
        """The end is cut, with its rows, back to a head that was signed then."""
        self._back_to(self._chance.choice(self._sizes[:-1]), rows=True)

    def rewind(self) -> None:
        """As of an old backup: what came after waits to be sealed again."""
        self._back_to(self._chance.choice(self._sizes[:-1]), rows=False)

    def fork(self) -> None:
        """Back to a head, and on from there with other leaves, under the record's own key."""
        size = self._chance.choice(self._sizes[:-1])
        self._back_to(size, rows=True)
        leaves = self._leaves()
        for number in range(self._size - size + self._chance.randrange(3)):
            leaves.append(self._leaf(len(leaves), f'{{"v": 1, "n": {number}, "r": {self._chance.random()}}}'))
        self._write(leaves, self._signer)

    def rebuild(self) -> None:
        """One row changed, and everything above it made anew: salts, leaves, tree, head; with the key or without it."""
        self._run(
            "UPDATE audit_event SET event = 'session.logout.done' WHERE id = (SELECT min(id::text)::uuid FROM audit_event)"
        )
        rows = self._run(
            "SELECT e.leaf_index, CASE WHEN a.id IS NULL THEN e.payload ELSE audit_text(a) END, e.salt FROM record_entry e"
            " LEFT JOIN audit_event a ON e.topic = 'audit' AND a.id = e.ref_id ORDER BY 1"
        ).fetchall()
        old, leaves = self._leaves(), []
        for index, text, salt in rows:
            if text is None:
                leaves.append(old[index])
                continue
            self._run("UPDATE record_entry SET payload = %s WHERE leaf_index = %s", (text, index))
            leaves.append(leaf_hash(commitment(bytes(salt), text.encode())))
        self._run("DELETE FROM record_checkpoint")
        self._write(leaves, self._chance.choice((self._signer, self._other)))

    def silence(self) -> None:
        """A text is taken out and no erasure says so; or one that is no leaf does."""
        (leaf, ref) = self._one(
            "SELECT leaf_index, ref_id FROM record_entry WHERE payload IS NOT NULL AND topic <> 'erasure'"
        )
        self._run(
            "UPDATE record_entry SET payload = NULL, salt = NULL, ref_id = NULL, topic = 'erased', person_id = %s"
            " WHERE leaf_index = %s",
            (NIL, leaf),
        )
        self._run("DELETE FROM transparency_exchange WHERE id = %s", (ref,))
        self._run("DELETE FROM audit_event WHERE id = %s", (ref,))
        if self._chance.random() < 0.5:
            self._run(
                "INSERT INTO record_erasure (id, at, leaves)"
                " VALUES (gen_random_uuid(), now(), int8multirange(int8range(%s, %s, '[]')))",
                (leaf, leaf),
            )

    # -- pieces -------------------------------------------------------------------------------------------------------

    def _salt(self) -> str:
        return str(self._chance.random())

    def _one(self, select: str) -> tuple[Any, ...]:
        row = self._run(f"{select} ORDER BY md5(ctid::text || %s) LIMIT 1", (self._salt(),)).fetchone()
        assert row is not None
        return tuple(row)

    def _twin(self, table: str, changes: str) -> None:
        self._run(
            f"CREATE TEMP TABLE twin ON COMMIT DROP AS SELECT * FROM {table} ORDER BY md5(id::text || %s) LIMIT 1",
            (self._salt(),),
        )
        self._run(f"UPDATE twin SET id = gen_random_uuid(), once = NULL, {changes}")
        self._run(f"INSERT INTO {table} SELECT * FROM twin")
        self._run("DROP TABLE twin")

    def _leaf_at_the_end(self, text: str) -> None:
        leaves = self._leaves()
        leaves.append(self._leaf(len(leaves), text))
        self._tiles(leaves)

    def _leaf(self, index: int, text: str) -> bytes:
        salt = self._chance.randbytes(32)
        self._run(
            "INSERT INTO record_entry (id, person_id, topic, ref_id, leaf_index, payload, salt)"
            " VALUES (gen_random_uuid(), gen_random_uuid(), 'audit', gen_random_uuid(), %s, %s, %s)",
            (index, text, salt),
        )
        return leaf_hash(commitment(salt, text.encode()))

    def _leaves(self) -> list[bytes]:
        rows = self._run("SELECT hashes FROM record_tile WHERE level = 0 ORDER BY index").fetchall()
        level = b"".join(bytes(row[0]) for row in rows)
        return [level[at : at + 32] for at in range(0, len(level), 32)]

    def _tiles(self, leaves: Sequence[bytes]) -> Tree:
        tree = Tree(0, {})
        tree.append(leaves)
        self._run("DELETE FROM record_tile")
        for (level, index), hashes in tree.changed.items():
            self._run("INSERT INTO record_tile (level, index, hashes) VALUES (%s, %s, %s)", (level, index, hashes))
        return tree

    def _write(self, leaves: Sequence[bytes], signer: Signer) -> None:
        tree = self._tiles(leaves)
        root = tree.root()
        self._run("DELETE FROM record_checkpoint WHERE size >= %s", (tree.size,))
        self._run(
            "INSERT INTO record_checkpoint (size, at, root, note) VALUES (%s, %s, %s, %s)",
            (tree.size, datetime.now(UTC), root, signer.checkpoint(tree.size, root)),
        )

    def _back_to(self, size: int, *, rows: bool) -> None:
        gone = "SELECT ref_id FROM record_entry WHERE leaf_index >= %s AND ref_id IS NOT NULL"
        if rows:
            for table in ("audit_event", "transparency_exchange", "record_erasure"):
                self._run(f"DELETE FROM {table} WHERE id IN ({gone})", (size,))
        else:
            self._run(
                "INSERT INTO record_pending (id, person_id, topic, xid) SELECT ref_id, person_id, topic, 0 FROM record_entry"
                " WHERE leaf_index >= %s AND ref_id IS NOT NULL",
                (size,),
            )
        self._run("DELETE FROM record_entry WHERE leaf_index >= %s", (size,))
        self._run("DELETE FROM record_checkpoint WHERE size > %s", (size,))
        self._tiles(self._leaves()[:size])
