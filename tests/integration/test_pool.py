"""The one way to PostgreSQL: whom it lets in, and what it does with a connection that died."""

from __future__ import annotations

import resource
import socket

import psycopg
import pytest

from myspace.domain.kernel import db, roles
from tests.conftest import Database
from tests.integration.conftest import AsRole


@pytest.mark.parametrize("role", roles.APPLICATION)
def test_a_process_works_as_its_own_role(role: str, as_role: AsRole) -> None:
    with as_role(role), db.bare() as tx:
        assert tx.run("SELECT current_user::text") == [(role,)]


@pytest.mark.parametrize("role", ["owner", "keeper", "superuser", "member"])
def test_a_process_that_could_see_everybody_sees_nothing(
    role: str, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody gave it the wrong address: every page says to come back later, and the log why."""
    urls = {
        "owner": clean.urls[roles.OWNER],
        "keeper": clean.urls[roles.KEEPER],
        "superuser": clean.bootstrap,
        "member": clean.urls[roles.WEB],
    }
    with clean.as_superuser() as curtain:
        if role == "member":
            curtain.execute(f"GRANT {roles.GATE} TO {roles.WEB}")
        try:
            monkeypatch.setenv("DATABASE_URL", urls[role])
            monkeypatch.setattr(db, "WAIT_SECONDS", 0.5)
            db.close_pool()
            with pytest.raises(db.DatabaseAway), db.bare() as tx:
                tx.run("SELECT 1")
            with psycopg.connect(urls[role]) as connection, pytest.raises(db.RoleMayTooMuch):
                db._only_what_it_needs(connection)
        finally:
            curtain.execute(f"REVOKE {roles.GATE} FROM {roles.WEB}")


def test_a_dead_connection_is_seen_also_when_the_process_holds_a_thousand_others(clean: Database) -> None:
    """select() cannot look at a descriptor over 1023: the asker of a thousand bodies could not have gone on."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 1200:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2048), hard))
    many = [socket.socket() for _ in range(1100)]
    try:
        with psycopg.connect(clean.urls[roles.WEB], autocommit=True) as connection, clean.as_superuser() as curtain:
            assert connection.fileno() > 1023
            db._still_there(connection)
            pid = connection.info.backend_pid
            curtain.execute("SELECT pg_terminate_backend(%s)", (pid,))
            while curtain.execute("SELECT FROM pg_stat_activity WHERE pid = %s", (pid,)).fetchone():
                pass
            with pytest.raises(psycopg.OperationalError, match="closed this connection"):
                db._still_there(connection)
            assert connection.closed
    finally:
        for each in many:
            each.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
