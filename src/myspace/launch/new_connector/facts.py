"""The five facts that a connector begins with: which values are good, asked on a terminal or given as options."""

from __future__ import annotations

import argparse
import keyword
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from myspace.vocabulary.activity import Topic

KINDS = ("NIF", "NIE", "PASSPORT", "COMPANY", "OTHER")
TOPICS = tuple(topic.value for topic in Topic)
NOTHING_SAID = re.compile(r"(utils?|helpers?|common|misc|base_\w+|\w+_manager|\w+_v2|test\w*|conformance|simulator)")


class BadFact(Exception):
    """A value that cannot be used; the message says which are good. It ends the command with 2."""


@dataclass(frozen=True, slots=True)
class Facts:
    name: str
    ca: str
    es: str
    en: str
    topics: tuple[str, ...]
    identifiers: tuple[str, ...]
    deadline_ms: int
    fresh_for_minutes: int


def name(text: str, root: Path) -> str:
    """A name for a folder and a package that nobody has. Raises BadFact."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", text) or not 3 <= len(text) <= 24:
        raise BadFact(f"{text!r} is no name: 3 to 24 small letters, digits and single _, a letter first.")
    if keyword.iskeyword(text) or text in sys.stdlib_module_names or NOTHING_SAID.fullmatch(text):
        raise BadFact(f"{text!r} means something else already: name it after the system at the other side.")
    taken = [place for place in _places(text) if (root / place).exists()]
    if taken:
        raise BadFact(f"{text!r} is taken: {taken[0]} is there.")
    return text


def _places(text: str) -> tuple[str, ...]:
    return (
        f"src/myspace/connectors/{text}",
        f"tests/unit/connectors/{text}",
        f"tests/connectors/test_{text}.py",
        spec(text),
    )


def spec(text: str) -> str:
    """The page of the contract."""
    return f"docs/protocols/{text.upper().replace('_', '-')}-1.md"


def title(text: str) -> str:
    clean = " ".join(text.split())
    if not 3 <= len(clean) <= 80 or any(c in '"\\' or not c.isprintable() for c in clean):
        raise BadFact("A title has 3 to 80 characters, without quotes nor backslashes.")
    return clean


def one_of(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def some(text: str) -> tuple[str, ...]:
        words = [word for word in re.split(r"[\s,]+", text.strip()) if word]
        found = tuple(one for one in known if one.lower() in {word.lower() for word in words})
        strange = [word for word in words if word.lower() not in {one.lower() for one in known}]
        if strange or not found:
            raise BadFact(f"{', '.join(strange) or 'Nothing'} is not among: {', '.join(known)}.")
        return found

    return some


def between(least: int, most: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,7}", text.strip()) or not least <= int(text) <= most:
            raise BadFact(f"A whole number from {least} to {most}, please.")
        return int(text)

    return number


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to know: its option, the question on the terminal, and how the answer is read."""

    option: str
    question: str
    read: Callable[[str], object]
    usual: str = ""


ASKED = (
    Ask("ca", "1/5 Its title, as a citizen would read it, in Catalan", title),
    Ask("es", "    the same in Spanish", title),
    Ask("en", "    the same in English", title),
    Ask("topics", f"2/5 What it can be asked about ({', '.join(TOPICS)})", one_of(TOPICS), "cases"),
    Ask("identifiers", f"3/5 By which identifiers ({', '.join(KINDS)})", one_of(KINDS), "NIF, NIE, PASSPORT"),
    Ask("deadline-ms", "4/5 How long we wait for an answer, in milliseconds", between(100, 30_000), "2500"),
    Ask("fresh-for", "5/5 After how many minutes we ask again", between(1, 10_080), "60"),
)


def options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="myspace new-connector",
        description="Copies the example connector under a new name and leaves a red run: the list of what to do. "
        "What is not given as an option is asked.",
    )
    parser.add_argument("name", help="the folder's name: small letters, digits and _")
    for one in ASKED:
        parser.add_argument(f"--{one.option}", metavar="…", help=one.question[4:].strip())
    return parser


def facts(words: Sequence[str], root: Path, ask: Callable[[str], str] | None) -> Facts:
    """Everything known, from the options and, where `ask` is given, from whoever answers. Raises BadFact."""
    typed = vars(options().parse_args(list(words)))
    chosen = name(typed["name"], root)
    said = {one.option: typed[one.option.replace("-", "_")] for one in ASKED}
    lacking = [one.option for one in ASKED if said[one.option] is None]
    if lacking and ask is None:
        raise BadFact(f"There is no terminal to ask on. Give also: {' '.join(f'--{one}' for one in lacking)}")
    # What was typed is judged before anything is asked: nobody answers five questions to be refused at the end.
    known = {one.option: one.read(said[one.option]) for one in ASKED if said[one.option] is not None}
    for one in ASKED:
        if one.option not in known and ask is not None:
            known[one.option] = _until_good(one, ask)
    ca, es, en, topics, identifiers, deadline_ms, fresh_for = (known[one.option] for one in ASKED)
    return Facts(chosen, ca, es, en, topics, identifiers, deadline_ms, fresh_for)  # type: ignore[arg-type]  # read by ASKED


def _until_good(one: Ask, ask: Callable[[str], str]) -> object:
    while True:
        answer = ask(f"{one.question}{f' [{one.usual}]' if one.usual else ''}: ").strip() or one.usual
        try:
            return one.read(answer)
        except BadFact as wrong:
            print(f"    {wrong}")
