"""A month of reminders (`proofs/outbox.py`) with the clock moved from one to the next, and how long each took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from myspace.connectors.delivery.simulator import Running
from myspace.launch.prove import Database
from proofs._count import Count
from proofs._post import Clock, delivery, doubles_of, tell
from proofs._stage import stand_as, superuser

IN_TIME, MOST_LATE = timedelta(minutes=10), 0.001
SOON_AFTER = timedelta(minutes=35)  # the longest wait between two attempts in the hours that a provider is away here
WAYS = {
    "mail": ("email",),
    "mail and device": ("push", "email"),
    "mail and telephone": ("email", "sms"),
    "telephone": ("sms",),
}


def a_month(
    database: Database, far: Running, people: dict[UUID, str], reminders: int, chance: Random, count: Count
) -> str:
    from myspace.domain.outbox.maker import Maker

    far.caught.times.clear()
    clock = Clock()
    first = clock.now
    _rhythms(database, list(people), chance)
    plan = sorted(
        (first + timedelta(minutes=chance.randrange(30 * 24 * 60)), n, chance.choice(list(people)))
        for n in range(reminders)
    )
    # Mail is away for four minutes twenty times; a push service and the SMS gateway for two hours twice.
    away = [
        _Away(first + timedelta(minutes=chance.randrange(30 * 24 * 60)), timedelta(minutes=4), "email")
        for _ in range(20)
    ]
    away += [
        _Away(first + timedelta(days=chance.randrange(1, 29)), timedelta(hours=2), channel)
        for channel in ("push", "sms") * 2
    ]
    stand_as("myspace_worker", database)
    working = Maker(delivery(far, clock), threads=1)
    with superuser(database) as curtain:
        curtain.execute("DELETE FROM outbox_sending")
        curtain.execute("DELETE FROM outbox_message")
        while True:
            due = curtain.execute(
                "SELECT min(CASE WHEN state = 'taken' THEN taken_until ELSE due_at END) FROM outbox_message"
                " WHERE ended_at IS NULL"
            ).fetchone()[0]
            if plan and (due is None or plan[0][0] <= due):
                at, number, person = plan.pop(0)
                clock.now = max(clock.now, at)
                stand_as("myspace_worker", database)
                _remind(person, number, clock.now, chance)
                continue
            if due is None:
                break
            clock.now = max(clock.now, due) + timedelta(seconds=chance.random())  # a maker looks once a second
            for channel in ("email", "push", "sms"):
                gone = any(each.channel == channel and each.covers(clock.now, clock.now) for each in away)
                far.caught.moods[channel] = "away" if gone else "well"
            stand_as("myspace_maker", database)
            while working.look():
                working.wait()
        took = _how_long(curtain, people, away)
    working.close()
    late = [each for each in took if not each.cut_off and each.after > IN_TIME]
    cut_off = [each.after for each in took if each.cut_off]
    reachable = len(took) - len(cut_off)
    count.check(len(took) >= reminders * 0.9, f"month: only {len(took)} of {reminders} had a way")
    count.check(
        len(late) <= reachable * MOST_LATE, f"month: {len(late)} of {reachable} later than ten minutes: {late[:3]}"
    )
    count.check(
        all(after <= SOON_AFTER for after in cut_off), f"month: after all was away, {max(cut_off, default=None)}"
    )
    count.check(len(cut_off) <= len(took) * 0.01, f"month: nothing could reach {len(cut_off)} of {len(took)}")
    doubles = doubles_of(far)
    count.check(not any(doubles.values()), f"month: doubled without a kill: {dict(doubles)}")
    return (
        f"a month: {reachable - len(late):,} of {reachable:,} reminders within ten minutes of being due, 0 doubled;"
        f" {len(cut_off)} for people whose every way was away, each within {SOON_AFTER.seconds // 60} minutes of its return"
    )


@dataclass(frozen=True, slots=True)
class _Away:
    """A provider that takes nothing for a while."""

    since: datetime
    lasts: timedelta
    channel: str

    def covers(self, since: datetime, until: datetime) -> bool:
        return self.since <= since and until < self.since + self.lasts


@dataclass(frozen=True, slots=True)
class _Took:
    """How long a reminder took, from the moment that the rules gave, or from the return of the first provider."""

    after: timedelta
    cut_off: bool
    pace: str
    channels: tuple[str, ...]


def _rhythms(database: Database, people: list[UUID], chance: Random) -> None:
    with superuser(database) as curtain:
        for person in people:
            pace = chance.choice(("at_once", "at_once", "daily", "weekly"))
            quiet = chance.choice(((22, 8), (0, 6), (None, None), (13, 16)))
            curtain.execute(
                "INSERT INTO outbox_rhythm VALUES (%s, %s, false, %s, %s, %s, %s, now())",
                (person, pace, *quiet, chance.randrange(7, 22), chance.randrange(7)),
            )


def _remind(person: UUID, number: int, now: datetime, chance: Random) -> None:
    from myspace.vocabulary.messages import CHOSEN, Ground

    # People who have only a telephone get what is urgent there, and nothing else by itself.
    use_by = now + timedelta(hours=chance.choice((3, 30, 200))) if chance.random() < 0.5 else None
    tell(
        person, f"reminder {number}", now, kind=chance.choice(CHOSEN), urgent=use_by is None or chance.random() < 0.5,
        use_by=use_by, ground=chance.choice(list(Ground)), seen_on=now.date(),
    )  # fmt: skip


def _how_long(curtain: Any, people: dict[UUID, str], away: list[_Away]) -> list[_Took]:
    """For each that had a way: from the moment that the rules gave to the first provider that took it.

    What a digest carries is due when the digest is. `due_at` moves with every new attempt: the first is computed anew.
    """
    from myspace.domain.outbox import rules
    from myspace.domain.outbox.rules import Pace, Rhythm
    from myspace.vocabulary.messages import Channel, MessageKind

    rows = curtain.execute(
        "SELECT m.person_id, m.kind, m.urgent, m.told_at, m.use_by, m.state, min(s.at), r.pace, r.only_terms, r.quiet_from,"
        " r.quiet_to, r.digest_hour, r.digest_weekday FROM outbox_message m JOIN outbox_rhythm r USING (person_id)"
        " LEFT JOIN outbox_sending s ON s.person_id = m.person_id AND s.outcome = 'accepted'"
        " AND s.message_id = coalesce(m.within_id, m.id)"
        " WHERE m.kind <> 'digest' AND m.state <> 'silent' GROUP BY m.id, r.person_id"
    ).fetchall()
    told = []
    for person, kind, urgent, told_at, use_by, state, at, pace, *rest in rows:
        rhythm = Rhythm(Pace(pace), *rest)
        when = rules.when(told_at, rhythm, kind=MessageKind(kind), urgent=urgent, use_by=use_by)
        has = [Channel(channel) for channel in WAYS[people[person]]]
        as_what = MessageKind.DIGEST if when.digest else MessageKind(kind)
        route = rules.route(as_what, "", urgent=urgent and not when.digest, there=has, choices=(), rhythm=rhythm)
        channels = tuple(channel.value for channel in (*route.first, *route.then))
        back = _back(channels, when.due_at, away)
        after = at - (back or when.due_at) if state == "accepted" and at else timedelta.max
        told.append(_Took(after, back is not None, pace, channels))
    return told


def _back(channels: tuple[str, ...], due_at: datetime, away: list[_Away]) -> datetime | None:
    """When the first of them is there again, if none was at any moment of the ten minutes after `due_at`."""
    gone = [
        [each.since + each.lasts for each in away if each.channel == channel and each.covers(due_at, due_at + IN_TIME)]
        for channel in channels
    ]
    return min(max(ends) for ends in gone) if gone and all(gone) else None
