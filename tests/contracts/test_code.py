"""The code keeps what `./myspace check` asks for, also where nobody ran it by hand; and each exception says its reason."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from myspace.launch.check import Step, steps

ROOT = Path(__file__).parents[2]
TOOLS = [step for step in steps() if step.name in ("lint", "format", "types")]
REASONED = ("src",)
# Nobody checks the types of these: an exception from a rule that nobody applies says nothing.
UNTYPED = ("tests", "proofs")
EXCEPTION = re.compile(r"#\s*type:\s*ignore(\[[\w\-, ]+\])?(?P<reason>\s+#\s*\S+)?")


@pytest.mark.parametrize("step", TOOLS, ids=lambda step: step.name)
def test_the_tools_find_nothing(step: Step) -> None:
    told = subprocess.run(step.command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert told.returncode == 0, (told.stdout + told.stderr)[-4000:]


def test_the_three_tools_are_there() -> None:
    assert len(TOOLS) == 3


def exceptions(folders: tuple[str, ...]) -> list[tuple[str, re.Match[str]]]:
    return [
        (f"{path.relative_to(ROOT).as_posix()}:{number}", found)
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != Path(__file__) and "journeys" not in path.parts
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (found := EXCEPTION.search(line))
    ]


def test_every_exception_from_the_types_says_its_rule_and_its_reason() -> None:
    assert [place for place, found in exceptions(REASONED) if not (found[1] and found["reason"])] == []


def test_where_no_types_are_checked_no_exception_is_made() -> None:
    assert [place for place, _ in exceptions(UNTYPED)] == []


def test_an_exception_without_a_reason_is_noticed() -> None:
    mark = "# type" + ": ignore[arg-type]"
    assert not (EXCEPTION.search(f"x = y  {mark}") or pytest.fail("unseen"))["reason"]
    assert (EXCEPTION.search(f"x = y  {mark}  # the library lies") or pytest.fail("unseen"))["reason"]
