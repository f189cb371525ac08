"""What the doors may ask of the record: how it stands, and a receipt of one entry of the person's own.

A receipt is RECEIPT-1: whoever has it proves without us that the entry was sealed. Only the person themself gets one, of what a
page would show them at that level; what is sensitive, after a new login.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

import msgspec

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor, bare
from myspace.domain.record.sealing import tiles
from myspace.protocols.merkle.tiles import Tree, around
from myspace.vocabulary.people import Actor


class Topic(StrEnum):
    AUDIT = "audit"
    EXCHANGE = "exchange"


class Waiting(StrEnum):
    """Why there is no receipt of an entry that is there."""

    NOT_SEALED = "not_sealed"  # yet: some seconds, or nobody seals here


@dataclass(frozen=True, slots=True)
class Keys:
    """Public keys as the operator gives them to the doors: the record's own, and its witnesses'. Hints for who checks."""

    log: str
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    leaf: int
    octets: bytes


@dataclass(frozen=True, slots=True)
class Standing:
    """The last head and the last whole round of the watcher. None: there was none yet."""

    size: int
    sealed_at: datetime | None
    root: bytes
    note: str
    watched_at: datetime | None
    watched: int
    findings: int
    confirmed: dict[str, datetime]  # by witness: when it last confirmed a head
    stamped_at: datetime | None  # by the clock of a third party


_ROW: Final = {
    Topic.AUDIT: "SELECT FROM audit_event WHERE person_id = myspace_subject() AND id = %(ref)s"
    " AND coalesce((facts ->> 'level')::int, 0) <= %(level)s",
    Topic.EXCHANGE: "SELECT FROM transparency_exchange e JOIN transparency_series s ON s.person_id = myspace_subject()"
    " AND s.id = e.series_id WHERE e.person_id = myspace_subject() AND e.id = %(ref)s AND (%(kept)s OR NOT s.sensitive)",
}
_ENTRY: Final = (
    "SELECT leaf_index, payload, salt FROM record_entry WHERE person_id = myspace_subject() AND topic = %(topic)s"
    " AND ref_id = %(ref)s AND payload IS NOT NULL"
)
# Of the heads that have this leaf, the last that as many witnesses as possible confirmed; their lines go with it.
LAST_HEAD: Final = (
    "SELECT c.size, c.note || coalesce(string_agg(s.lines, '' ORDER BY s.witness), '') AS note FROM record_checkpoint c"
    " LEFT JOIN record_cosignature s ON s.size = c.size WHERE c.size > %(leaf)s"
    " AND (c.size = (SELECT max(size) FROM record_checkpoint)"
    " OR c.size IN (SELECT size FROM record_cosignature ORDER BY size DESC LIMIT 20))"
    " GROUP BY c.size, c.note ORDER BY count(s.size) DESC, c.size DESC LIMIT 1"
)
# For a receipt, one that was stamped too, if there is any since that leaf.
_WHICH: Final = (
    "SELECT size, note, token FROM ("
    "(SELECT 0 AS rank, c.size, c.note || coalesce((SELECT string_agg(s.lines, '' ORDER BY s.witness)"
    " FROM record_cosignature s WHERE s.size = c.size), '') AS note, t.token FROM record_stamp t"
    " JOIN record_checkpoint c ON c.size = t.size WHERE c.size > %(leaf)s ORDER BY c.size LIMIT 1)"
    f" UNION ALL SELECT 1, h.size, h.note, NULL FROM ({LAST_HEAD}) h) found ORDER BY rank LIMIT 1"
)


def receipt(actor: Actor, topic: Topic, ref: UUID, *, keys: Keys, kept: bool = False) -> Receipt | Waiting | None:
    """None: there is no such entry for this person. `kept`: sensitive look-ups too, for who identified a moment ago."""
    given = {"ref": ref, "topic": topic.value, "level": int(actor.level), "kept": kept}
    with as_actor(actor) as tx:
        if not tx.run(f"SELECT 1 WHERE EXISTS ({_ROW[topic]})", given):  # constants above
            return None
        found = tx.one(_ENTRY, given)
        head = tx.one(_WHICH, {"leaf": found[0]}) if found else None
        if found is None or head is None:
            return Waiting.NOT_SEALED
        audit.record(tx, actor, Event.RECORD_RECEIPT_TAKEN, about=ref)
        leaf, payload, salt = found
        return Receipt(leaf, _written(tx, leaf, payload, bytes(salt), head, keys))


def _written(tx: Tx, leaf: int, payload: str, salt: bytes, head: tuple[Any, ...], keys: Keys) -> bytes:
    size, note, token = head
    tree = Tree(size, tiles(tx, around(leaf, size)))
    told = {
        "format": "myspace-receipt", "version": 1,
        "entry": {"payload": payload, "salt": _coded(salt)},
        "leaf": {"index": leaf, "hash": _coded(tree.leaf(leaf))},
        "proof": {"size": size, "hashes": [_coded(each) for each in tree.inclusion(leaf)]},
        "checkpoint": note,
        "keys": {"log": keys.log, "witnesses": list(keys.witnesses)},
        "stamp": {"token": _coded(bytes(token))} if token else None,
    }  # fmt: skip
    return msgspec.json.format(msgspec.json.encode(told), indent=1)


def _coded(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


def standing() -> Standing:
    """For everybody: no person is in it, and so no event. Raises DatabaseAway."""
    with bare() as tx:
        head = tx.one("SELECT size, at, root, note FROM record_checkpoint ORDER BY size DESC LIMIT 1")
        watch = tx.one("SELECT ended_at, leaves, findings FROM record_watch WHERE name = 'last'")
        stamped = tx.one("SELECT max(at) FROM record_stamp")
        confirmed = tx.run("SELECT witness, max(at) FROM record_cosignature GROUP BY 1")
    size, at, root, note = head or (0, None, b"", "")
    watched_at, watched, findings = watch or (None, 0, 0)
    return Standing(
        size, at, bytes(root), note, watched_at, watched, findings, dict(confirmed), stamped[0] if stamped else None
    )
