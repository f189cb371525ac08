"""`./myspace audit`: is any package that the product runs with known to be vulnerable? Never says clean of what nobody knew.

    0   every package was asked about, and none is known to be vulnerable
    1   some are
    3   some could not be asked about: unknown is not clean

pip-audit itself ends with 0, and the words "No known vulnerabilities found", when the service knows no package at all.
Where neither of its services answers, the index is asked once more for each package by name alone: that page tells the
vulnerabilities of the newest version, which says something only of who runs it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from myspace.launch import runtime
from myspace.launch.testing import tools_environment

CLEAN, VULNERABLE, NOT_ASKED = 0, 1, 3
SERVICES = ("pypi", "osv")
NEWEST = "the index's page of the newest version"
INDEX = "https://pypi.org/pypi/{}/json"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`answered` is package → ids of its vulnerabilities; `unanswered` is package → why nobody knows."""

    answered: Mapping[str, tuple[str, ...]]
    unanswered: Mapping[str, str]

    @property
    def code(self) -> int:
        if any(self.answered.values()):
            return VULNERABLE
        return NOT_ASKED if self.unanswered or not self.answered else CLEAN


def audit(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./myspace audit", description="Known vulnerabilities of what runs.")
    parser.add_argument(
        "--service", choices=SERVICES, help="only this one; else the second is asked what the first left"
    )
    parser.add_argument("--osv-url", help="another address of the OSV service")
    given = parser.parse_args(words)
    try:
        _, *packages = runtime.pieces()
    except runtime.NotInstalled as lacking:
        print(lacking, file=sys.stderr)
        return NOT_ASKED
    left = {piece.name: piece.version for piece in packages}
    answered: dict[str, tuple[str, ...]] = {}
    why: dict[str, str] = {}
    for service in [given.service] if given.service else SERVICES:
        verdict = ask(left, service, given.osv_url)
        answered |= verdict.answered
        why |= verdict.unanswered
        left = {name: version for name, version in left.items() if name not in answered}
        if not left:
            break
    if left and not given.service:
        newest = ask_of_newest(left)
        answered |= newest.answered
        left = {name: version for name, version in left.items() if name not in answered}
        why |= {name: f"{why[name]}; {newest.unanswered[name]}" for name in left}
    return _tell(Verdict(answered, {name: why[name] for name in left}))


def ask(packages: Mapping[str, str], service: str, osv_url: str | None = None) -> Verdict:
    """One service about these packages; nothing is installed and nothing resolved: the versions are those that run."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("".join(f"{name}=={version}\n" for name, version in sorted(packages.items())))
        listed.flush()
        command = [sys.executable, "-m", "pip_audit", "-r", listed.name, "--no-deps", "--disable-pip", "-f", "json"]
        command += ["--progress-spinner", "off", "--timeout", "15", "-s", service]
        command += ["--osv-url", osv_url] if osv_url else []
        told = subprocess.run(command, env=tools_environment(), capture_output=True, text=True, check=False)
    return verdict_of(told.stdout, told.stderr, packages, service)


def ask_of_newest(packages: Mapping[str, str]) -> Verdict:
    """One page a package. Of a package of which a newer version exists nothing is learnt."""
    answered, unanswered = {}, {}
    for name, version in sorted(packages.items()):
        try:
            with urllib.request.urlopen(INDEX.format(name), timeout=15) as page:  # noqa: S310 (an https address of ours)
                found = of_newest(json.load(page), version)
        except (OSError, ValueError) as away:
            found = f"{NEWEST} could not be read: {type(away).__name__}"
        if isinstance(found, str):
            unanswered[name] = found
        else:
            answered[name] = found
    return Verdict(answered, unanswered)


def of_newest(page: Any, version: str) -> tuple[str, ...] | str:
    """The vulnerabilities that the page tells of this version, withdrawn ones apart; or why it tells nothing of it."""
    try:
        newest, told = page["info"]["version"], page["vulnerabilities"]
        ids = tuple(sorted(vuln["id"] for vuln in told if not vuln.get("withdrawn")))
    except (KeyError, TypeError, AttributeError):
        return f"{NEWEST} is of another form"
    return ids if newest == version else f"{NEWEST} is of {newest}"


def verdict_of(output: str, errors: str, packages: Mapping[str, str], service: str) -> Verdict:
    """What pip-audit's words come to. A package that it does not mention was not asked about."""
    try:
        said = {one["name"]: one for one in json.loads(output)["dependencies"]}
    except (ValueError, KeyError, TypeError):
        last = (errors.strip().splitlines() or ["it said nothing"])[-1]
        return Verdict({}, dict.fromkeys(packages, f"{service} could not be asked: {last.partition(': ')[0][:80]}"))
    answered, unanswered = {}, {}
    for name, version in packages.items():
        one = said.get(name, {})
        if "vulns" in one and one.get("version") == version:
            answered[name] = tuple(sorted(vuln["id"] for vuln in one["vulns"]))
        else:
            unanswered[name] = f"{service}: {one.get('skip_reason', 'not in its answer')}"
    return Verdict(answered, unanswered)


def _tell(verdict: Verdict) -> int:
    for name, ids in sorted(verdict.answered.items()):
        if ids:
            print(f"VULNERABLE  {name}: {', '.join(ids)}")
    for name, why in sorted(verdict.unanswered.items()):
        print(f"not known   {name}: {why}")
    known, unknown = len(verdict.answered), len(verdict.unanswered)
    print(f"audit: {known} of {known + unknown} packages were asked about", end="; ")
    print(
        {
            CLEAN: "none is known to be vulnerable",
            VULNERABLE: "some are vulnerable",
            NOT_ASKED: "of the others nobody answered, so this is no clean bill",
        }[verdict.code]
    )
    return verdict.code
