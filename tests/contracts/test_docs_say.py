"""What the documents name exists: addresses, settings, modules, options, files in commands; and no page of reference is free.

Paths, links and commands are tests/contracts/test_docs.py's.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import django
import pytest
from django.urls import Resolver404, resolve

from myspace.launch import prove, reference
from myspace.launch.new_connector.facts import ASKED
from tests.contracts.test_docs import DOCUMENTS, ROOT, TICKED, named, without_blocks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

# -- the pages of reference -------------------------------------------------------------------------------------------

# Written by a run, not by the code: their figures are of the day that they name, and their form is held below.
MEASURED = {"bench.md", "proofs.md"}
COMMIT = r"[0-9a-f]{12}"


def test_every_page_of_reference_is_generated_or_measured() -> None:
    assert {p.name for p in (ROOT / reference.PLACE).glob("*.md")} == set(reference.pages()) | MEASURED


def cells(page: str) -> list[list[str]]:
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:] if not line.startswith("| ---")]


def wrong_proofs(page: str) -> list[str]:
    """Rows that no run of a proof of ours can have written."""
    wrong = []
    for row in cells(page):
        name, held, of, date, commit = row[:5]
        sound = held == of and re.fullmatch(r"[\d,]+", of) and re.fullmatch(r"20\d\d-\d\d-\d\d", date)
        if not (sound and re.fullmatch(COMMIT, commit) and (ROOT / f"proofs/{name}.py").exists()):
            wrong.append(name)
    return wrong


def wrong_figures(page: str) -> list[str]:
    """Rows that no run of a bench of ours can have written, those without a day and a commit, and those beyond their limit."""
    known = benches()

    def sound(row: list[str]) -> bool:
        if len(row) != 9:
            return False
        bench, _, _, _, verdict, _, date, commit, _ = row
        dated = re.fullmatch(r"20\d\d-\d\d-\d\d", date) and re.fullmatch(COMMIT, commit)
        return bool(dated) and bench in known and verdict == "OK"

    return [" ".join(row[:2]) for row in cells(page) if not sound(row)]


@cache
def benches() -> set[str]:
    """The names that the benches give themselves: texts of their code."""
    trees = [ast.parse(p.read_text("utf-8")) for p in (ROOT / "bench").rglob("*.py")]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)} | {
        p.stem for p in (ROOT / "bench").rglob("*.py")
    }


def test_the_measured_pages_have_the_form_that_a_run_writes() -> None:
    assert wrong_proofs((ROOT / prove.RECORD).read_text("utf-8")) == []
    assert wrong_figures((ROOT / "docs/reference/bench.md").read_text("utf-8")) == []


# -- addresses --------------------------------------------------------------------------------------------------------

# Of other processes than web: the stream, and the make-believe country's strings.
ELSEWHERE = re.compile(r"/(live|_control)\b")
ADDRESS = re.compile(r"/[a-z][\w./<>-]*")
# Places of a machine, and what others serve: a supplier's own paths stand in the pages of their protocols.
NOT_OURS = re.compile(r"/(etc|var|run|usr|dev|proc|sys|opt|srv|bin|data|hub|static)(/|$)")


def unknown_addresses(text: str) -> list[str]:
    return [
        said
        for said in TICKED.findall(without_blocks(text))
        if ADDRESS.fullmatch(said)
        and not NOT_OURS.match(said)
        and not ELSEWHERE.match(said)
        and not is_an_address(said)
    ]


def is_an_address(said: str) -> bool:
    for sample in ("0811360009", "card", "1", "00000000-0000-7000-8000-000000000000"):
        try:
            resolve(re.sub(r"<\w+>", sample, said), urlconf="myspace.site.urls")
        except Resolver404:
            continue
        return True
    return False


OF_OTHERS = [p for p in DOCUMENTS if "protocols" in p.parts or "connectors" in p.parts]


@pytest.mark.parametrize("document", [p for p in DOCUMENTS if p not in OF_OTHERS], ids=named)
def test_every_address_that_is_named_is_one_of_ours(document: Path) -> None:
    assert unknown_addresses(document.read_text("utf-8")) == []


# -- settings ---------------------------------------------------------------------------------------------------------

SETTING = re.compile(r"\b(?:MYSPACE_[A-Z_]+[A-Z]|DATABASE_(?:[A-Z]+_)?URL|PG_BIN)\b")


def unknown_settings(text: str) -> list[str]:
    return sorted(set(SETTING.findall(text)) - set(reference.MEANING))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_every_setting_that_is_named_is_read(document: Path) -> None:
    assert unknown_settings(document.read_text("utf-8")) == []


# -- commands: modules, options, files --------------------------------------------------------------------------------

TO_BE_MADE = ("padro_obert",)  # the connector that docs/howto/add-a-connector.md makes


def commands(text: str) -> Iterator[str]:
    """Each command of ours, from a code span or a block, with its continued lines joined."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    indented = re.findall(r"^ {4}(\S.*)$", text, re.MULTILINE)
    for written in [*TICKED.findall(without_blocks(text)), *indented, *blocks]:
        for line in written.replace("\\\n", " ").splitlines():
            if re.match(r"\s*(\w+=\S+ )*(\./myspace|\.venv/bin/)", line):
                yield line.strip()


