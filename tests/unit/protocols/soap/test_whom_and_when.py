"""Who is trusted, for how long a stamp lives, and who may sign at all."""

from __future__ import annotations

from datetime import timedelta

import pytest

from myspace.protocols.soap import wsse
from myspace.protocols.soap.envelope import SOAP, wrap
from myspace.protocols.soap.hardened import read_xml
from myspace.protocols.soap.signing import Signer, sign
from myspace.protocols.soap.verifying import Finding, Policy
from tests.unit.protocols.identities import NOW, certificate, key, signer
from tests.unit.protocols.signed import PAYLOAD, judged, signed


@pytest.mark.parametrize(
    ("later", "findings"),
    [
        (timedelta(seconds=-61), (Finding.NOT_YET,)),
        (timedelta(seconds=-60), ()),
        (timedelta(0), ()),
        (timedelta(seconds=120), ()),
        (timedelta(seconds=121), (Finding.EXPIRED,)),
    ],
)
def test_a_time_stamp_holds_within_the_skew_and_not_a_second_more(
    later: timedelta, findings: tuple[Finding, ...]
) -> None:
    assert judged(signed(), later=later).findings == findings


@pytest.mark.parametrize(("life", "good"), [(300, True), (301, False), (0, False), (-5, False)])
def test_a_stamp_that_lives_too_long_or_not_at_all_is_found(life: int, good: bool) -> None:
    message = sign(wrap(read_xml(PAYLOAD)), signer(), NOW, timedelta(seconds=life))
    assert (Finding.LIVES_TOO_LONG not in judged(message).findings) is good


def test_a_stamp_without_its_zone_says_no_moment() -> None:
    report = judged(signed().replace(b"000Z</wsu:Created>", b"000</wsu:Created>"))
    assert Finding.NO_TIMESTAMP in report.findings


def test_a_signer_whom_nobody_named_is_not_trusted_however_well_it_signs() -> None:
    stranger = sign(wrap(read_xml(PAYLOAD)), signer("stranger"), NOW)
    report = judged(stranger)
    assert report.findings == (Finding.UNTRUSTED,)
    assert judged(stranger, Policy()).findings == (Finding.UNTRUSTED,)


def test_a_signer_of_a_known_issuer_is_trusted_and_one_that_only_says_so_is_not() -> None:
    issued = Signer(key("issued"), certificate("issued", "root"))
    message = sign(wrap(read_xml(PAYLOAD)), issued, NOW)
    assert judged(message, Policy(issuers=(certificate("root"),))).findings == ()
    assert judged(message, Policy(issuers=(certificate("stranger"),))).findings == (Finding.UNTRUSTED,)
    over = certificate("root", days=10)
    assert judged(message, Policy(issuers=(over,))).findings == (Finding.UNTRUSTED,)


def test_a_certificate_out_of_its_dates_is_found() -> None:
    old = Signer(key("old"), certificate("old", days=10))
    pinned = Policy(pinned=frozenset({certificate("old", days=10).fingerprint(wsse.DIGESTS[wsse.SHA256])}))
    assert judged(sign(wrap(read_xml(PAYLOAD)), old, NOW), pinned).findings == (Finding.CERTIFICATE_DATES,)


def test_who_signs_has_a_pair_and_a_key_long_enough_and_its_repr_says_nothing() -> None:
    with pytest.raises(ValueError, match="another key"):
        Signer(key("consortium"), certificate("stranger"))
    with pytest.raises(ValueError, match="less than"):
        Signer(key("short", 1024), certificate("short", bits=1024))
    assert repr(signer()) == "Signer(···)"


def test_a_message_is_signed_once_and_the_same_message_gives_the_same_bytes() -> None:
    assert signed() == signed()
    with pytest.raises(ValueError, match="signed already"):
        sign(read_xml(signed()), signer(), NOW)


def test_an_envelope_without_a_header_gets_one() -> None:
    root = read_xml(f'<s:Envelope xmlns:s="{SOAP}"><s:Body><a/></s:Body></s:Envelope>'.encode())
    assert judged(sign(root, signer(), NOW)).good
