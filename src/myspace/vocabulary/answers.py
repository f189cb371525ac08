"""What a source said, or why we do not know. No bare list crosses a border.

    Answer
    ├── known ── Fresh      it answered with items (perhaps some in quarantine: then it is partial)
    │         └─ Nothing    it answered that it has nothing for this person
    └── unknown ┬ Refused   it was asked and said no (401, 403, body code 400/401/403)
                ├ Late      it did not finish before the deadline
                ├ Down      refused connection, DNS, TLS, HTTP 5xx, HTTP 404, body code 500
                └ Garbled   it answered something that is not the contract (HTML, truncated, wrong charset, bomb)

A known, complete answer may remove items that are no longer there. A partial or unknown one removes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Outcome(StrEnum):
    """The six answers by name, as stored and as counted in metrics."""

    FRESH = "fresh"
    NOTHING = "nothing"
    REFUSED = "refused"
    LATE = "late"
    DOWN = "down"
    GARBLED = "garbled"

    @property
    def known(self) -> bool:
        return self in (Outcome.FRESH, Outcome.NOTHING)


class QuarantineReason(StrEnum):
    """Why one item was kept aside instead of shown."""

    OTHER_BODY = "other_body"  # carries another body's INE10
    UNKNOWN_CODE = "unknown_code"  # an enumeration value with no documented reading
    MISSING_FIELD = "missing_field"  # an obligatory field with no documented reading when absent
    MALFORMED_FIELD = "malformed_field"  # a date, amount or identifier that cannot be read
    OTHER_PERSON = "other_person"  # document or name contradicts the question
    DUPLICATE_ID = "duplicate_id"  # the same id twice with different content in one answer
    SAME_FOR_EVERYONE = "same_for_everyone"  # the body gives these items whoever is asked about
    NOT_MINE = "not_mine"  # the person says that it is not theirs


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One item kept aside. `field` is the supplier's name; `raw` its JSON text (personal: only stored encrypted)."""

    reason: QuarantineReason
    field: str
    raw: str


@dataclass(frozen=True, slots=True)
class Fresh(Generic[T]):
    items: tuple[T, ...]
    quarantined: tuple[Quarantined, ...] = ()
    asked_everything: bool = True  # the query carried no filter

    outcome = Outcome.FRESH

    @property
    def complete(self) -> bool:
        return self.asked_everything and not self.quarantined


@dataclass(frozen=True, slots=True)
class Nothing:
    asked_everything: bool = True

    outcome = Outcome.NOTHING

    @property
    def complete(self) -> bool:
        return self.asked_everything


class Fault(StrEnum):
    """The detail of an unknown answer: one word for logs, metrics and the operator's page; never the source's text."""

    # refused
    NOT_AUTHORISED = "not_authorised"
    BAD_REQUEST = "bad_request"
    NOT_ASKABLE = "not_askable"  # this topic cannot be asked for this identifier (Q-HCC-16, a company as NIF…)
    # late
    DEADLINE = "deadline"
    NO_TURN = "no_turn"  # admission: our own queue for this source was full until the deadline
    # down
    UNREACHABLE = "unreachable"
    TLS = "tls"
    CERTIFICATE = "certificate"  # not asked: our own certificate is not there, cannot be read, or its time is over
    SERVER_ERROR = "server_error"
    HTTP_NOT_FOUND = "http_not_found"
    REDIRECTED = "redirected"
    BREAKER_OPEN = "breaker_open"  # not asked: it failed too often a moment ago
    # garbled
    NOT_JSON = "not_json"
    NOT_TEXT = "not_text"  # bytes that are neither UTF-8 nor the one documented fallback
    NOT_THE_CONTRACT = "not_the_contract"  # JSON of another shape
    TRUNCATED = "truncated"
    TOO_LARGE = "too_large"
    UNKNOWN_RESULT = "unknown_result"  # codiResultat with no documented reading


@dataclass(frozen=True, slots=True)
class Refused:
    fault: Fault
    outcome = Outcome.REFUSED
    complete = False


@dataclass(frozen=True, slots=True)
class Late:
    fault: Fault = Fault.DEADLINE
    outcome = Outcome.LATE
    complete = False


@dataclass(frozen=True, slots=True)
class Down:
    fault: Fault
    outcome = Outcome.DOWN
    complete = False


@dataclass(frozen=True, slots=True)
class Garbled:
    fault: Fault
    outcome = Outcome.GARBLED
    complete = False


Unknown = Refused | Late | Down | Garbled
Answer = Fresh[T] | Nothing | Refused | Late | Down | Garbled
