"""Which database an operator's command is about: that of the environment, else the one of this checkout.

Knows how to reach it and with which programs. Refuses to know what is done with it.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from myspace.domain.kernel import roles
from myspace.launch import binaries, folders, table
from myspace.launch.binaries import NoPostgres
from myspace.launch.keys import development_keyring
from myspace.launch.postgres import Cluster
from myspace.launch.spawning import base_environment
from myspace.launch.stack import DatabaseNotPrepared, external_urls
from myspace.launch.table import Databases

# With one of these the database is somebody else's, and none is embedded.
OUTSIDE = ("DATABASE_URL", "DATABASE_KEEPER_URL")
TELLERS = ("MYSPACE_FEEDS", "MYSPACE_LOGIN_FEEDS", "MYSPACE_ISSUERS")  # who may tell the folder of something


@dataclass(frozen=True, slots=True)
class Place:
    """Role → address as far as the environment gives them, the keyring, and where a program of PostgreSQL is."""

    urls: Mapping[str, str]
    keys: Path
    program: Callable[[str], Path]

    def url(self, role: str) -> str:
        if role not in self.urls:
            name = f"DATABASE_{role.removeprefix('myspace_').upper()}_URL"
            raise DatabaseNotPrepared(f"Set {name}: this needs to enter as {role}.")
        return self.urls[role]

    def prepared(self) -> bool:
        """Whether the tables are there. False only of a database that answered: what else is wrong, the command says."""
        address = next(iter(self.urls.values()), None)
        if address is None:
            return True
        try:
            with psycopg.connect(address, connect_timeout=5) as connection:
                found = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
        except psycopg.Error:
            return True
        return bool(found and found[0])

    @property
    def ledger(self) -> Path:
        """Where erasures are noted: what kernel/erasures.py finds in the environment of `manage`."""
        given = os.environ.get("MYSPACE_ERASURES")
        return Path(given) if given else self.keys.with_name("erasures.txt")

    def environment(self) -> dict[str, str]:
        """In which `python -m django …` works on this database."""
        return environment(Databases(self.urls).secrets_for_manage, self.keys)


@contextmanager
def opened() -> Iterator[Place]:
    """The database of the environment, or the embedded one: running already, or started for as long as this lasts."""
    if any(os.environ.get(name) for name in OUTSIDE):
        yield Place(_outside(os.environ), keys(folders.run_folder()), _client)
        return
    cluster = Cluster.persistent()
    if cluster.home.launcher.is_dir() and cluster.answers():
        yield _embedded(cluster)
        return
    with cluster:
        yield _embedded(cluster)


def environment(secrets: Mapping[str, str], keys: Path) -> dict[str, str]:
    """What an operator's command learns."""
    ledger = os.environ.get("MYSPACE_ERASURES")
    return {
        **base_environment(),
        **secrets,
        **({"MYSPACE_ERASURES": ledger} if ledger else {}),
        **login_providers(os.environ),
        **services(os.environ),
        **{name: os.environ[name] for name in TELLERS if name in os.environ},
        "DJANGO_SETTINGS_MODULE": table.SETTINGS,
        "MYSPACE_PROCESS": "manage",
        "MYSPACE_KEYS": str(keys),
        "MYSPACE_SIMULATED": "" if os.environ.get("DATABASE_URL") else "1",
    }


def login_providers(environ: Mapping[str, str]) -> dict[str, str]:
    """The file of login providers and the secrets that it names: without them a command would judge another folder.

    What is wrong with the file, the command says: here a file that cannot be read names no secret.
    """
    path = environ.get("MYSPACE_LOGIN_PROVIDERS")
    if not path:
        return {}
    try:
        told = tomllib.loads(Path(path).read_text("utf-8")).get("providers")
    except (OSError, ValueError):
        told = None
    each = told.values() if isinstance(told, dict) else ()
    named = {str(one.get("secret_in")) for one in each if isinstance(one, dict)}
    return {"MYSPACE_LOGIN_PROVIDERS": path} | {name: environ[name] for name in named if name in environ}


def services(environ: Mapping[str, str]) -> dict[str, str]:
    """The file of services and the secrets that it names, likewise."""
    path = environ.get("MYSPACE_SERVICES")
    if not path:
        return {}
    try:
        told = tomllib.loads(Path(path).read_text("utf-8")).get("service")
    except (OSError, ValueError):
        told = None
    own = [one.get("own") for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    named = {str(one.get("secret_in")) for one in own if isinstance(one, dict)}
    return {"MYSPACE_SERVICES": path} | {name: environ[name] for name in named if name in environ}


def as_variables(url: str) -> dict[str, str]:
    """The same address as PG… variables: what is a word of a command is read by whoever lists processes."""
    options = psycopg.pq.Conninfo.parse(url.encode())
    return {o.envvar.decode(): o.val.decode() for o in options if o.val is not None and o.envvar}


def _embedded(cluster: Cluster) -> Place:
    def program(name: str) -> Path:
        found = cluster.binaries.program(name)
        if not os.access(found, os.X_OK):
            raise NoPostgres(f"These PostgreSQL programs come without {name}: set PG_BIN to a folder that holds it.")
        return found

    return Place(cluster.urls(), keys(cluster.home.launcher), program)


def _outside(environ: Mapping[str, str]) -> dict[str, str]:
    if environ.get("DATABASE_URL"):
        return external_urls(environ)
    return {roles.KEEPER: environ["DATABASE_KEEPER_URL"]}


def _client(name: str) -> Path:
    """A program of PostgreSQL on a machine that may have no server: the newest that is found."""
    newest = sorted(binaries.DEBIAN.glob(f"*/bin/{name}"), key=lambda p: int(p.parts[-3]), reverse=True)
    given = os.environ.get("PG_BIN")
    for found in ([Path(given) / name] if given else []) + newest + [Path(shutil.which(name) or "")]:
        if found.name == name and os.access(found, os.X_OK):
            return found
    raise NoPostgres(f"No {name} was found. Install the package postgresql-client, or set PG_BIN.")


def keys(folder: Path) -> Path:
    """The keyring of the environment, else the one of this folder, made if it is not there."""
    given = os.environ.get("MYSPACE_KEYS")
    return Path(given) if given else development_keyring(folder)
