"""Whoever stands before a notification has a way, whatever they came in with and whatever it asks: no cell is a dead end."""

from __future__ import annotations

import itertools
import re

import pytest
from django.test import RequestFactory, override_settings

from myspace.domain.notices.level import LevelVerdict, access
from myspace.vocabulary.people import AssuranceLevel, LoginMethod
from myspace.web.session.providers import VALID_REACHES
from tests.journeys.specimens_notices import before

LEVELS = tuple(AssuranceLevel)
CELLS = [
    pytest.param(needs, held, method, id=f"needs {needs} has {held} by {method}")
    for needs, held, method in itertools.product((None, *LEVELS), LEVELS, LoginMethod)
]
ASKS_TO_IDENTIFY = re.compile(r'href="(/entra/mes-segur\?nivell=[23]&amp;cap-a=/notificacions/[0-9a-f-]{36})"')


def page(needs: AssuranceLevel | None, held: AssuranceLevel, method: LoginMethod, until: str = "hora") -> str:
    asked = {"tinc": str(int(held)), "amb": method.value, "cal": str(int(needs)) if needs else "", "fins": until}
    with override_settings(LOGIN_PROVIDERS=""):
        return before(RequestFactory().get("/casa/abans", asked)).content.decode()


@pytest.mark.parametrize(("needs", "held", "method"), CELLS)
def test_there_is_always_a_way_that_one_can_take(
    needs: AssuranceLevel | None, held: AssuranceLevel, method: LoginMethod
) -> None:
    shown = page(needs, held, method)
    verdict = access(needs, held, method, VALID_REACHES).verdict
    can_press = ">Obre la notificació</button>" in shown
    assert can_press == (verdict is not LevelVerdict.TOO_LOW), "the button is there for whoever it may work for"
    surer = bool(ASKS_TO_IDENTIFY.search(shown))
    assert can_press or surer, "neither the act nor a way to identify better"
    if verdict is LevelVerdict.ENOUGH:
        assert not surer, "nobody is sent to identify again in vain"
    # For who has no other means: where an official helps, whom to call, and back without anything being done.
    assert "En persona:" in shown
    assert 'href="tel:938782300"' in shown
    assert '<a href="/notificacions">Ara no</a>' in shown
    assert "Et queden 3" in shown, "the days left stay in view whatever is missing"


@pytest.mark.parametrize("method", LoginMethod)
def test_who_is_not_sure_enough_cannot_refuse_either_and_sees_the_ways_unfolded(method: LoginMethod) -> None:
    shown = page(AssuranceLevel.HIGH, AssuranceLevel.LOW, method)
    assert "/rebutja" not in shown
    assert re.search(r'<details class="disclosure" open>\s*<summary[^>]*>No puc fer-ho aquí', shown)


def test_the_way_leads_to_the_level_that_it_asks_and_back_to_the_same_page() -> None:
    found = ASKS_TO_IDENTIFY.search(page(AssuranceLevel.HIGH, AssuranceLevel.SUBSTANTIAL, LoginMethod.CLAVE))
    assert found
    assert "nivell=3" in found[1]
    assert "cap-a=/notificacions/00000000-0000-0000-0000-000000000001" in found[1]


def test_a_communication_has_a_sentence_of_its_own_and_nothing_to_refuse() -> None:
    shown = before(RequestFactory().get("/casa/abans", {"tipus": "communication"})).content.decode()
    assert "Constarà que s'ha llegit, i qui l'envia ho veurà." in shown
    assert ">Llegeix la comunicació</button>" in shown
    assert "rebutja" not in shown.split("<main")[1].split("Què diu la llei")[0]
    assert "threshold__until" not in shown, "it has no day"
