"""VALId's bytes: the addresses and forms we write, the callbacks and JSON it answers. Refuses to know what they mean.

Field names are the supplier's. Everything here is pure: no socket, no clock.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from myspace.connectors.valid.failures import (
    CallbackError,
    Cancelled,
    KoAnswer,
    ProviderGarbled,
    StateMismatch,
    TokenRefused,
)

AUTHORIZE = "/o/oauth2/auth"
TOKEN = "/o/oauth2/token"  # noqa: S105  a path, not a secret
REVOKE = "/o/oauth2/revoke"
LOGOUT = "/o/oauth2/logout"
USER_INFO = "/serveis-rest/getUserInfo"
EVIDENCE = "/serveis-rest/getAuthenticationEvidence"

SHA256_URI = "http://www.w3.org/2001/04/xmlenc#sha256"

Parameters = Mapping[str, str | Sequence[str]]
# Codes and enumerations are printed as text in one table and as numbers in another: both are read.
Code = str | int | None
_Answer = TypeVar("_Answer", bound=msgspec.Struct)


class TokenAnswer(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    access_token: str | None = None
    expires_in: str | int | None = None
    refresh_token: str | None = None
    error: Any = None
    status: str | None = None

    def __repr__(self) -> str:
        return "TokenAnswer(···)"


class UserInfo(msgspec.Struct, frozen=True):
    """getUserInfo. `userCertificate` is left where it came: the folder needs nothing of it that is not here."""

    status: str
    identifier: str | None = None
    identifierType: Code = None
    documentType: Code = None  # Q-VA-1: the sample's name of identifierType
    prefix: str | int | None = None
    phone: str | int | None = None
    name: str | None = None
    surnames: str | None = None
    surname1: str | None = None
    surname2: str | None = None
    countryCode: Code = None
    email: str | None = None
    certificateType: Code = None
    companyId: str | None = None
    companyName: str | None = None
    method: str | None = None
    assuranceLevel: str | None = None

    def __repr__(self) -> str:
        return f"UserInfo(status={'ok' if self.status == 'ok' else 'ko'}, ···)"


class EvidenceAnswer(msgspec.Struct, frozen=True):
    status: str
    evidences: list[str] = []


class SignatureOutcome(StrEnum):
    OK = "OK"
    CANCEL = "CANCEL"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class DocumentToSign:
    """What the ordinary signature signs: a name and the SHA-256 of the bytes, with optional metadata."""

    name: str
    sha256: bytes
    metadata: str | None = None


# ── what we write ──────────────────────────────────────────────────────────────────────────────────────────────


def authorize_query(client_id: str, redirect_uri: str, state: str, *, offline: bool = False) -> str:
    """The query of the authorize address. Everything is percent-encoded, `/` too: codes and addresses carry it.

    `offline`: the answer to the code brings a refresh token too.
    """
    return _query(
        scope="autenticacio_usuari",
        response_type="code",
        access_type="offline" if offline else "online",
        approval_prompt="auto",  # obligatory though ignored
        client_id=client_id,
        redirect_uri=redirect_uri,
        state=state,
    )


def exchange_form(code: str, client_id: str, client_secret: str, redirect_uri: str) -> bytes:
    return _query(
        code=code,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        grant_type="authorization_code",
    ).encode("ascii")


def refresh_form(refresh_token: str, client_id: str, client_secret: str, redirect_uri: str) -> bytes:
    """Q-VA-3: the printed sample runs refresh_token into client_id; this one has its `&`."""
    return _query(
        refresh_token=refresh_token,
        client_id=client_id,
        client_secret=client_secret,
        redirect_uri=redirect_uri,
        grant_type="refresh_token",
    ).encode("ascii")


def access_query(token: str) -> str:
    """getUserInfo and evidence take the token in the query, with a capital A, and in no header."""
    return _query(AccessToken=token)


def token_query(token: str) -> str:
    return _query(token=token)


def signature_request(token: str, documents: Sequence[DocumentToSign]) -> bytes:
    """Q-VA-4: valid JSON (the samples lack a comma) and the algorithm always as a URI (a sample says SHA1)."""
    entries = []
    for document in documents:
        entry = {
            "name": document.name,
            "algorithm": SHA256_URI,
            "hash": base64.b64encode(document.sha256).decode("ascii"),
        }
        if document.metadata is not None:
            entry["metadata"] = document.metadata
        entries.append(entry)
    return json.dumps({"accessToken": token, "documents": entries}, ensure_ascii=False).encode("utf-8")


def _query(**parameters: str) -> str:
    return urlencode(parameters, quote_via=quote, safe="")


# ── what comes back through the browser ────────────────────────────────────────────────────────────────────────


def read_callback(params: Parameters, expected_state: str | None) -> str:
    """The code of a callback that answers the question this browser asked.

    The state is compared before anything else is looked at: without it, even "cancelled" is somebody else's news.
    Raises StateMismatch, Cancelled or CallbackError.
    """
    state = _single(params, "state")
    if not expected_state or state is None or not _same(state, expected_state):
        raise StateMismatch
    error, code = _single(params, "error"), _single(params, "code")
    if error == "SESSION_CANCEL" and code is None:
        raise Cancelled
    if error is not None or not code or len(code) > 2_000:
        raise CallbackError
    return code


def read_signature_return(params: Parameters, expected_code: str) -> SignatureOutcome:
    """The outcome of the two-step signature. Q-VA-2: prose says `status`, the sample address says `state`.

    `state` means something else at login, so this callback needs an address of its own; it is bound to the browser
    by the signature code we were given. Both names with different words, or none, is a CallbackError.
    """
    given = _single(params, "signatureCode")
    if given is None or not _same(given, expected_code):
        raise StateMismatch
    said = {word for name in ("status", "state") if (word := _single(params, name)) is not None}
    if len(said) != 1 or (word := said.pop()) not in list(SignatureOutcome):
        raise CallbackError
    return SignatureOutcome(word)


def _single(params: Parameters, name: str) -> str | None:
    """The one value of a parameter. A repeated parameter is nobody's honest callback."""
    values = params.get(name)
    if values is None or isinstance(values, str):
        return values
    if len(values) > 1:
        raise CallbackError
    return values[0] if values else None


