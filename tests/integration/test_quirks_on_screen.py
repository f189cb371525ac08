"""Q-HCC-1…18 to the end: a body's bytes in, through the connector and the store, and what the person then reads.

The value each quirk is read to is tested beside the connector; here it is the words on the page.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from myspace.connector_kit.contract import Connection, Question
from myspace.connector_kit.transport import Reply, Unreached
from myspace.connectors import load
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Answer
from myspace.vocabulary.people import identifier
from tests.integration.country import BAGES, GENERALITAT, HOST, MANRESA, Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures
from tests.unit.connectors.hub_carpetes.asking import ABSENT, body, debt, one

E, C, A, T = Topic.ENTRIES, Topic.CASES, Topic.APPOINTMENTS, Topic.TAXES
NOTHING = b'{"codiResultat":"404","descripcioResultat":"Res"}'
UNPAID_OR_NOT = "L'administració no diu si està pagat"
KEPT_ASIDE = "Hi ha 1 dada que no podem llegir"
NO_APPOINTMENT = "No tens cap cita en aquestes administracions"
WHERE = Connection(
    id=UUID(int=1), connector="hub_carpetes", ine10=MANRESA, name="Ajuntament de Manresa",
    base_url="https://hub.manresa.exemple.test", hosts=frozenset({HOST}),
)  # fmt: skip


def day(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


def of_manresa(topic: Topic, **changes: Any) -> dict[str, Any]:
    return one(topic, **{"codiINE10": MANRESA, "codiDIR3Organisme": ABSENT, **changes})


def owed(**changes: Any) -> dict[str, Any]:
    """A debt to be paid within days, whatever day it is."""
    return debt(**{"dataIniciPagament": day(-20), "dataFiPagament": day(20), **changes})


@dataclass
class _FromMemory:
    raw: bytes

    async def get(self, _c: Connection, _p: str, query: dict[str, str], _ms: int) -> Reply | Unreached:
        as_another = query.get("tipusPersona") == "REPRESENTANT"
        return Reply(200, "application/json", None, NOTHING if as_another and b'"200"' in self.raw else self.raw)


@dataclass
class Here:
    """Marta's browser, after Manresa has told one thing over the wire and everybody else has nothing."""

    country: Country
    marta: Neighbour

    def told(self, topic: Topic, raw: bytes, *, always: bool = False) -> None:
        """`always`: whatever Manresa is asked, it says this."""
        question = Question(topic, identifier("12345678Z"))
        answer: Answer[Any] = asyncio.run(load("hub_carpetes").ask(WHERE, question, _FromMemory(raw)))
        self.country.tell(MANRESA, {topic: answer}, every=answer if always else None)
        self.country.tell(BAGES)
        self.country.tell(GENERALITAT)

    def page(self, topic: Topic, *items: dict[str, Any], array: str | None = None) -> str:
        """What the page of the one item told says."""
        self.told(topic, body(topic, *items, array=array))
        ((found,),) = self.country.sql("SELECT id FROM activity_item WHERE gone_at IS NULL")
        return words(self.marta.get(f"/activitat/{found}"))

    def reads(self, path: str) -> str:
        return words(self.marta.get(path))

    def address_left_for(self) -> str:
        ((found,),) = self.country.sql("SELECT id FROM activity_item WHERE gone_at IS NULL")
        return self.marta.get(f"/surt-cap-a/{found}/0/ves")["Location"]


@pytest.fixture
def here(country: Country, marta: Neighbour) -> Here:  # noqa: F811
    return Here(country, marta)


@pytest.mark.parametrize("spelling", ["descripcioFase", "descripcioFaseExpedient"])
def test_q_hcc_01_the_phase_is_on_the_cases_page_under_either_spelling(here: Here, spelling: str) -> None:
    assert "Fase de prova" in here.page(C, of_manresa(C, descripcioFase=ABSENT) | {spelling: "Fase de prova"})


def test_q_hcc_02_a_code_without_its_zero_is_still_that_town_hall(here: Here) -> None:
    assert "Ajuntament de Manresa" in here.page(C, of_manresa(C, codiINE10=int(MANRESA)))
    assert "que no podem llegir" not in here.reads("/fonts")


