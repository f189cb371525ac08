"""Judges one sentence shown to citizens against the rules of its language.

Knows sentences, words and placeholders. Refuses to know files, catalogues and screens beyond a place's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from myspace.launch.plain.rules import KNOWN_EMPTY, Rules, Term, rules_for

_TAG = re.compile(r"<[^>]*>")
_BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|br|h[1-6]|div|dt|dd)\b[^>]*>", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
# A stop ends a sentence only before a space or the end: 9.41 and gencat.cat stay whole.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[»\")]*\s+|\n+")
_WORD = re.compile(r"\w[\w·'’.,@/-]*")
_CAPITALS = re.compile(r"(?<![\w·])[^\W\d_]{2,}(?![\w·])")
_ORDER = re.compile(
    r"(?<![\w·'’])(\w+[eiï]u)(?:-(?:vos|se|los|les|lo|la|ho|hi|li|me|ne|nos|n|l))*(?![\w·])", re.IGNORECASE
)
_CLICK = re.compile(
    r"(?<!\w)(?:clic[ak]?|cliqu\w+|clicar|pincha|pincha[dr]|haz clic|fes clic|hè clic|click\w*)(?!\w)", re.IGNORECASE
)
_HOW_TO_CLAIM = f'pgettext("{KNOWN_EMPTY}", …)'


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a sentence, in words that say how to mend it."""

    rule: str
    detail: str


def lint(text: str, language: str, *, context: str | None = None, places: frozenset[str] = frozenset()) -> list[Fault]:
    """Every fault of a citizen's sentence. `places` are the files that show it, relative to `src/myspace`."""
    rules = rules_for(language)
    bare = readable(text)
    faults = [
        *_found(rules.terms, bare, text, places, "forbidden word"),
        *_found(rules.polite, bare, text, places, "not tu"),
        *_found(rules.never_claims, bare, text, places, "banned claim"),
        *_orders_in_plural(bare, rules),
        *_too_long(text, rules),
        *_shouting(bare, rules),
    ]
    if context != KNOWN_EMPTY:
        claims = _found(rules.claims_of_nothing, bare, text, places, "claim of nothing")
        faults += [Fault(c.rule, f"{c.detail}; or, where it is known, {_HOW_TO_CLAIM}") for c in claims]
    return faults


def readable(text: str) -> str:
    """The words a person reads: tags gone, every placeholder one neutral word."""
    return _PLACEHOLDER.sub("…", _TAG.sub("", text)).replace("’", "'")


def sentences(text: str) -> list[str]:
    """The sentences of a message; block tags and line ends part them too."""
    plain = _TAG.sub("", _BLOCK_TAG.sub("\n", text))
    return [s.strip() for s in _SENTENCE_END.split(_PLACEHOLDER.sub("X", plain)) if s.strip()]


def claims_nothing(text: str, language: str) -> bool:
    """Whether a sentence says that there is nothing, which only a known and complete answer may say."""
    bare = readable(text)
    return any(claim.pattern.search(bare) for claim in rules_for(language).claims_of_nothing)


def _found(terms: tuple[Term, ...], bare: str, text: str, places: frozenset[str], rule: str) -> Iterator[Fault]:
    for term in terms:
        hit = term.pattern.search(bare)
        if hit and not any(a.covers(text, places) for a in term.allow):
            yield Fault(rule, f"«{hit[0]}»: write «{term.plain}» ({term.why})")


def _orders_in_plural(bare: str, rules: Rules) -> Iterator[Fault]:
    """Catalan orders to "vós" end in -eu or -iu (feu, premeu, introduïu); so do some innocent words, listed."""
    if rules.language != "ca":
        return
    for hit in _ORDER.finditer(bare):
        word = hit[1].casefold()
        # -tiu and -siu are endings of adjectives (actiu, massiu); real orders in -tiu are rare and listed as polite.
        if word not in rules.plural_imperative_exceptions and not word.endswith(("tiu", "siu")):
            yield Fault("not tu", f"«{hit[0]}» speaks to vós: write the order to tu")


def _too_long(text: str, rules: Rules) -> Iterator[Fault]:
    for sentence in sentences(text):
        words = len(_WORD.findall(sentence))
        if words > rules.max_words:
            start = " ".join(sentence.split()[:6])
            yield Fault("too long", f"{words} words in one sentence, at most {rules.max_words}: «{start} …»")


def _shouting(bare: str, rules: Rules) -> Iterator[Fault]:
    for hit in _CAPITALS.finditer(bare):
        if hit[0].isupper() and hit[0] not in rules.capitals:
            yield Fault("shouting", f"«{hit[0]}» is in capitals: write it small, or list it in `capitals`")
    if "!" in bare or "¡" in bare:
        yield Fault("shouting", "no exclamation marks")
    if click := _CLICK.search(bare):
        yield Fault("click here", f"«{click[0]}»: name what the link opens instead")
