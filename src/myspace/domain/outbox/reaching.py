"""The ways to reach a person: given, confirmed, changed, taken away. The devices that take push messages.

    given ─ code from the new one ─▶ confirmed ── no other before it ──▶ in force
                                        │
                                        └ it replaces another ─ code from the old one ──▶ in force after two days
                                                               └ "I no longer have it" ─▶ in force after seven
    Until then the old one goes on, and it is told at once: whoever came in with somebody's telephone cannot silence them.

This is where the folder writes to. It is not the contact that a town hall holds, and changes nothing there.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from myspace.connectors.delivery import wire
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.kernel.keyring import KeyringError, keyring
from myspace.domain.outbox import service
from myspace.vocabulary.messages import Channel
from myspace.vocabulary.people import Actor

CODE_LASTS = timedelta(minutes=15)
TRIES = 5
COOLS_DOWN = timedelta(hours=48)
COOLS_DOWN_ALONE = timedelta(days=7)  # without the old one's code: time to see what it was told
CODES_A_DAY = 6  # nobody's telephone is made to ring from here
MOST_DEVICES = 10

# As the senders need it, and no more: what an address may be, its own server knows.
_EMAIL = re.compile(
    r"[^\s@<>\"(),:;\\\[\]]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}", re.ASCII
)
_MOBILE = re.compile(r"(?:\+34|0034)?([67][0-9]{8})", re.ASCII)
_ABROAD = re.compile(r"(?:\+|00)([1-9][0-9]{7,14})", re.ASCII)


class Said(StrEnum):
    """What became of something the person typed; the page has a sentence for each."""

    DONE = "done"
    MALFORMED = "malformed"  # no address, no number
    WRONG_CODE = "wrong_code"
    OVER = "over"  # the code is too old, or was tried too often
    TOO_MANY = "too_many"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, repr=False)
class Way:
    """One way as its owner sees it. `in_force_from` in the future: a change that still waits."""

    id: UUID
    channel: Channel
    address: str
    confirmed: bool
    replaces: UUID | None
    old_confirmed: bool
    old_lost: bool
    in_force_from: datetime | None
    refused_at: datetime | None
    awaits_code: bool

    def in_force(self, now: datetime) -> bool:
        return self.in_force_from is not None and self.in_force_from <= now


@dataclass(frozen=True, slots=True)
class Device:
    id: UUID
    name: str
    created_at: datetime


def address_of(text: str, channel: Channel) -> str | None:
    """As it is kept and sent to; None when it is none."""
    text = text.strip()
    if channel is Channel.EMAIL:
        return text if _EMAIL.fullmatch(text) and ".." not in text else None
    number = re.sub(r"[\s.\-()]", "", text)
    if here := _MOBILE.fullmatch(number):
        return f"+34{here[1]}"
    abroad = _ABROAD.fullmatch(number)
    return f"+{abroad[1]}" if abroad and not abroad[1].startswith("34") else None


_COLUMNS = (
    "id, channel, address_sealed, confirmed_at, replaces_id, old_confirmed_at, old_lost_at, in_force_from, refused_at,"
    " code_until"
)


def ways_of(tx: Tx, now: datetime) -> tuple[Way, ...]:
    """In force or waiting, oldest first. One that was replaced by another in force is gone."""
    rows = tx.run(
        f"SELECT {_COLUMNS} FROM outbox_way WHERE person_id = myspace_subject() AND removed_at IS NULL ORDER BY id"
    )
    ways = [_way(row, now) for row in rows]
    replaced = {way.replaces for way in ways if way.in_force(now)}
    return tuple(way for way in ways if way.id not in replaced)


def _way(row: tuple[Any, ...], now: datetime) -> Way:
    id_, channel, sealed, confirmed, replaces, old_confirmed, old_lost, from_, refused, code_until = row
    return Way(
        id_, Channel(channel), keyring().unseal(sealed, "outbox_way.address"), confirmed is not None, replaces,
        old_confirmed is not None, old_lost is not None, from_, refused, code_until is not None and code_until > now,
    )  # fmt: skip


def devices_of(tx: Tx) -> tuple[Device, ...]:
    rows = tx.run("SELECT id, device, created_at FROM outbox_device WHERE person_id = myspace_subject() ORDER BY id")
    return tuple(Device(*row) for row in rows)


def give(actor: Actor, channel: Channel, text: str, *, now: datetime | None = None) -> Said:
    """A new address or number, or one instead of another: a code goes there, and to the old one that this is wanted."""
    now = now or datetime.now(UTC)
    address = address_of(text, channel)
    if address is None:
        return Said.MALFORMED
    with as_actor(actor) as tx:
        if _codes_today(tx, now) >= CODES_A_DAY:
            return Said.TOO_MANY
        there = [way for way in ways_of(tx, now) if way.channel is channel]
        old = next((way for way in there if way.in_force(now) and way.refused_at is None), None)
        if old is not None and old.address == address:
            return Said.DONE
        for useless in (way for way in there if way is not old):
            _remove(tx, useless.id, now)  # a change that waited, or where nobody is: one change at a time
        id_ = uuid7()
        tx.run(
            "INSERT INTO outbox_way (id, person_id, channel, address_sealed, created_at, code_tries, replaces_id)"
            " VALUES (%s, myspace_subject(), %s, %s, %s, 0, %s)",
            (id_, channel.value, keyring().seal(address, "outbox_way.address"), now, old.id if old else None),
        )
        _send_code(tx, actor, id_, id_, "code", now)
        if old is not None:
            _send_code(tx, actor, id_, old.id, "leaving", now)
        audit.record(tx, actor, Event.WAY_GIVEN)
    return Said.DONE


def _codes_today(tx: Tx, now: datetime) -> int:
    row = tx.one(
        "SELECT count(*) FROM outbox_message WHERE person_id = myspace_subject() AND kind = 'contact' AND key LIKE 'code:%%'"
        " AND told_at > %s",
        (now - timedelta(days=1),),
    )
    return int(row[0]) if row else 0


def _send_code(tx: Tx, actor: Actor, change: UUID, to: UUID, purpose: str, now: datetime) -> None:
    """`code`: to the new one. `leaving`: to the old one, with a code of its own, for the change of the new one."""
    code = f"{secrets.randbelow(10**6):06d}"
    column = "code_hash" if purpose == "code" else "old_code_hash"
    tx.run(
        f"UPDATE outbox_way SET {column} = %s, code_until = %s, code_tries = 0"
        " WHERE person_id = myspace_subject() AND id = %s",
        (_hash(change, purpose, code), now + CODE_LASTS, change),
    )
    service.tell_of_contact(tx, actor.subject, f"{purpose}:{uuid7().hex}", to, code, now)


def _hash(way: UUID, purpose: str, code: str, key_id: str | None = None) -> bytes:
    return keyring().hash(f"outbox_way|{way.hex}|{purpose}|{code}", key_id)


def send_again(actor: Actor, way: UUID, *, now: datetime | None = None) -> Said:
    """New codes for a change that waits for them."""
    now = now or datetime.now(UTC)
    with as_actor(actor) as tx:
        if _codes_today(tx, now) >= CODES_A_DAY:
            return Said.TOO_MANY
        wanted = next((w for w in ways_of(tx, now) if w.id == way and w.in_force_from is None), None)
        if wanted is None:
            return Said.NOT_FOUND
        if not wanted.confirmed:
            _send_code(tx, actor, way, way, "code", now)
        if wanted.replaces and not wanted.old_confirmed:
            _send_code(tx, actor, way, wanted.replaces, "leaving", now)
    return Said.DONE


def confirm(actor: Actor, way: UUID, code: str, *, of_old: bool = False, now: datetime | None = None) -> Said:
    """The code that arrived at the new one, or (`of_old`) at the one that it replaces. Five tries, fifteen minutes."""
    now = now or datetime.now(UTC)
    column = "old_code_hash" if of_old else "code_hash"
    code = re.sub(r"\D", "", code)
    with as_actor(actor) as tx:
        row = tx.one(
            f"UPDATE outbox_way SET code_tries = code_tries + 1 WHERE person_id = myspace_subject() AND id = %s"
            f" AND removed_at IS NULL AND {column} IS NOT NULL RETURNING {column}, code_until, code_tries",
            (way,),
        )
        if row is None:
            return Said.NOT_FOUND
        kept, until, tries = row
        if until is None or until < now or tries > TRIES:
            return Said.OVER
        if not _matches(way, "leaving" if of_old else "code", code, bytes(kept)):
            return Said.WRONG_CODE
        done = "old_confirmed_at" if of_old else "confirmed_at"
        tx.run(
            f"UPDATE outbox_way SET {done} = %s, {column} = NULL, code_tries = 0"
            " WHERE person_id = myspace_subject() AND id = %s",
            (now, way),
        )
        _take_force(tx, actor, way, now)
        audit.record(tx, actor, Event.WAY_CONFIRMED)
    return Said.DONE


def _matches(way: UUID, purpose: str, code: str, kept: bytes) -> bool:
    try:
        return any(hmac.compare_digest(_hash(way, purpose, code, key), kept) for key in keyring().hash_keys)
    except KeyringError:
        return False


def say_old_is_lost(actor: Actor, way: UUID, *, now: datetime | None = None) -> Said:
    """The person cannot read what the old one gets: the change goes on without its code, and waits longer."""
    now = now or datetime.now(UTC)
    with as_actor(actor) as tx:
        if not tx.run(
            "UPDATE outbox_way SET old_lost_at = %s WHERE person_id = myspace_subject() AND id = %s AND removed_at IS NULL"
            " AND replaces_id IS NOT NULL AND in_force_from IS NULL RETURNING id",
            (now, way),
        ):
            return Said.NOT_FOUND
        _take_force(tx, actor, way, now)
    return Said.DONE


def _take_force(tx: Tx, actor: Actor, way: UUID, now: datetime) -> None:
    row = tx.one(
        "SELECT channel, confirmed_at, replaces_id, old_confirmed_at, old_lost_at FROM outbox_way"
        " WHERE person_id = myspace_subject() AND id = %s",
        (way,),
    )
    assert row is not None
    channel, confirmed, replaces, old_confirmed, old_lost = row
    if confirmed is None or (replaces is not None and old_confirmed is None and old_lost is None):
        return
    wait = timedelta(0)
    if replaces is not None:
        wait = COOLS_DOWN if old_confirmed is not None else COOLS_DOWN_ALONE
    at = max(now + wait, _taken_away(tx, channel) or now)
    tx.run(
        "UPDATE outbox_way SET in_force_from = %s WHERE person_id = myspace_subject() AND id = %s AND in_force_from IS NULL",
        (at, way),
    )
    if at <= now:
        service.tell_of_contact(tx, actor.subject, f"begun:{way.hex}", way, None, now)


def _taken_away(tx: Tx, channel: str) -> datetime | None:
    """Until when a new one waits because one in force was taken away: else taking away would be a change without a wait."""
    row = tx.one(
        "SELECT max(removed_at) FROM outbox_way WHERE person_id = myspace_subject() AND channel = %s"
        " AND in_force_from IS NOT NULL AND in_force_from <= removed_at AND refused_at IS NULL",
        (channel,),
    )
    return row[0] + COOLS_DOWN_ALONE if row and row[0] else None


def remove(actor: Actor, way: UUID, *, now: datetime | None = None) -> bool:
    """Nothing goes there any more, but for one last line that says so. A change that waited is stopped."""
    now = now or datetime.now(UTC)
    with as_actor(actor) as tx:
        wanted = next((w for w in ways_of(tx, now) if w.id == way), None)
        if wanted is None:
            return False
        _remove(tx, way, now)
        if wanted.in_force(now):
            service.tell_of_contact(tx, actor.subject, f"gone:{way.hex}", way, None, now)
        audit.record(tx, actor, Event.WAY_REMOVED)
    return True


def _remove(tx: Tx, way: UUID, now: datetime) -> None:
    tx.run(
        "UPDATE outbox_way SET removed_at = %s, code_hash = NULL, old_code_hash = NULL"
        " WHERE person_id = myspace_subject() AND id = %s",
        (now, way),
    )


def give_device(actor: Actor, subscription: str, name: str, *, more_hosts: tuple[str, ...] = ()) -> Said:
    """What the browser gave. The same browser again is the same device."""
    try:
        read = wire.subscription(subscription, more_hosts=more_hosts)
    except ValueError:
        return Said.MALFORMED
    with as_actor(actor) as tx:
        count = tx.one("SELECT count(*) FROM outbox_device WHERE person_id = myspace_subject()")
        if count and count[0] >= MOST_DEVICES:
            return Said.TOO_MANY
        tx.run(
            "INSERT INTO outbox_device (id, person_id, digest, subscription_sealed, device, created_at)"
            " VALUES (%s, myspace_subject(), %s, %s, %s, now()) ON CONFLICT (person_id, digest)"
            " DO UPDATE SET subscription_sealed = excluded.subscription_sealed",
            (
                uuid7(), keyring().hash(f"outbox_device|{read.endpoint}"),
                keyring().seal(subscription, "outbox_device.subscription"), name[:80],
            ),
        )  # fmt: skip
        audit.record(tx, actor, Event.DEVICE_GIVEN)
    return Said.DONE


def remove_device(actor: Actor, device: UUID) -> bool:
    with as_actor(actor) as tx:
        gone = tx.run(
            "DELETE FROM outbox_device WHERE person_id = myspace_subject() AND id = %s RETURNING id", (device,)
        )
        if gone:
            audit.record(tx, actor, Event.DEVICE_REMOVED)
    return bool(gone)
