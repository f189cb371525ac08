"""The line of a list writes out what three components write: it must go on writing the same."""

from __future__ import annotations

import pytest

from myspace.web.templating import environment

NAMES = ["Ajuntament de Manresa", "<script>alert(1)</script>\u2066", "Consell Comarcal del Bages"]


def piece(component: str, call: str, **facts: object) -> str:
    source = f'{{% from "components/{component}/{component}.html" import {component} %}}{{{{ {call} }}}}'
    return environment().from_string(source).render(facts).strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_row_holds_the_monogram_the_badge_and_the_source_text_as_their_components_write_them(name: str) -> None:
    line = piece("row", 'row(name, "/x", name, "ara", "Per pagar", "turn", hint=name)', name=name)
    assert piece("monogram", "monogram(name)", name=name) in line
    assert piece("badge", 'badge("Per pagar", "turn")') in line
    assert line.count(piece("source_text", "source_text(name)", name=name)) == 3


def test_a_row_that_can_be_marked_names_its_buttons_by_the_title() -> None:
    line = piece("row", 'row("Beca", "/activitat/1", "A", "ara", id="i1", starred=True, marks="Amaga")')
    assert 'formaction="/activitat/1/preferit" name="on" value="0" aria-labelledby="mark-off i1"' in line
    assert 'formaction="/activitat/1/amaga" aria-labelledby="mark-hide i1">Amaga</button>' in line
