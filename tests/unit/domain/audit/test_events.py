"""The catalogue of events is what is recorded: no name without a sentence, none that nobody writes."""

from __future__ import annotations

import re
from pathlib import Path

from myspace.domain.audit.events import SENTENCES, Event

SOURCE = Path(__file__).parents[4] / "src/myspace"
CATALOGUE = SOURCE / "domain/audit/events.py"


def test_every_event_has_its_sentence_and_a_name_in_three_parts(django_ready: None) -> None:
    assert set(SENTENCES) == set(Event)
    assert [event for event in Event if not re.fullmatch(r"[a-z]+\.[a-z]+\.[a-z_]+", event)] == []
    assert len({str(sentence) for sentence in SENTENCES.values()}) == len(Event)


def test_every_event_is_recorded_somewhere() -> None:
    code = "\n".join(p.read_text("utf-8") for p in SOURCE.rglob("*.py") if p != CATALOGUE)
    written = set(re.findall(r"\bEvent\.([A-Z_]+)\b", code))
    assert {event.name for event in Event} - written == set()
