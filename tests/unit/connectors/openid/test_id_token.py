"""What makes an id_token worthless: every way to forge, borrow, keep or bend one that the tests could think of."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from myspace.connectors.openid import failures, id_token
from myspace.connectors.openid.id_token import Expected
from myspace.connectors.openid.wire import ALGORITHMS
from tests.unit.connectors.openid import signing
from tests.unit.connectors.openid.signing import ACCESS, CLIENT, ISSUER, NONCE, NOW

GOOD = Expected(ISSUER, CLIENT, NONCE, ACCESS)
AT = int(NOW.timestamp())


def verify(token: str, expected: Expected = GOOD, keys: Any = None, algorithms: Any = ALGORITHMS) -> Any:
    return id_token.verify(token, keys or signing.published(signing.rsa(), signing.ec()), algorithms, expected, NOW)


@pytest.mark.parametrize(("key", "alg"), [("rsa", "RS256"), ("rsa", "PS256"), ("ec", "ES256")])
def test_a_good_token_gives_its_claims_whatever_good_algorithm_signed_it(key: str, alg: str) -> None:
    assert verify(signing.signed(getattr(signing, key)(), alg))["sub"] == "s-1"


@pytest.mark.parametrize(
    "token",
    [
        signing.unsigned(),
        signing.unsigned("None"),
        signing.unsigned("RS256"),
        signing.with_the_public_key_as_secret(),
        signing.signed()[:-8] + "AAAAAAAA",
        signing.signed_by_hand(crit=["exp"]),
        signing.signed_by_hand(crit=["b64"], b64=False),
        "",
        "a.b.c",
        "a.b.c.d.e",
        "..",
        "[]." + signing.signed().partition(".")[2],
    ],
)  # fmt: skip
def test_without_a_signature_of_theirs_nothing_is_believed(token: str) -> None:
    with pytest.raises(failures.Unsigned):
        verify(token)


def test_what_the_tests_sign_by_hand_is_signed_well() -> None:
    assert verify(signing.signed_by_hand())["sub"] == "s-1"


def test_a_claim_changed_after_signing_is_noticed() -> None:
    head, _, signature = signing.signed().split(".")
    _, other, _ = signing.signed(nif="00000001R").split(".")
    with pytest.raises(failures.Unsigned):
        verify(f"{head}.{other}.{signature}")


def test_a_symmetric_key_that_the_provider_publishes_signs_nothing() -> None:
    shared = signing.symmetric()
    keys = (shared.as_dict(private=True), *signing.published(signing.rsa()))
    with pytest.raises(failures.Unsigned):
        verify(signing.signed(shared, "HS256"), keys=keys)


def test_an_algorithm_that_the_provider_does_not_announce_is_refused() -> None:
    with pytest.raises(failures.Unsigned):
        verify(signing.signed(alg="PS256"), algorithms=("RS256",))


@pytest.mark.parametrize(
    "keys",
    [
        (),
        ({"kty": "RSA"},),
        signing.published(signing.rsa("another")),
        signing.published(signing.rsa(), RSAKey.generate_key(2048, {"kid": "one"})),  # two of one name
        tuple({**key, "use": "enc"} for key in signing.published(signing.rsa())),
        tuple({**key, "alg": "RS512"} for key in signing.published(signing.rsa())),
    ],
)
def test_a_key_that_is_not_there_is_not_replaced_by_another(keys: Any) -> None:
    with pytest.raises(failures.UnknownKey):
        id_token.verify(signing.signed(), keys, ALGORITHMS, GOOD, NOW)


@pytest.mark.filterwarnings("ignore:Key size")
def test_a_key_too_small_to_prove_anything_proves_nothing() -> None:
    small = RSAKey.generate_key(1024, {"kid": "small"})
    with pytest.raises(failures.Unsigned):
        verify(signing.signed(small), keys=signing.published(small))


def test_a_key_that_is_broken_is_not_used() -> None:
    broken = ({**signing.published(signing.rsa())[0], "n": "?"},)
    with pytest.raises(failures.Unsigned):
        verify(signing.signed(), keys=broken)


def test_a_token_that_names_no_key_is_read_only_when_there_is_no_choice() -> None:
    nameless = RSAKey.import_key({k: v for k, v in signing.rsa().as_dict(private=True).items() if k != "kid"})
    with pytest.raises(failures.Unsigned):
        verify(signing.signed_by_hand(kid=None))  # JSON null: it is there and says nothing
    token = signing.signed(nameless)
    assert verify(token)["sub"] == "s-1"
    with pytest.raises(failures.UnknownKey):
        verify(token, keys=signing.published(signing.rsa(), signing.rsa("two")))


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://id.example/"},
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "another-client"},
        {"aud": None},
        {"aud": []},
        {"aud": {"folder": 1}},
        {"aud": [CLIENT, "another-client"]},  # two audiences and no authorised party
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"azp": "another-client"},
        {"nonce": "of-another-attempt"},
        {"nonce": None},
        {"nonce": 7},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"at_hash": signing.at_hash("another-access-token")},
        {"at_hash": 1},
    ],
)
def test_a_token_for_somebody_else_or_of_another_attempt_is_not_ours(changed: dict[str, Any]) -> None:
    with pytest.raises(failures.NotForUs):
        verify(signing.signed(**changed))


def test_several_audiences_are_fine_when_we_are_the_authorised_party() -> None:
    assert verify(signing.signed(aud=[CLIENT, "another"], azp=CLIENT))["azp"] == CLIENT
    assert verify(signing.signed(at_hash=None))["sub"] == "s-1"


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": AT - 61},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": float("nan")},
        {"iat": None},
        {"iat": AT + 120},
        {"iat": AT - 3600},
        {"iat": float("nan")},
        {"nbf": AT + 120},
        {"nbf": "x"},
    ],
)
def test_a_token_out_of_its_time_is_over(changed: dict[str, Any]) -> None:
    with pytest.raises(failures.OutOfTime):
        verify(signing.signed(**changed))


def test_two_clocks_may_differ_by_a_minute() -> None:
    assert verify(signing.signed(exp=AT - 30, iat=AT + 30, nbf=AT + 30))["sub"] == "s-1"


@pytest.mark.parametrize("said", [AT - 3600, None, "now", float("nan")])
def test_who_was_to_be_identified_anew_and_was_not_does_not_come_in(said: Any) -> None:
    again = replace(GOOD, asked_again_at=NOW - timedelta(minutes=2))
    with pytest.raises(failures.NotIdentifiedAgain):
        verify(signing.signed(auth_time=said), again)
    assert verify(signing.signed(auth_time=said) if said != "now" else signing.signed())["sub"] == "s-1"


def test_who_identified_after_we_asked_comes_in() -> None:
    again = replace(GOOD, asked_again_at=NOW - timedelta(minutes=2))
    assert verify(signing.signed(auth_time=AT - 60), again)["sub"] == "s-1"


def test_nothing_of_a_refused_token_is_in_the_exception() -> None:
    token = signing.signed()[:-8] + "AAAAAAAA"
    with pytest.raises(failures.Unsigned) as refused:
        verify(token)
    chain = f"{refused.value!r} {refused.value.__cause__!r} {refused.value.__context__!r} {GOOD!r}"
    assert "00000000T" not in chain
    assert token[:40] not in chain
    assert NONCE not in chain


def test_an_hour_of_more_digits_than_any_clock_is_out_of_time() -> None:
    """Found by `prove parsers`: no float holds it, and the login ended in a page of ours that failed."""
    with pytest.raises(failures.OutOfTime):
        verify(signing.signed(signing.ec(), "ES256", exp=-(10**400)))


def test_a_key_that_cannot_be_used_is_not_quoted_in_what_is_raised() -> None:
    key = {"kty": "EC", "kid": "curve", "crv": "12345678Z", "x": "AA", "y": "AA"}
    with pytest.raises(failures.Unsigned) as refused:
        verify(signing.signed(signing.ec(), "ES256"), keys=(key,))
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
