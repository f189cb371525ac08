"""How a sentence begins with an administration: "L'Ajuntament de Manresa", "El Consell Comarcal", "La Generalitat".

Names are Catalan and stay so; the article belongs to the language of the page. A name we cannot place has none.
"""

from __future__ import annotations

from django.utils import translation
from markupsafe import Markup

_FEMININE = ("Generalitat", "Diputació", "Agència", "Universitat", "Mancomunitat", "Entitat", "Oficina", "Xarxa")
_MASCULINE = ("Ajuntament", "Consell", "Consorci", "Departament", "Institut", "Servei", "Organisme", "Patronat")


def article(name: str, language: str) -> str:
    """With its space, or its apostrophe without one."""
    first = name.split(" ", 1)[0]
    feminine, known = first in _FEMININE, first in _FEMININE + _MASCULINE
    if not known:
        return ""
    if language == "ca" and first[0] in "AEIOU":
        return "L'"
    return "La " if feminine else "El "


def begun(name: str) -> Markup:
    """The name at the beginning of a sentence, isolated like all source text."""
    return _isolated(article(name, translation.get_language() or "ca"), name)


def within(name: str) -> Markup:
    """The name inside a sentence: "segons l'Ajuntament de Manresa"."""
    return _isolated(article(name, translation.get_language() or "ca").lower(), name)


def towards(name: str) -> Markup:
    """The name as where one goes: "a l'Ajuntament de Manresa", "al Consell Comarcal del Bages"."""
    to = "a " + article(name, translation.get_language() or "ca").lower()
    return _isolated("al " if to == "a el " else to, name, known=to != "a ")


def _isolated(before: str, name: str, *, known: bool | None = None) -> Markup:
    """`known`: the name could be placed, so it is Catalan; unless told, when something comes before it."""
    placed = bool(before) if known is None else known
    return Markup('{}<bdi lang="{}">{}</bdi>').format(before, "ca" if placed else "", name)
