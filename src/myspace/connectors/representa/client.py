"""Asks Representa, and hands it what its owners change: two clients that share no object. The only module here that sends.

    RepresentaList(service)    the worker's, asynchronous: who represents whom. It cannot change anything
    RepresentaDesk(service)    web's, synchronous: one look inside an act, and the changes a present person confirmed

Each call is one message and one answer (a list: one for each page), all within the service's deadline; nothing is sent twice.
An answer that came is a value, a "no" too. Whatever kept it from coming is one of the unknown answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, Literal
from uuid import uuid4

import msgspec

from myspace.connector_kit import pci
from myspace.connector_kit.contract import Probe
from myspace.connector_kit.mandates import (
    Applicant,
    MandateAct,
    MandateRefusal,
    MandateRefused,
    Side,
    Wanted,
)
from myspace.connector_kit.services import AsksAs, Person, Service, ServicesUnusable
from myspace.connectors.representa import mapping, wire
from myspace.connectors.representa.questions import NAMESPACES, PRODUCT, Operation, Presenter, Question, Speaker
from myspace.connectors.representa.values import DOCUMENTS
from myspace.connectors.representa.wire import Absent, Failed, Heard, No, Node, Page, Pages
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.failures import ExchangeFailed
from myspace.protocols.pci.wording import write_stamp
from myspace.vocabulary.answers import Answer, Down, Fault, Fresh, Garbled, Late, Nothing, Quarantined, Refused, Unknown
from myspace.vocabulary.mandates import MandateCapacity, MandateState, Named, Representation
from myspace.vocabulary.people import Identifier, MalformedIdentifier, identifier

Said = Heard | Absent | No | Failed
_REFUSALS: Final = {
    "001": MandateRefusal.NOT_FOUND,
    "002": MandateRefusal.WRONG_DATA,
    "003": MandateRefusal.ALREADY_THERE,
    "004": MandateRefusal.WRONG_DATA,
    "005": MandateRefusal.WRONG_DATA,
    "006": MandateRefusal.WRONG_DATA,
    "007": MandateRefusal.REJECTED,
    "008": MandateRefusal.NOT_AVAILABLE,
    "009": MandateRefusal.REJECTED,
    "100": MandateRefusal.NO_LONGER,
}
_NOT_THE_CONTRACT: Final = Garbled(Fault.NOT_THE_CONTRACT)
_NOT_ASKABLE: Final = Refused(Fault.NOT_ASKABLE)
_OF: Final = {Side.GRANTOR: Operation.OF_GRANTOR, Side.REPRESENTATIVE: Operation.OF_REPRESENTATIVE}
_PRESENTS: Final = {Side.GRANTOR: Presenter.GRANTOR, Side.REPRESENTATIVE: Presenter.REPRESENTATIVE}
_BECOMES: Final = {
    (MandateAct.ACCEPT, Side.GRANTOR): MandateState.VALID,
    (MandateAct.ACCEPT, Side.REPRESENTATIVE): MandateState.VALID,
    (MandateAct.RENOUNCE, Side.REPRESENTATIVE): MandateState.RENOUNCED,
    (MandateAct.REVOKE, Side.GRANTOR): MandateState.REVOKED,
}


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the row says to this connector alone: the namespace that is written, the application's name agreed with the AOC."""

    namespace: Literal["v2", "V1.0"] = "v2"
    application: str = ""


