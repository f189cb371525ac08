"""`check` and `test` as commands: what they run, with what, and that nothing red ends as green."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from myspace.launch import check, testing
from myspace.launch.check import Step
from myspace.launch.chromium import NoChromium

WELL, ILL = (sys.executable, "-c", ""), (sys.executable, "-c", "raise SystemExit(3)")


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "compile_stale", list)
    monkeypatch.setattr(check, "steps", lambda: [Step("first", WELL), Step("second", ILL), Step("third part", WELL)])


def test_every_step_is_run_and_the_failed_one_named(steps: None, capfd: pytest.CaptureFixture[str]) -> None:
    assert check.check([]) == 1
    assert capfd.readouterr().out.splitlines()[-1] == "check: 2 of 3 steps passed; failed: second"


def test_words_choose_steps(steps: None, capfd: pytest.CaptureFixture[str]) -> None:
    assert check.check(["first", "third"]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "check: 2 of 2 steps passed"


def test_a_word_that_names_no_step_is_no_success(steps: None) -> None:
    assert check.check(["typse"]) == 1


def test_a_minute_holds_lint_form_imports_sentences_types_contracts_and_unit_tests() -> None:
    names = [step.name for step in check.steps()]
    assert names == ["lint", "format", "imports", "messages", "types", "contracts", "unit tests"]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, str]]]:
    """What pytest would have been called with."""
    calls: list[tuple[list[str], dict[str, str]]] = []

    def run(words: list[str], *, env: dict[str, str], **_how: object) -> subprocess.CompletedProcess[str]:
        calls.append((words, env))
        return subprocess.CompletedProcess(words, 5 if "nothing" in words else 0)

    monkeypatch.setattr(testing, "compile_stale", list)
    monkeypatch.setattr(testing, "find_or_get", lambda _say: Path("/usr/bin/chromium"))
    monkeypatch.setattr(testing.subprocess, "run", run)
    return calls


def test_the_tests_get_a_browser_and_no_address_of_somebodys_data(
    ran: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_KEEPER_URL", "MYSPACE_KEYS", "MYSPACE_ORIGIN"):
        monkeypatch.setenv(name, "somebody's")
    assert testing.test(["tests/unit", "-x"]) == 0
    ((words, env),) = ran
    assert words == [sys.executable, "-m", "pytest", "tests/unit", "-x"]
    assert env["MYSPACE_CHROMIUM"] == "/usr/bin/chromium"
    assert "somebody's" not in env.values()


def test_the_whole_suite_goes_to_every_processor_and_what_measures_the_machine_comes_alone(
    ran: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(testing.os, "sched_getaffinity", lambda _pid: {0, 1})
    assert testing.test([]) == 0
    first, second = [" ".join(words) for words, _env in ran]
    assert "-m not alone and not journey -n 2 --dist loadfile" in first
    assert "-m alone or journey" in second
    assert "-n" not in second.split()
    assert [words[1] for words in testing.rounds(1)] == ["not alone and not journey", "alone or journey"]
    assert "-n" not in testing.rounds(1)[0]


def test_the_closing_line_counts_both_rounds_and_either_can_turn_it_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ran: list[tuple[list[str], dict[str, str]]]
) -> None:
    told = iter(((7, 1, 2), (3, 0, 0)))

    def run(words: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        tests, failures, skipped = next(told)
        report = Path(next(w.partition("=")[2] for w in words if w.startswith("--junit-xml=")))
        report.write_text(
            f'<testsuites><testsuite tests="{tests}" failures="{failures}" errors="0" skipped="{skipped}"/></testsuites>'
        )
        return subprocess.CompletedProcess(words, 1 if failures else 0)

    monkeypatch.setattr(testing.subprocess, "run", run)
    assert testing.test([]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed, 2 skipped"


def test_a_user_without_a_name_shares_no_folder_with_the_other_nameless(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(testing.os, "geteuid", lambda: 4_000_000)
    assert testing.tools_environment()["LOGNAME"] == "uid-4000000"
    monkeypatch.setattr(testing.os, "geteuid", lambda: 0)
    assert "LOGNAME" not in testing.tools_environment()


def test_a_suite_that_vanished_is_not_green(
    ran: list[tuple[list[str], dict[str, str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert testing.test(["nothing"]) == 5
    assert "nothing is proved" in capsys.readouterr().err


def test_without_a_browser_nothing_is_run_and_the_reason_is_said(
    ran: list[tuple[list[str], dict[str, str]]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(_say: object) -> Path:
        raise NoChromium("Install the package chromium")

    monkeypatch.setattr(testing, "find_or_get", none)
    assert testing.test([]) == 1
    assert ran == []
    assert "Install the package chromium" in capsys.readouterr().err
