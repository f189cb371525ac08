"""SOC: whether somebody is registered as looking for work with Catalonia's employment service, and on which days they were.

There is no code of result: a `PICAError` says that it failed. N is an answer: not registered, which is not unknown by the service.
The question has numbers for kinds of document, the answer letters, and the printed samples others (Q-VO-11): a NIF is 3 and D. How
a NIE is written there contradicts itself, so those who have one are not asked about. The certificate of who is registered and has
no job, and the one of personal data, are not asked.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, CannotAsk, Modality, Need, Product, Told, element, written
from myspace.vocabulary.people import Identifier, IdentifierKind
from myspace.vocabulary.personal_data import (
    DatumKind,
    Entry,
    EntryKind,
    HeldBy,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
)

NAMESPACE: Final = "http://gencat.net/scsp/esquemes/SOC"
_ERRORS: Final = "http://gencat.net/scsp/esquemes/PicaError"
_NIF: Final = "3"
_REGISTERED: Final = {"S": Standing.REGISTERED, "N": Standing.NOT_REGISTERED}
_MOST_DAYS: Final = 9999


def ask(question: DataQuestion, _reference: str) -> bytes:
    return _asked(question)


def ask_period(question: DataQuestion, _reference: str) -> bytes:
    if question.since is None:
        raise CannotAsk("since when")
    return _asked(question, ("DataIniciSollicitud", f"{question.since:%d%m%Y}"))


def _asked(question: DataQuestion, *first: tuple[str, str]) -> bytes:
    number = element(NAMESPACE, "NIF", ("TipusDocument", _NIF), ("NumDocument", question.about.who.value))
    return written(element(NAMESPACE, "CertificatRequest", *first, element(NAMESPACE, "IdPersona", number)))


def read(question: DataQuestion, root: Node) -> Told:
    if root.get("PICAError") is not None:
        return BROKEN
    _about(question.about.who, root)
    standing = _REGISTERED.get(root.must("CertInscripcio").text("DemandantInscrit"))
    if standing is None:
        raise Unreadable("DemandantInscrit")
    return _sheet(question, root, "SOC_CERT_INSCRIPCIO", standing)


def read_period(question: DataQuestion, root: Node) -> Told:
    """The days since the one that was asked for, and the stretches, which may have begun before it."""
    if root.get("PICAError") is not None:
        return BROKEN
    _about(question.about.who, root)
    told = root.must("CertUltimPeriode")
    days = values.whole(told.text("NumDiesInscrit"), _MOST_DAYS)
    stretches = tuple(_stretch(each) for each in told.all("PeriodeIns"))
    if days is None or bool(days) is not bool(stretches):
        raise Unreadable("NumDiesInscrit")
    return _sheet(
        question,
        root,
        "SOC_CERT_ULTIMPERIODE",
        Standing.ON_RECORD,
        (DatumKind.DAYS_REGISTERED, days),
        entries=stretches,
    )


def _sheet(
    question: DataQuestion,
    root: Node,
    modality: str,
    standing: Standing,
    *told: tuple[DatumKind, int],
    entries: tuple[Entry, ...] = (),
) -> Sheet:
    since = None if question.since is None or not told else PartialDate.of(question.since)
    return Sheet(
        question.sheet,
        Source(HeldBy.EMPLOYMENT_SERVICE, "SOC", modality),
        standing,
        values.partial(root.text("DataProces")[:10]),
        values.data((DatumKind.SINCE, since), *told),
        entries,
    )


def _stretch(node: Node) -> Entry:
    began, ended = values.day(node.text("IniciPeriode")), values.day(node.text("FiPeriode"))
    if began is None or (ended is not None and ended < began):
        raise Unreadable("PeriodeIns")
    return Entry(
        EntryKind.REGISTERED,
        values.data(
            (DatumKind.BEGAN_ON, PartialDate.of(began)),
            (DatumKind.ENDED_ON, None if ended is None else PartialDate.of(ended)),
        ),
    )


def _about(who: Identifier, root: Node) -> None:
    """Whose answer it is: the letter of a NIF stands apart, or at its end as well."""
    number = root.must("DadesComunes").must("NIF")
    said = number.text("NumDocument")
    if not any(values.same_document(who, each) for each in (said, said + number.text("LletraDocument"))):
        raise Unreadable("NumDocument of another person")


PRODUCT: Final = Product(
    "SOC",
    frozenset({NAMESPACE, _ERRORS}),
    None,
    (
        Modality(
            "SOC_CERT_INSCRIPCIO",
            SheetKind.JOB_SEEKER,
            frozenset({"CertInscripcioResponse"}),
            ask,
            read,
            frozenset({Need.TODAY}),
            identifiers=frozenset({IdentifierKind.NIF}),
        ),
        Modality(
            "SOC_CERT_ULTIMPERIODE",
            SheetKind.JOB_SEEKER_PERIODS,
            frozenset({"CertUltimPeriodeResponse"}),
            ask_period,
            read_period,
            frozenset({Need.SINCE, Need.TODAY}),
            identifiers=frozenset({IdentifierKind.NIF}),
        ),
    ),
)
