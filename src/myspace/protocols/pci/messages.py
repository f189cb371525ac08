"""The four messages as values, in English. Knows what the contract has; refuses to know how it is spelt on the wire.

    Request      Peticion               what is asked, of whom, for which purpose, by which official
    Response     Respuesta              the answers, one for each item asked
    Confirmation ConfirmacionPeticion   a deferred request was taken, and in how many hours it may be ready
    Collection   SolicitudRespuesta     asks for what was deferred

What is inside an item belongs to its product and is kept as XML, each piece a document of its own (`specific`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class StateCode(StrEnum):
    PENDING = "0001"
    PROCESSING = "0002"
    FINISHED = "0003"
    ERROR = "0502"
    NONE = ""  # a request's, and what some samples leave empty
    OTHER = "other"


class Consent(StrEnum):
    """Why the body may ask. NO_OBJECTION is in the newer request schema only (Q-PC-4)."""

    GIVEN = "Si"
    LAW = "Ley"
    NO_OBJECTION = "NoOpo"


class DocumentKind(StrEnum):
    CIF = "CIF"
    NIF = "NIF"
    DNI = "DNI"  # the same kind of number as NIF (Q-PC-11)
    PASSPORT = "Pasaporte"
    NIE = "NIE"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment as it was said. `at` is None for an empty stamp and for a form that nobody documented (Q-PC-2)."""

    said: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Day:
    said: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class State:
    code: StateCode = StateCode.NONE
    said: str = field(default="", repr=False)
    secondary: str = field(default="", repr=False)
    literal: str = field(default="", repr=False)
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class StatedPurpose:
    """Finalidad or Procedimiento (the SIA code). The prose asks for both, the schema for one of them (Q-PC-1)."""

    finality: str = ""
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class Requester:
    """The body that asks: its INE10 and name, and for what."""

    ine10: str
    name: str
    purpose: StatedPurpose


@dataclass(frozen=True, slots=True)
class Issuer:
    nif: str
    name: str


@dataclass(frozen=True, slots=True, repr=False)
class Official:
    """Who asks in the body's name. Via Oberta refuses a request without a real one."""

    name: str = ""
    nif: str = ""
    mail: str = ""
    organism: str = ""
    certificate: bytes = b""


@dataclass(frozen=True, slots=True)
class Attributes:
    id: str
    modality: str  # CodigoCertificado
    product: str
    count: int = 1
    stamp: Stamp = Stamp()
    state: State = State()
    requester: Requester | None = None
    issuer: Issuer | None = None
    original: tuple[str, str] | None = None  # IdSolicitanteOriginal and its name
    official: Official | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Holder:
    """Whom it is about."""

    kind: DocumentKind | None
    document: str
    full_name: str = ""
    name: str = ""
    surname1: str = ""
    surname2: str = ""


@dataclass(frozen=True, slots=True)
class Transmission:
    modality: str
    request_id: str
    id: str = ""
    generated: Day = Day()


class Place(StrEnum):
    """Where a file's content is."""

    PATH = "RutaFichero"
    URL = "URLDescarga"
    CONTENT = "Contenido"
    FILE_ID = "UUIDFichero"
    DOCUMENT_ID = "UUIDDocumento"


@dataclass(frozen=True, slots=True)
class File:
    """`where` is the address or id; the content itself is in `octets` when `place` is CONTENT."""

    id: str
    place: Place
    name: str = ""
    where: str = field(default="", repr=False)
    octets: bytes = field(default=b"", repr=False)
    digest: bytes = field(default=b"", repr=False)
    signature: bytes = field(default=b"", repr=False)
    way: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question, or one answer. `specific` is the product's XML, also PCI's extensions when there are some."""

    issuer: Issuer | None
    requester: Requester
    consent: Consent | None
    transmission: Transmission
    official: Official | None = None
    holder: Holder | None = None
    files: tuple[File, ...] = ()
    specific: tuple[bytes, ...] = field(default=(), repr=False)
    specific_text: str = field(default="", repr=False)  # some put words where elements belong


@dataclass(frozen=True, slots=True)
class Request:
    attributes: Attributes
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Response:
    """Without items when it says only that it is not ready yet."""

    attributes: Attributes
    items: tuple[Item, ...]

    @property
    def modalities_differ(self) -> bool:
        """CodigoCertificado stands twice; what it means when they differ is not written (Q-PC-12)."""
        return any(item.transmission.modality != self.attributes.modality for item in self.items)


@dataclass(frozen=True, slots=True)
class Confirmation:
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Collection:
    attributes: Attributes


Message = Request | Response | Confirmation | Collection