def wrong_in(command: str) -> list[str]:
    """Modules, options and files of a command that are not there."""
    wrong = [f"-m {module}" for module in re.findall(r"-m (myspace[\w.]*)", command) if not is_a_module(module)]
    wrong += [one for one in re.findall(r"(?<!\S)--[a-z][\w-]*", command) if not is_an_option(one)]
    files = re.findall(r"(?<!\S)(?:docs|tests|src|proofs|bench)/[\w./-]+", command)
    return wrong + [one for one in files if not (ROOT / one).exists() and not any(made in one for made in TO_BE_MADE)]


def is_a_module(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def is_an_option(one: str) -> bool:
    """Written as it is typed, or one of the facts that new-connector asks for, which makes its options of their names."""
    return f'"{one}' in source() or one.removeprefix("--") in {question.option for question in ASKED}


@cache
def source() -> str:
    """Where an option of ours is written. Words after `./myspace test` are pytest's."""
    return "".join(p.read_text("utf-8") for top in ("src", "proofs", "bench") for p in (ROOT / top).rglob("*.py"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=named)
def test_what_a_command_names_is_there(document: Path) -> None:
    told = {command: wrong_in(command) for command in commands(document.read_text("utf-8"))}
    assert {command: wrong for command, wrong in told.items() if wrong} == {}


# -- the guards themselves --------------------------------------------------------------------------------------------


def test_the_guards_notice_what_they_are_for() -> None:
    assert unknown_addresses("`/galeria` `/seu/<INE10>/` `/nowhere` `/etc/hosts` `/live` `/activitat/<id>`") == [
        "/nowhere"
    ]
    assert unknown_settings("MYSPACE_ORIGIN and MYSPACE_NOTHING and DATABASE_URL and DATABASE_ELSE_URL") == [
        "DATABASE_ELSE_URL",
        "MYSPACE_NOTHING",
    ]
    block = "```\n./myspace conformance x \\\n    --ine10 1 --inexistent\n.venv/bin/python -m myspace.nothing\n```\n"
    assert [wrong_in(command) for command in commands(block)] == [["--inexistent"], ["-m myspace.nothing"]]
    assert [wrong_in(command) for command in commands("`./myspace test tests/nowhere.py`")] == [["tests/nowhere.py"]]
    row = "| a | b |\n| --- | --- |\n| isolation | 1 | 1 | 2026-11-23 | 6d15a71b2e39 | 1 | 1 |\n"
    assert wrong_proofs(row) == []
    assert wrong_proofs(row.replace("| 1 | 1 | 2026", "| 1 | 2 | 2026")) == ["isolation"]
    assert wrong_proofs(row.replace("isolation", "nothing")) == ["nothing"]
    assert wrong_figures("| a |\n| nobody | x | 1 | 2 | OK | 0 | |\n") == ["nobody x"]
    assert wrong_figures("| a |\n| page | x | 1 | 2 | OK | 0 | 2026-11-30 | 0123456789ab | s |\n") == []
    assert wrong_figures("| a |\n| page | x | 1 | 2 | OVER | 0 | 2026-11-30 | 0123456789ab | s |\n") == ["page x"]
    assert wrong_figures("| a |\n| page | x | 1 | 2 | OK | 0 | lately | 0123456789ab | s |\n") == ["page x"]
