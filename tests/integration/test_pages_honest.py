"""What the pages may not say: a turn that has passed, a sum of what is gone, an end that is taken for nothing."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

from uuid import uuid4

import msgspec
import pytest

from myspace.domain.administrations import service as administrations
from myspace.domain.administrations.service import NewConnection
from myspace.vocabulary.activity import CaseState, Item, TaxGroup, Topic
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Garbled, Late, Nothing, Quarantined, QuarantineReason
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, CASE, GENERALITAT, MANRESA, NOTICE, TAX, Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import CLAIMS, country, marta  # noqa: F401  # fixtures


def silent_rest(country: Country) -> None:
    for body in (BAGES, GENERALITAT):
        country.tell(body)


def test_a_passed_appointment_is_nobodys_turn_and_an_old_debt_still_is(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    assert "Tràmits de padró" in words(marta.get("/inici"))
    country.sql("UPDATE agenda_entry SET due_on = current_date - 1 WHERE verb = 'attend'")
    country.sql("UPDATE agenda_entry SET due_on = current_date - 60 WHERE verb = 'pay'")
    for path in ("/inici", "/que-em-toca"):
        text = words(marta.get(path))
        assert "Tràmits de padró" not in text, path
        assert "IBI, primer rebut" in text, path
        assert "El termini va acabar" in text, path


@pytest.mark.parametrize(
    "told",
    [
        {Topic.CASES: Fresh((msgspec.structs.replace(CASE, your_turn=None),))},
        {Topic.TAXES: Fresh((msgspec.structs.replace(TAX, debts=()),))},
    ],
    ids=["whose turn", "whether paid"],
)
def test_it_is_nobodys_turn_only_when_the_bodies_say_so(
    country: Country,
    marta: Neighbour,
    told: dict[Topic, Answer[Item]],
) -> None:
    country.tell(MANRESA, told)
    silent_rest(country)
    for path in ("/inici", "/que-em-toca"):
        text = words(marta.get(path))
        assert "Ara no et toca fer res" not in text, path
        assert "No ens diuen que ara et toqui fer res" in text, path
    country.tell(MANRESA, {Topic.CASES: Fresh((msgspec.structs.replace(CASE, state=CaseState.CLOSED),))})
    assert "Ara no et toca fer res" in words(marta.get("/inici"))


def test_an_amount_on_home_says_how_old_it_is_once_it_may_have_changed(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    assert "el van dir" not in words(marta.get("/inici"))
    country.sql("UPDATE gathering_ask SET known_at = known_at - interval '20 minutes'")
    for path in ("/inici", "/que-em-toca"):
        assert "Aquest import ens el van dir fa 20 minuts" in words(marta.get(path)), path


def test_what_a_body_no_longer_shows_adds_to_no_sum_and_has_no_term(country: Country, marta: Neighbour) -> None:
    home = {"group": TaxGroup.CADASTRAL_REFERENCE, "group_id": "REF"}
    taxes = tuple(msgspec.structs.replace(TAX, source_id=each, **home) for each in ("t1", "t2"))
    country.tell(MANRESA, {Topic.TAXES: Fresh(taxes)})
    silent_rest(country)
    assert "Falta pagar 241,00" in words(marta.get("/impostos")).replace("\xa0", " ")
    country.tell(MANRESA, {Topic.TAXES: Fresh(taxes[:1])})
    assert "Falta pagar 120,50" in words(marta.get("/impostos")).replace("\xa0", " ")
    country.tell(MANRESA, {Topic.TAXES: Nothing()})
    for path in ("/impostos", f"/activitat/{country.item('t1')}"):
        text = words(marta.get(path))
        assert "L'administració ja no ho mostra" in text, path
        assert "Falta pagar" not in text, path
        assert "Et queden" not in text, path


def test_a_place_after_the_last_thing_is_the_end_of_the_list_and_not_an_empty_folder(
    country: Country,
    marta: Neighbour,
) -> None:
    country.tell_everything()
    text = words(marta.get(f"/activitat?abans=1990-01-01T00:00:00~{uuid4().hex}"))
    assert "Aquí s'acaba la llista" in text
    assert not [claim for claim in CLAIMS if claim in text]


def test_a_page_that_says_that_it_is_being_asked_has_had_it_asked(country: Country, marta: Neighbour) -> None:
    country.sql("DELETE FROM gathering_wanted")
    assert "Ho estem preguntant" in words(marta.get("/que-em-toca"))
    assert country.sql("SELECT scope FROM gathering_wanted") == [("due",)]


def test_who_has_to_wait_because_many_ask_reads_it_on_every_page_that_waits(country: Country, marta: Neighbour) -> None:
    told = (
        "Ara hi ha molta gent preguntant alhora. Ho preguntarem quan et toqui. Et pots quedar aquí o tornar més tard."
    )
    pages = ("/inici", "/activitat", "/fonts", "/que-em-toca", "/impostos", "/cites")
    for page in pages:
        assert told not in words(marta.get(page)), page
    country.sql("UPDATE gathering_wanted SET told_to_wait_at = now()")
    for page in pages:
        assert words(marta.get(page)).count(told) == 1, page


def test_a_page_drawn_before_anybody_took_up_what_was_asked_by_name_looks_again_when_its_stream_opens(
    country: Country,
    marta: Neighbour,
) -> None:
    country.tell_everything()
    country.sql("DELETE FROM gathering_wanted")
    pages = {"/inici": 4, "/activitat": 1, "/fonts": 1, "/que-em-toca": 1, "/impostos": 1, "/cites": 1}
    awaiting = {page: marta.get(page).content.decode().count("data-live-asking") for page in pages}
    assert awaiting == dict.fromkeys(pages, 0)
    font = country.sql(f"SELECT id FROM administrations_connection WHERE ine10 = '{MANRESA}'")[0][0]
    marta.act("/fonts/pregunta", font=str(font))
    assert {page: marta.get(page).content.decode().count("data-live-asking") for page in pages} == pages
    country.sql("DELETE FROM gathering_wanted")  # as the asker does at the end of its visit
    awaiting = {page: marta.get(page).content.decode().count("data-live-asking") for page in pages}
    assert awaiting == dict.fromkeys(pages, 0)


def test_who_has_still_to_be_asked_is_named_over_the_list(country: Country, marta: Neighbour) -> None:
    country.tell(MANRESA, {Topic.CASES: Fresh((CASE,))})
    for path in ("/activitat", "/inici"):
        text = words(marta.get(path))
        assert "Beca menjador" in text, path
        assert "Encara esperem la resposta de 2 administracions" in text, path
    assert "2 encara no" in words(marta.get("/inici"))


def test_who_answered_in_part_is_counted_once(country: Country, marta: Neighbour) -> None:
    aside = Quarantined(QuarantineReason.UNKNOWN_CODE, "estat", "{}")
    country.tell(MANRESA, {Topic.CASES: Fresh((CASE,), quarantined=(aside,))})
    silent_rest(country)
    text = words(marta.get("/inici"))
    assert "2 han contestat" in text
    assert "1 no ha contestat bé" in text


def test_a_case_of_very_many_papers_says_that_not_all_are_shown(country: Country, marta: Neighbour) -> None:
    papers = tuple(msgspec.structs.replace(NOTICE, source_id=f"p{n}", notice_state=None) for n in range(101))
    country.tell(MANRESA, {Topic.CASES: Fresh((CASE,)), Topic.ENTRIES: Fresh(papers[:100])})
    case = f"/activitat/{country.item('c1')}"
    assert "N'hi ha més" not in words(marta.get(case))
    country.tell(MANRESA, {Topic.CASES: Fresh((CASE,)), Topic.ENTRIES: Fresh(papers)})
    assert "N'hi ha més: aquí surten els més nous" in words(marta.get(case))


def test_many_failures_are_grouped_by_reason_and_each_body_is_named(
    country: Country,
    marta: Neighbour,
    as_role: AsRole,
    clean: Database,
) -> None:
    new = [
        NewConnection("hub_carpetes", f"99{n:08}", f"Vilanova {n} de l'Exemple", "http://127.0.0.1:9/x", ())
        for n in range(7)
    ]
    with as_role("myspace_worker"):
        administrations.connect(new)
    marta.act("/fonts/tothom", vull="1")
    for n, each in enumerate(new):
        failed: Answer[Item] = (Down(Fault.UNREACHABLE), Late(), Garbled(Fault.NOT_JSON))[n % 3]
        country.tell(each.ine10, every=failed)
    page = marta.get("/fonts")
    text, html = words(page), page.content.decode()
    assert [f"Vilanova {n} de l'Exemple" for n in range(7) if f"Vilanova {n} de l'Exemple" not in text] == []
    assert text.index("Vilanova 0") > text.index("No han contestat")
    assert text.index("Han trigat massa a contestar") < text.index("Vilanova 1") < text.index("però no ho entenem")
    missing = html[html.index("No ens han contestat bé") : html.index("Encara no els hem preguntat")]
    assert missing.count('action="/fonts/pregunta"') == 1


def test_a_body_that_says_the_same_to_everybody_is_not_said_to_show_nothing_when_it_does(
    country: Country,
    marta: Neighbour,
) -> None:
    country.tell_everything()
    for body in (MANRESA, BAGES):
        why = "same_for_everyone"
        country.sql(
            f"UPDATE administrations_connection SET switched_off_at = now(), switched_off_why = '{why}' WHERE ine10 = '{body}'"
        )
    administrations.forget_remembered()
    text = words(marta.get("/fonts"))
    assert "No et refiïs del que en surt aquí" in text
    assert text.count("No n'ensenyem res") == 1


def test_a_change_of_language_after_a_form_goes_to_a_page_that_is_there(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    hidden = marta.act(f"/activitat/{country.item('c1')}/amaga")["Location"]
    assert f'name="next" value="{hidden}"' in marta.get(hidden).content.decode()
    found = marta.act("/fonts/busca", nom="Bages").content.decode()
    assert 'name="next" value="/fonts"' in found
    here = marta.get("/activitat?f=toca").content.decode()
    assert 'name="next" value="/activitat?f=toca"' in here


def test_the_quick_way_out_is_also_on_pages_that_know_nobody(country: Country, marta: Neighbour) -> None:
    for path in ("/privacitat", "/que-hi-trobaras", "/no-existeix"):
        page = marta.get(path).content.decode()
        assert 'action="/surt-rapid"' in page, path
        assert "Marta" not in page, path
    assert 'action="/surt-rapid"' not in Neighbour().get("/privacitat").content.decode()


def test_a_title_tells_tabs_apart_without_saying_whose_or_of_what(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    titles = []
    for source_id in ("c1", "c2", "e1", "a1", "t1"):
        page = marta.get(f"/activitat/{country.item(source_id)}").content.decode()
        titles.append(page.partition("<title>")[2].partition("</title>")[0])
    assert len(set(titles)) == 5
    assert not [t for t in titles if any(w in t for w in ("Beca", "Permís", "IBI", "Manresa", "Marta", "padró"))]


def test_an_amount_is_not_called_unconfirmed_because_something_else_failed(country: Country, marta: Neighbour) -> None:
    country.tell(MANRESA, {Topic.TAXES: Fresh((TAX,)), Topic.CASES: Down(Fault.UNREACHABLE)})
    country.sql("UPDATE gathering_ask SET known_at = known_at - interval '16 minutes'")
    item = f"/activitat/{country.item('t1')}"
    text = words(marta.get(item))
    assert "Comprova-ho abans de pagar" in text
    assert "No ho hem pogut confirmar" not in text
    country.tell(MANRESA, {Topic.TAXES: Down(Fault.UNREACHABLE)})
    assert "No ho hem pogut confirmar" in words(marta.get(marta.act(f"{item}/comprova")["Location"]))


def test_the_leave_notice_says_whom_to_call_there(country: Country, marta: Neighbour) -> None:
    country.tell_everything()
    foot = marta.get(f"/surt-cap-a/{country.item('c1')}/0").content.decode().partition("<footer")[2]
    assert "Ajuntament de Manresa" in foot


def test_a_company_is_asked_for_its_seat_and_not_where_it_lives(country: Country, neighbour: Neighbour) -> None:
    neighbour.somebody_else()
    neighbour.enter("teresa", "certificat", certificate="representant-atzavara")
    neighbour.post("/entra/en-nom-de", {"qui": "empresa"})
    neighbour.act("/benvinguda", salta="1")
    for path in ("/inici", "/fonts"):
        text = words(neighbour.get(path))
        assert "No ens has dit on té la seu l'empresa" in text, path
        assert "on vius" not in text, path
    neighbour.act("/benvinguda", municipi="Manresa")
    assert "L'empresa té la seu a Manresa" in words(neighbour.get("/fonts"))


def test_a_companys_appointments_are_asked_by_its_own_number_and_nothing_else_is_claimed(
    country: Country, neighbour: Neighbour
) -> None:
    neighbour.somebody_else()
    neighbour.enter("teresa", "certificat", certificate="representant-atzavara")
    neighbour.post("/entra/en-nom-de", {"qui": "empresa"})
    neighbour.act("/benvinguda", municipi="Manresa")
    text = words(neighbour.get("/cites"))
    assert "en nom d'altri" not in text
    assert "No tens cap" not in text
    for ine10 in (MANRESA, BAGES, GENERALITAT):
        country.tell(ine10)
    assert "No tens cap cita en aquestes administracions" in words(neighbour.get("/cites"))
    country.tell_everything()
    assert "Tràmits de padró" in words(neighbour.get("/cites"))


def test_who_is_asked_more_than_the_generalitat_is_not_told_that_only_it_was(
    country: Country, marta: Neighbour
) -> None:
    marta.act("/benvinguda", salta="1")
    marta.act("/fonts/tothom", vull="1")
    for path in ("/inici", "/fonts"):
        text = words(marta.get(path))
        assert "Per això no sabem a quin ajuntament hem de preguntar" in text, path
        assert "només ho hem preguntat" not in text, path
