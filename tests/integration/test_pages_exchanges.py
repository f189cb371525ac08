"""The pages of who consulted my data, in every state: what stands out and what does not, what is apart, letters and their clock."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from myspace.connectors.consultations.client import UsageTold
from myspace.domain.transparency import service
from myspace.vocabulary.answers import Down, Fault, Fresh, Garbled, Late, Nothing, Refused
from myspace.web import wording
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_given import (
    IGUALADA,
    MANRESA,
    TODAY,
    GivenFeed,
    answered,
    connect_body,
    connected,
    exchange,
    told_of,
)
from tests.integration.exchanges_stage import HERE, Visitor, told
from tests.integration.neighbour import words
from tests.integration.test_closed_list import WEB, WORKER

RAISED = "Potser vols preguntar-ne el motiu"


@pytest.fixture
def feed() -> Iterator[GivenFeed]:
    with connected() as one:
        yield one


@pytest.fixture
def me(as_role: AsRole, clean: Database, feed: GivenFeed) -> Visitor:
    return Visitor(as_role, clean)


@pytest.fixture
def asked(as_role: AsRole, me: Visitor) -> Callable[[], None]:
    """They look, the worker meets the wish, as `gathering` would."""
    from myspace.domain.transparency import asking

    async def thread(call: Any, *args: Any) -> Any:
        return await asyncio.to_thread(call, *args)

    def look() -> None:
        me.get()
        with as_role(WORKER):
            asyncio.run(asking.ask(me.actor.subject, thread))

    return look


def test_without_a_feed_it_says_so_and_claims_nothing(as_role: AsRole, clean: Database) -> None:
    text = Visitor(as_role, clean).text()
    assert "No sabem si algú ha consultat les teves dades." in text
    assert "Encara no rebem aquest registre" in text
    assert "no vol dir que no n'hi hagi" in text
    assert "El registre no en diu cap" not in text


def test_who_comes_in_is_asked_about_once_and_finds_the_year_before(
    me: Visitor, feed: GivenFeed, asked: Callable[[], None]
) -> None:
    assert "Ara ho estem preguntant." in me.text()
    asked()
    text = me.text()
    assert "Ens consta 1 consulta de dades teves. L'ha fet 1 administració." in text
    assert "El registre comença" in text
    assert [who.value for who, _ in feed.asked] == ["00000000T"]
    me.get()
    assert len(feed.asked) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Down(Fault.UNREACHABLE), "El registre de consultes no contesta."),
        (Late(), "ha tardat massa a contestar"),
        (Refused(Fault.NOT_AUTHORISED), "no ens ha deixat preguntar-ho"),
        (Garbled(Fault.NOT_THE_CONTRACT), "una cosa que no entenem"),
    ],
)
def test_a_feed_that_could_not_be_asked_is_said_with_why_and_nothing_is_called_none(
    answer: Any, said: str, me: Visitor, feed: GivenFeed, asked: Callable[[], None]
) -> None:
    feed.told = UsageTold(answer)
    asked()
    text = me.text()
    assert said in text
    assert "Torna-ho a provar" in text
    assert "No sabem si algú ha consultat les teves dades." in text


def test_a_feed_that_answers_with_nothing_is_told_from_one_that_does_not(
    me: Visitor, feed: GivenFeed, asked: Callable[[], None]
) -> None:
    feed.told = UsageTold(Nothing(), TODAY - timedelta(days=365), datetime.now(UTC))
    asked()
    text = me.text()
    assert "El registre no en diu cap de teva." in text
    assert "D'altres, no les veiem." in text


def test_a_feed_whose_heartbeat_stopped_is_said_with_its_last_time(
    me: Visitor, feed: GivenFeed, asked: Callable[[], None]
) -> None:
    until = datetime.now(UTC) - timedelta(days=3)
    feed.told = UsageTold(Fresh((exchange(),)), TODAY - timedelta(days=365), until)
    asked()
    text = me.text()
    assert "El registre s'ha aturat" in text
    day, hour = wording.day_long(until, datetime.now(wording.MADRID).date()), wording.at_hour(until)
    assert f"L'última notícia és de {day}, {hour}.".replace("\N{NO-BREAK SPACE}", " ") in text


def test_what_could_have_been_tied_and_was_not_stands_out_with_lawful_reasons(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    with as_role(WORKER):
        body = connect_body(clean)
    told(as_role, told_of(days=2), told_of(reference="R-2", asker=IGUALADA))
    text = me.text()
    assert RAISED not in text  # Manresa has not told yet what the person has there
    answered(clean, me.actor, body)
    text = me.text()
    assert text.index(RAISED) < text.index("De la més nova a la més antiga")
    assert "N'hi ha 1 que no lliguem amb cap assumpte teu." in text
    assert "Normalment té un motiu correcte." in text
    assert text.count("No la lliguem amb cap assumpte teu") == 1
    assert "Els assumptes d'aquesta administració" not in text.split("De la més nova")[0]


def test_an_answer_from_before_the_look_or_not_whole_raises_nothing(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    with as_role(WORKER):
        body = connect_body(clean)
    told(as_role, told_of(days=2))
    answered(clean, me.actor, body, ago=timedelta(days=3))
    assert RAISED not in me.text()
    answered(clean, me.actor, body, complete=False)
    assert RAISED not in me.text()


def test_its_case_explains_it_and_is_a_link_unless_it_is_hidden(as_role: AsRole, clean: Database, me: Visitor) -> None:
    from proofs._folders import store_things

    with as_role(WORKER):
        body = connect_body(clean)
        store_things(me.actor.subject, "Meu")
    answered(clean, me.actor, body)
    told(as_role, told_of(days=2, case="c1"))
    assert RAISED not in me.text()
    path = f"{HERE}/{me.line()}"
    assert "És d'un assumpte teu" in me.text(path)
    assert "Beca Meu" in me.text(path)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE activity_item SET hidden = true")
    assert "És d'un assumpte teu" in me.text(path)
    assert "Beca Meu" not in me.text(path)


def test_each_entry_says_who_what_for_on_what_ground_and_what_is_missing(as_role: AsRole, me: Visitor) -> None:
    told(as_role, told_of(unit="Gestió", law="Llei 1/2026", modality="RESIDENT"),
         told_of(reference="R-2", product=None, purpose="CODI", ground=None, holder=None, outcome=None, asked_by=None))  # fmt: skip
    text = me.text(f"{HERE}/{me.line(products=('PADRO',))}")
    for said in ("On vius", "L' Ajuntament de Manresa ho va mirar per decidir sobre una beca o un ajut.", "Va rebre les dades.",
                 "Perquè una llei ho permet.", "Ho va fer una màquina, sense cap persona.", "Referència R-1", "Gestió",
                 "Llei 1/2026"):  # fmt: skip
        assert said in text, said
    assert "L'administració no diu" not in text
    whole = me.text()
    assert "Dades que no s'expliquen" in whole
    assert "no explica amb claredat per a què ho va mirar" in whole
    assert "CODI" not in whole


def test_what_i_asked_for_is_one_folded_line(as_role: AsRole, me: Visitor) -> None:
    told(
        as_role,
        *(told_of(reference=f"R-{n}", purpose="OWN_FOLDER", days=n) for n in range(1, 6)),
        told_of(reference="R-9"),
    )
    text = me.text()
    assert text.count("Les que has demanat tu: 5") == 1
    assert "Ens consta 1 consulta" in text
    assert "Ho vas demanar tu" in me.text(f"{HERE}/les-meves")


SENSITIVE = ("HESTIA", "serveis socials", "Serveis socials", "protegir una persona")


def test_what_is_sensitive_is_on_no_page_but_its_own_and_there_after_a_new_login_only(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    told(as_role, told_of(reference="R-1"))
    pages = (HERE, f"{HERE}/per-mesos", f"{HERE}?q=socials", "/inici", "/avisos", "/el-meu-registre")
    before = {path: me.text(path) for path in pages}
    told(as_role, told_of(reference="R-2", product="HESTIA", purpose="VIOLENCE", asker=IGUALADA, unit="Dones"))
    after = {path: me.text(path) for path in pages}
    same = [path for path in pages if path != "/el-meu-registre"]
    assert {path: after[path] for path in same} == {path: before[path] for path in same}
    with as_role(WEB):
        (line,) = service.kept(me.actor)
    assert me.get(f"{HERE}/{line.id}").status_code == 404
    assert "ho va mirar per protegir una persona" in me.text(f"{HERE}/reservades")
    me.grows_old()
    for path in (f"{HERE}/reservades", f"{HERE}/reservades/{line.id}", f"{HERE}/baixa"):
        answer = me.get(path)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/entra/mes-segur")


def test_i_recognise_a_line_and_take_it_back(as_role: AsRole, clean: Database, me: Visitor) -> None:
    with as_role(WORKER):
        body = connect_body(clean)
    told(as_role, told_of())
    answered(clean, me.actor, body)
    path = f"{HERE}/{me.line()}"
    assert me.post(f"{path}/ja-ho-se", si="1").status_code == 303
    assert RAISED not in me.text()
    me.post(f"{path}/ja-ho-se", si="0")
    assert RAISED in me.text()


def test_words_of_the_screen_find_lines_and_filters_narrow_them(as_role: AsRole, me: Visitor) -> None:
    told(as_role, told_of(), told_of(reference="R-2", asker=IGUALADA, purpose="TAX_RELIEF", product="AEAT_DADES"))
    found = {query: len(re.findall(r'class="exchanges__line', me.get(f"{HERE}?{query}").content.decode())) for query in (
        "", "q=beca", "q=hisenda", "q=IGUALADA", "q=beca+igualada", "q=res", f"qui={MANRESA}", "per=tax_relief", "dada=residence",
        "per=tax_relief&dada=residence", f"des={TODAY}", f"fins={TODAY}", "qui=<script>&des=ahir&abans=res",
    )}  # fmt: skip
    assert list(found.values()) == [2, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 2, 2]


def test_the_list_goes_on_by_place_and_shows_each_line_once(as_role: AsRole, me: Visitor) -> None:
    told(as_role, *(told_of(reference=f"R-{n}", case=f"cas {n}", days=n + 1) for n in range(70)))
    seen: list[str] = []
    path: str | None = HERE
    while path:
        page = me.get(path).content.decode()
        seen += re.findall(r'id="(c[0-9a-f]{32})"', page)
        more = re.search(r'rel="next" href="([^"]+)"', page)
        path = more[1].replace("&amp;", "&") if more else None
    assert len(seen) == len(set(seen)) == 70


def test_the_files_hold_every_line_safely_and_the_sensitive_ones_only_when_asked(as_role: AsRole, me: Visitor) -> None:
    told(as_role, told_of(unit="=1+1"), told_of(reference="R-2", product="HESTIA"))
    answer = me.post(f"{HERE}/baixa/fitxer", com="csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert "'=1+1" in rows[1]
    assert "On vius" in rows[1]
    whole = json.loads(me.post(f"{HERE}/baixa/fitxer", com="json", reservades="1").content)
    assert {one["product"] for one in whole["consultes"]} == {"PADRO", "HESTIA"}


def test_months_are_told_in_words_beside_their_bars(as_role: AsRole, me: Visitor) -> None:
    told(as_role, *(told_of(reference=f"R-{n}", days=1) for n in range(3)))
    text = me.text(f"{HERE}/per-mesos")
    assert "3 consultes" in text
    assert "Beques i ajuts" in text


def test_how_each_body_explains_itself_is_public_and_tells_of_nobody(
    as_role: AsRole, clean: Database, me: Visitor
) -> None:
    told(
        as_role,
        *(told_of(reference=f"R-{n}", ground=None) for n in range(20)),
        told_of(reference="S-1", asker=IGUALADA),
    )
    with as_role(WEB):
        page = Client().get("/com-expliquen-les-consultes", headers={"host": "localhost"}, secure=True)
    text = words(page)
    assert "0 de 20" in text
    assert "Menys de 20 consultes" in text
