"""The command: asks, copies, tidies, and shows the red run. Ends with 0 when the connector is there and red."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from myspace.launch import folders
from myspace.launch.new_connector import texts
from myspace.launch.new_connector.copying import copy, filled
from myspace.launch.new_connector.facts import BadFact, Facts, facts


def new_connector(words: Sequence[str]) -> int:
    """0: made, and its tests are red. 1: made, but what came after went wrong. 2: refused, nothing was written."""
    root = folders.checkout()
    try:
        wanted = facts(words, root, input if sys.stdin.isatty() else None)
    except SystemExit as left:  # argparse leaves by itself: 0 after --help, 2 when misused
        return int(left.code or 0)
    except (BadFact, EOFError) as wrong:
        print(str(wrong) or "The answers ended before the questions.", file=sys.stderr)
        return 2
    made = copy(wanted, root)
    for path in made:
        print(f"  {path}")
    _tidy(made, root)
    return _show_the_red_run(wanted, root)


def _tidy(made: Sequence[Path], root: Path) -> None:
    """A longer name can need another line break; and the table of connectors has one row more."""
    python = [str(path) for path in made if path.suffix == ".py"]
    for command in (["ruff", "check", "--fix", "--quiet", *python], ["ruff", "format", "--quiet", *python]):
        _run(command, root)
    _run(["myspace.launch.reference"], root, quiet=True)


def _show_the_red_run(wanted: Facts, root: Path) -> int:
    tests = [f"tests/unit/connectors/{wanted.name}", f"tests/connectors/test_{wanted.name}.py"]
    code = _run(["pytest", "-q", "--tb=no", "-p", "no:cacheprovider", *tests], root)
    if code != 1:  # pytest: 0 all green, 1 some red, others: it did not run
        print(f"\nThe tests of {wanted.name} should be red and were not (pytest said {code}).", file=sys.stderr)
        return 1
    print(filled(texts.NEXT, wanted), end="")
    return 0


def _run(module: Sequence[str], root: Path, quiet: bool = False) -> int:
    """In this very tree, wherever the package was installed from."""
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    out = subprocess.DEVNULL if quiet else None
    return subprocess.run([sys.executable, "-m", *module], cwd=root, env=env, stdout=out, check=False).returncode
