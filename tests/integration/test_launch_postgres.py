"""A cluster of our own, really made and started: who can enter, what survives, what is tidied up."""

from __future__ import annotations

import os
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from myspace.domain.kernel import roles
from myspace.launch import folders, postgres
from myspace.launch.binaries import Binaries
from myspace.launch.folders import Home, Identity
from myspace.launch.postgres import Cluster, PostgresFailed, sweep_abandoned
from myspace.launch.spawning import started_at

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes user; run the tests as root to see this")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster.temporary() as made:
        yield made


def one(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
        assert row is not None
        return row[0]


def server_pid(made: Cluster) -> int:
    return int((made.home.data / "postmaster.pid").read_text().split()[0])


def test_every_role_enters_with_its_own_password(cluster: Cluster) -> None:
    for role, url in cluster.urls().items():
        assert one(url, "SELECT current_user") == role


@pytest.mark.parametrize("role", [roles.OWNER, roles.KEEPER, postgres.SUPERUSER, roles.LIVE])
def test_no_role_enters_with_the_password_of_a_page(cluster: Cluster, role: str) -> None:
    url = cluster.urls()[roles.WEB].replace(roles.WEB, role)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url)


def test_the_superuser_needs_a_password_too(cluster: Cluster) -> None:
    url = cluster.superuser_url().replace(f":{cluster.passwords()[postgres.SUPERUSER]}@", "@")
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(url)


