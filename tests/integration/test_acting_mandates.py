"""The page of one's own mandates, as a browser sees it: both lists, each step that may be taken, and a mandate that is given."""

# ruff: noqa: F811  # fixtures of another file are asked for by their names
from __future__ import annotations

from datetime import date, timedelta

import pytest

from myspace.vocabulary.mandates import MandateState
from tests.integration.country import MANRESA
from tests.integration.mandates_stage import a_registry  # noqa: F401  # fixtures
from tests.integration.neighbour import words
from tests.integration.registry import mandate
from tests.integration.test_acting_pages import MARTA, Folder, folder  # noqa: F401  # fixtures
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures


def test_without_a_registry_the_page_says_that_and_never_that_there_is_nobody(folder: Folder) -> None:
    from myspace.domain.mandates import registry as port

    folder.country.sql("DELETE FROM mandates_mandate; DELETE FROM mandates_asked")
    port.connect(None)
    text = words(folder.here.get("/perfils")) + words(folder.here.get("/poders"))
    assert "encara no parla amb el registre de representacions" in text
    assert "no representes ningú" not in text
    assert "no n'has donat cap" not in text


def test_before_the_registry_has_answered_nobody_says_that_there_is_none(folder: Folder) -> None:
    folder.country.sql("DELETE FROM mandates_mandate; DELETE FROM mandates_asked")
    for path in ("/perfils", "/poders"):
        text = words(folder.here.get(path))
        assert "Ho estem preguntant" in text
        assert "El registre diu que" not in text


def test_both_lists_say_how_each_mandate_stands_and_what_may_be_done_with_it(folder: Folder) -> None:
    folder.registry.lines.append(mandate(MARTA, "00000001R", state=MandateState.PENDING_ACCEPTANCE))
    folder.look_up()
    text = words(folder.here.get("/poders"))
    assert text.index("Poders que tens") < text.index("Nom Del Registre") < text.index("Poders que has donat")
    assert "Espera que l'acceptin" in text
    assert text.index("Poders que has donat") < text.index("Qui Representa")
    for word in ("Val", "Renuncia-hi", "Revoca"):
        assert word in text


@pytest.mark.parametrize(("word", "state"), [("renuncia", MandateState.RENOUNCED), ("accepta", MandateState.VALID)])
def test_a_step_is_explained_first_done_on_its_button_and_then_read_back(
    folder: Folder, word: str, state: MandateState
) -> None:
    line = folder.registry.lines[0]
    if word == "accepta":
        folder.registry.set(line.source_id, MandateState.PENDING_ACCEPTANCE)
        folder.look_up()
    (row,) = folder.country.sql("SELECT id FROM mandates_mandate")
    path = f"/poders/{row[0]}/{word}"
    assert folder.registry.changed == 0
    folder.here.get(path)
    assert folder.registry.changed == 0, "looking changes nothing"
    answer = folder.act(path, at="/poders")
    assert (answer.status_code, answer["Location"]) == (303, f"/poders?fet={word}")
    assert folder.registry.lines[0].state is state
    assert folder.country.sql("SELECT count(*) FROM gathering_wanted WHERE scope = 'mandates'") == [(1,)]
    folder.look_up()
    again = folder.act(path, at="/poders")
    assert again["Location"] == "/poders?fet=no"
    assert folder.registry.changed == 1


def test_what_waits_for_a_yes_comes_first_and_what_is_over_comes_last_without_its_day(folder: Folder) -> None:
    folder.registry.set(folder.registry.lines[0].source_id, MandateState.REVOKED)
    folder.registry.lines += [
        mandate("00000001R", MARTA, state=state)
        for state in (MandateState.IN_VALIDATION, MandateState.VALID, MandateState.PENDING_ACCEPTANCE)
    ]
    folder.look_up()
    held = words(folder.here.get("/poders")).partition("Poders que tens")[2].partition("Poders que has donat")[0]
    order = [
        held.index(each) for each in ("Espera que l'acceptin", " Val ", "L'administració l'ha de revisar", "Revocat")
    ]
    assert order == sorted(order)
    assert held.count("Fins: ") == 3
    assert "Fins: " not in held.partition("Revocat")[2]


