"""A message of an issuer is taken whole or refused by name: signature, whose, for whom, when, and not one field too many."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myspace.connector_kit import signed
from myspace.connector_kit.signed import UnusableKey
from myspace.connector_kit.told_failures import Refused, Why
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.notices import NoticeStatus
from myspace.vocabulary.people import identifier
from tests.unit.connectors.issuer.writing import KEYS, NOW, OTHER, ended, known, message, read, secret, waits


def why(octets: bytes, **more: Any) -> tuple[Why, str]:
    with pytest.raises(Refused) as refused:
        read(octets, **more)
    return refused.value.why, refused.value.where


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "PS256"])
def test_a_notice_that_waits_is_read_whoever_of_three_algorithms_signs(algorithm: str) -> None:
    hint = read(message(waits(), algorithm), known(algorithm))
    assert (hint.to, hint.sender, hint.reference, hint.ended) == (
        identifier("00000000T"),
        "0811360009",
        "N-2026-1",
        None,
    )
    assert (hint.available, hint.until) == (Moment(date(2026, 11, 23)), Moment(date(2026, 12, 3)))
    assert hint.at == datetime(2026, 11, 23, 8, 59, 30, tzinfo=UTC)


def test_the_newer_name_of_edwards_curve_is_the_same_algorithm() -> None:
    """RFC 9864 calls it Ed25519."""
    assert read(message(waits(), "Ed25519", KEYS["EdDSA"]), known("EdDSA")).reference == "N-2026-1"


def test_the_example_of_the_contract_is_read() -> None:
    page = (Path(__file__).parents[4] / "docs/protocols/NOTICE-IN-1.md").read_text("utf-8")
    example = json.loads(page.split("```json\n")[1].split("```")[0])
    hint = read(message(example))
    assert (hint.registry_number, hint.until) == ("S2026-000123", Moment(date(2026, 12, 3)))


def test_an_instant_keeps_its_hour_and_its_day_is_the_one_in_catalonia() -> None:
    hint = read(message(waits(data__until="2026-12-03T23:30:00Z")))
    assert hint.until == Moment(date(2026, 12, 4), datetime(2026, 12, 3, 23, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("opened", NoticeStatus.OPENED), ("refused", NoticeStatus.REFUSED), ("expired", NoticeStatus.EXPIRED_UNOPENED),
        ("annulled", NoticeStatus.ANNULLED),
    ],
)  # fmt: skip
def test_how_a_notice_ended_is_read(word: str, status: NoticeStatus) -> None:
    hint = read(message(ended(data__how=word, data__registry="S2026-1")))
    assert (hint.ended, hint.available, hint.registry_number) == (status, None, "S2026-1")


def test_a_number_that_two_countries_may_give_needs_its_country() -> None:
    passport = {"kind": "passport", "number": "AB12345"}
    assert why(message(waits(data__to=passport))) == (Why.NO_COUNTRY, "data.to.country")
    assert read(message(waits(data__to={**passport, "country": "FR"}))).country == "FR"


# -- who says it ------------------------------------------------------------------------------------------------------


def unsigned(event: dict[str, Any]) -> bytes:
    head, payload = (base64.urlsafe_b64encode(json.dumps(x).encode()).rstrip(b"=") for x in ({"alg": "none"}, event))
    return head + b"." + payload + b"."


def test_who_signs_nothing_or_with_a_shared_secret_is_not_believed() -> None:
    assert why(unsigned(waits())) == (Why.MALFORMED_SIGNATURE, "")
    assert why(unsigned(waits()) + b"AA") == (Why.WEAK_ALGORITHM, "")
    assert why(message(waits(), "HS256", secret())) == (Why.WEAK_ALGORITHM, "")


def test_a_public_key_used_as_a_shared_secret_is_not_believed() -> None:
    """The old trick: what everybody can read signs with HS256, and a lax reader takes the kid's key for it."""
    head, payload, _ = message(waits(), "PS256").split(b".")
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"ps"}').rstrip(b"=")
    mac = hmac.digest(KEYS["PS256"].as_pem(private=False), head + b"." + payload, "sha256")
    octets = b".".join((head, payload, base64.urlsafe_b64encode(mac).rstrip(b"=")))
    assert why(octets, key=known("PS256")) == (Why.WEAK_ALGORITHM, "")


def test_an_unknown_key_and_one_of_another_algorithm_are_the_same_refusal() -> None:
    with pytest.raises(Refused) as refused:
        signed.opened(message(waits()), None, "x", NOW)
    assert refused.value.why is Why.UNKNOWN_KEY
    assert why(message(waits(), "EdDSA")) == (Why.UNKNOWN_KEY, "")


