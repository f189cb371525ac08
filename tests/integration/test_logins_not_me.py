"""It was not me: what the page says before the click is what the click does, ways in close and open, and no mandate comes near."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from myspace.domain.logins import closing, denying
from myspace.domain.logins.rules import COOLS_FOR, LASTS, Unclosable, Unopenable
from myspace.domain.people.guarding import Barred, Way
from myspace.vocabulary.people import AssuranceLevel, LoginMethod, identifier
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import Country
from tests.integration.exchanges_stage import Visitor
from tests.integration.logins_given import connected, hear, login_of, tell
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_closed_list import WEB, enter
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures

HERE = "/les-meves-sessions"
CARD, CLAVE, IDCAT = (Way("valid", m) for m in (LoginMethod.CERTIFICATE, LoginMethod.CLAVE, LoginMethod.IDCAT_MOBIL))


def come_in(
    way: Way = CLAVE, level: AssuranceLevel = AssuranceLevel.LOW, nif: str = "00000000T", company: str | None = None
):
    from myspace.domain.people import service as people

    return people.enter(
        people.Presented(identifier(nif), people.Name("Nom", "Cognom"), None),
        company=people.Presented(identifier(company), people.Name("Entitat", ""), None) if company else None, level=level,
        method=way.method, device="Chrome, Android", provider_token=None, provider_token_until=None,
    )  # fmt: skip


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Visitor:
    """In with a certificate, a moment ago."""
    return Visitor(as_role, clean)


def sql(clean: Database, statement: str, *values: object) -> list[tuple]:
    with clean.as_superuser() as curtain:
        found = curtain.execute(statement, values)
        return found.fetchall() if found.description else []


def suspect(as_role: AsRole, me: Visitor) -> UUID:
    """A session of theirs by another way, still open."""
    with as_role(WEB):
        return come_in().actor.session


def test_before_the_click_it_says_what_will_happen_what_needs_me_and_what_nobody_can_do(
    as_role: AsRole, me: Visitor
) -> None:
    text = me.text(f"{HERE}/{suspect(as_role, me)}/no-he-estat-jo")
    now, mine, nobody = re.split("Què hauràs de fer tu|Què no pot fer ningú encara", text)
    assert "Tanquem l'altra sessió oberta" in now
    assert "Tanquem l'entrada al teu espai amb: Cl@ve. S'obre sola" in now
    assert "Et fem la carta per a: VALId" in now
    assert "porta-les a un registre. D'aquí no surten soles." in mine
    assert "encara no ens deixen fer-ho d'aquí" in nobody


def test_one_click_does_it_and_says_each_part(as_role: AsRole, clean: Database, me: Visitor) -> None:
    session = suspect(as_role, me)
    answer = me.post(f"{HERE}/{session}/no-he-estat-jo", manera="valid/clave", poders="1")
    assert answer.status_code == 303
    text = me.text(answer["Location"])
    assert "Hem tancat 1 sessió." in text
    assert "Hem tancat l'entrada amb: Cl@ve." in text
    assert "Hem tancat el teu espai a qui et representa." in text
    assert "La tens tu" in text
    assert "Enviada" not in text
    assert sql(clean, "SELECT ended_how FROM people_session WHERE id = %s", session) == [("not_me",)]
    assert sql(clean, "SELECT closed_to_mandates_since IS NOT NULL FROM people_person") == [(True,)]
    with as_role(WEB), pytest.raises(Barred):
        come_in()


def test_looking_does_nothing(as_role: AsRole, clean: Database, me: Visitor) -> None:
    session = suspect(as_role, me)
    for path in (f"{HERE}/{session}/no-he-estat-jo", f"{HERE}/tanca-ho-tot"):
        assert me.get(path).status_code == 200
    assert sql(clean, "SELECT count(*) FROM people_session WHERE ended_at IS NULL") == [(2,)]
    for table in ("logins_closed", "logins_denial", "enquiries_enquiry"):
        assert sql(clean, f"SELECT count(*) FROM {table}") == [(0,)]


def test_only_what_was_left_marked_is_done(as_role: AsRole, clean: Database, me: Visitor) -> None:
    session = suspect(as_role, me)
    text = me.text(me.post(f"{HERE}/{session}/no-he-estat-jo")["Location"])
    assert "No hem tancat cap manera d'entrar." in text
    assert "No hem tocat els poders." in text
    with as_role(WEB):
        come_in()


def test_the_panic_switch_closes_every_other_way_and_leaves_the_one_in_use(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    suspect(as_role, me)
    page = me.get(f"{HERE}/tanca-ho-tot").content.decode()
    marks = re.findall(r'name="manera" value="([^"]+)" checked', page)
    assert set(marks) == {"valid/idcatmobil", "valid/clave"}
    answer = me.post(f"{HERE}/tanca-ho-tot", manera=marks, poders="1")
    assert answer.status_code == 303
    with as_role(WEB):
        for way in (CLAVE, IDCAT):
            with pytest.raises(Barred):
                come_in(way)
        come_in(CARD, AssuranceLevel.HIGH)


def test_to_close_a_way_one_identifies_again_and_to_end_sessions_one_does_not(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    session = suspect(as_role, me)
    me.grows_old()
    path = f"{HERE}/{session}/no-he-estat-jo"
    assert "abans t'has de tornar a identificar" in me.text(path)
    assert me.post(path, manera="valid/clave")["Location"].startswith("/entra/mes-segur")
    assert sql(clean, "SELECT count(*) FROM logins_closed") == [(0,)]
    assert me.post(path)["Location"].startswith(f"{HERE}/fet/")


def test_a_login_elsewhere_is_denied_from_its_own_line_with_a_letter_to_its_service(
    as_role: AsRole, me: Visitor
) -> None:
    with connected():
        with as_role(WEB):
            hear()
            tell(login_of(method=LoginMethod.CLAVE, service="Tràmits de prova"))
        path = re.search(
            rf'href="({HERE}/[0-9a-f-]+/no-he-estat-jo)"', me.get(HERE).content.decode().partition('id="fora"')[2]
        )
        assert path
        assert "Et fem la carta per a: VALId , Tràmits de prova" in me.text(path[1])
        done = me.post(path[1], manera="valid/clave")["Location"]
    page = me.get(done).content.decode()
    letters = re.findall(r'href="(/qui-ha-consultat/cartes/[^"]+)"', page)
    assert len(letters) == 2
    text = me.text(letters[0])
    assert "Algú ha entrat fent veure que era jo. No he estat jo." in text
    assert me.get(f"{letters[0]}/pdf")["Content-Type"] == "application/pdf"


def test_one_whose_way_was_not_told_says_that_it_cannot_be_closed(as_role: AsRole, me: Visitor) -> None:
    with connected(), as_role(WEB):
        tell(login_of(method=None))
    (line,) = lines(as_role, me)
    text = me.text(f"{HERE}/{line}/no-he-estat-jo")
    assert "No ens han dit de quina manera es va entrar: no la podem tancar." in text


def lines(as_role: AsRole, me: Visitor) -> list[UUID]:
    from myspace.domain.logins import service

    with as_role(WEB):
        return [one.id for one in service.record(me.actor).lines]


def test_whoever_is_less_sure_cannot_close_the_surer_way_and_the_page_says_why(
    as_role: AsRole, clean: Database
) -> None:
    thief = Visitor(as_role, clean)
    with as_role(WEB):
        theirs = come_in(CLAVE, AssuranceLevel.SUBSTANTIAL)
        owner = enter()
    thief.http.cookies["__Host-session"] = theirs.token
    text = thief.text(f"{HERE}/{owner.actor.session}/no-he-estat-jo")
    assert "Per tancar l'entrada amb Certificat digital, entra d'una manera igual de segura." in text
    answer = thief.post(f"{HERE}/{owner.actor.session}/no-he-estat-jo", manera="valid/certificat")
    assert "No hem tancat l'entrada amb: Certificat digital." in thief.text(answer["Location"])
    with as_role(WEB):
        enter()


def test_two_logins_that_close_each_others_way_leave_one(as_role: AsRole, clean: Database) -> None:
    with as_role(WEB):
        card, clave = enter().actor, come_in(CLAVE, AssuranceLevel.HIGH).actor
        from myspace.domain.kernel.db import as_actor

        with as_actor(card) as tx:
            assert closing.close(tx, card, CLAVE, CARD) is None
        with as_actor(clave) as tx:
            assert closing.close(tx, clave, CARD, CLAVE) is Unclosable.IN_USE
        enter()


def test_whoever_is_in_by_a_way_that_closes_is_out(as_role: AsRole, clean: Database, me: Visitor) -> None:
    there = suspect(as_role, me)
    with as_role(WEB):
        from myspace.domain.kernel.db import as_actor

        with as_actor(me.actor) as tx:
            assert closing.close(tx, me.actor, CLAVE, CARD) is None
    assert sql(clean, "SELECT ended_how FROM people_session WHERE id = %s", there) == [("way_closed",)]


def test_the_way_back_is_another_way_a_day_after_or_its_own_day(as_role: AsRole, clean: Database, me: Visitor) -> None:
    me.post(f"{HERE}/{suspect(as_role, me)}/no-he-estat-jo", manera="valid/clave")
    assert "La podràs obrir" in me.text(HERE)
    ((closed_id,),) = sql(clean, "SELECT id FROM logins_closed")
    assert me.post(f"{HERE}/maneres/{closed_id}/obre").status_code == 303
    assert sql(clean, "SELECT count(*) FROM logins_closed") == [(1,)], "too soon"
    with as_role(WEB):
        assert closing.reopen(me.actor, closed_id, CLAVE) is Unopenable.SAME_WAY
    sql(clean, "UPDATE logins_closed SET closed_at = closed_at - %s", COOLS_FOR)
    assert "Torna-la a obrir" in me.text(HERE)
    me.post(f"{HERE}/maneres/{closed_id}/obre")
    with as_role(WEB):
        come_in()


def test_a_closed_way_opens_by_itself_so_that_nobody_is_out_for_ever(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    me.post(f"{HERE}/{suspect(as_role, me)}/no-he-estat-jo", manera="valid/clave")
    ((until,),) = sql(clean, "SELECT until FROM logins_closed")
    assert until - datetime.now(UTC) > LASTS - timedelta(minutes=1)
    sql(clean, "UPDATE logins_closed SET until = now()")
    with as_role(WEB):
        come_in()
        assert closing.ways_closed(me.actor, CARD) == ()


def test_a_closed_way_closes_ones_own_folder_and_not_a_companys(as_role: AsRole, clean: Database, me: Visitor) -> None:
    """Who holds a company's certificate comes in for it; into their own folder they step by the same way, which is closed."""
    from myspace.domain.people import switching

    with as_role(WEB):
        clave = come_in(CLAVE, AssuranceLevel.HIGH).actor
        from myspace.domain.kernel.db import as_actor

        with as_actor(clave) as tx:
            assert closing.close(tx, clave, CARD, CLAVE) is None
        company = come_in(CARD, AssuranceLevel.HIGH, company="Q0000000J").actor
        with pytest.raises(Barred):
            switching.back_to_own(company)


