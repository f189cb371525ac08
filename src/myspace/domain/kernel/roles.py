"""The database roles as SQL: what a DBA must run, and what the embedded cluster runs for itself.

myspace_owner    owns the tables; migrations only
myspace_web, myspace_live, myspace_worker
                 log in for the three processes; own nothing, bypass nothing
myspace_keeper   BYPASSRLS: data migrations, dump and restore, bench loading; no process can log in as it
myspace_gate     cannot log in; owns the closed list of SECURITY DEFINER functions and sees, by explicit policies,
                 only the tables those functions read. It bypasses nothing either.
"""

from __future__ import annotations

LOGIN_ROLES = ("myspace_owner", "myspace_web", "myspace_live", "myspace_worker", "myspace_keeper")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def roles_sql(database: str, passwords: dict[str, str] | None = None) -> str:
    """SQL for a superuser, safe to run again. Without passwords the roles are made without one, for the DBA to set."""
    lines = []
    for role in (*LOGIN_ROLES, "myspace_gate"):
        login = "NOLOGIN" if role == "myspace_gate" else "LOGIN"
        bypass = "BYPASSRLS" if role == "myspace_keeper" else "NOBYPASSRLS"
        password = f" PASSWORD {_literal(passwords[role])}" if passwords and role in passwords else ""
        lines.append(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN "
            f"CREATE ROLE {role}; END IF; END $$;\n"
            f"ALTER ROLE {role} {login} NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT {bypass}{password};"
        )
    name = '"' + database.replace('"', '""') + '"'
    lines += [
        # The owner hands the functions of the closed list to the gate, so it must be a member of it.
        "GRANT myspace_gate TO myspace_owner;",
        f"ALTER DATABASE {name} OWNER TO myspace_owner;",
        f"REVOKE ALL ON DATABASE {name} FROM PUBLIC;",
        f"GRANT CONNECT ON DATABASE {name} TO myspace_owner, myspace_web, myspace_live, myspace_worker, myspace_keeper;",
        # An owner's query that row security would filter must error, not lie (pg_dump's own rule).
        "ALTER ROLE myspace_owner SET row_security = off;",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC;",
        "ALTER SCHEMA public OWNER TO myspace_owner;",
        "GRANT USAGE ON SCHEMA public TO myspace_web, myspace_live, myspace_worker, myspace_keeper, myspace_gate;",
        "ALTER DEFAULT PRIVILEGES FOR ROLE myspace_owner IN SCHEMA public GRANT ALL ON TABLES TO myspace_keeper;",
        "ALTER DEFAULT PRIVILEGES FOR ROLE myspace_owner IN SCHEMA public GRANT ALL ON SEQUENCES TO myspace_keeper;",
        "ALTER DEFAULT PRIVILEGES FOR ROLE myspace_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;",
    ]
    return "\n".join(lines) + "\n"
