"""Whether a name or a document that a source wrote can be the person asked about. Pure; remembers nobody.

A name contradicts only when it cannot be the same person written otherwise: order, accents, capitals, initials, a
missing second surname and the Catalan or Castilian form of a given name are the same person; a sister is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_PARTICLES = frozenset(
    {"d", "de", "del", "dels", "la", "las", "les", "los", "el", "els", "i", "y", "e", "o"}
    | {"sl", "slu", "sa", "sau", "scp", "sccl", "sr", "sra", "don", "dona", "na", "en"}
)
_SAME_GIVEN_NAME = (
    "josep jose", "joan juan", "jordi jorge", "francesc francisco", "xavier javier", "miquel miguel", "pere pedro",
    "pau pablo", "lluis luis", "carles carlos", "enric enrique", "jaume jaime", "antoni antonio", "vicenc vicente",
    "andreu andres", "ferran fernando", "albert alberto", "eduard eduardo", "ricard ricardo", "robert roberto",
    "rafel rafael", "esteve esteban", "guillem guillermo", "climent clemente", "domenec domingo", "marti martin",
    "mateu mateo", "bartomeu bartolome", "alexandre alejandro", "felip felipe", "ignasi ignacio", "agusti agustin",
    "anna ana", "joana juana", "josefina josefa", "caterina catalina", "margarida margarita", "merce mercedes",
    "dolors dolores", "llucia lucia", "elisabet isabel", "angels angeles", "concepcio concepcion", "neus nieves",
    "assumpcio asuncion", "immaculada inmaculada", "montserrat montse", "carme carmen", "lluisa luisa", "eulalia laia",
    "maria ma", "encarnacio encarnacion", "roser rosario", "consol consuelo", "antonia antonieta",
)  # fmt: skip
_CANON = {form: pair.split()[0] for pair in _SAME_GIVEN_NAME for form in pair.split()}


def another_person(written: str | None, holder_names: Iterable[str]) -> bool:
    """Whether `written` contradicts every name the folder knows. False when either side says nothing."""
    theirs = _words(written or "")
    ours = [words for name in holder_names if (words := _words(name))]
    return bool(theirs and ours) and not any(_compatible(theirs, words) for words in ours)


def another_document(written: Iterable[str], asked: str) -> bool:
    """Whether documents are given and none is the one asked about; separators and capitals do not count."""
    given = [_document(one) for one in written]
    return bool(given) and _document(asked) not in given


def _document(written: str) -> str:
    """Capitals without separators; a DNI that lost its leading zeros gets them back."""
    bare = re.sub(r"[^0-9A-Z]", "", written.upper())
    return bare.zfill(9) if re.fullmatch(r"[0-9]{1,8}[A-Z]", bare) else bare


_Word = tuple[str, str]  # as compared, as written


def _words(name: str) -> list[_Word]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    return [(_CANON.get(word, word), word) for word in re.findall(r"\w+", plain) if word not in _PARTICLES]


def _compatible(one: list[_Word], other: list[_Word]) -> bool:
    """Every word of the shorter finds a word of its own in the longer; an initial finds what it begins."""
    shorter, left = (one, list(other)) if len(one) <= len(other) else (other, list(one))
    for word in sorted(shorter, key=lambda w: len(w[1]), reverse=True):
        match = next((w for w in left if w[0] == word[0]), None) or next((w for w in left if _initial(w, word)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _initial(one: _Word, other: _Word) -> bool:
    return 1 in (len(one[1]), len(other[1])) and one[1][0] == other[1][0]
