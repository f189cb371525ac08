"""A package is taken apart whole or not at all, and a reference leads only to a part of the same package."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from myspace.protocols.soap.attachments import (
    Attachment,
    PackageLimits,
    content_of,
    include,
    read_package,
    write_package,
)
from myspace.protocols.soap.failures import BadParts, Flaw

ROOT = b"<a/>"
PDF = Attachment("application/pdf", b"%PDF-1.4\r\n--part\r\n\x00\xff")
SAID = 'multipart/related; type="application/xop+xml"; start="<r>"; start-info="text/xml"; boundary="b"'


def package(*pieces: tuple[str, bytes], end: bytes = b"--b--\r\n") -> bytes:
    return b"".join(b"--b\r\n%b\r\n\r\n%b\r\n" % (head.encode(), octets) for head, octets in pieces) + end


FIRST = ("Content-Type: application/xop+xml\r\nContent-ID: <r>", ROOT)


def test_what_is_written_is_read_again_by_us_and_by_the_standard_library() -> None:
    said, body = write_package(ROOT, {"file-1@my-space": PDF})
    found = read_package(said, body)
    assert found.root == ROOT
    assert dict(found.parts) == {"file-1@my-space": PDF}
    theirs = email.message_from_bytes(f"Content-Type: {said}\r\n\r\n".encode() + body, policy=email.policy.HTTP)
    assert [part["Content-ID"] for part in theirs.iter_parts()] == ["<root@my-space>", "<file-1@my-space>"]
    assert write_package(ROOT, {"file-1@my-space": PDF}) == (said, body)


def test_a_boundary_stands_in_no_part() -> None:
    said, _ = write_package(ROOT, {"f": PDF})
    boundary = said.rpartition("boundary=")[2].strip('"').encode()
    again, body = write_package(ROOT, {"f": Attachment("a/b", boundary)})
    assert read_package(again, body).parts["f"].octets == boundary


@pytest.mark.parametrize("name", ["", "a b", "<a>", "a\r\nX: y", "root@my-space", "á"])
def test_a_part_whose_name_would_need_quoting_is_not_written(name: str) -> None:
    with pytest.raises(ValueError, match="plain Content-ID"):
        write_package(ROOT, {name: PDF})


def test_one_document_alone_is_a_package_without_parts() -> None:
    for said in ("text/xml", "text/xml; charset=utf-8", 'TEXT/XML;charset="UTF-8"', "application/xop+xml"):
        assert read_package(said, ROOT).root == ROOT


def test_what_the_neighbours_write_is_read() -> None:
    """Line feeds alone, a preamble, no start, base64, names without brackets, a part without headers."""
    body = package(FIRST, ("Content-Transfer-Encoding: BASE64\r\nContent-ID: f", b"YWJj\r\nZA==")).replace(
        b"\r\n", b"\n"
    )
    found = read_package("multipart/related; boundary=b", b"hello\n" + body + b"bye")
    assert (found.root, found.parts["f"].octets) == (ROOT, b"abcd")
    assert found.parts["f"].media_type == "application/octet-stream"
    assert read_package(SAID, package(FIRST, ("", b""))).root == ROOT


REFUSED = {
    "another type": ("text/html", b"<html/>", Flaw.CONTENT_TYPE),
    "no type": ("", b"", Flaw.CONTENT_TYPE),
    "a parameter twice": ("multipart/related; boundary=b; boundary=c", package(FIRST), Flaw.CONTENT_TYPE),
    "a type of a thousand letters": ("text/xml;" + " " * 1_000, ROOT, Flaw.CONTENT_TYPE),
    "no boundary": ("multipart/related", package(FIRST), Flaw.BOUNDARY),
    "a boundary too long": (f"multipart/related; boundary={'b' * 71}", package(FIRST), Flaw.BOUNDARY),
    "cut short": (SAID, package(FIRST, end=b""), Flaw.BOUNDARY),
    "nothing inside": (SAID, b"--b--", Flaw.NO_ROOT),
    "a start that is not there": (SAID.replace("<r>", "<x>"), package(FIRST), Flaw.NO_ROOT),
    "a root that is no XML": (SAID, package(("Content-Type: text/plain\r\nContent-ID: <r>", ROOT)), Flaw.NO_ROOT),
    "a name twice": (SAID, package(FIRST, ("Content-ID: <f>", b"1"), ("Content-ID: <f>", b"2")), Flaw.DOUBLED),
    "a header twice": (SAID, package((FIRST[0] + "\r\nContent-ID: <s>", ROOT)), Flaw.HEADERS),
    "a header that is none": (SAID, package(("what is this", ROOT)), Flaw.HEADERS),
    "headers without an end": (SAID, package(("X: " + "y" * 9_000, ROOT)), Flaw.HEADERS),
    "an encoding of old mail": (SAID, package(FIRST, ("Content-Transfer-Encoding: quoted-printable", b"")), Flaw.TRANSFER_ENCODING),
    "base64 that is none": (SAID, package(FIRST, ("Content-Transfer-Encoding: base64", b"*")), Flaw.TRANSFER_ENCODING),
    "many parts": (SAID, package(FIRST, *((f"Content-ID: <{n}>", b"") for n in range(32))), Flaw.TOO_MANY_PARTS),
    "very many parts": (SAID, package(FIRST, *((f"Content-ID: <{n}>", b"") for n in range(900))), Flaw.TOO_MANY_PARTS),
}  # fmt: skip


@pytest.mark.parametrize(("said", "body", "flaw"), REFUSED.values(), ids=REFUSED)
def test_a_broken_package_is_refused_by_its_name(said: str, body: bytes, flaw: Flaw) -> None:
    with pytest.raises(BadParts) as refused:
        read_package(said, body)
    assert refused.value.flaw is flaw


def test_sizes_are_looked_at_before_anything_is_taken_apart() -> None:
    for limits in (PackageLimits(size=10), PackageLimits(root=3)):
        with pytest.raises(BadParts) as refused:
            read_package(SAID, package(FIRST), limits)
        assert refused.value.flaw is Flaw.TOO_LARGE


def element(inside: str) -> etree._Element:
    return etree.fromstring(f'<c xmlns:x="http://www.w3.org/2004/08/xop/include">{inside}</c>')


def test_content_is_in_the_element_or_in_the_part_that_it_names() -> None:
    said, body = write_package(ROOT, {"f@x": PDF})
    found = read_package(said, body)
    assert content_of(element(" YWJj\n ZA== "), found) == b"abcd"
    assert content_of(element('<x:Include href="cid:f%40x"/>'), found) == PDF.octets
    empty = element("")
    include(empty, "f@x")
    assert content_of(empty, found) == PDF.octets


@pytest.mark.parametrize(
    ("inside", "flaw"),
    [
        ('<x:Include href="cid:other"/>', Flaw.MISSING_PART),
        ('<x:Include href="file:///etc/passwd"/>', Flaw.MISSING_PART),
        ('<x:Include href="http://127.0.0.1:9/f@x"/>', Flaw.MISSING_PART),
        ("<x:Include/>", Flaw.MISSING_PART),
        ('<x:Include href="cid:f@x"/><x:Include href="cid:f@x"/>', Flaw.NOT_BASE64),
        ('YWJj<x:Include href="cid:f@x"/>', Flaw.NOT_BASE64),
        ("<other/>", Flaw.NOT_BASE64),
        ("cid:f@x", Flaw.NOT_BASE64),
        ("Y", Flaw.NOT_BASE64),
    ],
)
def test_a_reference_to_anything_else_is_refused_and_nothing_is_fetched(inside: str, flaw: Flaw) -> None:
    said, body = write_package(ROOT, {"f@x": PDF})
    with pytest.raises(BadParts) as refused:
        content_of(element(inside), read_package(said, body))
    assert refused.value.flaw is flaw


@given(st.text(max_size=60), st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_package_or_a_drawn_failure(said: str, body: bytes) -> None:
    for kind in (said, SAID):
        try:
            read_package(kind, body)
        except BadParts:
            continue


@given(
    st.lists(
        st.sampled_from([b"--b", b"--b--", b"\r\n", b"\n", b"Content-ID: <r>", b"Content-Type: text/xml", b"x", b" "])
    )
)
@settings(max_examples=300, deadline=None)
def test_any_order_of_the_pieces_of_a_package_is_read_or_refused(pieces: list[bytes]) -> None:
    try:
        assert read_package(SAID, b"".join(pieces)).root is not None
    except BadParts:
        return
