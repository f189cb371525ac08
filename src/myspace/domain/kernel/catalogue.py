"""What the database must look like, asked of its own catalogue. Empty lists mean that the rules hold.

A table is personal when it has a `person_id` column. Library tables are allow-listed; they hold opaque ids only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from myspace.domain.kernel import personal

Query = Callable[[str], list[tuple[Any, ...]]]

LIBRARY_TABLES = frozenset({"django_migrations", "django_content_type"})
# No person in them: directory and connections, salted hashes whose salt is dropped weekly, the mark of a restored copy,
# how much each issuer sends, when a platform of notices did not answer, what is known of each feed of consultations, how much
# of what they tell is told in full, what is known of each feed of logins,
# the tree of the record with its heads and erasures, what its watcher found,
# and lists of withdrawn certificates.
NOBODYS_TABLES = frozenset({
    "administrations_connection", "gathering_salt", "gathering_likeness", "kernel_restored", "alerts_issuer_rate",
    "notices_outage", "transparency_feed", "transparency_coverage", "logins_feed", "record_erasure", "record_tile",
    "record_checkpoint", "record_cosignature", "record_finding", "record_stamp", "record_watch", "seals_list",
})  # fmt: skip
APPLICATION = ("myspace_web", "myspace_live", "myspace_worker", "myspace_maker")
# Name → the roles that may call it. One signature each: an overload would be another function.
CLOSED_LIST: dict[str, frozenset[str]] = {
    "open_session": frozenset({"myspace_web", "myspace_live"}),
    "claim_identity": frozenset({"myspace_web"}),
    "begin_acting": frozenset({"myspace_web"}),
    "due": frozenset({"myspace_worker"}),
    "representing_due": frozenset({"myspace_worker"}),
    "warned_due": frozenset({"myspace_worker"}),
    "who_looked": frozenset({"myspace_web"}),
    "quarantine_list": frozenset({"myspace_worker"}),
    "quarantine_release": frozenset({"myspace_worker"}),
    "take_messages": frozenset({"myspace_maker"}),
    "messages_for_others": frozenset({"myspace_worker"}),
    "unconfirm_messages": frozenset({"myspace_web", "myspace_worker"}),
    "sweep_messages": frozenset({"myspace_maker", "myspace_worker"}),
    "alerts_due": frozenset({"myspace_worker"}),
    "feed_owner": frozenset({"myspace_web"}),
    "told_by_issuer": frozenset({"myspace_web"}),
    "take_exchanges": frozenset({"myspace_web"}),
    "hear_feed": frozenset({"myspace_web", "myspace_worker"}),
    "withheld_due": frozenset({"myspace_worker"}),
    "letters_due": frozenset({"myspace_worker"}),
    "titles_due": frozenset({"myspace_worker"}),
    "exchanges_due": frozenset({"myspace_worker"}),
    "sheets_due": frozenset({"myspace_worker"}),
    "erase_entries": frozenset({"myspace_worker"}),
    "take_logins": frozenset({"myspace_web"}),
    "hear_login_feed": frozenset({"myspace_web"}),
    "logins_due": frozenset({"myspace_worker"}),
    "queue_row": frozenset(),
    "queue_rows": frozenset(),
    "seal_batch": frozenset({"myspace_maker"}),
    "erase_payload": frozenset({"myspace_worker"}),
    "watch_leaves": frozenset({"myspace_maker"}),
    "watch_rows": frozenset({"myspace_maker"}),
    "certificate_by_code": frozenset({"myspace_web"}),
    "take_papers": frozenset({"myspace_maker"}),
    "sweep_papers": frozenset({"myspace_maker"}),
}
# Every rule below reads the schema public: a second one would hide from all of them.
_OTHER_SCHEMAS = (
    "SELECT nspname::text FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' "
    "AND nspname NOT IN ('public', 'information_schema')"
)

_PERSONAL = (
    "SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relowner::regrole::text FROM pg_class c "
    "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND EXISTS "
    "(SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'person_id' AND NOT a.attisdropped)"
)


def findings(query: Query) -> list[str]:
    """Every rule that is broken, one sentence each."""
    return [
        *_schemas(query),
        *_tables_unsorted(query),
        *_tables_unprotected(query),
        *_grants_without_policy(query),
        *_grants_no_policy_can_hold(query),
        *_policies_of_strangers(query),
        *_keys(query),
        *_views(query),
        *_functions(query),
        *_roles(query),
        *_uncovered(query),
    ]


def _schemas(query: Query) -> Iterable[str]:
    for (name,) in query(_OTHER_SCHEMAS):
        yield f"schema {name}: everything lives in public, where the rules are asked"


def _tables_unsorted(query: Query) -> Iterable[str]:
    known = LIBRARY_TABLES | NOBODYS_TABLES | {r[1] for r in query(_PERSONAL)}
    for (name,) in query("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"):
        if name not in known:
            yield f"{name} has no person_id and is on no list: is it personal?"


def _tables_unprotected(query: Query) -> Iterable[str]:
    for _, name, enabled, forced, owner in query(_PERSONAL):
        if not (enabled and forced):
            yield f"{name}: row security must be enabled and forced"
        if owner in APPLICATION:
            yield f"{name}: owned by a process's role"


def _grants_without_policy(query: Query) -> Iterable[str]:
    """A verb granted to a role without a policy of its own for that verb, or a policy open to everyone."""
    rows = query(
        "SELECT c.relname, r.rolname, v.verb FROM pg_class c, pg_roles r, "
        "(VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) v(verb) "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity "
        "AND r.rolname IN ('myspace_web', 'myspace_live', 'myspace_worker', 'myspace_maker', 'myspace_gate') "
        "AND (has_table_privilege(r.oid, c.oid, v.verb)"
        "     OR (v.verb <> 'DELETE' AND has_any_column_privilege(r.oid, c.oid, v.verb))) "
        "AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND r.oid = ANY(p.polroles) "
        "AND p.polcmd = CASE v.verb WHEN 'SELECT' THEN 'r' WHEN 'INSERT' THEN 'a' WHEN 'UPDATE' THEN 'w' ELSE 'd' END)"
    )
    for table, role, verb in rows:
        yield f"{table}: {role} may {verb} without a policy for it"
    for table, policy in query(
        "SELECT p.polrelid::regclass::text, p.polname FROM pg_policy p WHERE p.polcmd = '*' OR 0 = ANY(p.polroles)"
    ):
        yield f"{table}: policy {policy} is for every verb or every role"


def _grants_no_policy_can_hold(query: Query) -> Iterable[str]:
    """TRUNCATE empties a table whoever looks; a trigger or a reference acts on, or tells of, everybody's rows."""
    for table, role, verb in query(
        "SELECT c.relname, r.rolname, v.verb FROM pg_class c, pg_roles r, "
        "(VALUES ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) v(verb) "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
        "AND r.rolname IN ('myspace_web', 'myspace_live', 'myspace_worker', 'myspace_maker', 'myspace_gate') "
        "AND has_table_privilege(r.oid, c.oid, v.verb)"
    ):
        yield f"{table}: {role} may {verb}, which no policy filters"


