"""No form stands in a paragraph: a browser would end the paragraph before it, and what the paragraph arranges is lost."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[3] / "src/myspace/web"
_PARAGRAPH = re.compile(r"<p[ >](?:(?!</p>|<p[ >]).)*?(?:<form|post_button\()", re.S)


def in_paragraphs(template: str) -> list[str]:
    return [found[:80] for found in _PARAGRAPH.findall(template)]


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_form_stands_in_a_paragraph(path: Path) -> None:
    assert in_paragraphs(path.read_text("utf-8")) == []


def test_one_that_does_is_seen() -> None:
    assert in_paragraphs('<p class="actions">{{ post_button(x) }}</p>')
    assert not in_paragraphs('<p>{{ _("x") }}</p>\n<div>{{ post_button(x) }}</div>')
