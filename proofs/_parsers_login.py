"""The parsers of what identity providers send, through the browser or by themselves."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from random import Random
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey

from myspace.connector_kit.login import Identity, LoginFailure
from myspace.connectors.openid import id_token
from myspace.connectors.openid import mapping as openid_mapping
from myspace.connectors.openid import wire as openid
from myspace.connectors.valid import mapping as valid_mapping
from myspace.connectors.valid import wire as valid
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser

VALID, OPENID = "myspace.connectors.valid", "myspace.connectors.openid"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ISSUER, CLIENT, NONCE, ACCESS = "https://id.exemple.test", "folder", "un-nonce", "un-token"
ORIGINS = frozenset({ISSUER})


def parsers() -> list[Parser]:
    return [*_valid(), *_openid()]


def parser_of_json(
    name: str, reads: tuple[str, ...], valid_ones: list[Any], read: Any, failures: Any, judge: Any = None
) -> Parser:
    def make(chance: Random, number: int) -> bytes:
        return _mutants.json_bytes(chance, valid_ones, number)

    return Parser(name, reads, make, read, failures, judge or (lambda _given, _found: None))


# -- VALId ------------------------------------------------------------------------------------------------------------


def _valid() -> Iterator[Parser]:
    state = "l-estat-d-aquest-navegador"
    yield Parser(
        "valid callback",
        (f"{VALID}.wire:read_callback",),
        lambda chance, number: _mutants.parameters(chance, {"state": state, "code": f"4/{SECRET}"}, number),
        lambda given: valid.read_callback(given, state),
        (LoginFailure,),
        lambda given, code: (
            None if given.get("state") == [state] and given.get("code") == [code] else "a code of another attempt"
        ),
    )
    yield Parser(
        "valid return of a signature",
        (f"{VALID}.wire:read_signature_return",),
        lambda chance, number: _mutants.parameters(chance, {"signatureCode": state, "status": "OK"}, number),
        lambda given: valid.read_signature_return(given, state),
        (LoginFailure,),
        lambda given, _found: None if given.get("signatureCode") == [state] else "a signature of another attempt",
    )
    tokens = [
        {"access_token": SECRET, "expires_in": "3600", "token_type": "Bearer"},
        {"error": "invalid_grant"},
        {"status": "ko"},
    ]
    yield parser_of_json(
        "valid token",
        (f"{VALID}.wire:read_token",),
        tokens,
        valid.read_token,
        (LoginFailure,),
        lambda _body, found: None if found[0] and 0 <= found[1] <= 3600 else "a token that is none, or lives too long",
    )
    person = {
        "status": "ok",
        "identifier": NUMBERS[0],
        "identifierType": "1",
        "prefix": "0034",
        "phone": "600000000",
        "name": "Marta",
        "surnames": f"{SECRET} Puig",
        "countryCode": "ES",
        "email": "a@b.test",
        "method": "idcatmobil",
        "assuranceLevel": "substantial",
    }
    company = person | {
        "certificateType": "11",
        "companyId": NUMBERS[3],
        "companyName": "Entitat",
        "method": "certificat",
    }
    passport = person | {"identifier": "RA12345678", "identifierType": "3"}
    yield parser_of_json(
        "valid person",
        (f"{VALID}.wire:read_user_info", f"{VALID}.mapping:to_identity"),
        [person, company, passport, {"status": "ko"}],
        lambda body: valid_mapping.to_identity(valid.read_user_info(body)),
        (LoginFailure,),
        _judge_identity,
    )
    traces = {
        "status": "ok",
        "evidences": [base64.b64encode(b"<saml/>").decode(), base64.b64encode(SECRET.encode()).decode()],
    }
    yield parser_of_json(
        "valid evidence", (f"{VALID}.wire:read_evidence",), [traces], valid.read_evidence, (LoginFailure,)
    )


def _judge_identity(body: bytes, who: Identity) -> str | None:
    """The number is one, it was in what came, and neither name nor mail carries what could rearrange a page."""
    value = who.identifier.value
    said = re.sub(r"[\s.\-·/]", "", body.decode("utf-8-sig", "replace")).upper()
    if value not in said and value not in re.sub(r"[\s.\-·/]", "", json.dumps(_loose(body))).upper():
        return "a number that nobody said"
    shown = (who.names.full, who.names.given, who.company_name, who.email, who.phone)
    if any(c < " " or "\ud800" <= c <= "\udfff" for text in shown if text for c in text):
        return "a name that no page and no database takes"
    return "acts for a company without its number" if who.represents_company and who.company is None else None


def _loose(body: bytes) -> Any:
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


# -- OpenID -----------------------------------------------------------------------------------------------------------


def _openid() -> Iterator[Parser]:
    state = "l-estat-d-aquest-navegador"
    yield Parser(
        "openid callback",
        (f"{OPENID}.wire:read_callback", f"{OPENID}.wire:same"),
        lambda chance, number: _mutants.parameters(chance, {"state": state, "code": SECRET, "iss": ISSUER}, number),
        lambda given: openid.read_callback(given, state, ISSUER, names_itself=True),
        (LoginFailure,),
        lambda given, code: (
            None
            if [given.get(n) for n in ("state", "iss", "code")] == [[state], [ISSUER], [code]]
            else "a code of another attempt"
        ),
    )
    described = {
        "issuer": ISSUER,
        "authorization_endpoint": f"{ISSUER}/auth",
        "token_endpoint": f"{ISSUER}/token",
        "jwks_uri": f"{ISSUER}/keys",
        "userinfo_endpoint": f"{ISSUER}/me",
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": ["ES256", "none"],
        "revocation_endpoint": f"{ISSUER}/revoke",
    }
    yield parser_of_json(
        "openid description",
        tuple(f"{OPENID}.wire:{n}" for n in ("read_described", "algorithms_of", "origin")),
        [described],
        lambda body: openid.read_described(body, ISSUER, ORIGINS),
        (LoginFailure,),
        _judge_description,
    )
    answer = {"access_token": ACCESS, "token_type": "Bearer", "id_token": SECRET, "expires_in": 300}
    yield parser_of_json(
        "openid tokens",
        (f"{OPENID}.wire:read_tokens",),
        [answer, {"error": "invalid_grant"}],
        openid.read_tokens,
        (LoginFailure,),
        lambda _body, found: (
            None if found[0].isprintable() and 0 <= found[2] <= 86400 else "a token that may not travel"
        ),
    )
    keys = {"keys": [_key().as_dict(private=False), {"kty": "oct", "k": "AAAA", "kid": "one"}]}
    yield parser_of_json(
        "openid keys",
        (f"{OPENID}.wire:read_keys",),
        [keys],
        lambda body: id_token.verify(_signed(_claims()), openid.read_keys(body), ("ES256",), _expected(), NOW),
        (LoginFailure,),
        lambda _body, found: None if found["sub"] == "s-1" else "another's claims",
    )
    claims = _claims() | {"acr": "alt"}
    read = openid_mapping.Reading("nif", levels={})
    yield parser_of_json(
        "openid person",
        (f"{OPENID}.wire:read_claims", f"{OPENID}.mapping:to_identity"),
        [claims],
        lambda body: openid_mapping.to_identity(openid.read_claims(body), read),
        (LoginFailure,),
        _judge_identity,
    )
    yield Parser(
        "openid id_token",
        (f"{OPENID}.id_token:verify",),
        _token,
        lambda token: id_token.verify(token, (_key().as_dict(private=False),), ("ES256", "RS256"), _expected(), NOW),
        (LoginFailure,),
        _judge_claims,
    )


def _judge_description(_body: bytes, found: Any) -> str | None:
    addresses = (
        found.authorization_endpoint,
        found.token_endpoint,
        found.jwks_uri,
        found.userinfo_endpoint,
        found.revocation_endpoint,
    )
    fine = all(
        re.fullmatch(re.escape(ISSUER) + r"(:443)?([/?][!-~]*)?", one, re.IGNORECASE)
        for one in addresses
        if one is not None
    )
    return None if fine and found.issuer == ISSUER else "an address of another origin"


@cache
def _key() -> ECKey:
    return ECKey.generate_key("P-256", {"kid": "one"})


def _claims() -> dict[str, Any]:
    at = int(NOW.timestamp())
    return {
        "iss": ISSUER,
        "aud": CLIENT,
        "sub": "s-1",
        "nonce": NONCE,
        "iat": at,
        "exp": at + 300,
        "auth_time": at,
        "nif": NUMBERS[0],
        "given_name": "Marta",
        "family_name": f"{SECRET} Puig",
    }


def _signed(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "ES256", "kid": "one"}, claims, _key())


def _expected() -> id_token.Expected:
    return id_token.Expected(ISSUER, CLIENT, NONCE, ACCESS)


def _token(chance: Random, number: int) -> str:
    """A token whose claims were bent before it was signed, or that was bent afterwards."""
    if chance.random() < 0.5:
        head, body, sign = _signed(_claims()).split(".")
        part = chance.choice((head, body, sign))
        bent = _mutants.text(chance, (part,), number)
        if chance.random() < 0.5:
            bent = (
                base64.urlsafe_b64encode(
                    _mutants.json_bytes(chance, [{"alg": "ES256", "kid": "one"}, _claims()], number)
                )
                .decode()
                .rstrip("=")
            )
        return ".".join(bent if one is part else one for one in (head, body, sign))
    claims = _claims()
    for _ in range(chance.choice((0, 1, 1, 2))):
        claims = _mutants.bent(chance, claims)
    try:
        payload = _mutants.written(claims)
        from joserfc import jws

        return jws.serialize_compact({"alg": "ES256", "kid": "one"}, payload, _key())
    except ValueError:
        return ""


def _judge_claims(_token: str, found: Any) -> str | None:
    """Believed only with the issuer, the client, the attempt and the hour that were expected; read here once more."""
    at, audience = NOW.timestamp(), found.get("aud")
    whose = (
        found.get("iss") == ISSUER
        and found.get("nonce") == NONCE
        and CLIENT in (audience if isinstance(audience, list) else [audience])
    )
    ends, made = found.get("exp"), found.get("iat")
    when = (
        isinstance(ends, int | float) and isinstance(made, int | float) and ends > at - 61 and at - 700 < made < at + 61
    )
    return None if whose and when else "claims of another time, provider or attempt were believed"
