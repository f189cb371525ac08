"""Finds words in a template that would reach the screen without passing through a translation.

A heuristic with few false alarms: it reads the HTML between the tags of Jinja2 and the strings of its expressions.
Refuses to judge the words themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from jinja2 import Environment, nodes

# Written at the head of a template that no citizen sees: {# not for citizens #}
NOT_FOR_CITIZENS = "not for citizens"
_SHOWN_ATTRIBUTES = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription"})
_UNSEEN_ELEMENTS = frozenset({"script", "style", "template", "code"})
# A macro may make attributes alone: outside a tag they look like text.
_LOOSE_ATTRIBUTE = re.compile(r"([a-z-]+)=\"[^\"]*\"")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
# A sentence or a label, and not a class, a path, a header or a code: a capital followed by small letters, or an accent.
_SAID = re.compile(r"^[A-ZÀ-Ü][a-zà-ü·'’]+(?:[ ,.:…?]|$)|[à-üÀ-Ü·]")
_GETTEXT = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext"})
# Names and numbers that are the same in every language.
_SAME_EVERYWHERE = frozenset({"VALId", "idCAT", "Cl@ve", "AOC", "PDF", "IBI", "HTML", "EUPL", "Europe"})


def untranslated(text: str, environment: Environment) -> list[tuple[int, str]]:
    """Line and words of every visible text outside translation calls, in order."""
    if NOT_FOR_CITIZENS in text.split("\n", 1)[0]:
        return []
    reader = _Reader()
    reader.feed(_without_jinja(text, environment))
    reader.close()
    return sorted({*reader.found, *_strings_in_expressions(environment.parse(text))})


def _without_jinja(text: str, environment: Environment) -> str:
    """The HTML alone, line for line: translated blocks, expressions and comments leave their line ends only."""
    kept: list[str] = []
    translating = False
    opening = closing = False
    for _line, kind, value in environment.lex(text):
        if kind == "block_begin":
            opening = True
        elif kind == "name" and opening:
            if value in ("trans", "endtrans"):
                translating, closing = value == "trans", value == "endtrans"
            opening = False
        if kind == "data" and not translating:
            kept.append(value)
        else:
            kept.append("\n" * value.count("\n"))
            # An expression stands for one unseen character, so that an attribute made of it stays an attribute.
            kept.append("\0" if kind == "variable_begin" and not translating else "")
        if closing and kind == "block_end":
            closing = False
    return "".join(kept)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN_ELEMENTS
        given = dict(attrs)
        for name, value in attrs:
            shown = name in _SHOWN_ATTRIBUTES
            shown |= name == "value" and tag == "input" and given.get("type") in ("submit", "button", "reset")
            shown |= name == "content" and tag == "meta" and given.get("name") == "description"
            if shown:
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN_ELEMENTS and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._note(_LOOSE_ATTRIBUTE.sub(lambda a: a[0] if a[1] in _SHOWN_ATTRIBUTES else "", data))

    def _note(self, text: str) -> None:
        words = " ".join(text.replace("\0", " ").split())
        if set(_LETTERS.findall(words)) - _SAME_EVERYWHERE - {"ve", "Cl"}:
            skipped = len(text) - len(text.lstrip())
            self.found.append((self.getpos()[0] + text[:skipped].count("\n"), words))


def _strings_in_expressions(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Literal labels handed to a macro or printed, unless they are inside a translation call."""
    translated = {
        id(constant)
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name in _GETTEXT
        for constant in call.find_all(nodes.Const)
    }
    # `{% trans %}` becomes a call of the same names, made by the extension; its parts are marked the same way.
    for constant in tree.find_all(nodes.Const):
        value = constant.value
        if isinstance(value, str) and id(constant) not in translated and _SAID.search(value):
            yield constant.lineno, value
