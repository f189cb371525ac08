"""Sends one PCI message to one service and gives back the one that answers it. Knows the way there and back; no product.

    exchange(service, message) ── Response │ Confirmation     `ask` is the same for who is asynchronous
                               ├─ NotSent                     nothing left this machine
                               ├─ NotHeard, NoMessage, NotTheContract, NotBelieved     it may have been done
                               ├─ Faulted                     a SOAP fault
                               └─ PciRefused                  0502
        the product's own layer comes after: `products.result`, or what the connector reads

Sent once and never again: whatever may be repeated, a product knows and not the envelope. One deadline holds for all of it,
a redirect is not followed, and neither an address nor a word of what was sent or came is logged or raised.

Without attachments the message is signed, and what answers is believed by its signature, as the service's row says. With
attachments the contract has no signature: then only mutual TLS will do, and it is asked for before anything leaves.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal, overload

import aiohttp

from myspace.connector_kit import one_call
from myspace.connector_kit.one_call import FarSide
from myspace.connector_kit.pci_trust import policy, signer
from myspace.connector_kit.services import CLUSTER, Service, ServicesUnusable
from myspace.protocols.pci.failures import NotBelieved, NotHeard, NotSent, NotTheContract
from myspace.protocols.pci.hearing import hear
from myspace.protocols.pci.messages import Collection, Confirmation, Request, Response, StateCode
from myspace.protocols.pci.products import cluster
from myspace.protocols.pci.writing import write_message
from myspace.protocols.soap.attachments import Attachment, write_package
from myspace.protocols.soap.envelope import wrap, write
from myspace.protocols.soap.failures import Unverified
from myspace.protocols.soap.signing import sign
from myspace.protocols.soap.verifying import Policy
from myspace.vocabulary.answers import Fault

MAX_BYTES: Final = 20 * 1024 * 1024  # what soap/attachments.py reads of one package
_PATH: Final = "/siri-proxy/services/"
_ACTION: Final = '"http://www.openuri.org/procesa"'
_CHUNK: Final = 65_536


@dataclass(frozen=True, slots=True)
class _Letter:
    """All that one exchange sends, and how what comes is to be believed."""

    far: FarSide
    target: str
    content_type: str
    body: bytes = field(repr=False)
    policy: Policy | None


@overload
def exchange(
    service: Service, message: Request | Collection, *, deferred: Literal[False] = False, now: datetime | None = None
) -> Response: ...
@overload
def exchange(
    service: Service, message: Request, *, deferred: Literal[True], now: datetime | None = None
) -> Confirmation: ...
def exchange(
    service: Service, message: Request | Collection, *, deferred: bool = False, now: datetime | None = None
) -> Response | Confirmation:
    """For web, inside an act. Files of the message whose content is in it go beside it.

    A `deferred` request is answered by a Confirmation, a Collection by a Response that may say "not yet"; every other answer
    is finished. Raises ExchangeFailed (protocols/pci/failures.py), CannotSay, and ServicesUnusable.
    """
    now = now or datetime.now(UTC)
    letter = _letter(service, message, deferred, now)
    try:
        reply = one_call.exchange(
            letter.far,
            "POST",
            letter.target,
            deadline_ms=service.deadline_ms,
            body=letter.body,
            content_type=letter.content_type,
            headers={"SOAPAction": _ACTION, "Accept": "text/xml, multipart/related"},
            max_bytes=MAX_BYTES,
        )
    except one_call.CallFailed as failed:
        raise _lost(failed) from None
    return _answer(message, deferred, reply.status, reply.headers.get("content-type", ""), reply.body, letter.policy)


@overload
async def ask(
    service: Service, message: Request | Collection, *, deferred: Literal[False] = False, now: datetime | None = None
) -> Response: ...
@overload
async def ask(
    service: Service, message: Request, *, deferred: Literal[True], now: datetime | None = None
) -> Confirmation: ...
async def ask(
    service: Service, message: Request | Collection, *, deferred: bool = False, now: datetime | None = None
) -> Response | Confirmation:
    """For the worker: the same, on a connection of its own. Cancelled, it hangs up."""
    now = now or datetime.now(UTC)
    letter = _letter(service, message, deferred, now)
    sent = _Sent()
    failure: NotSent | NotHeard | None = None
    try:
        async with asyncio.timeout(service.deadline_ms / 1000):
            status, content_type, body = await _post(letter, sent)
    except TimeoutError:
        failure = _failure(Fault.DEADLINE, sent.any)
    except _TooLarge:
        failure = NotHeard(Fault.TOO_LARGE)
    except (aiohttp.ClientError, OSError, ValueError) as wrong:
        failure = _of(wrong, sent.any)
    if failure is not None:  # raised out here: the library's errors quote addresses, so nothing may chain to them
        raise failure
    return _answer(message, deferred, status, content_type, body, letter.policy)


def address(service: Service, product: str, *, deferred: bool = False, collects: bool = False) -> str:
    """Where a message of this product goes: the cluster by the product, the service by the message."""
    base = service.url.replace(CLUSTER, cluster(product).value)
    return base + _PATH + ("AsincronResposta" if collects else "Asincron" if deferred else "Sincron")


# -- there ------------------------------------------------------------------------------------------------------


def _letter(service: Service, message: Request | Collection, deferred: bool, now: datetime) -> _Letter:
    beside: dict[str, Attachment] = {}
    root = wrap(write_message(message, deferred=deferred, beside=beside))
    product = message.attributes.product
    far, target = _far(service, address(service, product, deferred=deferred, collects=isinstance(message, Collection)))
    if beside:
        if far.tls is None or service.certificate is None:
            raise NotSent(
                Fault.TLS
            )  # with attachments there is no signature: without mutual TLS nobody would have said it
        content_type, body = write_package(write(root), beside)
        return _Letter(far, target, content_type, body, None)
    body = sign(root, signer(service), now)
    if not service.answers_signed and far.tls is None:
        raise ServicesUnusable(f'service {service.name}: answers = "tls" needs an https url')
    return _Letter(far, target, "text/xml; charset=UTF-8", body, policy(service) if service.answers_signed else None)


def _far(service: Service, url: str) -> tuple[FarSide, str]:
    base, _, rest = url.partition(_PATH)
    try:
        return FarSide.at(base, ca_file=service.trust, certificate=service.certificate), _PATH + rest
    except OSError:
        pass
    except ValueError as wrong:
        raise ServicesUnusable(f"service {service.name}: url: {wrong}") from None
    raise ServicesUnusable(f"service {service.name}: certificate or trust: cannot be used for TLS")


# -- and back ---------------------------------------------------------------------------------------------------


def _answer(
    message: Request | Collection, deferred: bool, status: int, content_type: str, body: bytes, policy: Policy | None
) -> Response | Confirmation:
    unverified: Unverified | None = None
    try:
        # The moment of the judgement, not of the question: a stamp is as old as the answer.
        answer = hear(status, content_type, body, policy=policy, now=datetime.now(UTC))
    except Unverified as wrong:
        unverified = wrong
    if unverified is not None:
        raise NotBelieved(unverified.findings)
    asked, told = message.attributes, answer.attributes
    if (told.id, told.product) != (asked.id, asked.product):
        raise NotTheContract("IdPeticion or CodigoProducto of another request")
    if isinstance(answer, Confirmation) != deferred:
        raise NotTheContract("a confirmation" if not deferred else "no confirmation")
    if isinstance(message, Request) and isinstance(answer, Response):
        if answer.attributes.state.code is not StateCode.FINISHED:
            raise NotTheContract("not finished, and nothing to collect")
        _same_items(message, answer)
    return answer


def _same_items(request: Request, response: Response) -> None:
    """An answer about another question is another person's: the ids of the items are ours, and come back."""
    ours = [item.transmission.request_id for item in request.items]
    if sorted(item.transmission.request_id for item in response.items) != sorted(ours):
        raise NotTheContract("IdSolicitud of another request")


