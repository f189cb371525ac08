"""Somebody's notice opened by whoever represents them: whose it is stands on every page and paper, and it is asked in their name.

The platform is a desk made by hand; the registry of mandates another. The mother never came in: only the registry names her.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from msgspec import structs

from myspace.connector_kit.notices import Asker
from myspace.vocabulary.answers import Fault, Fresh
from myspace.vocabulary.mandates import MandateCapacity, MandateState
from myspace.vocabulary.notices import ActAnswer, ActRefusal, ActRefused, ActUnconfirmed, NoticeAct
from myspace.vocabulary.people import AssuranceLevel
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.mandates_stage import a_registry  # noqa: F401  # fixture
from tests.integration.neighbour import Neighbour, words
from tests.integration.notices_desk import Desk, There
from tests.integration.notices_given import GivenList, connected, met, notice
from tests.integration.registry import FakeRegistry, look_up, mandate
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

MOTHER, DAUGHTER = "00000007F", "12345678Z"
HER_NAME = "Nom Del Registre"
WHOSE = f"Per a {HER_NAME}"


@dataclass
class Careful(Desk):
    """Remembers in whose name each act was asked for."""

    asked_for: list[str | None] = field(default_factory=list)

    def practise(self, asker: Asker, source_id: str, act: NoticeAct) -> ActAnswer:
        self.asked_for.append(asker.interested.value if asker.interested else None)
        return super().practise(asker, source_id, act)


@dataclass
class Represented(There):
    """Marta at the browser, in her mother's folder."""

    registry: FakeRegistry

    def step_in(self) -> None:
        with self.as_role("myspace_worker"):
            look_up(self.person("viewer_id"))
        button = re.search(r'action="(/perfils/poder/[^"]+)"', self.marta.get("/perfils").content.decode())
        assert button
        assert self.marta.post(button[1], {"drawn_for": self.marta.drawn_for("/perfils")}).status_code == 303

    def page_of(self, **changes: object) -> str:
        """The list tells one notice of hers; its page."""
        told = notice(**changes)
        self.given.answer, self.desk.stands = Fresh((told,)), told
        self.marta.get("/notificacions")
        with self.as_role("myspace_worker"):
            met(self.person("person_id"))
        return f"/notificacions/{self.sql('SELECT id FROM notices_notice')[0][0]}"

    def person(self, column: str) -> UUID:
        return UUID(str(self.sql(f"SELECT {column} FROM people_session ORDER BY created_at DESC LIMIT 1")[0][0]))


@pytest.fixture(name="hers")
def the_represented(
    neighbour: Neighbour,  # noqa: F811
    as_role: AsRole,
    clean: Database,
    registry: FakeRegistry,
) -> Iterator[Represented]:
    given, desk = GivenList(), Careful(notice())
    registry.lines.append(mandate(MOTHER, DAUGHTER))
    with connected(given, desk):
        neighbour.enter("marta")
        neighbour.act("/benvinguda", salta="1")
        yield Represented(neighbour, desk, given, clean, as_role, registry)


def said(text: str) -> str:
    return " ".join(text.split())


def of_pdf(octets: bytes) -> str:
    """The words of a PDF of ours, whose streams are deflated and whose fonts write in Latin-1."""
    streams = [zlib.decompress(each) for each in re.findall(rb"stream\n(.*?)\nendstream", octets, re.S)]
    return b"\n".join(streams).decode("latin-1")


def test_her_notice_is_opened_in_her_name_and_every_page_says_whose_it_is(hers: Represented) -> None:
    hers.step_in()
    path = hers.page_of()
    for page in (path, f"{path}/rebutja"):
        assert WHOSE in said(words(hers.marta.get(page))), page
    assert hers.marta.post(f"{path}/obre", hers.form(path)).status_code == 303
    assert isinstance(hers.desk, Careful)
    assert hers.desk.asked_for == [MOTHER], "asked as herself, the platform would look among the daughter's"
    assert WHOSE in said(words(hers.marta.get(path)))


def test_the_receipt_names_whose_it_was_who_did_it_and_on_what_ground(hers: Represented) -> None:
    hers.step_in()
    path = hers.page_of()
    hers.marta.post(f"{path}/obre", hers.form(path))
    page = said(words(hers.marta.get(f"{path}/justificant")))
    paper = of_pdf(hers.marta.get(f"{path}/justificant/pdf").content)
    for text in (page, paper):
        assert HER_NAME in text
        assert "Marta Soler Puig" in text
        assert "Amb un poder" in text
    assert f"Per a qui {HER_NAME} Qui ho va fer Marta Soler Puig" in page


def test_she_reads_in_her_own_receipt_who_opened_it_for_her(hers: Represented) -> None:
    hers.step_in()
    path = hers.page_of()
    hers.marta.post(f"{path}/obre", hers.form(path))
    hers.marta.somebody_else()
    hers.marta.enter("carme")
    page = said(words(hers.marta.get(f"{path}/justificant")))
    assert "Per a qui Carme Puig Roca Qui ho va fer Marta Soler Puig" in page


