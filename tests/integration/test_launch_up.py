"""`up` as a person uses it: started, tried twice, interrupted, killed, started again, reset.

It runs from a copy of the sources, so that the data of whoever runs the tests are not touched.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from myspace.launch.folders import checkout
from myspace.launch.ports import lan_addresses, listen
from myspace.launch.spawning import started_at

pytestmark = pytest.mark.alone  # how soon a second start is ready

READY_WITHIN = 120.0


class Checkout:
    """A copy of the sources whose data live apart."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(checkout() / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
        self.started: list[Up] = []
        self.env = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONPATH": str(root / "src")}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "myspace.launch", *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), env=self.env, cwd="/", capture_output=True, text=True, timeout=120, check=False
        )

    def up(self, *words: str) -> Up:
        self.started.append(made := Up(self, words))
        made.wait_until_ready()
        return made

    def noted(self) -> dict[str, list[object]]:
        return dict(json.loads((self.root / ".data" / "run" / "processes.json").read_text()))


class Up:
    """One `up`, read until it says that it is ready."""

    def __init__(self, place: Checkout, words: tuple[str, ...]) -> None:
        self.output = place.root / "up.txt"
        self.ready_after = 0.0  # seconds
        with self.output.open("w") as stream:
            self.process = subprocess.Popen(
                place.command("up", *words), env=place.env, cwd="/", stdout=stream, stderr=stream
            )

    def wait_until_ready(self) -> None:
        began = time.monotonic()
        while "Per aturar-ho tot" not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < began + READY_WITHIN, self.text()
            time.sleep(0.1)
        self.ready_after = time.monotonic() - began

    def text(self) -> str:
        return self.output.read_text()

    @property
    def origin(self) -> str:
        found = re.search(r"http://localhost:\d+", self.text().partition("a punt")[2])
        assert found
        return found[0]

    def interrupt(self, within: float = 25.0) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(within)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    made = Checkout(tmp_path_factory.mktemp("checkout"))
    yield made
    for up in made.started:
        if up.process.poll() is None:
            up.interrupt()
    made.run("reset", "--yes")


def pids(place: Checkout) -> list[int]:
    return [int(str(facts[0])) for facts in place.noted().values()]


def status(url: str) -> int:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return int(answer.status)


def database_identity(place: Checkout) -> str:
    """Changes when the data are made anew."""
    told = place.run("manage", "shell", "-v", "0", "-c", IDENTITY)
    return told.stdout.strip()


IDENTITY = (
    "import os, psycopg; c = psycopg.connect(os.environ['DATABASE_OWNER_URL']); "
    "print(c.execute('SELECT system_identifier FROM pg_control_system()').fetchone()[0], "
    "c.execute('SELECT count(*) > 100 FROM administrations_connection').fetchone()[0])"
)


def test_up_from_an_empty_folder_to_reset(place: Checkout) -> None:
    with listen("127.0.0.1", 0) as somebody:
        taken = somebody.getsockname()[1]
        first = place.up("--port", str(taken))
        assert f"El port {taken} està ocupat" in first.text()
    assert first.origin != f"http://localhost:{taken}"
    assert status(first.origin + "/") == 200
    assert status(first.origin + "/healthz") == 200

    for address in lan_addresses():
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.settimeout(2)
            assert probe.connect_ex((address, int(first.origin.rpartition(":")[2]))) != 0, "only this machine may enter"

    second = place.run("up")
    assert second.returncode == 1
    assert first.origin in second.stderr

    identity = database_identity(place)
    assert identity.endswith("True")
    running = pids(place)
    assert len(running) >= 6
    began = time.monotonic()
    assert first.interrupt() == 0
    assert time.monotonic() - began < 20
    assert [pid for pid in running if started_at(pid)] == []
    assert "Les dades es conserven" in first.text()

    again = place.up("--port", str(taken))
    assert again.origin == f"http://localhost:{taken}"
    assert database_identity(place) == identity

    running = pids(place)
    again.process.kill()
    again.process.wait()
    deadline = time.monotonic() + 20
    while left := [pid for pid in running if started_at(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)

    third = place.up("--port", str(taken))
    assert "did not end well" in third.text()
    # The better of two starts with data beside the first, which makes the data: seconds alone would judge how busy the machine is.
    assert min(again.ready_after, third.ready_after) < first.ready_after, (first, again, third)
    assert status(third.origin + "/") == 200
    assert place.run("reset", "--yes").returncode == 1, "data in use must not be removed"
    assert status(third.origin + "/readyz") == 200
    assert third.interrupt() == 0

    assert place.run("reset").returncode == 1, "without --yes and without a terminal nothing is removed"
    assert place.run("manage", "help").returncode == 0
    assert database_identity(place) == identity
    assert place.run("reset", "--yes").returncode == 0
    assert "No hi ha dades" in place.run("reset", "--yes").stdout


def test_with_a_database_of_somebody_else_nothing_is_embedded_and_the_missing_address_is_named(
    place: Checkout,
) -> None:
    place.env["DATABASE_URL"] = "postgresql://myspace_web@/nowhere"
    try:
        told = place.run("up")
    finally:
        del place.env["DATABASE_URL"]
    assert told.returncode == 1
    assert "DATABASE_OWNER_URL" in told.stderr
    assert "manage roles --sql" in told.stderr
