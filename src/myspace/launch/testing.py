"""`./myspace test`: everything, in a real browser too, with one closing summary. Knows pytest; no test.

Without words, files go to several processes at once, each with a database and a product of its own; what measures the
machine or needs it whole (`alone`) and the journeys come after them, one at a time. With words, pytest is called once with
just these.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from myspace.launch import folders
from myspace.launch.chromium import NoChromium, find_or_get
from myspace.launch.translations import compile_stale

# pytest's code for "no tests were collected": a suite that vanished must not pass as green, nor a typo in a path.
NONE_COLLECTED = 5
# The tests have a keyring, a ledger and addresses of their own.
APART = ("MYSPACE_KEYS", "MYSPACE_ERASURES", "MYSPACE_ORIGIN")


PROCESSES_AT_MOST = 4  # each brings a browser and a whole product


def test(words: Sequence[str]) -> int:
    """Runs the tests under `tests/` (or the given words of pytest) and gives the first exit code that is not zero."""
    try:
        chromium = find_or_get(_say)
    except NoChromium as none:
        _say(f"\n{none}")
        return 1
    compile_stale()
    env = {**tools_environment(), "MYSPACE_CHROMIUM": str(chromium)}
    # The tests have clusters of their own: an address of somebody's data must not reach them.
    for name in [n for n in env if n.startswith("DATABASE_") or n in APART]:
        del env[name]
    code = _pytest(words, env) if words else _everything(env)
    if code == NONE_COLLECTED:
        _say("No test was found: nothing is proved.")
    return code


def rounds(processors: int) -> list[list[str]]:
    """The words of pytest for each round of the whole suite."""
    processes = min(processors, PROCESSES_AT_MOST)
    # In the order of the folders: the long files come before the many quick ones that fill the end.
    at_once = ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"] if processes > 1 else []
    # A journey is timed by a browser: beside others it would be tried on a telephone slower than any.
    return [["-m", "not alone and not journey", *at_once], ["-m", "alone or journey"]]


def _everything(env: dict[str, str]) -> int:
    codes, counts = [], Counter[str]()
    # Every process must find the same tests in the same order, whatever set they were made from.
    env = {"PYTHONHASHSEED": str(random.randrange(2**32)), **env}  # noqa: S311 -- an order, no secret
    with tempfile.TemporaryDirectory() as folder:
        for number, words in enumerate(rounds(len(os.sched_getaffinity(0)))):
            report = Path(folder) / f"{number}.xml"
            codes.append(_pytest([*words, f"--junit-xml={report}"], env))
            counts += _counted(report)
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**{n: counts[n] for n in _COUNTS}), flush=True)
    return next((code for code in codes if code), 0)


_COUNTS = ("passed", "failed", "skipped")


def _counted(report: Path) -> Counter[str]:
    """How a round ended, from its own report; a round that left none counts nothing, and its exit code says why."""
    if not report.exists():
        return Counter()
    told = Counter[str]()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 -- pytest wrote it a moment ago
        of = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        failed = of["failures"] + of["errors"]
        told += Counter(passed=of["tests"] - failed - of["skipped"], failed=failed, skipped=of["skipped"])
    return told


def _pytest(words: Sequence[str], env: dict[str, str]) -> int:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words], env=env, cwd=folders.checkout(), check=False
    ).returncode


def tools_environment() -> dict[str, str]:
    """The environment of the tools. A user without a name gets one: pytest would share the folder of all the nameless."""
    uid = os.geteuid()
    return {**os.environ} if folders.named(uid) else {"LOGNAME": f"uid-{uid}", **os.environ}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
