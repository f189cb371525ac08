"""What a new connector may be called and how its five facts are asked; nothing is copied here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from myspace.launch.new_connector.facts import ASKED, BadFact, Facts, facts, name

GIVEN = ["--ca=Padró obert", "--es=Padrón abierto", "--en=Open register", "--topics=cases,entries"]
GIVEN += ["--identifiers=nif nie", "--deadline-ms=1500", "--fresh-for=30"]
WANTED = Facts(
    "padro_obert", "Padró obert", "Padrón abierto", "Open register", ("cases", "entries"), ("NIF", "NIE"), 1500, 30
)


def nobody(_question: str) -> str:
    raise AssertionError("asked although everything was given")


@pytest.mark.parametrize("text", ["", "ab", "Padro", "1padro", "padro-obert", "padro__obert", "padro_", "../padro",
                                  "padró", "class", "json", "utils", "common", "test_padro", "simulator", "p" * 25])  # fmt: skip
def test_a_name_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(BadFact):
        name(text, tmp_path)


@pytest.mark.parametrize(
    "place",
    [
        "src/myspace/connectors/padro",
        "tests/unit/connectors/padro",
        "tests/connectors/test_padro.py",
        "docs/protocols/PADRO-1.md",
    ],
)
def test_a_name_that_is_taken_is_refused_with_the_place(place: str, tmp_path: Path) -> None:
    assert name("padro", tmp_path) == "padro"
    (tmp_path / place).mkdir(parents=True)
    with pytest.raises(BadFact, match="is taken"):
        name("padro", tmp_path)


def test_options_alone_are_enough_and_nothing_is_asked(tmp_path: Path) -> None:
    assert facts(["padro_obert", *GIVEN], tmp_path, nobody) == WANTED
    assert facts(["padro_obert", *GIVEN], tmp_path, None) == WANTED


def test_what_is_missing_is_asked_and_a_bad_answer_is_asked_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: Iterator[str] = iter(["Padró obert", "Padrón abierto", "Open register", "papers", "cases entries",
                                   "NIF,NIE", "never", "1500", "30"])  # fmt: skip
    questions = []

    def ask(question: str) -> str:
        questions.append(question)
        return next(answers)

    assert facts(["padro_obert"], tmp_path, ask) == WANTED
    assert [q[:3] for q in questions if q[0] != " "] == ["1/5", "2/5", "2/5", "3/5", "4/5", "4/5", "5/5"]
    assert "papers is not among" in capsys.readouterr().out


def test_an_empty_answer_takes_the_usual_value_and_a_title_has_none(tmp_path: Path) -> None:
    answers = iter(["", "Padró", "Padrón", "Register", "", "", "", ""])
    made = facts(["padro"], tmp_path, lambda _: next(answers))
    assert (made.topics, made.identifiers) == (("cases",), ("NIF", "NIE", "PASSPORT"))
    assert (made.deadline_ms, made.fresh_for_minutes) == (2500, 60)
    assert {one.option for one in ASKED if not one.usual} == {"ca", "es", "en"}


def test_without_a_terminal_the_missing_options_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadFact, match=r"--es .*--fresh-for"):
        facts(["padro", "--ca=Padró"], tmp_path, None)


@pytest.mark.parametrize("bad", ["--topics=papers", "--topics=", "--identifiers=DNI", "--deadline-ms=99",
                                 "--deadline-ms=2,5", "--fresh-for=0", "--en=\"quoted\"", "--en=a\\b", "--en=x"])  # fmt: skip
def test_a_bad_option_is_refused_before_anything_is_asked(bad: str, tmp_path: Path) -> None:
    with pytest.raises(BadFact):
        facts(["padro", bad], tmp_path, nobody)