def test_what_is_closed_is_told_to_nobody_elses_folder(as_role: AsRole, clean: Database, me: Visitor) -> None:
    me.post(f"{HERE}/{suspect(as_role, me)}/no-he-estat-jo", manera="valid/clave")
    ((denial_id,), (session,)) = (
        sql(clean, "SELECT id FROM logins_denial")[0],
        sql(clean, "SELECT id FROM people_session WHERE ended_how = 'not_me'")[0],
    )
    with as_role(WEB):
        come_in(nif="00000002W")
        other = enter("00000001R")
    me.http.cookies["__Host-session"] = other.token
    me.actor = other.actor
    assert me.get(f"{HERE}/fet/{denial_id}").status_code == 404
    assert me.get(f"{HERE}/{session}/no-he-estat-jo").status_code == 404
    assert me.post(f"{HERE}/{session}/no-he-estat-jo").status_code == 404


def test_a_way_that_is_closed_is_told_of_in_case_it_was_not_the_person(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    from myspace.domain.alerts import jobs
    from myspace.domain.alerts import service as alerts
    from tests.integration.test_closed_list import WORKER

    me.post(f"{HERE}/tanca-ho-tot", manera="valid/clave")
    with as_role(WORKER):
        jobs.look(me.actor.subject, datetime.now(UTC))
    with as_role(WEB):
        assert [one.used.unusual for one in alerts.alerts(me.actor).shown] == ["closed"]
    assert "S'ha tancat una manera d'entrar al teu espai" in me.text("/avisos")


def test_an_odd_login_elsewhere_is_one_alert_whose_card_leads_to_it_was_not_me(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    from myspace.domain.alerts import jobs
    from tests.integration.test_closed_list import WORKER

    with connected(), as_role(WEB):
        usual = [login_of(reference=f"V-{n}", days=40 + n, method=LoginMethod.CERTIFICATE) for n in range(4)]
        tell(*usual, login_of(reference="V-9", days=1, method=LoginMethod.CLAVE, device="Firefox, Linux"))
    for _ in range(2):
        with as_role(WORKER):
            jobs.look(me.actor.subject, datetime.now(UTC))
    page = me.get("/avisos").content.decode()
    assert page.count('class="alert__what"') == 1
    assert "Han entrat com a tu en un altre servei d'una manera nova" in me.text("/avisos")
    line = lines(as_role, me)[0]
    assert f'href="{HERE}/{line}/no-he-estat-jo"' in page


def test_a_login_by_a_closed_way_ends_on_a_page_that_says_why_and_the_other_ways(
    country: Country, marta: Neighbour
) -> None:
    elsewhere = Neighbour()
    elsewhere.enter("marta", "certificat")
    country.sql(
        "INSERT INTO logins_closed (id, person_id, provider, method, level, closed_at, until) SELECT gen_random_uuid(),"
        " person_id, 'valid', 'idcatmobil', 2, now(), now() + interval '90 days' FROM people_session LIMIT 1"
    )
    again = Neighbour()
    answer = again.enter("marta")
    text = words(answer)
    assert answer.status_code == 403
    assert "Aquesta manera d'entrar està tancada" in text
    assert "l'entrada amb: idCAT Mòbil" in text
    assert "Entra d'una altra manera" in text
    assert "s'obre sola" in text
    assert again.get("/inici").status_code == 302, "nobody is in"
    assert "S'ha provat d'entrar d'una manera que tens tancada." in words(elsewhere.get("/el-meu-registre"))


def test_the_evidence_of_this_login_is_handed_over_as_it_came(country: Country, marta: Neighbour) -> None:
    answer = marta.act(f"{HERE}/justificant")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    assert "T'has baixat el justificant de la teva entrada." in words(marta.get("/el-meu-registre"))


def test_without_a_live_token_it_says_how_to_ask_again(country: Country, marta: Neighbour) -> None:
    country.sql("UPDATE people_session SET provider_token_until = now() - interval '1 minute'")
    assert "Només es pot demanar durant una estona" in words(marta.act(f"{HERE}/justificant"))


def test_no_representative_is_told_of_a_login() -> None:
    from myspace.domain.alerts.for_others import WISHES
    from myspace.domain.alerts.rules import AlertKind

    assert AlertKind.NEW_LOGIN not in WISHES


def test_another_is_told_nothing_of_a_denial(as_role: AsRole, clean: Database, me: Visitor) -> None:
    with as_role(WEB):
        assert denying.suspect(me.actor, UUID(int=7)) is None
        assert denying.denial(me.actor, UUID(int=7)) is None
