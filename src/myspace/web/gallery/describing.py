"""The components as their yaml describes them, as values: what the gallery, the tests and axe all read.

Knows the shape of a component's yaml and how a page would write the call. Refuses to know addresses and requests.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from markupsafe import Markup

from myspace.web.layout.chrome import Acting, Help, SignedIn, WayBack
from myspace.web.templating import environment

COMPONENTS = Path(__file__).parents[1] / "components"
# What surrounds every page. Within another frame they would repeat its landmarks and ids: each is drawn as a page's own.
BEFORE_MAIN: Final = ("skip_link", "ribbon", "header", "nav", "way_back")
AFTER_MAIN: Final = ("arrived", "session_end", "footer")
FRAME: Final = frozenset(BEFORE_MAIN + AFTER_MAIN)
# What a parameter is. Of the last five, a page hands over what it was given under this name.
TYPES: Final = {
    "text": "words to read",
    "choice": "one of a few words",
    "flag": "yes or no",
    "number": "a whole number",
    "address": "where a link or a form leads",
    "id": "the name of a part of the page",
    "list": "several, each with its parts",
    "facts": "one thing with its parts",
    "money": "a Decimal, in euro",
    "guard": "form_guard",
    "help": "chrome.help",
    "signed_in": "chrome.signed_in",
    "way_back": "chrome.way_back",
}
HANDED_OVER: Final = ("guard", "help", "signed_in", "way_back")
STATES: Final = ("usual", "long", "hostile")
_SESSION_ENDS = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)
_WIDE = 88  # characters of a call that still fit a line


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: str
    says: str
    required: bool
    from_source: bool  # a far side wrote it: it may hold anything


@dataclass(frozen=True, slots=True)
class Example:
    """One way to call one macro. `facts` are ready to hand over: amounts are Decimal, people are SignedIn.

    `least`: nothing is given but what must be. `call` is what a template writes.
    """

    component: str
    macro: str
    name: str
    state: str
    facts: Mapping[str, Any]
    least: bool
    call: str


@dataclass(frozen=True, slots=True)
class MacroDescription:
    component: str
    name: str
    params: tuple[Parameter, ...]
    examples: tuple[Example, ...]

    @property
    def takes_markup(self) -> bool:
        """Whether `{% call %}…{% endcall %}` puts something inside it."""
        return bool(macro_of(self.component, self.name).caller)


@dataclass(frozen=True, slots=True)
class Component:
    """`opened_by_script`: a page holds it unseen until live.js shows it. `no_css` says why it has no look of its own."""

    name: str
    says: str
    macros: tuple[MacroDescription, ...]
    opened_by_script: bool = False
    no_css: str = ""

    @property
    def examples(self) -> tuple[Example, ...]:
        return tuple(example for macro in self.macros for example in macro.examples)


_READERS: dict[str, Callable[[Any], Any]] = {
    "money": Decimal,
    "help": lambda raw: Help(**raw),
    "way_back": lambda raw: WayBack(**raw),
    "signed_in": lambda raw: _signed_in(**raw),
}


def _signed_in(acting: dict[str, Any] | None = None, **raw: Any) -> SignedIn:
    usual: dict[str, Any] = {"drawn_for": "x", "session_ends": _SESSION_ENDS, "seconds_left": 900}
    return SignedIn(**usual | raw, acting=Acting(**acting) if acting else None)


@cache
def components() -> Mapping[str, Component]:
    """Every component by its name, in the order of the folders."""
    folders = sorted(p for p in COMPONENTS.iterdir() if p.is_dir() and p.name != "__pycache__")
    return {folder.name: _component(folder) for folder in folders}


def descriptions() -> Iterator[MacroDescription]:
    """Every macro of every component."""
    for each in components().values():
        yield from each.macros


def _component(folder: Path) -> Component:
    raw = yaml.safe_load((folder / f"{folder.name}.yaml").read_text("utf-8"))
    macros = tuple(_macro(folder.name, name, said) for name, said in raw["macros"].items())
    return Component(folder.name, raw["says"], macros, bool(raw.get("opened_by_script")), raw.get("no_css", ""))


def _macro(component: str, macro: str, said: Mapping[str, Any]) -> MacroDescription:
    params = tuple(
        Parameter(name, about["type"], about["says"], bool(about.get("required")), bool(about.get("from_source")))
        for name, about in said["params"].items()
    )
    types = {param.name: param.type for param in params}
    required = {param.name for param in params if param.required}
    examples = tuple(
        Example(
            component,
            macro,
            each["name"],
            each.get("state", "usual"),
            {name: _READERS.get(types[name], lambda raw: raw)(value) for name, value in each["call"].items()},
            set(each["call"]) == required,
            call_of(component, macro, each["call"], types),
        )
        for each in said["examples"]
    )
    return MacroDescription(component, macro, params, examples)


def call_of(component: str, macro: str, call: Mapping[str, Any], types: Mapping[str, str]) -> str:
    """The two lines of a template: what it imports and what it calls."""
    given = [f"{name}={_written(name, value, types[name])}" for name, value in call.items()]
    one_line = f"{{{{ {macro}({', '.join(given)}) }}}}"
    whole = one_line if len(one_line) <= _WIDE else "{{ " + macro + "(\n  " + ",\n  ".join(given) + "\n) }}"
    return f'{{% from "components/{component}/{component}.html" import {macro} %}}\n{whole}'


def _written(name: str, value: Any, kind: str) -> str:
    """A value as Jinja writes it; what a page was handed, by the page's name for it."""
    if kind == "money":
        return name
    if kind in HANDED_OVER:
        return TYPES[kind]
    match value:
        case str():
            return _visible(json.dumps(value, ensure_ascii=False))
        case list():
            return f"[{', '.join(_written('', each, '') for each in value)}]"
        case dict():
            return "{" + ", ".join(f"{json.dumps(k)}: {_written('', v, '')}" for k, v in value.items()) + "}"
        case _:
            return repr(value)


def _visible(text: str) -> str:
    """Marks that turn the direction of writing are spelt out: who copies a call must see what is in it."""
    return "".join(f"\\u{ord(c):04x}" if unicodedata.category(c) == "Cf" else c for c in text)


def macro_of(component: str, macro: str) -> Any:
    """The macro itself, as a template would import it."""
    return getattr(environment().get_template(f"components/{component}/{component}.html").module, macro)


def html_of(example: Example) -> Markup:
    html: Markup = macro_of(example.component, example.macro)(**example.facts)
    return html


def shown(example: Example) -> Markup:
    """As `html_of`, but what waits for the script is drawn as if the script had shown it."""
    html = html_of(example)
    if not components()[example.component].opened_by_script:
        return html
    return Markup(str(html).replace("<dialog ", "<dialog open ").replace(" hidden>", ">"))  # noqa: S704  # our own two words
