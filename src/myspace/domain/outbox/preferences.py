"""What a person chose about being told: when, of what, from whom, by which way. Read whole by one page, written by parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import Tx, as_actor
from myspace.domain.kernel.ids import uuid7
from myspace.domain.outbox import reaching, service
from myspace.domain.outbox.reaching import Device, Way
from myspace.domain.outbox.rules import Choice, Pace, Rhythm
from myspace.vocabulary.messages import Channel, MessageKind
from myspace.vocabulary.people import Actor


@dataclass(frozen=True, slots=True)
class Preferences:
    """`senders`: the bodies of which there was something to tell, or of which the person said something, by INE10."""

    rhythm: Rhythm
    choices: tuple[Choice, ...]
    ways: tuple[Way, ...]
    devices: tuple[Device, ...]
    senders: tuple[str, ...]

    def way(self, channel: Channel, now: datetime) -> Way | None:
        """The one in force, even where the provider says that nobody is there."""
        return next((w for w in self.ways if w.channel is channel and w.in_force(now)), None)

    def waiting(self, channel: Channel, now: datetime) -> Way | None:
        return next((w for w in self.ways if w.channel is channel and not w.in_force(now)), None)

    def said(self, kind: MessageKind, channel: Channel) -> bool | None:
        return next((c.wanted for c in self.choices if (c.kind, c.sender, c.channel) == (kind, "", channel)), None)

    def silenced(self, sender: str) -> bool:
        return any((c.kind, c.sender, c.channel, c.wanted) == ("", sender, "", False) for c in self.choices)


@dataclass(frozen=True, slots=True)
class Door:
    """What the link of a message leads to, for the person it was sent to."""

    concerns: UUID
    kind: MessageKind


def preferences(actor: Actor, *, now: datetime | None = None) -> Preferences:
    now = now or datetime.now(UTC)
    with as_actor(actor) as tx:
        tx.run(*audit.reading(actor, Event.PREFERENCES_READ))
        choices = service.choices_of(tx)
        told = tx.run("SELECT DISTINCT sender FROM outbox_message WHERE person_id = myspace_subject() AND sender <> ''")
        senders = {row[0] for row in told} | {c.sender for c in choices if c.sender}
        return Preferences(
            service.rhythm_of(tx), choices, reaching.ways_of(tx, now), reaching.devices_of(tx), tuple(sorted(senders))
        )


def reachable(actor: Actor, *, now: datetime | None = None) -> bool:
    """Whether whoever looks can be told of anything outside, whosever folder is open. No event: nothing is shown by it."""
    with as_actor(actor) as tx:
        tx.see_as(actor.viewer, actor.viewer)  # one's own ways
        ways = reaching.ways_of(tx, now or datetime.now(UTC))
        devices = reaching.devices_of(tx)
        tx.see_as(actor.subject, actor.viewer)
    return bool(devices) or any(each.in_force(now or datetime.now(UTC)) for each in ways)


def choose_pace(actor: Actor, pace: Pace, *, only_terms: bool) -> None:
    """One of the three choices that most people need; what was chosen of hours and kinds stays."""
    with as_actor(actor) as tx:
        _keep(tx, replace(service.rhythm_of(tx), pace=pace, only_terms=only_terms))
        audit.record(tx, actor, Event.PREFERENCES_CHOSEN)


def choose_hours(actor: Actor, rhythm: Rhythm) -> None:
    """Hours of silence and of the digest, and whether that is daily or weekly. ValueError when an hour is none."""
    hours = (rhythm.quiet_from, rhythm.quiet_to, rhythm.digest_hour)
    if any(hour is not None and not 0 <= hour <= 23 for hour in hours) or not 0 <= rhythm.digest_weekday <= 6:
        raise ValueError("no such hour or day")
    with as_actor(actor) as tx:
        _keep(tx, rhythm)
        audit.record(tx, actor, Event.PREFERENCES_CHOSEN)


def _keep(tx: Tx, rhythm: Rhythm) -> None:
    tx.run(
        "INSERT INTO outbox_rhythm (person_id, pace, only_terms, quiet_from, quiet_to, digest_hour, digest_weekday, chosen_at)"
        " VALUES (myspace_subject(), %s, %s, %s, %s, %s, %s, now()) ON CONFLICT (person_id) DO UPDATE SET"
        " pace = excluded.pace, only_terms = excluded.only_terms, quiet_from = excluded.quiet_from,"
        " quiet_to = excluded.quiet_to, digest_hour = excluded.digest_hour, digest_weekday = excluded.digest_weekday,"
        " chosen_at = excluded.chosen_at",
        (
            rhythm.pace.value, rhythm.only_terms, rhythm.quiet_from, rhythm.quiet_to, rhythm.digest_hour,
            rhythm.digest_weekday,
        ),
    )  # fmt: skip


def choose_kinds(actor: Actor, wanted: Mapping[tuple[MessageKind, Channel], bool]) -> None:
    """Yes or no for each kind by each way that the page showed."""
    with as_actor(actor) as tx:
        for (kind, channel), yes in wanted.items():
            _choose(tx, kind.value, "", channel.value, yes)
        audit.record(tx, actor, Event.PREFERENCES_CHOSEN)


def silence(actor: Actor, sender: str, silent: bool) -> None:
    """Nothing about this body is sent outside, by any way; what there is stays in the folder."""
    with as_actor(actor) as tx:
        if silent:
            _choose(tx, "", sender, "", False)
        else:
            tx.run("DELETE FROM outbox_choice WHERE person_id = myspace_subject() AND sender = %s", (sender,))
        audit.record(tx, actor, Event.PREFERENCES_CHOSEN)


def _choose(tx: Tx, kind: str, sender: str, channel: str, wanted: bool) -> None:
    tx.run(
        "INSERT INTO outbox_choice (id, person_id, kind, sender, channel, wanted, chosen_at)"
        " VALUES (%s, myspace_subject(), %s, %s, %s, %s, now()) ON CONFLICT (person_id, kind, sender, channel)"
        " DO UPDATE SET wanted = excluded.wanted, chosen_at = excluded.chosen_at",
        (uuid7(), kind, sender, channel, wanted),
    )


def door(actor: Actor, text: str) -> Door | None:
    """Where the link of a message leads. None when it was not sent to whoever looks: it tells nobody else that it exists.

    No audit event: nothing of a folder is shown by it.
    """
    with as_actor(actor) as tx:
        tx.see_as(actor.viewer, actor.viewer)  # one's own messages, whosever folder is open
        row = tx.one(
            "SELECT concerns_id, kind FROM outbox_message WHERE person_id = myspace_subject() AND door = %s", (text,)
        )
        tx.see_as(actor.subject, actor.viewer)
    return Door(row[0], MessageKind(row[1])) if row else None
