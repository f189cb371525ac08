"""Q-VA-1…11, one by one: the value the folder ends up with, and the page the person sees."""

from __future__ import annotations

import hashlib
import inspect
import json
from urllib.parse import parse_qs, urlsplit

import pytest

from myspace.connectors.valid import client, mapping, wire
from myspace.connectors.valid.failures import (
    CallbackError,
    IdentityMalformed,
    ProviderGarbled,
    Screen,
    StateMismatch,
)
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod

from .samples import changed, fixture, identity, printed


def test_q_va_1_document_type_is_read_as_identifier_type() -> None:
    who = identity("user_document_type.json")
    assert (who.identifier.kind, who.identifier.value) == (IdentifierKind.NIF, "99999999R")
    assert who.screen is Screen.ENTERED


def test_q_va_1_the_printed_answer_lets_in_at_the_lowest_level_because_it_says_none() -> None:
    who = mapping.to_identity(
        wire.read_user_info(printed("valid2-inline/table-01-3-1-dades-de-l-usuari-validat-resposta.json"))
    )
    assert who.identifier.kind is IdentifierKind.NIF
    assert who.level is AssuranceLevel.LOW
    assert who.method is LoginMethod.OTHER
    assert who.names.full is None
    assert who.screen is Screen.ENTERED


def test_q_va_1_both_names_with_different_kinds_open_no_folder() -> None:
    with pytest.raises(IdentityMalformed) as failed:
        identity("user_idcatmobil.json", documentType="3")
    assert failed.value.screen is Screen.MALFORMED


@pytest.mark.parametrize("name", ["status", "state"])
@pytest.mark.parametrize("outcome", list(wire.SignatureOutcome))
def test_q_va_2_the_signature_return_is_read_under_either_name(name: str, outcome: wire.SignatureOutcome) -> None:
    assert wire.read_signature_return({"signatureCode": ["1/a"], name: [outcome.value]}, "1/a") is outcome


def test_q_va_2_two_different_outcomes_are_refused() -> None:
    with pytest.raises(CallbackError) as failed:
        wire.read_signature_return({"signatureCode": ["1/a"], "status": ["OK"], "state": ["CANCEL"]}, "1/a")
    assert failed.value.screen is Screen.CALLBACK


def test_q_va_2_a_signature_return_never_passes_for_a_login() -> None:
    with pytest.raises(StateMismatch) as failed:
        wire.read_callback({"signatureCode": ["1/a"], "state": ["OK"]}, "the-state-of-this-browser")
    assert failed.value.screen is Screen.MISMATCH


def test_q_va_3_the_refresh_form_separates_every_parameter() -> None:
    form = wire.refresh_form("r/1&x=y", "7.serveis.aoc.cat", "s", "https://folder.example/entra").decode()
    assert form.startswith("refresh_token=r%2F1%26x%3Dy&client_id=7.serveis.aoc.cat&")
    assert parse_qs(form, strict_parsing=True) == {
        "refresh_token": ["r/1&x=y"],
        "client_id": ["7.serveis.aoc.cat"],
        "client_secret": ["s"],
        "redirect_uri": ["https://folder.example/entra"],
        "grant_type": ["refresh_token"],
    }


def test_q_va_3_the_printed_refresh_runs_two_parameters_together() -> None:
    sample = printed("valid2-inline/09-2-2-1-generacio-d-un-nou-acces-token-a-partir-de.txt").decode()
    body = "".join(sample.split("\n\n", 1)[1].split())
    assert "client_id" not in parse_qs(body)  # why ours is written as it is


def test_q_va_4_our_signature_request_is_valid_json_with_the_algorithm_as_a_uri() -> None:
    digest = hashlib.sha256(b"paper").digest()
    body = json.loads(wire.signature_request("T", [wire.DocumentToSign("paper «à».pdf", digest, "format=PDF")]))
    (document,) = body["documents"]
    assert document["algorithm"] == "http://www.w3.org/2001/04/xmlenc#sha256"
    assert document["metadata"] == "format=PDF"
    assert document["name"] == "paper «à».pdf"


def test_q_va_4_json_without_its_comma_is_garbled_not_guessed() -> None:
    with pytest.raises(ProviderGarbled) as failed:
        wire.read_user_info(fixture("signature_documents_without_comma.json"))
    assert failed.value.screen is Screen.GARBLED


def test_q_va_4_the_printed_signature_requests_are_not_json() -> None:
    for number in (
        "03-4-1-signatura-ordinaria-a-partir-de-l-acces-toke",
        "05-4-2-signatura-ordinaria-a-partir-de-l-acces-toke",
    ):
        with pytest.raises(ProviderGarbled):
            wire.read_user_info(printed(f"valid2-inline/table-{number}-peticio.json"))


