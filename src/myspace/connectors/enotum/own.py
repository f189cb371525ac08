"""What a deployment says of its e-NOTUM beyond its address (`[service.own]`), and the letter that goes there by PCI. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal
from uuid import uuid4

import msgspec

from myspace.connector_kit.services import AsksAs, Service, ServicesUnusable
from myspace.connectors.enotum.papers import NotAnOrigin, origin
from myspace.connectors.enotum.wire import PRODUCT
from myspace.protocols.pci.messages import (
    Attributes,
    Consent,
    Issuer,
    Item,
    Official,
    Request,
    Requester,
    StatedPurpose,
    Transmission,
)
from myspace.protocols.pci.wording import stamp, write_stamp

_NAMED = re.compile(r"(?:NIF|CIF)-[A-Z0-9]{9}")


class Own(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`interface`: which of the two is at the address. `documents`: the origins from which bytes may be fetched, as
    `https://host[:port]`. `refused`: how REST spells a refusal that is sent (Q-EN-1).

    `while_away`: of whom the list may be read with this row's certificate while they are not in, as the interface writes
    them (`CIF-Q0000000J`, `NIF-…`); nobody unless named. `per_second`: how many questions a second were agreed.
    """

    interface: Literal["pci", "rest"] = "pci"
    documents: tuple[str, ...] = ()
    refused: Literal["REBUTJADA", "REBUTJDADA"] = "REBUTJADA"
    while_away: tuple[str, ...] = ()
    per_second: Annotated[float, msgspec.Meta(gt=0, le=100)] = 1.0


def own(service: Service) -> Own:
    """Raises ServicesUnusable, also for an origin that is none, and for messages in which nobody asks."""
    told = service.own_as(Own)
    origins(service, told)
    if told.interface == "pci":
        _asks(service)
    if told.while_away and (told.interface != "rest" or service.certificate is None):
        raise ServicesUnusable(f"service {service.name}: own: while_away: needs interface rest and a certificate")
    for number, one in enumerate(told.while_away, 1):
        if not _NAMED.fullmatch(one):  # its text is not repeated: it is somebody's number
            raise ServicesUnusable(
                f"service {service.name}: own: while_away: number {number} must be NIF-… or CIF-…, in capitals"
            )
    return told


def _asks(service: Service) -> tuple[AsksAs, Issuer]:
    asks = service.asks_as
    if asks is None or asks.issuer is None:
        raise ServicesUnusable(
            f"service {service.name}: asks_as, with its issuer: is missing; both stand in every message"
        )
    return asks, Issuer(asks.issuer.nif, asks.issuer.name)


def origins(service: Service, told: Own) -> frozenset[str]:
    try:
        return frozenset(origin(one) for one in told.documents)
    except NotAnOrigin as wrong:
        raise ServicesUnusable(f"service {service.name}: own: documents: {wrong}") from None


def letter(service: Service, piece: bytes, now: datetime) -> Request:
    """One synchronous request with this piece in DatosEspecificos. Raises ServicesUnusable when nobody is said to ask.

    The consent is the law's: whoever is notified asks for what is theirs (Law 39/2015, art. 43). Nobody stands as Titular,
    for the token says who it is.
    """
    asks, issuer = _asks(service)
    requester = Requester(asks.ine10, asks.name, StatedPurpose(asks.finality, asks.procedure))
    official = Official(asks.official.name, asks.official.nif) if asks.official else None
    number = uuid4().hex
    item = Item(
        issuer=issuer,
        requester=requester,
        consent=Consent.LAW,
        transmission=Transmission(PRODUCT, number[:16], number[16:]),
        official=official,
        specific=(piece,),
    )
    attributes = Attributes(
        id=number,
        modality=PRODUCT,
        product=PRODUCT,
        stamp=stamp(write_stamp(now)),
        requester=requester,
        issuer=issuer,
        official=official,
    )
    return Request(attributes, (item,))
