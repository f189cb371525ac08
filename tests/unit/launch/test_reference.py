"""The reference pages: what counts as reading a variable, and a variable without a meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from myspace.launch import reference

CODE = """
import os
from os import environ
a = os.environ["ONE"]
b = os.environ.get("TWO", "x")
c = self._environ.get("THREE")
d = "FOUR" in environ
os.environ["WRITTEN"] = "1"
e = {"NOT": 1}["NOT"]
f = settings.get("NEITHER")
"""


def tree(at: Path, code: str) -> Path:
    package = at / "src/myspace/domain/one"
    package.mkdir(parents=True)
    (package / "service.py").write_text(code)
    (at / "myspace").write_text("import os\nos.environ.get('OF_THE_ENTRY_POINT')\n")
    return at


def test_a_variable_counts_when_it_is_read_and_not_when_it_is_written(tmp_path: Path) -> None:
    read = reference.variables_read(tree(tmp_path, CODE))
    assert read == {
        "ONE": {"myspace.domain"},
        "TWO": {"myspace.domain"},
        "THREE": {"myspace.domain"},
        "FOUR": {"myspace.domain"},
        "OF_THE_ENTRY_POINT": {"./myspace"},
    }


def test_a_variable_that_nobody_described_stops_the_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(reference.MEANING, "MYSPACE_KEYS")
    with pytest.raises(reference.Undescribed, match="MYSPACE_KEYS"):
        reference.settings()


def test_a_meaning_that_no_code_reads_stops_the_generator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(reference.MEANING, "LONG_GONE", "nothing")
    with pytest.raises(reference.Undescribed, match="LONG_GONE"):
        reference.settings()


def test_a_cell_cannot_break_its_table() -> None:
    page = reference._page("T", "words", ("a",), [("one | two\nthree",)])
    assert page.endswith("| one \\| two three |\n")
