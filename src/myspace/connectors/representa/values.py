"""One text of Representa to one canonical value, and back: states, types, capacities, bodies, people's numbers, instants.

Pure; knows no message. What has no documented reading is an Unreadable, never a guess: a mandate says what somebody may do
in another person's name.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from myspace.vocabulary.administrations import directory, ine10_of
from myspace.vocabulary.answers import QuarantineReason
from myspace.vocabulary.mandates import MandateCapacity, MandateState, MandateType
from myspace.vocabulary.people import Identifier, IdentifierKind, MalformedIdentifier, identifier

T = TypeVar("T")

MADRID: Final = ZoneInfo("Europe/Madrid")  # a dateTime without its zone is the registry's wall clock
_YEARS: Final = range(1900, 2201)
_LONGEST: Final = 500

# The published spelling of each is the one that is written. The others are the prose's and the diagram's (Q-RE-12, Q-RE-17).
STATES: Final = {
    "PENDENT_VALIDACIO": MandateState.PENDING_VALIDATION,
    "EN_VALIDACIO": MandateState.IN_VALIDATION,
    "PENDENT_ACCEPTACIO": MandateState.PENDING_ACCEPTANCE,
    "PENDENT_SIGNATURA": MandateState.PENDING_SIGNATURE,
    "VALIDA": MandateState.VALID,
    "DENEGADA": MandateState.DENIED,
    "EXPIRADA": MandateState.EXPIRED,
    "RENUNCIADA": MandateState.RENOUNCED,
    "REVOCADA": MandateState.REVOKED,
    "ANULADA": MandateState.ANNULLED,
}
_AS_PRINTED_ELSEWHERE: Final = {
    "ANUL·LADA": MandateState.ANNULLED,
    "ANUL.LADA": MandateState.ANNULLED,
    "ANULLADA": MandateState.ANNULLED,
    "VÀLIDA": MandateState.VALID,
    "PENDENT_VALIDACIÓ": MandateState.PENDING_VALIDATION,
    "EN_VALIDACIÓ": MandateState.IN_VALIDATION,
    "PENDENT_ACCEPTACIÓ": MandateState.PENDING_ACCEPTANCE,
}
TYPES: Final = {
    "TIPUS_A": MandateType.GENERAL,
    "TIPUS_B": MandateType.BODY,
    "TIPUS_C": MandateType.PROCEDURE,
}
CAPACITIES: Final = {
    "CONSULTAR": MandateCapacity.CONSULT,
    "NOTIFICAR": MandateCapacity.NOTIFY,
    "TRAMITAR": MandateCapacity.PROCESS,
    "GENERAL": MandateCapacity.GENERAL,
}
# Who can be asked about. A company's number is a NIF. A passport is read and never asked for: the registry checks none
# and keeps no country with it, so that two people could be one.
DOCUMENTS: Final = {IdentifierKind.NIF: "NIF", IdentifierKind.COMPANY: "NIF", IdentifierKind.NIE: "NIE"}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_INSTANT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SOURCE_ID = re.compile(r"[0-9A-Za-z-]{1,40}")


class Unreadable(Exception):
    """A value that the contract does not let us read. Carries the reason, never the value."""

    def __init__(self, reason: QuarantineReason = QuarantineReason.MALFORMED_FIELD) -> None:
        super().__init__(reason.value)
        self.reason = reason


def text(raw: str) -> str | None:
    """Words as they came, on one line, without controls and marks that would turn a page round. None: it does not say."""
    clean = " ".join(_CONTROLS.sub("", raw).split())
    return (clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…") or None


def source_id(raw: str) -> str | None:
    """The registry's own id of a mandate, a procedure or a family. Never cut: two would become one."""
    clean = raw.strip()
    if clean and not _SOURCE_ID.fullmatch(clean):
        raise Unreadable
    return clean or None


def state(raw: str) -> MandateState | None:
    clean = raw.strip()
    found = STATES.get(clean) or _AS_PRINTED_ELSEWHERE.get(clean)
    if clean and found is None:
        raise Unreadable(QuarantineReason.UNKNOWN_CODE)
    return found


def type_of(raw: str) -> MandateType | None:
    return _coded(raw, TYPES)


def capacity(raw: str) -> MandateCapacity | None:
    return _coded(raw, CAPACITIES)


def _coded(raw: str, codes: dict[str, T]) -> T | None:
    clean = raw.strip()
    if clean and clean not in codes:
        raise Unreadable(QuarantineReason.UNKNOWN_CODE)
    return codes.get(clean)


def body_code(raw: str) -> str | None:
    """The INE10 where the code can be read as one, also without the zero in front (Q-RE-7); else the code as it stands,
    which is equal to no body of the folder and so lets nothing through."""
    clean = text(raw)
    if clean and len(clean) == 9 and clean.isascii() and clean.isdigit():
        whole = f"0{clean}"
        if ine10_of(whole[:5]) == whole or directory().by_ine10(whole):
            return whole
    return clean[:40] if clean else None


def person(kind: str, value: str) -> Identifier | None:
    """Whoever has this number. What kind it is, its own form says: NIE and companies' numbers come as NIF too."""
    if not value.strip():
        return None
    wanted = IdentifierKind.PASSPORT if kind.strip().upper() in ("PASSAPORT", "PASAPORTE", "PASSAPORTE") else None
    found = None
    try:
        found = identifier(value, wanted)
    except MalformedIdentifier:
        found = None
    if found is None:
        raise Unreadable
    return found


def instant(raw: str) -> datetime | None:
    """An aware moment, in Madrid's time where the registry says no zone. A day alone is no form of the contract."""
    clean = raw.strip()
    if not clean:
        return None
    found = _INSTANT.fullmatch(clean)
    at = None
    if found:
        numbers = [int(one) for one in found.groups()[:6]]
        micro = int((found[7] or "0").ljust(6, "0")[:6])
        try:
            year, month, day, hour, minute, second = numbers
            at = datetime(year, month, day, hour, minute, second, micro, _zone(found[8])).astimezone(UTC)
        except (ValueError, OverflowError):
            at = None
    if at is None or at.year not in _YEARS:
        raise Unreadable
    return at


def _zone(written: str | None) -> ZoneInfo | timezone:
    if written is None:
        return MADRID
    if written == "Z":
        return UTC
    offset = timedelta(hours=int(written[1:3]), minutes=int(written[4:]))
    return timezone(-offset if written[0] == "-" else offset)


def written_day(day: date, *, last: bool = False) -> str:
    """A dateTime in the contract's form. The last day is written to its last second, so that no reading leaves it out."""
    return f"{day.isoformat()}T{'23:59:59' if last else '00:00:00'}"
