"""The copy: renamed where the example is meant and nowhere else, whole or not at all."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from myspace.connector_kit.contract import read_manifest
from myspace.launch import folders
from myspace.launch.new_connector.copying import contents, copy, renamed
from myspace.launch.new_connector.facts import Facts
from myspace.vocabulary.activity import Topic

ROOT = folders.checkout()
FACTS = Facts("padro_obert", "L'SPEC del NAME", "Padrón", "Open register", ("cases", "taxes"), ("NIF",), 1500, 30)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Only the example: what the copy is made from."""
    for path in contents(FACTS, ROOT):
        source = Path(str(path).replace("padro_obert", "example"))
        if (ROOT / source).is_file():
            (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / source).write_bytes((ROOT / source).read_bytes())
    return tmp_path


def test_only_the_examples_name_is_replaced() -> None:
    text = "from myspace.connectors.example import wire\nclass ExampleConnector: ...  # l'example, examples, by_example"
    assert renamed(text, "padro_obert") == (
        "from myspace.connectors.padro_obert import wire\n"
        "class PadroObertConnector: ...  # l'example, examples, by_example"
    )


def test_every_file_has_its_place_and_the_examples_work_is_not_among_them(tree: Path) -> None:
    made = {path.as_posix() for path in copy(FACTS, tree)}
    inside = "src/myspace/connectors/padro_obert"
    assert {f"{inside}/{one}" for one in ("manifest.toml", "wire.py", "mapping.py", "client.py", "README.md")} <= made
    assert {"tests/unit/connectors/padro_obert/test_what_is_left.py", "tests/connectors/test_padro_obert.py",
            "docs/protocols/PADRO-OBERT-1.md"} <= made  # fmt: skip
    mapping = (tree / inside / "mapping.py").read_text("utf-8")
    assert "raise NotImplementedError" in mapping
    assert "Case(" not in mapping
    assert not [path for path in made if "__pycache__" in path]


def test_the_manifest_holds_what_was_answered_and_a_title_is_left_as_typed(tree: Path) -> None:
    copy(FACTS, tree)
    path = tree / "src/myspace/connectors/padro_obert/manifest.toml"
    made = read_manifest(path)
    assert tomllib.loads(path.read_text("utf-8"))["title"]["ca"] == "L'SPEC del NAME"
    assert (made.topics, made.deadline_ms, made.fresh_for_minutes) == ((Topic.CASES, Topic.TAXES), 1500, 30)
    assert made.spec == "docs/protocols/PADRO-OBERT-1.md"
    assert made.level == "none"


def test_a_copy_that_fails_half_way_leaves_nothing(tree: Path) -> None:
    before = {path for path in tree.rglob("*") if path.is_file()}
    (tree / "docs/protocols/PADRO-OBERT-1.md").mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011 -- which of them is the system's choice
        copy(FACTS, tree)
    assert {path for path in tree.rglob("*") if path.is_file()} == before


def test_nobodys_file_is_written_over(tree: Path) -> None:
    theirs = tree / "tests/connectors/test_padro_obert.py"
    theirs.write_text("theirs")
    with pytest.raises(FileExistsError):
        copy(FACTS, tree)
    assert theirs.read_text("utf-8") == "theirs"
