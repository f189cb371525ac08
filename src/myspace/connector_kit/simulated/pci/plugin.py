"""The seam between the simulated PCI and the file that plays one product. Knows neither HTTP nor the envelope.

A plug-in is a function, named where the simulator is started (docs/howto/add-a-product.md):

    python -m myspace.connector_kit.simulated.pci --product myspace.connectors.enotum.simulator:product

    product(setting) ── Product        called once, when the simulator starts
    answer(asked)    ── Said           for every item of every request, in the order in which they came
                     ├─ SoapFault      (a) the message is not taken: a SOAP fault
                     └─ Refused        (b) the platform refuses: Atributos/Estado 0502
                     (c) the product's own refusal is no exception: it is an element that the product writes in `specific`

The platform takes off the envelope, the signature and PCI's extensions, and puts them on again. State is the plug-in's: it
is one process with one thread, so what a call through PCI changes, a call through `routes` sees at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web
from cryptography import x509
from lxml import etree

_MADRID = ZoneInfo("Europe/Madrid")
T = TypeVar("T")


class Cluster(StrEnum):
    """Which of the platform's three addresses a product answers at; at another it is not found."""

    IOP = "iop"  # interchange of data: Via Oberta
    APP = "app"  # the AOC's applications
    NT = "nt"  # notifications


@dataclass(frozen=True, slots=True)
class Setting:
    """What a plug-in is told when it is made. `given` are the `--given NAME=VALUE` of the command line: the address of
    the simulated VALId is `given["valid"]` when there is one. `together` is what its products keep in common."""

    day: date | None = None  # when the stories are told: fixed, or whatever day it is
    given: Mapping[str, str] = field(default_factory=dict)
    together: dict[type, Any] = field(default_factory=dict)

    def shared(self, kind: type[T]) -> T:
        """The one of its kind for all the products of a platform, made by whoever asks first."""
        found: T = self.together.setdefault(kind, kind())
        return found

    @property
    def today(self) -> date:
        return self.day or datetime.now(_MADRID).date()

    @property
    def now(self) -> datetime:
        """The moment, in UTC: on the fixed day where there is one."""
        now = datetime.now(UTC)
        return now if self.day is None else datetime.combine(self.day, now.time(), UTC)


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """One item of a request, as the platform read it. Texts are as they were written, "" where nothing was."""

    product: str  # CodigoProducto
    modality: str  # CodigoCertificado of the item's Transmision
    request_id: str  # IdPeticion
    item_id: str  # IdSolicitud
    specific: etree._Element | None  # the product's own root in DatosEspecificos, as a document of its own
    deferred: bool = False
    requester: str = ""  # IdentificadorSolicitante, the INE10 of who asks
    purpose: str = ""  # Finalidad or Procedimiento
    consent: str = ""
    holder: tuple[str, str] = ("", "")  # TipoDocumentacion and Documentacion
    official: tuple[str, str] = ("", "")  # name and NIF of the Funcionario
    files: Mapping[str, bytes] = field(default_factory=dict)  # Fichero/Id → content, from beside or from inside
    wants_printable: bool = False  # PCI's extensions, when the item asked for them
    wants_evidence: bool = False
    certificate: x509.Certificate | None = None  # who signed, else who is at the other end of the mutual TLS
    holder_name: str = ""  # NombreCompleto


@dataclass(frozen=True, slots=True)
class Attached:
    """A Fichero of an answer. It goes beside the envelope when the question had something beside, else in base64."""

    id: str
    name: str
    octets: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Said:
    """What the product answers: its element or elements, which the platform puts in DatosEspecificos."""

    specific: tuple[etree._Element, ...]
    files: tuple[Attached, ...] = ()
    printable: bytes = field(default=b"", repr=False)  # sent only to who asked for it
    evidence: bytes = field(default=b"", repr=False)


class SoapFault(Exception):
    """Layer (a). `code` is SOAP's: Client or Server. `words` go on the wire as they are."""

    def __init__(self, words: str, code: str = "Server") -> None:
        super().__init__(code)
        self.code, self.words = code, words


class Refused(Exception):
    """Layer (b): the whole answer is Atributos/Estado with this code. `words` are its LiteralError."""

    def __init__(self, words: str, code: str = "0502", secondary: str = "") -> None:
        super().__init__(code)
        self.code, self.words, self.secondary = code, words, secondary


class UnknownWish(ValueError):
    """A plug-in was asked to behave in a way that it does not know; the text says which it does."""


def _no_wishes(wishes: Mapping[str, Any]) -> None:
    if wishes:
        raise UnknownWish("this product understands no wishes of its own")


def _nothing() -> None:
    """A product without state has nothing to go back to."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the platform sees it.

    `calls` is the plug-in's to count, by its own operations ("Practicar"): GET /_control/calls tells it, and that is how a
    proof knows that nobody acted. `wish` takes what POST /_control/<CODE> says and the platform does not know; it raises
    UnknownWish and then changes nothing. `reset` goes back to how it was at the start. `routes` are the product's other
    doors on the same socket (a REST interface, a download): `client_certificate` says who is at the other end.
    """

    code: str  # CodigoProducto
    cluster: Cluster
    answer: Callable[[Asked], Awaitable[Said]]
    modalities: frozenset[str]  # CodigoCertificado; any other is refused by the platform
    wish: Callable[[Mapping[str, Any]], None] = _no_wishes
    reset: Callable[[], None] = _nothing
    routes: tuple[web.RouteDef, ...] = ()
    calls: Counter[str] = field(default_factory=Counter)


def client_certificate(request: web.Request) -> x509.Certificate | None:
    """Who came over mutual TLS; None without it. That the certificate is one the simulator trusts is checked already."""
    tls = request.get_extra_info("ssl_object")
    octets = tls.getpeercert(binary_form=True) if tls is not None else None
    return x509.load_der_x509_certificate(octets) if octets else None


PlugIn = Callable[[Setting], Product]
# Another far side of the make-believe country that listens on this socket and speaks nothing of PCI: one process less to start.
Doors = Callable[[Setting], Sequence[web.RouteDef]]
