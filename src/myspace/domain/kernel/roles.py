"""Knows the database roles and the SQL that makes them. Refuses to know tables: those grants belong to migrations.

myspace_owner    owns the database and everything in it; migrations only; row security off, so that a query
                 that a policy would filter fails instead of seeing half of the rows
myspace_web      pages         ┐
myspace_live     streams       ├ log in, own nothing, bypass nothing
myspace_worker   asks sources  │
myspace_maker    sends         ┘
myspace_keeper   bypasses row security: data migrations, dump and restore; no process of the product holds it
myspace_gate     cannot log in; owns the closed list of SECURITY DEFINER functions, and sees, by explicit policies,
                 only the tables those functions read: it bypasses nothing either
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping

OWNER = "myspace_owner"
WEB = "myspace_web"
LIVE = "myspace_live"
WORKER = "myspace_worker"
MAKER = "myspace_maker"
KEEPER = "myspace_keeper"
GATE = "myspace_gate"
APPLICATION = (WEB, LIVE, WORKER, MAKER)
ROLES = (OWNER, *APPLICATION, KEEPER)
DATABASE = "myspace"

# Asked by every process of each connection it makes: true for a role that owns something here, is a member of another, or
# steps over row security.
OVERSTEPS = (
    "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid) OR EXISTS "
    "(SELECT FROM pg_class WHERE relowner = r.oid AND relnamespace = 'public'::regnamespace) "
    "FROM pg_roles r WHERE rolname = current_user"
)

# Said of the role, not only of the connection: a pooler between may not pass on what a process says at the start.
_CLOCK: dict[str, int | str] = {"timezone": "'Europe/Madrid'"}
# A page, a stream and a worker each give up before the person does. A migration that cannot have its lock gives up too:
# while it waits, whoever reads that table waits behind it. Milliseconds.
LIMITS: dict[str, dict[str, int | str]] = {
    OWNER: {"lock_timeout": 5_000},
    WEB: {**_CLOCK, "statement_timeout": 5_000, "lock_timeout": 2_000, "idle_in_transaction_session_timeout": 10_000},
    LIVE: {**_CLOCK, "statement_timeout": 5_000, "lock_timeout": 2_000, "idle_in_transaction_session_timeout": 10_000},
    WORKER: {
        **_CLOCK,
        "statement_timeout": 15_000,
        "lock_timeout": 5_000,
        "idle_in_transaction_session_timeout": 30_000,
    },
    MAKER: {
        **_CLOCK,
        "statement_timeout": 15_000,
        "lock_timeout": 5_000,
        "idle_in_transaction_session_timeout": 30_000,
    },
}


def roles_sql(database: str, passwords: Mapping[str, str] | None = None) -> str:
    """The SQL a superuser runs, connected to `database`; running it again changes nothing but passwords.

    With `passwords` (role → password) each is written as its SCRAM verifier, so no clear password reaches a server
    log. Without, a database administrator sets them with psql's \\password.
    """
    parts = [f"-- Run as a superuser, connected to the database {database}."]
    if passwords is None:
        parts.append("-- Afterwards give each role its own password: \\password " + OWNER + ", and so on.")
    parts += [_role(name, passwords) for name in ROLES]
    parts.append(
        _made(GATE) + f"\nALTER ROLE {GATE} WITH NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOBYPASSRLS;"
    )
    parts += [f"ALTER ROLE {name} SET {key} = {value};" for name, kept in LIMITS.items() for key, value in kept.items()]
    everyone = ", ".join(ROLES)
    application = ", ".join((*APPLICATION, KEEPER))
    parts += [
        f"GRANT pg_read_all_data, pg_write_all_data TO {KEEPER};",
        f"ALTER DATABASE {_quoted(database)} OWNER TO {OWNER};",
        f"REVOKE ALL ON DATABASE {_quoted(database)} FROM PUBLIC;",
        f"GRANT CONNECT ON DATABASE {_quoted(database)} TO {everyone};",
        f"ALTER ROLE {OWNER} IN DATABASE {_quoted(database)} SET row_security = off;",
        f"ALTER SCHEMA public OWNER TO {OWNER};",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC;",
        f"GRANT USAGE ON SCHEMA public TO {application}, {GATE};",
        # Migrations hand the functions of the closed list over to the gate: their owner must be a member of it.
        f"GRANT {GATE} TO {OWNER};",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;",
    ]
    return "\n".join(parts) + "\n"


def scram_verifier(password: str, *, salt: bytes | None = None, iterations: int = 4096) -> str:
    """What PostgreSQL stores for an ASCII password (RFC 5802, RFC 7677), made here so that only it travels."""
    salt = salt or os.urandom(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, iterations)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    coded = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${iterations}:{coded[0]}${coded[1]}:{coded[2]}"


def _role(name: str, passwords: Mapping[str, str] | None) -> str:
    bypass = "BYPASSRLS" if name == KEEPER else "NOBYPASSRLS"
    rights = f"LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT {bypass}"
    if name == KEEPER:
        rights = rights.replace("NOINHERIT", "INHERIT")
    password = f" PASSWORD '{scram_verifier(passwords[name])}'" if passwords is not None else ""
    return f"{_made(name)}\nALTER ROLE {name} WITH {rights}{password};"


def _made(name: str) -> str:
    return f"DO $$ BEGIN CREATE ROLE {name}; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;"


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'
