"""From an HTTP answer to a message, through the first two layers of failure. Knows no socket and no product.

    hear(status, content_type, body, …) ── Response │ Confirmation
                                        ├─ NoMessage, Faulted, NotTheContract      the message or its carriage
                                        ├─ Unverified                              a signature that the policy refuses
                                        └─ PciRefused                              0502, or a state nobody documented

The product's own layer comes after, for each item (`products.result`). A fault is one with 200 as well as with 500, and
it is read before the signature: who refuses a message often does not sign it, and it is believed of nothing but failure.
"""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from myspace.protocols.pci.exchange import Heard
from myspace.protocols.pci.failures import (
    ExchangeFailed,
    Faulted,
    NoMessage,
    NotSent,
    NotTheContract,
    PciLayer,
    PciRefused,
)
from myspace.protocols.pci.messages import Confirmation, Message, Response, StateCode
from myspace.protocols.pci.reading import read_message
from myspace.protocols.soap.attachments import Package, content_of, read_package
from myspace.protocols.soap.envelope import open_envelope
from myspace.protocols.soap.failures import BadParts, NotAnEnvelope, SoapError, Unreadable
from myspace.protocols.soap.hardened import read_xml
from myspace.protocols.soap.verifying import Policy, verify

_UNDER_WAY = (StateCode.PENDING, StateCode.PROCESSING)


def hear(
    status: int, content_type: str, body: bytes, *, policy: Policy | None = None, now: datetime | None = None
) -> Response | Confirmation:
    """The message that came for what we asked. With a policy, `now` too, and only what was signed is read."""
    message = read_body(status, content_type, body, policy=policy, now=now)
    if not isinstance(message, Response | Confirmation):
        raise NotTheContract("a request came as an answer")
    state = message.attributes.state
    if state.code in (StateCode.ERROR, StateCode.OTHER):
        raise PciRefused(state.said, state.secondary, state.literal)
    if isinstance(message, Confirmation):
        if state.code not in _UNDER_WAY:
            raise NotTheContract("ConfirmacionPeticion: Estado")
    elif state.code is StateCode.FINISHED:
        if not message.items:
            raise NotTheContract("Transmisiones missing")  # finished and empty is not "nothing": it is unknown
    elif state.code is StateCode.NONE or message.items:
        raise NotTheContract("Respuesta: Estado")
    return message


def heard(message: Response | Confirmation) -> Heard:
    """What the table of stages calls a message that `hear` let through."""
    if isinstance(message, Confirmation):
        return Heard.CONFIRMED
    return Heard.ANSWER if message.attributes.state.code is StateCode.FINISHED else Heard.NOT_YET


def heard_in(failure: ExchangeFailed) -> Heard | None:
    """What the table of stages calls a failure of the first two layers; None when nothing was sent."""
    match failure:
        case NotSent():
            return None
        case Faulted():
            return Heard.FAULT
        case PciLayer():
            return Heard.REFUSED
        case _:
            return Heard.SILENCE


def read_body(
    status: int, content_type: str, body: bytes, *, policy: Policy | None = None, now: datetime | None = None
) -> Message:
    """The one message in the body, whichever it is; a server reads requests with it, with status 200."""
    if not 200 <= status < 300 and status != 500:
        raise NoMessage(status)
    envelope = package = None
    try:
        package = read_package(content_type, body)
        envelope = open_envelope(read_xml(package.root))
    except (Unreadable, NotAnEnvelope, BadParts) as unread:
        why: SoapError = unread
    if envelope is None or package is None:
        if status == 500:
            raise NoMessage(status)  # an error page of whatever stands before the service
        raise NotTheContract(str(why))
    if envelope.fault:
        raise Faulted(envelope.fault)
    if status == 500:
        raise NoMessage(status)
    read = envelope.body
    if policy is not None:
        if now is None:
            raise ValueError("a policy needs the moment: give now")
        read = verify(envelope, policy, now).believed()
        package = Package(package.root)  # no signature covers what lies beside: a reference to it leads nowhere
    if len(read) != 1:
        raise NotTheContract("Body")
    return _message(read[0], package)


def _message(element: etree._Element, package: Package) -> Message:
    why = ""
    try:
        return read_message(element, lambda one: content_of(one, package))
    except BadParts as bad:
        why = bad.flaw.value
    raise NotTheContract(why)