def test_q_hcc_03_and_18_fue_in_any_form_or_absent_changes_no_word_of_the_page(here: Here) -> None:
    pages = {here.page(E, of_manresa(E, fue=fue)) for fue in ("false", False, ABSENT)}
    assert len(pages) == 1
    assert "que no podem llegir" not in here.reads("/fonts")


@pytest.mark.parametrize("kind", ["PAGAMENT", ABSENT])
def test_q_hcc_04_a_button_that_does_not_say_what_it_is_about_can_be_pressed(here: Here, kind: object) -> None:
    action = {"url": f"https://{HOST}/pagar", "descripcio": "Paga-ho ara"}
    if kind is not ABSENT:
        action["tipus"] = str(kind)
    page = here.page(T, of_manresa(T, deutes=[owed(accions=[action])], accions=ABSENT, adjunts=ABSENT))
    assert f"Paga-ho ara Et portarà a {HOST}" in page


def test_q_hcc_05_a_debt_without_situation_is_said_to_be_neither_paid_nor_pending(here: Here) -> None:
    page = here.page(T, of_manresa(T, deutes=[owed(situacio=ABSENT)]))
    assert UNPAID_OR_NOT in page
    assert "Per pagar" not in page
    assert "206,30" in page
    assert "D'algun rebut no sabem si està pagat" in here.reads("/impostos")
    assert "Segon termini" not in here.reads("/que-em-toca")


def test_q_hcc_06_a_debt_with_the_last_samples_oddities_is_shown_with_its_papers(here: Here) -> None:
    paper = {"idAdjunt": "Z", "uuidDesal": None, "nom": "carta-de-prova.pdf"}
    odd = owed(dataIniciPagament=ABSENT, periode="2023", adjunts=ABSENT, adjuntsDTO=[paper])
    page = here.page(T, of_manresa(T, dataTribut=ABSENT, deutes=[odd]))
    assert "carta-de-prova.pdf" in page
    assert "Per pagar" in page
    assert "recàrrec" not in page  # the year is no collection period


def test_q_hcc_07_a_size_with_its_unit_or_without_is_shown_and_one_nobody_can_read_spoils_no_paper(here: Here) -> None:
    sizes: tuple[object, ...] = ("120 KB", "120", "molt gran")
    pages = [here.page(E, of_manresa(E, adjunts=[{"idAdjunt": "A", "nom": "memòria.pdf", "mida": s}])) for s in sizes]
    assert pages[0] == pages[1]
    assert "memòria.pdf (120 kB)" in pages[0].replace("\N{NO-BREAK SPACE}", " ")
    assert "memòria.pdf" in pages[2]
    assert "kB" not in pages[2]


def test_q_hcc_08_what_is_no_json_is_said_not_to_be_understood_and_nothing_is_claimed(here: Here) -> None:
    here.told(A, b'{"codiResultat":"200","citesprevies":[{"idCita":"C-1",}]}', always=True)
    assert "Ha contestat, però no ho entenem" in here.reads("/fonts")
    assert NO_APPOINTMENT not in here.reads("/cites")


def test_q_hcc_08_an_appointment_of_one_field_is_counted_as_something_we_cannot_read(here: Here) -> None:
    here.told(A, body(A, {"idCita": "C-1"}))
    assert KEPT_ASIDE in here.reads("/fonts")
    assert NO_APPOINTMENT not in here.reads("/cites")


@pytest.mark.parametrize("array", ["actuacions", "citesprevies", "citesPrevies"])
def test_q_hcc_09_an_appointment_is_on_its_page_whatever_its_array_is_called(here: Here, array: str) -> None:
    cita = of_manresa(A, dataCita=f"{day(5)}T10:15:00")
    assert "Plaça Major, 1" in here.page(A, cita, array=array)
    assert "Empadronament" in here.reads("/cites")


def test_q_hcc_10_the_way_out_has_no_stray_brace(here: Here) -> None:
    assert f"Et portarà a {HOST}" in here.page(C, of_manresa(C, urlExpedient=f"https://{HOST}/expedient/77}}"))
    assert here.address_left_for() == f"https://{HOST}/expedient/77"


