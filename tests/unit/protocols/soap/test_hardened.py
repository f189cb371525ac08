"""No document type, no entity, no instruction, no depth and no size over the limits reaches the parser."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.protocols.soap.failures import Flaw, Unreadable
from myspace.protocols.soap.hardened import Limits, read_xml

LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
REFUSED = {
    "a billion laughs": (LAUGHS, Flaw.DOCTYPE),
    "an external document type": (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', Flaw.DOCTYPE),
    "an entity of a file": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', Flaw.DOCTYPE),
    "a parameter entity": (b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><a/>', Flaw.DOCTYPE),
    "a doctype in the middle": (b"<a><!DOCTYPE b></a>", Flaw.DOCTYPE),
    "a lower-case doctype": (b"<!doctype a><a/>", Flaw.DOCTYPE),
    "a style sheet": (b'<?xml-stylesheet href="x"?><a/>', Flaw.INSTRUCTION),
    "an instruction inside": (b"<a><?php system(1) ?></a>", Flaw.INSTRUCTION),
    "a second declaration": (b'<?xml version="1.0"?><?xml version="1.0"?><a/>', Flaw.INSTRUCTION),
    "an undefined entity": (b"<a>&x;</a>", Flaw.NOT_XML),
    "UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), Flaw.ENCODING),
    "UTF-16 unsaid": ("<a/>".encode("utf-16-le"), Flaw.ENCODING),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', Flaw.ENCODING),
    "UTF-8 that is none": (b"<a>\xff</a>", Flaw.ENCODING),
    "a declaration of nobody": (b'<?xml version="1.1"?><a/>', Flaw.ENCODING),
    "an encoding hidden by blanks": (b'<?xml version="1.0" encoding = "UTF-7" ?><a/>', Flaw.ENCODING),
    "blanks before the declaration": (b'\n<?xml version="1.0"?><a/>', Flaw.ENCODING),
    "a byte order mark after the declaration": (b'<?xml version="1.0"?>\xef\xbb\xbf<a/>', Flaw.NOT_XML),
    "nothing": (b"", Flaw.NOT_XML),
    "two roots": (b"<a/><b/>", Flaw.NOT_XML),
    "a mark left open": (b"<a><b", Flaw.NOT_XML),
    "an attribute twice": (b'<a x="1" x="2"/>', Flaw.NOT_XML),
    "a prefix of nothing": (b"<p:a/>", Flaw.NOT_XML),
    "a huge attribute": (b'<a x="' + b"x" * 9_000 + b'"/>', Flaw.LONG_TAG),
    "many attributes": (b"<a " + b" ".join(b'x%d=""' % n for n in range(2_000)) + b"/>", Flaw.LONG_TAG),
    "depth": (b"<a>" * 65 + b"</a>" * 65, Flaw.TOO_DEEP),
    "depth of empty elements": (b"<a>" * 64 + b"<b/>" + b"</a>" * 64, Flaw.TOO_DEEP),
    "many elements": (b"<a>" + b"<b/>" * 50_000 + b"</a>", Flaw.TOO_MANY_ELEMENTS),
    "a size over the limit": (b"<a>" + b" " * (8 * 1024 * 1024) + b"</a>", Flaw.TOO_LARGE),
}


@pytest.mark.parametrize(("body", "flaw"), REFUSED.values(), ids=REFUSED)
def test_what_would_hurt_the_parser_is_refused_by_its_name(body: bytes, flaw: Flaw) -> None:
    with pytest.raises(Unreadable) as refused:
        read_xml(body)
    assert refused.value.flaw is flaw
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None, "the library's error quotes the text"


def test_a_message_at_the_limits_is_read() -> None:
    assert read_xml(b"<a>" * 64 + b"</a>" * 64).tag == "a"
    assert len(read_xml(b"<a>" + b"<b/>" * 49_999 + b"</a>")) == 49_999
    assert read_xml(b"<a/>", Limits(size=4)).tag == "a"


def test_a_comment_does_not_cut_a_text_in_two() -> None:
    """Read before the comment only, a signed `12345678Z<!-- -->X` would be another person's number."""
    root = read_xml(b"<a><b>1234<!-- -->5678Z</b><!-- <c> <!ENTITY --></a>")
    assert root[0].text == "12345678Z"
    assert len(root) == 1


def test_what_is_quoted_in_cdata_is_text_whatever_it_looks_like() -> None:
    """SICRES messages come so inside SIR's, with their own declaration."""
    root = read_xml(b'<a><![CDATA[<?xml version="1.0"?><!DOCTYPE b><b>]]]]><![CDATA[></b>]]></a>')
    assert root.text == '<?xml version="1.0"?><!DOCTYPE b><b>]]></b>'
    assert len(root) == 0


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<a>ç</a>".encode(), "ç"),
        (b"\xef\xbb\xbf<a>\xc3\xa7</a>", "ç"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe7</a>', "ç"),
        (b"<?xml version='1.0' encoding='windows-1252' standalone='yes'?>\n<a>\x80</a>", "€"),
        (b'<a x=">" y=\'"/>\'>&lt;&#x110A;</a>', "<\u110a"),
    ],
)
def test_the_encodings_of_the_neighbours_are_read(body: bytes, text: str) -> None:
    assert read_xml(body).text == text


def test_an_include_of_another_file_stays_an_element(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    root = read_xml(
        f'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="{secret}" parse="text"/></a>'.encode()
    )
    assert "secret" not in "".join(root.itertext())
    assert len(root) == 1


def test_nothing_is_opened_while_a_hostile_document_is_read() -> None:
    before = len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
    for body, _ in REFUSED.values():
        with pytest.raises(Unreadable):
            read_xml(body)
    assert not before or len(os.listdir("/proc/self/fd")) == before


@given(st.one_of(st.binary(max_size=300), st.text("<>/!?-[]\"'= &;axCDATOYPE", max_size=200).map(str.encode)))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_tree_or_a_drawn_failure(body: bytes) -> None:
    try:
        root = read_xml(body)
    except Unreadable:
        return
    assert root.getroottree().docinfo.internalDTD is None
    assert all(isinstance(each.tag, str) for each in root.iter())
