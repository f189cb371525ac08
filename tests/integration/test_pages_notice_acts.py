"""What a person does with a notice, by their own forms: open, refuse, look back; and every way in which it is not done.

The platform is a desk made by hand that remembers what it was asked. What is looked at stays without effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import Down, Fault, Unknown
from myspace.vocabulary.notices import (
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    NoticeAct,
    NoticeKind,
    NoticeStatus,
    Paper,
    Ternary,
)
from myspace.vocabulary.people import AssuranceLevel
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.neighbour import Neighbour, words
from tests.integration.notices_desk import PDF, PROOF, Desk, There
from tests.integration.notices_given import GivenList, connected, moment, notice
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures


@pytest.fixture
def there(
    neighbour: Neighbour,  # noqa: F811
    as_role: AsRole,
    clean: Database,
) -> Iterator[There]:
    given, desk = GivenList(), Desk(notice())
    with connected(given, desk):
        neighbour.enter("marta")
        neighbour.act("/benvinguda", salta="1")
        yield There(neighbour, desk, given, clean, as_role)


def test_opening_is_one_confirmed_form_and_then_its_own_page_with_documents(there: There) -> None:
    path = there.listed(notice())
    there.marta.get(path)
    assert there.desk.practised == []
    done = there.marta.post(f"{path}/obre", there.form(path))
    assert (done.status_code, done["Location"]) == (303, path)
    assert there.desk.practised == [NoticeAct.OPEN]
    page = there.marta.get(path)
    text = words(page)
    assert "Oberta" in text
    assert "Resolució 1.pdf" in text
    assert "Us ho notifiquem." in text
    assert "Els dies ja compten." in text
    assert "Obre la notificació" not in text
    box = words(there.marta.get("/notificacions"))
    assert box.index("Ja obertes") < box.index("Resolució de la beca menjador")
    log = words(there.marta.get("/el-meu-registre"))
    assert "S'ha obert un enviament de: Ajuntament de Vilanova" in log


@pytest.mark.parametrize("compulsory", list(Ternary))
def test_whether_it_was_compulsory_is_said_after_the_act_where_the_platform_tells_it_and_never_before(
    there: There, compulsory: Ternary
) -> None:
    there.desk.compulsory = compulsory
    path = there.listed(notice())
    assert "obligatori rebre-la" not in words(there.marta.get(path))
    there.marta.post(f"{path}/obre", there.form(path))
    text = words(there.marta.get(path))
    assert ("que era obligatori rebre-la per internet." in text) is (compulsory is Ternary.YES)
    assert ("que no era obligatori rebre-la per internet." in text) is (compulsory is Ternary.NO)
    assert ("Si vols rebre sempre així" in text) is (compulsory is Ternary.NO)


def test_a_document_is_a_file_to_keep_and_nothing_in_it_is_a_page_of_ours(there: There) -> None:
    path = there.listed(notice())
    there.marta.post(f"{path}/obre", there.form(path))
    got = there.marta.get(f"{path}/document/0")
    assert (got.status_code, got.content, got["Content-Type"]) == (200, PDF.octets, "application/pdf")
    assert got["Content-Disposition"].startswith("attachment; filename*=utf-8''Resoluci%C3%B3%201.pdf")
    assert got["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert (got["X-Content-Type-Options"], got["Cache-Control"]) == ("nosniff", "no-store")
    there.desk.paper = Paper('<b>"x/y\u202e.html', "text/html", b"<script>alert(1)</script>")
    hostile = there.marta.get(f"{path}/document/0")
    assert hostile["Content-Type"] == "application/octet-stream"
    assert hostile["Content-Disposition"].startswith("attachment; ")
    assert "\u202e" not in hostile["Content-Disposition"]
    assert there.marta.get(f"{path}/document/1").status_code == 404
    assert there.marta.http.head(f"{path}/document/0").status_code == 405, "its size is the platform's to tell"


@pytest.mark.parametrize(
    ("paper", "status", "said"),
    [
        (ActRefused(ActRefusal.LOGIN_OVER), 403, "Per baixar-lo has de tornar a entrar."),
        (ActRefused(ActRefusal.NOT_AUTHORISED), 403, "El poder que tens no arriba a aquests documents."),
        (Down(Fault.UNREACHABLE), 503, "L'e-NOTUM no ens l'ha donat ara."),
        (Paper("x", "application/pdf", b"x" * (20 * 1024 * 1024 + 1)), 502, "És massa gran per passar per aquí."),
    ],
)
def test_a_document_that_does_not_come_says_why_and_that_the_days_count(
    there: There, paper: Paper | ActRefused | Unknown, status: int, said: str
) -> None:
    path = there.listed(notice())
    there.marta.post(f"{path}/obre", there.form(path))
    there.desk.paper = paper
    got = there.marta.get(f"{path}/document/0")
    assert got.status_code == status
    assert said in words(got)
    assert "Els dies compten igualment." in words(got)


def test_the_receipt_tells_the_act_its_instants_and_hashes_and_the_paper_comes_as_it_is(there: There) -> None:
    path = there.listed(notice())
    there.desk.proof = ActRefused(ActRefusal.NOT_YET_AVAILABLE)
    there.marta.post(f"{path}/obre", there.form(path))
    text = words(there.marta.get(f"{path}/justificant"))
    for each in (
        "Es va obrir",
        "Marta Soler Puig",
        "Ajuntament de Vilanova",
        "S2026-1",
        "Empremta del que es va mostrar",
    ):
        assert each in text
    assert "L'e-NOTUM encara no ens l'havia donat." in text
    assert there.marta.get(f"{path}/justificant/baixa").status_code == 404
    there.desk.proof = PROOF
    brought = there.marta.act(f"{path}/porta", torna="justificant")
    assert brought["Location"] == f"{path}/justificant?demanat=1"
    assert "El tenim des de" in words(there.marta.get(f"{path}/justificant"))
    assert there.marta.get(f"{path}/justificant/baixa").content == PROOF.octets
    ours = there.marta.get(f"{path}/justificant/pdf")
    assert ours.content.startswith(b"%PDF-")
    assert ours["Content-Disposition"].startswith("attachment; ")
    assert there.desk.practised == [NoticeAct.OPEN]


def test_refusing_has_its_own_page_and_confirmation_and_says_that_the_procedure_goes_on(there: There) -> None:
    path = there.listed(notice())
    before = words(there.marta.get(f"{path}/rebutja"))
    assert "El tràmit no s'atura" in before
    assert "Ja no la podràs obrir aquí ni sabràs què et demanen." in before
    done = there.marta.post(f"{path}/rebutja", there.form(f"{path}/rebutja"))
    assert (done.status_code, there.desk.practised) == (303, [NoticeAct.REFUSE])
    assert "Consta com a rebutjada. El tràmit continua igualment." in words(there.marta.get(path))
    assert there.marta.get(f"{path}/rebutja")["Location"] == path


def test_the_confirmation_of_one_act_does_not_do_the_other(there: There) -> None:
    path = there.listed(notice())
    answer = there.marta.post(f"{path}/rebutja", there.form(path))
    assert answer.status_code == 409
    assert there.desk.practised == []


def test_a_form_used_twice_or_left_open_too_long_does_nothing_and_shows_the_page_anew(there: There) -> None:
    path = there.listed(notice())
    form = there.form(path)
    there.sql("UPDATE notices_confirmation SET until = now() - interval '1 second'")
    late = there.marta.post(f"{path}/obre", form)
    assert late.status_code == 409
    assert "No hem fet res: torna-la a mirar" in words(late)
    assert there.desk.practised == []
    anew = dict(re.findall(r'name="(drawn_for|confirma)" value="([^"]+)"', late.content.decode().partition("<main")[2]))
    assert there.marta.post(f"{path}/obre", anew).status_code == 303
    assert there.marta.post(f"{path}/obre", anew).status_code == 409
    assert there.desk.practised == [NoticeAct.OPEN]


def test_of_two_tabs_the_second_is_told_that_it_is_opened_already(there: There) -> None:
    path = there.listed(notice())
    one, other = there.form(path), there.form(path)
    assert there.marta.post(f"{path}/obre", one).status_code == 303
    second = there.marta.post(f"{path}/obre", other)
    assert second.status_code == 409
    assert "Algú ja l'ha obert o rebutjat" in words(second)
    assert there.desk.practised == [NoticeAct.OPEN]


def test_what_the_list_told_after_the_page_was_drawn_is_shown_before_anything_is_done(there: There) -> None:
    path = there.listed(notice())
    form = there.form(path)
    there.marta.act("/notificacions/llegeix")
    assert there.listed(notice(subject="Una altra cosa")) == path
    answer = there.marta.post(f"{path}/obre", form)
    assert answer.status_code == 409
    assert "Una altra cosa" in words(answer)
    assert there.desk.practised == []


@pytest.mark.parametrize(
    ("reason", "status", "said"),
    [
        (ActRefusal.ALREADY_ENDED, 409, "Algú ja l'ha obert o rebutjat"),
        (ActRefusal.EXPIRED, 409, "El termini s'ha acabat mentrestant"),
        (ActRefusal.ANNULLED, 409, "L'han retirada"),
        (ActRefusal.NOT_YET_AVAILABLE, 409, "Encara no es pot obrir"),
        (ActRefusal.NOT_FOUND, 404, "L'e-NOTUM ja no ens la deixa veure"),
        (ActRefusal.NOT_THE_ADDRESSEE, 403, "Consta a nom d'algú altre"),
        (ActRefusal.NOT_AUTHORISED, 403, "L'e-NOTUM no et deixa fer-ho"),
        (ActRefusal.LEVEL_TOO_LOW, 403, "Cal identificar-te amb més seguretat"),
        (ActRefusal.LOGIN_OVER, 403, "Has de tornar a entrar"),
        (ActRefusal.PROVIDER_AWAY, 503, "Ara no poden comprovar qui ets"),
        (ActRefusal.REJECTED, 502, "L'e-NOTUM no ho ha acceptat"),
    ],
)
def test_each_no_of_the_platform_has_its_own_words_and_a_way_on(
    there: There, reason: ActRefusal, status: int, said: str
) -> None:
    path = there.listed(notice())
    there.desk.answer = ActRefused(reason, "3003")
    answer = there.marta.post(f"{path}/obre", there.form(path))
    assert answer.status_code == status
    text = words(answer)
    assert said in text
    assert "3003" not in text
    page = answer.content.decode().partition("<main")[2]
    assert f'href="{path}"' in page
    assert 'href="tel:' in page
    if reason is ActRefusal.LEVEL_TOO_LOW:
        assert "/entra/mes-segur?nivell=3" in page
    if reason is ActRefusal.LOGIN_OVER:
        assert f'href="/entra?cap-a={path}"' in page


def test_when_the_platform_is_down_nothing_happened_and_it_can_be_tried_again(there: There) -> None:
    path = there.listed(notice())
    there.desk.answer = ActUnsent(Fault.UNREACHABLE)
    down = there.marta.post(f"{path}/obre", there.form(path))
    assert down.status_code == 503
    assert "No hi ha arribat res: no l'hem obert ni rebutjat." in words(down)
    assert "entra directament a l'e-NOTUM" in words(down)
    there.desk.answer = None
    assert there.marta.post(f"{path}/obre", there.form(path)).status_code == 303


def test_a_lost_reply_of_something_done_ends_as_opened_without_a_second_order(there: There) -> None:
    path = there.listed(notice())
    there.desk.answer = ActUnconfirmed(Fault.UNREACHABLE)
    assert there.marta.post(f"{path}/obre", there.form(path))["Location"] == path
    assert "Oberta" in words(there.marta.get(path))
    assert there.desk.practised == [NoticeAct.OPEN]


def test_while_it_is_not_known_the_page_says_so_looks_back_and_offers_no_second_act(there: There) -> None:
    path = there.listed(notice())
    there.desk.answer, there.desk.happens = ActUnconfirmed(Fault.UNREACHABLE), False
    there.marta.post(f"{path}/obre", there.form(path))
    text = words(there.marta.get(path))
    assert "Ho estem confirmant" in text
    assert "No cal que tornis a prémer" in text
    assert "Obre la notificació" not in text
    assert "Ho estem confirmant" in words(there.marta.get("/notificacions"))
    looked = there.marta.act(f"{path}/confirma")
    assert looked["Location"] == f"{path}?mirat=1"
    assert "Ho estem confirmant" in words(there.marta.get(looked["Location"]))
    there.sql("UPDATE notices_act SET sent_at = sent_at - interval '3 minutes'")
    lost = there.marta.act(f"{path}/confirma")
    assert lost.status_code == 200
    assert "no l'hem obert ni rebutjat" in words(lost)
    assert "Obre la notificació" in words(there.marta.get(path))
    assert there.desk.practised == [NoticeAct.OPEN]


def test_what_is_being_confirmed_when_the_login_is_over_offers_to_come_in_again_and_not_a_look_that_cannot_be(
    there: There,
) -> None:
    path = there.listed(notice())
    there.desk.answer, there.desk.happens = ActUnconfirmed(Fault.UNREACHABLE), False
    there.marta.post(f"{path}/obre", there.form(path))
    there.sql("UPDATE people_session SET provider_token_until = now()")
    page = there.marta.get(path)
    assert "Per mirar com ha quedat, torna a entrar." in words(page)
    assert f'href="/entra?cap-a={path}"' in page.content.decode()
    assert f"{path}/confirma" not in page.content.decode()


def test_what_a_look_back_finds_opened_brings_its_documents_too(there: There) -> None:
    path = there.listed(notice())
    there.desk.answer, there.desk.happens = ActUnconfirmed(Fault.UNREACHABLE), False
    there.marta.post(f"{path}/obre", there.form(path))
    there.desk.stands = notice(status=NoticeStatus.OPENED, ended=Moment(datetime.now(UTC).date(), datetime.now(UTC)))
    assert there.marta.act(f"{path}/confirma").status_code == 303
    assert "Resolució 1.pdf" in words(there.marta.get(path))
    assert there.desk.practised == [NoticeAct.OPEN]


def test_after_its_day_nothing_promises_that_the_days_begin_on_opening(there: There) -> None:
    path = there.listed(notice(expires=moment(-1)))
    text = words(there.marta.get(path))
    assert "La podràs llegir, però els dies per respondre o reclamar potser ja compten." in text
    assert "començaran els dies" not in text


def test_a_level_too_low_has_no_button_but_a_way_and_its_form_would_do_nothing(there: There) -> None:
    path = there.listed(notice(level=AssuranceLevel.HIGH))
    page = there.marta.get(path).content.decode()
    assert "Obre la notificació</button>" not in page
    assert f"/entra/mes-segur?nivell=3&amp;cap-a={path}" in page
    forged = there.sql("SELECT id FROM notices_confirmation WHERE act = 'open'")[-1][0]
    answer = there.marta.act(f"{path}/obre", confirma=str(forged))
    assert answer.status_code == 403
    assert "Cal identificar-te amb més seguretat" in words(answer)
    assert there.desk.practised == []


def test_without_a_live_token_the_page_offers_to_come_in_again_and_its_form_would_do_nothing(there: There) -> None:
    path = there.listed(notice())
    form = there.form(path)
    there.sql("UPDATE people_session SET provider_token_until = now()")
    page = there.marta.get(path).content.decode()
    assert "Obre la notificació</button>" not in page
    assert f'href="/entra?cap-a={path}"' in page
    answer = there.marta.post(f"{path}/obre", form)
    assert answer.status_code == 403
    assert "Has de tornar a entrar" in words(answer)
    assert there.desk.practised == []


def test_a_communication_is_read_on_record_and_cannot_be_refused(there: There) -> None:
    path = there.listed(notice(kind=NoticeKind.COMMUNICATION, expires=None))
    text = words(there.marta.get(path))
    assert "Constarà que s'ha llegit, i qui l'envia ho veurà." in text
    assert "La vull rebutjar" not in text
    assert there.marta.get(f"{path}/rebutja")["Location"] == path
    there.marta.post(f"{path}/obre", there.form(path))
    assert there.desk.practised == [NoticeAct.OPEN]
    assert "Llegida" in words(there.marta.get(path))


def test_a_form_of_another_folder_or_another_site_does_nothing(there: There) -> None:
    path = there.listed(notice())
    form = there.form(path)
    assert there.marta.post(f"{path}/obre", {**form, "drawn_for": "0" * 32}).status_code == 409
    assert there.marta.post(f"{path}/obre", form, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    there.marta.somebody_else()
    there.marta.enter("jordi")
    assert there.marta.post(f"{path}/obre", form).status_code == 409
    assert there.desk.practised == []


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "patch", "delete"])
def test_no_other_method_and_nothing_fetched_ahead_ever_acts(there: There, method: str) -> None:
    path = there.listed(notice())
    for each in (path, f"{path}/obre", f"{path}/rebutja", f"{path}/confirma", f"{path}/porta", f"{path}/document/0"):
        for headers in ({}, {"Sec-Purpose": "prefetch;prerender"}, {"User-Agent": "WhatsApp/2.24"}):
            getattr(there.marta.http, method)(each, headers=headers)
    assert there.desk.practised == []
    assert there.sql("SELECT count(*) FROM notices_act") == [(0,)]


def test_too_little_is_raised_at_the_provider_and_then_the_same_notice_is_opened(there: There) -> None:
    path = there.listed(notice(level=AssuranceLevel.HIGH))
    authorize = there.marta.sent_to_provider("/entra/mes-segur", **{"cap-a": path, "nivell": "3"})
    back = there.marta.get(there.marta.identify(authorize, "marta", "certificat"))
    assert (back.status_code, back["Location"]) == (303, path)
    assert there.marta.post(f"{path}/obre", there.form(path)).status_code == 303
    assert "Oberta" in words(there.marta.get(path))
    assert there.desk.practised == [NoticeAct.OPEN]


def test_it_expires_between_the_page_and_the_tap_and_the_page_afterwards_does_not_offer_it_again(there: There) -> None:
    path = there.listed(notice())
    form = there.form(path)
    now = datetime.now(UTC)
    there.desk.answer = ActRefused(ActRefusal.EXPIRED)
    there.desk.stands = notice(status=NoticeStatus.EXPIRED_UNOPENED, ended=Moment(now.date(), now))
    assert there.marta.post(f"{path}/obre", form).status_code == 409
    after = words(there.marta.get(path))
    assert "Caducada sense obrir" in after
    assert "Es va acabar el termini i ningú la va obrir." in after
    assert "Obre la notificació" not in after


def test_for_a_company_every_page_names_the_company_and_what_is_known_of_companies_is_said(there: There) -> None:
    there.marta.somebody_else()
    there.marta.enter("teresa", "certificat", certificate="representant-atzavara")
    there.marta.post("/entra/en-nom-de", {"qui": "empresa"})
    path = there.listed(notice())
    text = " ".join(words(there.marta.get(path)).split())
    assert "Per a Consorci Fictici de l'Atzavara" in text
    # Legal persons are obliged by law: here nothing is unknown.
    assert "Quan s'acabi el termini, la llei la donarà per rebutjada" in text
    assert there.marta.post(f"{path}/obre", there.form(path)).status_code == 303
    receipt = words(there.marta.get(f"{path}/justificant"))
    assert "Consorci Fictici de l'Atzavara" in receipt
