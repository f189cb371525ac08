"""The simulated country on a socket: a thousand bodies that speak HCC, each at `/<ine10>/hub/<operation>`.

Its reading of the wire is its own: nothing here comes from `wire`, `mapping` or `client`, so that one misreading of the
contract cannot hide in both. One asyncio process serves them all: a body that hangs costs a socket, not a thread.
"""

from myspace.connectors.hub_carpetes.simulator.running import Running, start, start_in_thread

__all__ = ["Running", "start", "start_in_thread"]
