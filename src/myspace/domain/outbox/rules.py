"""Decisions of the outbox, pure: when a message goes, by which channels, and when to try again. Facts and `now` in.

told ──▶ is it wanted at all? ──▶ at once, after the quiet hours, or with the digest ──▶ chosen channels
                                                                          none took it ──▶ the next channel
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from myspace.vocabulary.messages import WITH_A_TERM, Channel, MessageKind

HERE: Final = ZoneInfo("Europe/Madrid")
# A provider that is away for an hour must not be asked every second, nor a reminder wait long for one that is back: four
# times within the ten minutes in which a reminder should have gone.
RETRY_MINUTES: Final = (1, 2, 3, 3, 6, 15, 30, 60)
GIVE_UP_AFTER: Final = timedelta(hours=48)
AFTER_ITS_DIGEST: Final = timedelta(minutes=5)


class Pace(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a person wants to be told. Hours are of the clock in Catalonia; `digest_weekday` 0 is Monday."""

    pace: Pace = Pace.AT_ONCE
    only_terms: bool = False
    quiet_from: int | None = 22
    quiet_to: int | None = 8
    digest_hour: int = 9
    digest_weekday: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Yes or no to a kind, a sender and a channel; empty is any."""

    kind: str
    sender: str
    channel: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class When:
    """`digest`: it goes with others, at `due_at`."""

    due_at: datetime
    digest: bool = False


def when(
    now: datetime, rhythm: Rhythm, *, kind: MessageKind, urgent: bool, use_by: datetime | None, gathered: bool = False
) -> When:
    """The moment at which a message is due. What a digest or the night would make useless goes before it."""
    if kind is MessageKind.CONTACT:
        return When(now)  # the person is waiting for a code, or somebody is at their door
    if gathered or (rhythm.pace is not Pace.AT_ONCE and not urgent):
        at = next_digest(now, rhythm)
        if use_by is None or at < use_by:
            return When(at, digest=True)
    at = after_quiet(now, rhythm)
    return When(at if use_by is None or at < use_by else now)


def after_quiet(now: datetime, rhythm: Rhythm) -> datetime:
    """`now`, or the end of the quiet hours it falls in."""
    start, end = rhythm.quiet_from, rhythm.quiet_to
    if start is None or end is None or start == end:
        return now
    here = now.astimezone(HERE)
    quiet = start <= here.hour < end if start < end else here.hour >= start or here.hour < end
    if not quiet:
        return now
    day = here.date() + timedelta(days=1 if start > end and here.hour >= start else 0)
    return datetime.combine(day, time(end), HERE).astimezone(now.tzinfo)


def next_digest(now: datetime, rhythm: Rhythm) -> datetime:
    """The next hour of the digest, strictly after `now`."""
    here = now.astimezone(HERE)
    day = here.date()
    while True:
        at = datetime.combine(day, time(rhythm.digest_hour), HERE)
        if at > here and (rhythm.pace is not Pace.WEEKLY or day.weekday() == rhythm.digest_weekday):
            return at.astimezone(now.tzinfo)
        day += timedelta(days=1)


def wanted(kind: MessageKind, sender: str, channel: Channel, choices: Iterable[Choice], rhythm: Rhythm) -> bool | None:
    """What the person chose: yes, no, or None when they said nothing. What names the sender goes before what does not, as
    the page that silences a body says; then the most precise row decides, and of two equal, no.
    """
    if kind is MessageKind.CONTACT:
        return True
    if rhythm.only_terms and kind not in WITH_A_TERM and kind is not MessageKind.DIGEST:
        return False
    fitting = [
        (bool(c.sender), bool(c.kind) + bool(c.channel), not c.wanted)
        for c in choices
        if c.kind in ("", kind) and c.sender in ("", sender) and c.channel in ("", channel)
    ]
    return not max(fitting)[-1] if fitting else None


@dataclass(frozen=True, slots=True)
class Route:
    """`first` are all used; each of `then`, in order, only when none of those before took it."""

    first: tuple[Channel, ...]
    then: tuple[Channel, ...]


# What is used while the person has said nothing. An SMS costs money and wakes people: only when nothing else took it.
_BY_ITSELF: Final[Mapping[Channel, bool]] = {Channel.PUSH: True, Channel.EMAIL: True, Channel.SMS: False}


def route(
    kind: MessageKind,
    sender: str,
    *,
    urgent: bool,
    there: Iterable[Channel],
    choices: Sequence[Choice],
    rhythm: Rhythm,
) -> Route:
    """By which of the channels that the person has. One that they refused is never used, not even as the last one."""
    first, then = [], []
    has = set(there)
    for channel in Channel:
        if channel not in has:
            continue
        said = wanted(kind, sender, channel, choices, rhythm)
        if said or (said is None and _BY_ITSELF[channel]):
            first.append(channel)
        elif said is None and urgent:
            then.append(channel)
    return Route(tuple(first), tuple(then)) if first else Route(tuple(then[:1]), tuple(then[1:]))


def try_again(attempts: int, told_at: datetime, use_by: datetime | None, now: datetime) -> datetime | None:
    """When the next attempt is due; None when there is no point in another."""
    at = now + timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])
    last = use_by or told_at + GIVE_UP_AFTER
    return at if at <= last else None
