"""Asks the registers behind Via Oberta. The only module here that sends.

    ViaOberta(service).ask(question)        one message, one answer, within the service's deadline
                      .hand_over, .collect  the same in two steps, for what a register tells later

Nothing is sent of which the deployment does not say why, on what ground and as whom (own.py), and nothing on the ground of
consent without the person's yes in the question. A message goes once: each is a
consultation of somebody's data that the far side notes. What came is a value, "nothing" and "ask elsewhere" too; whatever
kept it from coming is one of the unknown answers.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final
from uuid import uuid4

from myspace.connector_kit import pci, pci_deferred
from myspace.connector_kit.personal_data import DataQuestion, Demands, NotConsented, Noted, NotSureEnough, Waiting
from myspace.connector_kit.services import AsksAs, Person, Service, ServicesUnusable
from myspace.connectors.via_oberta import wire
from myspace.connectors.via_oberta.own import Permit, permit
from myspace.connectors.via_oberta.product import CannotAsk, Modality, Need, Product
from myspace.connectors.via_oberta.products import BY_SHEET
from myspace.connectors.via_oberta.values import same_document
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.exchange import Stage
from myspace.protocols.pci.failures import ExchangeFailed
from myspace.protocols.pci.wording import write_stamp
from myspace.protocols.pci.writing import CannotSay
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Refused, Unknown
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind
from myspace.vocabulary.personal_data import DataAnswer, SheetKind
from myspace.vocabulary.transparency import LegalGround

_NOT_ASKABLE: Final = Refused(Fault.NOT_ASKABLE)
_NOT_THE_CONTRACT: Final = Garbled(Fault.NOT_THE_CONTRACT)
_OWN_CERTIFICATE: Final = Down(Fault.CERTIFICATE)
_GROUNDS: Final = {
    m.Consent.GIVEN: LegalGround.CONSENT,
    m.Consent.LAW: LegalGround.LAW,
    m.Consent.NO_OBJECTION: LegalGround.NO_OBJECTION,
}
_DOCUMENTS: Final = {
    IdentifierKind.NIF: m.DocumentKind.NIF,
    IdentifierKind.NIE: m.DocumentKind.NIE,
    IdentifierKind.PASSPORT: m.DocumentKind.PASSPORT,
    IdentifierKind.COMPANY: m.DocumentKind.CIF,
}


class ViaOberta:
    """Fits connector_kit.personal_data.DataSource. Raises ServicesUnusable when the row says too little."""

    def __init__(self, service: Service, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        if service.asks_as is None or service.asks_as.issuer is None:
            raise ServicesUnusable(
                f"service {service.name}: asks_as and its issuer: each consultation says which body asks"
            )
        self._service, self._now = service, now
        self._asks_as: AsksAs = service.asks_as
        self._issuer: Person = service.asks_as.issuer

    def unready(self, sheet: SheetKind) -> str | None:
        product, modality = BY_SHEET[sheet]
        try:
            permit(self._service, product.code, modality.code)
        except ServicesUnusable as wrong:
            return str(wrong)
        return None

    def demands(self, sheet: SheetKind) -> Demands:
        """Raises NotPermitted."""
        product, modality = BY_SHEET[sheet]
        allowed = permit(self._service, product.code, modality.code)
        level = max(allowed.level, modality.level)
        return Demands(allowed.consent is m.Consent.GIVEN, level, modality.needs, allowed.later)

    def noted(self, sheet: SheetKind) -> Noted:
        """Raises NotPermitted."""
        product, modality = BY_SHEET[sheet]
        allowed = permit(self._service, product.code, modality.code)
        procedure = allowed.purpose.procedure or None
        return Noted(
            self._asks_as.ine10, product.code, modality.code, _GROUNDS[allowed.consent], allowed.law or None, procedure
        )

    def number(self) -> str:
        """Used once: whether a repeated one is refused is not written."""
        return f"{self._asks_as.ine10}-{uuid4().hex}"

    def _meets(self, question: DataQuestion, modality: Modality, allowed: Permit) -> None:
        """Raises NotConsented and NotSureEnough: the message would say Si, or tell what is for who entered more surely."""
        if allowed.consent is m.Consent.GIVEN and (question.consented is None or question.consented > self._now()):
            raise NotConsented(f"{modality.sheet.value}: its ground is consent, and the question has none")
        level = max(allowed.level, modality.level)
        if level > AssuranceLevel.LOW and (question.level is None or question.level < level):
            raise NotSureEnough(f"{modality.sheet.value}: only to who entered with the level {level.name.lower()}")

    async def ask(self, question: DataQuestion) -> DataAnswer:
        """Raises NotPermitted, which names the setting that is missing, NotConsented and NotSureEnough; then nothing was sent."""
        product, modality = BY_SHEET[question.sheet]
        allowed = permit(self._service, product.code, modality.code)
        self._meets(question, modality, allowed)
        if not _askable(question, modality):
            return _NOT_ASKABLE
        item_id = uuid4().hex
        id_ = question.reference or self.number()
        try:
            request = self._request(question, product, modality, allowed, id_, item_id)
            response = await pci.ask(self._service, request)
        except ExchangeFailed as failed:
            return failed.worth
        except (CannotAsk, CannotSay):  # a name or a number that is longer than the contract has room for
            return _NOT_ASKABLE
        except ServicesUnusable:  # our own certificate is not there or broken: nothing was sent
            return _OWN_CERTIFICATE
        return _answer(product, modality, question, response, item_id)

    async def hand_over(self, question: DataQuestion) -> Waiting | DataAnswer:
        """Raises NotPermitted, NotConsented and NotSureEnough."""
        product, modality = BY_SHEET[question.sheet]
        allowed = permit(self._service, product.code, modality.code, deferred=True)
        self._meets(question, modality, allowed)
        if not _askable(question, modality):
            return _NOT_ASKABLE
        waiting_id, item_id = (
            secrets.token_hex(8),
            uuid4().hex,
        )  # sixteen characters: a confirmation has room for no more
        try:
            request = self._request(question, product, modality, allowed, waiting_id, item_id)
            held = await pci_deferred.hand_over(self._service, request, self._now())
        except ExchangeFailed as failed:
            return failed.worth
        except (CannotAsk, CannotSay):
            return _NOT_ASKABLE
        except ServicesUnusable:
            return _OWN_CERTIFICATE
        return _waiting(waiting_id, item_id, held)

    async def collect(self, question: DataQuestion, waiting: Waiting) -> Waiting | DataAnswer:
        """Raises as `hand_over`: the ground for asking may have been taken back meanwhile, and a yes too."""
        product, modality = BY_SHEET[question.sheet]
        allowed = permit(self._service, product.code, modality.code, deferred=True)
        self._meets(question, modality, allowed)
        asked = self._attributes(product, modality, allowed, waiting.request_id)
        was = pci_deferred.Held(waiting.stage, waiting.since, waiting.times, waiting.collect_at)
        try:
            held, response = await pci_deferred.collect(self._service, was, asked, self._now())
        except ServicesUnusable:  # our own certificate is not there or broken: it can be collected once it is
            return _OWN_CERTIFICATE
        if response is not None:
            return _answer(product, modality, question, response, waiting.item_id)
        return _waiting(waiting.request_id, waiting.item_id, held)

    def _request(
        self, question: DataQuestion, product: Product, modality: Modality, allowed: Permit, id_: str, item_id: str
    ) -> m.Request:
        attributes = self._attributes(product, modality, allowed, id_)
        specific = modality.ask(question, item_id)
        item = m.Item(
            attributes.issuer,
            self._requester(allowed),
            allowed.consent,
            m.Transmission(modality.code, item_id),
            official=attributes.official,
            holder=_holder(question),
            specific=() if specific is None else (specific,),
        )
        return m.Request(attributes, (item,))

    def _attributes(self, product: Product, modality: Modality, allowed: Permit, id_: str) -> m.Attributes:
        return m.Attributes(
            id_,
            modality.code,
            product.code,
            stamp=m.Stamp(write_stamp(self._now())),
            requester=self._requester(allowed),
            issuer=m.Issuer(self._issuer.nif, self._issuer.name),
            official=m.Official(allowed.actor.name, allowed.actor.nif),
        )

    def _requester(self, allowed: Permit) -> m.Requester:
        return m.Requester(self._asks_as.ine10, self._asks_as.name, allowed.purpose)


def _askable(question: DataQuestion, modality: Modality) -> bool:
    about = question.about
    if about.who.kind not in modality.identifiers or about.who.kind not in _DOCUMENTS:
        return False
    if Need.MUNICIPALITY in modality.needs and not about.municipality:
        return False
    if Need.FULL_NAME in modality.needs and not (about.name and about.surname1):
        return False
    if Need.BORN in modality.needs and about.born is None:
        return False
    if Need.HEALTH_CARD in modality.needs and not about.health_card:
        return False
    if Need.SINCE in modality.needs and question.since is None:
        return False
    if Need.DAY in modality.needs and question.as_of is None:
        return False
    if Need.TODAY in modality.needs and question.as_of is not None:
        return False
    since, until = question.since, question.until
    if since is None or until is None:
        return Need.PERIOD not in modality.needs
    if modality.years is None:
        return True
    return since <= until and (until.year - since.year, until.month, until.day) <= (
        modality.years, since.month, since.day,
    )  # fmt: skip


def _holder(question: DataQuestion) -> m.Holder:
    """The whole name has its surnames in front: stated for one product of the tax agency, and asked for by no other."""
    about = question.about
    full = " ".join(part for part in (about.surname1, about.surname2, about.name) if part)
    return m.Holder(
        _DOCUMENTS[about.who.kind], about.who.value, full, about.name, about.surname1, about.surname2
    )  # fmt: skip


def _answer(
    product: Product, modality: Modality, question: DataQuestion, response: m.Response, item_id: str
) -> DataAnswer:
    """An answer to another question, or about somebody else, is none."""
    if len(response.items) != 1 or response.items[0].transmission.request_id != item_id:
        return _NOT_THE_CONTRACT
    (item,) = response.items
    named = "" if item.holder is None else item.holder.document
    if named and not same_document(question.about.who, named):
        return _NOT_THE_CONTRACT
    return wire.read(product, modality, question, item.specific)


def _waiting(request_id: str, item_id: str, held: pci_deferred.Held) -> Waiting | Unknown:
    """Where it stands; once it is over without an answer, what that is worth."""
    if held.collect_at is not None:
        return Waiting(request_id, item_id, held.stage, held.since, held.times, held.collect_at)
    if held.failure is not None:
        return held.failure.worth
    return Late() if held.stage is Stage.DOUBTFUL else _NOT_THE_CONTRACT
