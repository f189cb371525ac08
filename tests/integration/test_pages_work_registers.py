"""What the page of one's working life tells of registers: each in its own words, asked from the sheet's page and not from here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Refused
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import (
    Absence,
    Against,
    DataAnswer,
    Datum,
    DatumKind,
    Declined,
    Entry,
    EntryKind,
    HeldBy,
    Known,
    NoData,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)
from myspace.web.pages.my_data.words import SLUGS
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.invoices_given import Far, connected_far  # noqa: F401  # a fixture
from tests.integration.mandates_stage import a_registry  # noqa: F401  # a fixture
from tests.integration.neighbour import Neighbour, words
from tests.integration.personal_data_given import GivenRegisters, connected, met
from tests.integration.test_acting_pages import Folder, folder  # noqa: F401  # a fixture
from tests.integration.test_closed_list import WORKER
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

HERE = "/la-meva-feina"
SOCIAL_SECURITY = Source(HeldBy.SOCIAL_SECURITY, "TGSS_VIDA_LABORAL", "CONSULTA5ANYS")
Ask = Callable[[SheetKind], None]


def work(employer: str, *, ended: bool) -> Entry:
    data = [Datum(DatumKind.EMPLOYER, employer), Datum(DatumKind.BEGAN_ON, PartialDate(2024, 2, 1))]
    return Entry(EntryKind.WORK, (*data, *([Datum(DatumKind.ENDED_ON, PartialDate(2025, 2, 1))] if ended else [])))


LIFE = Known(
    Sheet(
        SheetKind.WORKING_LIFE, SOCIAL_SECURITY, Standing.ON_RECORD,
        data=(Datum(DatumKind.AFFILIATION_NUMBER, "080000000000"), Datum(DatumKind.DAYS_WORKED, 1024)),
        entries=(work("FLORS DEL BAGES SL", ended=False), work("UNA FEINA D'ABANS SA", ended=True)),
    )
)  # fmt: skip
OWES = Known(
    Sheet(
        SheetKind.SOCIAL_SECURITY_DEBT, SOCIAL_SECURITY, Standing.NEGATIVE, against=frozenset({Against.DEBTS}),
    )
)  # fmt: skip
LOOKS_FOR_WORK = Known(
    Sheet(
        SheetKind.JOB_SEEKER, Source(HeldBy.EMPLOYMENT_SERVICE, "SOC", "SOC_CERT_INSCRIPCIO"), Standing.REGISTERED,
        PartialDate(2026, 11, 30),
    )
)  # fmt: skip


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Visitor:
    return Visitor(as_role, clean)


@pytest.fixture
def ask(as_role: AsRole, me: Visitor) -> Ask:
    """They ask on the sheet's own page, and the worker meets the wish."""

    def asks(kind: SheetKind) -> None:
        me.post(f"/les-meves-dades/{SLUGS[kind.theme]}/pregunta", quina=kind.value, si="1")
        with as_role(WORKER):
            met(me.actor.subject)

    return asks


def of(me: Visitor, name: str) -> str:
    """What the page says of one sheet."""
    rest = (
        me.text(HERE).split("Seguretat Social i ocupació")[1].split("El que encara no hi ha aquí")[0].split(name, 1)[1]
    )
    return rest.split(name)[0]  # its way on names it again, for who does not see where it stands


LIFE_NAME, DEBT_NAME = "Vida laboral dels últims cinc anys", "Deutes amb la Seguretat Social"


def test_what_nobody_asked_for_says_so_and_leads_to_its_sheet_where_the_yes_is_given(
    me: Visitor, registers: GivenRegisters
) -> None:
    page = me.get(HERE).content.decode()
    assert words(me.get(HERE)).count("Encara no ho has demanat.") == 4
    for path in (
        "feina#work_registration",
        "feina#working_life",
        "impostos-i-deutes#social_security_debt",
        "feina#job_seeker",
    ):
        assert f'href="/les-meves-dades/{path}"' in page
    assert "/pregunta" not in page.split("Seguretat Social i ocupació")[1]
    assert registers.asked == []


