"""The answers these tests read, written by hand from the contract; and questions to put them to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from myspace.connector_kit.mandates import Wanted
from myspace.connectors.representa import mapping, wire
from myspace.connectors.representa.questions import NAMESPACES, Operation, Presenter, Question, Speaker
from myspace.connectors.representa.wire import Heard, Node
from myspace.simulation.cast import person
from myspace.vocabulary.answers import Quarantined, QuarantineReason
from myspace.vocabulary.mandates import MandateCapacity, MandateState, Representation

CONTRACTS = Path(__file__).parents[4] / "../shared/contracts/representa"
NEW, OLD = NAMESPACES["v2"], NAMESPACES["V1.0"]
CARME, MARTA, TERESA = (person(one).identifier for one in ("carme", "marta", "teresa"))
SPEAKER = Speaker(NEW, "9821920002", "MY_SPACE")
WANTED = Wanted(
    CARME, MARTA, frozenset({MandateCapacity.NOTIFY, MandateCapacity.PROCESS}), date(2026, 12, 1), date(2027, 11, 30)
)


def questions(speaker: Speaker = SPEAKER) -> list[Question]:
    """One of each that is ever asked."""
    return [
        speaker.validate(MARTA, CARME, MARTA, MandateCapacity.NOTIFY, "0811360009", "51016", date(2026, 11, 30)),
        speaker.one(MARTA, "202500000101"),
        speaker.between(MARTA, CARME, MARTA, frozenset({MandateState.VALID}), 2),
        speaker.of(Operation.OF_PERSON, MARTA, MARTA),
        speaker.of(Operation.OF_GRANTOR, CARME, CARME),
        speaker.of(Operation.OF_REPRESENTATIVE, MARTA, MARTA, 1),
        speaker.inscribe("a.token", WANTED),
        speaker.change("a.token", MARTA, "202500000101", MandateState.RENOUNCED, Presenter.REPRESENTATIVE),
        speaker.catalogue(MARTA, "9821920002"),
        speaker.families(MARTA, "CATALEG_AOC"),
        speaker.family(MARTA, "51000"),
        speaker.procedures(MARTA, uuid="51016"),
        speaker.procedures(MARTA, family="51000", page=3),
        speaker.a_body(MARTA, "9821920002"),
        speaker.bodies(MARTA),
    ]


def asked(operation: Operation) -> Question:
    return next(one for one in questions() if one.operation is operation)


def answer(
    operation: Operation, inside: str = "", *, code: str | None = "0", namespace: str = NEW, words: str = ""
) -> bytes:
    """`code` None: no `codi` at all. `namespace` "": an answer without one."""
    said = "" if code is None else f"<codi>{code}</codi>"
    xmlns = f' xmlns="{namespace}"' if namespace else ""
    return (
        f"<{operation.value}Response{xmlns}><resultat><resposta>{said}<descripcio>{words}</descripcio></resposta>"
        f"{inside}</resultat></{operation.value}Response>"
    ).encode()


def party(
    tag: str, number: str, name: str = "Carme", surnames: str = "<cognom1>Puig</cognom1><cognom2>Roca</cognom2>"
) -> str:
    return (
        f"<{tag}><tipusDocumentIdentificatiu>NIF</tipusDocumentIdentificatiu>"
        f"<valorDocumentIdentificatiu>{number}</valorDocumentIdentificatiu><tipusPersona>FISICA</tipusPersona>"
        f"<nomRaoSocial>{name}</nomRaoSocial>{surnames}</{tag}>"
    )


CAPACITIES = (
    "<capacitats><capacitat><codi>NOTIFICAR</codi></capacitat><capacitat><codi>TRAMITAR</codi></capacitat></capacitats>"
)
PARTS = {
    "id": "<identificadorLegal>202500000101</identificadorLegal>",
    "type": "<tipusRepresentacio>TIPUS_A</tipusRepresentacio>",
    "state": "<estat>VALIDA</estat>",
    "grantor": party("poderdant", CARME.value),
    "representative": party("representant", MARTA.value, "Marta", "<cognoms>Soler Puig</cognoms>"),
    "scope": f"<ambitRepresentacio>{CAPACITIES}</ambitRepresentacio>",
    "dates": "<dataIniciVigencia>2026-05-14T00:00:00</dataIniciVigencia><dataFiVigencia>2028-05-14T00:00:00</dataFiVigencia>",
}


def mandate(**changes: str) -> str:
    return f"<representacio>{''.join((PARTS | changes).values())}</representacio>"


def node(inside: str, namespace: str = NEW, operation: Operation = Operation.ONE) -> Node:
    """The first child that stands beside `resposta`."""
    heard = wire.read(asked(operation), (answer(operation, inside, namespace=namespace),))
    assert isinstance(heard, Heard), heard
    (found,) = heard.result.all("representacio")
    return found


def good(**changes: str) -> Representation:
    found = mapping.representation(node(mandate(**changes)))
    assert isinstance(found, Representation), found
    return found


def aside(**changes: str) -> tuple[QuarantineReason, str]:
    found = mapping.representation(node(mandate(**changes)))
    assert isinstance(found, Quarantined), found
    return found.reason, found.field
