"""The record of the large proofs and how small a test run of one may be."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from myspace.launch import prove


def test_a_new_run_replaces_the_line_of_the_same_proof_only(tmp_path: Path) -> None:
    record = tmp_path / "reference" / "proofs.md"
    prove.write_down("isolation", held=99, of=100, seed=1, seconds=1, record=record)
    prove.write_down("isolation-live", held=5, of=5, seed=2, seconds=1, record=record)
    prove.write_down("isolation", held=100_000, of=100_000, seed=3, seconds=60.4, record=record)
    rows = [line for line in record.read_text().splitlines() if line.startswith("| isolation")]
    assert len(rows) == 2
    assert rows[1].startswith("| isolation | 100,000 | 100,000 | ")
    assert record.read_text().startswith("# The large proofs")


def test_what_a_proof_says_besides_stands_below_and_the_newest_replaces_the_older(tmp_path: Path) -> None:
    record = tmp_path / "proofs.md"
    prove.write_down("chaos", held=9, of=9, seed=1, seconds=1, note="99.91% good", record=record)
    prove.write_down("isolation", held=9, of=9, seed=1, seconds=1, record=record)
    prove.write_down("chaos", held=9, of=9, seed=1, seconds=1, note="99.98% good", record=record)
    text = record.read_text()
    assert text.endswith("|\n\n- `chaos`: 99.98% good.\n")
    assert text.count("chaos") == 2


def test_what_was_written_down_before_is_no_change_of_what_is_proved_and_anything_else_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words], cwd=tmp_path, check=True)

    written, code = tmp_path / prove.RECORD, tmp_path / "code.py"
    written.parent.mkdir(parents=True)
    for file in (written, code):
        file.write_text("before")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "all")
    monkeypatch.setattr(prove.folders, "checkout", lambda: tmp_path)
    written.write_text("after")
    assert not prove.commit().endswith("+")
    code.write_text("after")
    assert prove.commit().endswith("+")


def test_a_proof_may_say_itself_how_small_it_is_in_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "load", lambda _: SimpleNamespace(TRIES=20, IN_TESTS=3))
    assert prove.in_tests("any") == 3


@pytest.mark.parametrize(("full", "small"), [(100_000, 2_000), (5_000, 200), (120, 120)])
def test_the_tests_run_a_fiftieth_but_never_a_handful(monkeypatch: pytest.MonkeyPatch, full: int, small: int) -> None:
    monkeypatch.setattr(prove, "load", lambda _: SimpleNamespace(TRIES=full))
    assert prove.in_tests("any") == small


@pytest.mark.parametrize(("result", "code"), [((3, 3), 0), ((2, 3), 1), ((0, 0), 1)])
def test_only_a_proof_in_which_all_held_and_something_was_tried_succeeds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], result: tuple[int, int], code: int
) -> None:
    proof = SimpleNamespace(TRIES=10, DATABASE=False, run=lambda tries, seed, database: result)
    monkeypatch.setattr(prove, "load", lambda _: proof)
    monkeypatch.setattr(prove, "names", lambda: ["thing"])
    assert prove.prove(["thing", "--tries", "3"]) == code
    assert capsys.readouterr().out.splitlines()[-1] == f"thing: held {result[0]} of {result[1]}"


def test_a_proof_that_gives_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prove, "load", lambda _: SimpleNamespace(TRIES=1, DATABASE=False, run=lambda **_: True))
    with pytest.raises(prove.ProofBroken, match="must give"):
        prove.run("thing", tries=1, seed=1)