def test_another_key_of_the_same_name_and_a_byte_changed_are_no_signature() -> None:
    assert why(message(waits(), key=OTHER)) == (Why.BAD_SIGNATURE, "")
    whole = message(waits())
    head, payload, signature = whole.split(b".")
    assert why(b".".join((head, payload[:-6] + b"AAAAAA", signature))) == (Why.BAD_SIGNATURE, "")
    assert why(b".".join((head, payload, b"A" * len(signature)))) == (Why.BAD_SIGNATURE, "")


def test_a_header_that_asks_for_more_than_we_understand_is_refused() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"ES256","kid":"es","crit":["exp"],"exp":1}').rstrip(b"=")
    assert why(head + b".e30.AA") == (Why.MALFORMED_SIGNATURE, "")
    assert why(b"A" * (signed.LONGEST + 1)) == (Why.MALFORMED_SIGNATURE, "")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"iss": "https://un-altre.exemple.invalid"}, (Why.OTHER_ISSUER, "iss")),
        ({"aud": "https://un-altre.exemple.invalid"}, (Why.OTHER_AUDIENCE, "aud")),
        ({"aud": ["https://espai.exemple.invalid"]}, (Why.OTHER_AUDIENCE, "aud")),
        ({"exp": None}, (Why.OUT_OF_TIME, "exp")),
        ({"iat": None}, (Why.OUT_OF_TIME, "iat")),
        ({"iat": "1795000000"}, (Why.OUT_OF_TIME, "iat")),
        ({"exp": int(NOW.timestamp()) + 301}, (Why.OUT_OF_TIME, "exp")),
        ({"exp": int(NOW.timestamp()) - 1}, (Why.OUT_OF_TIME, "exp")),
    ],
)
def test_what_is_for_another_or_of_another_time_is_refused(changes: dict[str, Any], refusal: tuple[Why, str]) -> None:
    assert why(message(waits(**changes))) == refusal


def test_a_message_lives_for_its_minutes_and_two_clocks_may_differ_by_one() -> None:
    octets = message(waits())
    for late in (-59, 0, 179):
        read(octets, now=NOW + timedelta(seconds=late))
    for late in (-61, 181):
        assert why(octets, now=NOW + timedelta(seconds=late)) == (Why.OUT_OF_TIME, "exp")


# -- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"subject": "La teva multa"}, (Why.UNKNOWN_FIELD, "subject")),
        ({"data__link": "https://x.exemple.invalid"}, (Why.UNKNOWN_FIELD, "data.link")),
        ({"data__title": "Resolució"}, (Why.UNKNOWN_FIELD, "data.title")),
        ({"data__paraula": "x"}, (Why.UNKNOWN_FIELD, "data")),
        ({"data__to__name": "Marta"}, (Why.UNKNOWN_FIELD, "data.to.name")),
        ({"traceparent": "00-1-1-00"}, (Why.UNKNOWN_FIELD, "")),
        ({"data__how": "opened"}, (Why.UNKNOWN_FIELD, "data")),
        ({"specversion": "0.3"}, (Why.MALFORMED, "specversion")),
        ({"datacontenttype": "text/plain"}, (Why.MALFORMED, "datacontenttype")),
        ({"source": "https://x.exemple.invalid"}, (Why.OTHER_ISSUER, "source")),
        ({"id": None}, (Why.MISSING, "id")),
        ({"id": "x"}, (Why.MALFORMED, "id")),
        ({"id": 12345678}, (Why.MALFORMED, "id")),
        ({"time": "2026-11-23"}, (Why.MALFORMED, "time")),
        ({"time": "2026-11-23T09:02:00Z"}, (Why.MALFORMED, "time")),
        ({"type": "notice-in.v1.opened"}, (Why.UNKNOWN_TYPE, "type")),
        ({"data": None}, (Why.MISSING, "data")),
        ({"data": []}, (Why.MALFORMED, "data")),
        ({"data__to": None}, (Why.MISSING, "data.to")),
        ({"data__to": "00000000T"}, (Why.MALFORMED, "data.to")),
        ({"data__to__kind": "dni"}, (Why.MALFORMED, "data.to.kind")),
        ({"data__to__number": "00000000A"}, (Why.NOT_A_NUMBER, "data.to.number")),
        ({"data__to__number": "0" * 40}, (Why.NOT_A_NUMBER, "data.to.number")),
        ({"data__to__country": "França"}, (Why.MALFORMED, "data.to.country")),
        ({"data__sender": "manresa"}, (Why.MALFORMED, "data.sender")),
        ({"data__sender": "0801930008"}, (Why.OTHER_SENDER, "data.sender")),
        ({"data__reference": None}, (Why.MISSING, "data.reference")),
        ({"data__reference": "La teva multa 1"}, (Why.MALFORMED, "data.reference")),
        ({"data__reference": "Multa"}, (Why.MALFORMED, "data.reference")),
        ({"data__reference": "N-00000000-t"}, (Why.MALFORMED, "data.reference")),
        ({"data__registry": "00000000T/1"}, (Why.MALFORMED, "data.registry")),
        ({"data__kind": "communication"}, (Why.MALFORMED, "data.kind")),
        ({"data__available": None}, (Why.MISSING, "data.available")),
        ({"data__available": "2026-11-25"}, (Why.MALFORMED, "data.available")),
        ({"data__available": "2026-02-30"}, (Why.MALFORMED, "data.available")),
        ({"data__available": "2026-11-23T10:00:00"}, (Why.MALFORMED, "data.available")),
        ({"data__until": "2026-11-22"}, (Why.MALFORMED, "data.until")),
        ({"data__until": "9999-12-31T23:59:59-01:00"}, (Why.MALFORMED, "data.until")),
    ],
)
def test_what_may_not_be_said_or_is_said_badly_is_refused_by_its_place(
    changes: dict[str, Any], refusal: tuple[Why, str]
) -> None:
    assert why(message(waits(**changes))) == refusal


