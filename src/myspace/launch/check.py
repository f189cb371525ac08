"""`./myspace check`: what a minute can tell before a commit. Knows the tools; each says its own mind."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from myspace.launch import folders, table
from myspace.launch.testing import tools_environment
from myspace.launch.translations import compile_stale

_TOOLS_AGAIN = "tests/contracts/test_code.py::test_the_tools_find_nothing"


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    command: tuple[str, ...]


def steps() -> list[Step]:
    """The steps in order, quick ones first."""

    def module(*words: str) -> tuple[str, ...]:
        return (sys.executable, "-m", *words)

    return [
        Step("lint", module("ruff", "check")),
        Step("format", module("ruff", "format", "--check", "--quiet")),
        Step("imports", (sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()")),
        Step("messages", module("myspace.launch.messages", "check")),
        Step("types", module("mypy")),
        # The tree, the documents, the word lists; the tools that it would call are the steps above.
        Step("contracts", module("pytest", "-q", "tests/contracts", f"--deselect={_TOOLS_AGAIN}")),
        Step("unit tests", module("pytest", "-q", "tests/unit")),
    ]


def check(words: Sequence[str]) -> int:
    """Runs every step even after a failure, then says which failed. Words choose steps by name."""
    compile_stale()
    failed = []
    chosen = [step for step in steps() if not words or step.name.split()[0] in words]
    for step in chosen:
        if lacking := table.missing(step.command):
            print(f"── {step.name}: {lacking} is not in this checkout", flush=True)
            failed.append(step.name)
            continue
        began = time.monotonic()
        print(f"── {step.name}", flush=True)
        code = subprocess.run(step.command, env=tools_environment(), cwd=folders.checkout(), check=False).returncode
        print(f"   {'ok' if code == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s", flush=True)
        if code:
            failed.append(step.name)
    print(
        f"check: {len(chosen) - len(failed)} of {len(chosen)} steps passed"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed or not chosen else 0