def _policies_of_strangers(query: Query) -> Iterable[str]:
    """A process's policy that does not test the person, or does not name one of the two settings."""
    for table, policy, roles, test in query(
        "SELECT p.polrelid::regclass::text, p.polname, p.polroles::regrole[]::text[], "
        "coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') "
        "FROM pg_policy p"
    ):
        if roles == ["myspace_gate"]:
            continue
        if "myspace_subject()" not in test or "person_id" not in test:
            yield f"{table}: policy {policy} does not ask whose row it is"
        if set(roles) & {"myspace_web", "myspace_live"} and not (
            "myspace_may_look()" in test or "myspace_viewer()" in test
        ):
            yield f"{table}: policy {policy} does not ask who looks"


# Unique keys without the person in front would tell a citizen's insert that somebody else's row exists.
_KEYS_WITHOUT_PERSON = frozenset(
    {"people_session_token_hash_key", "people_identity_hash", "alerts_feed_token_hash_key", "record_entry_leaf"}
)  # 256-bit random; claim only; places that only the sealer gives


def _keys(query: Query) -> Iterable[str]:
    for table, index, first, primary in query(
        "SELECT c.relname, i.relname, a.attname, x.indisprimary FROM pg_index x "
        "JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid "
        "LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = x.indkey[0] "
        f"WHERE x.indisunique AND c.oid IN (SELECT oid FROM ({_PERSONAL}) p)"
    ):
        if first != "person_id" and not primary and index not in _KEYS_WITHOUT_PERSON:
            yield f"{table}: unique key {index} does not begin with person_id"
    for table, name in query(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND "
        f"(conrelid IN (SELECT oid FROM ({_PERSONAL}) p) OR confrelid IN (SELECT oid FROM ({_PERSONAL}) q))"
    ):
        yield f"{table}: foreign key {name} would answer whether a row exists"


