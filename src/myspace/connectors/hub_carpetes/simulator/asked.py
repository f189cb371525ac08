"""What a body was asked: the query string checked as the contract says, and the filters it asks for. Knows no socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from myspace.simulation.bodies import Body
from myspace.simulation.stories.telling import AppointmentTold, CaseTold, EntryTold, TaxTold, Told


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the four queries: what it tells, under which array name, and which parameters it has of its own."""

    tells: type[Told]
    array: str
    of_its_own: frozenset[str]


OPERATIONS = {
    "consultaActuacions": Operation(EntryTold, "actuacions", frozenset({"tipusPersona", "tipusActuacio", "fue"})),
    "consultaExpedients": Operation(CaseTold, "expedients", frozenset({"tipusPersona", "estat", "fue"})),
    "consultaCitesPrevies": Operation(AppointmentTold, "citesprevies", frozenset()),
    "consultaTributs": Operation(TaxTold, "tributs", frozenset()),
}

_CHOICES = {
    "tipusDocumentIdentificatiu": {"NIF", "NIE", "PASSAPORT"},
    "tipusPersona": {"INTERESSAT", "REPRESENTANT"},
    "tipusActuacio": {"ENTRADA", "SORTIDA"},
    "estat": {"OBERT", "TANCAT"},
    "fue": {"true", "false"},
}


class BadQuestion(ValueError):
    """The question breaks the contract; the text is for `descripcioResultat` and never repeats a value."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that keeps the contract. `chosen` holds only the optional parameters that were sent."""

    operation: Operation
    document: str
    kind: str  # a passport with the digits of a NIF is somebody else
    chosen: Mapping[str, str]
    since: date | None
    until: date | None

    def about_this(self, body: Body) -> bool:
        """False when the question names another body: then there is nothing to tell."""
        ine10 = self.chosen.get("codiINE10", body.ine10)
        dir3 = self.chosen.get("codiDIR3Organisme")
        return ine10.zfill(10) == body.ine10 and dir3 in (None, body.dir3)

    def wants(self, told: Told) -> bool:
        if not isinstance(told, self.operation.tells):
            return False
        day = _day_of(told)
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        return all(_matches(told, name, value) for name, value in self.chosen.items())


def read(name: str, query: Mapping[str, str], *, early: bool = False, deaf: bool = False) -> Asked:
    """Check the parameters of an operation. Raises BadQuestion, or KeyError for an operation that does not exist.

    `early` bodies still take the document under its old name, documentIdentificador (Q-HCC-15). `deaf` ones take no
    notice of a parameter that the operation does not have, instead of refusing it (Q-HCC-16).
    """
    operation = OPERATIONS[name]
    document = query.get("documentIdentificatiu") or (query.get("documentIdentificador") if early else None)
    if not document:
        raise BadQuestion("Falta el paràmetre obligatori documentIdentificatiu")
    if not query.get("tipusDocumentIdentificatiu"):
        raise BadQuestion("Falta el paràmetre obligatori tipusDocumentIdentificatiu")
    for parameter, choices in _CHOICES.items():
        if parameter in query and query[parameter] not in choices:
            raise BadQuestion(f"Valor no admès al paràmetre {parameter}")
    for parameter in ("tipusPersona", "tipusActuacio", "estat", "fue"):
        if parameter in query and parameter not in operation.of_its_own and not deaf:
            raise BadQuestion(f"L'operació no admet el paràmetre {parameter}")
    since, until = _day(query, "dataInici"), _day(query, "dataFi")
    if since and until and until < since:
        raise BadQuestion("dataFi és anterior a dataInici")
    kind = query["tipusDocumentIdentificatiu"]
    _check_kind(document, kind)
    wanted = ("tipusPersona", "tipusActuacio", "estat", "fue", "codiINE10", "codiDIR3Organisme")
    return Asked(operation, document.upper(), kind, {k: query[k] for k in wanted if query.get(k)}, since, until)


def _check_kind(document: str, kind: str) -> None:
    looks_foreign = document[:1].upper() in "XYZ" and document[1:2].isdigit()
    if (kind == "NIE") != looks_foreign and kind != "PASSAPORT":
        raise BadQuestion("documentIdentificatiu no correspon a tipusDocumentIdentificatiu")


def _day(query: Mapping[str, str], name: str) -> date | None:
    text = query.get(name)
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a calendar day has no zone
    except ValueError:
        raise BadQuestion(f"El paràmetre {name} no té la forma AAAA-MM-DD") from None


def _day_of(told: Told) -> date:
    match told:
        case CaseTold():
            return told.opened.date()
        case EntryTold() | AppointmentTold():
            return told.at.date()
        case TaxTold():
            return told.on


def _matches(told: Told, name: str, value: str) -> bool:
    match name:
        case "tipusPersona":
            return getattr(told, "standing", value) == value
        case "tipusActuacio":
            return getattr(told, "direction", value) == value
        case "estat":
            return ("TANCAT" if getattr(told, "closed", None) else "OBERT") == value
        case "fue":
            return getattr(told, "one_stop_shop", False) is (value == "true")
        case _:
            return True
