"""The words people type and the words administrations write: the same thing found under either name. Pure.

Knows how a text becomes searchable words and which everyday words mean which official ones.
Refuses to know items, tables and rank: it gives words, the search looks them up.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "synonyms"
LANGUAGES = ("ca", "es", "oc", "en")
MAX_WORDS = 40  # of one item; the index stays small even for a body that writes essays
SHORTEST, LONGEST = 2, 40

# Articles, prepositions and pronouns of these languages: in every text, or said by habit, so they find nothing.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        al als amb an ara con de del dels des el els em en ens es esta este et ha hi ho la las le les li lo
        los me mes mi mis na ne no para pel pels per por que qui se si sin son su sus tu tus un una unas
        unes unos uns us va
        an and at for in is it my of on the to
        ac ar ath damb der dera deth ei ena enes enta entar entara entath er era eth mia mos non peth pera sua tar tara
        tath ton tua ua
        """,
    )
)

_WORD = re.compile(r"[^\W_]+")
# The dot of l·l in the ways it is typed; between other letters a dot parts words as usual.
_GEMINATE = re.compile(r"(?<=l)[·•∙‧・.](?=l)")


def normalise(text: str) -> list[str]:
    """The searchable words of a text, in order, each once, at most MAX_WORDS.

    Small letters without accents; `l·l` is `ll`; an apostrophe parts an article from its noun; stop words are dropped.
    The same function prepares what is indexed and what is typed.
    """
    words: dict[str, None] = {}
    for word in _WORD.findall(folded(text)):
        if SHORTEST <= len(word) <= LONGEST and word not in STOP_WORDS:
            words.setdefault(word)
            if len(words) == MAX_WORDS:
                break
    return list(words)


def folded(text: str) -> str:
    """Small letters, no accents, `l·l` as `ll`; everything else as it was."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return _GEMINATE.sub("", bare)


def expand(words: Sequence[str], language: str) -> list[set[str]]:
    """For each typed word, the words any of which will do; an item must satisfy every set.

    Each set holds the word itself, its singular and plural, and what administrations call it, in Catalan and Spanish
    alike (in Aranese too, which those of Aran write): a body writes in its own language whatever the person types.
    A phrase ("zona blava") gives its meaning to each of its words. Unknown languages expand by inflection only.
    """
    typed = [word for text in words for word in normalise(text)]
    sets = [{word, *inflections(word)} for word in typed]
    table = everyday(language)
    for start in range(len(typed)):
        for phrase, means in table.starting_with(typed[start]):
            if tuple(typed[start : start + len(phrase)]) == phrase:
                for position in range(start, start + len(phrase)):
                    sets[position] |= means
    return sets


def inflections(word: str) -> set[str]:
    """The plural or singular of a normalised word by the endings of both languages; a wrong guess finds nothing."""
    if len(word) < 3 or not word.isalpha():
        return set()
    for ending, others in _ENDINGS:
        if word.endswith(ending):
            return {word[: -len(ending)] + other for other in others} - {word}
    return {word + "s", word + "es"}


# Longest first. Catalan: beca beques, platja platges, ajuda ajudes, notificacio notificacions, pas passos.
# Spanish: notificacion notificaciones, dato datos, papel papeles, luz luces.
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ciones", ("cion", "cio")),
    ("cions", ("cio", "cion")),
    ("cion", ("ciones", "cio", "cions")),
    ("cio", ("cions", "cion", "ciones")),
    ("ques", ("ca", "que", "cas")),
    ("gues", ("ga", "gue", "gas")),
    ("ges", ("ja", "ge")),
    ("ces", ("ca", "ce", "z")),
    ("ca", ("ques", "cas", "ces")),
    ("ga", ("gues", "gas")),
    ("ja", ("ges", "jas")),
    ("as", ("a", "es")),
    ("es", ("a", "e", "", "as")),
    ("ns", ("", "n")),
    ("os", ("o", "", "s")),
    ("a", ("es", "as")),
    ("s", ("", "sos", "ses")),
    ("e", ("es",)),
    ("o", ("os", "ons", "ns")),
    ("u", ("us", "ns")),
    ("i", ("is", "ins", "ns")),
)


@dataclass(frozen=True, slots=True)
class Everyday:
    """The table of one language: phrases by their first word, longest first, each with the official words."""

    by_first_word: dict[str, tuple[tuple[tuple[str, ...], frozenset[str]], ...]]

    def starting_with(self, word: str) -> Iterable[tuple[tuple[str, ...], frozenset[str]]]:
        return self.by_first_word.get(word, ())

    @property
    def phrases(self) -> int:
        return sum(len(each) for each in self.by_first_word.values())


@cache
def everyday(language: str) -> Everyday:
    """The table of a language, with the others' below it: in Catalonia people type in several."""
    found: dict[tuple[str, ...], set[str]] = {}
    for code in sorted(LANGUAGES, key=lambda each: each != language) if language in LANGUAGES else ():
        for phrase, means in _entries(code):
            found.setdefault(phrase, set()).update(means)
    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, means in sorted(found.items(), key=lambda entry: (-len(entry[0]), entry[0])):
        by_first.setdefault(phrase[0], []).append((phrase, frozenset(means)))
    return Everyday({word: tuple(each) for word, each in by_first.items()})


def _entries(language: str) -> Iterable[tuple[tuple[str, ...], set[str]]]:
    path = FOLDER / f"{language}.toml"
    for entry in tomllib.loads(path.read_text("utf-8"))["everyday"]:
        official = {word for text in entry["means"] for word in normalise(text)}
        means = official.union(*(inflections(word) for word in official))
        for text in entry["say"]:
            phrase = tuple(normalise(text))
            if not phrase:
                raise ValueError(f"{path.name}: {text!r} has no searchable word")
            yield phrase, means
            if len(phrase) == 1:
                for inflected in inflections(phrase[0]):
                    yield (inflected,), means
