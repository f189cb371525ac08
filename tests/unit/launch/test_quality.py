"""`./myspace quality`: what it prints, and that a claim that is not true does not end with 0."""

from __future__ import annotations

from dataclasses import replace

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
    assert "there are: example" in capsys.readouterr().err


def test_a_false_claim_ends_with_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    boasting = tuple(replace(one, level="gold") for one in discover())
    monkeypatch.setattr(quality, "discover", lambda: boasting)
    assert quality.quality(["example"]) == 1
    assert "claims 'gold', found 'silver'" in capsys.readouterr().err