@pytest.mark.parametrize("method", ["mobileid", "mobileconnect", "a word of next year"])
def test_q_va_5_a_legacy_method_is_other_and_low_unless_a_level_is_given(method: str) -> None:
    who = identity("user_idcatmobil.json", method=method, assuranceLevel=None)
    assert (who.method, who.level, who.screen) == (LoginMethod.OTHER, AssuranceLevel.LOW, Screen.ENTERED)
    assert identity("user_idcatmobil.json", method=method).level is AssuranceLevel.SUBSTANTIAL


def test_q_va_6_a_signature_return_carries_an_outcome_and_no_level() -> None:
    outcome = wire.read_signature_return({"signatureCode": "1/a", "state": "OK", "assuranceLevel": "high"}, "1/a")
    assert outcome is wire.SignatureOutcome.OK
    assert not hasattr(outcome, "level")


def test_q_va_7_an_answer_of_version_one_is_read_too() -> None:
    """Version 1 has neither method nor level nor certificate type: a person, at the lowest level."""
    who = mapping.to_identity(
        wire.read_user_info(b'{"status":"ok","identifier":"00000000T","name":"Teresa","surname1":"Tost"}')
    )
    assert (who.names.full, who.level, who.represents_company) == ("Teresa Tost", AssuranceLevel.LOW, False)
    assert who.screen is Screen.ENTERED


@pytest.mark.parametrize(
    ("prefix", "phone", "canonical"),
    [
        ("0034", "600000011", "+34600000011"),
        ("+34", "600 000 011", "+34600000011"),
        (34, 600000011, "+34600000011"),
        ("00376", "312345", "+376312345"),
        ("0034", "+34600000011", "+34600000011"),
        (None, "600000011", None),
        ("0034", "trucar al vespre", None),
        ("0034", None, None),
    ],
)
def test_q_va_8_the_prefix_becomes_international_and_a_doubtful_phone_none(
    prefix: str | int | None, phone: str | int | None, canonical: str | None
) -> None:
    who = identity("user_idcatmobil.json", prefix=prefix, phone=phone)
    assert who.phone == canonical
    assert who.screen is Screen.ENTERED


def test_q_va_9_the_level_comes_from_user_info_and_evidence_cannot_reach_it() -> None:
    who = identity("user_idcatmobil.json", evidences=["x"], evidence=json.loads(fixture("evidence_bd_seu.json")))
    assert (who.level, who.screen) == (AssuranceLevel.SUBSTANTIAL, Screen.ENTERED)
    # The only way in to an Identity takes the user information and nothing else.
    assert list(inspect.signature(mapping.to_identity).parameters) == ["info"]
    assert "evidence" not in inspect.getsource(client.ValidClient.who)


def test_q_va_9_no_informat_in_the_place_of_the_level_is_the_lowest() -> None:
    assert identity("user_idcatmobil.json", assuranceLevel="No informat").level is AssuranceLevel.LOW


@pytest.mark.parametrize("kind", [None, "1", "2", "3", "4"])
def test_q_va_10_the_identifier_of_storks_time_is_not_taken_for_a_number(kind: str | None) -> None:
    """With its bars taken out it would be a well-formed passport, and its owner somebody new."""
    with pytest.raises(IdentityMalformed) as failed:
        identity("user_clave.json", identifier="ES/ES/99999999R", identifierType=kind)
    assert failed.value.screen is Screen.MALFORMED


def test_q_va_11_the_browser_is_sent_to_the_code_flow_and_never_to_the_implicit_one() -> None:
    valid = client.ValidClient("https://valid.example", "7.serveis.aoc.cat", "s", "https://folder.example/entra")
    address = urlsplit(valid.authorize_url("st&te/ +é"))
    assert (address.netloc, address.path) == ("valid.example", "/o/oauth2/auth")
    assert parse_qs(address.query, strict_parsing=True) == {
        "scope": ["autenticacio_usuari"],
        "response_type": ["code"],
        "access_type": ["online"],
        "approval_prompt": ["auto"],
        "client_id": ["7.serveis.aoc.cat"],
        "redirect_uri": ["https://folder.example/entra"],
        "state": ["st&te/ +é"],
    }
    assert "/" not in address.query
    assert "+" not in address.query


def test_every_published_answer_of_getUserInfo_and_token_is_read() -> None:
    token, seconds, _ = wire.read_token(printed("valid2-inline/06-2-2-tractament-de-la-resposta.json"))
    assert (token.startswith("1/"), seconds) == (True, 3600)
    for name in ("07", "10"):
        assert wire.read_token(printed(f"valid2-inline/{name}-2-2-1-generacio-d-un-nou-acces-token-a-partir-de.json"))
    with pytest.raises(ProviderGarbled):  # its base64 is abridged with "(...)"
        wire.read_evidence(printed("valid2-inline/table-02-3-2-evidencies-d-autenticacio-resposta.json"))


def test_changing_a_fixture_changes_the_answer() -> None:
    """The tests above rest on `changed`: it must really change."""
    assert json.loads(changed("user_ko.json", error=None)) == {"status": "ko"}
