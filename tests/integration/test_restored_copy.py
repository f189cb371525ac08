"""A restored copy, until an operator adopts it: nobody is asked from it, and its pages say what they are."""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from io import StringIO

import psycopg
import pytest
from django.core.management import CommandError, call_command

from myspace.domain.gathering import worker
from myspace.domain.kernel import restored
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import Country
from tests.integration.neighbour import Neighbour
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures

MADE_AT = datetime(2026, 11, 22, 2, 41, tzinfo=UTC)


def mark(database: Database, *, settled: bool) -> None:
    with psycopg.connect(database.urls["myspace_keeper"]) as keeper:
        keeper.execute(restored.MARK, (MADE_AT,))
        if settled:
            keeper.execute(restored.SETTLED)
    restored.forget_remembered()


def adopt(*words: str) -> str:
    out = StringIO()
    call_command("adopt_restored", *words, stdout=out)
    return out.getvalue()


async def test_the_worker_of_a_copy_asks_nobody_until_it_is_adopted(
    clean: Database, django_ready: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(clean, settled=True)
    waits, asks = asyncio.Event(), asyncio.Event()

    class Transport:
        def __init__(self, **_options: object) -> None:
            asks.set()
            raise asyncio.CancelledError  # seen: it would ask now

    monkeypatch.setenv("DATABASE_URL", clean.urls["myspace_worker"])
    monkeypatch.setenv("DATABASE_KEEPER_URL", clean.urls["myspace_keeper"])
    monkeypatch.setattr(worker, "HttpTransport", Transport)
    monkeypatch.setattr(worker, "COPY_SECONDS", 0.01)
    monkeypatch.setattr(worker.log, "warning", lambda *_words, **_facts: waits.set(), raising=False)
    serving = asyncio.create_task(worker.serve())
    async with asyncio.timeout(20):
        await waits.wait()
        await asyncio.sleep(0.1)  # ten looks later
        assert not asks.is_set()
        await asyncio.to_thread(adopt, "--the-original-is-off")
        await asks.wait()
        await asyncio.gather(serving, return_exceptions=True)


def test_a_page_of_a_copy_says_of_when_it_is_and_that_nobody_is_asked(
    clean: Database, country: Country, marta: Neighbour
) -> None:
    assert "Això és una còpia" not in marta.get("/inici").content.decode()
    mark(clean, settled=True)
    page = marta.get("/inici").content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Això és una còpia de diumenge 22 de novembre" in page
    assert "a les 3.41. Ara no preguntem res a ningú." in page


def test_a_copy_promises_no_answer_that_nobody_was_asked_for(
    clean: Database, country: Country, marta: Neighbour
) -> None:
    with clean.as_superuser() as curtain:  # what was on its way when the backup was made, and what never was
        curtain.execute("DELETE FROM gathering_ask")
        curtain.execute("DELETE FROM activity_item")
    pages = ("/inici", "/activitat", "/que-em-toca", "/fonts")
    assert any("Ho estem preguntant" in marta.get(page).content.decode() for page in pages)
    mark(clean, settled=True)
    for page in pages:
        words = marta.get(page).content.decode()
        assert not any(promise in words for promise in ("Ho estem preguntant", "Encara esperem", "Esperem la")), page
    assert "No et podem dir què hi tens" in marta.get("/activitat").content.decode()


def test_a_copy_in_which_the_erased_may_still_be_opens_no_folder(
    clean: Database, country: Country, marta: Neighbour
) -> None:
    mark(clean, settled=False)
    answer = marta.get("/inici")
    assert (answer.status_code, answer["Retry-After"] != "") == (503, True)
    assert marta.get("/privacitat").status_code == 200


def test_only_a_settled_copy_whose_original_is_off_is_adopted_and_only_by_the_keeper(
    clean: Database, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_KEEPER_URL", raising=False)
    with pytest.raises(CommandError, match="DATABASE_KEEPER_URL"):
        adopt("--the-original-is-off")
    monkeypatch.setenv("DATABASE_KEEPER_URL", clean.urls["myspace_keeper"])
    with pytest.raises(CommandError, match="no restored copy"):
        adopt("--the-original-is-off")
    mark(clean, settled=False)
    with pytest.raises(CommandError, match="not settled"):
        adopt("--the-original-is-off")
    with psycopg.connect(clean.urls["myspace_keeper"]) as keeper:
        keeper.execute(restored.SETTLED)
    with pytest.raises(CommandError, match="is the database that this is a copy of off"):
        adopt()
    assert "adopted" in adopt("--the-original-is-off")
    restored.forget_remembered()
    with as_role("myspace_web"):
        assert restored.copy() is None


@pytest.mark.parametrize("role", ["myspace_web", "myspace_live", "myspace_worker"])
def test_no_process_can_take_the_mark_away(clean: Database, role: str) -> None:
    mark(clean, settled=True)
    for change in (restored.ADOPT, restored.SETTLED, "DELETE FROM kernel_restored"):
        with psycopg.connect(clean.urls[role]) as process, pytest.raises(psycopg.errors.InsufficientPrivilege):
            process.execute(change)


def test_a_database_that_is_no_copy_is_not_settled(clean: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_KEEPER_URL", clean.urls["myspace_keeper"])
    with pytest.raises(CommandError, match="no restored copy"):
        call_command("settle_restored")


def test_a_copy_whose_ledger_is_lost_says_that_nobody_was_erased_again(
    clean: Database, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(clean, settled=False)
    monkeypatch.setenv("DATABASE_KEEPER_URL", clean.urls["myspace_keeper"])
    out = StringIO()
    with as_role("myspace_worker"):
        call_command("settle_restored", "--without-ledger", stdout=out)
    assert "nobody, because the ledger of erasures is lost" in out.getvalue()
