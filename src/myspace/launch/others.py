"""`manage`, `conformance` and `bench`: hand over to another module in the right environment."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from myspace.launch import folders, table
from myspace.launch.keys import development_keyring
from myspace.launch.postgres import Cluster
from myspace.launch.spawning import base_environment
from myspace.launch.stack import external_urls
from myspace.launch.table import Databases

CONFORMANCE = "myspace.connectors.hub_carpetes.conformance"
# These print or write files and ask no database: no server is started for them.
WITHOUT_DATABASE = {"help", "roles", "makemigrations", "check", "version", "--version", "--help"}


def manage(words: Sequence[str]) -> int:
    """`python -m django …` on the database of this checkout, starting it for the moment if `up` is not running."""
    command = [sys.executable, "-m", "django", *(words or ["help"])]
    if not words or words[0] in WITHOUT_DATABASE:
        return _run(command, _environment({}, folders.run_folder()))
    if os.environ.get("DATABASE_URL"):
        databases = Databases(external_urls(os.environ))
        return _run(command, _environment(databases.secrets_for_manage, folders.run_folder()))
    cluster = Cluster.persistent()
    if cluster.home.launcher.is_dir() and cluster.answers():
        secrets = Databases(cluster.urls()).secrets_for_manage
        return _run(command, _environment(secrets, cluster.home.launcher))
    with cluster:
        secrets = Databases(cluster.urls()).secrets_for_manage
        return _run(command, _environment(secrets, cluster.home.launcher))


def conformance(words: Sequence[str]) -> int:
    """May this body be connected? The connector's own strict reading decides."""
    return _run([sys.executable, "-m", CONFORMANCE, *words], base_environment())


def bench(words: Sequence[str]) -> int:
    """The figures of `bench/`, run from the root of the checkout."""
    env = {**base_environment(), **_pg_choice()}
    return _run([sys.executable, "-m", "bench", *words], env, cwd=folders.checkout())


def _environment(secrets: Mapping[str, str], keys_folder: Path) -> dict[str, str]:
    return {
        **base_environment(),
        **secrets,
        "DJANGO_SETTINGS_MODULE": table.SETTINGS,
        "MYSPACE_PROCESS": "manage",
        "MYSPACE_KEYS": os.environ.get("MYSPACE_KEYS") or str(development_keyring(keys_folder)),
        "MYSPACE_RUN_DIR": str(folders.run_folder()),
        "MYSPACE_SIMULATED": "" if os.environ.get("DATABASE_URL") else "1",
    }


def _pg_choice() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PG_BIN", "MYSPACE_PG") if name in os.environ}


def _run(command: Sequence[str], env: Mapping[str, str], cwd: Path | None = None) -> int:
    return subprocess.run(command, env=dict(env), cwd=cwd, check=False).returncode
