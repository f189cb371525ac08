"""One browser and one running product for all journeys: each start costs what a journey costs.

Both last as long as this folder's tests, not the whole run: the browser's driver keeps an event loop that the
asynchronous tests of other folders could not share, and ten idle processes would slow them down.
"""

import os
import signal
import time
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.spawning import tail
from myspace.launch.stack import Stack
from tests.journeys.browser import chromium
from tests.journeys.far_sides import Registry
from tests.journeys.walking import Country, sql

# A state is waited for, never a time; a busy machine may take long to reach it.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    with Stack(temporary=True) as running:
        yield running


@pytest.fixture
def country(stack: Stack) -> Iterator[Country]:
    """The country's strings; whatever a journey pulled is put back."""
    strings = Country(stack.hub_url)
    strings.reset()
    yield strings
    strings.reset()
    if strings.pulled:
        _forget_the_breakers(stack)


@pytest.fixture
def registry(stack: Stack) -> Iterator[Registry]:
    """The registry of representations; whatever a journey changed there is as it was afterwards."""
    strings = Registry(stack)
    strings.reset()
    yield strings
    strings.reset()


def _forget_the_breakers(stack: Stack) -> None:
    """A breaker stays open half a minute after a body failed: the next journey finds a worker that has seen nothing."""
    before = stack.supervisor.restarts("worker")
    os.kill(stack.supervisor.pid("worker"), signal.SIGKILL)
    end = time.monotonic() + 30
    while stack.supervisor.restarts("worker") == before and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1.5)  # it stands in line for the lock, and then asks


@pytest.fixture(autouse=True)
def _nobody_came_before(request: pytest.FixtureRequest) -> None:
    """Every journey finds the folder as a newcomer does: one's first visit must not be another's second."""
    if "stack" in request.fixturenames:
        personal = (
            "people_person, people_identity, people_session, people_acting, audit_event, agenda_entry, gathering_ask"
        )
        personal += ", gathering_wanted, gathering_quarantine, activity_item, activity_mark, activity_word"
        personal += ", invoices_invoice, invoices_question, invoices_reading, invoices_receipt"
        # One neighbour who comes in six times as a newcomer is not six people of whom a body tells the same.
        personal += ", gathering_likeness"
        sql(request.getfixturevalue("stack"), f"TRUNCATE {personal}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A journey that fails also shows the end of each process's log: the page alone says only "Ara no funciona"."""
    report = yield
    stack = getattr(item, "funcargs", {}).get("stack")
    if report.when == "call" and report.failed and isinstance(stack, Stack):
        for name in ("web", "live", "worker"):
            report.sections.append((f"end of {name}'s log", tail(stack.supervisor.log(name))))
    return report
