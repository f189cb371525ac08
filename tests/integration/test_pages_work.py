"""The page of one's working life in every state: what was told, by whom, when, and never less than what is not known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from myspace.vocabulary.activity import Capacity, Tax, TaxGroup, Topic
from myspace.vocabulary.answers import Down, Fault, Fresh
from myspace.web import wording
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import BAGES, CASE, GENERALITAT, MANRESA, Country
from tests.integration.invoices_given import Far, connected_far  # noqa: F401  # a fixture
from tests.integration.mandates_stage import a_registry  # noqa: F401  # a fixture
from tests.integration.neighbour import Neighbour, words
from tests.integration.registry import of_body
from tests.integration.test_acting_pages import MARTA, RAMON, Folder, folder  # noqa: F401  # a fixture
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

HERE = "/la-meva-feina"
NOT_WHOLE = "Pot ser que n'hagis enviat més."
NONE_TOLD = "L'e-FACT no ens n'ha dit cap de teva."
Look = Callable[[], str]


@pytest.fixture
def rosa(far: Far, neighbour: Neighbour) -> Neighbour:  # noqa: F811
    return entered(neighbour, "rosa")


def day(offset: int) -> str:
    """A day of the stories in words: those are told as of today."""
    today = date.today()
    return wording.day_long(today + timedelta(days=offset), today).replace("\N{NO-BREAK SPACE}", " ")


def entered(neighbour: Neighbour, who: str) -> Neighbour:  # noqa: F811
    neighbour.enter(who)
    neighbour.act("/benvinguda", salta="1")
    return neighbour


@pytest.fixture
def asked(as_role: AsRole, clean: Database, far: Far) -> Callable[[Neighbour], str]:
    """They look, the worker meets the wishes that the page left, and they look again."""

    def look(who: Neighbour, path: str = HERE) -> str:
        who.get(path)
        with clean.as_superuser() as curtain:
            ((person,),) = curtain.execute("SELECT person_id FROM people_session ORDER BY id DESC LIMIT 1").fetchall()
        with as_role("myspace_worker"):
            far.meet(UUID(str(person)))
        return words(who.get(path))

    return look


def test_before_anybody_is_asked_nothing_is_claimed(rosa: Neighbour) -> None:
    text = words(rosa.get(HERE))
    assert "Ara ho estem preguntant." in text
    assert "Encara no sabem si n'has enviat." in text
    assert NONE_TOLD not in text
    assert "Factura F-" not in text


def test_her_invoices_stand_by_what_happens_next_with_body_amount_state_and_since_when(
    rosa: Neighbour, asked: Callable[[Neighbour], str]
) -> None:
    text = asked(rosa).replace("\N{NO-BREAK SPACE}", " ")
    found = [text.index(each) for each in (
        "L'e-FACT ens ho va dir ara mateix", NOT_WHOLE, "Rebutjades: et toca a tu", "Factura F-039 , sèrie R", "96,80",
        "Motiu: No s'ha especificat el número d'expedient", "Esperen resposta", "Factura F-038", "Anotada a comptabilitat",
        "1.089,50", f"Des de: {day(-9)}", "Pagades", "Factura F-031", f"Dia del pagament: {day(-34)}",
        "No diu en quina moneda són els imports.",
    )]  # fmt: skip
    assert found == sorted(found)
    assert "€" not in text.split("El que hi ha a l'activitat")[0], "nobody said that it is in euros"
    assert "Ningú no ens diu quin dia la pagaran." in text


def test_who_was_paid_without_a_day_reads_that_nobody_gives_it(
    neighbour: Neighbour,  # noqa: F811
    far: Far,
    asked: Callable[[Neighbour], str],
) -> None:
    text = asked(entered(neighbour, "jordi"))
    assert "Consta com a pagada des de:" in text
    assert "No ens diuen quin dia la van pagar." in text


def test_that_nothing_was_found_is_not_that_there_is_nothing(
    neighbour: Neighbour,  # noqa: F811
    far: Far,
    asked: Callable[[Neighbour], str],
) -> None:
    text = asked(entered(neighbour, "berta"))
    assert NONE_TOLD in text
    assert "No vol dir que no n'hagis enviat" in text


@pytest.mark.parametrize(("mood", "said"), [
    ("away", "L'e-FACT no contesta."), ("refusing", "L'e-FACT no ens ha deixat preguntar-ho. No és res que hagis fet tu."),
    ("html", "L'e-FACT ha contestat una cosa que no entenem."), ("hanging", "L'e-FACT ha tardat massa a contestar."),
])  # fmt: skip
def test_each_failure_has_its_own_words_and_a_way_on(
    rosa: Neighbour, far: Far, asked: Callable[[Neighbour], str], mood: str, said: str
) -> None:
    far.mood = mood
    text = asked(rosa)
    assert "Ara no ho hem pogut saber" in text
    assert said in text
    assert "Torna-ho a provar" in text
    assert "Encara no sabem si n'has enviat." in text
    assert NONE_TOLD not in text


def test_after_a_failure_what_was_known_stays_and_says_that_it_is_of_before(
    rosa: Neighbour, far: Far, clean: Database, asked: Callable[[Neighbour], str]
) -> None:
    asked(rosa)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE invoices_reading SET known_at = known_at - interval '2 hours', answered_at = NULL")
    far.mood = "broken"
    text = asked(rosa)
    assert "El que veus és del que ens va dir abans." in text
    assert "Factura F-039" in text


@pytest.mark.parametrize(("mood", "said"), [
    ("half", "No hem pogut mirar totes les factures. Ho tornarem a provar."),
    ("more", "Hi ha més canvis dels que podem llegir de cop."),
    ("someone_else", "N'hi ha 3 que no hem pogut donar per bones i no surten aquí."),
])  # fmt: skip
def test_what_an_answer_does_not_reach_is_said(
    rosa: Neighbour, far: Far, asked: Callable[[Neighbour], str], mood: str, said: str
) -> None:
    far.mood = mood
    text = asked(rosa)
    assert said in text
    assert (NOT_WHOLE if mood != "someone_else" else "No vol dir que no n'hagis enviat") in text


def test_where_nobody_is_connected_the_page_says_so_and_where_to_look(rosa: Neighbour, far: Far) -> None:
    far.here = False
    page = rosa.get(HERE)
    text = words(page)
    assert "Aquest espai encara no està connectat amb l'e-FACT." in text
    assert 'href="https://efact.aoc.cat/bustia/home.htm"' in page.content.decode()
    assert "Torna-ho a preguntar" not in text
    assert NONE_TOLD not in text


def test_with_a_passport_the_page_says_with_which_numbers_it_can_be_asked(rosa: Neighbour, clean: Database) -> None:
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_identity SET kind = 'passport'")
    assert "L'e-FACT només busca factures per DNI, NIE o NIF d'empresa." in words(rosa.get(HERE))


def test_an_invoice_that_was_not_told_again_says_since_when(
    rosa: Neighbour, clean: Database, asked: Callable[[Neighbour], str]
) -> None:
    asked(rosa)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE invoices_invoice SET told_at = told_at - interval '3 hours'")
    text = words(rosa.get(HERE))
    assert text.count("L'última vegada l'e-FACT no ens en va dir res.") == 1, "of what is over nothing more is expected"


def test_asking_again_is_a_wish_and_its_address_opens_nothing_by_itself(
    rosa: Neighbour, far: Far, asked: Callable[[Neighbour], str]
) -> None:
    asked(rosa)
    before = len(far.asked)
    answer = rosa.act(f"{HERE}/pregunta")
    assert (answer.status_code, answer["Location"]) == (303, HERE)
    assert len(far.asked) == before
    assert rosa.get(f"{HERE}/pregunta").status_code == 405


# -- one invoice ------------------------------------------------------------------------------------------------------


def the_page(rosa: Neighbour, number: str) -> str:
    page = rosa.get(HERE).content.decode()
    found = re.search(rf'href="(/la-meva-feina/factures/[\w-]+)">Factura <bdi lang="">{number}', page)
    assert found, number
    return found[1]


def test_a_rejected_one_says_why_and_what_to_do_and_whom_to_call(rosa: Neighbour, asked: Callable[..., str]) -> None:
    asked(rosa)
    path = the_page(rosa, "F-039")
    first = words(rosa.get(path))
    assert "Estem preguntant per on ha passat." in first
    text = asked(rosa, path)
    found = [text.index(each) for each in (
        "Ajuntament de Vic", "Factura F-039", "Factura rebutjada", "96,80", "L'e-FACT no diu en quina moneda és.", "Què has de fer",
        "No s'ha especificat el número d'expedient", "Corregeix-la amb el programa amb què la vas fer.", "Des d'aquí no es pot.",
        "Aquesta ja no canviarà.", "Truca al", "Per on ha passat", "Enviada", "Registrada", "Justificant d'enviament",
        "Més dades", f"E{date.today().year}-36102",
    )]  # fmt: skip
    assert found == sorted(found)
    assert 'href="tel:938862100"' in rosa.get(path).content.decode(), "the body's own telephone, by its office's code"


def test_one_on_its_way_shows_where_it_is_and_what_comes_without_a_day(
    rosa: Neighbour, asked: Callable[..., str]
) -> None:
    asked(rosa)
    text = asked(rosa, the_page(rosa, "F-038"))
    path = text.split("Per on ha passat")[1].split("Justificant d'enviament")[0].replace("\N{NO-BREAK SPACE}", " ")
    assert f"Ara Anotada a comptabilitat {day(-9).split(' ', 1)[1]}" in path
    assert path.strip().endswith("Després Pagament aprovat Després Pagada")
    assert "albara-038.pdf" in text


def test_the_receipt_is_asked_for_by_a_form_brought_by_the_worker_and_leaves_as_a_file(
    rosa: Neighbour, asked: Callable[..., str]
) -> None:
    asked(rosa)
    path = the_page(rosa, "F-038")
    assert rosa.get(f"{path}/justificant").status_code == 404
    assert rosa.get(f"{path}/justificant/demana").status_code == 405
    answer = rosa.act(f"{path}/justificant/demana")
    assert (answer.status_code, answer["Location"]) == (303, f"{path}#justificant")
    assert "L'estem demanant a l'e-FACT." in words(rosa.get(path))
    assert "Baixa el justificant" in asked(rosa, path)
    file = rosa.get(f"{path}/justificant")
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"] == 'attachment; filename="justificant-F-038.pdf"'
    assert "sandbox" in file["Content-Security-Policy"]
    assert "Ningú no mira si porten virus." in words(rosa.get(path))


def test_a_receipt_in_which_a_virus_was_found_stays_here_and_the_page_says_so(
    rosa: Neighbour, asked: Callable[..., str]
) -> None:
    from myspace.domain.kernel import scanning

    asked(rosa)
    path = the_page(rosa, "F-038")
    rosa.act(f"{path}/justificant/demana")
    asked(rosa, path)
    scanning.register(lambda paper: scanning.Scanned.DANGEROUS)
    try:
        page = rosa.get(f"{path}/justificant")
        assert "Ningú no mira" not in words(rosa.get(path))
    finally:
        scanning.register(None)
    assert page.status_code == 502
    assert "Hi hem trobat un virus i no te'l donem." in words(page)
    assert b"%PDF" not in page.content


def test_a_receipt_that_cannot_be_had_says_so_and_may_be_asked_for_again(
    neighbour: Neighbour,  # noqa: F811
    far: Far,
    asked: Callable[..., str],
) -> None:
    jordi = entered(neighbour, "jordi")
    asked(jordi)
    path = the_page(jordi, f"{date.today().year}/19")
    jordi.act(f"{path}/justificant/demana")
    text = asked(jordi, path)
    assert "L'e-FACT no ens l'ha donat ara." in text
    assert "Torna'l a demanar" in text


def test_nobody_elses_invoice_has_a_page_a_receipt_or_a_part(
    rosa: Neighbour, far: Far, asked: Callable[..., str]
) -> None:
    asked(rosa)
    path = the_page(rosa, "F-038")
    rosa.somebody_else()
    rosa.http.cookies.clear()
    jordi = entered(rosa, "jordi")
    for address in (path, f"{path}/justificant"):
        assert jordi.get(address).status_code == 404
    assert jordi.act(f"{path}/justificant/demana").status_code == 404


# -- what the activity holds of work ----------------------------------------------------------------------------------

IAE = Tax("t9", MANRESA, "Matrícula 2026", "2026", group=TaxGroup.BUSINESS_TAX)
SHOP = replace(CASE, source_id="c9", subject="Obertura de la parada", one_stop_shop=True)
FOR_OTHERS = replace(CASE, source_id="c8", subject="Beca d'un altre", capacity=Capacity.REPRESENTATIVE)
WORDS_ALONE = replace(CASE, source_id="c7", subject='Llicència d\'activitat i empresa "one_stop_shop":true')


@pytest.fixture
def marta(far: Far, neighbour: Neighbour, as_role: AsRole, clean: Database) -> tuple[Neighbour, Country]:  # noqa: F811
    country = Country(as_role, clean)
    country.connect()
    return entered(neighbour, "marta"), country


def test_only_what_its_body_marks_is_of_work_and_no_title_is_read_for_it(marta: tuple[Neighbour, Country]) -> None:
    here, country = marta
    country.tell_everything()
    country.tell(MANRESA, {Topic.CASES: Fresh((SHOP, FOR_OTHERS, WORDS_ALONE)), Topic.TAXES: Fresh((IAE,))})
    text = words(here.get(HERE)).split("El que hi ha a l'activitat")[1]
    found = [text.index(each) for each in (
        "Tràmits d'empresa o de professional", "Obertura de la parada", "Impost d'activitats econòmiques", "Matrícula 2026",
        "Com a representant d'altri", "Beca d'un altre",
        "Només hi surt el que l'administració marca així.",
    )]  # fmt: skip
    assert found == sorted(found)
    assert "Hi consta que actues com a representant. L'administració no diu de qui." in text
    assert "Llicència d'activitat" not in text


def test_of_whom_did_not_answer_the_activity_claims_nothing(marta: tuple[Neighbour, Country]) -> None:
    here, country = marta
    claim = "On hem preguntat no en surt res"  # the town is not said, so no more than that can be claimed
    assert claim not in words(here.get(HERE))
    for body in (BAGES, GENERALITAT):
        country.tell(body)
    country.tell(MANRESA, {Topic.TAXES: Down(Fault.UNREACHABLE)})
    text = words(here.get(HERE))
    assert claim not in text
    assert "No et podem dir que no tinguis res" in text
    country.tell(MANRESA)
    assert claim in words(here.get(HERE))


def test_what_is_not_here_yet_is_named_with_its_owners_address(rosa: Neighbour) -> None:
    page = rosa.get(HERE)
    assert "De quant són les cotitzacions, no ho tenim." in words(page)
    for address in (
        "https://portal.seg-social.gob.es/wps/portal/importass/importass",
        "https://serveiocupacio.gencat.cat/",
    ):
        assert f'href="{address}" rel="noopener noreferrer"' in page.content.decode()


# -- ways to the page, and by mandate ---------------------------------------------------------------------------------


def test_the_page_of_profiles_leads_there(rosa: Neighbour) -> None:
    assert f'href="{HERE}"' in rosa.get("/perfils").content.decode()


def test_home_leads_there_when_there_are_invoices_and_says_how_many_were_rejected(
    rosa: Neighbour, asked: Callable[[Neighbour], str]
) -> None:
    assert HERE not in rosa.get("/inici").content.decode()
    asked(rosa)
    assert "Hi ha 1 factura rebutjada" in words(rosa.get("/inici"))


def test_a_companys_home_leads_there_before_anything_is_known(far: Far, neighbour: Neighbour) -> None:  # noqa: F811
    neighbour.enter("teresa", "certificat", certificate="representant-atzavara")
    neighbour.post("/entra/en-nom-de", {"qui": "empresa"})
    assert HERE in neighbour.get("/inici").content.decode()


def test_by_a_general_mandate_the_page_opens_and_by_one_for_some_bodies_it_leads_to_what_that_opens(
    folder: Folder,  # noqa: F811
    far: Far,
) -> None:
    folder.step_in()
    assert folder.here.get(HERE).status_code == 200
    folder.act("/perfils/meu")
    folder.registry.lines[:] = [of_body(RAMON, MARTA, MANRESA)]
    folder.look_up()
    folder.step_in()
    for path in (HERE, f"{HERE}/factures/{UUID(int=1)}"):
        answer = folder.here.get(path)
        assert (answer.status_code, answer["Location"]) == (302, "/en-nom-de")
    assert HERE not in folder.here.get("/perfils").content.decode()
