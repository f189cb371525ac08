"""A body's register still says that a notification waits, of one that was opened here: the activity tells both truths."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from myspace.vocabulary.activity import NoticeState, Topic
from myspace.vocabulary.answers import Fresh
from myspace.vocabulary.notices import NoticeAct, NoticeStatus, Sender
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import MANRESA, Country
from tests.integration.country import NOTICE as ENTRY
from tests.integration.neighbour import Neighbour, words
from tests.integration.notices_desk import Desk, There
from tests.integration.notices_given import GivenList, connected, notice
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

MINE = notice(sender=Sender(MANRESA, "Ajuntament"), registry_number="S2026-1")
WAITS = msgspec.structs.replace(ENTRY, registry_number="S2026-1", notice_state=NoticeState.DEPOSITED)
BOTH = "El registre de l'administració encara diu que està pendent d'obrir."
OFFER = ("Mira-la abans d'obrir", "Ves a obrir-la", "encara no has obert")


@pytest.fixture
def country(neighbour: Neighbour, as_role: AsRole, clean: Database) -> Country:  # noqa: F811
    neighbour.enter("marta")
    neighbour.act("/benvinguda", salta="1")
    country = Country(as_role, clean)
    country.connect()
    country.tell(MANRESA, {Topic.ENTRIES: Fresh((WAITS,))})
    return country


@pytest.fixture
def there(country: Country, neighbour: Neighbour, as_role: AsRole, clean: Database) -> Iterator[There]:  # noqa: F811
    given, desk = GivenList(), Desk(MINE)
    with connected(given, desk):
        yield There(neighbour, desk, given, clean, as_role)


def the_entry(there: There) -> str:
    with there.clean.as_superuser() as curtain:
        ((found,),) = curtain.execute("SELECT id FROM activity_item WHERE state = 'notice_deposited'").fetchall()
    return f"/activitat/{found}"


@pytest.mark.parametrize(("act", "verb", "said"), [
    (NoticeAct.OPEN, "obre", "Oberta aquí"), (NoticeAct.REFUSE, "rebutja", "Rebutjada aquí"),
])  # fmt: skip
def test_once_it_ended_here_the_list_and_its_page_tell_both_truths_and_offer_no_opening(
    there: There, act: NoticeAct, verb: str, said: str
) -> None:
    path, entry = there.listed(MINE), the_entry(there)
    assert "Notificació pendent d'obrir" in words(there.marta.get("/activitat?vista=dates"))
    assert BOTH not in words(there.marta.get("/activitat?vista=dates"))
    assert "Mira-la abans d'obrir" in words(there.marta.get(entry))
    form = there.form(path) if act is NoticeAct.OPEN else there.form(f"{path}/rebutja")
    there.marta.post(f"{path}/{verb}", form)
    assert there.desk.practised == [act]
    page = there.marta.get("/activitat?vista=dates")
    text = words(page)
    assert said in text
    assert BOTH in text
    assert "Notificació pendent d'obrir" not in text
    assert f'href="{path}">Mira la notificació' in page.content.decode()
    one = there.marta.get(entry)
    text = words(one)
    assert said in text
    assert BOTH in text
    assert [each for each in OFFER if each in text] == []
    assert f'href="{path}"' in one.content.decode()
    assert "Resolució" not in words(there.marta.get("/activitat?vista=dates&f=toca")), "it is nobody's turn"


def test_a_paper_of_my_work_tells_both_truths_there_too(there: There, country: Country) -> None:
    country.tell(MANRESA, {Topic.ENTRIES: Fresh((msgspec.structs.replace(WAITS, one_stop_shop=True),))})
    path = there.listed(MINE)
    assert "Notificació pendent d'obrir" in words(there.marta.get("/la-meva-feina"))
    there.marta.post(f"{path}/obre", there.form(path))
    text = words(there.marta.get("/la-meva-feina"))
    assert "Oberta aquí" in text
    assert BOTH in text
    assert "Notificació pendent d'obrir" not in text


def test_what_its_platform_says_was_opened_elsewhere_is_not_offered_to_be_opened(there: There) -> None:
    there.listed(msgspec.structs.replace(MINE, status=NoticeStatus.OPENED))
    text = words(there.marta.get(the_entry(there)))
    assert "A la bústia de notificacions ja no hi consta com a pendent." in text
    assert BOTH in text
    assert [each for each in OFFER if each in text] == []
    assert "aquí" not in text.partition("Com està")[0]


def test_an_entry_that_may_be_of_another_notification_goes_on_waiting(there: There) -> None:
    there.listed(msgspec.structs.replace(MINE, registry_number="S2026-9", status=NoticeStatus.OPENED))
    text = words(there.marta.get("/activitat?vista=dates"))
    assert "Notificació pendent d'obrir" in text
    assert BOTH not in text
