"""The live door: one word a change, nothing for strangers, an end at logout; idle streams hold no connection."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from myspace.web.live import app as live
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import WEB, enter


@pytest.fixture
def entered(as_role: AsRole):
    with as_role(WEB):
        return enter()


@pytest.fixture
async def door(clean: Database, entered: Any, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[live.Live]:
    monkeypatch.setenv("DATABASE_URL", clean.urls["myspace_live"])
    application = live.Live()
    await application._start()
    yield application
    await application._stop()


async def test_no_stream_is_opened_by_a_role_that_could_see_everybody(
    clean: Database, entered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", clean.bootstrap)
    application = live.Live()
    await application._start()
    try:
        page = Page(application, entered.token)
        await page.until(lambda it: it.status is not None)
        assert page.status == 503
    finally:
        await application._stop()


class Page:
    """One open page: what it received so far."""

    def __init__(self, door: live.Live, token: str | None, query: str = "", **headers: str) -> None:
        self.messages: list[dict[str, Any]] = []
        self._closed = asyncio.Event()
        cookie = {"cookie": f"__Host-session={token}"} if token else {}
        self._scope = {
            "type": "http", "method": "GET", "path": "/live", "query_string": query.encode(),
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in {**cookie, **headers}.items()],
        }  # fmt: skip
        self._task = asyncio.create_task(door(self._scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._closed.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.messages.append(dict(message))

    async def until(self, test: Any) -> None:
        async with asyncio.timeout(10):
            while not test(self):
                await asyncio.sleep(0.02)

    @property
    def status(self) -> int | None:
        return self.messages[0]["status"] if self.messages else None

    @property
    def text(self) -> str:
        return b"".join(m.get("body", b"") for m in self.messages[1:]).decode()

    @property
    def topics(self) -> list[str]:
        return [json.loads(ln[6:])["topic"] for ln in self.text.splitlines() if ln.startswith('data: {"topic')]

    async def close(self) -> None:
        self._closed.set()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def drawn_for(person: UUID) -> str:
    from myspace.web.session.drawn_for import FIELD, mark

    return f"{FIELD}={mark(person)}"


async def change(clean: Database, person: UUID, topic: str) -> None:
    async with await psycopg.AsyncConnection.connect(clean.urls["myspace_worker"], autocommit=True) as connection:
        await connection.execute("SELECT pg_notify('changed', %s)", (f"{person.hex} {topic}",))


async def test_a_change_reaches_the_page_of_that_person_and_no_other(
    door: live.Live, entered: Any, clean: Database
) -> None:
    person = entered.actor.subject
    page = Page(door, entered.token, drawn_for(person))
    await page.until(lambda p: p.status == 200 and "retry" in p.text)
    await change(clean, UUID(int=5), "activity")
    await change(clean, person, "sources")
    await page.until(lambda p: "sources" in p.topics)
    assert "activity" not in page.topics
    await page.close()
    assert not door._streams


async def test_a_burst_becomes_one_word(door: live.Live, entered: Any, clean: Database) -> None:
    person = entered.actor.subject
    page = Page(door, entered.token, drawn_for(person))
    await page.until(lambda p: p.status == 200)
    for _ in range(20):  # heard before anything could be told
        door._heard(f"{person.hex} activity")
    await page.until(lambda p: "activity" in p.topics)
    door._heard(f"{person.hex} sources")
    await page.until(lambda p: "sources" in p.topics)
    assert page.topics.count("activity") == 1
    await page.close()


@pytest.mark.parametrize("token", [None, "not a token", ""])
async def test_nobody_gets_no_stream_and_is_told_not_to_come_back(token: str | None, door: live.Live) -> None:
    page = Page(door, token)
    await page.until(lambda p: p.status is not None)
    assert page.status == 204


async def test_a_page_drawn_for_another_folder_gets_nothing(door: live.Live, entered: Any) -> None:
    page = Page(door, entered.token, drawn_for(UUID(int=9)))
    await page.until(lambda p: p.status is not None)
    assert page.status == 409


async def test_another_site_cannot_open_a_stream(door: live.Live, entered: Any) -> None:
    page = Page(door, entered.token, drawn_for(entered.actor.subject), sec_fetch_site="cross-site")
    await page.until(lambda p: p.status is not None)
    assert page.status == 403


async def test_logout_ends_the_stream(door: live.Live, entered: Any, as_role: AsRole) -> None:
    from myspace.domain.people import service as people

    page = Page(door, entered.token, drawn_for(entered.actor.subject))
    await page.until(lambda p: p.status == 200)
    with as_role(WEB):
        await asyncio.to_thread(people.leave, entered.token)
    await page.until(lambda p: "event: ended" in p.text)
    await asyncio.wait_for(page._task, 5)


async def test_looking_does_not_extend_the_session(door: live.Live, entered: Any, clean: Database) -> None:
    with clean.as_superuser() as connection:
        connection.execute(
            "UPDATE people_session SET seen_at = now() - interval '5 minutes', idle_until = now() + interval '1 minute'"
        )
    page = Page(door, entered.token, drawn_for(entered.actor.subject))
    await page.until(lambda p: p.status == 200)
    with clean.as_superuser() as connection:
        row = connection.execute("SELECT idle_until < now() + interval '2 minutes' FROM people_session").fetchone()
    assert row == (True,)
    await page.close()


async def test_fifty_idle_streams_hold_no_connection_of_the_pool(
    door: live.Live, entered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "STREAMS_A_PERSON", 60)
    pages = [Page(door, entered.token, drawn_for(entered.actor.subject)) for _ in range(50)]
    for page in pages:
        await page.until(lambda p: p.status == 200)
    async with asyncio.timeout(10):  # the last one may be on its way back
        while (stats := door._pool.get_stats())["pool_available"] < stats["pool_size"]:
            await asyncio.sleep(0.05)
    assert stats["pool_size"] <= 4
    for page in pages:
        await page.close()


async def test_more_streams_than_a_person_needs_are_refused(door: live.Live, entered: Any) -> None:
    pages = [Page(door, entered.token, drawn_for(entered.actor.subject)) for _ in range(live.STREAMS_A_PERSON + 1)]
    for page in pages:
        await page.until(lambda p: p.status is not None)
    assert sorted(p.status for p in pages)[-1] == 429
    for page in pages:
        await page.close()