def _views(query: Query) -> Iterable[str]:
    for name, kind, options in query(
        "SELECT relname, relkind, coalesce(reloptions::text, '') FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('v', 'm')"
    ):
        if kind in ("m", b"m"):
            yield f"{name}: a materialised view escapes row security"
        elif "security_invoker=true" not in options and "security_invoker=on" not in options:
            yield f"{name}: a view must be security_invoker"


def _functions(query: Query) -> Iterable[str]:
    """SECURITY DEFINER: exactly the closed list, owned by the gate, with a fixed search_path, for its callers only."""
    rows = query(
        "SELECT p.proname, p.proowner::regrole::text, coalesce(p.proconfig::text, ''), "
        "coalesce(p.proacl::text, '{=X}'), array(SELECT r.rolname::text FROM pg_roles r WHERE r.rolname IN "
        "('myspace_web', 'myspace_live', 'myspace_worker', 'myspace_maker') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')) "
        "FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
    )
    for name, owner, config, acl, callers in rows:
        if name not in CLOSED_LIST:
            yield f"function {name} is SECURITY DEFINER and not on the closed list"
        elif set(callers) != CLOSED_LIST[name]:
            yield f"function {name} may be called by {sorted(callers)}, not by {sorted(CLOSED_LIST[name])}"
        if owner != "myspace_gate":
            yield f"function {name} belongs to {owner}, not to the gate"
        if "search_path=pg_catalog, public" not in config:
            yield f"function {name} has no fixed search_path"
        if "{=X" in acl or ",=X" in acl:
            yield f"function {name} may be called by everyone"
    names = [r[0] for r in rows]
    for name in CLOSED_LIST:
        if names.count(name) != 1:
            yield f"function {name} of the closed list is there {names.count(name)} times"


def _roles(query: Query) -> Iterable[str]:
    for name, superuser, bypass, createrole in query(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles "
        "WHERE rolname IN ('myspace_web', 'myspace_live', 'myspace_worker', 'myspace_maker', 'myspace_gate', 'myspace_owner')"
    ):
        if superuser or bypass or createrole:
            yield f"role {name} may step over row security"
    for name, into in query(
        "SELECT m.member::regrole::text, m.roleid::regrole::text FROM pg_auth_members m "
        "WHERE m.member::regrole::text IN ('myspace_web', 'myspace_live', 'myspace_worker', 'myspace_maker')"
    ):
        yield f"role {name} is a member of {into}"


def _uncovered(query: Query) -> Iterable[str]:
    covered = {table for keeper in personal.keepers() for table in keeper.tables}
    for _, name, *_ in query(_PERSONAL):
        if name not in covered:
            yield f"{name}: no package hands it over and forgets it"
