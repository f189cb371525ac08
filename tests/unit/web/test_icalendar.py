"""Calendars as RFC 5545 wants them: lines of 75 octets at most, nothing cut within a letter, hours that are instants."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from myspace.web.icalendar import Event, calendar

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MADRID = ZoneInfo("Europe/Madrid")


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def one(**changes: object) -> Event:
    return Event(**{"uid": "u1", "day": date(2026, 11, 30), "at": None, "summary": "Termini"} | changes)


def test_a_day_without_an_hour_is_a_date_and_ends_the_next() -> None:
    lines = unfolded(calendar([one(busy=False)], NOW))
    assert "DTSTART;VALUE=DATE:20261130" in lines
    assert "DTEND;VALUE=DATE:20261201" in lines
    assert "TRANSP:TRANSPARENT" in lines


def test_an_hour_is_the_same_instant_in_summer_and_in_winter() -> None:
    summer = datetime(2026, 7, 1, 10, 0, tzinfo=MADRID)
    winter = datetime(2026, 12, 1, 10, 0, tzinfo=MADRID)
    lines = unfolded(calendar([one(at=summer), one(at=winter)], NOW))
    assert [line for line in lines if line.startswith("DTSTART")] == [
        "DTSTART:20260701T080000Z",
        "DTSTART:20261201T090000Z",
    ]


def test_a_calendar_that_is_fetched_again_says_how_often_and_its_name() -> None:
    lines = unfolded(calendar([], NOW, name="El meu, espai", refresh_hours=6))
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines
    assert "NAME:El meu\\, espai" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


@given(st.text(max_size=300))
def test_no_text_breaks_a_line_nor_is_cut_within_a_letter(text: str) -> None:
    text = "".join(c for c in text if not 0xD800 <= ord(c) <= 0xDFFF)
    written = calendar([one(summary=text)], NOW)
    for line in written.split("\r\n"):
        assert len(line.encode()) <= 75
        assert "\n" not in line
        assert "\r" not in line
    (summary,) = [line for line in unfolded(written) if line.startswith("SUMMARY:")]
    back = summary.removeprefix("SUMMARY:")
    read = back.replace("\\\\", "\0").replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",").replace("\0", "\\")
    assert read == "".join(c for c in text if c >= " " or c == "\n")
