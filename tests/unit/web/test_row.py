"""The line of a list writes out what three components write: it must go on writing the same."""

from __future__ import annotations

import pytest

from myspace.web.components.lines import Line
from myspace.web.templating import environment

NAMES = ["Ajuntament de Manresa", "<script>alert(1)</script>\u2066", "Consell Comarcal del Bages"]


def piece(component: str, call: str, **facts: object) -> str:
    source = f'{{% from "components/{component}/{component}.html" import {component} %}}{{{{ {call} }}}}'
    return environment().from_string(source).render(facts).strip()


def lines(*given: Line, marks: str | None = None) -> str:
    source = '{% from "components/row/row.html" import rows %}{{ rows(lines, marks) }}'
    return environment().from_string(source).render(lines=given, marks=marks).strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_row_holds_the_monogram_the_badge_and_the_source_text_as_their_components_write_them(name: str) -> None:
    line = lines(Line("i1", "/x", name, name, "ara", "Per pagar", "turn"))
    assert piece("monogram", "monogram(name)", name=name) in line
    assert piece("badge", 'badge("Per pagar", "turn")') in line
    assert line.count(piece("source_text", "source_text(name)", name=name)) == 2


def test_a_row_that_can_be_marked_names_its_buttons_by_the_title() -> None:
    line = lines(Line("i1", "/activitat/1", "Beca", "A", "ara", "En marxa", "info", starred=True), marks="Amaga")
    assert 'formaction="/activitat/1/preferit" name="on" value="0" aria-labelledby="mark-off i1"' in line
    assert 'formaction="/activitat/1/amaga" aria-labelledby="mark-hide i1">Amaga</button>' in line


def test_each_line_is_one_of_its_list() -> None:
    drawn = lines(*(Line(f"i{n}", f"/{n}", "Beca", "A", "ara", "En marxa", "info") for n in range(3)))
    assert drawn.count("<li>") == drawn.count("</li>") == 3
    assert drawn.startswith('<ul class="rows">')
    assert drawn.endswith("</ul>")
