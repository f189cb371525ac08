"""What is asked of Representa inside DatosEspecificos, written in the order of its schema. Pure; knows no answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from lxml import etree

from myspace.connector_kit.mandates import Wanted
from myspace.connectors.representa.values import CAPACITIES, DOCUMENTS, STATES, TYPES, written_day
from myspace.vocabulary.mandates import MandateCapacity, MandateState
from myspace.vocabulary.people import Identifier, IdentifierKind

PRODUCT: Final = "REPRESENTA"
# Which one is written, the deployment's row says; both are read, and so are the samples that have none (Q-RE-1).
NAMESPACES: Final = {"v2": "http://www.aoc.cat/representa/v2", "V1.0": "r:representa:V1.0"}
PAGE: Final = 100  # the most that the schema allows


class Modality(StrEnum):
    """CodigoCertificado, which PCI checks against what the deployment was allowed."""

    VALIDATE = "REPRESENTA_VALIDACIO"
    CONSULT = "REPRESENTA_CONSULTA"
    CHANGE = "REPRESENTA_MODIFICACIO"
    INSCRIBE = "REPRESENTA_ALTA"


class Operation(StrEnum):
    """The element that asks; its answer has the same name and `Response`."""

    VALIDATE = "validarRepresentacio"
    ONE = "consultarRepresentacio"
    BETWEEN = "consultarRepresentacions"
    OF_PERSON = "consultarRepresentacionsPersona"
    OF_GRANTOR = "consultarRepresentacionsPersonaPoderdant"
    OF_REPRESENTATIVE = "consultarRepresentacionsPersonaRepresentant"
    PROCESS = "processarRepresentacio"
    CATALOGUE = "consultarCataleg"
    FAMILIES = "consultarFamilies"
    FAMILY = "consultarFamilia"
    PROCEDURES = "consultarTramits"
    BODY = "consultarAdministracio"
    BODIES = "consultarAdministracions"


class Presenter(StrEnum):
    """tipusPresentador: which side hands in what is processed."""

    GRANTOR = "PODERDANT"
    REPRESENTATIVE = "REPRESENTANT"


@dataclass(frozen=True, slots=True)
class Question:
    operation: Operation
    modality: Modality
    specific: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Speaker:
    """How this deployment speaks: its namespace, the body that asks, and the name of its application agreed with the AOC."""

    namespace: str
    body: str
    application: str = ""

    def validate(
        self,
        asker: Identifier,
        grantor: Identifier,
        representative: Identifier,
        capacity: MandateCapacity,
        body: str | None,
        procedure: str | None,
        on: date,
    ) -> Question:
        """Yes or no to one power. `dades` is in all the schemas, and not in the prose's (Q-RE-8)."""
        root, data = self._open(Operation.VALIDATE, "dades")
        what = self._under(data, "representacio")
        self._person(what, "poderdant", grantor)
        self._person(what, "representant", representative)
        self._scope(what, frozenset({capacity}), body, procedure)
        self._say(data, "dataValidacio", written_day(on))
        self._asker(data, asker)
        self._say(data, "generaEvidencia", "false")
        return Question(Operation.VALIDATE, Modality.VALIDATE, etree.tostring(root))

    def one(self, asker: Identifier, source_id: str) -> Question:
        root, data = self._open(Operation.ONE, "ConsultaRepresentacio")
        self._say(data, "identificadorLegal", source_id)
        self._asker(data, asker)
        return _consult(Operation.ONE, root)

    def between(
        self,
        asker: Identifier,
        grantor: Identifier,
        representative: Identifier,
        states: frozenset[MandateState] = frozenset(),
        page: int = 0,
    ) -> Question:
        """Between two people. The two states of what is being validated are always asked for together (Q-RE-14)."""
        pending = {MandateState.PENDING_VALIDATION, MandateState.IN_VALIDATION}
        wanted = states | pending if states & pending else states
        root, data = self._open(Operation.BETWEEN, "ConsultaRepresentacions")
        self._page(data, page)
        what = self._under(data, "representacio")
        self._person(what, "poderdant", grantor)
        self._person(what, "representant", representative)
        if wanted:
            each = self._under(data, "estats")
            for word, state in STATES.items():
                if state in wanted:
                    self._say(each, "estat", word)
        self._asker(data, asker)
        return _consult(Operation.BETWEEN, root)

    def of(self, operation: Operation, asker: Identifier, who: Identifier, page: int = 0) -> Question:
        """All of a person's, of every state and whether in force or not: that is what the two "false" ask for."""
        root, data = self._open(operation, operation.value.replace("consultar", "Consulta", 1))
        self._page(data, page)
        self._person(data, "persona", who)
        self._say(data, "actives", "false")
        self._say(data, "vigent", "false")
        self._asker(data, asker)
        return _consult(operation, root)

    def inscribe(self, token: str, wanted: Wanted) -> Question:
        """ALTA by the grantor, without documents: it waits for the representative. Never asked for as VALIDA (Q-RE-10)."""
        root, data = self._open(Operation.PROCESS, "dades")
        self._say(data, "tokenValid", token)
        what = self._under(data, "representacio")
        self._say(what, "tipusRepresentacio", _WRITTEN_TYPES[wanted.type])
        self._say(what, "estat", _WRITTEN_STATES[MandateState.PENDING_ACCEPTANCE])
        self._person(what, "poderdant", wanted.grantor)
        self._person(what, "representant", wanted.representative)
        self._scope(what, wanted.capacities, wanted.body, wanted.procedure)
        self._say(what, "dataIniciVigencia", written_day(wanted.begins))
        self._say(what, "dataFiVigencia", written_day(wanted.ends, last=True))
        self._say(what, "origen", "INTEGRACIO")
        self._process(data, "ALTA", "Inscripció a petició del poderdant", Presenter.GRANTOR, wanted.grantor)
        return Question(Operation.PROCESS, Modality.INSCRIBE, etree.tostring(root))

    def change(
        self, token: str, asker: Identifier, source_id: str, state: MandateState, presenter: Presenter
    ) -> Question:
        """MODIFICACIO: the state and nothing else."""
        root, data = self._open(Operation.PROCESS, "dades")
        self._say(data, "tokenValid", token)
        what = self._under(data, "representacio")
        self._say(what, "identificadorLegal", source_id)
        self._say(what, "estat", _WRITTEN_STATES[state])
        self._say(what, "origen", "INTEGRACIO")
        self._process(data, "MODIFICACIO", f"A petició del {presenter.value.lower()}", presenter, asker)
        return Question(Operation.PROCESS, Modality.CHANGE, etree.tostring(root))

    def catalogue(self, asker: Identifier, body: str) -> Question:
        root, _ = self._open(Operation.CATALOGUE)
        self._say(root, "codiAdministracio", body)
        self._asker(root, asker)
        return _consult(Operation.CATALOGUE, root)

    def families(self, asker: Identifier, catalogue: str) -> Question:
        root, _ = self._open(Operation.FAMILIES)
        self._say(root, "catalegCodi", catalogue)
        self._asker(root, asker)
        return _consult(Operation.FAMILIES, root)

    def family(self, asker: Identifier, uuid: str) -> Question:
        root, _ = self._open(Operation.FAMILY)
        self._say(self._under(root, "familia"), "uuid", uuid)
        self._asker(root, asker)
        return _consult(Operation.FAMILY, root)

    def procedures(self, asker: Identifier, *, uuid: str = "", family: str = "", page: int = 0) -> Question:
        """One by its uuid, never by its code, which is not unique (Q-RE-15); or all of a family."""
        root, _ = self._open(Operation.PROCEDURES)
        self._page(root, page)
        what = self._under(root, "tramit")
        self._say(what, "uuid" if uuid else "uuidFamilia", uuid or family)
        self._asker(root, asker)
        return _consult(Operation.PROCEDURES, root)

    def a_body(self, asker: Identifier, code: str) -> Question:
        root, _ = self._open(Operation.BODY)
        self._say(self._under(root, "administracio"), "codi", code)
        self._asker(root, asker)
        return _consult(Operation.BODY, root)

    def bodies(self, asker: Identifier, page: int = 0) -> Question:
        root, _ = self._open(Operation.BODIES)
        self._page(root, page)
        self._say(root, "actives", "true")
        self._asker(root, asker)
        return _consult(Operation.BODIES, root)

    def _open(self, operation: Operation, inside: str = "") -> tuple[etree._Element, etree._Element]:
        root = etree.Element(f"{{{self.namespace}}}{operation.value}", nsmap={"r": self.namespace})
        return root, self._under(root, inside) if inside else root

    def _under(self, parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{self.namespace}}}{name}")

    def _say(self, parent: etree._Element, name: str, words: str) -> None:
        self._under(parent, name).text = words

    def _page(self, parent: etree._Element, page: int) -> None:
        self._say(parent, "mida", str(PAGE))
        self._say(parent, "pagina", str(page))

    def _person(self, parent: etree._Element, name: str, who: Identifier) -> None:
        at = self._under(parent, name)
        self._say(at, "tipusDocumentIdentificatiu", DOCUMENTS[who.kind])
        self._say(at, "valorDocumentIdentificatiu", who.value)
        self._say(at, "tipusPersona", "JURIDICA" if who.kind is IdentifierKind.COMPANY else "FISICA")

    def _scope(
        self, parent: etree._Element, capacities: frozenset[MandateCapacity], body: str | None, procedure: str | None
    ) -> None:
        at = self._under(parent, "ambitRepresentacio")
        if body:
            self._say(self._under(at, "administracio"), "codi", body)
        if procedure:
            self._say(self._under(at, "tramit"), "uuid", procedure)
        each = self._under(at, "capacitats")
        for word, capacity in CAPACITIES.items():
            if capacity in capacities:
                self._say(self._under(each, "capacitat"), "codi", word)

    def _process(self, data: etree._Element, kind: str, why: str, presenter: Presenter, asker: Identifier) -> None:
        self._say(data, "motiu", why)
        self._say(data, "tipusSolicitud", kind)
        self._say(data, "tipusPresentador", presenter.value)
        self._asker(data, asker)

    def _asker(self, parent: etree._Element, asker: Identifier) -> None:
        at = self._under(parent, "solicitant")
        self._person(at, "persona", asker)
        self._say(self._under(at, "administracio"), "codi", self.body)
        if self.application:
            self._say(at, "aplicacio", self.application)
        self._say(at, "origen", "INTEGRACIO")


_WRITTEN_STATES: Final = {state: word for word, state in STATES.items()}
_WRITTEN_TYPES: Final = {kind: word for word, kind in TYPES.items()}


def _consult(operation: Operation, root: etree._Element) -> Question:
    return Question(operation, Modality.CONSULT, etree.tostring(root))
