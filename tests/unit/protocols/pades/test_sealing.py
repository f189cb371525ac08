"""What gets our seal, and what keeps a paper from getting it: each has its own type, and says nothing of the paper."""

from __future__ import annotations

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from myspace.protocols.pades import reports
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.failures import BadSeal, Flaw, NoStamp, NotSealable, NotSealed, SealDoubted
from myspace.protocols.pades.sealing import Seal, from_key, from_pem, from_pkcs12, seal
from myspace.protocols.pades.trusting import Trust
from tests.unit.protocols.pades import papers
from tests.unit.protocols.pades.authority import DAY, NOW, Authority, key

A = Authority()
PEM = A.sealing().public_bytes(Encoding.PEM)


def written(password: bytes | None = None) -> bytes:
    kept = BestAvailableEncryption(password) if password else NoEncryption()
    return key("segell").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, kept)


def trust() -> Trust:
    return A.trust(lists=(A.list_of_withdrawn(),))


def test_the_papers_own_bytes_stay_as_they_were() -> None:
    assert papers.sealed().startswith(papers.plain())


def test_it_is_sealed_by_a_key_of_a_pem_file_of_a_pkcs12_file_or_of_a_token() -> None:
    packed = pkcs12.serialize_key_and_certificates(
        b"x", key("segell"), A.sealing(), None, BestAvailableEncryption(b"clau")
    )
    in_file = from_key(A.sealing(), key("segell"), trust())
    token = Seal(A.sealing(), in_file.signs, trust())  # what a PKCS#11 session would do
    for each in (from_pem(PEM, written(b"clau"), trust(), b"clau"), from_pkcs12(packed, b"clau", trust()), token):
        assert isinstance(check(seal(papers.plain(), each, A.stamper(), NOW), A.trust(), NOW), reports.Good)


def test_the_paper_says_that_nothing_may_be_changed_after_the_seal() -> None:
    assert b"/DocMDP" in papers.sealed()
    assert b"ETSI.CAdES.detached" in papers.sealed()
    assert b"ETSI.RFC3161" in papers.sealed()
    assert b"/DSS" in papers.sealed()


@pytest.mark.parametrize(
    ("making", "flaw"),
    [
        (lambda: from_pem(PEM, b"", Trust()), Flaw.FILE),
        (lambda: from_pem(b"", written(), Trust()), Flaw.FILE),
        (lambda: from_pem(PEM, written(b"clau"), Trust()), Flaw.PASSWORD),
        (lambda: from_pem(PEM, written(b"clau"), Trust(), b"una altra"), Flaw.FILE),
        (lambda: from_pkcs12(b"x", None, Trust()), Flaw.FILE),
        (lambda: from_key(A.sealing(), key("hora"), Trust()), Flaw.ANOTHERS_KEY),
        (
            lambda: from_key(A.sealing(), rsa.generate_private_key(public_exponent=65537, key_size=1024), Trust()),
            Flaw.WEAK_KEY,
        ),
        (lambda: from_key(A.sealing(), ec.generate_private_key(ec.SECP192R1()), Trust()), Flaw.WEAK_KEY),
        (lambda: from_key(A.sealing(), b"a key", Trust()), Flaw.KEY_KIND),
    ],
)
def test_a_seal_that_is_none_is_told_by_its_flaw(making, flaw: Flaw) -> None:
    with pytest.raises(BadSeal) as told:
        making()
    assert told.value.flaw is flaw


def test_a_seal_without_a_list_that_says_that_it_was_not_withdrawn_seals_nothing() -> None:
    with pytest.raises(BadSeal) as told:
        seal(papers.plain(), from_key(A.sealing(), key("segell"), A.trust()), A.stamper(), NOW)
    assert told.value.flaw is Flaw.CHAIN


def test_a_seal_that_was_withdrawn_seals_nothing() -> None:
    with pytest.raises(NotSealed):
        papers.sealed_by(Authority(withdrawn={2: NOW - DAY}))


def test_a_seal_past_its_days_seals_nothing() -> None:
    with pytest.raises(NotSealed):
        papers.sealed_by(Authority(seal_days=-1))


def test_a_key_that_signs_something_else_is_found_by_our_own_check() -> None:
    token = Seal(A.sealing(), lambda data: from_key(A.sealing(), key("segell"), trust()).signs(b"x" + data), trust())
    with pytest.raises(SealDoubted) as told:
        seal(papers.plain(), token, A.stamper(), NOW)
    assert told.value.found == "Altered"


def test_a_time_stamp_of_a_stranger_is_found() -> None:
    with pytest.raises(NotSealed):
        seal(papers.plain(), A.seal(), Authority(name="Una altra autoritat").stamper(), NOW)


def refuses(_asked: bytes) -> bytes:
    """TimeStampResp { PKIStatusInfo { rejection } }, without a token."""
    return bytes.fromhex("30053003020102")


def of_yesterday(_asked: bytes) -> bytes:
    """An answer that is good, to another question."""
    asked = tsp.TimeStampReq(
        {
            "version": 1,
            "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": bytes(32)},
            "nonce": 7,
            "cert_req": True,
        }
    )
    return A.stamper()(asked.dump())


@pytest.mark.parametrize(
    ("stamper", "flaw"),
    [
        (refuses, Flaw.REFUSED),
        (of_yesterday, Flaw.ANOTHERS),
        (lambda _: b"<html>", Flaw.UNREADABLE),
        (lambda _: b"", Flaw.UNREADABLE),
        (lambda _: bytes(100_000), Flaw.UNREADABLE),
    ],
)
def test_an_answer_that_is_no_stamp_for_what_was_asked_seals_nothing(stamper, flaw: Flaw) -> None:
    with pytest.raises(NoStamp) as told:
        seal(papers.plain(), A.seal(), stamper, NOW)
    assert told.value.flaw is flaw


def test_what_the_port_itself_raises_comes_through_as_it_is() -> None:
    class Away(Exception):
        """Of whoever carries the question."""

    def away(_asked: bytes) -> bytes:
        raise Away

    with pytest.raises(Away):
        seal(papers.plain(), A.seal(), away, NOW)


@pytest.mark.parametrize(
    ("pdf", "flaw"),
    [
        (b"x", Flaw.NOT_A_PDF),
        (b"%PDF-1.7\n", Flaw.NOT_A_PDF),
        (papers.encrypted(), Flaw.ENCRYPTED),
        (papers.sealed(), Flaw.SIGNED_ALREADY),
        (b"%PDF-" + bytes(9 * 1024 * 1024), Flaw.TOO_LARGE),
    ],
)
def test_what_we_would_not_seal_is_told_by_its_flaw(pdf: bytes, flaw: Flaw) -> None:
    with pytest.raises(NotSealable) as told:
        seal(pdf, A.seal(), A.stamper(), NOW)
    assert told.value.flaw is flaw
    assert told.value.__cause__ is None
