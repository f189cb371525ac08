"""From the messages of e-FACT to the vocabulary: the border. Pure; what cannot be believed is put aside with its reason.

A state is known by its name; the number beside it is shared by several states and printed differently in two documents
(Q-EF-3). It may still contradict the name: an invoice "paid" under the number of "rejected" is not believed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from myspace.connector_kit.json_text import doubled_key, spell
from myspace.connector_kit.values import Unreadable
from myspace.connectors.efact.values import amount, moment, name_of, source_id, taxpayer, text
from myspace.vocabulary.activity import Attachment, Moment
from myspace.vocabulary.answers import Quarantined, QuarantineReason
from myspace.vocabulary.invoices import Invoice, InvoiceRecipient, InvoiceState, InvoiceStep, Rejection, Unit

V = TypeVar("V")

STATES: Final = {
    "SENT": InvoiceState.SENT,
    "REGISTERED": InvoiceState.REGISTERED,
    "DELIVERED": InvoiceState.DELIVERED,
    "ANNOTATED": InvoiceState.ANNOTATED,
    "RECEIVED": InvoiceState.RECEIVED,
    "ACCEPTED": InvoiceState.ACCEPTED,
    "RECOGNISED": InvoiceState.RECOGNISED,
    "PAID": InvoiceState.PAID,
    "REJECTED": InvoiceState.REJECTED,
}
NUMBERS: Final = {
    InvoiceState.SENT: {"1000"},
    InvoiceState.REGISTERED: {"1200"},
    InvoiceState.DELIVERED: {"1200", "1300"},
    InvoiceState.ANNOTATED: {"1300"},
    InvoiceState.RECEIVED: {"1300"},
    InvoiceState.ACCEPTED: {"1300"},
    InvoiceState.RECOGNISED: {"2400"},
    InvoiceState.PAID: {"2500"},
    InvoiceState.REJECTED: {"2600"},
}
# Only in the schema of the interface that ended in 2026: without a reading here, so what carries them is put aside.
WITHOUT_READING: Final = frozenset({"VALIDATED", "CANCELED"})


@dataclass(frozen=True, slots=True)
class Changed:
    """The invoices of which a change of state waits to be fetched, each once; and what of the answer was no such change."""

    ids: tuple[str, ...]
    more: bool
    quarantined: tuple[Quarantined, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    steps: tuple[InvoiceStep, ...]
    quarantined: tuple[Quarantined, ...] = ()


class _Aside(Exception):
    def __init__(self, reason: QuarantineReason, field: str) -> None:
        super().__init__(f"{reason.value}: {field}")
        self.reason = reason
        self.field = field


@dataclass(frozen=True, slots=True)
class _Fields:
    """One message being read by name, with the path of each field in every complaint."""

    message: dict[str, Any]
    path: str = ""

    def maybe(self, field: str, how: Callable[[Any], V | None]) -> V | None:
        try:
            return how(self.message.get(field))
        except Unreadable as wrong:
            raise _Aside(wrong.reason, self.path + field) from None

    def need(self, field: str, how: Callable[[Any], V | None]) -> V:
        value = self.maybe(field, how)
        if value is None:
            raise _Aside(QuarantineReason.MISSING_FIELD, self.path + field)
        return value

    def inside(self, field: str) -> _Fields | None:
        """The message within, if it is there; anything else under its name cannot be read."""
        value = self.message.get(field)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise _Aside(QuarantineReason.MALFORMED_FIELD, self.path + field)
        return _Fields(value, f"{self.path}{field}.")

    def must(self, field: str) -> _Fields:
        found = self.inside(field)
        if found is None:
            raise _Aside(QuarantineReason.MISSING_FIELD, self.path + field)
        return found


def invoice(message: dict[str, Any], asked_id: str, document: str) -> Invoice | Quarantined:
    """The invoice that was asked for, if it is that one and was sent by who has this number."""
    try:
        if doubled_key(message) is not None:
            raise _Aside(QuarantineReason.MALFORMED_FIELD, "factura")
        return _invoice(_Fields(message), asked_id, document)
    except _Aside as wrong:
        return Quarantined(wrong.reason, wrong.field, spell(message))


def changed(message: dict[str, Any]) -> Changed:
    """Which invoices changed. Their states are not taken from here: the invoice itself tells the present one."""
    ids: dict[str, None] = {}
    aside = []
    for raw in message["estats"]:
        try:
            ids[_object(raw, "estats").need("idFactura", source_id)] = None
        except _Aside as wrong:
            aside.append(Quarantined(wrong.reason, wrong.field, spell(raw)))
    more = message.get("mesEstats")  # whatever is no clear "no" may hide some
    return Changed(tuple(ids), more is not False and more != "false", tuple(aside))


def history(message: dict[str, Any], asked_id: str) -> History:
    """Every state that the invoice went through, in the order told. None of another invoice."""
    steps, aside = [], []
    try:
        if _Fields(message).need("id", source_id) != asked_id:
            raise _Aside(QuarantineReason.OTHER_PERSON, "id")
    except _Aside as wrong:
        return History((), (Quarantined(wrong.reason, wrong.field, spell(message)),))
    for raw in message["estats"]:
        try:
            steps.append(_step(_object(raw, "estats"), None))
        except _Aside as wrong:
            aside.append(Quarantined(wrong.reason, wrong.field, spell(raw)))
    return History(tuple(steps), tuple(aside))


def _object(raw: Any, field: str) -> _Fields:
    if not isinstance(raw, dict) or doubled_key(raw) is not None:
        raise _Aside(QuarantineReason.MALFORMED_FIELD, field)
    return _Fields(raw)


def _invoice(told: _Fields, asked_id: str, document: str) -> Invoice:
    sender = told.must("proveidor").need("nif", taxpayer)
    found_id = told.need("id", source_id)
    if sender != document or found_id != asked_id:  # nobody else's invoice is ever shown
        raise _Aside(QuarantineReason.OTHER_PERSON, "proveidor.nif" if sender != document else "id")
    return Invoice(
        source_id=found_id,
        number=told.need("numero", name_of),
        series=told.maybe("serie", name_of),
        recipient=_recipient(told.must("receptor")),
        amount=_amount(told),
        issued=told.need("dataExpedicio", moment),
        received=told.maybe("dataRecepcio", moment),
        now=_step(told.must("estat"), told),
        attachments=_attachments(told),
    )


def _amount(told: _Fields) -> Decimal:
    return told.need("import", amount)


def _recipient(told: _Fields) -> InvoiceRecipient:
    dir3 = told.inside("dir3")
    return InvoiceRecipient(
        name=told.need("nom", text),
        number=told.maybe("nif", taxpayer),
        accounting_office=_unit(dir3, "oficinaComptable"),
        managing_body=_unit(dir3, "organGestor"),
        processing_unit=_unit(dir3, "unitatTramitadora"),
    )


def _unit(dir3: _Fields | None, field: str) -> Unit | None:
    told = dir3.inside(field) if dir3 else None
    if told is None:
        return None
    unit = Unit(code=told.maybe("codi", name_of), name=told.maybe("nom", text))
    return unit if unit != Unit() else None


def _step(state: _Fields, whole: _Fields | None) -> InvoiceStep:
    """One state. What goes with it stands beside it in a history, and beside the whole state in an invoice.

    A reason to reject belongs to "rejected" and a day of payment to "paid", says the contract: elsewhere they are not read.
    """
    beside = whole or state
    meaning = _state(state)
    since = state.need("data", moment)
    register = beside.inside("registre")
    paid_on = beside.maybe("dataPagament", moment) if meaning is InvoiceState.PAID else None
    return InvoiceStep(
        state=meaning,
        since=since,
        code=_number(state, meaning),
        registry_number=register.maybe("numero", name_of) if register else None,
        registered=register.maybe("data", moment) if register else None,
        accounting_number=beside.maybe("numeroRegistreRCF", name_of),
        rejection=_rejection(beside) if meaning is InvoiceState.REJECTED else None,
        paid_on=Moment(since.day) if meaning is InvoiceState.PAID and paid_on is None else paid_on,
        paid_on_is_since=meaning is InvoiceState.PAID and paid_on is None,
    )


def _state(told: _Fields) -> InvoiceState:
    found = STATES.get(told.need("codi", text))
    if found is None:
        raise _Aside(QuarantineReason.UNKNOWN_CODE, told.path + "codi")
    return found


def _number(told: _Fields, state: InvoiceState) -> str | None:
    """`codiNumeric`, or `codiNumneric` as the samples spell it (Q-EF-1): never against the other, nor against the name."""
    said = {one: told.maybe(one, _digits) for one in ("codiNumeric", "codiNumneric")}
    numbers = {one for one in said.values() if one is not None}
    field = told.path + next((name for name, one in said.items() if one is not None), "codiNumeric")
    if len(numbers) > 1:
        raise _Aside(QuarantineReason.MALFORMED_FIELD, field)
    number = next(iter(numbers), None)
    if number is None or number in NUMBERS[state]:
        return number
    known = any(number in some for some in NUMBERS.values())
    raise _Aside(QuarantineReason.MALFORMED_FIELD if known else QuarantineReason.UNKNOWN_CODE, field)


def _digits(raw: Any) -> str | None:
    return name_of(raw) if raw != "" else None


def _rejection(told: _Fields) -> Rejection | None:
    why = told.inside("motiuRebuig")
    if why is None:
        return None
    found = Rejection(code=why.maybe("codi", name_of), reason=why.maybe("descripcio", text))
    return found if found != Rejection() else None


def _attachments(told: _Fields) -> tuple[Attachment, ...]:
    raw = told.message.get("adjunts")
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
        raise _Aside(QuarantineReason.MALFORMED_FIELD, "adjunts")
    each = [_Fields(one, f"adjunts[{n}].") for n, one in enumerate(raw)]
    return tuple(Attachment(name=one.maybe("nom", text), mime=one.maybe("mime", text)) for one in each)
