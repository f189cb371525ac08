"""The word lists of a language, read from `forbidden_<language>.toml` and checked for being usable.

Knows the form of the lists. Refuses to judge a sentence: that is `lint`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = tuple(language for language in ("ca", "es", "oc", "en") if (FOLDER / f"forbidden_{language}.toml").exists())

# The catalogue context under which alone a sentence may say that there is nothing (docs/adr/0007).
KNOWN_EMPTY = "known-empty"


_SECTIONS = ("terms", "polite", "claims_of_nothing", "never_claims", "capitals", "max_words")


class UnusableRules(ValueError):
    """A list that cannot be used; the message names the file, the entry and what is expected."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Where a forbidden term may stand after all: under a folder of `src/myspace`, or in one exact sentence."""

    why: str
    place: str | None = None
    text: str | None = None

    def covers(self, text: str, places: frozenset[str]) -> bool:
        if self.text is not None:
            return self.text == text
        # Every place must be allowed: a sentence shared with another screen is not covered by this one.
        return bool(places) and all(p.startswith(self.place or "\0") for p in places)


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase to avoid. `pattern` lists its inflections; `plain` is what to write instead."""

    say: str
    pattern: re.Pattern[str]
    plain: str
    why: str
    allow: tuple[Allowance, ...] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    language: str
    terms: tuple[Term, ...]
    polite: tuple[Term, ...]  # forms of "vós", "vostè", "usted"; a language without such forms lists none
    claims_of_nothing: tuple[Term, ...]  # only under KNOWN_EMPTY
    never_claims: tuple[Term, ...]  # under no context at all
    plural_imperative_exceptions: frozenset[str]  # words in -eu, -iu that are no order (ca only)
    capitals: frozenset[str]  # initials and names that are written in capitals
    max_words: int


def as_word(pattern: str) -> re.Pattern[str]:
    """Match whole words only, whatever the case; accents count. The dot of `l·l` is inside a word; `d'` ends one."""
    return re.compile(rf"(?<![\w·])(?:{pattern})(?:(?<=')|(?![\w·]))", re.IGNORECASE)


@cache
def rules_for(language: str) -> Rules:
    path = FOLDER / f"forbidden_{language}.toml"
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise UnusableRules(f"{path.name}: {wrong}") from wrong
    if missing := [section for section in _SECTIONS if section not in raw]:
        raise UnusableRules(
            f"{path.name} lacks {', '.join(missing)}: write an empty list where there is nothing to say"
        )
    return Rules(
        language=language,
        terms=_terms(path, raw, "terms"),
        polite=_terms(path, raw, "polite"),
        claims_of_nothing=_terms(path, raw, "claims_of_nothing"),
        never_claims=_terms(path, raw, "never_claims"),
        plural_imperative_exceptions=frozenset(raw.get("plural_imperative_exceptions", ())),
        capitals=frozenset(raw["capitals"]),
        max_words=int(raw["max_words"]),
    )


def _terms(path: Path, raw: dict[str, Any], section: str) -> tuple[Term, ...]:
    terms = tuple(_term(path, section, entry) for entry in raw[section])
    names = [term.say for term in terms]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise UnusableRules(f"{path.name}: {section} lists twice: {', '.join(sorted(repeated))}")
    return terms


def _term(path: Path, section: str, entry: dict[str, Any]) -> Term:
    where = f"{path.name}: {section}: {entry.get('say', entry)!r}"
    try:
        term = Term(
            say=entry["say"],
            pattern=as_word(entry.get("pattern") or re.escape(entry["say"])),
            plain=entry["plain"],
            why=entry["why"],
            allow=tuple(Allowance(**allowance) for allowance in entry.get("allow", ())),
        )
    except KeyError as missing:
        raise UnusableRules(f"{where} lacks {missing}") from missing
    except (re.error, TypeError) as wrong:
        raise UnusableRules(f"{where}: {wrong}") from wrong
    if not term.pattern.search(term.say):
        raise UnusableRules(f"{where}: its pattern does not match the word itself")
    if any((a.place is None) == (a.text is None) for a in term.allow):
        raise UnusableRules(f"{where}: an allowance has either a place or a text, and a reason")
    return term
