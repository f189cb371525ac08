"""How a sentence names an administration: "L'Ajuntament de Manresa", "ath Consell", "the Generalitat de Catalunya".

Names are Catalan and stay so; the article belongs to the language of the page. A name we cannot place has none.
Where the sentence begins, where it goes on, where one goes and where something comes from: no other preposition is ever
joined to a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils import translation
from markupsafe import Markup

_FEMININE = ("Generalitat", "Diputació", "Agència", "Universitat", "Mancomunitat", "Entitat", "Oficina", "Xarxa")
_MASCULINE = ("Ajuntament", "Consell", "Consorci", "Departament", "Institut", "Servei", "Organisme", "Patronat")


@dataclass(frozen=True, slots=True)
class _Articles:
    """Each with its space, or its apostrophe without one: masculine and feminine, and both before a vowel."""

    masculine: str
    feminine: str
    masculine_vowel: str
    feminine_vowel: str

    def of(self, name: str) -> str:
        first = name.split(" ", 1)[0]
        vowel = first[:1] in "AEIOU"
        if first in _FEMININE:
            return self.feminine_vowel if vowel else self.feminine
        if first in _MASCULINE:
            return self.masculine_vowel if vowel else self.masculine
        return ""


# What stands before a name inside a sentence, where one goes, and where something comes from; the last two also before a
# name without article.
_WITHIN = {
    "ca": _Articles("el ", "la ", "l'", "l'"),
    "es": _Articles("el ", "la ", "el ", "la "),
    "oc": _Articles("eth ", "era ", "er ", "era "),
    "en": _Articles("the ", "the ", "the ", "the "),
}
_TOWARDS = {
    "ca": _Articles("al ", "a la ", "a l'", "a l'"),
    "es": _Articles("al ", "a la ", "al ", "a la "),
    "oc": _Articles("ath ", "ara ", "ar ", "ara "),
    "en": _Articles("to the ", "to the ", "to the ", "to the "),
}
_TO = {"ca": "a ", "es": "a ", "oc": "a ", "en": "to "}
_FROM = {
    "ca": _Articles("del ", "de la ", "de l'", "de l'"),
    "es": _Articles("del ", "de la ", "del ", "de la "),
    "oc": _Articles("deth ", "dera ", "der ", "dera "),
    "en": _Articles("from the ", "from the ", "from the ", "from the "),
}
_OF = {"ca": ("de ", "d'"), "es": ("de ", "de "), "oc": ("de ", "d'"), "en": ("from ", "from ")}  # the second: elided
# What elides: a vowel, also after a mute h; not an i or u that is a consonant because another vowel follows.
_ELIDES = re.compile(r"h?(?![iu][aeiouàèéíòóú])[aeiouàèéíïòóúü]", re.IGNORECASE)


def begun(name: str) -> Markup:
    """The name at the beginning of a sentence, isolated like all source text."""
    before = _WITHIN[_spoken()].of(name)
    return _isolated(before[:1].upper() + before[1:], name, known=bool(before))


def within(name: str) -> Markup:
    """The name inside a sentence: "segons l'Ajuntament de Manresa"."""
    before = _WITHIN[_spoken()].of(name)
    return _isolated(before, name, known=bool(before))


def towards(name: str) -> Markup:
    """The name as where one goes: "a l'Ajuntament de Manresa", "al Consell Comarcal del Bages"."""
    before = _TOWARDS[_spoken()].of(name)
    return _isolated(before or _TO[_spoken()], name, known=bool(before))


def coming_from(name: str) -> Markup:
    """The name as where something comes from: "de l'Ajuntament de Manresa"; also of who is no body: "d'Identitat Nord"."""
    before = _FROM[_spoken()].of(name)
    plain, elided = _OF[_spoken()]
    return _isolated(before or (elided if _ELIDES.match(name) else plain), name, known=bool(before))


def _spoken() -> str:
    """The language of the page; one without articles of its own here (a trial of another script) names as Catalan does."""
    spoken = translation.get_language() or "ca"
    return spoken if spoken in _TO else "ca"


def _isolated(before: str, name: str, *, known: bool) -> Markup:
    """`known`: the name could be placed, so it is Catalan."""
    return Markup('{}<bdi lang="{}">{}</bdi>').format(before, "ca" if known else "", name)
