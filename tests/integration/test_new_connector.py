"""`new-connector` from end to end, in a copy of the tree: what it leaves is red for what is not written, and for no more."""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OPTIONS = ["--ca=Padró obert", "--es=Padrón abierto", "--en=Open register", "--topics=cases,entries",
           "--identifiers=NIF,NIE", "--deadline-ms=1500", "--fresh-for=30"]  # fmt: skip
UNIT = "tests/unit/connectors/padro_obert"
LEFT = f"{UNIT}/test_what_is_left.py"
FOLDER = "src/myspace/connectors/padro_obert"


def run(tree: Path, *words: str, **how: object) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(tree / "src")}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=tree, env=env, capture_output=True, text=True, check=False, timeout=240,
        **{"stdin": subprocess.DEVNULL, **how},
    )  # fmt: skip


def pytest_on(tree: Path, *where: str) -> subprocess.CompletedProcess[str]:
    return run(tree, "pytest", "-q", "-p", "no:cacheprovider", *where)


def copy_of(place: Path) -> Path:
    for name in ("src", "tests/unit/connectors", "tests/connectors", "tests/contracts", "docs"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "screenshots"))
    for name in ("myspace", "pyproject.toml", ".importlinter", "tests/__init__.py", "tests/unit/__init__.py"):
        if (ROOT / name).exists():
            shutil.copy2(ROOT / name, place / name)
    # Evidence of other connectors lies among the integration tests; their fixtures need nothing of them.
    integration = ROOT / "tests/integration"
    for path in (
        *integration.glob("test_valid_*.py"),
        *integration.glob("test_openid_*.py"),
        *integration.glob("test_record_*.py"),
        integration / "test_maker.py",
        integration / "test_verify_command.py",
        integration / "test_inbound.py",
        integration / "test_consult_in.py",
        integration / "test_login_in.py",
    ):
        (place / "tests/integration").mkdir(exist_ok=True)
        shutil.copy2(path, place / "tests/integration")
    return place


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of(tmp_path_factory.mktemp("checkout"))


@pytest.fixture(scope="module")
def made(tree: Path) -> subprocess.CompletedProcess[str]:
    return run(tree, "myspace.launch", "new-connector", "padro_obert", *OPTIONS)


def test_it_ends_well_and_the_run_it_leaves_is_red_with_every_step(
    tree: Path, made: subprocess.CompletedProcess[str]
) -> None:
    assert made.returncode == 0, made.stderr
    assert "red as it must be" in made.stdout
    left = pytest_on(tree, LEFT)
    assert left.returncode == 1
    red = set(re.findall(r"^FAILED .*::(test_step_\d)", left.stdout, re.MULTILINE))
    assert red == {f"test_step_{n}" for n in range(1, 7)}
    assert f"Write translate() in {FOLDER}/mapping.py" in left.stdout


def test_nothing_else_of_the_tree_is_red(tree: Path, made: subprocess.CompletedProcess[str]) -> None:
    assert made.returncode == 0
    contracts = (
        "tests/contracts/test_quality.py",
        "tests/contracts/test_imports.py",
        "tests/connectors/test_every_connector.py",
    )
    held = pytest_on(tree, *contracts)
    assert held.returncode == 0, held.stdout[-3000:]
    mine = (FOLDER, UNIT, "tests/connectors/test_padro_obert.py")
    for tool in (
        ("ruff", "check", *mine),
        ("ruff", "format", "--check", *mine),
        ("mypy", "-p", "myspace.connectors.padro_obert"),
    ):
        told = run(tree, *tool)
        assert told.returncode == 0, told.stdout + told.stderr
    assert "| `padro_obert` | Open register |" in (tree / "docs/reference/connectors.md").read_text("utf-8")
    told = run(tree, "myspace.launch", "quality", "padro_obert")
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith("padro_obert: none · Open register")


def test_a_name_that_is_taken_by_then_is_refused_and_nothing_changes(
    tree: Path, made: subprocess.CompletedProcess[str]
) -> None:
    before = {path: path.read_bytes() for path in (tree / FOLDER).rglob("*.py")}
    again = run(tree, "myspace.launch", "new-connector", "padro_obert", *OPTIONS)
    assert again.returncode == 2
    assert "is taken" in again.stderr
    assert {path: path.read_bytes() for path in (tree / FOLDER).rglob("*.py")} == before


def test_without_a_terminal_and_without_options_it_says_which_are_missing(tree: Path) -> None:
    told = run(tree, "myspace.launch", "new-connector", "another", "--ca=Un altre")
    assert told.returncode == 2
    assert "--es --en --topics --identifiers --deadline-ms --fresh-for" in told.stderr
    assert not (tree / "src/myspace/connectors/another").exists()


def test_on_a_terminal_the_five_things_are_asked(tree: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, b"Cens\nCenso\nCensus\npapers\ncases\n\n\n15\n")
    try:
        told = run(tree, "myspace.launch", "new-connector", "census", stdin=theirs)
    finally:
        os.close(theirs)
        os.close(ours)
    assert told.returncode == 0, told.stderr
    for number in range(1, 6):
        assert f"{number}/5" in told.stdout
    assert "papers is not among" in told.stdout
    manifest = (tree / "src/myspace/connectors/census/manifest.toml").read_text("utf-8")
    assert 'en = "Census"' in manifest
    assert "deadline_ms = 2500" in manifest
    assert "fresh_for_minutes = 15" in manifest


def test_a_mapping_that_is_written_turns_its_tests_green(tree: Path, made: subprocess.CompletedProcess[str]) -> None:
    """Last: it changes the copy. The example's mapping fits, because the copied wire still is the example's."""
    assert pytest_on(tree, f"{UNIT}/test_reading.py", "-k", "not sample").returncode == 1
    written = (tree / "src/myspace/connectors/example/mapping.py").read_text("utf-8")
    (tree / FOLDER / "mapping.py").write_text(written, "utf-8")
    green = pytest_on(
        tree, f"{UNIT}/test_reading.py", f"{LEFT}::test_step_4_the_mapping_is_written", "-k", "not sample"
    )
    assert green.returncode == 0, green.stdout[-3000:]
