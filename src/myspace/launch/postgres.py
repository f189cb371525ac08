"""Knows how to make, start and stop one PostgreSQL cluster of our own. Refuses to know tables or the product.

    Cluster.persistent()   the data of `./myspace up`: fsync on, kept from one start to the next
    Cluster.temporary()    for one run of tests or proofs: fsync off, removed at the end
    Cluster.kept(NAME)     made up, and kept to be measured again: fsync off, for it can be made anew

No TCP port: a unix socket in a private folder. Every role, the superuser too, needs its password (scram-sha-256).
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg
from psycopg import sql

from myspace.domain.kernel import roles
from myspace.launch import binaries, folders
from myspace.launch.binaries import Binaries
from myspace.launch.folders import Home, Identity
from myspace.launch.spawning import base_environment, end, end_stranger, spawn, started_at, tail

SUPERUSER = "postgres"
PORT = 5432  # only names the socket file
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "150",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "jit": "off",
    # Statements and the details of a failed constraint carry people's data: neither is written to the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresFailed(Exception):
    """The database server could not be made or started; the message carries the end of its log."""


class Cluster:
    """One cluster in its two folders. Use as a context manager, or start() and stop()."""

    def __init__(
        self, home: Home, *, temporary: bool, careless: bool | None = None, environ: Mapping[str, str] | None = None
    ) -> None:
        self.home = home
        self._temporary = temporary
        self._careless = temporary if careless is None else careless
        self._environ = environ
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._binaries: Binaries | None = None

    @classmethod
    def persistent(cls, root: Path | None = None, environ: Mapping[str, str] | None = None) -> Cluster:
        return cls(folders.persistent(root), temporary=False, environ=environ)

    @classmethod
    def temporary(cls, root: Path | None = None, environ: Mapping[str, str] | None = None) -> Cluster:
        sweep_abandoned(root)
        return cls(folders.temporary(root), temporary=True, environ=environ)

    @classmethod
    def kept(cls, name: str, root: Path | None = None, environ: Mapping[str, str] | None = None) -> Cluster:
        return cls(folders.kept(name, root), temporary=False, careless=True, environ=environ)

    # -- what a caller may ask --------------------------------------------------------------------------------

    @property
    def binaries(self) -> Binaries:
        """The programs in use, already where the server's user can execute them."""
        if self._binaries is None:
            version = self.home.data / "PG_VERSION"
            major = int(version.read_text()) if version.exists() else None
            try:
                found = binaries.find(self._environ, major=major)
            except binaries.NoPostgres as none:
                if major is None:
                    raise
                hint = "or start anew with ./myspace reset"
                raise PostgresFailed(f"The kept data are of PostgreSQL {major}. {none} {hint}.") from none
            self._binaries = _reachable(found, self.home)
        return self._binaries

    @property
    def log(self) -> Path:
        return self.home.launcher / "postgresql.log"

    def url(self, role: str, database: str = roles.DATABASE) -> str:
        """The address of `database` for one role, its password inside: to be given to one process only."""
        host = quote(str(folders.socket_folder(self.home)), safe="")
        password = self.passwords()[role]
        return f"postgresql://{role}:{password}@/{database}?host={host}&port={PORT}"

    def urls(self, database: str = roles.DATABASE) -> dict[str, str]:
        """Role → address, for the five roles of the product."""
        return {role: self.url(role, database) for role in roles.ROLES}

    def superuser_url(self, database: str = "postgres") -> str:
        """For making databases and for tests of failure; no process of the product receives it."""
        return self.url(SUPERUSER, database)

    def passwords(self) -> dict[str, str]:
        """Role → password; made once and kept in a file that only the launcher's user reads."""
        path = self.home.launcher / "passwords.json"
        try:
            kept = json.loads(path.read_text())
        except FileNotFoundError:
            kept = {name: secrets.token_urlsafe(24) for name in (SUPERUSER, *roles.ROLES)}
            write_private(path, json.dumps(kept))
        return dict(kept)

    # -- life -------------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        """Makes folders and cluster when missing, after hold()."""
        self.hold()
        if not (self.home.data / "PG_VERSION").exists():
            self._initialise()

    def hold(self) -> None:
        """Takes the lock, so that nobody else uses these folders, and ends a server left over by an earlier run."""
        self.home.make()
        self._take_lock()
        self._end_leftover()

    def command(self) -> list[str]:
        """What a supervisor runs, as `identity`, to have the server in the foreground."""
        settings = SETTINGS | {"unix_socket_directories": str(folders.socket_folder(self.home)), "port": str(PORT)}
        if self._careless:
            settings |= CARELESS
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [str(self.binaries.program("postgres")), "-D", str(self.home.data), *given]

    @property
    def identity(self) -> Identity | None:
        return self.home.identity

    def start(self, within: float = 30.0) -> Cluster:
        """Prepares, starts, waits until it answers, and makes database and roles."""
        self.prepare()
        self._process = spawn(
            self.command(),
            env=base_environment(),
            log=self.log,
            cwd=Path("/"),
            identity=self.identity,
            death_signal=signal.SIGINT,
        )
        deadline = time.monotonic() + within
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise PostgresFailed(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")
            time.sleep(0.05)
        self.make_database(roles.DATABASE)
        return self

    def stop(self) -> None:
        """Stops a server started by start() and, if temporary, removes everything."""
        if self._process:
            end(self._process, by=signal.SIGINT, within=10.0)
            self._process = None
        self.release()

    def release(self) -> None:
        """Gives up the lock; a temporary cluster is removed."""
        if self._temporary:
            self.home.remove()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def answers(self) -> bool:
        """True when the server takes a connection."""
        try:
            psycopg.connect(self.superuser_url(), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def make_database(self, name: str, *, template: str | None = None) -> dict[str, str]:
        """Makes the database when missing, roles and rights always; role → address. A template must be unused."""
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if not known:
                made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
                connection.execute(made.format(sql.Identifier(name), sql.Identifier(template or "template0")))
        with psycopg.connect(self.superuser_url(name), autocommit=True) as connection:
            connection.execute(roles.roles_sql(name, self.passwords()).encode())
        return self.urls(name)

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self.superuser_url(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def __enter__(self) -> Cluster:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- within -----------------------------------------------------------------------------------------------

    def _take_lock(self) -> None:
        if self._lock is not None:
            return
        descriptor = os.open(self.home.launcher / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise PostgresFailed(f"The database in {self.home.server} is in use by another ./myspace.") from None
        self._lock = descriptor

    def _end_leftover(self) -> None:
        """A pid file may name our server (end it), or a stranger that got its number (then the file is stale)."""
        pid_file = self.home.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
        except (FileNotFoundError, ValueError, IndexError):
            return
        if started_at(pid) is None:
            return  # PostgreSQL itself replaces the file of a dead server
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if os.fsencode(self.home.data) in arguments:
            end_stranger(pid, by=signal.SIGINT)
        else:
            pid_file.unlink()

    def _initialise(self) -> None:
        """initdb in a staging folder, moved into place only when whole: a broken start leaves nothing half made."""
        staging = self.home.server / "new"
        shutil.rmtree(staging, ignore_errors=True)
        runner = self.identity
        if runner and not runner.named:
            # initdb needs a user with a name, the server does not: an existing account runs it for a second, in a
            # folder only root and it can reach, and all is handed to the fixed number afterwards.
            runner = folders.named_account()
            staging = self.home.server.with_name(self.home.server.name + ".new")
            shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(mode=0o700)
        password_file = staging / "password"
        write_private(password_file, self.passwords()[SUPERUSER])
        if runner:
            os.chown(password_file, runner.uid, runner.gid)
            os.chown(staging, runner.uid, runner.gid)
        command = [
            *(str(self.binaries.program("initdb")), "-D", str(staging / "pg"), "--username", SUPERUSER),
            *("--encoding=UTF8", "--locale=C", "--data-checksums", "--auth=scram-sha-256"),
            *("--pwfile", str(password_file), "--no-instructions"),
            *(("--no-sync",) if self._temporary else ()),
        ]
        self._run(command, runner)
        password_file.unlink()
        if self.identity and runner != self.identity:
            _hand_over(staging / "pg", self.identity)
        shutil.rmtree(self.home.data, ignore_errors=True)
        (staging / "pg").rename(self.home.data)
        staging.rmdir()

    def _run(self, command: Sequence[str], runner: Identity | None) -> None:
        log = self.home.launcher / "initdb.log"
        # Containers start with numbers that have no name, and initdb insists on one (see folders.named_account).
        seen = None if runner or folders.named(os.geteuid()) else folders.named_account().uid
        process = spawn(command, env=base_environment(), log=log, cwd=Path("/"), identity=runner, seen_as=seen)
        try:
            code = process.wait(120)
        except subprocess.TimeoutExpired:
            end(process, within=1)
            code = -1
        if code:
            hint = f"\nuid {os.geteuid()} has no name here: give it one in /etc/passwd." if seen else ""
            raise PostgresFailed(f"initdb failed. The end of {log}:\n{tail(log)}{hint}")


def write_private(path: Path, text: str) -> None:
    """Writes a secret in one step to a 0600 file: no reader ever sees it open or half written."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    fresh.replace(path)


def sweep_abandoned(root: Path | None = None) -> int:
    """Removes temporary clusters whose maker has died; how many."""
    removed = 0
    for home in folders.abandoned(root):
        with _unused(home) as unused:
            if unused:
                home.remove()
                removed += 1
    return removed


@contextmanager
def _unused(home: Home) -> Iterator[bool]:
    path = home.launcher / "lock"
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        # Made this very moment by another run, or left before its lock: an hour tells them apart.
        yield home.launcher.exists() and time.time() - home.launcher.stat().st_mtime > 3600
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(descriptor)


def _reachable(found: Binaries, home: Home) -> Binaries:
    """The programs themselves, or a copy in the data folder when the server's user cannot get to them."""
    if home.identity is None:
        return found
    if _can_run(found, home.identity):
        return found
    shelf = folders.programs_shelf(home, found.major)
    copy = _copied(found, shelf)
    if not _can_run(copy, home.identity):
        raise PostgresFailed(f"uid {home.identity.uid} cannot run {copy.folder}. Install the package postgresql.")
    return copy


def _copied(found: Binaries, shelf: Path) -> Binaries:
    """Copies the installation, libraries beside it as their links expect, and keeps it for the next start."""
    tree = found.tree or (found.folder.parent,)
    anchor = Path(os.path.commonpath([str(part) for part in tree])) if len(tree) > 1 else tree[0].parent
    marker = shelf / "copied-from"
    with _alone(shelf.with_name(shelf.name + ".lock")):
        _refresh(found, shelf, tree, anchor, marker)
    return Binaries(shelf / found.folder.relative_to(anchor), found.major, found.origin)


def _refresh(found: Binaries, shelf: Path, tree: Sequence[Path], anchor: Path, marker: Path) -> None:
    origin = f"{found.folder} {(found.folder / 'postgres').stat().st_mtime_ns}"
    if not marker.exists() or marker.read_text() != origin:
        fresh = shelf.with_name(f"{shelf.name}.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        for part in tree:
            if part.exists():
                shutil.copytree(part, fresh / part.relative_to(anchor), symlinks=True)
        for path in [fresh, *fresh.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        (fresh / "copied-from").write_text(origin)
        shutil.rmtree(shelf, ignore_errors=True)
        fresh.rename(shelf)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _can_run(found: Binaries, identity: Identity) -> bool:
    """True when that user can execute the programs and read what lies beside them."""
    share = found.folder.parent
    check = f'"{found.program("postgres")}" --version && ls "{share}" && "{found.program("initdb")}" --version'
    told = subprocess.run(
        ["/bin/sh", "-c", check],
        user=identity.uid,
        group=identity.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        check=False,
    )
    return told.returncode == 0


def _hand_over(tree: Path, identity: Identity) -> None:
    for path in [tree, *tree.rglob("*")]:
        os.chown(path, identity.uid, identity.gid, follow_symlinks=False)
