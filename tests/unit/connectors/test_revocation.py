"""A list is one, in either form, or is said not to be; and an address is one of a host, or nobody is asked."""

from __future__ import annotations

import base64
from datetime import timedelta

import pytest
from asn1crypto import crl

from myspace.connectors.revocation.client import address
from myspace.connectors.revocation.wire import MOST, NoList, read
from tests.unit.protocols.pades.authority import DAY, NOW, Authority


def test_a_list_is_read_in_both_forms_and_says_from_when_to_when() -> None:
    der = Authority().list_of_withdrawn()
    pem = b"-----BEGIN X509 CRL-----\n" + base64.encodebytes(der) + b"-----END X509 CRL-----\n"
    assert read(der) == read(pem)
    assert read(der).der == der
    assert (read(der).made_at, read(der).until) == (NOW - DAY / 24, NOW - DAY / 24 + 7 * DAY)


@pytest.mark.parametrize("octets", [b"", b"hola", b"-----BEGIN X509 CRL-----\nhola", b"\x30\x80", b"0" * (MOST + 1)])
def test_what_is_no_list_is_said_not_to_be(octets: bytes) -> None:
    with pytest.raises(NoList):
        read(octets)


def test_a_list_without_a_day_for_the_next_one_is_none() -> None:
    whole = crl.CertificateList.load(Authority().list_of_withdrawn())
    bent = crl.TbsCertList(
        {name: whole["tbs_cert_list"][name] for name in ("version", "signature", "issuer", "this_update")}
    )
    parts = {
        "tbs_cert_list": bent,
        "signature_algorithm": whole["signature_algorithm"],
        "signature": whole["signature"],
    }
    with pytest.raises(NoList, match="when the next one comes"):
        read(crl.CertificateList(parts).dump())


def test_a_list_that_ends_before_it_begins_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.unit.protocols.pades.authority.DAY", timedelta(0))
    with pytest.raises(NoList, match="when the next one comes"):
        read(Authority().list_of_withdrawn())


def test_an_address_keeps_its_path_and_its_query() -> None:
    far, query = address("http://llistes.exemple.test:8080/ca/llista.crl?de=avui")
    assert (far.host, far.port, far.base_path, far.tls, query) == (
        "llistes.exemple.test", 8080, "/ca/llista.crl", None, "?de=avui",
    )  # fmt: skip
    assert address("https://llistes.exemple.test/")[0].port == 443


@pytest.mark.parametrize(
    "url",
    [
        "",
        "llista.crl",
        "ftp://a/b",
        "file:///etc/passwd",
        "http://u@a/b",
        "http://a:x/b",
        "http://a/b c",
        "http://a/\r\nX: y",
    ],
)
def test_what_is_no_address_is_asked_of_nobody(url: str) -> None:
    with pytest.raises(NoList):
        address(url)
