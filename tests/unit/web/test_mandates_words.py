"""A mandate in words: before whom it counts, for one administration and for several."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.utils import translation

from myspace.vocabulary.mandates import Named
from myspace.web.templating import environment

TOWN, COUNTY = Named("0811360009", "Ajuntament de Manresa"), Named("8100070006", "Consell Comarcal del Bages")


def reaches(**facts: object) -> str:
    held = SimpleNamespace(**{"procedures": (), "bodies": (), "mandate": SimpleNamespace(declared="body"), **facts})
    source = '{% from "pages/mandates/words.html" import reaches %}{{ reaches(held) }}'
    with translation.override("ca"):
        return re.sub(r"<[^>]+>", "", environment().from_string(source).render(held=held)).strip().replace("&#39;", "'")


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ((TOWN,), "Davant d'una sola administració: Ajuntament de Manresa"),
        ((TOWN, COUNTY), "Davant d'aquestes administracions: Ajuntament de Manresa, Consell Comarcal del Bages"),
        ((), "El registre no diu davant de qui"),
    ],
)
def test_one_administration_is_said_to_be_the_only_one_and_several_are_not(
    bodies: tuple[Named, ...], said: str
) -> None:
    assert reaches(bodies=bodies) == said
