"""The answers these tests read: our own fixtures, and the provider's printed ones where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from myspace.connectors.valid import mapping, wire

ROOT = Path(__file__).parents[4]
FIXTURES = ROOT / "src/myspace/connectors/valid/fixtures"
PRINTED = ROOT / "../shared/contracts/valid"


def fixture(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def changed(name: str, /, **changes: Any) -> bytes:
    """A fixture with some fields replaced; None takes the field away."""
    fields = json.loads(fixture(name)) | changes
    return json.dumps({key: value for key, value in fields.items() if value is not None}).encode()


def identity(name: str, /, **changes: Any) -> mapping.Identity:
    return mapping.to_identity(wire.read_user_info(changed(name, **changes)))


def printed(name: str) -> bytes:
    path = PRINTED / name
    if not path.exists():
        pytest.skip(f"the provider's printed samples are not beside this checkout: {name}")
    return path.read_bytes()
