"""A session that was ended from elsewhere ends at its provider too: asked by the worker, said as it was answered, never claimed."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from myspace.domain.logins import leaving
from myspace.vocabulary.people import AssuranceLevel, LoginMethod, identifier
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import Country
from tests.integration.exchanges_stage import Visitor
from tests.integration.neighbour import Neighbour
from tests.integration.test_closed_list import WEB, WORKER
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures

HERE = "/les-meves-sessions"
SAID, NOT_SAID = (
    "Qui t'identifica ens ha dit que també l'ha acabat.",
    "Qui t'identifica no ens ha dit que també l'hagi acabat.",
)
ASKED, MAY_GO_ON = "Hem demanat a qui t'identifica que també l'acabi.", "algú hi podria continuar identificat com a tu."


class Provider:
    """What is asked of whoever identified them, and what it says."""

    def __init__(self) -> None:
        self.says, self.deaf_to = True, ""
        self.asked: list[tuple[str, str]] = []

    def __call__(self, name: str, token: str) -> bool:
        self.asked.append((name, token))
        return self.says and token != self.deaf_to


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    given, before = Provider(), leaving._leaves
    monkeypatch.setattr(leaving, "PAUSES", (0.0, 0.0, 0.0))
    leaving.connect(given)
    yield given
    leaving.connect(before)


@pytest.fixture
def me(as_role: AsRole, clean: Database) -> Visitor:
    return Visitor(as_role, clean)


def other(as_role: AsRole, *, ends: timedelta = timedelta(hours=1), token: str = "a-token") -> UUID:
    """A session of theirs on another device, with what its provider gave."""
    from myspace.domain.people import service as people

    with as_role(WEB):
        return people.enter(
            people.Presented(identifier("00000000T"), people.Name("Nom", "Cognom"), None), company=None,
            level=AssuranceLevel.LOW, method=LoginMethod.CLAVE, device="Chrome, Android", provider_token=token,
            provider_token_until=datetime.now(UTC) + ends,
        ).actor.session  # fmt: skip


def met(as_role: AsRole, me: Visitor) -> None:
    async def thread(call: Any, *args: Any) -> Any:
        return await asyncio.to_thread(call, *args)

    with as_role(WORKER):
        asyncio.run(leaving.leave(me.actor.subject, thread))


def sql(clean: Database, statement: str) -> list[tuple[Any, ...]]:
    with clean.as_superuser() as curtain:
        return curtain.execute(statement).fetchall()


def of_the_other(clean: Database) -> tuple[Any, ...]:
    (row,) = sql(
        clean, "SELECT left_there, provider_token_sealed IS NULL FROM people_session WHERE device = 'Chrome, Android'"
    )
    return row


@pytest.mark.parametrize(("says", "tries", "state", "words"), [
    (True, 1, "left", SAID), (False, 3, "not_left", NOT_SAID),
], ids=["it says so", "it does not"])  # fmt: skip
def test_one_that_i_end_is_ended_there_and_the_page_says_what_was_answered(
    as_role: AsRole, clean: Database, me: Visitor, there: Provider, says: bool, tries: int, state: str, words: str
) -> None:
    there.says = says
    session = other(as_role)
    me.post(f"{HERE}/{session}/tanca")
    assert ASKED in me.text(HERE)
    assert sql(clean, "SELECT scope FROM gathering_wanted") == [("left_there",)]
    met(as_role, me)
    assert there.asked == [("valid", "a-token")] * tries
    assert of_the_other(clean) == (state, True)
    assert words in me.text(HERE)
    met(as_role, me)
    assert len(there.asked) == tries, "once"


def test_it_was_not_me_says_before_and_after_what_became_of_it_there(
    as_role: AsRole, clean: Database, me: Visitor, there: Provider
) -> None:
    session = other(as_role)
    assert "Si no ens ho confirma, t'ho direm." in me.text(f"{HERE}/{session}/no-he-estat-jo")
    done = me.post(f"{HERE}/{session}/no-he-estat-jo")["Location"]
    assert ASKED in me.text(done)
    there.says = False
    met(as_role, me)
    text = me.text(done)
    assert NOT_SAID in text
    assert MAY_GO_ON in text
    assert SAID not in text


def test_all_closed_at_once_each_is_asked_and_one_that_says_nothing_is_not_hidden_by_the_others(
    as_role: AsRole, me: Visitor, there: Provider
) -> None:
    for n in range(3):
        other(as_role, token=f"token-{n}")
    done = me.post(f"{HERE}/tanca-ho-tot", manera="valid/clave")["Location"]
    there.deaf_to = "token-1"
    met(as_role, me)
    assert sorted(token for _, token in there.asked) == ["token-0", "token-1", "token-1", "token-1", "token-2"]
    text = me.text(done)
    assert NOT_SAID in text
    assert SAID not in text


def test_of_a_login_that_is_over_there_nothing_can_be_asked_and_it_is_said(
    as_role: AsRole, clean: Database, me: Visitor, there: Provider
) -> None:
    session = other(as_role, ends=timedelta(minutes=-1))
    done = me.post(f"{HERE}/{session}/no-he-estat-jo")["Location"]
    met(as_role, me)
    assert there.asked == []
    assert of_the_other(clean) == (None, True)
    assert "A qui t'identifica no li hem pogut demanar que també l'acabi." in me.text(done)


def test_what_nobody_did_in_so_long_is_said_not_to_be_confirmed(
    as_role: AsRole, clean: Database, me: Visitor, there: Provider
) -> None:
    me.post(f"{HERE}/{other(as_role)}/tanca")
    with clean.as_superuser() as curtain:
        curtain.execute(
            "UPDATE people_session SET ended_at = ended_at - interval '6 minutes' WHERE ended_at IS NOT NULL"
        )
    text = me.text(HERE)
    assert NOT_SAID in text
    assert ASKED not in text


def test_the_login_of_who_looks_here_for_another_is_theirs_to_end_there(
    as_role: AsRole, clean: Database, me: Visitor, there: Provider
) -> None:
    session = other(as_role)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE people_session SET viewer_id = gen_random_uuid() WHERE id = %s", (session,))
    me.post(f"{HERE}/{session}/tanca")
    met(as_role, me)
    assert there.asked == []
    assert of_the_other(clean) == (None, True)


def test_whoever_leaves_by_the_door_is_asked_for_there_at_once_and_not_again(
    as_role: AsRole, clean: Database, me: Visitor, there: Provider
) -> None:
    session = other(as_role)
    with as_role(WEB):
        from myspace.domain.kernel.db import as_actor
        from myspace.domain.people.service import end

        with as_actor(me.actor) as tx:
            end(tx, session, "logout")
    assert of_the_other(clean) == (None, True)


def test_at_the_simulated_provider_the_other_browser_has_to_identify_itself_again(
    as_role: AsRole, country: Country, marta: Neighbour
) -> None:
    elsewhere = Neighbour()
    elsewhere.enter("marta", "certificat")
    assert elsewhere.remembered_there()
    ((session, person),) = country.sql("SELECT id, person_id FROM people_session ORDER BY id DESC LIMIT 1")
    marta.act(f"{HERE}/{session}/tanca")

    async def thread(call: Any, *args: Any) -> Any:
        return await asyncio.to_thread(call, *args)

    with as_role(WORKER):
        asyncio.run(leaving.leave(person, thread))
    assert not elsewhere.remembered_there()
