"""What is said of a PDF that somebody brings: each thing that may be wrong is its own type, and only what is proven is good."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.protocols.pades import reports, sealing
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.reports import Report
from myspace.protocols.pades.trusting import Limits, Trust
from tests.unit.protocols.pades import papers
from tests.unit.protocols.pades.authority import DAY, NOW, Authority

YEAR = 365 * DAY


def kind(pdf: bytes, trust: Trust | None = None) -> type[Report]:
    return type(check(pdf, trust or Authority().trust(), NOW))


@pytest.fixture
def of_the_past(monkeypatch: pytest.MonkeyPatch):
    """Papers that were sealed years ago: then our own check ran then, and cannot now."""
    good = reports.Good(reports.Sealer("", "", ""), NOW, None)
    monkeypatch.setattr(sealing, "check", lambda *_: good)
    return lambda years, **bent: Authority(at=NOW - years * YEAR, **bent)


def trusting(authority: Authority, **withdrawn: object) -> Trust:
    """Trust in it with the list that it publishes today."""
    today = Authority(at=authority.at, **withdrawn) if withdrawn else authority
    return authority.trust(lists=(today.list_of_withdrawn(NOW),))


def test_a_sealed_paper_says_who_sealed_it_and_when() -> None:
    found = check(papers.sealed(), Authority().trust(), NOW)
    assert isinstance(found, reports.Good)
    assert (found.by.name, found.by.organisation) == ("Segell de prova", "Organització de prova")
    assert len(found.by.fingerprint) == 64
    assert found.sealed_at == NOW
    assert found.until == NOW + 365 * 8 * DAY


def test_a_paper_that_nobody_signed_is_not_signed() -> None:
    assert kind(papers.plain()) is reports.NotSigned


def test_a_paper_whose_signature_was_taken_away_is_not_signed() -> None:
    whole = papers.sealed()
    assert kind(whole[: whole.index(b"%%EOF") + 6]) is reports.NotSigned


def test_one_byte_of_what_a_page_shows_is_noticed() -> None:
    whole = papers.sealed()
    for at in range(whole.index(b"stream") + 20, whole.index(b"endstream"), 97):
        assert kind(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]) is reports.Altered


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 255))
def test_no_other_byte_under_the_seal_leaves_it_good(where: int, by: int) -> None:
    whole = papers.sealed()
    at = where % whole.index(b"/Contents <")
    assert kind(whole[:at] + bytes([whole[at] ^ by]) + whole[at + 1 :]) in (
        reports.Altered,
        reports.NotAPdf,
        reports.TooMuch,
    )


def test_an_update_that_changes_a_page_is_told_apart_from_a_change_under_the_seal() -> None:
    assert kind(papers.written_over(papers.sealed())) is reports.AddedTo
    assert kind(papers.written_over(papers.until_first_stamp(papers.sealed()))) is reports.AddedTo


@pytest.mark.parametrize("tail", [b"9 0 obj\n<<>>\nendobj\n", b"<!-- -->", b"\nstartxref\n0\n%%EOF\n"])
def test_what_stands_after_the_end_is_noticed_though_no_table_names_it(tail: bytes) -> None:
    whole = papers.sealed()
    last = whole.rindex(b"startxref")
    assert kind(whole[:last] + tail + whole[last:]) in (reports.AddedTo, reports.NotAPdf)
    assert kind(whole + tail) in (reports.AddedTo, reports.NotAPdf)


def test_a_seal_of_whom_nobody_trusted_answers_for_names_nobody() -> None:
    assert check(papers.sealed(), Authority(name="Una altra autoritat").trust(), NOW) == reports.NotTrusted()
    assert check(papers.sealed(), Trust(), NOW) == reports.NotTrusted()


def test_who_may_stamp_the_time_may_not_seal() -> None:
    root = (Authority().root(),)
    assert kind(papers.sealed(), Trust(stamping=root)) is reports.NotTrusted
    assert kind(papers.sealed(), Trust(sealing=root)) is reports.NotStamped


def test_another_authority_of_the_same_name_is_not_the_one(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.unit.protocols.pades import authority

    mine, root = authority.key, Authority().root()
    monkeypatch.setattr(authority, "key", lambda name: mine(f"fals {name}"))
    assert kind(papers.sealed_by(Authority()), Trust((root,), (root,))) is reports.NotTrusted


def test_a_paper_of_last_year_is_good_with_the_list_of_today_and_unproven_without(of_the_past) -> None:
    then = of_the_past(1)
    pdf = papers.sealed_by(then)
    assert kind(pdf, trusting(then)) is reports.Good
    assert kind(pdf, then.trust()) is reports.Unproven


def test_a_paper_is_good_after_its_seal_ended_while_its_last_stamp_lasts(of_the_past) -> None:
    then = of_the_past(4)
    pdf = papers.sealed_by(then)
    found = check(pdf, trusting(then), NOW)
    assert isinstance(found, reports.Good)
    assert found.sealed_at == then.at
    assert kind(papers.until_first_stamp(pdf), trusting(then)) is reports.Expired


def test_a_paper_whose_last_stamp_ended_is_expired(of_the_past) -> None:
    then = of_the_past(9)
    assert kind(papers.sealed_by(then), trusting(then)) is reports.Expired


def test_a_seal_withdrawn_before_it_sealed_is_revoked_and_one_withdrawn_after_is_good(of_the_past) -> None:
    then = of_the_past(1)
    pdf = papers.sealed_by(then)
    assert kind(pdf, trusting(then, withdrawn={2: then.at - DAY})) is reports.Revoked
    assert kind(pdf, trusting(then, withdrawn={2: NOW - DAY})) is reports.Good


def test_a_stamp_whose_certificate_was_withdrawn_says_no_time(of_the_past) -> None:
    then = of_the_past(1)
    assert kind(papers.sealed_by(then), trusting(then, withdrawn={3: NOW - DAY})) is reports.NotStamped


def test_a_list_that_another_authority_signed_withdraws_nobody(of_the_past) -> None:
    then, other = of_the_past(1), Authority(name="Una altra autoritat", withdrawn={2: NOW - YEAR - DAY})
    trust = then.trust(lists=(then.list_of_withdrawn(NOW), other.list_of_withdrawn(NOW)))
    assert kind(papers.sealed_by(then), trust) is reports.Good


@pytest.mark.parametrize(
    "pdf", [b"", b"%PDF-", b"hola", b"%PDF-1.7\n%%EOF", b"\n" + b"%PDF-1.7", b"%PDF-1.7\n" + b"<<" * 50_000]
)
def test_what_is_no_pdf_is_told_as_that(pdf: bytes) -> None:
    assert kind(pdf) in (reports.NotAPdf, reports.TooMuch)


def test_a_file_that_begins_as_another_is_no_pdf() -> None:
    assert kind(b"PK\x03\x04" + papers.sealed()) is reports.NotAPdf


def test_a_pdf_under_a_password_is_told_as_that() -> None:
    assert kind(papers.encrypted()) is reports.Encrypted


def test_more_bytes_than_are_looked_at_are_not_opened() -> None:
    small = Authority().trust(limits=Limits(octets=1_000))
    assert kind(papers.sealed(), small) is reports.TooLarge


@pytest.mark.parametrize("limits", [Limits(revisions=1), Limits(objects=10), Limits(signatures=1)])
def test_more_than_is_looked_at_is_told_as_that(limits: Limits) -> None:
    assert kind(papers.sealed(), Authority().trust(limits=limits)) is reports.TooMuch


@pytest.mark.parametrize(("layers", "unpacked"), [(1, 64 * 1024 * 1024), (2, 200 * 1024 * 1024)])
def test_a_stream_that_unpacks_into_very_much_is_not_unpacked(layers: int, unpacked: int) -> None:
    pdf = papers.bomb(layers, unpacked)
    assert len(pdf) < 500_000
    began = time.process_time()
    assert kind(pdf) in (reports.TooMuch, reports.NotAPdf)
    assert time.process_time() - began < 2, "it was unpacked"


def test_two_seals_are_no_ones() -> None:
    other = Authority(name="Una altra autoritat")
    assert kind(papers.sealed_again(papers.plain(), Authority(), other)) is reports.SeveralSeals


def test_nobody_is_asked_for_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    def asked(*_given: object) -> None:
        raise AssertionError("somebody was asked")

    pdf, trust = papers.sealed(), Authority().trust()
    monkeypatch.setattr(socket.socket, "connect", asked)
    monkeypatch.setattr(socket, "getaddrinfo", asked)
    assert kind(pdf, trust) is reports.Good
    assert kind(pdf, Trust()) is reports.NotTrusted
    assert type(check(pdf, trust, NOW + timedelta(days=400))) is reports.Unproven
