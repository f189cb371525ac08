"""Port: who asks the registers. Empty, this deployment asks none and every page says so.

The site fills it when the application starts. A page learns from it what a question has to carry; only the worker asks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from myspace.connector_kit.personal_data import DataSource

SCOPE: Final = "sheets"  # the wish, by the name under which gathering knows it


@dataclass(frozen=True, slots=True)
class Connected:
    """`registers` makes what asks; None: the configuration names nobody who can, for now."""

    fresh_for: timedelta
    registers: Callable[[], DataSource | None]


_connected: Connected | None = None


def connect(source: Connected | None) -> None:
    """None: as before anything was connected, for tests."""
    global _connected
    _connected = source


def connected() -> Connected | None:
    return _connected


def registers() -> DataSource | None:
    return None if _connected is None else _connected.registers()
