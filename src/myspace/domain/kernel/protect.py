"""Migration operations that put a table under row-level security, one policy per verb and role.

Who sees a row (AMENDMENTS in the design, docs/adr/0008-who-sees-a-row.md):
    web, live   person_id = subject() and (subject() = viewer() or an unexpired acting row viewer → subject)
    worker, maker  person_id = subject()
    gate        only on tables that a function of the closed list reads, and only the verbs it needs
Unset settings deny: subject() is NULL and no comparison with NULL is true.
"""

from __future__ import annotations

from typing import Any, Literal

from django.db import migrations

Verb = Literal["SELECT", "INSERT", "UPDATE", "DELETE"]

# Written so that one's own folder costs nothing: a test without the row's columns is made once a statement, and the
# subquery only when subject and viewer differ. Called plainly, the function ran for every row: 84 asks took 1.2 ms.
MAY_LOOK = "(myspace_subject() = myspace_viewer() OR (SELECT myspace_may_look()))"
# The same thrift inside a statement or a subquery: a function of SQL is read and planned at each call, and is not called
# where the first side holds. Called plainly in two policies, it was a third of what the page took of PostgreSQL.
OWN = "(myspace_subject() = myspace_viewer() OR myspace_own())"
_WEB = f"person_id = myspace_subject() AND {MAY_LOOK}"
_WORKER = "person_id = myspace_subject()"


def _policy(table: str, role: str, verb: Verb, test: str) -> str:
    name = f"{role.removeprefix('myspace_')}_{verb.lower()}"
    using = f" USING ({test})" if verb != "INSERT" else ""
    check = f" WITH CHECK ({test})" if verb in ("INSERT", "UPDATE") else ""
    return f"CREATE POLICY {name} ON {table} AS PERMISSIVE FOR {verb} TO {role}{using}{check};"


def protect_sql(
    table: str,
    *,
    web: tuple[Verb, ...] = (),
    live: tuple[Verb, ...] = (),
    worker: tuple[Verb, ...] = (),
    maker: tuple[Verb, ...] = (),
    gate: tuple[Verb, ...] = (),
    web_test: str = _WEB,
    worker_test: str = _WORKER,
) -> str:
    """The SQL that protects one personal table and grants exactly the verbs named."""
    lines = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;",
    ]
    for role, verbs, test in (
        ("myspace_web", web, web_test),
        ("myspace_live", live, web_test),
        ("myspace_worker", worker, worker_test),
        ("myspace_maker", maker, worker_test),
        ("myspace_gate", gate, "true"),
    ):
        if verbs:
            lines.append(f"GRANT {', '.join(verbs)} ON {table} TO {role};")
        lines += [_policy(table, role, verb, test) for verb in verbs]
    return "\n".join(lines)


class Protect(migrations.RunSQL):
    """`Protect("activity_item", web=("SELECT",), worker=("SELECT", "INSERT", "UPDATE", "DELETE"))`."""

    def __init__(self, table: str, **verbs: Any) -> None:
        super().__init__(protect_sql(table, **verbs), migrations.RunSQL.noop)


def again(table: str, role: str, verb: Verb, test: str) -> migrations.RunSQL:
    """Another test for what a role may already do: its policy for that verb is made anew."""
    name = f"{role.removeprefix('myspace_')}_{verb.lower()}"
    return migrations.RunSQL(
        f"DROP POLICY {name} ON {table};\n{_policy(table, role, verb, test)}", migrations.RunSQL.noop
    )


class Publish(migrations.RunSQL):
    """A table with nobody's data in it: readable by every process, writable by those named."""

    def __init__(self, table: str, *, write: tuple[str, ...] = ()) -> None:
        sql = f"GRANT SELECT ON {table} TO myspace_web, myspace_live, myspace_worker;"
        for role in write:
            sql += f"\nGRANT INSERT, UPDATE, DELETE ON {table} TO {role};"
        super().__init__(sql, migrations.RunSQL.noop)
