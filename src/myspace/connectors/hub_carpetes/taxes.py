"""Taxes, debts, buttons and papers: the supplier's nested messages to the folder's. Pure, a part of mapping.py.

A debt that cannot be read puts its whole tax aside: a tax shown without one of its debts would state a wrong sum.
"""

from __future__ import annotations

import re
from typing import Any

from myspace.connectors.hub_carpetes import wire
from myspace.connectors.hub_carpetes.fields import Aside, Fields
from myspace.connectors.hub_carpetes.values import amount, code, day, flag, moment, name_of, size_kb, text
from myspace.vocabulary.activity import (
    Action,
    ActionTarget,
    Attachment,
    CollectionPeriod,
    Debt,
    DebtState,
    DirectDebit,
    PaymentMode,
    Tax,
    TaxGroup,
)
from myspace.vocabulary.answers import QuarantineReason

_DEBT_STATES = {"PENDENT": DebtState.PENDING, "PAGAT": DebtState.PAID, "BAIXA": DebtState.CANCELLED}
_PERIODS = {"EXECUTIVA": CollectionPeriod.ENFORCEMENT, "VOLUNTARIA": CollectionPeriod.VOLUNTARY}
_OLD_SITUATIONS = _PERIODS | {"VOLUNTÀRIA": CollectionPeriod.VOLUNTARY}  # until June 2025, in any case (Q-HCC-15)
_MODES = {
    "CARTA_DE_PAGAMENT": PaymentMode.PAYMENT_LETTER,
    "DOMICILIAT": PaymentMode.DIRECT_DEBIT,
    "PLA_PERSONALITZAT": PaymentMode.PLAN,
}
_DIRECT_DEBITS = {
    "DOMICILIAT": DirectDebit.ACTIVE,
    "NO_DOMICILIAT": DirectDebit.NOT_ACTIVE,
    "NO_DOMICILIABLE": DirectDebit.NOT_POSSIBLE,
}
_GROUPS = {
    "REFERENCIA_CADASTRAL": TaxGroup.CADASTRAL_REFERENCE,
    "MATRICULA": TaxGroup.VEHICLE,
    "IAE": TaxGroup.BUSINESS_TAX,
    "EXPEDIENT_SANCIONADOR": TaxGroup.FINE_FILE,
    "ALTRES": TaxGroup.OTHER,
}
_TARGETS: dict[str, ActionTarget | None] = {
    "DEUTE": ActionTarget.DEBT,
    "TRIBUT": ActionTarget.TAX,
    "ORGANISME": ActionTarget.BODY,
    "IDENTIFICADOR": ActionTarget.IDENTIFIER,
    "PAGAMENT": None,  # printed in a sample, in no list: it says what the button does, not what it is about (Q-HCC-4)
}


def attachment(f: Fields) -> Attachment:
    return Attachment(
        name=f.maybe("nom", text),
        description=f.maybe("descripcio", text),
        link=f.maybe("url", f.link),
        mime=f.maybe("tipus", text),
        size_kb=f.maybe("mida", size_kb),
        created=f.maybe("dataCreacio", moment),
        csv=f.maybe("csv", name_of),
        csv_link=f.maybe("urlCsv", f.link),
        source_id=f.maybe("idAdjunt", name_of),
        desal_id=f.maybe("uuidDesal", name_of),
    )


def _attachments(f: Fields) -> tuple[Attachment, ...]:
    """`adjunts`, or `adjuntsDTO` as the last sample spells it (Q-HCC-6); both when both come."""
    return f.each("adjunts", attachment) + f.each("adjuntsDTO", attachment)


def _action(f: Fields) -> Action:
    return Action(
        description=f.need("descripcio", text),
        link=f.need("url", f.link),
        target=f.maybe("tipus", lambda one: code(one, _TARGETS)),
    )


def _state_and_period(f: Fields) -> tuple[DebtState | None, CollectionPeriod | None]:
    """`situacio` and `periode`, each of which has been the other.

    `situacio` may be missing (Q-HCC-5: unknown, said so) or hold the period (Q-HCC-15). `periode` may be a year
    (Q-HCC-6), which says nothing of the period. When both give a period they must agree.
    """
    written = f.maybe("periode", text)
    is_year = written is not None and re.fullmatch(r"[0-9]{4}", written)
    period = None if is_year else f.maybe("periode", lambda one: code(one, _PERIODS))
    situation = f.maybe("situacio", text)
    if situation is None or situation.upper() not in _OLD_SITUATIONS:
        return f.maybe("situacio", lambda one: code(one, _DEBT_STATES)), period
    old = _OLD_SITUATIONS[situation.upper()]
    if period not in (None, old):
        raise Aside(QuarantineReason.MALFORMED_FIELD, f.path + "situacio")
    return None, old


def _debt(f: Fields) -> Debt:
    state, period = _state_and_period(f)
    return Debt(
        source_id=f.need("idDeute", name_of),
        description=f.need("descripcio", text),
        amount=f.need("importDeute", amount),
        pay_from=f.maybe("dataIniciPagament", day),  # obligatory, yet left out in a sample (Q-HCC-6)
        pay_until=f.need("dataFiPagament", day),
        state=state,
        pending=f.maybe("importPendent", amount),
        period=period,
        alert=f.maybe("alerta", text),
        mode=f.maybe("modalitatPagamentDeute", lambda one: code(one, _MODES)),
        direct_debit=f.maybe("domiciliat", flag),
        actions=f.each("accions", _action),
        attachments=_attachments(f),
    )


def tax(f: Fields, raw: dict[str, Any]) -> Tax:
    f.same_document(wire.documents_of(raw, "", "Interessat", "Representant"), "documentIdentificatiu")
    return Tax(
        source_id=f.need("idTribut", name_of),
        ine10=f.body(dir3_is_enough=True),
        description=f.need("descripcioTribut", text),
        year=f.need("exercici", text),
        on=f.maybe("dataTribut", day),  # obligatory, yet left out in a sample (Q-HCC-6)
        dir3=f.maybe("codiDIR3Organisme", text),
        object_description=f.maybe("descripcioObjecteTributari", text),
        total=f.maybe("importTotal", amount),
        notes=f.maybe("observacions", text),
        case_id=f.maybe("idExpedient", name_of),
        one_stop_shop=f.maybe("fue", flag) or False,
        direct_debit=f.maybe("estatDomiciliacio", lambda one: code(one, _DIRECT_DEBITS)),
        group_id=f.maybe("idGrupTribut", name_of),
        group=f.maybe("tipusGrupTribut", lambda one: code(one, _GROUPS)),
        fine=f.maybe("multa", flag) or False,
        debts=_distinct(f.each("deutes", _debt), f),
        actions=f.each("accions", _action),
        attachments=_attachments(f),
    )


def _distinct(debts: tuple[Debt, ...], f: Fields) -> tuple[Debt, ...]:
    """The same debt written twice is one debt; one id with two contents cannot be believed."""
    by_id: dict[str, Debt] = {}
    for one in debts:
        if by_id.setdefault(one.source_id, one) != one:
            raise Aside(QuarantineReason.DUPLICATE_ID, f.path + "deutes.idDeute")
    return tuple(by_id.values())
