"""Who is to be notified in somebody's name, and of which bodies: what their pages show, open and refuse."""

from __future__ import annotations

from msgspec import structs

from myspace.vocabulary.answers import Fresh
from myspace.vocabulary.mandates import MandateCapacity, MandateState, MandateType, Named
from myspace.vocabulary.notices import NoticeAct, Sender
from tests.integration.country import MANRESA
from tests.integration.mandates_stage import a_registry  # noqa: F401  # fixture
from tests.integration.neighbour import words
from tests.integration.notices_given import met, notice
from tests.integration.registry import look_up
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages_notices_for_another import Represented, said, the_represented  # noqa: F401  # fixture

CONSULT, NOTIFY = MandateCapacity.CONSULT, MandateCapacity.NOTIFY
BEARER = "Llicència d'obres de Manresa"
OTHERS = "Multa de Vilanova"
TWO = (
    notice("1", subject=BEARER, sender=Sender(MANRESA, "Ajuntament de Manresa")),
    notice("2", subject=OTHERS),
)


def gives(hers: Represented, *capacities: MandateCapacity, body: str | None = None) -> None:
    changed = {"declared": MandateType.BODY, "bodies": (Named(body, "Ajuntament de Manresa"),)} if body else {}
    hers.registry.lines[0] = structs.replace(hers.registry.lines[0], capacities=frozenset(capacities), **changed)
    hers.step_in()


def listed(hers: Represented) -> dict[str, str]:
    """The list tells two notices; the pages of both by their subject."""
    hers.given.answer, hers.desk.stands = Fresh(TWO), TWO[0]
    hers.marta.get("/notificacions")
    with hers.as_role("myspace_worker"):
        met(hers.person("person_id"))
    rows = dict(hers.sql("SELECT source_id, id FROM notices_notice"))
    return {each.subject: f"/notificacions/{rows[each.source_id]}" for each in TWO}


def test_to_be_notified_alone_leads_to_the_mailbox_and_to_no_folder(hers: Represented) -> None:
    gives(hers, NOTIFY)
    for page in ("/inici", "/activitat", "/que-em-toca"):
        assert hers.marta.get(page)["Location"] == "/en-nom-de", page
    reach = hers.marta.get("/en-nom-de")
    assert 'href="/notificacions"' in reach.content.decode()
    assert "Pots veure i obrir les de totes les administracions" in words(reach)
    assert "Amb un poder per a tot" not in words(reach)
    pages = listed(hers)
    assert len(hers.given.asked) == 1
    assert hers.given.asked[0][0].interested is not None, "it is read in her name"
    mailbox = words(hers.marta.get("/notificacions"))
    assert BEARER in mailbox
    assert OTHERS in mailbox
    assert "Només hi veus" not in mailbox
    mark = hers.marta.drawn_for("/notificacions")
    assert BEARER in words(hers.marta.get(f"/fragment/notificacions?drawn_for={mark}"))
    assert hers.marta.get(f"/fragment/inici-et-toca?drawn_for={mark}").status_code == 403
    path = pages[BEARER]
    assert hers.marta.post(f"{path}/obre", hers.form(path)).status_code == 303
    assert hers.desk.practised == [NoticeAct.OPEN]
    assert "Qui ho va fer Marta Soler Puig" in said(words(hers.marta.get(f"{path}/justificant")))


def test_of_one_body_its_notices_alone_are_there_and_the_page_says_so(hers: Represented) -> None:
    gives(hers, NOTIFY, body=MANRESA)
    pages = listed(hers)
    mailbox = words(hers.marta.get("/notificacions"))
    assert BEARER in mailbox
    assert OTHERS not in mailbox
    assert "Només hi veus les de: Ajuntament de Manresa" in said(mailbox)
    assert "Pots veure i obrir només les de: Ajuntament de Manresa" in said(words(hers.marta.get("/en-nom-de")))
    mine, others = pages[BEARER], pages[OTHERS]
    form = hers.form(mine)
    for page in ("", "/rebutja", "/justificant", "/justificant/pdf", "/justificant/baixa", "/document/0"):
        assert hers.marta.get(others + page).status_code == 404, page
    for act in ("obre", "rebutja", "confirma", "porta"):
        assert hers.marta.post(f"{others}/{act}", form).status_code == 404, act
    assert hers.desk.practised == []
    assert hers.marta.post(f"{mine}/obre", hers.form(mine)).status_code == 303
    assert hers.desk.practised == [NoticeAct.OPEN]


def test_that_there_is_none_is_said_of_its_body_alone(hers: Represented) -> None:
    gives(hers, NOTIFY, body="0801930008")
    hers.given.answer = Fresh(TWO[:1])
    hers.marta.get("/notificacions")
    with hers.as_role("myspace_worker"):
        met(hers.person("person_id"))
    page = words(hers.marta.get("/notificacions"))
    assert BEARER not in page
    assert "De les que pots veure, ara a l'e-NOTUM no n'hi ha cap" in said(page)


def test_to_consult_alone_tells_of_no_notice_and_home_says_that_it_does_not(hers: Represented) -> None:
    gives(hers, CONSULT, NOTIFY)
    path = listed(hers)[BEARER]
    assert BEARER in words(hers.marta.get("/que-em-toca"))
    hers.registry.lines[0] = structs.replace(hers.registry.lines[0], capacities=frozenset({CONSULT}))
    with hers.as_role("myspace_worker"):
        look_up(hers.person("viewer_id"))
    for page in ("/inici", "/que-em-toca", "/activitat"):
        there = hers.marta.get(page)
        assert there.status_code == 200, page
        assert BEARER not in words(there), page
    for page in ("/inici", "/que-em-toca"):
        assert "Aquí no hi surten les notificacions" in words(hers.marta.get(page)), page
        assert "No sabem si tens notificacions" not in words(hers.marta.get(page)), page
    assert 'href="/notificacions"' not in hers.marta.get("/en-nom-de").content.decode().partition("<main")[2]
    for page in ("/notificacions", path):
        refused = hers.marta.get(page)
        assert refused.status_code == 403
        assert "El poder no arriba fins aquí" in words(refused)
    mark = hers.marta.drawn_for("/inici")
    assert hers.marta.get(f"/fragment/notificacions?drawn_for={mark}").status_code == 403


def test_some_notices_in_a_whole_folder_are_told_apart_at_home(hers: Represented) -> None:
    gives(hers, CONSULT)
    hers.registry.lines.append(
        structs.replace(
            hers.registry.lines[0], source_id="another", capacities=frozenset({NOTIFY}), declared=MandateType.BODY,
            bodies=(Named(MANRESA, "Ajuntament de Manresa"),),
        )
    )  # fmt: skip
    with hers.as_role("myspace_worker"):
        look_up(hers.person("viewer_id"))
    listed(hers)
    page = words(hers.marta.get("/que-em-toca"))
    assert BEARER in page
    assert OTHERS not in page
    assert "Aquí només hi surten les notificacions d'algunes administracions" in page


def test_revoked_between_the_page_and_its_button_nothing_is_done(hers: Represented) -> None:
    gives(hers, NOTIFY, body=MANRESA)
    path = listed(hers)[BEARER]
    form = hers.form(path)
    hers.registry.set(hers.registry.lines[0].source_id, MandateState.REVOKED)
    refused = hers.marta.post(f"{path}/obre", form)
    assert refused.status_code == 403
    assert "ha revocat el poder" in words(refused)
    assert hers.desk.practised == []
    assert hers.marta.get("/notificacions").status_code == 403
