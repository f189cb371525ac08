"""The kit's reading of the contract is its own: one mistake must not be made twice."""

from __future__ import annotations

import ast
from pathlib import Path

import myspace.connectors.hub_carpetes.conformance as kit

ALLOWED = ("myspace.vocabulary.people", "myspace.vocabulary.administrations")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def test_the_kit_imports_nothing_of_the_connector_nor_of_the_simulator() -> None:
    files = sorted(Path(kit.__path__[0]).glob("*.py"))
    assert len(files) > 10
    for path in files:
        ours = {name for name in imported(path) if name.startswith(("myspace", ".."))}
        assert ours <= set(ALLOWED), path.name
