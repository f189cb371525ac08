"""Each manifest claims what is found in the tree: no more, and no less."""

from __future__ import annotations

from pathlib import Path

import pytest

from myspace.connector_kit.contract import Manifest
from myspace.connector_kit.quality import RULES, false_claims
from myspace.connectors import discover

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("manifest", discover(), ids=lambda manifest: manifest.name)
def test_the_manifest_claims_what_is_found(manifest: Manifest) -> None:
    assert false_claims(manifest, ROOT) == [], f"./myspace quality {manifest.name} says what each rule needs"


@pytest.mark.parametrize("manifest", discover(), ids=lambda manifest: manifest.name)
def test_every_rule_is_answered(manifest: Manifest) -> None:
    assert set(manifest.quality) == {rule.id for rule in RULES}
