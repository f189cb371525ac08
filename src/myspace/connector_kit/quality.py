"""How good a connector is: rules, what proves each, and the level that follows. Knows the scale; runs no test.

    bronze   it reads what is published and says the six answers
    silver   it bears what far sides do
    gold     it was rehearsed with the owner, and is watched

A rule is `done` when everything that its manifest names under [evidence] is there: tests by name, sections of
documents. What is `exempt` says why, and only where the rule allows it. A level needs all its rules and those below.
Whether the named tests pass, a run says: who made one hands over those that did not. Whether they prove the rule is for
who reviews the manifest.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from myspace.connector_kit.contract import Manifest

LEVELS: Final = ("bronze", "silver", "gold")
NONE: Final = "none"
# Tests of what all connectors are made with: they add to a connector's own test and never stand for one.
OF_THE_KIT: Final = ("tests/connectors/test_transport.py", "tests/unit/connector_kit/")
TO_WRITE: Final = "TO WRITE"  # a contract's page that still holds this says nothing yet


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence that holds or not. `needs`: at least one piece of evidence of each of these kinds."""

    id: str
    level: str
    sentence: str
    needs: frozenset[str] = frozenset({"test"})  # test │ section │ runbook │ record
    not_for_doors: bool = False  # may be exempt where the connector has no topics: it is no source


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for one rule. `missing` says in words what is not there; empty when the rule holds."""

    rule: Rule
    state: str  # as a manifest writes it: done, todo, exempt: reason
    missing: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return self.state != "todo"


RULES: Final = (
    Rule("manifest", "bronze", "The manifest says what is kept, how long, and how soon it is asked again.", frozenset()),
    Rule("spec", "bronze", "The contract has a page of its own that says how it is read.", frozenset()),
    Rule("samples", "bronze", "Every published sample is read, or known to be broken."),
    Rule("codes", "bronze", "Every code of the supplier has a reading, and one without puts its item aside."),
    Rule(
        "six_answers",
        "bronze",
        "The simulator gives the six answers over a socket and the client tells them apart.",
        not_for_doors=True,
    ),
    Rule("probe", "silver", "A harmless question tells whether a connection is set up.", not_for_doors=True),
    Rule("limits", "silver", "The deadline and the size limit are kept against a far side that keeps neither."),
    Rule("clean_logs", "silver", "No identifier or token is logged, whatever happens."),
    Rule("quirks", "silver", "Each known oddity is listed and has its test.", frozenset({"test", "section"})),
    Rule("safe_retries", "silver", "Nothing is asked twice that is not safe to ask twice."),
    Rule("rehearsed_with_owner", "gold", "It was tried with the owner of the other side, and the day is written.",
         frozenset({"record"})),
    Rule("drift_watch", "gold", "A change of the contract at the other side is noticed without a complaint."),
    Rule("runbook", "gold", "Whoever is on call has a page.", frozenset({"runbook"})),
    Rule("load", "gold", "The expected load was rehearsed, and the figures are written.", frozenset({"record"})),
)  # fmt: skip
BY_ID: Final = {rule.id: rule for rule in RULES}


def assess(manifest: Manifest, root: Path, unproved: frozenset[str] = frozenset()) -> tuple[Verdict, ...]:
    """Each rule as it stands in the tree at `root`, whatever the manifest claims. `unproved`: named tests that did not pass."""
    return tuple(_judge(rule, manifest, root, unproved) for rule in RULES)


def named_tests(manifest: Manifest) -> tuple[str, ...]:
    """The tests that the manifest names as evidence, once each."""
    return tuple(dict.fromkeys(one for named in manifest.evidence.values() for one in named if "::" in one))


def level_of(verdicts: tuple[Verdict, ...]) -> str:
    """The highest level whose rules all hold, with those of the levels below; `none` under bronze."""
    reached = NONE
    for level in LEVELS:
        if not all(verdict.holds for verdict in verdicts if verdict.rule.level == level):
            break
        reached = level
    return reached


def false_claims(manifest: Manifest, root: Path, unproved: frozenset[str] = frozenset()) -> list[str]:
    """Where the manifest says something else than what is found, in words; empty when it tells the truth."""
    verdicts = assess(manifest, root, unproved)
    wrong = [f"quality.{rule}: there is no such rule" for rule in manifest.quality if rule not in BY_ID]
    wrong += [f"evidence.{rule}: there is no such rule" for rule in manifest.evidence if rule not in BY_ID]
    for one in verdicts:
        claimed = manifest.quality.get(one.rule.id, "nothing")
        if claimed != one.state:
            why = f" ({'; '.join(one.missing)})" if one.missing else ""
            wrong.append(f"quality.{one.rule.id}: claims {claimed!r}, found {one.state!r}{why}")
    found = level_of(verdicts)
    if manifest.level != found:
        wrong.append(f"level: claims {manifest.level!r}, found {found!r}")
    return wrong


def _judge(rule: Rule, manifest: Manifest, root: Path, unproved: frozenset[str]) -> Verdict:
    claimed = manifest.quality.get(rule.id, "todo")
    if claimed.startswith("exempt: "):
        if rule.not_for_doors and not manifest.topics:
            return Verdict(rule, claimed)
        return Verdict(rule, "todo", ("this rule allows no exemption here",))
    own = _FROM_THE_MANIFEST.get(rule.id)
    missing = own(manifest, root) if own else _missing(rule, manifest, root, unproved)
    return Verdict(rule, "todo" if missing else "done", tuple(missing))


def _manifest_says_all(manifest: Manifest, _root: Path) -> list[str]:
    wanted = {
        "keeps.categories": bool(manifest.keeps_categories),
        "deadline_ms": manifest.deadline_ms > 0,
        "keeps.fresh_for_minutes": manifest.fresh_for_minutes > 0,
        "identifiers": bool(manifest.identifiers or not manifest.topics),  # asked nothing, it is asked about nobody
    }
    return [f"{key} says nothing" for key, said in wanted.items() if not said]


def _spec_is_written(manifest: Manifest, root: Path) -> list[str]:
    page = root / manifest.spec
    if not page.is_file():
        return [f"{manifest.spec} is not there"]
    return [f"{manifest.spec} still holds {TO_WRITE!r}"] if TO_WRITE in page.read_text("utf-8") else []


_FROM_THE_MANIFEST: Final[dict[str, Callable[[Manifest, Path], list[str]]]] = {
    "manifest": _manifest_says_all,
    "spec": _spec_is_written,
}


def _missing(rule: Rule, manifest: Manifest, root: Path, unproved: frozenset[str]) -> list[str]:
    named = manifest.evidence.get(rule.id, ())
    missing = [f"{one} does not pass" for one in named if one in unproved]
    missing += [trouble for one in named if (trouble := _trouble(one, manifest, root))]
    kinds = {_kind(one) for one in named}
    return missing + [f"no {kind} is named under [evidence]" for kind in sorted(rule.needs - kinds)]


def _kind(named: str) -> str:
    if "::" in named:
        return "kit" if named.startswith(OF_THE_KIT) else "test"
    if named.startswith("docs/runbooks/"):
        return "runbook"
    return "record" if named.startswith("docs/records/") else "section"


def _trouble(named: str, manifest: Manifest, root: Path) -> str:
    """Why a piece of evidence is none; empty when it is one."""
    place, _, inside = named.partition("::" if "::" in named else "#")
    path = root / place
    if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
        return f"{place} is not there"
    if "::" in named:
        return _trouble_with_test(path, inside, place, manifest.name)
    if path.suffix != ".md":
        return f"{place} is no document"
    if _kind(named) == "record" and not re.search(r"\b20\d\d-[01]\d-[0-3]\d\b", path.read_text("utf-8")):
        return f"{place} does not write the day, as 2026-11-23"
    if inside and not re.search(rf"^#+ .*{re.escape(inside)}", path.read_text("utf-8"), re.MULTILINE):
        return f"{place} has no section {inside!r}"
    return ""


def _trouble_with_test(path: Path, test: str, place: str, connector: str) -> str:
    tests = _tests(path, path.stat().st_mtime_ns)
    if test not in tests:
        return f"{place} has no test {test}"
    if tests[test]:
        return f"{place}::{test} is skipped"
    if (
        _kind(f"{place}::") == "test"
        and connector not in place
        and f"connectors.{connector}" not in path.read_text("utf-8")
    ):
        return f"{place} is not about {connector}"
    return ""


@cache
def _tests(path: Path, _changed: int) -> dict[str, bool]:
    """Test → whether its decorators always skip it, or expect it to fail."""
    found = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            marks = " ".join(ast.unparse(mark) for mark in node.decorator_list)
            found[node.name] = bool(re.search(r"\b(skip|xfail)\b", marks))
    return found
