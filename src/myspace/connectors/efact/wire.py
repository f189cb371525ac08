"""e-FACT's interface for providers on the wire: tokens and addresses out, bytes in. Reaches no socket, knows no meaning.

What an answer is worth, by HTTP status and by `codiError` in a JSON body:

    HTTP             codiError       is
    200              -               Heard, when the body is the message that the operation gives; else garbled
    200 (receipt)    -               the bytes, when they are a PDF; else garbled
    404              2001 2002 2003  Absent: there is no such thing, which is known
    404              none            down     http_not_found: the address is wrong, which says nothing of invoices
    401              1001 … 1012     refused  not_authorised
    400              3001 … 3025     refused  bad_request
    500              9001 9002 9999  down     server_error
    400 401 404 500  any other code  garbled  unknown_result: a code without a documented reading, or under another status
    401 403          none            refused  not_authorised
    408 429 5xx      none            down     server_error
    other 4xx        none            refused  bad_request
    3xx              -               down     redirected
    other            -               garbled  not_the_contract

`descripcioError` is never read: it is a text of theirs, and may repeat a person's number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import OctKey

from myspace.connector_kit.json_text import Doubled, Unreadable, read_json
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused, Unknown

AUDIENCE: Final = "efact"
LIVES: Final = timedelta(seconds=60)  # the contract allows 300 and asks for few
PDF: Final = b"%PDF-"


class Operation(StrEnum):
    """What is asked, by the first part of its address. What would write (POST, DELETE) is not spoken: see README."""

    INVOICE = "factura"
    HISTORY = "historicEstatsFactura"
    PENDING = "estats-pendents"
    RECIPIENTS = "receptors"


# The list that an answer must hold to be the answer to its operation.
_LISTS: Final = {Operation.HISTORY: "estats", Operation.PENDING: "estats", Operation.RECIPIENTS: "receptors"}
NOT_AUTHORISED: Final = frozenset(range(1001, 1013))
NOT_THERE: Final = frozenset(range(2001, 2004))
BAD_REQUEST: Final = frozenset(range(3001, 3026))
OF_THE_SERVER: Final = frozenset({9001, 9002, 9999})


@dataclass(frozen=True, slots=True)
class Heard:
    """A readable answer: the message as it came, still to be judged."""

    message: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Absent:
    """It answered that there is no such invoice, receipt or history."""

    code: int


@dataclass(frozen=True, slots=True)
class Failed:
    """What the answer is worth, and the supplier's code for whoever runs the folder: a number of a table, nobody's."""

    answer: Unknown
    code: int | None = None


# --- out


def token(issuer: str, secret: bytes, now: datetime) -> str:
    """A token for one call: HS256 over who we are, for whom, and from when until when, in whole seconds."""
    since = int(now.timestamp())
    claims = {"iss": issuer, "aud": AUDIENCE, "iat": since, "nbf": since, "exp": since + int(LIVES.total_seconds())}
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(secret), algorithms=["HS256"])


def headers(written: str, *, bearer: bool, accept: str = "application/json") -> dict[str, str]:
    """Whether `Bearer ` goes before the token is not clear in the contract (Q-EF-4): the deployment says it."""
    return {"Authorization": f"Bearer {written}" if bearer else written, "Accept": accept}


def invoice_path(source_id: str) -> str:
    return f"{Operation.INVOICE}/{source_id}"


def history_path(source_id: str) -> str:
    return f"{Operation.HISTORY}/{source_id}"


def receipt_path(source_id: str) -> str:
    return f"{Operation.INVOICE}/{source_id}/rebut"


def pending_queries(number: str) -> tuple[dict[str, str], ...]:
    """By which sender, in both spellings of a tax number: with which one e-FACT compares is not public (Q-EF-5)."""
    return ({"nifProveidor": number}, {"nifProveidor": f"ES{number}"})


# --- in


def read(operation: Operation, status: int, body: bytes) -> Heard | Absent | Failed:
    """What the far side said. Never raises for what is in `body`."""
    if status != 200:
        return _unsaid(status, body)
    try:
        said = read_json(body)
    except Unreadable as wrong:
        return Failed(Garbled(wrong.fault))
    if not isinstance(said, dict) or isinstance(said, Doubled) or "codiError" in said:
        return Failed(Garbled(Fault.NOT_THE_CONTRACT))
    wanted = _LISTS.get(operation)
    whole = isinstance(said.get(wanted), list) if wanted else "id" in said
    return Heard(said) if whole else Failed(Garbled(Fault.NOT_THE_CONTRACT))


def read_receipt(status: int, body: bytes) -> bytes | Absent | Failed:
    """The receipt's own bytes. What does not begin as a PDF is none, whatever the header says."""
    if status != 200:
        return _unsaid(status, body)
    if not body:
        return Failed(Garbled(Fault.TRUNCATED))
    return body if body.startswith(PDF) else Failed(Garbled(Fault.NOT_THE_CONTRACT))


def _unsaid(status: int, body: bytes) -> Absent | Failed:
    code = _code(body) if status in (400, 401, 404, 500) else None
    if code is None:
        return Failed(_by_status(status))
    if status == 404 and code in NOT_THERE:
        return Absent(code)
    if status == 401 and code in NOT_AUTHORISED:
        return Failed(Refused(Fault.NOT_AUTHORISED), code)
    if status == 400 and code in BAD_REQUEST:
        return Failed(Refused(Fault.BAD_REQUEST), code)
    if status == 500 and code in OF_THE_SERVER:
        return Failed(Down(Fault.SERVER_ERROR), code)
    return Failed(Garbled(Fault.UNKNOWN_RESULT), code)


def _code(body: bytes) -> int | None:
    """`codiError`, a number or the same as text; None where there is none of four digits."""
    try:
        said = read_json(body)
    except Unreadable:
        return None
    code = said.get("codiError") if isinstance(said, dict) and not isinstance(said, Doubled) else None
    return int(code) if isinstance(code, str) and len(code) == 4 and code.isascii() and code.isdigit() else None


def _by_status(status: int) -> Unknown:
    if status in (401, 403):
        return Refused(Fault.NOT_AUTHORISED)
    if status == 404:
        return Down(Fault.HTTP_NOT_FOUND)
    if status in (408, 429) or 500 <= status < 600:
        return Down(Fault.SERVER_ERROR)
    if 400 <= status < 500:
        return Refused(Fault.BAD_REQUEST)
    if 300 <= status < 400:
        return Down(Fault.REDIRECTED)
    return Garbled(Fault.NOT_THE_CONTRACT)
