"""The simulated country as a process of its own, steered over its control address: its work is not ours."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from myspace.launch.spawning import base_environment


class FarSide:
    """Wishes and counts of a running simulator."""

    def __init__(self, url: str) -> None:
        self.url = url

    def wish(self, ine10: str, wishes: dict[str, Any]) -> None:
        self._send(f"/_control/{ine10}", wishes)

    def reset(self) -> None:
        self._send("/_control", {"reset": True})

    def calls(self) -> dict[str, int]:
        """How often each body was asked so far, by INE10."""
        with urllib.request.urlopen(f"{self.url}/_control/calls", timeout=30) as answer:
            return {ine10: sum(of.values()) for ine10, of in json.load(answer).items()}

    def _send(self, path: str, body: dict[str, Any]) -> None:
        request = urllib.request.Request(self.url + path, json.dumps(body).encode(), method="POST")
        urllib.request.urlopen(request, timeout=30).close()


@contextmanager
def far_side(*, generated: int = 0) -> Iterator[FarSide]:
    command = [sys.executable, "-m", "myspace.connectors.hub_carpetes.simulator", "--generated", str(generated)]
    process = subprocess.Popen(command, env=base_environment(), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        said, _, url = process.stdout.readline().strip().partition(" ")
        if said != "ready":
            raise RuntimeError("the simulator did not start")
        yield FarSide(url)
    finally:
        process.terminate()
        process.wait(10)


def connect(far: FarSide, generated: int) -> None:
    """So many generated bodies become connections that may be asked as often as a proof likes. As the worker's role."""
    from myspace.domain.administrations import service as administrations
    from myspace.domain.administrations.service import NewConnection
    from myspace.simulation.bodies import connection_rows, generated_bodies

    wanted = {body.ine10 for body in generated_bodies(generated)}
    administrations.connect(
        NewConnection(r.connector, r.ine10, r.name, r.base_url, tuple(r.hosts), r.dir3, 2_500, 1_000.0, simulated=True)
        for r in connection_rows(far.url, generated)
        if r.ine10 in wanted
    )
