"""What an auditor's words come to: clean is only what was asked and answered."""

from __future__ import annotations

import json

from myspace.launch.audit import CLEAN, NOT_ASKED, VULNERABLE, Verdict, of_newest, verdict_of

ASKED = {"jinja2": "3.1.6", "yarl": "1.22"}


def said(*dependencies: dict[str, object]) -> Verdict:
    return verdict_of(json.dumps({"dependencies": list(dependencies)}), "", ASKED, "pypi")


def clean(name: str, version: str) -> dict[str, object]:
    return {"name": name, "version": version, "vulns": []}


def test_all_asked_and_none_vulnerable_is_clean() -> None:
    assert said(clean("jinja2", "3.1.6"), clean("yarl", "1.22")).code == CLEAN


def test_a_package_that_the_service_skipped_is_not_known() -> None:
    verdict = said(clean("jinja2", "3.1.6"), {"name": "yarl", "skip_reason": "Dependency not found on PyPI"})
    assert (verdict.code, list(verdict.unanswered)) == (NOT_ASKED, ["yarl"])


def test_a_package_that_is_not_mentioned_or_at_another_version_is_not_known() -> None:
    assert said(clean("jinja2", "3.1.6")).code == NOT_ASKED
    assert said(clean("jinja2", "3.1.6"), clean("yarl", "1.0")).code == NOT_ASKED


def test_one_vulnerability_counts_more_than_what_is_not_known() -> None:
    assert said({"name": "jinja2", "version": "3.1.6", "vulns": [{"id": "X-1"}]}).code == VULNERABLE


def test_words_that_are_no_answer_are_no_answer() -> None:
    for output in ("", "No known vulnerabilities found", "[]", '{"dependencies": 3}'):
        assert verdict_of(output, "trace\nConnectionError: secret address", ASKED, "osv").code == NOT_ASKED
    assert Verdict({}, {}).code == NOT_ASKED, "nothing asked proves nothing"


def test_the_page_of_the_newest_version_speaks_of_that_version_alone() -> None:
    flaws: list[dict[str, object]] = [
        {"id": "X-2"},
        {"id": "X-1", "withdrawn": None},
        {"id": "X-0", "withdrawn": "2026"},
    ]
    page = {"info": {"version": "2.0"}, "vulnerabilities": flaws}
    assert of_newest(page, "2.0") == ("X-1", "X-2")
    assert of_newest({**page, "vulnerabilities": []}, "2.0") == ()
    assert isinstance(of_newest(page, "1.9"), str), "an older version may have flaws that are mended since"
    for other in (
        {},
        [],
        {"info": {"version": "2.0"}},
        {"info": None, "vulnerabilities": []},
        {**page, "vulnerabilities": [3]},
    ):
        assert isinstance(of_newest(other, "2.0"), str), other
