"""What every folder under connectors/ owes, whatever it speaks to."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from myspace import connectors
from myspace.connector_kit.contract import Manifest
from myspace.connectors import discover, load

HERE = Path(connectors.__file__).parent
ALL = pytest.mark.parametrize("manifest", discover(), ids=lambda manifest: manifest.name)


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@ALL
def test_a_source_says_what_it_keeps_and_can_be_loaded(manifest: Manifest) -> None:
    assert manifest.deadline_ms > 0
    assert manifest.keeps_categories
    if manifest.topics:
        assert load(manifest.name).manifest == manifest


@ALL
def test_no_connector_knows_another(manifest: Manifest) -> None:
    others = {one.name for one in discover()} - {manifest.name}
    for path in (HERE / manifest.name).rglob("*.py"):
        for name in imported(path):
            assert not any(name.startswith(f"myspace.connectors.{other}") for other in others), f"{path}: {name}"


@ALL
def test_the_client_side_knows_no_simulator_and_bytes_are_parsed_without_a_network(manifest: Manifest) -> None:
    folder = HERE / manifest.name
    for path in folder.glob("*.py"):
        if path.name == "simulator.py":
            continue
        for name in imported(path):
            assert not {"simulator", "simulation", "conformance"} & set(name.split(".")), f"{path}: {name}"
            assert not name.startswith("django"), f"{path}: {name}"
            if path.name in ("wire.py", "mapping.py"):
                assert name.split(".")[0] not in ("aiohttp", "asyncio", "socket", "ssl", "urllib.request"), (
                    f"{path}: {name}"
                )
