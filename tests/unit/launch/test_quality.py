"""`./myspace quality`: what it prints, and that a claim that is not true does not end with 0."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from myspace.connectors import discover
from myspace.launch import quality


def test_every_connector_is_told_with_its_level_and_its_open_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.quality([]) == 0
    out = capsys.readouterr().out
    for manifest in discover():
        assert f"{manifest.name}: {manifest.level} · {manifest.title['en']}" in out
    assert "todo    drift_watch" in out


def test_one_can_be_asked_for_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.quality(["example"]) == 0
    assert "hub_carpetes" not in capsys.readouterr().out


def test_a_name_that_nobody_has_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert quality.quality(["nobody"]) == 2
    assert f"there are: {discover()[0].name}, " in capsys.readouterr().err


def test_a_false_claim_ends_with_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    boasting = tuple(replace(one, level="gold") for one in discover())
    monkeypatch.setattr(quality, "discover", lambda: boasting)
    assert quality.quality(["example"]) == 1
    assert "claims 'gold', found 'silver'" in capsys.readouterr().err


def test_the_named_tests_are_run_and_one_that_fails_or_is_not_there_proves_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_x.py").write_text(
        "import pytest\n"
        "def test_good(): pass\n"
        "@pytest.mark.parametrize('n', [1, 2])\n"
        "def test_half(n): assert n == 1\n"
        "def test_skipped(): pytest.skip('later')\n"
    )
    named = {n: f"tests/test_x.py::test_{n}" for n in ("good", "half", "skipped")} | {"gone": "tests/test_y.py::test_z"}
    example = replace(discover()[0], evidence={"samples": tuple(named.values())})
    assert quality._run([example], tmp_path) == {named["half"], named["skipped"], named["gone"]}
