"""Which PostgreSQL programs are taken, with invented folders of invented programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from myspace.launch import binaries
from myspace.launch.binaries import NoPostgres, find


def programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in binaries.PROGRAMS:
        path = folder / name
        path.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        path.chmod(0o755)
    return folder


@pytest.fixture
def no_debian(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(binaries, "DEBIAN", tmp_path / "debian")
    monkeypatch.setattr(sys, "path", [])
    return tmp_path


def test_the_newest_debian_version_is_taken_by_number_and_not_by_letter(no_debian: Path) -> None:
    for version in ("9", "15", "16"):
        programs(no_debian / "debian" / version / "bin", f"{version}.3")
    assert find({"PATH": ""}).major == 16


def test_pg_bin_wins_over_everything_else(no_debian: Path) -> None:
    programs(no_debian / "debian" / "17" / "bin", "17.1")
    chosen = programs(no_debian / "mine", "15.4")
    assert find({"PG_BIN": str(chosen), "PATH": ""}).folder == chosen


def test_a_version_older_than_fifteen_is_refused_by_name(no_debian: Path) -> None:
    programs(no_debian / "debian" / "14" / "bin", "14.9")
    with pytest.raises(NoPostgres, match=r"14.*Set PG_BIN"):
        find({"PATH": ""})


def test_programs_on_the_path_are_found(no_debian: Path) -> None:
    folder = programs(no_debian / "tools", "16.2 (Homebrew)")
    assert find({"PATH": str(folder)}).origin == "path"


def test_existing_data_choose_the_version(no_debian: Path) -> None:
    for version in ("15", "17"):
        programs(no_debian / "debian" / version / "bin", f"{version}.3")
    assert find({"PATH": ""}, major=15).major == 15
    with pytest.raises(NoPostgres, match="PostgreSQL 16"):
        find({"PATH": ""}, major=16)


def test_the_wheel_is_found_by_its_files_and_never_imported(no_debian: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = no_debian / "site" / binaries.WHEEL
    programs(package / "pginstall" / "bin", "16.9")
    programs(package / "pginstall18" / "bin", "18.4")
    (package / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.setattr(sys, "path", [str(no_debian / "site")])
    found = find({"PATH": ""})
    assert (found.origin, found.major) == ("wheel", 18)
    assert found.tree == (package / "pginstall18", no_debian / "site" / f"{binaries.WHEEL}.libs")
    assert binaries.WHEEL not in sys.modules
    with pytest.raises(NoPostgres):
        find({"PATH": ""}, wheel=False)


def test_a_forced_origin_excludes_the_others(no_debian: Path) -> None:
    programs(no_debian / "debian" / "17" / "bin", "17.1")
    with pytest.raises(NoPostgres):
        find({"MYSPACE_PG": "path", "PATH": ""})
    with pytest.raises(NoPostgres, match="say debian, path, wheel"):
        find({"MYSPACE_PG": "docker", "PATH": ""})
    assert find({"MYSPACE_PG": str(no_debian / "debian" / "17" / "bin")}).origin == "MYSPACE_PG"
