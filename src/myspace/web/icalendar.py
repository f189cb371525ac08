"""Calendars as programs read them (RFC 5545): lines folded at 75 octets, text escaped, hours in UTC. Knows no person.

    BEGIN:VCALENDAR ─▶ one VEVENT for each thing ─▶ END:VCALENDAR         every line ends with CRLF

An hour is written in UTC, which needs no table of zones and is the same instant when clocks change; a day without an hour is
a date, which is that day wherever it is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar; charset=utf-8"
_LINE = 75  # octets, without the end of the line (§3.1)


@dataclass(frozen=True, slots=True)
class Event:
    """`uid` stays the same as long as the thing does, so that what is fetched again replaces it. `at` is aware."""

    uid: str
    day: date
    at: datetime | None
    summary: str
    busy: bool = True


def calendar(
    events: Iterable[Event], now: datetime, *, name: str | None = None, refresh_hours: int | None = None
) -> str:
    """The whole file. `name` and `refresh_hours` are for calendars that are fetched again (RFC 7986)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Agenda//CA", "CALSCALE:GREGORIAN"]
    if name is not None:
        lines += [f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"]
    if refresh_hours is not None:
        every = f"PT{refresh_hours}H"
        lines += [f"REFRESH-INTERVAL;VALUE=DURATION:{every}", f"X-PUBLISHED-TTL:{every}"]
    for event in events:
        lines += _event(event, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_instant(now)}"
    if event.at is not None:
        yield f"DTSTART:{_instant(event.at)}"
    else:
        yield f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}"  # the end itself is out (§3.6.1)
    yield f"SUMMARY:{_escaped(event.summary)}"
    if not event.busy:
        yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """TEXT of §3.3.11; a control character has no place in one."""
    plain = "".join(c for c in text if c >= " " or c == "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """No more than 75 octets a line, never within a character; what goes on begins with a blank."""
    part, octets, most = "", 0, _LINE
    for character in line:
        wide = len(character.encode())
        if octets + wide > most:
            yield part
            part, octets, most = " ", 1, _LINE
        part += character
        octets += wide
    yield part