class RepresentaList:
    """Fits connector_kit.mandates.MandateList. Raises ServicesUnusable when the row says too little."""

    def __init__(self, service: Service, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._line = _Line.of(service, now)

    async def of(self, who: Identifier, side: Side) -> Answer[Representation]:
        if who.kind not in DOCUMENTS:
            return _NOT_ASKABLE
        speaker = self._line.speaker
        walk = _walk(
            lambda page: speaker.of(_OF[side], who, who, page),
            ("representacions", "representacio", "numRepresentacionsTotal"),
        )
        walked = await self._walked(walk)
        items, aside = mapping.of_person(walked.nodes, who, side)
        return _answer(items, aside, walked)

    async def probe(self) -> Probe:
        """Asks who the deployment's own body is: a question about nobody."""
        started = time.monotonic()
        question = self._line.speaker.a_body(self._line.itself, self._line.asks_as.ine10)
        said = await self._said(question, self._line.ends())
        took_ms = round((time.monotonic() - started) * 1000)
        match said:
            case Failed(answer):
                reached = isinstance(answer, Garbled | Refused)
                return Probe(reached, False, took_ms, answer.fault.value)
            case No(code):
                return Probe(True, False, took_ms, code)
            case Absent():
                return Probe(True, True, took_ms, "it does not know this body")
            case _:
                return Probe(True, True, took_ms, "")

    async def _walked(self, walk: _Walk) -> _Walked:
        ends = self._line.ends()
        question = next(walk)
        try:
            while True:
                question = walk.send(await self._said(question, ends))
        except StopIteration as over:
            return _walked(over)

    async def _said(self, question: Question, ends: float) -> Said:
        service = self._line.within(ends)
        if service is None:
            return Failed(Late())
        try:
            response = await pci.ask(service, self._line.request(question))
        except ExchangeFailed as failed:
            return Failed(failed.worth)
        except ServicesUnusable:  # our own certificate is not there or broken: nothing was sent
            return Failed(Down(Fault.TLS))
        return _read(question, response)


class RepresentaDesk:
    """Fits connector_kit.mandates.MandateDesk. Raises ServicesUnusable when the row says too little."""

    def __init__(self, service: Service, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._line = _Line.of(service, now)

    def standing(self, applicant: Applicant, source_id: str) -> Representation | MandateRefused | Unknown:
        if applicant.who.kind not in DOCUMENTS:
            return _NOT_ASKABLE
        return self._one(self._line.speaker.one(applicant.who, source_id), source_id)

    def valid(
        self,
        applicant: Applicant,
        grantor: Identifier,
        representative: Identifier,
        capacity: MandateCapacity,
        body: str | None,
        procedure: str | None,
        on: date,
    ) -> bool | Unknown:
        if not {applicant.who.kind, grantor.kind, representative.kind} <= set(DOCUMENTS):
            return _NOT_ASKABLE
        question = self._line.speaker.validate(applicant.who, grantor, representative, capacity, body, procedure, on)
        match self._said(question):
            case Heard(result):
                return True if mapping.bears_out(result, grantor, representative) else _NOT_THE_CONTRACT
            case Absent() | No(code="100"):
                return False
            case No():
                return Refused(Fault.BAD_REQUEST)
            case Failed(answer):
                return answer

    def inscribe(self, applicant: Applicant, wanted: Wanted) -> Representation | MandateRefused | Unknown:
        if applicant.who != wanted.grantor:
            raise ValueError(
                "a mandate is inscribed here by its grantor alone: another would have to hand in documents"
            )
        if not {wanted.grantor.kind, wanted.representative.kind} <= set(DOCUMENTS):
            return _NOT_ASKABLE
        found = self._one(self._line.speaker.inscribe(applicant.access_token, wanted), None)
        if isinstance(found, Representation) and (found.grantor.identifier, found.representative.identifier) != (
            wanted.grantor, wanted.representative,
        ):  # fmt: skip
            return _NOT_THE_CONTRACT
        return found

    def become(
        self, applicant: Applicant, source_id: str, act: MandateAct, side: Side
    ) -> Representation | MandateRefused | Unknown:
        state = _BECOMES.get((act, side))
        if state is None:
            raise ValueError(f"{act.value} is not for the {side.value}")
        if applicant.who.kind not in DOCUMENTS:
            return _NOT_ASKABLE
        question = self._line.speaker.change(applicant.access_token, applicant.who, source_id, state, _PRESENTS[side])
        said = self._said(question)
        if isinstance(said, Heard) and not said.result.all("representacio"):
            return self.standing(applicant, source_id)  # done, and not shown (Q-RE-10): to read it is safe
        return self._judged(said, source_id)

    def bodies(self, applicant: Applicant) -> tuple[Named, ...] | Unknown:
        if applicant.who.kind not in DOCUMENTS:
            return _NOT_ASKABLE
        speaker = self._line.speaker
        walk = _walk(lambda page: speaker.bodies(applicant.who, page), ("administracions", "administracio", "numTotal"))
        walked = self._walked(walk)
        if walked.failure:
            return walked.failure
        return mapping.bodies(walked.nodes) if walked.whole else _NOT_THE_CONTRACT

    def procedures(self, applicant: Applicant, body: str) -> tuple[Named, ...] | Unknown:
        if applicant.who.kind not in DOCUMENTS:
            return _NOT_ASKABLE
        ends = self._line.ends()
        catalogue = self._inside(self._line.speaker.catalogue(applicant.who, body), ends, "cataleg")
        if not isinstance(catalogue, Node):
            return () if catalogue is None else catalogue
        code = mapping.code_of(catalogue)
        if code is None:
            return _NOT_THE_CONTRACT
        families = self._inside(self._line.speaker.families(applicant.who, code), ends, "families")
        if not isinstance(families, Node):
            return () if families is None else families
        return mapping.procedures(families.all("familia"))

    def _inside(self, question: Question, ends: float, name: str) -> Node | Unknown | None:
        """The one element of that name beside `resposta`; None when there is none."""
        match self._said(question, ends):
            case Heard(result):
                found = result.all(name)
                return _NOT_THE_CONTRACT if len(found) > 1 else next(iter(found), None)
            case Absent():
                return None
            case No():
                return Refused(Fault.BAD_REQUEST)
            case Failed(answer):
                return answer

    def _one(self, question: Question, source_id: str | None) -> Representation | MandateRefused | Unknown:
        return self._judged(self._said(question), source_id)

    def _judged(self, said: Said, source_id: str | None) -> Representation | MandateRefused | Unknown:
        """The one representation that a good answer shows; with `source_id`, that one and no other."""
        match said:
            case Failed(answer):
                return answer
            case Absent():
                return MandateRefused(_REFUSALS["001"], "001")
            case No(code):
                return MandateRefused(_REFUSALS[code], code)
            case Heard(result):
                shown = result.all("representacio")
                found = mapping.representation(shown[0]) if len(shown) == 1 else None
                if found is None or isinstance(found, Quarantined):
                    return _NOT_THE_CONTRACT
                return found if source_id in (None, found.source_id) else _NOT_THE_CONTRACT

    def _walked(self, walk: _Walk) -> _Walked:
        ends = self._line.ends()
        question = next(walk)
        try:
            while True:
                question = walk.send(self._said(question, ends))
        except StopIteration as over:
            return _walked(over)

    def _said(self, question: Question, ends: float | None = None) -> Said:
        service = self._line.within(self._line.ends() if ends is None else ends)
        if service is None:
            return Failed(Late())
        try:
            response = pci.exchange(service, self._line.request(question))
        except ExchangeFailed as failed:
            return Failed(failed.worth)
        except ServicesUnusable:  # our own certificate is not there or broken: nothing was sent
            return Failed(Down(Fault.TLS))
        return _read(question, response)


@dataclass(frozen=True, slots=True)
class _Line:
    """What both clients send with: the row, how it speaks, and a message around each question."""

    service: Service
    speaker: Speaker
    asks_as: AsksAs
    issuer: Person
    itself: Identifier  # the deployment, where a question is about nobody
    now: Callable[[], datetime]

    @classmethod
    def of(cls, service: Service, now: Callable[[], datetime]) -> _Line:
        own, told = service.own_as(Own), service.asks_as
        if told is None or told.issuer is None:
            raise ServicesUnusable(f"service {service.name}: asks_as and its issuer: Representa notes which body asks")
        try:
            itself = identifier((told.official or told.issuer).nif)
        except MalformedIdentifier as wrong:
            raise ServicesUnusable(f"service {service.name}: asks_as: nif: {wrong}") from None
        return cls(
            service, Speaker(NAMESPACES[own.namespace], told.ine10, own.application), told, told.issuer, itself, now
        )

    def ends(self) -> float:
        return time.monotonic() + self.service.deadline_ms / 1000

    def within(self, ends: float) -> Service | None:
        """The row with what is left of the deadline; None when nothing is."""
        left_ms = round((ends - time.monotonic()) * 1000)
        return replace(self.service, deadline_ms=left_ms) if left_ms > 0 else None

    def request(self, question: Question) -> m.Request:
        told = self.asks_as
        requester = m.Requester(told.ine10, told.name, m.StatedPurpose(told.finality, told.procedure))
        issuer = m.Issuer(self.issuer.nif, self.issuer.name)
        official = m.Official(told.official.name, told.official.nif) if told.official else None
        attributes = m.Attributes(
            f"{told.ine10}-{uuid4().hex}",  # used once: whether a repeated one is refused is not written anywhere
            question.modality.value,
            PRODUCT,
            stamp=m.Stamp(write_stamp(self.now())),
            requester=requester,
            issuer=issuer,
            official=official,
        )
        transmission = m.Transmission(question.modality.value, uuid4().hex)
        item = m.Item(issuer, requester, m.Consent.LAW, transmission, official=official, specific=(question.specific,))
        return m.Request(attributes, (item,))


def _read(question: Question, response: m.Response | m.Confirmation) -> Said:
    if isinstance(response, m.Confirmation) or len(response.items) != 1:
        return Failed(_NOT_THE_CONTRACT)
    return wire.read(question, response.items[0].specific)


# -- pages, asked for by either client ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Walked:
    """What the pages brought before they were over, or before one of them failed."""

    nodes: tuple[Node, ...]
    whole: bool
    failure: Unknown | None = None


_Walk = Generator[Question, Said, _Walked]


def _walk(ask_for: Callable[[int], Question], shape: tuple[str, str, str]) -> _Walk:
    """Gives the question of each page and is sent what was said to it. Whoever drives it owns the socket."""
    pages, nodes = Pages(), list[Node]()
    while not pages.over:
        said = yield ask_for(pages.number)
        match said:
            case Heard(result):
                page = wire.page(result, *shape)
            case Absent():  # no first page: there are none at all
                page = Page((), pages.told if pages.number else 0)
            case No():
                page = Failed(Refused(Fault.BAD_REQUEST))
            case Failed():
                page = said
        if isinstance(page, Failed):
            return _Walked(tuple(nodes), False, page.answer)
        nodes += pages.take(page)
    return _Walked(tuple(nodes), pages.whole)


def _walked(over: StopIteration) -> _Walked:
    if not isinstance(over.value, _Walked):
        raise TypeError("a walk ends with what it brought")
    return over.value


def _answer(
    items: tuple[Representation, ...], aside: tuple[Quarantined, ...], walked: _Walked
) -> Answer[Representation]:
    """Some: fresh, and complete only where every page came. None: nothing only where that is sure."""
    if items or aside:
        return Fresh(items, aside, asked_everything=walked.whole)
    if walked.failure:
        return walked.failure
    return Nothing() if walked.whole else _NOT_THE_CONTRACT
