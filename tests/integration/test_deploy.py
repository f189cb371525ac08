"""The product behind what a deployment puts before and under it, with the files of deploy/: nginx, PgBouncer, psql.

Each needs its program and is skipped, visibly, where it is not installed (Debian: nginx, pgbouncer, postgresql-client).
"""

# ruff: noqa: F811  # fixtures are named as the modules that make them name them
from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import psycopg
import pytest

from myspace.domain.kernel import db, roles
from myspace.launch.spawning import base_environment, end, spawn
from myspace.launch.stack import Stack
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import Country
from tests.integration.neighbour import Neighbour, words
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_door import neighbour, valid  # noqa: F401  # fixtures
from tests.integration.test_pages import country, marta  # noqa: F401  # fixtures

DEPLOY = Path(__file__).parents[2] / "deploy"
NGINX, PGBOUNCER = shutil.which("nginx"), shutil.which("pgbouncer")
WITHIN = 20.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def wait_for(port: int) -> None:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing listens on {port}")


# -- under it: PgBouncer by transaction -------------------------------------------------------------------------------


@pytest.fixture
def bouncer(clean: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The shipped settings, with two server connections for everybody, before the test's own cluster."""
    if PGBOUNCER is None:
        pytest.skip("pgbouncer is not here: apt install pgbouncer")
    port, identity = free_port(), clean.cluster.identity
    place = clean.cluster.home.server / "bouncer"
    place.mkdir(mode=0o700, exist_ok=True)
    passwords = clean.cluster.passwords()
    users = "".join(f'"{role}" "{passwords[role]}"\n' for role in roles.APPLICATION)
    told = (DEPLOY / "pgbouncer/pgbouncer.ini").read_text()
    for pattern, ours in (
        (
            r"host=127\.0\.0\.1 port=5432",
            f"host={psycopg.conninfo.conninfo_to_dict(clean.urls[WEB])['host']} port=5432",
        ),
        (r"listen_port = 6432", f"listen_port = {port}\nunix_socket_dir ="),
        (r"/etc/pgbouncer/userlist\.txt", str(place / "userlist.txt")),
        (r"default_pool_size = 8", "default_pool_size = 2"),
    ):
        told, count = re.subn(pattern, ours, told)
        assert count == 1, f"the shipped file no longer says {pattern}"
    for name, text in (("userlist.txt", users), ("pgbouncer.ini", told)):
        (place / name).write_text(text)
    for path in (place, *place.iterdir()):
        if identity:
            os.chown(path, identity.uid, identity.gid)
    log = tmp_path / "bouncer.log"
    process = spawn(
        [PGBOUNCER, str(place / "pgbouncer.ini")],
        env=base_environment(), log=log, cwd=Path("/"), identity=identity,
    )  # fmt: skip
    try:
        wait_for(port)
        before = dict(clean.urls)
        for role in roles.APPLICATION:
            clean.urls[role] = f"postgresql://{role}:{passwords[role]}@127.0.0.1:{port}/{roles.DATABASE}"
        monkeypatch.setenv("MYSPACE_PGBOUNCER", "1")
        yield clean.urls[WEB]
        db.close_pool()
        clean.urls.update(before)
    finally:
        end(process, by=signal.SIGINT)


def test_pages_are_drawn_through_a_pooler(bouncer: str, country: Country, marta: Neighbour) -> None:
    for _ in range(6):  # more often than it takes to prepare a statement
        assert "Ho estem preguntant" in words(marta.get("/inici"))
    for path in ("/activitat", "/fonts", "/el-meu-registre", "/impostos"):
        assert marta.get(path).status_code in (200, 404), path


def test_two_server_connections_never_show_one_person_to_another(
    bouncer: str, as_role: AsRole, clean: Database, django_ready: None
) -> None:
    from myspace.domain.people import service as people

    with as_role(WEB):
        somebody = [enter(number) for number in ("00000000T", "00000001R", "99999999R")]

        def whose(turn: int) -> bool:
            entered = somebody[turn % 3]
            with people.opened(entered.token) as session:
                assert session is not None
                with db.as_actor(session.actor) as tx:
                    rows = tx.run("SELECT person_id, current_setting('TimeZone') FROM people_person")
            return rows == [(entered.actor.subject, "Europe/Madrid")]

        with ThreadPoolExecutor(8) as readers:
            assert all(readers.map(whose, range(300)))
        with db.bare() as tx:
            assert tx.run("SELECT person_id FROM people_person") == [], "no setting outlives its transaction"


def test_without_the_switch_the_pooler_refuses_and_nothing_is_shown(
    bouncer: str, as_role: AsRole, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MYSPACE_PGBOUNCER")
    with pytest.raises(psycopg.OperationalError, match="unsupported startup parameter"):
        psycopg.connect(bouncer, options="-c timezone=Europe/Madrid")
    monkeypatch.setattr(db, "WAIT_SECONDS", 0.5)
    with as_role(WEB), pytest.raises(db.DatabaseAway), db.bare() as tx:
        tx.run("SELECT 1")


def test_what_lasts_longer_than_a_transaction_goes_past_the_pooler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://pooler")
    assert db.direct_url() == "postgresql://pooler"
    monkeypatch.setenv("DATABASE_DIRECT_URL", "postgresql://server")
    assert db.direct_url() == "postgresql://server"


# -- before it: nginx -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stack, int]]:
    """The whole product, and nginx with the shipped rule before its two sockets."""
    if NGINX is None:
        pytest.skip("nginx is not here: apt install nginx-light")
    place, port = tmp_path_factory.mktemp("nginx"), free_port()
    with Stack(temporary=True) as stack:
        for name in ("rule.conf", "headers.conf", "compose.conf"):
            text = (DEPLOY / "nginx" / name).read_text().replace("/etc/nginx/my-space/", f"{place}/")
            text = text.replace("web:8081", f"127.0.0.1:{stack.place.web_port}")
            text = text.replace("live:8082", f"127.0.0.1:{stack.place.live_port}")
            text = text.replace("listen 8080", f"listen 127.0.0.1:{port}").replace("/dev/stdout", f"{place}/access.log")
            (place / name).write_text(text)
        folders = "".join(
            f"{kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (place / "nginx.conf").write_text(
            f"pid {place}/pid;\nevents {{}}\nhttp {{\n{folders}include {place}/compose.conf;\n}}\n"
        )
        log = place / "error.log"
        process = spawn(
            [NGINX, "-p", str(place), "-e", str(log), "-c", str(place / "nginx.conf"), "-g", "daemon off;"],
            env=base_environment(), log=log, cwd=place,
        )  # fmt: skip
        try:
            wait_for(port)
            yield stack, port
        finally:
            end(process, by=signal.SIGQUIT)


def get(behind: tuple[Stack, int], path: str, **headers: str) -> HTTPResponse:
    stack, port = behind
    connection = HTTPConnection("127.0.0.1", port, timeout=WITHIN)
    host = stack.origin.removeprefix("http://")
    connection.request("GET", path, headers={"Host": host, **headers})
    return connection.getresponse()


def test_the_proxy_shows_pages_and_files_and_nothing_for_operators(behind: tuple[Stack, int]) -> None:
    assert [get(behind, path).status for path in ("/healthz", "/readyz", "/metrics")] == [200, 404, 404]
    page = get(behind, "/")
    text = page.read().decode()
    assert page.status == 200
    (style,) = re.findall(r'href="(/static/site[^"]+\.css)"', text)
    sheet = get(behind, style)
    assert (sheet.status, "immutable" in (sheet.headers["Cache-Control"] or "")) == (200, True)


def test_a_stream_comes_through_word_by_word_while_it_is_open(
    behind: tuple[Stack, int], django_ready: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from myspace.domain.kernel import keyring as module

    stack, _ = behind
    ring = module.read_keyring(stack.place.keys)
    monkeypatch.setattr("myspace.domain.people.service.keyring", lambda: ring)
    monkeypatch.setenv("DATABASE_URL", stack.database_urls[WEB])
    db.close_pool()
    entered = enter()
    db.close_pool()
    cookie = {"Cookie": f"__Host-session={entered.token}"}
    page = get(behind, "/activitat", **cookie).read().decode()
    found = re.search(r'data-live="([^"]+)"', page)
    assert found is not None, "the page has no stream"
    stream = get(behind, found[1].replace("&amp;", "&"), **cookie)
    assert (stream.status, stream.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
    heard = read_until(stream, b"retry: 3000")
    with psycopg.connect(stack.database_urls[WORKER], autocommit=True) as worker:
        for _ in range(3):
            worker.execute("SELECT pg_notify('changed', %s)", (f"{entered.actor.subject.hex} sources",))
            heard = read_until(stream, b"sources")
    assert heard, "each word came before the stream ended"
    stream.close()


def read_until(stream: HTTPResponse, wanted: bytes) -> bytes:
    """Line by line, as a browser does; the socket's own limit ends a wait that would be for ever."""
    while line := stream.readline():
        if wanted in line:
            return line
    return b""


# -- roles and passwords, as the image of PostgreSQL runs them --------------------------------------------------------


def test_the_scripts_of_the_database_make_roles_that_enter_with_their_passwords(database: Database) -> None:
    """On the test's own cluster: the roles are the cluster's, so their passwords are put back afterwards."""
    cluster = database.cluster
    psql = cluster.binaries.folder / "psql"
    if not os.access(psql, os.X_OK):
        pytest.skip("psql is not here: apt install postgresql-client")
    cluster.make_database("deployed")
    superuser = psycopg.conninfo.conninfo_to_dict(cluster.superuser_url("deployed"))
    given = {
        **base_environment(), "PATH": f"{cluster.binaries.folder}:{os.environ['PATH']}", "PGHOST": str(superuser["host"]),
        "PGPASSWORD": str(superuser["password"]), "POSTGRES_USER": "postgres", "POSTGRES_DB": "deployed",
        **{f"PASSWORD_{role.removeprefix('myspace_').upper()}": f"it's-{role}" for role in roles.ROLES},
    }  # fmt: skip
    try:
        sql = (DEPLOY / "postgres/20-roles.sql").read_text().replace('"myspace"', '"deployed"')
        subprocess.run([psql, "-qX", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", "deployed"], input=sql, text=True,
                       env=given, check=True)  # fmt: skip
        subprocess.run(["bash", str(DEPLOY / "postgres/30-passwords.sh")], env=given, check=True)
        for role in roles.ROLES:
            psycopg.connect(host=superuser["host"], user=role, password=f"it's-{role}", dbname="deployed").close()
    finally:
        cluster.make_database(roles.DATABASE)
        cluster.drop_database("deployed")
