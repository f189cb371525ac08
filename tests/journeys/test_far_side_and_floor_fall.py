"""What is under the product falls while somebody uses it: the database, the worker, the live process. All comes back."""

import os
import signal
import time

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from myspace.simulation import cast
from tests.journeys.walking import Country, Walk, walk

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
        here.go("/fonts")
        with here.page.expect_navigation(), told.expect_response("**/fragment/**", timeout=30_000):
            here.source("Ajuntament de Girona").get_by_role("button").click()


def test_the_database_restarts_in_use_and_the_page_says_so_and_comes_back(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("jusep")
        here.settled("/activitat")
        things = here.page.locator("a.row__link").count()
        assert things
        before = stack.supervisor.restarts("postgresql")
        os.kill(stack.supervisor.pid("postgresql"), signal.SIGQUIT)  # at once, without goodbye: it must recover
        answer = here.page.goto(here.origin + "/activitat")
        statuses = [answer.status if answer else 0]
        end = time.monotonic() + 60
        seen_503 = False
        while time.monotonic() < end:
            if statuses[-1] == 503:
                seen_503 = True
                assert here.heading() == "Torna d'aquí a un moment"
                assert "Això no vol dir que no tinguis res pendent." in here.text()
                assert "Jusèp" not in here.page.content()
            elif seen_503:
                break
            here.page.wait_for_timeout(200)
            answer = here.page.goto(here.origin + "/activitat")
            statuses.append(answer.status if answer else 0)
        assert seen_503, statuses
        assert set(statuses) <= {200, 503}, statuses
        assert stack.supervisor.restarts("postgresql") == before + 1
        # Still in, with everything still there.
        assert here.heading() == "El que tinc amb les administracions"
        assert here.page.locator("a.row__link").count() == things
        # No process of the door still holds a connection that died: it would be one more page that fails for nothing.
        # A pool that tried in vain while the database was away may still be waiting to try again: within a minute all is well.
        well, end = 0, time.monotonic() + 60
        while well < 24 and time.monotonic() < end:
            well = well + 1 if here.page.request.get(here.origin + "/activitat").status == 200 else 0
        assert well == 24
        _all_processes_answer(here)


def _all_processes_answer(here: Walk) -> None:
    """Worker and live found the database again by themselves: a question goes out and its answer reaches the page."""
    here.go("/fonts")
    with here.page.expect_navigation():
        here.page.locator(".source button").first.click()
    here.settled(within=60)
    expect(here.page.locator(".asked__one--bad")).to_have_count(0)
