"""The sheets for sessions with people and the journeys of the machine are the same twelve tasks, in the same words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from myspace.simulation import cast
from tests.journeys.tasks import MOST_TAPS, TASKS, Task

ROOT = Path(__file__).parents[2]
SHEETS = ROOT / "docs/research"
PARTS = ("Com es comença", "Quan és fet", "Per a qui acompanya: on és", "Què apuntes", "Què preguntes després")
LINES_OF_AN_A4 = 50


def taps_in_words(number: int) -> str:
    return {0: "cap toc", 1: "1 toc"}.get(number, f"{number} tocs")


def wrong(task: Task, text: str) -> list[str]:
    """What of this task the sheet does not say as the journey does."""
    must = {
        f"# {task.number}. {task.title}\n": "the title",
        f"\n> {task.told}\n": "the task as told",
        f"Camí més curt que coneixem: {taps_in_words(task.taps)}. Com a màxim, {MOST_TAPS}.": "the taps",
        "| Minuts i segons | |\n| Tocs | |": "minutes and taps to note",
        "No hi apuntis cap nom, edat, telèfon, document": "no personal data",
        **{f"\n## {part}\n": part for part in PARTS},
        **{cast.person(who).full_name: who for who in task.who},
    }
    return [name for words, name in must.items() if words not in text]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_each_task_has_its_sheet_with_the_same_words_on_one_page(task: Task) -> None:
    text = (SHEETS / task.sheet).read_text("utf-8")
    assert wrong(task, text) == []
    assert len(text.splitlines()) <= LINES_OF_AN_A4
    asked = text.partition("## Què preguntes després")[2]
    assert len(re.findall(r"^\d\. .*\?$", asked, re.MULTILINE)) >= 3


def test_there_is_no_sheet_without_a_task_and_the_readme_lists_them_all() -> None:
    assert {page.name for page in SHEETS.glob("*.md")} == {task.sheet for task in TASKS} | {"README.md"}
    readme = (SHEETS / "README.md").read_text("utf-8")
    rows = [f"| [{task.number}. {task.title}]({task.sheet}) | {task.told} | {task.taps} |" for task in TASKS]
    assert [row for row in rows if row not in readme] == []
    assert "## El consentiment" in readme
    assert "Encara no s'ha fet cap sessió" in readme


def test_other_words_on_a_sheet_are_noticed() -> None:
    task = TASKS[0]
    text = (SHEETS / task.sheet).read_text("utf-8")
    assert wrong(task, text.replace("abans de divendres.\n", "abans de dijous.\n")) == ["the task as told"]
    assert wrong(task, text.replace("cap toc", "1 toc")) == ["the taps"]