def test_before_a_step_is_said_how_far_the_power_reaches_until_when_and_what_of_it_ever_counted(folder: Folder) -> None:
    number = folder.registry.lines[0].source_id
    given = mandate(MARTA, "00000001R", state=MandateState.PENDING_ACCEPTANCE)
    folder.registry.lines.append(given)

    def said(source_id: str, word: str, state: MandateState) -> str:
        folder.registry.set(source_id, state)
        folder.look_up()
        ((id_,),) = folder.country.sql(f"SELECT id FROM mandates_mandate WHERE source_id = '{source_id}'")
        return words(folder.here.get(f"/poders/{id_}/{word}"))

    pending, valid = MandateState.PENDING_ACCEPTANCE, MandateState.VALID
    text = said(number, "accepta", pending)
    assert "fins on arriba aquest poder" in text
    assert "Fins: " in text
    assert "amb aquest poder. No es pot desfer" in said(number, "renuncia", pending)
    assert "Deixaràs de poder actuar" in said(number, "renuncia", valid)
    assert "ja no podrà acceptar aquest poder" in said(given.source_id, "revoca", pending)
    assert "El que ja ha fet continua valent" in said(given.source_id, "revoca", valid)


def test_a_lost_answer_is_not_called_done_nor_not_done(folder: Folder) -> None:
    (row,) = folder.country.sql("SELECT id FROM mandates_mandate")
    folder.registry.down = True
    answer = folder.act(f"/poders/{row[0]}/renuncia", at="/poders")
    assert answer["Location"] == "/poders?fet=dubte"
    assert "No sabem si ha quedat fet" in words(folder.here.get("/poders?fet=dubte"))


def test_a_mandate_is_given_in_two_steps_and_waits_for_the_other_side(folder: Folder) -> None:
    fields = {"qui": "00000001R", "per": "consultar", "fins": "2027-01-31", "ens": MANRESA}
    first = folder.act("/poders/dona", at="/poders", **fields)
    assert "Vols donar aquest poder?" in words(first)
    assert folder.registry.changed == 0
    second = folder.act("/poders/dona", at="/poders", segur="1", **fields)
    assert second["Location"] == "/poders?fet=donat"
    assert folder.registry.lines[-1].state is MandateState.PENDING_ACCEPTANCE
    assert [named.id for named in folder.registry.lines[-1].bodies] == [MANRESA]


@pytest.mark.parametrize(("changed", "says"), [
    ({"qui": "00000001X"}, "Aquest número no és correcte"),
    ({"qui": MARTA}, "Tu mateix no et pots donar poder"),
    ({"per": ""}, "Tria almenys una cosa"),
    ({"fins": "2099-01-01"}, "Posa un dia d'aquí a cinc anys"),
    ({"fins": ""}, "Posa un dia"),
    ({"ens": "9999999999"}, "Tria una administració de la llista"),
])  # fmt: skip
def test_what_does_not_read_is_asked_again_beside_its_field(folder: Folder, changed: dict[str, str], says: str) -> None:
    fields = {"qui": "00000001R", "per": "tot", "fins": "2027-01-31", "ens": "", "segur": "1"} | changed
    assert says in words(folder.act("/poders/dona", at="/poders", **fields))
    assert folder.registry.changed == 0


def test_while_the_registry_is_silent_it_is_said_before_anything_is_written_and_nothing_written_is_lost(
    folder: Folder,
) -> None:
    fields = {
        "qui": "00000007F",
        "per": "consultar",
        "ens": "",
        "fins": (date.today() + timedelta(days=90)).isoformat(),
    }
    assert "no contesta" not in words(folder.here.get("/poders/dona"))
    folder.registry.down = True
    folder.look_up()
    assert "Mentre el registre no contesti no es pot donar cap poder." in words(folder.here.get("/poders"))
    form = words(folder.here.get("/poders/dona"))
    assert "El registre de representacions no contesta" in form
    assert form.index("no contesta") < form.index("A qui?")
    for more in ({}, {"segur": "1"}):
        page = folder.act("/poders/dona", at="/poders", **fields, **more)
        assert page.status_code == 503
        assert "No hem donat cap poder. El que has escrit és aquí" in words(page)
        for name, value in fields.items():
            assert f'name="{name}" value="{value}"' in page.content.decode(), name
    before = len(folder.registry.lines)
    folder.registry.down = False
    folder.look_up()
    assert folder.act("/poders/dona", at="/poders", segur="1", **fields)["Location"] == "/poders?fet=donat"
    assert len(folder.registry.lines) == before + 1
