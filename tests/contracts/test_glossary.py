"""The glossary tells the truth: its names are in the code, and its words can be said to citizens."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from myspace.launch.plain.lint import lint
from myspace.launch.plain.rules import KNOWN_EMPTY

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
CASE_PAGE = frozenset({"web/pages/item/page.html"})


@dataclass(frozen=True)
class Row:
    ca: str
    es: str
    aranese: str
    en: str
    code: str
    seen_by: str
    meaning: str


def rows() -> list[Row]:
    lines = (ROOT / "docs/glossary.md").read_text("utf-8").splitlines()
    table = [line for line in lines if line.startswith("|")][2:]
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in table]


ROWS = rows()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def in_code(dotted: str) -> bool:
    """Whether a dotted name is a module, or a class, function or constant of one, or a member of a class.

    Read from the source, not imported: a glossary must not need a database or settings.
    """
    parts = dotted.split(".")
    for cut in range(len(parts), 0, -1):
        module = SOURCE.joinpath(*parts[:cut])
        file = module / "__init__.py" if module.is_dir() else module.with_suffix(".py")
        if file.exists():
            return _has(tree_of(file).body, parts[cut:])
    return False


def _has(body: list[ast.stmt], names: list[str]) -> bool:
    if not names:
        return True
    for node in body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == names[0]:
            return _has(node.body, names[1:]) if isinstance(node, ast.ClassDef) else len(names) == 1
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if any(isinstance(target, ast.Name) and target.id == names[0] for target in targets):
            return len(names) == 1
    return False


def test_the_glossary_has_at_least_forty_concepts_each_once() -> None:
    assert len(ROWS) >= 40
    for column in ("ca", "en"):
        words = [getattr(row, column) for row in ROWS]
        assert sorted(set(words)) == sorted(words)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.en)
def test_every_cell_is_written(row: Row) -> None:
    assert all((row.ca, row.es, row.aranese, row.en, row.code, row.meaning))
    assert row.seen_by in ("everyone", "case page", "staff")


@pytest.mark.parametrize("row", [r for r in ROWS if not r.code.startswith("later")], ids=lambda row: row.en)
def test_the_name_in_code_exists(row: Row) -> None:
    (name,) = re.findall(r"^`([\w.]+)`$", row.code)
    assert in_code(name), f"docs/glossary.md: {row.en}: there is no {name}"


@pytest.mark.parametrize("row", [r for r in ROWS if r.code.startswith("later")], ids=lambda row: row.en)
def test_a_name_marked_as_later_is_not_built_yet(row: Row) -> None:
    (name,) = re.findall(r"^later: `(\w+)`$", row.code)
    defined = re.compile(rf"^class {name}\b", re.MULTILINE)
    built = [
        p
        for p in SOURCE.rglob("*.py")
        if "simulat" not in p.as_posix() and "conformance" not in p.as_posix() and defined.search(p.read_text("utf-8"))
    ]
    assert not built, f"docs/glossary.md: {row.en}: {name} is built in {built[0].name}: write its dotted name"


@pytest.mark.parametrize("row", [r for r in ROWS if r.seen_by != "staff"], ids=lambda row: row.en)
@pytest.mark.parametrize("language", ["ca", "es"])
def test_a_word_for_citizens_is_not_forbidden_to_them(row: Row, language: str) -> None:
    places = CASE_PAGE if row.seen_by == "case page" else frozenset()
    assert lint(getattr(row, language), language, context=KNOWN_EMPTY, places=places) == []


def test_a_name_that_does_not_exist_is_noticed() -> None:
    assert in_code("myspace.vocabulary.activity.Case.source_id")
    assert not in_code("myspace.vocabulary.activity.Case.nowhere")
    assert not in_code("myspace.vocabulary.activity.Nowhere")
    assert not in_code("myspace.nowhere.Thing")
