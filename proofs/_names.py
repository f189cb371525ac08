"""Which parameters, cookies and headers the pages look at: read from their code and templates, so that no list can lag.

Too many do no harm (a key of some dictionary among them is one more odd parameter); one too few would be a blind spot.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import myspace.web

_WEB = Path(myspace.web.__file__).parent
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
_IN_TEMPLATES = re.compile(r'\bname="([A-Za-z][\w-]*)"|[?&]([A-Za-z][\w-]*)=|"([A-Za-z][\w-]*)": ')
# What a server, a proxy or a browser says besides; nobody's code names them and they must do no harm.
_OTHER_HEADERS = (
    "range",
    "origin",
    "x-forwarded-host",
    "x-forwarded-for",
    "user-agent",
    "referer",
    "if-none-match",
    "last-event-id",
)


@cache
def parameters() -> tuple[str, ...]:
    """Names of fields of forms and of addresses."""
    in_code = {name for tree in _trees() for name in _looked_up(tree)}
    in_templates = {
        name for page in _WEB.rglob("*.html") for found in _IN_TEMPLATES.findall(page.read_text("utf-8")) for name in found if name
    }  # fmt: skip
    return tuple(sorted(in_code | in_templates | {"csrfmiddlewaretoken"}))


@cache
def cookies() -> tuple[str, ...]:
    from django.conf import settings

    named = {text for tree in _trees() for text in _texts(tree) if re.fullmatch(r"__Host-[a-z]+", text)}
    return tuple(
        sorted(named | {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME})
    )


@cache
def headers() -> tuple[str, ...]:
    """Those that are looked at (`request.headers.get("X")`), and those that come anyway."""
    looked_at = {
        node.args[0].value.lower()
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "headers" and node.func.attr == "get" and node.args
        and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }  # fmt: skip
    return tuple(sorted(looked_at | {"accept-language", "hx-request", *_OTHER_HEADERS}))


@cache
def _trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(path.read_text("utf-8")) for path in sorted(_WEB.rglob("*.py")))


def _looked_up(tree: ast.Module) -> Iterator[str]:
    """Whatever text is a key: of `.get(…)`, `[…]`, `… in`, or a constant called FIELD."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="get" | "getlist" | "pop"), args=[ast.Constant(value=str(text)), *_]):
                found = [text]
            case ast.Subscript(slice=ast.Constant(value=str(text))):
                found = [text]
            case ast.Compare(left=ast.Constant(value=str(text)), ops=[ast.In() | ast.NotIn()]):
                found = [text]
            case ast.Assign(targets=[ast.Name(id="FIELD")], value=ast.Constant(value=str(text))):
                found = [text]
            case _:
                continue
        yield from (text for text in found if _NAME.fullmatch(text))


def _texts(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