def test_what_was_not_done_and_what_is_being_confirmed_say_whose_it_is_too(hers: Represented) -> None:
    hers.step_in()
    path = hers.page_of()
    form = hers.form(path)
    hers.registry.down = True
    refused = hers.marta.post(f"{path}/obre", form)
    assert refused.status_code == 503
    assert WHOSE in said(words(refused))
    assert hers.desk.practised == []


def test_the_papers_need_a_mandate_to_be_notified_and_no_other(hers: Represented) -> None:
    hers.step_in()
    path = hers.page_of()
    assert hers.marta.post(f"{path}/obre", hers.form(path)).status_code == 303
    hers.registry.lines[0] = structs.replace(hers.registry.lines[0], capacities=frozenset({MandateCapacity.CONSULT}))
    with hers.as_role("myspace_worker"):
        look_up(hers.person("viewer_id"))
    for page in ("", "/rebutja", "/justificant", "/justificant/pdf", "/justificant/baixa", "/document/0"):
        assert hers.marta.get(path + page).status_code == 403, page


def test_whoever_must_identify_again_comes_back_to_her_folder_and_not_to_their_own(
    hers: Represented, clean: Database
) -> None:
    hers.step_in()
    path = hers.page_of(level=AssuranceLevel.HIGH)
    page = hers.marta.get(path).content.decode()
    raised = re.search(r'href="(/entra/mes-segur\?nivell=3[^"]*)"', page)
    assert raised
    hidden = re.search(
        r'name="cap-a" value="([^"]+)"', hers.marta.get(raised[1].replace("&amp;", "&")).content.decode()
    )
    assert hidden
    assert re.fullmatch(rf"/per/\w+\?cap-a={path}", hidden[1])
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET provider_token_until = now()")
    mailbox = hers.marta.get("/notificacions").content.decode()
    assert re.search(r'href="/entra\?cap-a=/per/\w+%3Fcap-a%3D/notificacions"', mailbox)
    authorize = hers.marta.sent_to_provider("/entra/mes-segur", **{"cap-a": hidden[1], "nivell": "3"})
    back = hers.marta.get(hers.marta.identify(authorize, "marta", "certificat"))
    offer = hers.marta.get(back["Location"])
    assert HER_NAME in words(offer)
    action = re.search(r'action="(/perfils/poder/[^"]+)"', offer.content.decode())
    assert action
    done = hers.marta.post(action[1], {"drawn_for": hers.marta.drawn_for("/perfils"), "cap-a": path})
    assert done["Location"] == path
    assert hers.marta.post(f"{path}/obre", hers.form(path)).status_code == 303
    assert hers.desk.practised == [NoticeAct.OPEN]


@pytest.mark.parametrize(("lost", "said_so"), [
    (False, "La notificació s'ha obert. El poder s'ha acabat mentre es feia, i l'obertura compta."),
    (True, "No sabem si s'ha fet: la resposta no ha arribat abans que s'acabés el poder."),
])  # fmt: skip
def test_who_acted_while_the_power_ended_is_told_what_came_of_it_and_sees_nothing_more(
    hers: Represented, monkeypatch: pytest.MonkeyPatch, lost: bool, said_so: str
) -> None:
    hers.step_in()
    path, practise = hers.page_of(), hers.desk.practise
    form = hers.form(path)

    def over_within(*asked: Any) -> Any:
        answer = practise(*asked)
        hers.registry.set(hers.registry.lines[0].source_id, MandateState.REVOKED)
        with hers.as_role("myspace_worker"):
            look_up(hers.person("viewer_id"))
        return ActUnconfirmed(Fault.DEADLINE) if lost else answer

    monkeypatch.setattr(hers.desk, "practise", over_within)
    page = hers.marta.post(f"{path}/obre", form)
    assert page.status_code == 403
    assert said_so in said(words(page))
    assert notice().subject not in words(page)
    assert hers.marta.get(path).status_code == 403


def test_a_power_that_the_platform_does_not_take_is_refused_in_its_own_name_and_the_registry_is_asked_again(
    hers: Represented, monkeypatch: pytest.MonkeyPatch
) -> None:
    hers.step_in()
    path = hers.page_of()
    form = hers.form(path)
    monkeypatch.setattr(hers.desk, "practise", lambda *_: ActRefused(ActRefusal.NOT_AUTHORISED, "1047"))
    hers.sql("DELETE FROM gathering_wanted")
    page = hers.marta.post(f"{path}/obre", form)
    assert page.status_code == 403
    assert "L'e-NOTUM no et deixa fer-ho" in words(page)
    assert "Mira els poders pel seu compte, i diu que el teu no val per a això." in said(words(page))
    assert hers.sql("SELECT state, reason FROM notices_act") == [("refused", "not_authorised")]
    assert hers.sql("SELECT count(*) FROM gathering_wanted WHERE scope = 'mandates_standing'") == [(1,)]
