"""The processes of the product as data: what runs, with which rights, and when it is ready. Starts nothing itself.

Each process receives its own database role and nothing of the others; simulators and front receive none.
"""

from __future__ import annotations

import importlib.util
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from myspace.domain.kernel import roles
from myspace.launch import readiness
from myspace.launch.ports import LOOPBACK
from myspace.launch.postgres import Cluster
from myspace.launch.spawning import base_environment
from myspace.launch.supervisor import Service, Task, python_module

WEB_WORKERS = 2
# Pages wait for PostgreSQL, not for sources: more threads than this only queue inside the interpreter's lock.
WEB_THREADS = 4
# The paths of the folder to which the identity provider may send a browser back.
CALLBACKS = ("/entra/torna",)
SETTINGS = "myspace.site.settings"


@dataclass(frozen=True, slots=True)
class Databases:
    """Role → address. Application processes get one each; migrations get the owner's and the keeper's."""

    urls: Mapping[str, str]

    @property
    def secrets_for_manage(self) -> dict[str, str]:
        given = {"DATABASE_URL": self.urls[roles.WORKER], "DATABASE_OWNER_URL": self.urls[roles.OWNER]}
        if roles.KEEPER in self.urls:
            given["DATABASE_KEEPER_URL"] = self.urls[roles.KEEPER]
        return given


@dataclass(frozen=True, slots=True)
class Place:
    """Where this run of the product is: addresses, ports, secrets, folders."""

    origin: str
    web_port: int
    live_port: int
    valid_port: int
    hub_port: int
    front_fds: tuple[int, ...]
    keys: Path
    run_dir: Path
    valid_client_id: str
    valid_client_secret: str
    valid_host: str = LOOPBACK
    certificate: tuple[Path, Path] | None = None
    front_port: int = 0

    @property
    def hub_url(self) -> str:
        return f"http://{LOOPBACK}:{self.hub_port}"

    @property
    def valid_url(self) -> str:
        # Not "localhost": cookies do not know ports, and the provider is another site than the folder.
        return f"http://{self.valid_host}:{self.valid_port}"

    @property
    def metrics(self) -> Path:
        """Where the processes of one run leave their counters, for `/metrics` to add up."""
        return self.run_dir / "metrics"

    def environment(self, process: str, secrets: Mapping[str, str]) -> dict[str, str]:
        """What a process of the product learns; `secrets` are the database addresses it may use."""
        return {
            **base_environment(),
            **secrets,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "MYSPACE_PROCESS": process,
            "MYSPACE_ORIGIN": self.origin,
            "MYSPACE_KEYS": str(self.keys),
            "MYSPACE_RUN_DIR": str(self.run_dir),
            "PROMETHEUS_MULTIPROC_DIR": str(self.metrics),
            "MYSPACE_SIMULATED": "1",
            "MYSPACE_VALID_URL": self.valid_url,
            "MYSPACE_VALID_CLIENT_ID": self.valid_client_id,
            "MYSPACE_VALID_CLIENT_SECRET": self.valid_client_secret,
        }


def database(cluster: Cluster) -> Service:
    """PostgreSQL in the foreground. It restarts like the others: data are safe, fsync is on."""
    return Service(
        name="postgresql",
        command=tuple(cluster.command()),
        env=base_environment(),
        ready=cluster.answers,
        stop_by=signal.SIGINT,
        stop_within=10.0,
        identity=cluster.identity,
    )


def migrations(place: Place, databases: Databases) -> Task:
    env = place.environment("manage", databases.secrets_for_manage)
    return Task("migrations", python_module("django", "migrate", "--no-input", "--skip-checks"), env)


def simulated_country(place: Place, databases: Databases) -> Task:
    """Makes the invented bodies known as connections; repeating it changes nothing."""
    env = place.environment("manage", databases.secrets_for_manage)
    return Task("country", python_module("django", "load_simulated_country", "--hub", place.hub_url), env)


def simulators(place: Place) -> list[Service]:
    """The far sides. They know the product's address and a client's secret made at each start; no database."""
    listen_on = "0.0.0.0" if place.valid_host != LOOPBACK else LOOPBACK  # noqa: S104 (only with up --lan)
    words = ["--host", listen_on, "--port", str(place.valid_port)]
    # With "=": a random secret may begin with a dash.
    words += [f"--client-id={place.valid_client_id}", f"--client-secret={place.valid_client_secret}"]
    words += [f"--redirect-uri={place.origin}{path}" for path in CALLBACKS]
    valid = python_module("myspace.connectors.valid.simulator", *words)
    far_side = base_environment()
    hub = python_module("myspace.connectors.hub_carpetes.simulator", "--port", str(place.hub_port))
    return [
        Service("valid", valid, far_side, readiness.accepts(place.valid_port)),
        Service("hub", hub, far_side, readiness.accepts(place.hub_port)),
    ]


def product(place: Place, databases: Databases) -> list[Service]:
    """web, live and worker."""

    def env(process: str, role: str) -> dict[str, str]:
        return place.environment(process, {"DATABASE_URL": databases.urls[role]})

    web = _granian("wsgi", place.web_port, "myspace.site.wsgi:application")
    live = _granian("asgi", place.live_port, "myspace.web.live.app:application")
    web += ("--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS))
    healthy = readiness.answers(place.web_port, "/healthz")
    return [
        Service("web", web, env("web", roles.WEB), healthy),
        Service("live", (*live, "--workers", "1"), env("live", roles.LIVE), readiness.accepts(place.live_port)),
        Service(
            "worker",
            python_module("myspace.domain.gathering.worker"),
            env("worker", roles.WORKER),
            _still_there_after(1.0),
        ),
    ]


def front(place: Place) -> Service:
    """The one origin. Its sockets are opened by the supervisor, so nobody can take the port between restarts."""
    words = ["--web", f"http://{LOOPBACK}:{place.web_port}", "--live", f"http://{LOOPBACK}:{place.live_port}"]
    for number in place.front_fds:
        words += ["--fd", str(number)]
    if place.certificate:
        words += ["--certificate", str(place.certificate[0]), "--key", str(place.certificate[1])]
    ready = readiness.answers(place.front_port, "/healthz", good=lambda _: True, tls=bool(place.certificate))
    command = python_module("myspace.launch.front", *words)
    return Service("front", command, base_environment(), ready, pass_fds=place.front_fds, stop_within=3.0)


def missing(command: tuple[str, ...]) -> str | None:
    """The module a command needs and this checkout does not have: said plainly instead of a crash loop."""
    for word in command:
        name, _, attribute = word.partition(":")
        if not name.startswith("myspace."):
            continue
        try:
            spec = importlib.util.find_spec(name)
            if spec is None:
                return name
            runs_package = spec.submodule_search_locations is not None and not attribute and command[1:2] == ("-m",)
            if runs_package and importlib.util.find_spec(f"{name}.__main__") is None:
                return f"{name}.__main__"
        except ModuleNotFoundError:
            return name
    return None


def _granian(interface: str, port: int, target: str) -> tuple[str, ...]:
    return (
        *python_module("granian", "--interface", interface, "--host", LOOPBACK, "--port", str(port)),
        *("--no-ws", "--http", "1", "--workers-kill-timeout", "3", target),
    )


def _still_there_after(seconds: float) -> Callable[[], bool]:
    """For a process without a socket: it did not fail at once. The clock starts with the first question."""
    first: list[float] = []

    def ready() -> bool:
        first.append(time.monotonic())
        return first[-1] - first[0] >= seconds

    return ready
