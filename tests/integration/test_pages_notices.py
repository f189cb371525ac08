"""The mailbox in every state: what was read, when, of where, and what cannot be known. Looking has no effect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Down, Fault, Fresh, Nothing
from myspace.vocabulary.notices import NoticeKind, NoticeStatus, Sender
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import MANRESA, Country
from tests.integration.country import NOTICE as ENTRY
from tests.integration.mandates_stage import a_registry  # noqa: F401  # a fixture
from tests.integration.neighbour import Neighbour, words
from tests.integration.notices_given import GivenList, connected, met, moment, notice
from tests.integration.registry import FakeRegistry, look_up, mandate
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures

NONE = "no n'hi ha cap de teva"
SPAN = ("Aquí hi ha les de l'e-NOTUM", "Les de l'Estat són a la DEHú.")


@pytest.fixture
def given() -> Iterator[GivenList]:
    one = GivenList()
    with connected(one):
        yield one


@pytest.fixture
def marta(given: GivenList, neighbour: Neighbour) -> Neighbour:  # noqa: F811
    neighbour.enter("marta")
    neighbour.act("/benvinguda", salta="1")
    return neighbour


def read(as_role: AsRole, clean: Database, marta: Neighbour) -> str:
    """She looks, the worker meets the wish that her page left, and she looks again."""
    marta.get("/notificacions")
    with clean.as_superuser() as curtain:
        ((person,),) = curtain.execute(
            "SELECT person_id FROM people_session ORDER BY created_at DESC LIMIT 1"
        ).fetchall()
    with as_role("myspace_worker"):
        met(UUID(str(person)))
    return words(marta.get("/notificacions"))


def test_before_anything_is_read_nothing_is_claimed(marta: Neighbour) -> None:
    text = words(marta.get("/notificacions"))
    assert "Encara no les hem llegit: no sabem si en tens." in text
    assert "Ara les estem llegint." in text, "the page that wished for it says so already"
    assert NONE not in text


def test_what_was_read_stands_by_what_happens_next_with_its_sender_and_its_days(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    s = NoticeStatus
    given.answer = Fresh(
        (
            notice("soon", subject="Acaba aviat", expires=moment(3)),
            notice("opened", subject="Ja oberta", status=s.OPENED, ended=moment(-1)),
            notice("either", subject="Una de dues", status=s.REFUSED_OR_EXPIRED),
            notice("note", subject="Per saber", kind=NoticeKind.COMMUNICATION, expires=None),
        )
    )
    text = read(as_role, clean, marta)
    found = [text.index(each) for each in (
        "Les vam llegir ara mateix", "Se'ls acaba el termini", "Acaba aviat", "Ja obertes", "Ja oberta",
        "Rebutjades o caducades", "Una de dues", "Comunicacions", "Per saber",
    )]  # fmt: skip
    assert found == sorted(found)
    assert "Et queden 3 dies" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Ajuntament de Vilanova" in text
    assert "L'administració no diu quina de les dues coses va passar." in text


def test_days_are_counted_down_only_to_a_day_that_the_sender_gives(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    given.answer = Fresh(
        (
            notice("law", subject="Sense data", available=moment(-2), expires=None),
            notice("gone", subject="Sense data i de fa temps", available=moment(-30), expires=None),
            notice("none", subject="Sense res", available=None, expires=None),
        )
    )
    text = read(as_role, clean, marta)
    assert "Per prudència, compta fins" in text
    assert "Potser el termini va acabar" in text
    assert "L'administració no diu la data límit." in text
    assert not any(each in text for each in ("Et queden", "El termini va acabar"))


def test_a_long_term_of_the_senders_is_near_its_end_only_by_the_day_that_still_counts(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    given.answer = Fresh((notice("long", subject="De dos mesos", available=moment(-20), expires=moment(40)),))
    text = read(as_role, clean, marta)
    assert "Se'ls acaba el termini" not in text
    assert "Per obrir" in text
    assert "Per prudència" not in text, "that day has passed"


def test_what_is_near_the_laws_end_and_not_the_senders_says_both_days(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    given.answer = Fresh((notice("long", subject="De dos mesos", available=moment(-7), expires=moment(53)),))
    text = read(as_role, clean, marta)
    assert text.index("Se'ls acaba el termini") < text.index("Et queden") < text.index("Per prudència, compta fins")


@pytest.mark.parametrize("state", ["unread", "read", "none", "old", "failed", "over", "openid"])
def test_its_head_says_what_it_covers_and_where_the_rest_is_in_every_state(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList, state: str
) -> None:
    if state != "unread":
        given.answer = {"none": Nothing(), "old": Nothing(), "failed": Down(Fault.UNREACHABLE)}.get(state, given.answer)
        read(as_role, clean, marta)
    with clean.as_superuser() as curtain:
        if state == "old":
            curtain.execute("UPDATE notices_reading SET known_at = known_at - interval '6 minutes'")
        if state == "over":
            curtain.execute("UPDATE people_session SET provider_token_until = now()")
        if state == "openid":
            curtain.execute("UPDATE people_session SET method = 'openid'")
    page = marta.get("/notificacions")
    text = words(page)
    assert all(each in text for each in SPAN), text
    assert 'href="https://dehu.redsara.es/"' in page.content.decode()
    assert (NONE in text) == (state == "none")
    assert "totes" not in text.casefold()
    said = {
        "failed": "Ara no les hem pogut llegir", "over": "Per saber si n'hi ha de noves, torna a entrar",
        "openid": "Per llegir-les, entra amb VALId", "old": "l'e-NOTUM no n'ensenyava. Ara no ho sabem.",
    }  # fmt: skip
    assert said.get(state, "") in text


def test_that_there_is_none_is_said_of_where_and_for_the_moment_only(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    given.answer = Nothing()
    text = read(as_role, clean, marta)
    assert f"Ara, a l'e-NOTUM, {NONE} dels últims mesos" in text
    assert "En altres bústies n'hi pot haver." in text
    given.answer = Down(Fault.UNREACHABLE)
    marta.act("/notificacions/llegeix")
    assert NONE not in read(as_role, clean, marta), "the last try told nothing"


def test_a_list_that_came_in_part_says_that_some_may_be_missing(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    given.answer = Fresh((), asked_everything=False)
    text = read(as_role, clean, marta)
    assert "No ens van arribar senceres: en pot faltar alguna." in text
    assert NONE not in text


def test_without_a_platform_the_page_says_where_to_look_instead(neighbour: Neighbour) -> None:  # noqa: F811
    neighbour.enter("marta")
    neighbour.act("/benvinguda", salta="1")
    text = words(neighbour.get("/notificacions"))
    assert "Aquí encara no es poden llegir" in text
    assert "Torna-les a llegir" not in text
    assert NONE not in text


def test_reading_again_is_a_wish_and_asks_nobody_by_itself(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    read(as_role, clean, marta)
    asked = len(given.asked)
    answer = marta.act("/notificacions/llegeix")
    assert (answer.status_code, answer["Location"]) == (303, "/notificacions")
    assert len(given.asked) == asked, "web asks nobody"
    assert "Ara les estem llegint." in words(marta.get("/notificacions"))
    assert marta.get("/notificacions/llegeix").status_code == 405


def test_a_first_visit_asks_one_thing_and_never_more_than_three(neighbour: Neighbour) -> None:  # noqa: F811
    asked, path = 0, neighbour.enter("marta")["Location"]
    while path != "/inici":
        asked += 1
        assert asked <= 3
        page = neighbour.get(path).content.decode().partition("<main")[2]
        assert len(re.findall(r'<label class="field__label"', page)) == 1, path
        path = neighbour.act(path, salta="1")["Location"]
    assert asked == 1


def test_the_fragment_is_the_list_alone_for_this_folder_alone(marta: Neighbour) -> None:
    mark = marta.drawn_for("/notificacions")
    part = marta.get(f"/fragment/notificacions?drawn_for={mark}")
    assert part.status_code == 200
    assert part.content.decode().lstrip().startswith('<div id="notificacions"')
    assert marta.get("/fragment/notificacions?drawn_for=x").status_code == 409


def an_hour_later(clean: Database) -> datetime:
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET provider_token_until = now() - interval '1 minute'")
    return datetime.now(UTC) - timedelta(minutes=1)


def test_at_minute_sixty_one_what_was_read_stays_and_coming_in_again_leads_back_here(
    as_role: AsRole, clean: Database, marta: Neighbour
) -> None:
    read(as_role, clean, marta)
    an_hour_later(clean)
    page = marta.get("/notificacions")
    assert "Resolució de la beca menjador" in words(page)
    assert 'href="/entra?cap-a=/notificacions">Torna a entrar</a>' in page.content.decode()


def test_an_entry_of_a_body_and_a_line_of_the_list_lead_to_one_page(
    as_role: AsRole, clean: Database, marta: Neighbour, given: GivenList
) -> None:
    country = Country(as_role, clean)
    country.connect()
    marta.act("/benvinguda", municipi="Manresa")
    entry = msgspec.structs.replace(ENTRY, source_id="e9", registry_number="S2026-9", external_reference=None)
    alone = msgspec.structs.replace(ENTRY, source_id="e8", registry_number="S2026-8", external_reference=None)
    country.tell(MANRESA, {Topic.ENTRIES: Fresh((entry, alone))})
    given.answer = Fresh((notice("9", sender=Sender(MANRESA, "Ajuntament de Manresa")),))
    text = read(as_role, clean, marta)
    assert text.count("Resolució de la beca menjador") == 1
    ((notice_id,),) = country.sql("SELECT id FROM notices_notice")
    known = marta.get(f"/activitat/{country.item('e9')}")
    assert f'href="/notificacions/{notice_id}"' in known.content.decode()
    unknown = words(marta.get(f"/activitat/{country.item('e8')}"))
    assert "Mira-la abans d'obrir" not in unknown
    assert "Des d'aquí no l'obrim: s'obre al web." in unknown


def test_the_page_of_one_shows_what_its_list_told_and_anothers_is_nobodys(
    as_role: AsRole, clean: Database, marta: Neighbour
) -> None:
    read(as_role, clean, marta)
    with clean.as_superuser() as curtain:
        ((notice_id,),) = curtain.execute("SELECT id FROM notices_notice").fetchall()
    page = words(marta.get(f"/notificacions/{notice_id}"))
    assert "Abans d'obrir" in page
    assert "Ajuntament de Vilanova" in page
    assert "«Resolució de la beca menjador»" in page.replace("« ", "«").replace(" »", "»")
    assert "Si l'obres" in page
    assert "Si no l'obres" in page
    assert "Per a Marta Soler Puig" in " ".join(page.split())
    assert marta.get("/notificacions/00000000-0000-7000-8000-000000000000").status_code == 404
    marta.somebody_else()
    marta.enter("jordi")
    assert marta.get(f"/notificacions/{notice_id}").status_code == 404


def test_the_page_before_the_act_says_who_else_may_and_that_it_is_not_known_until_the_registry_tells(
    as_role: AsRole, clean: Database, marta: Neighbour, registry: FakeRegistry
) -> None:
    read(as_role, clean, marta)
    with clean.as_superuser() as curtain:
        ((person, id_),) = curtain.execute("SELECT person_id, id FROM notices_notice").fetchall()
    text = words(marta.get(f"/notificacions/{id_}"))
    assert "Encara no sabem si al registre de representacions hi consta algú." in text
    with as_role("myspace_worker"):
        look_up(person)
    assert "Al registre de representacions no hi constava ningú, ara mateix." in words(
        marta.get(f"/notificacions/{id_}")
    ).replace("\N{NO-BREAK SPACE}", " ")
    registry.lines.append(mandate("12345678Z", "10000322Z"))
    with as_role("myspace_worker"):
        look_up(person)
    assert "ho podria fer en nom teu: Qui Representa" in words(marta.get(f"/notificacions/{id_}"))
