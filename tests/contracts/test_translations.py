"""Every sentence of the product is complete in every language of settings, and plain."""

from __future__ import annotations

import ast
from pathlib import Path

from myspace.launch.messages import SOURCE, TRANSLATED, check
from myspace.launch.plain.rules import LANGUAGES

SETTINGS = Path(__file__).parents[2] / "src/myspace/site/settings.py"


def languages_of_settings() -> list[str]:
    for node in ast.parse(SETTINGS.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "LANGUAGES":
            return [code for code, _name in ast.literal_eval(node.value)]
    raise AssertionError("settings.py has no LANGUAGES")


def test_no_sentence_is_missing_contradictory_left_over_or_hard_to_understand() -> None:
    assert check() == []


def test_every_language_offered_is_checked_for_completeness_and_plain_words() -> None:
    offered = languages_of_settings()
    assert offered == [SOURCE, *TRANSLATED]
    assert set(offered) <= set(LANGUAGES)
