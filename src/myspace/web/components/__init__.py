"""Pieces of several screens: a folder each, with its macro, its style and its parameters with examples.

Also knows what a macro cannot compute: the two letters and the colour of a body's monogram.
"""

from __future__ import annotations

import hashlib
import unicodedata
from functools import lru_cache

_SMALL_WORDS = frozenset({"ajuntament", "ayuntamiento", "consell", "comarcal", "diputacio", "diputació"})
_SMALL_WORDS |= {"departament", "departamento", "servei", "serveis", "de", "del", "dels", "la", "el", "els", "les"}
_SMALL_WORDS |= {"i", "y", "l", "d", "en", "a"}
COLOURS = 8  # classes monogram--0 … monogram--7 in monogram.css


@lru_cache(maxsize=2048)
def monogram_letters(name: str) -> str:
    """Two letters for a body's name, leaving out the words that most share: "Ajuntament de Manresa" is "Ma"."""
    words = [w for w in _words(name) if w.lower() not in _SMALL_WORDS] or _words(name)
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:1].upper() + words[0][1:2].lower()
    return (words[0][0] + words[1][0]).upper()


@lru_cache(maxsize=2048)
def monogram_colour(name: str) -> int:
    """The same colour for the same name, in every process and for ever."""
    return hashlib.sha256(name.encode("utf-8", "replace")).digest()[0] % COLOURS


def _words(name: str) -> list[str]:
    """Runs of letters and digits. Source text may hold marks, controls and direction tricks: none is a letter."""
    text = unicodedata.normalize("NFC", name)
    return "".join(c if c.isalnum() else " " for c in text).split()
