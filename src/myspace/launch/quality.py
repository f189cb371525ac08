"""`./myspace quality [--run] [NAME…]`: how good each connector is, rule by rule. Ends with 1 when a manifest claims otherwise.

With `--run` the tests that the manifests name are run too, and a rule whose test does not pass does not hold.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from myspace.connector_kit.contract import Manifest
from myspace.connector_kit.quality import LEVELS, assess, false_claims, level_of, named_tests
from myspace.connectors import discover
from myspace.launch import folders


def quality(words: Sequence[str]) -> int:
    if any(word in ("-h", "--help") for word in words):
        print(
            "./myspace quality [--run] [NAME…]   the level of each connector (bronze, silver, gold), rule by rule\n"
            "                                    --run: the tests that prove each rule are run, not only looked for"
        )
        return 0
    known = {manifest.name: manifest for manifest in discover()}
    names = [word for word in words if word != "--run"] or list(known)
    strange = [name for name in names if name not in known]
    if strange:
        print(f"No connector {', '.join(strange)}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    root = folders.checkout()
    unproved = _run([known[name] for name in names], root) if "--run" in words else frozenset()
    lies = []
    for name in names:
        print(page(known[name], root, unproved))
        lies += [f"{name}: {lie}" for lie in false_claims(known[name], root, unproved)]
    for lie in lies:
        print(f"manifest.toml of {lie}", file=sys.stderr)
    return 1 if lies else 0


def _run(manifests: Sequence[Manifest], root: Path) -> frozenset[str]:
    """The named tests of these manifests that did not pass, each case of a test counted as the test itself."""
    wanted = list(dict.fromkeys(one for manifest in manifests for one in named_tests(manifest)))
    there = [one for one in wanted if (root / one.partition("::")[0]).is_file()]
    with tempfile.TemporaryDirectory() as place:
        told = Path(place) / "told.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1"]
        subprocess.run([*command, f"--junitxml={told}", *there], cwd=root, check=False, stdout=sys.stderr)
        passed: set[str] = set()
        failed: set[str] = set()
        for case in ElementTree.parse(told).iter("testcase") if told.exists() else ():  # noqa: S314  # pytest wrote it
            name = f"{case.get('file')}::{str(case.get('name')).partition('[')[0]}"
            (failed if len(case) and case[0].tag in ("failure", "error", "skipped") else passed).add(name)
    return frozenset(one for one in wanted if one in failed or one not in passed)


def page(manifest: Manifest, root: Path, unproved: frozenset[str] = frozenset()) -> str:
    """What is found for one connector, in lines of plain text."""
    verdicts = assess(manifest, root, unproved)
    lines = [f"{manifest.name}: {level_of(verdicts)} · {manifest.title['en']}"]
    for level in LEVELS:
        lines.append(f"  {level}")
        for one in (verdict for verdict in verdicts if verdict.rule.level == level):
            mark, _, reason = one.state.partition(": ")
            lines.append(f"    {mark:6}  {one.rule.id:21} {one.rule.sentence}")
            lines += [f"            {why}" for why in (*one.missing, reason) if why]
    return "\n".join(lines) + "\n"
