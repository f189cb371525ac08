"""The components with their examples, as one value and as one page: what the gallery, the tests and axe all read.

Knows the shape of a component's yaml. Shown to nobody in production: it is a page of the workshop.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.http import Http404, HttpRequest, HttpResponse
from markupsafe import Markup

from myspace.web.layout.chrome import Help, SignedIn, WayBack
from myspace.web.templating import environment, render, simulated

COMPONENTS = Path(__file__).parent / "components"
_SESSION_ENDS = datetime(2026, 11, 23, 9, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Example:
    """One way to call one macro. `facts` are ready to hand over: amounts are Decimal, people are SignedIn."""

    component: str
    macro: str
    name: str
    hostile: bool
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MacroDescription:
    component: str
    name: str
    params: tuple[str, ...]
    required: frozenset[str]
    examples: tuple[Example, ...]


_READERS: dict[str, Callable[[Any], Any]] = {
    "money": Decimal,
    "help": lambda raw: Help(**raw),
    "way_back": lambda raw: WayBack(**raw),
    "signed_in": lambda raw: SignedIn(**{"drawn_for": "x", "session_ends": _SESSION_ENDS, "seconds_left": 900} | raw),
}


def descriptions() -> Iterator[MacroDescription]:
    """Every macro of every component, in the order of the folders."""
    for folder in sorted(p for p in COMPONENTS.iterdir() if p.is_dir() and p.name != "__pycache__"):
        raw = yaml.safe_load((folder / f"{folder.name}.yaml").read_text("utf-8"))
        for macro, said in raw["macros"].items():
            params = said["params"]
            yield MacroDescription(
                component=folder.name,
                name=macro,
                params=tuple(params),
                required=frozenset(name for name, about in params.items() if about.get("required")),
                examples=tuple(
                    Example(folder.name, macro, each["name"], bool(each.get("hostile")), _read(params, each["call"]))
                    for each in said["examples"]
                ),
            )


def _read(params: Mapping[str, Any], call: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _READERS.get(params[name].get("type", ""), lambda raw: raw)(value) for name, value in call.items()}


def macro_of(component: str, macro: str) -> Any:
    """The macro itself, as a template would import it."""
    return getattr(environment().get_template(f"components/{component}/{component}.html").module, macro)


def html_of(example: Example) -> Markup:
    html: Markup = macro_of(example.component, example.macro)(**example.facts)
    return html


# These surround every page: the gallery's own frame shows them, and a second one would repeat landmarks and ids.
FRAME = frozenset({"ribbon", "skip_link", "header", "nav", "footer", "session_end", "arrived", "way_back"})


def gallery(request: HttpRequest) -> HttpResponse:
    """All pieces on one page, where the country is invented; elsewhere there is no such page."""
    if not simulated():
        raise Http404
    shown = [each for each in descriptions() if each.component not in FRAME]
    return render(request, "layout/gallery.html", descriptions=shown, html_of=html_of)
