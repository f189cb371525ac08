"""From what e-NOTUM told, by either interface, to the vocabulary: the border. Pure.

A line that cannot be believed is put aside with its reason and the others live. What is not said is None: a limit date is
the sender's own or none, never counted from DiesExpiracio, which says days left in one place and days in all in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from myspace.connector_kit.values import Unreadable
from myspace.connectors.enotum import values
from myspace.connectors.enotum.wire import Row
from myspace.vocabulary.answers import Answer, Fresh, Nothing, Quarantined, QuarantineReason, Unknown
from myspace.vocabulary.notices import Notice, NoticeKind, NoticeStatus, Sender

V = TypeVar("V")
MOST_PAGES: Final = 40  # of one list; more are said to be there, not read

# Ours → theirs, in a line of RespostaCerca.
CERCA: Final = {
    "source_id": "IdNotificacio",
    "kind": "TipusObjecte",
    "status": "Estat",
    "sender_code": "Emissor/CodiOrganisme",
    "sender_name": "Emissor/NomOrganisme",
    "department": "Emissor/NomDepartament",
    "subject": "Titol",
    "reference": "Referencia",
    "level": "TipusAcces",
    "available": "DataPublicacio",
    "expires": "DataLimit",
    "ended": "DataAcceptacioRebuig",
    "registry_number": "DadesRegistre/NumeroRegistre",
    "registered": "DadesRegistre/DataRegistre",
    "file": "Expedient",
    "procedure": "Tramit",
    "case_number": "NumeroCas",
    "language": "Idioma",
    "read": "Consultada",
}
_S = NoticeStatus
ENDED: Final = frozenset({_S.OPENED, _S.REFUSED, _S.EXPIRED_UNOPENED})
_NEVER_OF_A_COMMUNICATION: Final = frozenset({_S.REFUSED, _S.EXPIRED_UNOPENED})


class _Aside(Exception):
    def __init__(self, reason: QuarantineReason, field: str) -> None:
        super().__init__(f"{reason.value}: {field}")
        self.reason = reason
        self.field = field


def notice(row: Row) -> Notice | Quarantined:
    """One line of a list."""
    try:
        if row.doubled is not None:
            raise _Aside(QuarantineReason.MALFORMED_FIELD, row.doubled)
        return _notice(row)
    except _Aside as wrong:
        return Quarantined(wrong.reason, wrong.field, row.written)


def once(lines: Iterable[Notice | Quarantined]) -> tuple[tuple[Notice, ...], tuple[Quarantined, ...]]:
    """Each notice once: pages that move while they are read repeat lines. One number with two contents is put aside."""
    seen: dict[str, Notice] = {}
    differ: set[str] = set()
    aside: dict[Quarantined, None] = {}
    for line in lines:
        if isinstance(line, Quarantined):
            aside[line] = None
        elif seen.setdefault(line.source_id, line) != line:
            differ.add(line.source_id)
    for number in differ:
        del seen[number]
        aside[Quarantined(QuarantineReason.DUPLICATE_ID, "IdNotificacio", number)] = None
    return tuple(seen.values()), tuple(aside)


def _notice(row: Row) -> Notice:
    kind, status = _need(row, "kind", values.kind), _need(row, "status", values.status)
    if kind is NoticeKind.COMMUNICATION and status in _NEVER_OF_A_COMMUNICATION:
        raise _Aside(QuarantineReason.MALFORMED_FIELD, row.names["status"])
    expires, ended = _maybe(row, "expires", values.moment), _maybe(row, "ended", values.moment)
    runs = kind is NoticeKind.NOTIFICATION and status is NoticeStatus.AVAILABLE
    name, department = _need(row, "sender_name", values.text), _maybe(row, "department", values.text)
    return Notice(
        source_id=_need(row, "source_id", values.source_id),
        kind=kind,
        status=status,
        sender=Sender(_need(row, "sender_code", values.name_of), name, department if department != name else None),
        subject=_need(row, "subject", values.text),
        reference=_maybe(row, "reference", values.name_of),
        level=_maybe(row, "level", values.level),
        available=_maybe(row, "available", values.moment),
        expires=expires if runs else None,
        ended=ended if status in ENDED else None,
        registry_number=_maybe(row, "registry_number", values.name_of),
        registered=_maybe(row, "registered", values.moment),
        file=_maybe(row, "file", values.name_of),
        procedure=_maybe(row, "procedure", values.name_of),
        case_number=_maybe(row, "case_number", values.name_of),
        language=_maybe(row, "language", values.language),
        read=_maybe(row, "read", values.yes_or_no),
    )


def _maybe(row: Row, field: str, how: Callable[[object], V | None]) -> V | None:
    try:
        return how(row.values.get(field))
    except Unreadable as wrong:
        raise _Aside(wrong.reason, row.names[field]) from None


def _need(row: Row, field: str, how: Callable[[object], V | None]) -> V:
    value = _maybe(row, field, how)
    if value is None:
        raise _Aside(QuarantineReason.MISSING_FIELD, row.names[field])
    return value


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the pages of one list told. `failed` ends it, `moved` when it changed while it was read."""

    lines: tuple[Notice | Quarantined, ...] = ()
    failed: Unknown | None = None
    moved: bool = False

    def answer(self) -> Answer[Notice]:
        notices, aside = once(self.lines)
        whole = self.failed is None and not self.moved
        if notices or aside:
            return Fresh(notices, aside, asked_everything=whole)
        if self.failed is not None:
            return self.failed
        return Nothing(asked_everything=whole)
