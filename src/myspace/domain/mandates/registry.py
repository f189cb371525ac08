"""Which registry of representations this deployment speaks to: a port, filled when the application starts. Asks nobody.

Without one nobody acts by mandate: pages say that this folder is not connected with the registry, never that there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from myspace.connector_kit.mandates import MandateDesk, MandateList


@dataclass(frozen=True, slots=True)
class Registry:
    """`looks` is the worker's, asynchronous, and can change nothing; `desk` is web's, for one act at a time."""

    looks: Callable[[], MandateList]
    desk: Callable[[], MandateDesk]


_registry: Registry | None = None


def connect(registry: Registry | None) -> None:
    """None: there is none, as in a deployment that was given no address of it."""
    global _registry
    _registry = registry


def connected() -> Registry | None:
    return _registry