def test_how_it_ended_is_one_of_four_words_and_says_no_term() -> None:
    assert why(message(ended(data__how="llegida"))) == (Why.MALFORMED, "data.how")
    assert why(message(ended(data__until="2026-12-03"))) == (Why.UNKNOWN_FIELD, "data")


@pytest.mark.parametrize("payload", [b" ", b"[]", b"null", b"{", b'{"iss":1,"iss":2}', b"\xff", b"[" * 3000])
def test_what_is_signed_and_no_object_is_refused(payload: bytes) -> None:
    assert why(message(payload)) == (Why.NOT_JSON, "")


def test_a_field_that_is_said_twice_is_refused() -> None:
    text = json.dumps(waits()).replace('"sender"', '"sender": "0811360009", "sender"')
    assert why(message(text.encode())) == (Why.MALFORMED, "data")


def test_no_refusal_repeats_what_came() -> None:
    for changes in (
        {"data__to__number": "12345678A"},  # one of the cast, with a wrong letter: to be refused
        {"data__12345678Z": "1"},
        {"data__reference": "12345678Z és ell"},
    ):
        with pytest.raises(Refused) as refused:
            read(message(waits(**changes)))
        assert "12345678" not in str(refused.value) + repr(refused.value.__cause__)


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda s: s.encode("utf-8", "replace")))
def test_whatever_bytes_come_they_are_refused_by_name(octets: bytes) -> None:
    with pytest.raises(Refused):
        read(octets)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_PLACES = ("id", "time", "type", "iat", "exp", "data", "data__to", "data__to__number", "data__sender", "data__reference",
           "data__available", "data__until", "data__registry", "data__kind")  # fmt: skip


@given(st.sampled_from(_PLACES), _JSON)
def test_whatever_stands_in_a_field_it_is_read_or_refused(place: str, value: object) -> None:
    try:
        hint = read(message(waits(**{place: value})))
    except Refused:
        return
    assert hint.to == identifier(hint.to.value, hint.to.kind)


# -- keys -------------------------------------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore:Key size")
def test_only_public_keys_of_the_three_kinds_are_taken() -> None:
    from joserfc.jwk import ECKey, RSAKey

    good = dict(KEYS["ES256"].as_dict(private=False))
    refused = [
        dict(KEYS["ES256"].as_dict(private=True)),
        {**good, "kid": ""},
        {**good, "use": "enc"},
        {**good, "alg": "ES384"},
        {**good, "x": "AA"},
        {"kty": "oct", "k": "eHh4", "kid": "es"},
        dict(ECKey.generate_key("P-384", {"kid": "e"}).as_dict(private=False)),
        dict(RSAKey.generate_key(1024, {"kid": "r"}).as_dict(private=False)),
    ]
    for key in refused:
        with pytest.raises(UnusableKey):
            signed.key_of(key)
