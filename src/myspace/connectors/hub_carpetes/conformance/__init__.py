"""The kit a town hall runs before it is connected: what the AOC checks by hand, and more.

Knows the contract strictly, from its own tables. Refuses what the folder forgives, and refuses to know the
connector's reading of the wire: it shares no code with client, wire, mapping or the simulator.
"""

from __future__ import annotations

from .command import main

__all__ = ["main"]