@pytest.mark.parametrize("extra", [{}, {"citesprevies": []}, {"citesprevies": None}])
def test_q_hcc_11_a_404_with_or_without_its_array_is_the_only_way_to_read_that_there_is_none(
    here: Here, extra: dict[str, object]
) -> None:
    here.told(A, json.dumps({"codiResultat": "404", "descripcioResultat": "Res"} | extra).encode())
    assert NO_APPOINTMENT in here.reads("/cites")
    here.told(A, b'{"codiResultat":"200","descripcioResultat":"OK"}')  # without its array it is not the contract
    assert NO_APPOINTMENT not in here.reads("/cites")


def test_q_hcc_12_the_spreadsheets_words_are_read_and_its_phases_are_the_path(here: Here) -> None:
    phases = ["Recepció de prova", {"codiFase": "2", "descripcioFase": "Estudi de prova", "dataInici": day(-40)}]
    page = here.page(
        C, of_manresa(C, estatExpedient="finalitzat", actuacioCiutada="No aplica", tipusPersona="Interessat",
                      fasesExpedient=phases)
    )  # fmt: skip
    assert "Acabat" in page
    assert "Què has de fer" not in page
    assert page.index("Recepció de prova") < page.index("Estudi de prova")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("301", "No ha contestat"), ("400", "No ens ho ha volgut dir"), ("403", "No ens ho ha volgut dir"),
        ("504", "No ha contestat"), ("999", "Ha contestat, però no ho entenem"),
    ],
)  # fmt: skip
def test_q_hcc_12_each_result_code_is_said_for_what_it_is_and_none_is_nothing(here: Here, code: str, says: str) -> None:
    here.told(A, json.dumps({"codiResultat": code, "descripcioResultat": "Text de l'ens"}).encode(), always=True)
    assert says in here.reads("/fonts")
    assert NO_APPOINTMENT not in here.reads("/cites")
    assert "Text de l'ens" not in here.reads("/fonts")


@pytest.mark.parametrize("written", ["8385.84", "8385,84", "8.385,84", 8385.84])
def test_q_hcc_13_an_amount_in_any_certain_form_is_written_one_way(here: Here, written: object) -> None:
    page = here.page(T, of_manresa(T, deutes=[owed(importDeute=written, importPendent=ABSENT)]))
    assert re.search(r"8\.385,84\s€", page)


def test_q_hcc_13_an_uncertain_amount_is_never_shown_as_money(here: Here) -> None:
    here.told(T, body(T, of_manresa(T, deutes=[owed(importDeute="1.234")])))
    assert here.country.sql("SELECT id FROM activity_item") == []
    assert KEPT_ASIDE in here.reads("/fonts")
    text = here.reads("/impostos")
    assert "No tens cap impost" not in text
    assert "1.234" not in text
    assert "1,23" not in text


def test_q_hcc_14_a_date_in_the_place_of_the_way_changes_no_word_of_the_page(here: Here) -> None:
    ways = (ABSENT, "2031-10-20", "2031-10-20T09:00:00")
    pages = {here.page(A, of_manresa(A, dataCita=f"{day(5)}T10:15:00", viaPresentacio=way)) for way in ways}
    assert len(pages) == 1
    assert "2031" not in pages.pop()


def test_q_hcc_15_an_early_integrators_period_is_no_state_and_its_epochs_are_days(here: Here) -> None:
    early = owed(situacio="voluntària", periode=ABSENT, dataFiPagament=1714514400, accions=ABSENT, adjunts=ABSENT)
    page = here.page(T, of_manresa(T, dataTribut=1704063600000, exercici=2024, deutes=[early]))
    assert UNPAID_OR_NOT in page
    assert "Pagat" not in page
    assert "1714514400" not in page
    entry = here.page(E, of_manresa(E, idActuacio="E-1", dataActuacio=1710489600000, adjunts=ABSENT))
    assert "15 de març de 2024" in entry


def test_q_hcc_16_what_one_has_as_representative_says_that_nobody_said_whose(here: Here) -> None:
    case = of_manresa(C, tipusPersona="REPRESENTANT")
    assert "Hi consta que actues com a representant. L'administració no diu de qui." in here.page(C, case)


def test_q_hcc_17_a_refused_notice_is_said_to_be_refused_or_expired(here: Here) -> None:
    page = here.page(E, of_manresa(E, tipusActuacio="SORTIDA", estatNotificacio="REBUTJADA"))
    assert "Rebutjada o caducada (l'administració no ho distingeix)" in page
