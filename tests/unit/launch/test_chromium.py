"""Finding a browser, with invented programs; nothing is installed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from myspace.launch import chromium
from myspace.launch.chromium import NoChromium, find_or_get


def browser(path: Path, code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho 'Chromium 1'\nexit {code}\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def nothing_is_installed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "installs" not in request.fixturenames:
        monkeypatch.setattr(chromium, "_debian_package", lambda *_: None)
        monkeypatch.setattr(chromium, "_playwright", lambda *_: None)


@pytest.fixture
def installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would be run to install something. apt-get is there and works; it brings no browser."""
    run: list[str] = []

    def note(words: list[str], **_how: object) -> subprocess.CompletedProcess[str]:
        run.append(" ".join(words[:2] if words[0] == "apt-get" else words[1:]))
        return subprocess.CompletedProcess(words, 1 if "playwright" in words else 0, "", "")

    monkeypatch.setattr(chromium.shutil, "which", lambda name, **_: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(chromium.subprocess, "run", note)
    return run


def test_as_root_debians_package_is_tried_and_then_playwrights(
    installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    with pytest.raises(NoChromium):
        find_or_get(lambda _: None, {"PATH": "/nowhere"})
    assert installs == ["apt-get update", "apt-get install", "-m playwright install chromium"]


def test_as_somebody_else_nothing_of_the_system_is_touched(
    installs: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 1000)
    with pytest.raises(NoChromium):
        find_or_get(lambda _: None, {"PATH": "/nowhere"})
    assert installs == ["-m playwright install chromium"]


def test_the_path_is_searched_for_each_known_name(tmp_path: Path) -> None:
    found = browser(tmp_path / "google-chrome")
    assert find_or_get(lambda _: None, {"PATH": str(tmp_path)}) == found


def test_a_browser_that_does_not_start_is_not_taken_and_is_named(tmp_path: Path) -> None:
    browser(tmp_path / "chromium", code=127)
    with pytest.raises(NoChromium, match="chromium"):
        find_or_get(lambda _: None, {"PATH": str(tmp_path)})


def test_without_any_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NoChromium, match=r"Install the package chromium"):
        find_or_get(lambda _: None, {"PATH": str(tmp_path)})


def test_a_wrong_given_program_is_refused_instead_of_ignored(tmp_path: Path) -> None:
    browser(tmp_path / "chromium")
    with pytest.raises(NoChromium, match="MYSPACE_CHROMIUM"):
        find_or_get(lambda _: None, {"PATH": str(tmp_path), "MYSPACE_CHROMIUM": "/no/such/browser"})
