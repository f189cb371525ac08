"""Being forgotten, as a person asks for it: what stays is said first, and only the worker erases, only who asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from myspace.domain.gathering import forgetting
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.test_closed_list import WEB, WORKER, enter

HERE = "/les-meves-dades-aqui"


@pytest.fixture
def me(as_role: AsRole, clean: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    monkeypatch.setenv("MYSPACE_ERASURES", str(tmp_path / "erasures.txt"))
    return Visitor(as_role, clean)


@pytest.fixture
def worked(as_role: AsRole, me: Visitor) -> Callable[[], None]:
    async def thread(call: Any, *args: Any) -> Any:
        return await asyncio.to_thread(call, *args)

    def work() -> None:
        with as_role(WORKER):
            asyncio.run(forgetting.forget(me.actor.subject, thread))

    return work


def people(clean: Database) -> int:
    with clean.as_superuser() as curtain:
        row = curtain.execute("SELECT count(*) FROM people_person").fetchone()
    assert row is not None
    return int(row[0])


def test_the_list_says_what_is_kept_why_and_until_when(me: Visitor) -> None:
    text = me.text(HERE)
    for said in (
        "El que els registres públics han dit de tu",
        "Perquè ho has demanat.",
        "dies sense entrar",
        "S'esborra al cap de 5 anys.",
        "S'esborra al cap de 400 dies.",
        "la llei ho mana",
    ):
        assert said in text
    assert "Encara no t'hem oblidat" not in text


def test_before_anything_is_done_it_says_what_stays_elsewhere(
    me: Visitor, worked: Callable[[], None], clean: Database
) -> None:
    text = me.text(f"{HERE}/oblida")
    for said in ("El que cada administració té de tu.", "Les còpies de seguretat d'abans", "No ho podrem desfer."):
        assert said in text
    assert me.post(f"{HERE}/oblida/confirma").status_code == 400
    worked()
    assert people(clean) == 1


def test_who_confirms_is_erased_by_the_worker_and_nobody_else_is(
    as_role: AsRole, me: Visitor, worked: Callable[[], None], clean: Database, tmp_path: Path
) -> None:
    with as_role(WEB):
        enter("00000001R")
    answer = me.post(f"{HERE}/oblida/confirma", segur="1")
    assert "T'estem oblidant" in answer.content.decode().replace("&#39;", "'")
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT scope FROM gathering_wanted").fetchall() == [("forget",)]
    assert "Encara no t'hem oblidat" in me.text(HERE)
    worked()
    assert people(clean) == 1
    assert me.get(HERE).status_code == 401
    assert str(me.actor.subject) in (tmp_path / "erasures.txt").read_text()


def test_a_wish_that_nobody_made_erases_nobody(me: Visitor, worked: Callable[[], None], clean: Database) -> None:
    worked()
    assert people(clean) == 1


def test_without_the_ledger_nothing_is_erased_and_the_page_says_that_it_was_not_done(
    me: Visitor, worked: Callable[[], None], clean: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MYSPACE_ERASURES", str(tmp_path / "nowhere" / "erasures.txt"))
    me.post(f"{HERE}/oblida/confirma", segur="1")
    worked()
    assert people(clean) == 1
    assert "Encara no t'hem oblidat" in me.text(HERE)


def test_it_wants_a_new_login(me: Visitor) -> None:
    me.grows_old()
    assert me.get(f"{HERE}/oblida").status_code == 302
    assert me.post(f"{HERE}/oblida/confirma", segur="1").status_code == 302
