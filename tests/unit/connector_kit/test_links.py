"""Which addresses of a source may become links, and that what was judged is what would be opened."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.connector_kit.links import judge_link
from myspace.vocabulary.activity import LinkVerdict

HOSTS = frozenset({"seu.exemple.cat", "xn--crrega-ita.cat", "192.0.2.7", "cat"})


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://seu.exemple.cat", "https://seu.exemple.cat"),
        ("https://SEU.Exemple.cat./a?b=c#d", "https://seu.exemple.cat/a?b=c#d"),
        ("https://seu.exemple.cat:443/x", "https://seu.exemple.cat:443/x"),
        ("https://càrrega.cat/paper més", ""),
        ("https://càrrega.cat/difusió", "https://xn--crrega-ita.cat/difusi%C3%B3"),
        ("  https://seu.exemple.cat/a%20b  ", "https://seu.exemple.cat/a%20b"),
        ("https://192.0.2.7/x", "https://192.0.2.7/x"),
        ("https://seu.exemple.cat//doble", "https://seu.exemple.cat//doble"),
    ],
)
def test_https_to_a_registered_host_is_a_link_in_ascii(url: str, clean: str) -> None:
    link = judge_link(url, HOSTS)
    assert link.url == clean
    assert link.verdict is (LinkVerdict.OPEN if clean else LinkVerdict.MALFORMED)


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/", "https://seu.exemple.cat.evil.example/", "https://noseu.exemple.cat/",
        "https://exemple.cat/", "https://seu.exemple.cat:8443/", "https://altra.cat/", "https://1.192.0.2.7/",
        "https://pagaments.seu.exemple.cat/x",
    ],
)  # fmt: skip
def test_another_host_or_port_is_shown_and_not_linked(url: str) -> None:
    assert judge_link(url, HOSTS).verdict is LinkVerdict.UNREGISTERED_HOST


def test_plain_http_is_told_apart() -> None:
    assert judge_link("http://seu.exemple.cat/x", HOSTS).verdict is LinkVerdict.NOT_HTTPS


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//seu.exemple.cat/x",
        "/x", "seu.exemple.cat", "mailto:a@seu.exemple.cat", "https://seu.exemple.cat@evil.example/", "https:///x",
        "https://user:pass@seu.exemple.cat/", "https://seu.exemple.cat\\@evil.example/", "https:\\\\seu.exemple.cat/",
        "https://seu.exemple.cat/\u202egpj.exe", "https://seu.exemple.cat/\u200bx", "https://seu.exemple.cat/a\nb",
        "https://seu.exemple.cat\x00.evil.example/", "https://[::1", "https://seu.exemple.cat:99999/", "https://%73eu.exemple.cat/",
        "https://seu..exemple.cat/", "https://-/", "ftp://seu.exemple.cat/", "https://seu.exemple.cat/" + "a" * 3000,
        "https://seu.exemple.cat/\ud800",
    ],
)  # fmt: skip
def test_anything_else_is_malformed_and_names_no_host(url: str) -> None:
    link = judge_link(url, HOSTS)
    assert (link.verdict, link.host, link.url) == (LinkVerdict.MALFORMED, "", "")


def test_a_top_level_domain_is_never_registered_by_mistake() -> None:
    assert judge_link("https://evil.cat/", frozenset({"cat"})).verdict is LinkVerdict.UNREGISTERED_HOST


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=60).map(lambda tail: "https://seu.exemple.cat" + tail) | st.text(max_size=80))
def test_no_text_breaks_the_judge_and_an_open_link_is_plain_ascii_https(url: str) -> None:
    link = judge_link(url, HOSTS)
    if link.verdict is LinkVerdict.OPEN:
        assert link.url.isascii()
        assert link.url.startswith("https://")
        assert link.url.split("/")[2].partition("?")[0].partition("#")[0].removesuffix(":443") in HOSTS
        assert judge_link(link.url, HOSTS) == link
