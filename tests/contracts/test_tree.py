"""The shape of the repository: the README's map, where tests live, how long files are."""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/myspace"
FORBIDDEN_NAMES = re.compile(r"(utils?|helpers?|common|misc|base_\w+|\w+_manager|\w+_v2)")


def modules() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if "migrations" not in p.parts]


def mapped() -> list[str]:
    """The paths of the README's map, in order."""
    text = (ROOT / "README.md").read_text("utf-8")
    table = text.split("## Where things are", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    return [path for row in rows for path in re.findall(r"`([\w/.-]+)`", row.split("|")[1])]


def test_every_path_of_the_map_exists() -> None:
    assert [path for path in mapped() if not (ROOT / path).exists()] == []
    assert 10 <= len(mapped()) <= 16


def test_what_ci_runs_is_the_one_command_that_people_run() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert [line for line in script if not line.startswith(("#", "set ", "cd "))] == ["exec ./myspace test"]
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert os.access(ROOT / "myspace", os.X_OK)


def test_every_folder_of_the_repository_is_on_the_map() -> None:
    folders = {p.name for p in ROOT.iterdir() if p.is_dir() and not p.name.startswith(".")}
    assert folders - {path.split("/")[0] for path in mapped()} - {"__pycache__"} == set()


def test_every_package_is_on_the_map() -> None:
    packages = {f"src/myspace/{p.parent.name}" for p in PACKAGE.glob("*/__init__.py") if p.read_text("utf-8").strip()}
    assert packages - set(mapped()) == set()


def test_the_pictures_are_light_and_can_be_taken_again() -> None:
    pictures = list((ROOT / "docs/screenshots").glob("*.jpg"))
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {p.stem for p in pictures} == {"home", "activity", "case", "sources"}
    assert all(f"docs/screenshots/{p.name}" in readme for p in pictures)
    assert [p.name for p in pictures if p.stat().st_size > 60_000] == []
    assert (ROOT / "docs/screenshots/take.py").exists()


def test_no_module_is_named_after_nothing() -> None:
    wrong = [
        p for p in modules() for part in (*p.relative_to(PACKAGE).parts[:-1], p.stem) if FORBIDDEN_NAMES.fullmatch(part)
    ]
    assert wrong == []


def test_every_module_says_what_it_knows() -> None:
    silent = []
    for path in modules():
        tree = ast.parse(path.read_text("utf-8"))
        if tree.body and not ast.get_docstring(tree):
            silent.append(path.relative_to(ROOT).as_posix())
    assert silent == []


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    """A test and a proof are read as often as what they try."""
    others = [p for top in ("tests", "proofs", "bench", "docs") for p in (ROOT / top).rglob("*.py")]
    lengths = {p.relative_to(ROOT).as_posix(): len(p.read_text("utf-8").splitlines()) for p in (*modules(), *others)}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}, "split by idea"


def test_unit_tests_mirror_the_tree() -> None:
    """A folder of unit tests is a package of ours, or a package and its part joined: hub_carpetes_conformance."""
    packages = {p.parent.relative_to(PACKAGE).as_posix().replace("/", "_") for p in PACKAGE.rglob("*.py")}
    folders = [p.parent.relative_to(ROOT / "tests/unit") for p in (ROOT / "tests/unit").rglob("__init__.py")]
    assert [f.as_posix() for f in folders if f.parts and f.as_posix().replace("/", "_") not in packages] == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {p.parent for p in (ROOT / "tests").rglob("test_*.py")}
    assert [f.relative_to(ROOT).as_posix() for f in folders if not (f / "__init__.py").exists()] == []
