"""What the simulated Representa does with each operation: reads it, asks the registry, and answers as its contract does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from lxml import etree

from myspace.connectors.representa.simulator.registry import RUNS_IT, Held, NotDone, Registry, bodies, body_named
from myspace.connectors.representa.simulator.speech import CATALOGUE_CODE, NEW, OLD, Voice, every, inside, moment, said
from myspace.simulation.stories.mandates import CATALOGUE

T = TypeVar("T")
_CONSULT = "REPRESENTA_CONSULTA"
MODALITIES = frozenset({"REPRESENTA_VALIDACIO", _CONSULT, "REPRESENTA_MODIFICACIO", "REPRESENTA_ALTA"})
_OF = {
    "consultarRepresentacionsPersona": "both",
    "consultarRepresentacionsPersonaPoderdant": "grantor",
    "consultarRepresentacionsPersonaRepresentant": "representative",
}
_DONE = "L'operació ha estat executada correctament"
# As the schema's own validator words it when something obligatory is missing (Q-RE-13).
_RAW = "cvc-complex-type.2.4.b: El contenido del elemento 'ns5:{0}' no está completo. Se esperaba uno de '{{\"{1}\":{2}}}'."


@dataclass(slots=True)
class Desk:
    """One call. `page`: how few it gives at once; 0 for as many as were asked for."""

    registry: Registry
    now: datetime
    ways: frozenset[str] = frozenset()
    page: int = 0

    def hear(self, root: etree._Element, modality: str) -> etree._Element:
        """The answer, also where it is a no. A question in no namespace of the contract is one that no schema has."""
        operation = etree.QName(root).localname
        try:
            if etree.QName(root).namespace not in (NEW, OLD):
                raise NotDone("004", f"cvc-elt.1: No se ha encontrado la declaración del elemento '{operation}'.")
            if modality not in _modalities(operation, root):
                raise NotDone("004", f"L'operació {operation} no és de la modalitat {modality}")
            return self._do(operation, root)
        except NotDone as no:
            return self.no(root, no)

    def no(self, root: etree._Element, why: NotDone) -> etree._Element:
        operation = etree.QName(root).localname
        return self._voice(root).answer(operation, why.code, str(why.words), _kind(root, operation))[0]

    def _do(self, operation: str, root: etree._Element) -> etree._Element:
        match operation:
            case "validarRepresentacio":
                return self._validate(root)
            case "consultarRepresentacio":
                return self._one(root)
            case "consultarRepresentacions":
                return self._between(root)
            case "processarRepresentacio":
                return self._process(root)
            case "consultarCataleg" | "consultarFamilies" | "consultarFamilia" | "consultarTramits":
                return self._catalogue(operation, root)
            case "consultarAdministracio" | "consultarAdministracions":
                return self._bodies(operation, root)
        if operation in _OF:
            return self._of(operation, root)
        raise NotDone("004", f"cvc-elt.1: No se ha encontrado la declaración del elemento '{operation}'.")

    def _validate(self, root: etree._Element) -> etree._Element:
        data = self._must(root, root, "dades")
        self._asker(root, data)
        what = self._must(root, data, "representacio")
        at = moment(said(data, "dataValidacio"))
        grantor, representative = (_number(what, side) for side in ("poderdant", "representant"))
        scope = inside(what, "ambitRepresentacio")
        capacities = [said(one, "codi") for one in every(inside(scope, "capacitats"), "capacitat")]
        if at is None or not grantor or not representative or not capacities:
            raise NotDone("002", "Cal informar poderdant, representant, capacitat i data")
        body, procedure = said(scope, "administracio", "codi"), said(scope, "tramit", "uuid")
        found = self.registry.valid(grantor, representative, capacities, _ten(body), procedure, at)
        words = f"La validació entre {representative} i {grantor}"  # the other way round, as in the sample (Q-RE-7)
        if found is None:
            raise NotDone("001", f"{words} és incorrecta")
        voice = self._voice(root)
        answer, result = voice.answer("validarRepresentacio", "0", f"{words} és correcta", "VALIDACIO")
        voice.representation(result, self._shown(found))
        return answer

    def _one(self, root: etree._Element) -> etree._Element:
        data = self._must(root, root, "ConsultaRepresentacio")
        self._asker(root, data)
        found = self.registry.one(said(data, "identificadorLegal"))
        voice = self._voice(root)
        answer, result = voice.answer("consultarRepresentacio", "0", _DONE, "CONSULTA")
        Voice(voice.namespace, voice.ways - {"empties"}).representation(result, self._shown(found), evidence=True)
        return answer

    def _between(self, root: etree._Element) -> etree._Element:
        data = self._must(root, root, "ConsultaRepresentacions")
        self._asker(root, data)
        what = self._must(root, data, "representacio")
        states = {said(one) for one in every(inside(data, "estats"), "estat")}
        pending = {"PENDENT_VALIDACIO", "EN_VALIDACIO"}
        grantor, representative = (_number(what, side) for side in ("poderdant", "representant"))
        if not (grantor and representative) and states != pending:
            raise NotDone("002", "Cal informar els següents camps: poderdant, representant")
        found = [
            one for one in self.registry.held.values()
            if grantor in ("", one.grantor) and representative in ("", one.representative)
            and (not states or one.state in states)
        ]  # fmt: skip
        return self._listed("consultarRepresentacions", root, data, found)

    def _of(self, operation: str, root: etree._Element) -> etree._Element:
        data = self._must(root, root, operation.replace("consultar", "Consulta", 1))
        self._asker(root, data)
        number = _number(data, "persona")
        actives, vigent = (said(data, name) for name in ("actives", "vigent"))
        if not number or not {actives, vigent} <= {"true", "false"}:
            raise NotDone("004", _RAW.format("Consulta", NEW, "actives"))
        found = self.registry.of(
            number, _OF[operation], alive_only=actives == "true", in_force_at=self.now if vigent == "true" else None
        )
        return self._listed(operation, root, data, found)

    def _listed(self, operation: str, root: etree._Element, data: etree._Element, found: list[Held]) -> etree._Element:
        voice = self._voice(root)
        answer, result = voice.answer(operation, "0", _DONE, "CONSULTA")
        both = _OF.get(operation) == "both"
        some, size = self._some(data, found)
        voice.page(result, len(found), size, "numTotal" if both else "numRepresentacionsTotal")
        if both:
            number = _number(data, "persona")
            for name, side in (("poderdants", "grantor"), ("representants", "representative")):
                at = voice.under(voice.under(result, name), "representacions")
                for one in some:
                    if getattr(one, side) == number:
                        voice.representation(at, one)
            return answer
        at = voice.under(result, "representacions")
        for one in some:
            voice.representation(at, self._shown(one))
        return answer

    def _process(self, root: etree._Element) -> etree._Element:
        data = self._must(root, root, "dades")
        for name in ("tokenValid", "representacio", "motiu", "tipusSolicitud"):
            self._must(root, data, name)
        by, kind = self._asker(root, data), said(data, "tipusSolicitud")
        what = self._must(root, data, "representacio")
        if not said(what, "origen"):
            raise NotDone("004", "Cal informar els següents camps: origen")
        if kind == "ALTA":
            found = self.registry.inscribe(
                self._wanted(what), documents=inside(data, "documentsRepresentacio") is not None, by=by, now=self.now
            )
        else:
            found = self.registry.change(
                said(what, "identificadorLegal"), said(what, "estat"),
                presenter=said(data, "tipusPresentador"), by=by, why=said(data, "motiu"), now=self.now,
            )  # fmt: skip
        voice = self._voice(root)
        answer, result = voice.answer("processarRepresentacio", "0", _DONE, kind)
        if "not_shown" not in self.ways:
            Voice(voice.namespace, voice.ways - {"empties"}).representation(result, self._shown(found), evidence=True)
        return answer

    def _wanted(self, what: etree._Element) -> Held:
        scope = inside(what, "ambitRepresentacio")
        begins, ends = (moment(said(what, name)) for name in ("dataIniciVigencia", "dataFiVigencia"))
        grantor, representative = (_number(what, side) for side in ("poderdant", "representant"))
        kind = said(what, "tipusRepresentacio")
        capacities = tuple(said(one, "codi") for one in every(inside(scope, "capacitats"), "capacitat"))
        told = {
            "poderdant": grantor, "representant": representative, "tipusRepresentacio": kind, "dataIniciVigencia": begins,
            "dataFiVigencia": ends, "ambitRepresentacio": capacities,
        }  # fmt: skip
        if begins is None or ends is None or not all(told.values()):
            missing = ", ".join(name for name, value in told.items() if not value)
            raise NotDone("004", f"Cal informar els següents camps: {missing}")
        body, procedure = said(scope, "administracio", "codi"), said(scope, "tramit", "uuid")
        if kind != ("TIPUS_C" if procedure else "TIPUS_B" if body else "TIPUS_A"):
            raise NotDone("004", "L'àmbit no és del tipus indicat")
        return Held(
            "", grantor, representative, kind, "", capacities, begins, ends, self.now,
            _ten(body) or None, procedure or None,
        )  # fmt: skip

    def _catalogue(self, operation: str, root: etree._Element) -> etree._Element:
        self._asker(root, root)
        voice = self._voice(root)
        answer, result = voice.answer(operation, "0", _DONE, "CONSULTA")
        match operation:
            case "consultarCataleg":
                if body_named(said(root, "codiAdministracio")) is None:
                    raise NotDone("006", "No s'ha trobat l'administració propietària")
                at = voice.under(result, "cataleg")
                voice.say(at, "codi", CATALOGUE_CODE)
                voice.say(at, "nom", "Catàleg compartit")
                voice.say(at, "actiu", "true")
                owner = voice.under(at, "administracioPropietaria")
                voice.say(owner, "codi", RUNS_IT)
            case "consultarFamilies":
                _known(said(root, "catalegCodi") == CATALOGUE_CODE)
                at = voice.under(result, "families")
                for family in CATALOGUE:
                    voice.family(at, family)
            case "consultarFamilia":
                voice.family(result, _found(CATALOGUE, lambda one: one.uuid == said(root, "familia", "uuid")))
            case _:
                uuid, family_uuid = said(root, "tramit", "uuid"), said(root, "tramit", "uuidFamilia")
                found = [
                    (family, one) for family in CATALOGUE for one in family.procedures
                    if uuid in ("", one.uuid) and family_uuid in ("", family.uuid)
                ]  # fmt: skip
                some, size = self._some(root, found)
                voice.page(result, len(found), size, "numTotal")
                at = voice.under(result, "tramits") if some else result
                for family, one in some:
                    voice.procedure(at, one, family.uuid)
        return answer

    def _bodies(self, operation: str, root: etree._Element) -> etree._Element:
        self._asker(root, root)
        voice = self._voice(root)
        answer, result = voice.answer(operation, "0", _DONE, "CONSULTA")
        if operation == "consultarAdministracio":
            found = body_named(said(root, "administracio", "codi"))
            if found is None:
                raise NotDone("001", "No s'ha trobat l'administració")
            voice.body(result, *found)
            return answer
        every_one = list(bodies().items())
        some, size = self._some(root, every_one)
        voice.page(result, len(every_one), size, "numTotal")
        at = voice.under(result, "administracions")
        for ine10, name in some:
            voice.body(at, ine10, name)
        return answer

    def _some(self, data: etree._Element, found: list[T]) -> tuple[list[T], int]:
        """The page that was asked for, and its size."""
        size, number = said(data, "mida"), said(data, "pagina")
        if not (size.isdigit() and 1 <= int(size) <= 100 and number.isdigit()):
            raise NotDone("004", _RAW.format("Consulta", NEW, "mida"))
        each = min(int(size), self.page or 100)
        return found[int(number) * each : (int(number) + 1) * each], each

    def _shown(self, found: Held) -> Held:
        """What is shown of it: itself, or for a confused registry another one that is VALIDA too."""
        if "mixed_up" not in self.ways:
            return found
        return next(
            one for one in self.registry.held.values() if one.state == "VALIDA" and one.grantor != found.grantor
        )

    def _must(self, root: etree._Element, parent: etree._Element, name: str) -> etree._Element:
        found = inside(parent, name)
        if found is None:
            raise NotDone("004", _RAW.format(etree.QName(parent).localname, etree.QName(root).namespace, name))
        return found

    def _asker(self, root: etree._Element, data: etree._Element) -> str:
        """The number of who asks: obligatory in every question."""
        number = _number(self._must(root, data, "solicitant"), "persona")
        if not number:
            raise NotDone("004", _RAW.format("solicitant", NEW, "persona"))
        return number

    def _voice(self, root: etree._Element) -> Voice:
        named = OLD if "old" in self.ways else None if "bare" in self.ways else etree.QName(root).namespace
        return Voice(named, self.ways)


def _modalities(operation: str, root: etree._Element) -> frozenset[str]:
    match operation:
        case "validarRepresentacio":
            return frozenset({"REPRESENTA_VALIDACIO"})
        case "processarRepresentacio":
            kind = said(root, "dades", "tipusSolicitud")
            return frozenset({"REPRESENTA_ALTA" if kind == "ALTA" else "REPRESENTA_MODIFICACIO"})
    return frozenset({_CONSULT} if operation.startswith("consultar") else ())


def _kind(root: etree._Element, operation: str) -> str:
    if operation == "processarRepresentacio":
        return said(root, "dades", "tipusSolicitud")
    return "VALIDACIO" if operation == "validarRepresentacio" else "CONSULTA"


def _number(parent: etree._Element | None, side: str) -> str:
    return said(parent, side, "valorDocumentIdentificatiu").upper()


def _ten(code: str) -> str:
    """An INE10 with the zero in front that some lose."""
    return code.zfill(10) if code else ""


def _known(holds: bool) -> None:
    if not holds:
        raise NotDone("005", "Element no existent")


def _found(every_one: list[T] | tuple[T, ...], is_it: Callable[[T], bool]) -> T:
    found = next((one for one in every_one if is_it(one)), None)
    if found is None:
        raise NotDone("001", "No s'ha trobat")
    return found
