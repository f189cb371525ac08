"""The country as a running product: loaded once, kept beside the checkout's own data, used again while it is the same.

The kept one says so when it is used, `--fresh` loads it anew, and `./myspace reset` removes it. Beside it, in a database
of its own, is a hundredth of it with a web of its own: what other people's data cost is the one over the other.
"""

from __future__ import annotations

import hashlib
import json
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from bench.country import loading, plan
from bench.country.plan import Plan
from bench.country.things import Source
from myspace.domain.kernel import roles
from myspace.domain.kernel.keyring import read_keyring
from myspace.launch import folders, readiness, table
from myspace.launch.ports import Ports
from myspace.launch.postgres import Cluster, write_private
from myspace.launch.prove import Database, migrate
from myspace.launch.spawning import end, spawn
from myspace.launch.stack import Stack

FEW = "myspace_few"  # the database of the hundredth
KEPT_DAYS = 7  # dates are told from the day of loading: an older country would be of the past
_CONNECTIONS = "administrations_connection"


@dataclass(frozen=True, slots=True)
class Country:
    """A running product with the country in it. `few_url` is the web before the hundredth, `few_pid` its process."""

    stack: Stack
    database: Database
    plan: Plan
    few: Plan
    few_url: str
    few_pid: int

    @property
    def postgres(self) -> int:
        return self.stack.supervisor.pid("postgresql")

    @property
    def size(self) -> str:
        return f"{self.plan.people:,} people with {self.plan.items:,} things"

    def open_sessions(self, places: int) -> None:
        """The sessions of the first so many people begin now: those of a kept country have run out."""
        ids = [plan.session_id(place) for place in range(places)]
        for name in (roles.DATABASE, FEW):
            with psycopg.connect(self.database.cluster.superuser_url(name), autocommit=True) as curtain:
                curtain.execute(
                    "UPDATE people_session SET seen_at = now(), idle_until = now() + interval '15 minutes',"
                    " ends_at = now() + interval '8 hours' WHERE id = ANY(%s)",
                    (ids,),
                )


@contextmanager
def country(people: int, items: int, *, fresh: bool, kept: bool) -> Iterator[Country]:
    """The country of so many, running. Not `kept`: in a cluster that is gone afterwards (tests)."""
    whole = plan.whole(people, items)
    few = plan.hundredth(whole)
    _open_many_files()
    cluster = Cluster.kept(folders.MEASURED) if kept else Cluster.temporary()
    if kept:
        _throw_away_another(cluster, whole, fresh=fresh)
    with Stack(cluster=cluster) as stack:
        database = Database(stack.database_urls, cluster, stack.place.keys)
        few_urls = cluster.make_database(FEW)
        if not _noted(cluster):
            _load_both(database, few_urls, whole, few)
            write_private(_note(cluster), json.dumps({**_wanted(whole), "loaded": datetime.now(UTC).isoformat()}))
        with _another_web(stack, few_urls["myspace_web"]) as (url, pid):
            yield Country(stack, database, whole, few, url, pid)


def _load_both(database: Database, few_urls: dict[str, str], whole: Plan, few: Plan) -> None:
    began = time.monotonic()
    migrate(few_urls, database.keys)
    _same_connections(database.cluster)
    ring = read_keyring(database.keys)
    with psycopg.connect(database.cluster.superuser_url(roles.DATABASE)) as curtain:
        sources = [
            Source(*row) for row in curtain.execute(f"SELECT id, ine10, name FROM {_CONNECTIONS} ORDER BY ine10")
        ]
    for urls, each in ((few_urls, few), (dict(database.urls), whole)):
        _say(f"loading {each.people:,} people with {each.items:,} things")
        loading.load(urls, sources, each, ring, _say)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    _say(f"the country was loaded in {time.monotonic() - began:.0f} s; the loader took {memory} MB at most")


def _same_connections(cluster: Cluster) -> None:
    """The hundredth knows the same bodies under the same ids."""
    with (
        psycopg.connect(cluster.superuser_url(roles.DATABASE)) as whole,
        psycopg.connect(cluster.superuser_url(FEW)) as few,
        whole.cursor() as out,
        few.cursor() as into,
        out.copy(f"COPY {_CONNECTIONS} TO STDOUT") as source,
        into.copy(f"COPY {_CONNECTIONS} FROM STDIN") as target,
    ):
        for data in source:
            target.write(data)


@contextmanager
def _another_web(stack: Stack, url: str) -> Iterator[tuple[str, int]]:
    """The product's web, as the stack runs it, before another database."""
    ports = Ports()
    port = ports.reserve(19_600)
    web = next(s for s in table.product(stack.place, table.Databases(stack.database_urls)) if s.name == "web")
    command = [str(port) if word == str(stack.place.web_port) else word for word in web.command]
    process = spawn(command, env={**web.env, "DATABASE_URL": url}, log=stack.run_dir / "web-of-few.log", cwd=Path("/"))
    try:
        ready, limit = readiness.answers(port, "/healthz"), time.monotonic() + 30
        while not ready() and time.monotonic() < limit:
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        end(process)
        ports.close()


# -- what is kept -----------------------------------------------------------------------------------------------------


def _throw_away_another(cluster: Cluster, whole: Plan, *, fresh: bool) -> None:
    cluster.hold()
    noted = _noted(cluster)
    same = all(noted.get(name) == value for name, value in _wanted(whole).items()) and _young(noted.get("loaded"))
    if same and not fresh:
        _say(
            f"the country loaded on {noted['loaded'][:10]} is used again: --fresh loads it anew, ./myspace reset removes it"
        )
    else:
        cluster.home.remove()
    cluster.release()


def _wanted(whole: Plan) -> dict[str, Any]:
    """What must be equal for a kept country to be this one: its size, the code that makes it, the tables."""
    made = hashlib.sha256()
    root = folders.checkout()
    for path in sorted([*Path(__file__).parent.glob("*.py"), *root.glob("src/myspace/domain/*/migrations/*.py")]):
        made.update(path.name.encode())
        if path.name in ("loading.py", "plan.py", "things.py") or path.parent.name == "migrations":
            made.update(path.read_bytes())
    return {"people": whole.people, "items": whole.items, "made_by": made.hexdigest()}


def _note(cluster: Cluster) -> Path:
    return cluster.home.launcher / "country.json"


def _noted(cluster: Cluster) -> dict[str, Any]:
    try:
        return dict(json.loads(_note(cluster).read_text()))
    except (OSError, ValueError):
        return {}


def _young(loaded: str | None) -> bool:
    return bool(loaded) and (datetime.now(UTC) - datetime.fromisoformat(str(loaded))).days < KEPT_DAYS


def _open_many_files() -> None:
    """Thousands of streams are thousands of files, here and in the processes that are started from here."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


def cookie(place: int) -> str:
    return f"__Host-session={plan.token(place)}"
