"""How the simulated Representa hears and speaks: its own reading of questions, its own writing of answers.

Each of `WAYS` is one in which the published documents disagree, so that a connector meets all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from myspace.connectors.representa.simulator.registry import RUNS_IT, Held, body_named, names, procedure_named
from myspace.simulation.cast import Company, find
from myspace.simulation.stories.mandates import FamilyTold, ProcedureTold

NEW, OLD = "http://www.aoc.cat/representa/v2", "r:representa:V1.0"
CATALOGUE_CODE = "CATALEG_EXEMPLE"
_XSI, _XSD = "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/2001/XMLSchema"
WAYS = frozenset(
    {
        "old",  # the older namespace, whatever was asked in (Q-RE-1)
        "bare",  # none, as the samples of changes are printed (Q-RE-1)
        "two_codes",  # one capacitat with all its codes (Q-RE-3)
        "pages_wrong",  # a count of pages that is of no size (Q-RE-5)
        "nine_digits",  # codes of bodies without the zero in front (Q-RE-7)
        "extra",  # fields of no table, and types on numbers (Q-RE-9)
        "not_shown",  # what was done is not shown (Q-RE-10)
        "prose",  # states spelt as in the prose and in the diagram (Q-RE-12, Q-RE-17)
        "empties",  # empty representacio elements among the others (Q-RE-14)
        "mixed_up",  # another mandate than the one asked for: no document says so, and nobody should believe it
    }
)
_PROSE = {
    "ANULADA": "ANUL·LADA", "VALIDA": "VÀLIDA", "PENDENT_VALIDACIO": "PENDENT_VALIDACIÓ", "EN_VALIDACIO": "EN_VALIDACIÓ",
}  # fmt: skip


# --- heard


def said(element: etree._Element | None, *path: str) -> str:
    """The text at a path of local names; "" where something on the way is missing."""
    for name in path:
        element = inside(element, name)
    return "" if element is None else (element.text or "").strip()


def inside(element: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        element = next(iter(every(element, name)), None)
    return element


def every(element: etree._Element | None, name: str) -> list[etree._Element]:
    if element is None:
        return []
    return [child for child in element if isinstance(child.tag, str) and etree.QName(child).localname == name]


def moment(words: str) -> datetime | None:
    try:
        return datetime.fromisoformat(words).replace(tzinfo=None)
    except ValueError:
        return None


# --- spoken


@dataclass(frozen=True, slots=True)
class Voice:
    """`namespace` None: elements of none."""

    namespace: str | None
    ways: frozenset[str] = frozenset()

    def answer(self, operation: str, code: str, words: str, kind: str) -> tuple[etree._Element, etree._Element]:
        """The root and its `resultat`, with `resposta` in it."""
        root = etree.Element(self._name(f"{operation}Response"), nsmap={"xsi": _XSI, "xsd": _XSD})
        result = self.under(root, "resultat")
        answer = self.under(result, "resposta")
        for name, text in (("codi", code), ("descripcio", words), ("tipusSolicitud", kind)):
            self.say(answer, name, text)
        return root, result

    def under(self, parent: etree._Element, name: str) -> etree._Element:
        return etree.SubElement(parent, self._name(name))

    def say(self, parent: etree._Element, name: str, words: str) -> etree._Element:
        at = self.under(parent, name)
        at.text = words
        return at

    def page(self, result: etree._Element, total: int, size: int, counted: str) -> None:
        """How many there are, and on how many pages."""
        pages = -(-total // size)
        numbers = [(counted, total), ("numPaginesTotal", pages * 2 if "pages_wrong" in self.ways else pages)]
        if "extra" in self.ways:
            numbers += [("numRepresentacionsCerca", min(total, size)), ("numPaginaCerca", 0)]
        for name, number in numbers:
            at = self.say(result, name, str(number))
            if "extra" in self.ways:
                at.set(f"{{{_XSI}}}type", "xsd:int")

    def representation(self, parent: etree._Element, held: Held, *, evidence: bool = False) -> None:
        if "empties" in self.ways:
            self.under(parent, "representacio")
        at = self.under(parent, "representacio")
        self.say(at, "identificadorLegal", held.id)
        self.say(at, "tipusRepresentacio", held.type)
        self.say(at, "estat", self.state(held.state))
        self.person(at, "poderdant", held.grantor)
        self.person(at, "representant", held.representative)
        self._scope(at, held)
        for name, when in (
            ("dataCreacio", held.created), ("dataIniciVigencia", held.begins), ("dataFiVigencia", held.ends),
            ("dataMaxVigencia", held.ends),
        ):  # fmt: skip
            self.say(at, name, when.isoformat(timespec="seconds"))
        self.say(at, "validacions", "0")
        self.say(at, "origen", "PORTAL_CIUTADA")
        if evidence:
            self._evidence(at, held)

    def person(self, parent: etree._Element, name: str, number: str) -> None:
        at = self.under(parent, name)
        given, surnames = names(number)
        firm = isinstance(find(number), Company)
        self.say(at, "tipusDocumentIdentificatiu", "NIE" if number[0] in "XYZ" else "NIF")
        self.say(at, "valorDocumentIdentificatiu", number)
        self.say(at, "tipusPersona", "JURIDICA" if firm else "FISICA")
        if given:
            self.say(at, "nomRaoSocial", given)
        for part, surname in zip(("cognom1", "cognom2"), surnames.split(), strict=False):
            self.say(at, part, surname)

    def body(self, parent: etree._Element, ine10: str, name: str, *, active: bool = True) -> None:
        at = self.under(parent, "administracio")
        self.say(at, "codi", ine10.removeprefix("0") if "nine_digits" in self.ways else ine10)
        self.say(at, "nom", name)
        if active:
            self.say(at, "activa", "true")

    def family(self, parent: etree._Element, told: FamilyTold) -> None:
        at = self.under(parent, "familia")
        for name, words in (("uuid", told.uuid), ("codi", told.code), ("nom", told.name)):
            self.say(at, name, words)
        each = self.under(at, "tramits")
        for one in told.procedures:
            self.procedure(each, one, told.uuid)
        self.say(at, "catalegCodi", CATALOGUE_CODE)

    def procedure(self, parent: etree._Element, told: ProcedureTold, family: str) -> None:
        at = self.under(parent, "tramit")
        active = "true" if told.active else "false"
        for name, words in (
            ("uuid", told.uuid), ("codi", told.code), ("nom", told.name), ("uuidFamilia", family), ("actiu", active),
        ):  # fmt: skip
            self.say(at, name, words)

    def state(self, word: str) -> str:
        return _PROSE.get(word, word) if "prose" in self.ways else word

    def _scope(self, parent: etree._Element, held: Held) -> None:
        at = self.under(parent, "ambitRepresentacio")
        if held.body and (body := body_named(held.body)):
            self.body(at, *body, active=False)
        if held.procedure and (told := procedure_named(held.procedure)):
            each = self.under(at, "tramit")
            for name, words in (("uuid", told.uuid), ("codi", told.code), ("nom", told.name)):
                self.say(each, name, words)
        capacities = self.under(at, "capacitats")
        codes: Iterable[Iterable[str]] = (
            [held.capacities] if "two_codes" in self.ways else [[one] for one in held.capacities]
        )
        for some in codes:
            each = self.under(capacities, "capacitat")
            for code in some:
                self.say(each, "codi", code)

    def _evidence(self, parent: etree._Element, held: Held) -> None:
        each = self.under(parent, "evidencies")
        for when, state, why in held.evidence:
            at = self.under(each, "evidencia")
            self.say(at, "dataCreacio", when.isoformat(timespec="seconds"))
            self.say(at, "identificadorLegal", held.id)
            self.say(at, "estat", self.state(state))
            self.say(at, "motiu", why)
            asker = self.under(at, "solicitant")
            self.person(asker, "persona", held.inscribed_by)
            self.say(self.under(asker, "administracio"), "codi", RUNS_IT)

    def _name(self, name: str) -> str:
        return f"{{{self.namespace}}}{name}" if self.namespace else name