def _same(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode("utf-8", "surrogatepass"), b.encode("utf-8", "surrogatepass"))


# ── what comes back as JSON ────────────────────────────────────────────────────────────────────────────────────


def read_token(body: bytes) -> tuple[str, int, str | None]:
    """The access token, its life in seconds, never believed longer than the documented hour, and a refresh token if any."""
    answer = _decode(body, TokenAnswer)
    if not answer.access_token:
        # Error bodies are not documented (contracts §22): a JSON that says "error" or "ko" is taken as a no.
        raise TokenRefused if answer.error is not None or answer.status == "ko" else ProviderGarbled
    life = _whole(answer.expires_in, default=3600)
    return answer.access_token, min(life, 3600), answer.refresh_token or None


def read_user_info(body: bytes) -> UserInfo:
    answer = _decode(body, UserInfo)
    _check_status(answer.status)
    return answer


def read_evidence(body: bytes) -> tuple[bytes, ...]:
    """The raw traces, decoded from base64 and otherwise untouched."""
    answer = _decode(body, EvidenceAnswer)
    _check_status(answer.status)
    try:
        return tuple(base64.b64decode("".join(trace.split()), validate=True) for trace in answer.evidences)
    except (binascii.Error, ValueError) as wrong:
        raise ProviderGarbled from wrong


def _check_status(status: str) -> None:
    if status == "ko":
        raise KoAnswer
    if status != "ok":
        raise ProviderGarbled


def _decode(body: bytes, shape: type[_Answer]) -> _Answer:
    # As text first: the decoder skips fields it does not know without looking at their bytes.
    text = _text(body)
    if text is None:
        raise ProviderGarbled
    try:
        return msgspec.json.decode(text, type=shape)
    except (msgspec.MsgspecError, RecursionError) as wrong:
        raise ProviderGarbled from wrong


def _text(body: bytes) -> str | None:
    """The body as UTF-8. The error would carry the whole body in its arguments, so nothing may chain to it."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _whole(given: str | int | None, default: int) -> int:
    if given is None:
        return default
    if isinstance(given, str) and not (given.isascii() and given.isdigit() and len(given) < 10):
        raise ProviderGarbled
    if int(given) < 0:
        raise ProviderGarbled
    return int(given)
