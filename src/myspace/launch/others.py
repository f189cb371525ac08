"""`manage`, `conformance` and `bench`: hand over to another module in the right environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from myspace.launch import databases, folders
from myspace.launch.spawning import base_environment
from myspace.launch.stack import DatabaseNotPrepared

CONFORMANCE = "myspace.connectors.hub_carpetes.conformance"
# These print or write files and ask no database: no server is started for them.
WITHOUT_DATABASE = {"help", "roles", "makemigrations", "check", "login_providers", "version", "--version", "--help"}


def manage(words: Sequence[str]) -> int:
    """`python -m django …` on the database of this checkout, starting it for the moment if `up` is not running."""
    command = [sys.executable, "-m", "django", *(words or ["help"])]
    if not words or words[0] in WITHOUT_DATABASE:
        return _run(command, databases.environment({}, databases.keys(folders.run_folder())))
    with databases.opened() as place:
        if words[0] != "migrate" and not place.prepared():
            raise DatabaseNotPrepared(
                "The database has no tables yet. Run ./myspace up once, or ./myspace manage migrate; then this again."
            )
        return _run(command, place.environment())


def conformance(words: Sequence[str]) -> int:
    """May this body be connected? The connector's own strict reading decides."""
    return _run([sys.executable, "-m", CONFORMANCE, *words], base_environment())


def bench(words: Sequence[str]) -> int:
    """The figures of `bench/`, run from the root of the checkout."""
    env = {**base_environment(), **_pg_choice()}
    return _run([sys.executable, "-m", "bench", *words], env, cwd=folders.checkout())


def _pg_choice() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PG_BIN", "MYSPACE_PG") if name in os.environ}


def _run(command: Sequence[str], env: Mapping[str, str], cwd: Path | None = None) -> int:
    return subprocess.run(command, env=dict(env), cwd=cwd, check=False).returncode
