"""`./myspace` before its environment exists: what it installs, when it does so again, and what it says to a mistake."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from myspace.launch.__main__ import COMMANDS

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "myspace"


@pytest.fixture
def entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, on a checkout of its own that has been prepared for `up`."""
    loader = importlib.machinery.SourceFileLoader("entry_point", str(SCRIPT))
    spec = importlib.util.spec_from_loader("entry_point", loader)
    assert spec
    made = importlib.util.module_from_spec(spec)
    loader.exec_module(made)
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    places = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "UV_HOME": tmp_path / ".venv-uv"}
    places |= {"STAMP": places["VENV"] / "myspace-stamp.json", "PYTHON": places["VENV"] / "bin/python"}
    for name, path in places.items():
        monkeypatch.setattr(made, name, path)
    places["PYTHON"].parent.mkdir(parents=True)
    places["PYTHON"].touch()
    places["STAMP"].write_text(json.dumps({**made.fingerprint(), "groups": ["embedded"]}))
    monkeypatch.setattr(made, "find_uv", lambda: Path("uv"))
    monkeypatch.setattr(made, "say", lambda _: None)
    return made


def installed(entry: ModuleType, groups: set[str], monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The groups that an installation asks for; empty when there is none."""
    asked: list[set[str]] = []
    monkeypatch.setattr(entry, "sync", lambda _uv, wanted: (entry.VENV.mkdir(exist_ok=True), asked.append(set(wanted))))
    if not entry.up_to_date(groups, entry.fingerprint()):
        entry.install(groups, entry.fingerprint())
    return asked


def test_a_second_start_installs_nothing(entry: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed(entry, {"embedded"}, monkeypatch) == []
    assert installed(entry, set(), monkeypatch) == []


def test_tools_are_installed_beside_what_is_there(entry: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed(entry, {"dev"}, monkeypatch) == [{"dev", "embedded"}]
    assert installed(entry, {"dev", "embedded"}, monkeypatch) == [], "and it is noted"


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml"])
def test_when_the_packages_change_they_are_installed_again(
    changed: str, entry: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry.ROOT / changed).write_text("newer")
    assert installed(entry, {"embedded"}, monkeypatch) == [{"embedded"}]


def test_a_checkout_that_was_moved_begins_anew(entry: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts inside name the old place."""
    entry.STAMP.write_text(json.dumps({**entry.fingerprint(), "root": "elsewhere", "groups": ["dev"]}))
    (entry.VENV / "old").touch()
    assert installed(entry, {"embedded"}, monkeypatch) == [{"embedded"}]
    assert not (entry.VENV / "old").exists()


def test_a_half_made_environment_begins_anew(entry: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    entry.PYTHON.unlink()
    (entry.VENV / "half").touch()
    assert installed(entry, {"embedded"}, monkeypatch) == [{"embedded"}]
    assert not (entry.VENV / "half").exists()


def test_an_environment_made_by_hand_keeps_its_tools(entry: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    entry.STAMP.unlink()
    assert installed(entry, set(), monkeypatch) == [{"dev"}]


def test_a_failed_installation_says_what_to_do_and_is_not_taken_for_done(
    entry: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (entry.ROOT / "uv.lock").write_text("newer")
    monkeypatch.setattr(entry, "find_uv", lambda: Path("false"))
    with pytest.raises(entry.Trouble, match="run the same command again"):
        entry.install({"embedded"}, entry.fingerprint())
    assert not entry.up_to_date({"embedded"}, entry.fingerprint())


def test_only_who_needs_a_database_gets_the_embedded_one(entry: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(entry, "has_postgres", lambda: False)
    assert entry.wanted_groups("up") == {"simulated", "embedded"}
    assert entry.wanted_groups("test") == {"dev", "embedded"}
    assert entry.wanted_groups("check") == {"dev"}
    assert entry.wanted_groups("conformance") == set()
    monkeypatch.setattr(entry, "has_postgres", lambda: True)
    assert entry.wanted_groups("up") == {"simulated"}
    monkeypatch.setattr(entry, "has_postgres", lambda: False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@/elsewhere")
    assert entry.wanted_groups("up") == {"simulated"}


def test_the_script_and_the_package_know_the_same_commands(entry: ModuleType) -> None:
    assert set(entry.COMMANDS) == set(COMMANDS)
    assert [command for command in entry.COMMANDS if f"\n  {command} " not in entry.USAGE] == []


@pytest.mark.parametrize(("words", "code"), [((), 0), (("help",), 0), (("--help",), 0), (("fly",), 2)])
def test_help_and_mistakes_need_no_environment(words: tuple[str, ...], code: int) -> None:
    told = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *words], capture_output=True, text=True, env={"PATH": os.defpath}, check=False
    )  # fmt: skip
    assert told.returncode == code
    assert "./myspace COMMAND" in (told.stdout if code == 0 else told.stderr)
