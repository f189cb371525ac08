"""A check in a process of its own: it says what the check says, and a hostile file can at worst make it end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from myspace.protocols.pades import apart, reports
from myspace.protocols.pades.apart import CheckFailed, Cost, check_apart
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.trusting import MIB, Limits, Trust
from tests.unit.protocols.pades import papers
from tests.unit.protocols.pades.authority import DAY, NOW, Authority

WHOLE: dict[str, Callable[[], bytes]] = {
    "Good": papers.sealed,
    "AddedTo": lambda: papers.written_over(papers.sealed()),
    "Altered": lambda: papers.sealed().replace(b"stream\n", b"stream ", 1),
    "TooMuch": lambda: papers.bomb(2, 200 * MIB),
}


@pytest.mark.parametrize("name", WHOLE)
def test_it_says_of_a_file_what_the_check_itself_says(name: str) -> None:
    pdf, trust = WHOLE[name](), Authority().trust(lists=(Authority().list_of_withdrawn(),))
    found = check_apart(pdf, trust, NOW)
    assert type(found).__name__ == name
    assert found == check(pdf, trust, NOW)


def test_who_is_trusted_and_what_was_withdrawn_travel_with_the_file() -> None:
    assert check_apart(papers.sealed(), Trust(), NOW) == reports.NotTrusted()
    gone = Authority(withdrawn={2: NOW - DAY})
    found = check_apart(papers.sealed(), gone.trust(lists=(gone.list_of_withdrawn(),)), NOW)
    assert isinstance(found, reports.Revoked)
    assert found.by.name == "Segell de prova"


def test_more_bytes_than_are_looked_at_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", None)
    assert check_apart(b"%PDF-" + bytes(MIB), Trust(limits=Limits(octets=MIB)), NOW) == reports.TooLarge()


@pytest.mark.parametrize(
    ("cost", "what"),
    [
        (Cost(wall_s=0.2), "waits no longer"),
        (Cost(cpu_s=0), "may use no CPU"),
    ],
)
def test_one_that_takes_too_much_is_ended_and_told_as_that(cost: Cost, what: str) -> None:
    began = time.monotonic()
    assert check_apart(papers.sealed(), Authority().trust(), NOW, cost) == reports.Stopped(), what
    assert time.monotonic() - began < 10


def test_a_file_that_unfolds_beyond_the_memory_given_is_stopped_and_not_the_one_who_asked() -> None:
    wide = Authority().trust(limits=Limits(unpacked=4096 * MIB))
    assert check_apart(papers.bomb(2, 1500 * MIB // 2), wide, NOW) in (reports.Stopped(), reports.TooMuch())


@pytest.mark.parametrize(
    "pdf",
    [
        b"%PDF-1.7\n" + b"[" * 1_000_000,
        b"%PDF-1.7\n1 0 obj\n<</Root 1 0 R/Pages 1 0 R/Kids[1 0 R]/Parent 1 0 R>>\nendobj\nxref\n0 2\n0000000000 65535 f \n"
        b"0000000009 00000 n \ntrailer\n<</Size 2/Root 1 0 R/Prev 86>>\nstartxref\n86\n%%EOF\n",
        b"%PDF-1.7\nxref\n0 99999999\n" + b"0000000009 00000 n \n" * 100_000 + b"trailer\n<<>>\nstartxref\n9\n%%EOF\n",
        b"%PDF-1.7\n" + b"%%EOF\n" * 1_000_000,
    ],
    ids=["lists", "loop", "table", "ends"],
)
def test_a_hostile_file_is_told_as_what_it_is_in_little_time(pdf: bytes) -> None:
    began = time.monotonic()
    found = check_apart(pdf, Authority().trust(), NOW)
    assert isinstance(found, reports.NotRead | reports.NotSigned | reports.Altered)
    assert time.monotonic() - began < 15


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_sealed_paper_that_is_cut_anywhere_is_never_good(cut: int) -> None:
    whole = papers.sealed()
    assert not isinstance(check(whole[: len(whole) * cut // 10], Authority().trust(), NOW), reports.Good)


# -- what the process is able to do ------------------------------------------------------------------------------------

_TRIES = """
import sys
sys.argv = ["alone", "6", "536870912"]
from myspace.protocols.pades import alone, checking, reports
def check(pdf, trust, now):
    {what}
    return reports.NotSigned()
checking.check = check
sys.exit(alone.main(6, 536870912))
"""


def ends_with(what: str) -> tuple[int, bytes]:
    """How `alone` ends if the library did this while it read a file."""
    job = apart.msgspec.json.encode(apart.Job.of(Trust(), NOW, Cost())) + b"\n%PDF-"
    code = _TRIES.format(what=what)
    ended = subprocess.run([sys.executable, "-B", "-c", code], input=job, capture_output=True, check=False, timeout=30)
    return ended.returncode, ended.stdout


@pytest.mark.parametrize(
    "what",
    [
        "open('/etc/hostname')",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_nothing_can_be_opened_once_a_file_is_read(what: str) -> None:
    code, told = ends_with(what)
    assert code != 0
    assert told == b""


@pytest.mark.parametrize("what", ["open('/etc/hostname')", "import turtle"])
def test_a_library_that_wanted_to_open_something_and_went_on_is_not_believed(what: str) -> None:
    tried = f"try:\n        {what}\n    except Exception:\n        pass"
    assert ends_with(tried) == (3, b"")


def test_without_such_a_wish_it_answers() -> None:
    assert ends_with("pass") == (0, b'{"kind":"NotSigned"}')


def test_nothing_of_ours_is_in_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, object] = {}

    def run(_command: object, **how: object) -> None:
        given.update(how)
        raise OSError

    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(CheckFailed):
        check_apart(papers.plain(), Trust(), NOW)
    assert given["env"] == {"LC_ALL": "C.UTF-8"}
    assert os.environ["DATABASE_URL"]