def test_application_roles_own_nothing_and_can_neither_create_nor_bypass(cluster: Cluster) -> None:
    for role in roles.APPLICATION:
        url = cluster.urls()[role]
        assert one(url, "SELECT rolbypassrls OR rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles "
                        "WHERE rolname = current_user") is False  # fmt: skip
        for attempt in ("CREATE TABLE mine (x int)", "CREATE TEMP TABLE mine (x int)", f"SET ROLE {roles.OWNER}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), psycopg.connect(url) as connection:
                connection.execute(attempt.encode())


def test_an_owner_whose_query_a_policy_would_filter_is_told_so(cluster: Cluster) -> None:
    with psycopg.connect(cluster.urls()[roles.OWNER]) as connection:
        connection.execute("CREATE TABLE personal (person int)")
        connection.execute("ALTER TABLE personal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute("SELECT * FROM personal")


def test_no_port_is_open_and_the_data_are_private(cluster: Cluster) -> None:
    assert one(cluster.superuser_url(), "SHOW listen_addresses") == ""
    assert one(cluster.superuser_url(), "SHOW data_checksums") == "on"
    for folder in (cluster.home.server, cluster.home.launcher, cluster.home.data, folders.socket_folder(cluster.home)):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    secret = cluster.home.launcher / "passwords.json"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.stat().st_uid == os.geteuid()


def test_a_value_in_a_failed_statement_is_not_written_to_the_log(cluster: Cluster) -> None:
    with psycopg.connect(cluster.superuser_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE once (word text PRIMARY KEY)")
        connection.execute("INSERT INTO once VALUES ('a-private-word')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO once VALUES ('a-private-word')")
    text = cluster.log.read_text()
    assert "duplicate key" in text
    assert "a-private-word" not in text


def test_a_copy_of_a_database_is_made_in_one_step(cluster: Cluster) -> None:
    with psycopg.connect(cluster.make_database("model")[roles.OWNER], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    urls = cluster.make_database("copied", template="model")
    assert one(urls[roles.OWNER], "SELECT seven FROM kept") == 7
    cluster.drop_database("copied")
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(urls[roles.OWNER])


def persistent(root: Path) -> Cluster:
    """A cluster that stays, in folders of the test's own."""
    temporary = folders.temporary()
    temporary.launcher.rmdir()
    # Not a temporary's name: between two starts nobody holds its lock, and another run's sweep would take it away.
    name = temporary.server.name.replace("t-", "kept-")
    server = temporary.server.with_name(name)
    return Cluster(Home(server, server.with_name(name + ".launcher"), temporary.identity), temporary=False)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Cluster]:
    made = persistent(tmp_path)
    yield made
    made.stop()
    made.home.remove()


def test_data_and_passwords_survive_a_second_start_and_fsync_is_on(kept: Cluster) -> None:
    with kept:
        with psycopg.connect(kept.urls()[roles.OWNER], autocommit=True) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
        before = kept.urls()
    again = Cluster(kept.home, temporary=False)
    with again:
        assert again.urls() == before
        assert one(before[roles.OWNER], "SELECT seven FROM kept") == 7
        assert one(again.superuser_url(), "SHOW fsync") == "on"


def test_after_a_power_cut_the_next_start_works(kept: Cluster) -> None:
    kept.start()
    os.killpg(server_pid(kept), signal.SIGKILL)
    kept.stop()
    assert (kept.home.data / "postmaster.pid").exists()
    with Cluster(kept.home, temporary=False) as again:
        assert again.answers()


def test_a_pid_file_that_names_a_stranger_is_stale_and_the_stranger_lives(kept: Cluster) -> None:
    with kept:
        lines = (kept.home.data / "postmaster.pid").read_text().splitlines()
    (kept.home.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with Cluster(kept.home, temporary=False) as again:
        assert again.answers()
        assert server_pid(again) != os.getpid()


def test_the_same_data_are_never_opened_twice(kept: Cluster) -> None:
    with kept, pytest.raises(PostgresFailed, match="in use by another"):
        Cluster(kept.home, temporary=False).start()


def test_a_temporary_cluster_leaves_nothing_behind() -> None:
    with Cluster.temporary() as made:
        pid = server_pid(made)
    assert not made.home.server.exists()
    assert not made.home.launcher.exists()
    assert started_at(pid) is None


def test_what_a_killed_run_left_is_swept_and_what_is_in_use_is_not(cluster: Cluster) -> None:
    left = Cluster.temporary()
    left.start()
    left.stop = lambda: None  # as if the maker had been killed
    os.killpg(server_pid(left), signal.SIGKILL)
    assert left._lock is not None
    os.close(left._lock)
    sweep_abandoned()
    assert not left.home.server.exists()
    assert cluster.answers()


def test_a_broken_initdb_says_why_and_the_next_start_works(kept: Cluster) -> None:
    kept._binaries = Binaries(Path("/nowhere"), 15, "test")
    with pytest.raises(PostgresFailed, match=r"initdb failed(.|\n)*/nowhere/initdb: No such file"):
        kept.start()
    assert not kept.home.data.exists()
    kept.release()
    kept._binaries = None
    with kept:
        assert kept.answers()


def test_what_an_interrupted_initdb_left_does_not_stand_in_the_way(kept: Cluster) -> None:
    kept.home.make()
    (kept.home.server / "new").mkdir()
    (kept.home.server / "new" / "half").write_text("made")
    if kept.identity:
        os.chown(kept.home.server / "new", kept.identity.uid, kept.identity.gid)
    with kept:
        assert kept.answers()
        assert not (kept.home.server / "new").exists()


@as_root
def test_without_a_postgres_user_a_number_without_a_name_runs_the_server(kept: Cluster) -> None:
    uid = folders.UNUSED_UIDS[-1]
    nameless = Cluster(Home(kept.home.server, kept.home.launcher, Identity(uid, uid, named=False)), temporary=False)
    with nameless:
        assert one(nameless.urls()[roles.WEB], "SELECT 1") == 1
        assert Path(f"/proc/{server_pid(nameless)}").stat().st_uid == uid
        assert {p.lstat().st_uid for p in nameless.home.server.rglob("*")} == {uid}


@as_root
def test_programs_that_the_servers_user_cannot_reach_are_copied_for_it(tmp_path: Path) -> None:
    import shutil

    from myspace.launch import binaries

    if binaries.find().origin == "wheel":
        pytest.skip("the wheel's programs are several trees; with them every test here runs from a copy already")
    hidden = tmp_path / "hidden"  # pytest's folders are 0700 of root
    tree = binaries.find().folder.parent
    shutil.copytree(tree, hidden / "pg", symlinks=False, ignore_dangling_symlinks=True)
    made = Cluster(folders.temporary(), temporary=True, environ={"MYSPACE_PG": str(hidden / "pg" / "bin")})
    shelf = folders.programs_shelf(made.home, binaries.find().major)
    existed = shelf.exists()
    try:
        made.prepare()
        assert made.binaries.folder.is_relative_to(shelf)
    finally:
        made.release()
        if not existed:
            shutil.rmtree(shelf, ignore_errors=True)
            shelf.with_name(shelf.name + ".lock").unlink(missing_ok=True)


def test_the_server_ends_when_whoever_started_it_is_killed(tmp_path: Path) -> None:
    import subprocess
    import sys

    script = (
        "import time; from myspace.launch.postgres import Cluster\n"
        "made = Cluster.temporary().start()\n"
        "print((made.home.data / 'postmaster.pid').read_text().split()[0], flush=True); time.sleep(60)"
    )
    maker = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert maker.stdout is not None
    pid = int(maker.stdout.readline())
    maker.kill()
    maker.wait()
    deadline = time.monotonic() + 10
    while started_at(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert started_at(pid) is None
    sweep_abandoned()
