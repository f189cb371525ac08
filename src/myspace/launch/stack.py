"""The whole product running: what `up` shows and what browser journeys use, started by the same code.

    with Stack(temporary=True) as stack:
        stack.origin, stack.hub_url, stack.valid_url, stack.database_urls

Knows the order in which things start. Refuses to know what they do.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shutil
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType

import psycopg

from myspace.domain.kernel import roles
from myspace.launch import folders, recording, table
from myspace.launch.authority import development_identities
from myspace.launch.certificate import development_certificate
from myspace.launch.keys import (
    development_keyring,
    development_record_key,
    development_vapid,
    development_witness,
)
from myspace.launch.manifest import known_migrations
from myspace.launch.ports import LOOPBACK, Ports, lan_addresses, listen
from myspace.launch.postgres import Cluster
from myspace.launch.supervisor import Interrupted, Service, Supervisor, end_leftovers
from myspace.launch.table import Databases, Place
from myspace.launch.translations import compile_stale

DEFAULT_PORT = 8000


class AlreadyRunning(Exception):
    """Another `up` of this checkout is running; the message names its address."""


class DatabaseNotPrepared(Exception):
    """DATABASE_URL is set without what migrations need; the message says what to do."""


def quiet(_: str) -> None:
    """Says nothing: for tests."""


class Stack:
    """Everything of the product, supervised. start() or `with`; stop() leaves nothing running."""

    def __init__(
        self,
        *,
        temporary: bool = False,
        lan: bool = False,
        port: int | None = None,
        cluster: Cluster | None = None,
        say: Callable[[str], None] = quiet,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """On the checkout's data; on new ones (`temporary`); or, beside a running `up`, on a cluster that is given."""
        apart = temporary or cluster is not None
        self._temporary, self._lan, self._wanted = apart, lan, port or DEFAULT_PORT
        self._say = say
        self._environ = dict(os.environ if environ is None else environ)
        self._ports = Ports()
        self._listeners: list[socket.socket] = []
        self._lock: int | None = None
        self._databases: Databases | None = None
        self._place: Place | None = None
        self.cluster: Cluster | None = cluster
        external = bool(self._environ.get("DATABASE_URL")) and not apart
        if cluster is None and not external:
            make = Cluster.temporary if temporary else Cluster.persistent
            self.cluster = make(environ=self._environ)
        if apart:
            assert self.cluster is not None
            self.cluster.home.make()
            self.run_dir = self.cluster.home.launcher / "run"
            self.run_dir.mkdir(mode=0o700, exist_ok=True)
        else:
            self.run_dir = folders.run_folder()
        self.supervisor = Supervisor(self.run_dir, say)

    # -- what a caller may ask --------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        assert self._place is not None, "not started"
        return self._place

    @property
    def origin(self) -> str:
        return self.place.origin

    @property
    def hub_url(self) -> str:
        return self.place.hub_url

    @property
    def valid_url(self) -> str:
        return self.place.valid_url

    @property
    def openid_url(self) -> str:
        return self.place.openid_url

    @property
    def pci_url(self) -> str:
        return self.place.pci_url

    @property
    def web_url(self) -> str:
        """web's own socket, without the front."""
        return f"http://{LOOPBACK}:{self.place.web_port}"

    @property
    def database_urls(self) -> dict[str, str]:
        """Role → address (roles.WEB, roles.WORKER …)."""
        assert self._databases is not None, "not started"
        return dict(self._databases.urls)

    def manage_environment(self) -> dict[str, str]:
        """The environment in which `python -m django …` works on this stack."""
        assert self._databases is not None
        return self.place.environment("manage", self._databases.secrets_for_manage)

    # -- life -------------------------------------------------------------------------------------------------

    def start(self) -> Stack:
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Stops all in reverse order and gives everything back. Safe to call twice."""
        self.supervisor.stop()
        for listener in self._listeners:
            listener.close()
        self._listeners.clear()
        self._ports.close()
        if self.cluster:
            self.cluster.release()
        if self._lock is not None:
            os.ftruncate(self._lock, 0)
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Stack:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self) -> None:
        if not self._temporary:
            self._take_lock()
            end_leftovers(self.run_dir, self._say)
        compile_stale()
        self._databases = self._open_database()
        self._place = self._choose_place()
        self._write_lock()
        for task in table.keys_of_feeds(self.place):
            self.supervisor.run(task)
        # What depends on nothing starts while the tables are made; what only needs tables, while the country loads.
        begun = [self.supervisor.begin(service) for service in self._present(table.simulators(self.place))]
        begun.append(self.supervisor.begin(table.front(self.place)))
        if not up_to_date(self.database_urls[roles.OWNER]):
            self.supervisor.run(table.migrations(self.place, self._databases))
        *doors, worker, maker = table.product(self.place, self._databases)
        begun += [self.supervisor.begin(service) for service in self._present(doors)]
        self.supervisor.run(table.simulated_country(self.place, self._databases))
        begun += [self.supervisor.begin(service) for service in self._present([worker, maker])]
        self.supervisor.await_ready(begun)
        self.supervisor.watch()

    # -- within -----------------------------------------------------------------------------------------------

    def _take_lock(self) -> None:
        path = self.run_dir / "up.lock"
        self._lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            noted = _noted(path)
            os.close(self._lock)
            self._lock = None
            raise AlreadyRunning(noted.get("origin", "")) from None
        if noted := _noted(path):
            self._say(f"The last start (process {noted.get('pid')}) did not end well; tidying up after it.")

    def _write_lock(self) -> None:
        if self._lock is not None:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, json.dumps({"pid": os.getpid(), "origin": self.origin}).encode(), 0)

    def _open_database(self) -> Databases:
        if self.cluster is None:
            return Databases(external_urls(self._environ))
        self.cluster.prepare()
        self._say(
            f"PostgreSQL {self.cluster.binaries.major} ({self.cluster.binaries.origin}) · {self.cluster.home.server}"
        )
        self.supervisor.start(table.database(self.cluster))
        return Databases(self.cluster.make_database(roles.DATABASE))

    def _choose_place(self) -> Place:
        launcher = self.cluster.home.launcher if self.cluster else self.run_dir
        addresses = lan_addresses() if self._lan else []
        # The sockets of `--lan` are of IPv4: an address of the other kind would lead nowhere.
        outside = next((address for address in addresses if ":" not in address), LOOPBACK)
        host = "" if self._lan else LOOPBACK
        port = self._open_front(host or "0.0.0.0")  # noqa: S104 (only with up --lan)
        first = port + 1
        chosen = [self._ports.reserve(first + 10 * number) for number in range(1, 12)]
        scheme, name = ("https", outside) if self._lan else ("http", "localhost")
        vapid = development_vapid(launcher)
        place = Place(
            origin=f"{scheme}://{name}:{port}",
            web_port=chosen[0],
            live_port=chosen[1],
            valid_port=chosen[2],
            hub_port=chosen[3],
            front_fds=tuple(listener.fileno() for listener in self._listeners),
            front_port=port,
            keys=self._keyring(launcher),
            run_dir=self.run_dir,
            valid_client_id="my-space.development",
            valid_client_secret=secrets.token_urlsafe(24),
            valid_host=outside,
            certificate=development_certificate(launcher, addresses) if self._lan else None,
            openid_port=0 if self._lan else chosen[4],
            openid_secret=secrets.token_urlsafe(24),
            pci_port=chosen[5],
            identities=development_identities(launcher),
            efact_key=secrets.token_urlsafe(32),
            delivery_port=chosen[6],
            mail_port=chosen[7],
            vapid_key=vapid.path,
            vapid_public=vapid.public,
            record=development_record_key(launcher),
            witnesses=tuple((development_witness(launcher, n), chosen[7 + n]) for n in (1, 2)),
            stamping=(launcher / "autoritat", chosen[10]),
            offline_login=self._environ.get("MYSPACE_OFFLINE_LOGIN") == "1",
            issuers=self._environ.get("MYSPACE_ISSUERS", ""),
            consultations=launcher / "consultes",
            logins=launcher / "identitat",
        )
        place.write_providers()
        place.write_services()
        recording.write(place.run_dir, place.witnesses, place.stamping)
        shutil.rmtree(place.metrics, ignore_errors=True)  # counters of processes that are gone
        place.metrics.mkdir(mode=0o700)
        return place

    def _keyring(self, launcher: Path) -> Path:
        given = self._environ.get("MYSPACE_KEYS")
        return Path(given) if given and not self._temporary else development_keyring(launcher)

    def _open_front(self, host: str) -> int:
        wanted = 18000 if self._temporary else self._wanted
        port = self._ports.reserve(wanted, host)
        if port != wanted and not self._temporary:
            self._say(f"El port {wanted} està ocupat: faig servir el {port}. (Port {wanted} is taken.)")
        self._listeners = [listen(host, port)]
        if host == LOOPBACK:
            with contextlib.suppress(OSError):  # no IPv6 on this machine: browsers fall back to 127.0.0.1
                self._listeners.append(listen("::1", port))
        for listener in self._listeners:
            listener.set_inheritable(True)
        return port

    def _present(self, services: list[Service]) -> list[Service]:
        kept = []
        for service in services:
            if lacking := table.missing(service.command):
                self._say(f"{service.name}: not started, {lacking} is not in this checkout")
            else:
                kept.append(service)
        return kept


def external_urls(environ: Mapping[str, str]) -> dict[str, str]:
    """Role → address when the database is somebody else's. One DATABASE_URL may be refined by role."""
    if not environ.get("DATABASE_OWNER_URL"):
        raise DatabaseNotPrepared(
            "DATABASE_URL is set, so no database is embedded. Migrations also need DATABASE_OWNER_URL.\n"
            "./myspace manage roles --sql prints what the database's administrator must run once."
        )
    app = environ["DATABASE_URL"]
    urls = {
        roles.OWNER: environ["DATABASE_OWNER_URL"],
        roles.WEB: environ.get("DATABASE_WEB_URL", app),
        roles.LIVE: environ.get("DATABASE_LIVE_URL", app),
        roles.WORKER: environ.get("DATABASE_WORKER_URL", app),
        roles.MAKER: environ.get("DATABASE_MAKER_URL", app),
    }
    if keeper := environ.get("DATABASE_KEEPER_URL"):
        urls[roles.KEEPER] = keeper
    return urls


def up_to_date(owner_url: str) -> bool:
    """Whether every migration of the code is on record: asked in some milliseconds, where Django needs a second to say so."""
    with psycopg.connect(owner_url) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return False
        applied = {f"{app}.{name}" for app, name in connection.execute("SELECT app, name FROM django_migrations")}
    return applied.issuperset(known_migrations(folders.checkout() / "src/myspace/domain"))


def _noted(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text()))
    except (OSError, ValueError):
        return {}


__all__ = ["AlreadyRunning", "DatabaseNotPrepared", "Interrupted", "Stack", "external_urls"]
