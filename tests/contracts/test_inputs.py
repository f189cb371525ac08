"""What `prove inputs` sends is what the pages look at: its names are read from the code, here once more by other means."""

from __future__ import annotations

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "src/myspace/web"
LOOKED_AT = re.compile(r"""(?:GET|POST|query|form|asked)(?:\.get\(|\.getlist\(|\[)["']([\w-]+)["']""")
FORMS = re.compile(r'<(?:input|select|textarea|button)\b[^>]*\bname="([\w-]+)"')
COOKIES = re.compile(r"""["'](__Host-\w+)["']""")


def found(pattern: re.Pattern[str], kind: str) -> set[str]:
    return {name for path in WEB.rglob(kind) for name in pattern.findall(path.read_text("utf-8"))}


def test_every_parameter_that_a_page_looks_at_or_a_form_sends_is_tried() -> None:
    from proofs import _names

    names = found(LOOKED_AT, "*.py") | found(FORMS, "*.html")
    assert {"font", "vull", "drawn_for", "comprova", "no_es_meu", "des-de", "municipi"} <= set(_names.parameters())
    assert len(names) > 15
    assert names - set(_names.parameters()) == set()


def test_every_cookie_of_ours_is_tried(django_ready: None) -> None:
    from proofs import _names

    names = found(COOKIES, "*.py")
    assert "__Host-session" in names
    assert names - set(_names.cookies()) == set()
