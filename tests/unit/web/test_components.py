"""A component is its macro, its style and its examples; what it says of itself is true."""

import re

import pytest

from myspace.web.components import COLOURS, monogram_colour, monogram_letters
from myspace.web.gallery import COMPONENTS, Example, MacroDescription, descriptions, html_of, macro_of

DESCRIBED = list(descriptions())
EXAMPLES = [example for each in DESCRIBED for example in each.examples]


def _name(each: object) -> str:
    return (
        f"{each.component}.{each.macro}: {each.name}" if isinstance(each, Example) else str(getattr(each, "name", each))
    )


@pytest.mark.parametrize("folder", sorted(p.name for p in COMPONENTS.iterdir() if p.is_dir() and p.name[0] != "_"))
def test_a_component_has_its_macro_and_its_examples(folder: str) -> None:
    files = {p.name for p in (COMPONENTS / folder).iterdir()}
    assert {f"{folder}.html", f"{folder}.yaml"} <= files <= {f"{folder}.html", f"{folder}.yaml", f"{folder}.css"}


@pytest.mark.parametrize("described", DESCRIBED, ids=_name)
def test_the_parameters_written_are_those_of_the_macro(described: MacroDescription) -> None:
    macro = macro_of(described.component, described.name)
    assert described.params == tuple(macro.arguments)
    assert len(described.examples) >= 2
    assert all(described.required <= set(example.facts) for example in described.examples)


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


@pytest.mark.parametrize("described", [d for d in DESCRIBED if set(d.params) - {"form_guard", "current"}], ids=_name)
def test_a_component_that_takes_text_shows_a_hostile_one(described: MacroDescription) -> None:
    assert any(example.hostile for example in described.examples)


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
