"""`./myspace test`: everything, in a real browser too, with one closing summary. Knows pytest; no test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from myspace.launch import folders
from myspace.launch.chromium import NoChromium, find_or_get
from myspace.launch.translations import compile_stale

# pytest's code for "no tests were collected": a suite that vanished must not pass as green, nor a typo in a path.
NONE_COLLECTED = 5


def test(words: Sequence[str]) -> int:
    """Runs pytest once over `tests/` (or the given words) and gives its exit code."""
    try:
        chromium = find_or_get(_say)
    except NoChromium as none:
        _say(f"\n{none}")
        return 1
    compile_stale()
    env = {**tools_environment(), "MYSPACE_CHROMIUM": str(chromium)}
    # The tests have clusters of their own: an address of somebody's data must not reach them.
    for name in [n for n in env if n.startswith("DATABASE_") or n in ("MYSPACE_KEYS", "MYSPACE_ORIGIN")]:
        del env[name]
    code = subprocess.run([sys.executable, "-m", "pytest", *words], env=env, cwd=folders.checkout(), check=False)
    if code.returncode == NONE_COLLECTED:
        _say("No test was found: nothing is proved.")
    return code.returncode


def tools_environment() -> dict[str, str]:
    """The environment of the tools. A user without a name gets one: pytest would share the folder of all the nameless."""
    uid = os.geteuid()
    return {**os.environ} if folders.named(uid) else {"LOGNAME": f"uid-{uid}", **os.environ}


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
