"""The pages on being warned of somebody's folder, as a browser sees them: asked for in it, seen by its person, refused there."""

from __future__ import annotations

import re

from myspace.vocabulary.mandates import MandateCapacity
from tests.integration.country import MANRESA
from tests.integration.mandates_stage import a_registry  # noqa: F401  # fixture
from tests.integration.neighbour import words
from tests.integration.registry import mandate, of_body
from tests.integration.test_acting_pages import MARTA, RAMON, Folder, folder  # noqa: F401  # fixture
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

HERE = "/avisos-per-altri"


def said(folder: Folder, path: str = HERE) -> str:  # noqa: F811
    return words(folder.here.get(path))


def mark(folder: Folder, path: str, name: str) -> str:  # noqa: F811
    found = re.search(rf'name="{name}" value="([0-9a-f]{{32}})"', folder.here.get(path).content.decode())
    assert found, said(folder, path)
    return found[1]


def test_she_asks_in_his_folder_and_finds_it_in_hers_and_stops_it_there(folder: Folder) -> None:  # noqa: F811
    assert "No t'avisem." in said(folder)
    folder.step_in()
    assert "Et podem avisar a tu quan hi ha alguna cosa a l'espai de" in said(folder)
    assert folder.act(f"{HERE}/demana", at=HERE)["Location"] == HERE
    asked = said(folder)
    assert "T'avisem del que hi ha aquí" in asked
    assert "Però encara no sabem on avisar-te" in asked
    folder.act("/perfils/meu", at="/inici")
    assert "T'avisem del que hi ha al seu espai." in said(folder)
    assert folder.act(f"{HERE}/deixa", at=HERE, de=mark(folder, HERE, "de"))["Location"] == HERE
    assert "No t'avisem." in said(folder)
    assert folder.country.sql("SELECT 1 FROM mandates_warned") == []


def test_he_sees_who_is_warned_by_name_and_says_no_and_she_is_told_so(folder: Folder) -> None:  # noqa: F811
    folder.step_in()
    folder.act(f"{HERE}/demana", at=HERE)
    folder.here.somebody_else()
    folder.here.enter("ramon")
    assert "Qui representa aquest espai ha demanat que l'avisem del que hi ha." in said(folder, "/el-meu-registre")
    powers = said(folder, "/poders")
    assert "A qui avisem del teu espai" in powers
    assert "Marta" in powers
    answer = folder.act(f"{HERE}/no", at="/poders", qui=mark(folder, "/poders", "qui"), no="1")
    assert answer["Location"] == "/poders#avisats"
    assert "Has dit que no, i no l'avisem." in said(folder, "/poders")
    folder.here.somebody_else()
    folder.here.enter("marta")
    folder.look_up()
    assert "Ha dit que no t'avisem." in said(folder)
    folder.step_in()
    assert "Qui n'és titular ha dit que no." in said(folder)
    assert "Avisa'm</button>" not in folder.here.get(HERE).content.decode()


def test_of_a_folder_whose_mandate_ended_she_is_not_warned_and_its_page_says_why(folder: Folder) -> None:  # noqa: F811
    folder.step_in()
    folder.act(f"{HERE}/demana", at=HERE)
    folder.registry.lines.clear()
    folder.look_up()
    assert folder.here.get(HERE).status_code == 403
    folder.act("/perfils/meu", at="/perfils")
    assert "El registre diu que ara no representes ningú." in said(folder)


def test_a_mandate_of_some_things_says_of_what_one_would_be_warned(folder: Folder) -> None:  # noqa: F811
    of_things, of_notices = "Del que toca fer", "De les notificacions que s'acaben."
    cases = {
        MandateCapacity.CONSULT: (True, False), MandateCapacity.NOTIFY: (False, True),
        MandateCapacity.PROCESS: (False, False), MandateCapacity.GENERAL: (True, True),
    }  # fmt: skip
    for capacity, (things, notices) in cases.items():
        folder.registry.lines[:] = [of_body(RAMON, MARTA, MANRESA, capacity)]
        folder.look_up()
        folder.step_in()
        page = said(folder)
        assert (of_things in page, of_notices in page) == (things, notices), capacity
        assert ("no et podem avisar de res" in page) == (not things and not notices)
        folder.act("/perfils/meu", at="/perfils")


def test_nobody_asks_to_be_warned_in_their_own_folder_nor_says_no_in_anothers(folder: Folder) -> None:  # noqa: F811
    assert folder.act(f"{HERE}/demana", at=HERE).status_code == 404
    folder.registry.lines[:] = [mandate(RAMON, MARTA)]
    folder.step_in()
    assert folder.act(f"{HERE}/no", at=HERE, qui="0" * 32, no="1").status_code == 403
    assert folder.country.sql("SELECT 1 FROM mandates_warned") == []