def _failure(fault: Fault, sent: bool) -> NotSent | NotHeard:
    return NotHeard(fault) if sent else NotSent(fault)


def _lost(failed: one_call.CallFailed) -> NotSent | NotHeard:
    match failed:
        case one_call.TooLate():
            fault = Fault.DEADLINE
        case one_call.TooLong():
            fault = Fault.TOO_LARGE
        case one_call.Unreadable():
            fault = Fault.TRUNCATED
        case one_call.NoTls():
            fault = Fault.TLS
        case _:
            fault = Fault.UNREACHABLE
    return _failure(fault, failed.sent)


class _TooLarge(Exception):
    """More than is read."""


@dataclass(slots=True)
class _Sent:
    """Whether a byte may have left."""

    any: bool = False


async def _post(letter: _Letter, sent: _Sent) -> tuple[int, str, bytes]:
    trace = aiohttp.TraceConfig()

    async def leaving(*_: object) -> None:
        sent.any = True

    trace.on_request_headers_sent.append(leaving)
    scheme = "https" if letter.far.tls else "http"
    host = f"[{letter.far.host}]" if ":" in letter.far.host else letter.far.host
    # A connection of its own: of one that was kept and found closed nobody could say whether the message had arrived.
    connector = aiohttp.TCPConnector(limit=1, force_close=True, ssl=letter.far.tls or True)
    async with (
        aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),  # the caller's is around everything
            auto_decompress=False,
            trust_env=False,
            trace_configs=[trace],
        ) as session,
        session.post(
            f"{scheme}://{host}:{letter.far.port}{letter.far.base_path}{letter.target}",
            data=letter.body,
            headers=_headers(letter),
            allow_redirects=False,
        ) as response,
    ):
        if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
            raise aiohttp.ClientPayloadError
        body = bytearray()
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > MAX_BYTES:
                raise _TooLarge
        return response.status, response.headers.get("Content-Type", ""), bytes(body)


def _headers(letter: _Letter) -> Mapping[str, str]:
    return {
        "Content-Type": letter.content_type,
        "SOAPAction": _ACTION,
        "Accept": "text/xml, multipart/related",
        "Accept-Encoding": "identity",
        "User-Agent": "my-space",
    }


def _of(wrong: Exception, sent: bool) -> NotSent | NotHeard:
    if isinstance(wrong, aiohttp.ClientSSLError):
        return NotSent(Fault.TLS)
    cause = wrong.__cause__
    if isinstance(cause, ssl.SSLError) and "ALERT" in (cause.reason or ""):
        return NotSent(Fault.TLS)  # it refuses our certificate after the handshake, having read nothing
    if isinstance(wrong, aiohttp.ClientPayloadError | aiohttp.ClientResponseError):
        return _failure(Fault.TRUNCATED, sent)
    return _failure(Fault.UNREACHABLE, sent and not isinstance(wrong, aiohttp.ClientConnectorError))
