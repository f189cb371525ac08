"""`./myspace reset`: forgets the embedded data of this checkout. Asks first; never touches a DATABASE_URL."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence

from myspace.launch import folders
from myspace.launch.postgres import Cluster, sweep_abandoned


def reset(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./myspace reset", description="Forgets the data of this checkout.")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    given = parser.parse_args(words)
    home, measured = folders.persistent(), folders.kept(folders.MEASURED)
    if not any(folder.exists() for folder in (home.server, home.launcher, measured.server)):
        print("No hi ha dades per esborrar. (No data to remove.)")
        return 0
    print(f"S'esborraran totes les dades de {home.server} i {home.launcher}.")
    if measured.server.exists():
        print(f"I el país de les mesures, {measured.server}. (And the country that `bench` keeps.)")
    print("(All data of this checkout will be removed.)")
    if not given.yes and not _agreed():
        print("No s'ha esborrat res. (Nothing was removed.)")
        return 1
    for cluster in (Cluster.persistent(), Cluster.kept(folders.MEASURED)):
        cluster.hold()  # refuses while `up` or `bench` runs, and ends a server left over
        cluster.home.remove()
        cluster.release()
    sweep_abandoned()
    for shelf in home.server.parent.glob(f"{home.server.name}.programs-*"):
        shutil.rmtree(shelf) if shelf.is_dir() else shelf.unlink()
    if left := [folder for folder in (home.server, home.launcher, measured.server) if folder.exists()]:
        print(f"No s'ha pogut esborrar tot. (Not everything could be removed: {left[0]})", file=sys.stderr)
        return 1
    print("Esborrat. (Removed.)")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("Afegeix --yes per confirmar-ho. (Add --yes to confirm.)", file=sys.stderr)
        return False
    return input("Segur? Escriu SI: ").strip().lower() in ("si", "sí", "yes")
