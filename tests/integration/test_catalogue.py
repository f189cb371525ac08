"""The database's own catalogue is asked whether the rules hold; each rule is broken once to see it noticed."""

from __future__ import annotations

import psycopg
import pytest

from myspace.domain.kernel.catalogue import findings
from tests.conftest import Database


def _findings(connection: psycopg.Connection) -> list[str]:
    return findings(lambda sql: connection.execute(sql).fetchall())


def test_every_rule_holds(clean: Database, django_ready: None) -> None:
    with clean.as_superuser() as connection:
        assert _findings(connection) == []


SABOTAGE = {
    "a personal table without row security": (
        "CREATE TABLE diary (id uuid, person_id uuid)",
        "diary: row security must be enabled and forced",
    ),
    "a personal table nobody forgets": ("CREATE TABLE diary (id uuid, person_id uuid)", "no package hands it over"),
    "a table that may be personal": ("CREATE TABLE notes (id uuid, owner uuid)", "is it personal?"),
    "row security not forced": ("ALTER TABLE activity_item NO FORCE ROW LEVEL SECURITY", "activity_item: row security"),
    "a policy dropped": ("DROP POLICY web_select ON activity_item", "myspace_web may SELECT without a policy"),
    "a policy open to all": ("CREATE POLICY oops ON activity_item USING (true)", "every verb or every role"),
    "a policy that forgets the viewer": (
        "CREATE POLICY oops ON agenda_entry FOR SELECT TO myspace_web USING (person_id = myspace_subject())",
        "does not ask who looks",
    ),
    "a policy that forgets the person": (
        "CREATE POLICY oops ON agenda_entry FOR SELECT TO myspace_worker USING (true)",
        "does not ask whose row it is",
    ),
    "a unique key as oracle": (
        "CREATE UNIQUE INDEX oops ON activity_item (source_id)",
        "does not begin with person_id",
    ),
    "a foreign key as oracle": (
        "ALTER TABLE activity_word ADD CONSTRAINT oops FOREIGN KEY (item_id) REFERENCES activity_item (id)",
        "would answer whether a row exists",
    ),
    "a view of its owner": ("CREATE VIEW oops AS SELECT * FROM activity_item", "must be security_invoker"),
    "a materialised view": ("CREATE MATERIALIZED VIEW oops AS SELECT 1 AS x", "escapes row security"),
    "another definer function": (
        "CREATE FUNCTION oops() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "not on the closed list",
    ),
    "a search_path left open": (
        "ALTER FUNCTION open_session(bytea, boolean) RESET search_path",
        "no fixed search_path",
    ),
    "a function for everyone": (
        "GRANT EXECUTE ON FUNCTION claim_identity(uuid, text, text[], bytea[], text, uuid) TO PUBLIC",
        "may be called by everyone",
    ),
    "a function for another process": (
        "GRANT EXECUTE ON FUNCTION claim_identity(uuid, text, text[], bytea[], text, uuid) TO myspace_worker",
        "function claim_identity may be called by ['myspace_web', 'myspace_worker'], not by ['myspace_web']",
    ),
    "a second function under a name of the list": (
        "CREATE FUNCTION due() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "function due of the closed list is there 2 times",
    ),
    "a function of the list gone": ("DROP FUNCTION quarantine_release(uuid)", "quarantine_release of the closed list"),
    "a right that no policy filters": (
        "GRANT TRUNCATE ON activity_item TO myspace_worker",
        "activity_item: myspace_worker may TRUNCATE",
    ),
    "a schema where nobody looks": ("CREATE SCHEMA elsewhere", "schema elsewhere: everything lives in public"),
    "a role that bypasses": ("ALTER ROLE myspace_worker BYPASSRLS", "may step over row security"),
    "a role with a friend": ("GRANT myspace_gate TO myspace_web", "myspace_web is a member of myspace_gate"),
}


@pytest.mark.parametrize("what", SABOTAGE)
def test_sabotage_is_noticed(what: str, clean: Database, django_ready: None) -> None:
    sql, expected = SABOTAGE[what]
    with psycopg.connect(clean.bootstrap) as connection:
        connection.execute(sql)
        found = _findings(connection)
        connection.rollback()
    assert any(expected in finding for finding in found), found
