"""The catalogue of events is what is recorded: no name without a sentence, none that nobody writes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from myspace.domain.audit.events import BY_ANOTHER, SENTENCES, Event, sentence

SOURCE = Path(__file__).parents[4] / "src/myspace"
CATALOGUE = SOURCE / "domain/audit/events.py"
SAYS_YOU = re.compile(r"\b(has|vas)\b", re.I)  # in Catalan, of whoever reads it


def test_every_event_has_its_sentence_and_a_name_in_three_parts(django_ready: None) -> None:
    assert set(SENTENCES) == set(Event)
    assert [event for event in Event if not re.fullmatch(r"[a-z]+\.[a-z]+\.[a-z_]+", event)] == []
    assert len({str(sentence) for sentence in SENTENCES.values()}) == len(Event)


def test_of_what_another_did_no_sentence_says_that_the_person_did_it(django_ready: None) -> None:
    """In somebody's own log "you looked at your taxes" would be untrue where their daughter did."""
    for event, said in BY_ANOTHER.items():
        assert not SAYS_YOU.search(str(said)), event
        facts = [set(re.findall(r"{(\w+)}", str(words))) for words in (said, SENTENCES[event])]
        assert facts[0] == facts[1], event
    others = {event for event in Event if event not in BY_ANOTHER and SAYS_YOU.search(str(SENTENCES[event]))}
    own = {event for event in Event if event.startswith(("messages.", "alerts.calendar."))} | {
        Event.DATA_FORGOTTEN,
        Event.FORGET_ASKED,
    }
    assert others == own
    assert sentence(Event.HOME_READ, by_another=True) != sentence(Event.HOME_READ)
    assert sentence(Event.ACTING_BEGUN, by_another=True) == sentence(Event.ACTING_BEGUN)


def test_every_event_is_recorded_somewhere() -> None:
    code = "\n".join(p.read_text("utf-8") for p in SOURCE.rglob("*.py") if p != CATALOGUE)
    written = set(re.findall(r"\bEvent\.([A-Z_]+)\b", code))
    assert {event.name for event in Event} - written == set()


def recorded() -> Iterator[tuple[str, set[str]]]:
    """Every call of `audit.record` that names an event: the event and the facts that go with it."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "record":
                facts = {word.arg for word in node.keywords if word.arg}
                for name in re.findall(r"\bEvent\.([A-Z_]+)\b", ast.unparse(node)):
                    yield name, facts


def test_what_a_sentence_says_is_recorded_with_its_event(django_ready: None) -> None:
    """A fact that is missing would break the whole log of that person, for ever."""
    needs = {event.name: set(re.findall(r"{(\w+)}", str(SENTENCES[event]))) for event in Event}
    assert any(needs.values())
    assert [name for name, facts in recorded() if not needs[name] <= facts] == []
    with_facts = {name for name, _ in recorded() if needs[name]}
    assert with_facts == {name for name, facts in needs.items() if facts}
