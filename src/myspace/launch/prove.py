"""`./myspace prove NAME`: runs one of `proofs/` on a database of its own. Knows how to run one; not what it proves.

A proof is a module `proofs/NAME.py` with

    TRIES = 100_000                                     what full scale is
    def run(tries: int, seed: int, database: Database) -> tuple[int, int]       (held, of)

and, when it needs no database, `DATABASE = False`; when a fiftieth would be too much or too little for the tests,
`IN_TESTS`; and `NOTE`, what its last run says besides, in one line. `database` gives the addresses by role and the
cluster, to make more databases or restart it. The last line printed is `NAME: held X of Y`; the exit code is 0 only when
all held.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from myspace.launch import folders, table
from myspace.launch.keys import development_keyring
from myspace.launch.postgres import Cluster
from myspace.launch.spawning import base_environment
from myspace.launch.table import Databases

RECORD = Path("docs/reference/proofs.md")
_WRITTEN_DOWN = (RECORD.as_posix(), "docs/reference/bench.md")
SMALLEST = 200
HEADING = """# The large proofs, as last run at full scale

Each line was written by `./myspace prove NAME`. `./myspace test` runs the same code at a fiftieth.

| Proof | Held | Of | Date | Commit | Seed | Seconds |
|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Database:
    """What a proof may use: role → address, and the cluster behind (its superuser, restarts, more databases)."""

    urls: Mapping[str, str]
    cluster: Cluster
    keys: Path


class ProofBroken(Exception):
    """The proof module does not keep its protocol."""


def prove(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./myspace prove", description="Runs one large proof.")
    parser.add_argument("name", choices=names(), metavar="NAME", help=", ".join(names()))
    parser.add_argument("--tries", type=int, help="how many; without it, full scale, which is written down")
    parser.add_argument("--seed", type=int, help="repeats an earlier run")
    given = parser.parse_args(words)
    module = load(given.name)
    full = given.tries is None
    tries = int(module.TRIES) if full else given.tries
    seed = secrets.randbelow(2**32) if given.seed is None else given.seed
    print(f"{given.name}: seed {seed}, {tries} tries", flush=True)
    began = time.monotonic()
    held, of = run(given.name, tries=tries, seed=seed)
    seconds = time.monotonic() - began
    if full:
        note = str(getattr(load(given.name), "NOTE", ""))
        write_down(given.name, held=held, of=of, seed=seed, seconds=seconds, note=note)
    print(f"{given.name}: held {held} of {of}", flush=True)
    return 0 if held == of and of > 0 else 1


def run(name: str, *, tries: int, seed: int) -> tuple[int, int]:
    """(held, of) of one proof, on a fresh temporary cluster; what `prove` and the tests both call."""
    module = load(name)
    if not getattr(module, "DATABASE", True):
        return _pair(name, module.run(tries=tries, seed=seed, database=None))
    with fresh_database() as database:
        return _pair(name, module.run(tries=tries, seed=seed, database=database))


def in_tests(name: str) -> int:
    """How many tries `./myspace test` makes: a fiftieth, never fewer than two hundred, never more than all."""
    module = load(name)
    full = int(module.TRIES)
    return int(getattr(module, "IN_TESTS", min(full, max(SMALLEST, full // 50))))


def names() -> list[str]:
    return sorted(p.stem for p in (folders.checkout() / "proofs").glob("*.py") if not p.stem.startswith("_"))


def load(name: str) -> ModuleType:
    root = str(folders.checkout())
    if root not in sys.path:
        sys.path.insert(0, root)
    module = importlib.import_module(f"proofs.{name}")
    if not (hasattr(module, "run") and isinstance(getattr(module, "TRIES", None), int)):
        raise ProofBroken(f"proofs/{name}.py needs TRIES (an int) and run(tries, seed, database).")
    return module


@contextlib.contextmanager
def fresh_database() -> Iterator[Database]:
    """A temporary cluster with roles and migrations, gone afterwards."""
    with Cluster.temporary() as cluster:
        keys = development_keyring(cluster.home.launcher)
        migrate(cluster.urls(), keys)
        yield Database(cluster.urls(), cluster, keys)


def migrate(urls: Mapping[str, str], keys: Path) -> None:
    """Runs the migrations as their owner, in a process of their own."""
    if table.missing(("myspace.site.settings",)):
        return
    env = {
        **base_environment(),
        **Databases(urls).secrets_for_manage,
        "DJANGO_SETTINGS_MODULE": table.SETTINGS,
        "MYSPACE_PROCESS": "manage",
        "MYSPACE_KEYS": str(keys),
    }
    command = [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity", "0"]
    told = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if told.returncode:
        raise ProofBroken(f"The migrations failed:\n{told.stderr[-4000:]}")


def write_down(
    name: str, *, held: int, of: int, seed: int, seconds: float, note: str = "", record: Path | None = None
) -> None:
    """One line for each proof in docs/reference/proofs.md, and its note below: the newest replaces the older."""
    record = record or folders.checkout() / RECORD
    record.parent.mkdir(parents=True, exist_ok=True)
    lines = record.read_text().splitlines() if record.exists() else []
    rows = [line for line in lines if re.match(r"\| [a-z-]+ \|", line) and not line.startswith(f"| {name} |")]
    notes = [line for line in lines if line.startswith("- `") and not line.startswith(f"- `{name}`: ")]
    date = datetime.now(UTC).date().isoformat()
    rows.append(f"| {name} | {held:,} | {of:,} | {date} | {commit()} | {seed} | {seconds:.0f} |")
    if note:
        notes.append(f"- `{name}`: {note}.")
    record.write_text("\n".join([*HEADING.splitlines(), *rows, *([""] if notes else []), *notes]) + "\n")


def commit() -> str:
    """The commit that is proved or measured; `+` when the tree has changes it does not hold.

    What an earlier proof or bench of the same run wrote down is none: it is read by nobody who is proved.
    """

    def git(*words: str) -> str:
        told = subprocess.run(
            ["git", *words], cwd=folders.checkout(), capture_output=True, text=True, check=False, env=dict(os.environ)
        )
        return told.stdout.strip()

    try:
        beside = [f":(exclude){kept}" for kept in _WRITTEN_DOWN]
        changed = "+" if git("status", "--porcelain", "--untracked-files=no", "--", ".", *beside) else ""
        return (git("rev-parse", "--short=12", "HEAD") or "unknown") + changed
    except FileNotFoundError:
        return "unknown"


def _pair(name: str, result: object) -> tuple[int, int]:
    if not (isinstance(result, tuple) and len(result) == 2 and all(isinstance(n, int) for n in result)):
        raise ProofBroken(f"proofs/{name}.py: run() gave {result!r}; it must give (held, of).")
    return result[0], result[1]