def test_what_was_told_stands_with_who_has_it_and_when_it_was_told(
    me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    registers.answers |= {
        SheetKind.WORKING_LIFE: LIFE, SheetKind.SOCIAL_SECURITY_DEBT: OWES, SheetKind.JOB_SEEKER: LOOKS_FOR_WORK,
    }  # fmt: skip
    for kind in registers.answers:
        if kind is not SheetKind.REGISTRATION:
            ask(kind)
    life = of(me, LIFE_NAME)
    for said in (
        "Dies cotitzats 1024", "Sense data de final: FLORS DEL BAGES SL", "Ho té: Tresoreria General de la Seguretat Social",
        "Ens ho va dir ara mateix.",
    ):  # fmt: skip
        assert said in life
    assert "080000000000" not in life
    assert "D'ABANS" not in life
    assert "Hi ha un deute. No diuen de quant ni des de quan." in of(me, DEBT_NAME)
    seeks = of(me, "Si busques feina")
    assert "Ho té: Servei d'Ocupació de Catalunya" in seeks
    assert "El registre hi posa la data: 30 de novembre de 2026." in seeks
    assert "Quin dia has de renovar la inscripció, aquest registre no ens ho diu." in seeks


@pytest.mark.parametrize(("answer", "said"), [
    (NoData(Absence.NO_AFFILIATION), "per a aquest registre no has treballat mai. És el que diu aquest registre. No diu"),
    (Declined(Why.MORE_THAN_ONE_PERSON), "Amb aquest document hi tenen més d'una persona."),
    (Refused(Fault.NOT_AUTHORISED), "Ara no ho sabem. El registre no ens ha deixat preguntar-ho."),
    (Late(), "Ara no ho sabem. El registre ha tardat massa a contestar."),
    (Down(Fault.SERVER_ERROR), "Ara no ho sabem. El registre ara no funciona."),
    (Garbled(Fault.NOT_THE_CONTRACT), "Ara no ho sabem. El registre ha contestat una cosa que no entenem."),
])  # fmt: skip
def test_each_answer_has_its_own_words(
    me: Visitor, registers: GivenRegisters, ask: Ask, answer: DataAnswer, said: str
) -> None:
    registers.answers[SheetKind.WORKING_LIFE] = answer
    ask(SheetKind.WORKING_LIFE)
    text = of(me, LIFE_NAME)
    assert said in text
    assert "Encara no ho has demanat." not in text


def test_what_is_on_its_way_says_so_and_claims_nothing(me: Visitor, registers: GivenRegisters, ask: Ask) -> None:
    me.post("/les-meves-dades/feina/pregunta", quina="working_life", si="1")
    assert "Ara ho estem preguntant." in of(me, LIFE_NAME)
    registers.later.add(SheetKind.JOB_SEEKER)
    ask(SheetKind.JOB_SEEKER)
    assert "Aquest registre contesta més tard." in of(me, "Si busques feina")


def test_what_is_old_says_it_and_this_page_asks_nobody_anew(
    me: Visitor, clean: Database, registers: GivenRegisters, ask: Ask
) -> None:
    registers.answers[SheetKind.WORKING_LIFE] = LIFE
    ask(SheetKind.WORKING_LIFE)
    assert "Ja és vell" not in of(me, LIFE_NAME)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE personal_data_sheet SET known_at = known_at - interval '3 days'")
    text = of(me, LIFE_NAME)
    assert re.search(r"Ens ho va dir el \d+ ", text)
    assert "Ja és vell i pot haver canviat. Mira-ho i torna-ho a preguntar" in text
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT count(*) FROM personal_data_sheet WHERE wanted_at IS NOT NULL").fetchall() == [
            (0,)
        ]


def test_after_a_failure_what_was_told_before_stays_and_says_so(
    me: Visitor, clean: Database, registers: GivenRegisters, ask: Ask
) -> None:
    registers.answers[SheetKind.WORKING_LIFE] = LIFE
    ask(SheetKind.WORKING_LIFE)
    registers.answers[SheetKind.WORKING_LIFE] = Down(Fault.SERVER_ERROR)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE personal_data_sheet SET answered_at = answered_at - interval '1 hour', known_at = known_at"
                        " - interval '3 days'")  # fmt: skip
    ask(SheetKind.WORKING_LIFE)
    text = of(me, LIFE_NAME)
    assert re.search(r"El que hi ha a sota és del que ens va dir el \d+ ", text)
    assert "FLORS DEL BAGES SL" in text
    assert "Ja és vell" not in text


def test_what_is_for_who_entered_more_surely_does_not_say_whether_there_is_something(
    me: Visitor, clean: Database, registers: GivenRegisters
) -> None:
    registers.levels[SheetKind.WORKING_LIFE] = AssuranceLevel.HIGH
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET level = 1")
    text = of(me, LIFE_NAME)
    assert "cal entrar amb més seguretat" in text
    assert "Encara no ho has demanat." not in text


def test_what_nobody_can_be_asked_for_here_leads_to_who_has_it(me: Visitor, registers: GivenRegisters) -> None:
    registers.unready_for.add(SheetKind.JOB_SEEKER)
    assert "Des d'aquí encara no ho podem preguntar." in of(me, "Si busques feina")
    assert (
        'href="https://serveiocupacio.gencat.cat" rel="noopener noreferrer">Ves al seu web'
        in me.get(HERE).content.decode()
    )


def test_its_part_of_the_page_is_drawn_alone_when_an_answer_comes(
    me: Visitor, registers: GivenRegisters, ask: Ask
) -> None:
    from myspace.web.session import drawn_for

    registers.answers[SheetKind.WORKING_LIFE] = LIFE
    ask(SheetKind.WORKING_LIFE)
    part = me.text(f"/fragment/feina-dades?drawn_for={drawn_for.mark(me.actor.subject)}")
    assert "FLORS DEL BAGES SL" in part
    assert "La meva feina" not in part


def test_by_mandate_only_what_the_person_asked_for_is_there_and_nothing_can_be_asked(
    folder: Folder,  # noqa: F811
    far: Far,
    registers: GivenRegisters,
) -> None:
    folder.step_in()
    text = words(folder.here.get(HERE))
    assert "Només hi surt el que la persona ha demanat, i mai on viu." in text
    assert "Demana-ho" not in text
    assert "Encara no ho has demanat." not in text


def test_of_a_company_no_register_is_asked(far: Far, neighbour: Neighbour, registers: GivenRegisters) -> None:  # noqa: F811
    neighbour.enter("teresa", "certificat", certificate="representant-atzavara")
    neighbour.post("/entra/en-nom-de", {"qui": "empresa"})
    text = words(neighbour.get(HERE))
    assert "Seguretat Social i ocupació" not in text
    assert "Les cotitzacions i els deutes de l'empresa, no els tenim." in text
