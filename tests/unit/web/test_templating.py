"""Nothing undefined passes in silence, nothing of a source becomes markup."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from jinja2 import UndefinedError
from jinja2.filters import FILTERS as DEFAULT_FILTERS

from myspace.web.assets import HERE
from myspace.web.layout.chrome import Chrome
from myspace.web.templating import environment, form_guard

TEMPLATES = sorted(p for p in HERE.rglob("*.html"))
EVIL = "<script>alert(1)</script>\u202e\"'"


def test_text_is_escaped_also_inside_a_translated_sentence() -> None:
    html = (
        environment()
        .from_string("{{ a }}|{{ _('Hola %(b)s', b=a) }}|{% trans b=a %}Hola {{ b }}{% endtrans %}")
        .render(a=EVIL)
    )
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3


def test_a_fact_that_was_not_given_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ forgotten }}").render()


def test_every_filter_of_ours_is_used_by_some_template() -> None:
    ours = set(environment().filters) - set(DEFAULT_FILTERS)
    written = "".join(path.read_text("utf-8") for path in TEMPLATES)
    assert len(ours) > 10
    assert {name for name in ours if not re.search(rf"\|\s*{name}\b", written)} == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(HERE)))
def test_a_template_trusts_no_text_and_holds_no_script_or_style(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on", text)
    assert not re.search(r"<script(?![^>]*src=\"\{\{ asset\()", text)
    assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_every_page_has_one_heading_of_the_first_level() -> None:
    pages = [p for p in HERE.glob("pages/*/*.html") if '{% extends "layout/base.html" %}' in p.read_text("utf-8")]
    pages += [p for p in HERE.glob("pages/errors/*.html") if p.name != "page.html"]
    without = [p.parent.name + "/" + p.name for p in pages if p.read_text("utf-8").count("<h1") != 1]
    assert [name for name in without if name != "errors/page.html"] == []


def test_a_bare_page_has_no_token_and_so_sets_no_cookie() -> None:
    request = RequestFactory().get("/")
    assert form_guard(request, Chrome(bare=True)) == ""
    assert "CSRF_COOKIE" not in request.META
    assert "csrfmiddlewaretoken" in form_guard(request, Chrome())
