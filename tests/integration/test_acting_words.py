"""In somebody else's folder: what the power is for is said, what it does not open is not there, and turns have their own name."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from myspace.vocabulary.activity import Attachment, DebtState, DirectDebit, NoticeState, Topic
from myspace.vocabulary.answers import Fresh
from myspace.vocabulary.mandates import MandateCapacity
from tests.integration.country import APPOINTMENT, MANRESA, NOTICE, TAX, link
from tests.integration.mandates_stage import a_registry  # noqa: F401  # a fixture
from tests.integration.neighbour import words
from tests.integration.registry import mandate
from tests.integration.test_acting_pages import MARTA, RAMON, Folder, folder  # noqa: F401  # a fixture
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

CONSULT, NOTIFY = MandateCapacity.CONSULT, MandateCapacity.NOTIFY


@pytest.mark.parametrize("state", [NoticeState.DEPOSITED, NoticeState.ACCEPTED])
def test_who_may_only_consult_sees_that_a_body_tells_of_a_notification_and_nothing_of_what_it_says(
    folder: Folder,  # noqa: F811  # the fixture
    state: NoticeState,
) -> None:
    paper = Attachment(name="resolucio.pdf", link=link("e1/resolucio"))
    told = replace(NOTICE, link=link("e1"), notes="Es denega la beca", attachments=(paper,), notice_state=state)
    folder.step_in()
    folder.country.tell(MANRESA, {Topic.ENTRIES: Fresh((told,))})
    folder.act("/perfils/meu", at="/inici")
    item = folder.country.item("e1")
    for capacities, sees in (({NOTIFY, CONSULT}, True), ({CONSULT}, False)):
        folder.registry.lines[:] = [mandate(RAMON, MARTA, capacities=frozenset(capacities))]
        folder.look_up()
        folder.step_in()
        page = folder.here.get(f"/activitat/{item}")
        text = words(page)
        assert "Notificació de la beca" in text
        assert ("Es denega la beca" in text) is sees
        assert ("resolucio.pdf" in text) is sees
        assert ("/surt-cap-a/" in page.content.decode()) is sees
        assert ("no per rebre notificacions" in text) is not sees
        assert {folder.here.get(f"/surt-cap-a/{item}/{n}").status_code for n in range(3)} == (
            {200, 404} if sees else {404}
        )
        folder.act("/perfils/meu", at="/inici")
    if state is NoticeState.DEPOSITED:
        assert "La pot obrir Ramon Bosch Vidal , o algú amb poder per rebre notificacions." in text


PROCESS = MandateCapacity.PROCESS
STRIPS = {
    "consult": ({CONSULT}, "Amb un poder per consultar-ho tot. No és per rebre notificacions ni per fer tràmits."),
    "consult and file": ({CONSULT, PROCESS}, "Amb un poder per consultar-ho tot. No és per rebre notificacions."),
    "consult and be notified": (
        {CONSULT, NOTIFY}, "Amb un poder per consultar-ho tot. També per rebre notificacions, però no per fer tràmits.",
    ),
    "be notified": ({NOTIFY}, "Amb un poder només per rebre notificacions."),
    "be notified and file": ({NOTIFY, PROCESS}, "Amb un poder per rebre notificacions i fer tràmits. No és per consultar."),
    "file": ({PROCESS}, "Amb un poder només per fer tràmits."),
    "each by name": ({CONSULT, NOTIFY, PROCESS}, "Amb un poder per a tot."),
}  # fmt: skip


def test_the_strip_and_the_list_of_profiles_say_what_the_power_is_for(
    folder: Folder,  # noqa: F811  # the fixture
) -> None:
    for capacities, said in STRIPS.values():
        folder.registry.lines[:] = [mandate(RAMON, MARTA, capacities=frozenset(capacities))]
        folder.look_up()
        assert said in words(folder.here.get("/perfils")), said
        folder.step_in()
        text = folder.here.get("/en-nom-de").content.decode().replace("&#39;", "'")
        strip = re.search(r'<section class="acting".*?</section>', text, re.S)
        assert strip
        assert said in strip[0], said
        folder.act("/perfils/meu")


def test_in_anothers_folder_turns_and_things_have_their_name_and_nothing_is_said_to_be_the_readers(
    folder: Folder,  # noqa: F811  # the fixture
) -> None:
    folder.step_in()
    home, turn = words(folder.here.get("/inici")), words(folder.here.get("/que-em-toca"))
    for text in (home, turn):
        assert "Li toca a Ramon Bosch Vidal" in text
        assert "Et toca a tu" not in text
        assert "et toca a tu" not in text
    assert "Com van les coses de: Ramon Bosch Vidal" in home
    assert "Què ha canviat els últims 30 dies" in home
    assert "des que vas entrar" not in home, "when somebody came in is no representative's to know"
    activity = words(folder.here.get("/activitat"))
    assert "Li toca a qui representes" in activity
    assert "Et toca a tu" not in activity
    case = words(folder.here.get(f"/activitat/{folder.country.item('c1')}"))
    assert "L'administració diu que ara li toca a Ramon Bosch Vidal ." in case
    assert "Et toca a tu" not in case
    folder.act("/perfils/meu", at="/inici")
    assert "Et toca a tu" in words(folder.here.get("/inici"))


def test_in_anothers_folder_nothing_known_is_not_said_to_be_the_readers_either(
    folder: Folder,  # noqa: F811  # the fixture
) -> None:
    folder.country.sql("DELETE FROM agenda_entry")
    folder.country.sql("DELETE FROM activity_item")
    folder.step_in()
    for path in ("/inici", "/que-em-toca", "/activitat", "/impostos", "/cites"):
        page = words(folder.here.get(path))
        assert page
        for yours in ("Et toca", "et toca", " tens ", " teu ", " teva ", " teus ", "No tens"):
            assert yours not in page, (path, yours, page)


STRIP = re.compile(r'<section class="acting".*Ara mires .*Ramon Bosch Vidal.*</section>', re.S)


def test_the_page_of_messages_says_whose_folder_is_open_and_tells_nothing_of_it(
    folder: Folder,  # noqa: F811  # the fixture
) -> None:
    folder.step_in()
    page = folder.here.get("/es-de-debo")
    assert STRIP.search(page.content.decode())
    assert "Entra al teu espai" not in words(page)
    answer = folder.act("/es-de-debo", at="/es-de-debo", missatge="https://www.manresa.cat Ajuntament de Manresa")
    assert answer.status_code == 200
    text = words(answer)
    assert STRIP.search(answer.content.decode())
    assert "El que en sabem de tu" not in text
    assert "Tens una notificació" not in text
    assert "No ho comparem amb el que hi ha en aquest espai: no és el teu." in text
    mine = folder.here.drawn_for("/es-de-debo")
    folder.act("/perfils/meu", at="/inici")
    assert folder.here.post("/es-de-debo", {"missatge": "x", "drawn_for": mine}).status_code == 409


def test_the_page_of_a_thing_of_theirs_speaks_of_nobody_as_you(folder: Folder) -> None:  # noqa: F811  # the fixture
    debt = replace(TAX.debts[0], state=DebtState.PENDING, direct_debit=True)
    told = {
        Topic.TAXES: Fresh((replace(TAX, debts=(debt,), direct_debit=DirectDebit.ACTIVE),)),
        Topic.APPOINTMENTS: Fresh((APPOINTMENT,)),
        Topic.ENTRIES: Fresh((replace(NOTICE, notice_state=NoticeState.DEPOSITED),)),
    }
    folder.step_in()
    folder.country.tell(MANRESA, told)
    theirs = [
        words(folder.here.get(f"/activitat/{folder.country.item(i.source_id)}")) for f in told.values() for i in f.items
    ]
    for said, text in zip(("està domiciliat", "Si no s'hi pot anar", "encara no s'ha obert"), theirs, strict=True):
        assert said in text
        assert [each for each in YOURS if each in text] == []


YOURS = (
    "el tens domiciliat",
    "Te'l cobraran",
    "si ja has pagat",
    "Si no hi pots anar",
    "no has obert",
    "Què has de fer",
)
