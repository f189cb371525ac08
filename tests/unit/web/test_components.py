"""A component is its macro, its style and its examples; what it says of itself is true, and so is the call to copy."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from jinja2.nodes import Macro

from myspace.web.components import COLOURS, monogram_colour, monogram_letters
from myspace.web.gallery.describing import (
    COMPONENTS,
    FRAME,
    STATES,
    TYPES,
    Component,
    Example,
    MacroDescription,
    components,
    descriptions,
    html_of,
    macro_of,
    shown,
)
from myspace.web.templating import environment

DESCRIBED = list(descriptions())
EXAMPLES = [example for each in DESCRIBED for example in each.examples]


def _name(each: Component | MacroDescription | Example) -> str:
    return f"{each.component}.{each.macro}: {each.name}" if isinstance(each, Example) else each.name


@pytest.mark.parametrize("component", components().values(), ids=_name)
def test_a_component_has_its_macro_its_examples_and_its_style_or_says_why_none(component: Component) -> None:
    name = component.name
    files = {f"{name}.html", f"{name}.yaml"} | (set() if component.no_css else {f"{name}.css"})
    assert {p.name for p in (COMPONENTS / name).iterdir()} == files
    assert component.says.endswith(".")
    assert all(macro.examples for macro in component.macros)


def test_what_is_called_the_frame_is_there() -> None:
    assert set(components()) >= FRAME


@pytest.mark.parametrize("described", DESCRIBED, ids=_name)
def test_the_parameters_written_are_those_of_the_macro(described: MacroDescription) -> None:
    macro = macro_of(described.component, described.name)
    assert tuple(param.name for param in described.params) == tuple(macro.arguments)
    required = {param.name for param in described.params if param.required}
    assert required == set(macro.arguments[: len(macro.arguments) - len(_defaults(described))])
    assert all(required <= set(example.facts) for example in described.examples)


def _defaults(described: MacroDescription) -> list[object]:
    """The values that a macro gives when nothing is given: Jinja keeps them in the tree, not in the macro."""
    source = (COMPONENTS / described.component / f"{described.component}.html").read_text("utf-8")
    return next(m.defaults for m in environment().parse(source).find_all(Macro) if m.name == described.name)


@pytest.mark.parametrize("described", DESCRIBED, ids=_name)
def test_every_parameter_says_what_it_is_and_what_for(described: MacroDescription) -> None:
    assert [param.name for param in described.params if param.type not in TYPES or len(param.says) < 4] == []
    assert {example.state for example in described.examples} <= set(STATES)


@pytest.mark.parametrize("described", DESCRIBED, ids=_name)
def test_every_macro_is_shown_with_the_least_and_with_much(described: MacroDescription) -> None:
    """What is left out and what is too long break a screen first."""
    takes = {param.type for param in described.params}
    assert any(example.least for example in described.examples) or all(param.required for param in described.params)
    if takes & {"text", "list", "facts", "help", "signed_in", "way_back", "money"}:
        assert any(example.state == "long" for example in described.examples)
    if described.name != "nav" and takes - {"guard"}:
        assert any(example.state == "hostile" for example in described.examples)


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_the_call_to_copy_draws_the_example(example: Example) -> None:
    handed = {"form_guard": "", "chrome": SimpleNamespace(**example.facts, way_back=example.facts.get("back"))}
    money = {name: value for name, value in example.facts.items() if isinstance(value, Decimal)}
    assert environment().from_string(example.call).render(handed | money) == html_of(example)


def test_what_waits_for_the_script_is_drawn_as_if_it_had_been_shown() -> None:
    dialog, pill = (shown(components()[name].examples[0]) for name in ("session_end", "arrived"))
    assert "<dialog open" in dialog
    assert "hidden" not in pill
    assert "hidden" in html_of(components()["arrived"].examples[0])


def test_every_public_macro_is_described() -> None:
    written = {
        (path.parent.name, name)
        for path in COMPONENTS.glob("*/*.html")
        for name in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text("utf-8"))
    }
    assert written == {(each.component, each.name) for each in DESCRIBED}


def test_every_public_macro_is_drawn_by_some_page() -> None:
    """A piece that only its own examples draw is kept, translated and styled for nobody."""
    drawn = {
        (component, name.strip())
        for path in COMPONENTS.parent.rglob("*.html")
        for component, names in re.findall(
            r'{% from "components/(\w+)/\w+.html" import ([\w, ]+)', path.read_text("utf-8")
        )
        for name in names.split(",")
    }
    assert {(each.component, each.name) for each in DESCRIBED} - drawn == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=_name)
def test_no_example_becomes_markup(example: Example) -> None:
    html = html_of(example)
    assert "<script" not in html
    assert "49" not in re.sub(r"\d{3,}|\d49|49\d", "", html) or "7*7" not in str(example.facts)


@pytest.mark.parametrize("example", [e for e in EXAMPLES if "\\u202e" in ascii(dict(e.facts))], ids=_name)
def test_a_direction_trick_stays_inside_its_own_isolation(example: Example) -> None:
    outside = re.sub(r"<bdi[^>]*>[^<]*</bdi>", "", html_of(example))
    outside = re.sub(r'<span class="out">[^<]*</span>', "", outside)  # only read aloud
    assert "\u202e" not in outside


def test_a_monogram_takes_the_words_that_tell_bodies_apart() -> None:
    assert monogram_letters("Ajuntament de Manresa") == "Ma"
    assert monogram_letters("Ajuntament de Sant Cugat del Vallès") == "SC"
    assert monogram_letters("Ajuntament") == "Aj"
    assert monogram_letters("\u202e<>··") == "?"


def test_a_monogram_keeps_its_colour() -> None:
    assert monogram_colour("Ajuntament de Manresa") == monogram_colour("Ajuntament de Manresa")
    assert {monogram_colour(f"body {n}") for n in range(200)} == set(range(COLOURS))
