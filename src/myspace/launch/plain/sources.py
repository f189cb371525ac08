"""Finds the sentences of the code: every gettext call of the Python modules and of the Jinja2 templates.

Knows the syntax of both. Refuses to know languages and catalogues, and never imports what it reads.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError
from jinja2.ext import extract_from_ast

PACKAGE = Path(__file__).parents[2]

# Which arguments are text, by the function's own name: context, singular, plural (None: it takes none).
_ARGUMENTS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
# No citizen reads these: the launcher and the make-believe country speak for themselves.
_NOT_CITIZENS = ("launch/", "simulation/", "backoffice/", "locale/")


class UnreadableSource(Exception):
    """A file whose sentences cannot be found; the message names the file, the line and the cause."""


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence to translate. `places` are files relative to `src/myspace`; `percent_formatted` for templates."""

    singular: str
    plural: str | None = None
    context: str | None = None
    places: frozenset[str] = frozenset()
    percent_formatted: bool = False

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.singular


def template_environment() -> Environment:
    """Parses as `myspace.web.templating` renders: the same extensions, whitespace and trimming (a test compares)."""
    environment = Environment(  # noqa: S701  # parses only, renders nothing
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # added by the i18n extension
    return environment


def messages(package: Path = PACKAGE) -> list[Message]:
    """Every message, once, with all its places, in the order of the alphabet."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in citizens_files(package):
        place = path.relative_to(package).as_posix()
        for message in in_file(path, place):
            known = found.get(message.key)
            found[message.key] = message if known is None else _merged(known, message)
    return sorted(found.values(), key=lambda m: (m.singular, m.context or ""))


def citizens_files(package: Path) -> Iterator[Path]:
    for path in sorted((*package.rglob("*.py"), *templates(package))):
        place = path.relative_to(package).as_posix()
        if not place.startswith(_NOT_CITIZENS) and "simulator" not in place and "/management/" not in place:
            yield path


def templates(package: Path) -> Iterator[Path]:
    """The templates a citizen sees; other documents (a component's examples, static files) are none."""
    for folder in ("web/pages", "web/components", "web/layout", "web/session", "web/live"):
        for suffix in ("*.html", "*.txt", "*.svg"):
            yield from (package / folder).rglob(suffix)


def in_file(path: Path, place: str) -> Iterator[Message]:
    text = path.read_text("utf-8")
    return in_python(text, place) if path.suffix == ".py" else in_template(text, place)


def in_template(text: str, place: str) -> Iterator[Message]:
    environment = template_environment()
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as wrong:
        raise UnreadableSource(f"{place}:{wrong.lineno}: {wrong.message}") from wrong
    for _line, function, given in extract_from_ast(tree, tuple(_ARGUMENTS), babel_style=False):
        arguments = given if isinstance(given, tuple) else (given,)
        if message := _message(function, arguments, place):
            yield replace(message, percent_formatted=True)


def in_python(text: str, place: str) -> Iterator[Message]:
    try:
        tree = ast.parse(text)
    except SyntaxError as wrong:
        raise UnreadableSource(f"{place}:{wrong.lineno}: {wrong.msg}") from wrong
    names = _names_of_gettext(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (function := _called(node.func, names)):
            if node.args and isinstance(node.args[0], ast.JoinedStr):
                raise UnreadableSource(f"{place}:{node.lineno}: an f-string cannot be translated: use %(name)s")
            arguments = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
            if message := _message(function, arguments, place):
                yield message


def _names_of_gettext(tree: ast.Module) -> dict[str, str]:
    """What this module calls the gettext functions: `from … import gettext as say` makes `say` one."""
    names = {name: name for name in _ARGUMENTS}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname: a.name for a in node.names if a.asname and a.name in _ARGUMENTS}
    return names


def _called(function: ast.expr, names: dict[str, str]) -> str | None:
    if isinstance(function, ast.Name):
        return names.get(function.id)
    return function.attr if isinstance(function, ast.Attribute) and function.attr in _ARGUMENTS else None


def _message(function: str, arguments: Sequence[object], place: str) -> Message | None:
    """None when the text is not a literal: then it was marked where it is written."""
    context_at, singular_at, plural_at = _ARGUMENTS[function]

    def text(at: int | None) -> str | None:
        value = arguments[at] if at is not None and at < len(arguments) else None
        return value if isinstance(value, str) else None

    singular = text(singular_at)
    if not singular or (plural_at is not None and text(plural_at) is None):
        return None
    return Message(singular, text(plural_at), text(context_at), frozenset({place}))


def _merged(one: Message, other: Message) -> Message:
    return replace(
        one,
        plural=one.plural or other.plural,
        places=one.places | other.places,
        percent_formatted=one.percent_formatted or other.percent_formatted,
    )
