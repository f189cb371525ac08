"""The quality scale: what counts as evidence, what does not, and which level follows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from myspace.connector_kit.contract import Manifest
from myspace.connector_kit.quality import (
    BY_ID,
    LEVELS,
    RULES,
    Rule,
    Verdict,
    assess,
    false_claims,
    level_of,
    named_tests,
)
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.people import IdentifierKind

TESTS = """
import pytest
import myspace.connectors.padro.client

def test_it_holds(): ...
async def test_it_holds_too(): ...
@pytest.mark.skip(reason="later")
def test_not_today(): ...
@pytest.mark.xfail
def test_known_to_fail(): ...
def not_a_test(): ...
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in {
        "tests/unit/test_reading.py": TESTS,
        "tests/unit/test_stranger.py": "def test_it_holds(): ...",
        "tests/connectors/test_transport.py": "def test_kit(): ...",
        "docs/protocols/PADRO-1.md": "# Padró\n",
        "docs/runbooks/padro.md": "# The padró is down\n",
        "docs/records/padro.md": "# A day with the owner\n\n2026-11-23\n",
        "src/README.md": "# Padró\n\n## Quirks\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def manifest(**changes: object) -> Manifest:
    whole = Manifest(
        name="padro",
        title={"ca": "Padró"},
        spec="docs/protocols/PADRO-1.md",
        topics=(Topic.CASES,),
        identifiers=(IdentifierKind.NIF,),
        auth="none",
        deadline_ms=1000,
        keeps_categories=("things",),
        fresh_for_minutes=60,
        kept_for_days=90,
    )
    return replace(whole, **changes)


def found(rule: str, root: Path, **changes: object) -> Verdict:
    return next(one for one in assess(manifest(**changes), root) if one.rule.id == rule)


GOOD = "tests/unit/test_reading.py::test_it_holds"


@pytest.mark.parametrize("test", [GOOD, "tests/unit/test_reading.py::test_it_holds_too"])
def test_a_test_that_is_there_is_evidence(root: Path, test: str) -> None:
    assert found("samples", root, evidence={"samples": (test,)}).state == "done"


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ((), "no test is named"),
        (("tests/unit/test_reading.py::test_gone",), "has no test test_gone"),
        (("tests/unit/test_reading.py::not_a_test",), "has no test"),
        (("tests/unit/test_reading.py::test_not_today",), "is skipped"),
        (("tests/unit/test_reading.py::test_known_to_fail",), "is skipped"),
        (("tests/unit/test_gone.py::test_it_holds",), "is not there"),
        (("../outside.py::test_it_holds",), "is not there"),
        (("tests/unit/test_stranger.py::test_it_holds",), "is not about padro"),
        (("tests/connectors/test_transport.py::test_kit",), "no test is named"),
        (("src/README.md#Quirks",), "no test is named"),
        ((GOOD, "tests/unit/test_reading.py::test_gone"), "has no test test_gone"),
    ],
)
def test_what_is_no_evidence_is_said_in_words(root: Path, named: tuple[str, ...], why: str) -> None:
    verdict = found("samples", root, evidence={"samples": named})
    assert verdict.state == "todo"
    assert why in "; ".join(verdict.missing)


def test_a_test_of_the_kit_adds_to_the_connectors_own(root: Path) -> None:
    both = (GOOD, "tests/connectors/test_transport.py::test_kit")
    assert found("limits", root, evidence={"limits": both}).state == "done"


def test_a_test_that_did_not_pass_proves_nothing(root: Path) -> None:
    evidence = {"samples": (GOOD,)}
    assert named_tests(manifest(evidence=evidence)) == (GOOD,)
    failed = assess(manifest(evidence=evidence), root, frozenset({GOOD}))
    verdict = next(one for one in failed if one.rule.id == "samples")
    assert verdict.state == "todo"
    assert verdict.missing == (f"{GOOD} does not pass",)


def test_a_record_writes_its_day(root: Path) -> None:
    evidence = {"rehearsed_with_owner": ("docs/records/padro.md",)}
    assert found("rehearsed_with_owner", root, evidence=evidence).state == "done"
    (root / "docs/records/padro.md").write_text("# A day with the owner\n\nIt went well.\n")
    assert found("rehearsed_with_owner", root, evidence=evidence).state == "todo"


def test_quirks_need_their_list_and_their_test(root: Path) -> None:
    assert found("quirks", root, evidence={"quirks": (GOOD,)}).state == "todo"
    assert found("quirks", root, evidence={"quirks": (GOOD, "src/README.md#Habits")}).state == "todo"
    assert found("quirks", root, evidence={"quirks": (GOOD, "src/README.md#Quirks")}).state == "done"


def test_a_contract_that_is_still_to_be_written_is_no_contract(root: Path) -> None:
    assert found("spec", root).state == "done"
    (root / "docs/protocols/PADRO-1.md").write_text("# Padró\n\nTO WRITE\n")
    assert found("spec", root).state == "todo"
    assert found("spec", root, spec="docs/protocols/GONE.md").state == "todo"


@pytest.mark.parametrize("gap", [{"keeps_categories": ()}, {"deadline_ms": 0}, {"identifiers": ()}])
def test_a_manifest_that_leaves_out_what_it_keeps_is_not_done(root: Path, gap: dict[str, object]) -> None:
    assert found("manifest", root).state == "done"
    assert found("manifest", root, **gap).state == "todo"


def test_only_a_door_is_exempt_and_only_where_a_rule_allows_it(root: Path) -> None:
    said = "exempt: it has no papers"
    assert found("probe", root, quality={"probe": said}, topics=()).state == said
    assert found("probe", root, quality={"probe": said}).state == "todo"
    assert found("codes", root, quality={"codes": said}, topics=()).state == "todo"


def verdicts(*open_rules: str) -> tuple[Verdict, ...]:
    return tuple(Verdict(rule, "todo" if rule.id in open_rules else "done") for rule in RULES)


@pytest.mark.parametrize(
    ("open_rules", "level"),
    [((), "gold"), (("load",), "silver"), (("probe",), "bronze"), (("probe", "load"), "bronze"), (("codes",), "none")],
)
def test_a_level_needs_its_rules_and_those_below(open_rules: tuple[str, ...], level: str) -> None:
    assert level_of(verdicts(*open_rules)) == level


def test_a_manifest_that_claims_too_much_too_little_or_something_else_is_contradicted(root: Path) -> None:
    truth = {rule.id: "todo" for rule in RULES} | {"manifest": "done", "spec": "done", "samples": "done"}
    whole = manifest(quality=truth, evidence={"samples": (GOOD,)})
    assert false_claims(whole, root) == []
    for wrong in ({"codes": "done"}, {"samples": "todo"}, {"beauty": "done"}):
        lies = false_claims(replace(whole, quality=truth | wrong), root)
        assert len(lies) == 1
        assert next(iter(wrong)) in lies[0]
    assert false_claims(replace(whole, level="bronze"), root) == ["level: claims 'bronze', found 'none'"]
    assert false_claims(replace(whole, evidence={"samples": (GOOD,), "beauty": ()}), root)


def test_the_rules_have_names_of_their_own_a_level_and_a_sentence() -> None:
    assert len(BY_ID) == len(RULES)
    assert {rule.level for rule in RULES} == set(LEVELS)
    assert all(isinstance(rule, Rule) and rule.sentence.endswith(".") for rule in RULES)
