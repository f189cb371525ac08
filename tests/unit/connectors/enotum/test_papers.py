"""Where bytes may be fetched from, and whether they are the ones that were announced."""

from __future__ import annotations

import hashlib

import pytest

from myspace.connectors.enotum import papers

ORIGINS = frozenset({papers.origin("https://documents.exemple.test"), papers.origin("http://127.0.0.1:9999")})


@pytest.mark.parametrize(
    "address",
    ["https://documents.exemple.test/a?b=c", "https://documents.exemple.test:443/a", "HTTPS://Documents.Exemple.TEST/a",
     "http://127.0.0.1:9999/a"],
)  # fmt: skip
def test_a_registered_origin_may_be_fetched_from(address: str) -> None:
    found = papers.may_fetch(address, ORIGINS)
    assert found is not None
    assert papers.origin(found) in ORIGINS


@pytest.mark.parametrize(
    "address",
    ["", "//documents.exemple.test/a", "http://documents.exemple.test/a", "https://documents.exemple.test:8443/a",
     "https://altres.documents.exemple.test/a", "https://documents.exemple.test@mal.exemple.test/a",
     "https://mal.exemple.test/documents.exemple.test", "https://documents.exemple.test.mal.test/", "file:///etc/passwd",
     "javascript:alert(1)", "https://documents.exemple.test\\@mal.test/", "https://documents.exemple.test/\r\nX: y",
     "http://127.0.0.1:9998/a", "https://[::1", "gopher://127.0.0.1:9999/"],
)  # fmt: skip
def test_any_other_is_not(address: str) -> None:
    assert papers.may_fetch(address, ORIGINS) is None


@pytest.mark.parametrize(
    "address", ["", "http://documents.exemple.test", "https://", "https://a@b.test", "ftp://a.test", "https://[x"]
)
def test_what_is_no_origin_is_not_registered(address: str) -> None:
    with pytest.raises(papers.NotAnOrigin):
        papers.origin(address)


def test_bytes_are_whole_when_they_are_as_many_and_have_the_hash_that_was_told() -> None:
    octets = b"%PDF-1.4\n"
    sha1, sha256 = hashlib.new("sha1", octets).digest(), hashlib.sha256(octets).digest()
    assert papers.whole(octets)
    assert papers.whole(octets, size=9, algorithm="SHA-256", digest=sha256)
    assert papers.whole(octets, algorithm="SHA-1", digest=sha1)
    assert not papers.whole(b"")
    assert not papers.whole(octets, size=8)
    assert not papers.whole(octets, algorithm="SHA-256", digest=sha1)
    assert not papers.whole(octets, algorithm="MD5", digest=sha256)
    assert not papers.whole(b"x" * (papers.MOST_BYTES + 1))


def test_only_a_pdf_is_called_by_its_name() -> None:
    assert papers.mime_of(b"%PDF-1.7 ...") == "application/pdf"
    assert papers.mime_of(b"<html>") == "application/octet-stream"


@pytest.mark.parametrize(
    ("said", "kept"),
    [("resolucio.pdf", "resolucio.pdf"), ("../../etc/passwd", "_.._etc_passwd"), ("a\u202efdp.exe", "a_fdp.exe"),
     ('"; rm.pdf', "_; rm.pdf"), ("", "document"), (" .. ", "document"), ("x" * 300 + ".pdf", "x" * 96 + ".pdf"),
     ("línia\r\nSet-Cookie.pdf", "línia__Set-Cookie.pdf")],
)  # fmt: skip
def test_a_name_is_fit_for_a_file(said: str, kept: str) -> None:
    assert papers.file_name(said) == kept
    assert len(papers.file_name(said)) <= 100
