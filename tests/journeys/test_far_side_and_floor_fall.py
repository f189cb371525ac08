"""What is under the product falls while somebody uses it: the database, the worker, the live process. All comes back."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.walking import Country, Walk, sql, walk

pytestmark = pytest.mark.journey


def _kill(stack: Stack, name: str) -> None:
    """kill -9 of a process and its children, as the kernel does when memory is short; the supervisor starts it again."""
    before = stack.supervisor.restarts(name)
    os.killpg(os.getpgid(stack.supervisor.pid(name)), signal.SIGKILL)
    end = time.monotonic() + 60
    while stack.supervisor.restarts(name) == before:
        assert time.monotonic() < end, f"{name} was not started again"
        time.sleep(0.05)


def test_worker_and_live_killed_while_asking_lose_nothing(browser: Browser, stack: Stack, country: Country) -> None:
    country.wish(cast.GIRONA, delay_ms=1500)
    with walk(browser, stack) as here:
        here.come_in("pau", town="Girona")
        here.go("/fonts")
        again = here.source("Ajuntament de Girona").get_by_role("button")
        if again.count():  # he had been here before and the answer is fresh: asked once more by hand
            with here.page.expect_navigation():
                again.click()
        _kill(stack, "worker")
        _kill(stack, "live")
        country.reset()
        # The question that was out when the worker died is asked again by the next one, and the page completes.
        here.settled(within=90)
        expect(here.page.locator(".asked__one--good")).to_contain_text("Ajuntament de Girona")
        expect(here.page.locator(".asked__one--bad")).to_have_count(0)
        # The stream is there again too: an answer that arrives now is told to a page nobody touches.
        told = here.page.context.new_page()
        with told.expect_response("**/live?**"):
            told.goto(here.origin + "/inici")
        # Asked twice in a moment would be one question, and no page would be told of it.
        older = "UPDATE gathering_ask SET known_at = known_at - interval '1 minute' WHERE person_id = %s"
        sql(stack, older, [here.person_id()])
        here.go("/fonts")
        with here.page.expect_navigation(), told.expect_response("**/fragment/**", timeout=30_000):
            here.source("Ajuntament de Girona").get_by_role("button").click()


def test_the_database_restarts_in_use_and_the_page_says_so_and_comes_back(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("jusep")
        here.settled("/activitat")
        things = here.page.locator("a.row__link").count()
        assert things
        with _database_away(stack):
            for _ in range(2):
                answer = here.page.goto(here.origin + "/activitat")
                assert answer is not None
                assert answer.status == 503
                assert here.heading() == "Torna d'aquí a un moment"
                assert "Això no vol dir que no tinguis res pendent." in here.text()
                assert "Jusèp" not in here.page.content()
        # Back, it recovers first; whoever comes meanwhile waits and is not turned away more than the one time.
        assert here.page.request.get(here.origin + "/activitat").status in (200, 503)
        # Still in. Answers are written without waiting for the disk: those of the last half second before the fall may
        # be gone, and with them the note that they came. So either everything is there or the page says that it asks.
        here.go("/activitat")
        assert here.heading() == "El que tinc amb les administracions"
        if here.page.locator("a.row__link").count() != things:
            assert here.page.locator("[data-live-asking]").count() == 1, here.text()
            here.settled("/activitat")
            assert here.page.locator("a.row__link").count() == things
        # No process of the door still holds a connection that died: that would be one more page that fails for nothing.
        statuses = [here.page.request.get(here.origin + "/activitat").status for _ in range(24)]
        assert set(statuses) == {200}, statuses
        _all_processes_answer(here)


def test_a_database_that_restarts_in_a_moment_turns_nobody_away(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("jusep")
        here.settled()
        before = stack.supervisor.restarts("postgresql")
        os.kill(stack.supervisor.pid("postgresql"), signal.SIGINT)  # as `pg_ctl restart -m fast` does
        statuses: list[int] = []
        while stack.supervisor.restarts("postgresql") == before or len(statuses) < 24:
            statuses.append(here.page.request.get(here.origin + "/activitat").status)
            assert len(statuses) < 2000
        # A page that was being made may fail; one that comes meanwhile waits.
        assert statuses.count(503) <= 1, statuses
        assert set(statuses) <= {200, 503}, statuses


@contextmanager
def _database_away(stack: Stack) -> Iterator[None]:
    """PostgreSQL falls at once, without goodbye, and the one that is started next takes nobody in until the end."""
    before = stack.supervisor.restarts("postgresql")
    os.kill(stack.supervisor.pid("postgresql"), signal.SIGQUIT)
    end = time.monotonic() + 60
    while stack.supervisor.restarts("postgresql") == before:
        assert time.monotonic() < end
        time.sleep(0.005)
    started = stack.supervisor.pid("postgresql")
    os.kill(started, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(started, signal.SIGCONT)


def _all_processes_answer(here: Walk) -> None:
    """Worker and live found the database again by themselves: a question goes out and its answer reaches the page."""
    here.go("/fonts")
    with here.page.expect_navigation():
        here.page.locator(".source button").first.click()
    here.settled(within=60)
    expect(here.page.locator(".asked__one--bad")).to_have_count(0)
