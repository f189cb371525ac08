"""The HCC contract as tables a reader can lay beside the published document (contract §3).

Knows operations, parameters, objects, fields and what each may hold. Refuses to know what the folder forgives:
this reading shares no line with the connector's own, so that one mistake is never made twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Kind(Enum):
    """What a field may hold. The contract writes everything as JSON strings unless said otherwise."""

    TEXT = auto()
    IDENTITY = auto()  # an opaque id of the body
    CODE = auto()  # one of `values`, letter by letter
    DATE = auto()  # 2026-03-31
    DATE_TIME = auto()  # 2026-03-31T09:30:00, zone allowed; a bare date is a warning
    DATE_OR_TIME = auto()  # the document shows both
    URL = auto()
    INE10 = auto()
    DIR3 = auto()
    AMOUNT = auto()  # "8385.84"
    YEAR = auto()
    SIZE = auto()  # kilobytes, digits only
    MIME = auto()
    UUID = auto()
    BOOLEAN = auto()  # JSON true or false
    BOOLEAN_LOOSE = auto()  # the published sample quotes it: a warning, not a refusal (Q-HCC-3)
    COORDINATES = auto()
    IDENTITIES = auto()  # array of ids
    OBJECTS = auto()  # array of `holds`


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: Kind
    must: bool = False
    values: tuple[str, ...] = ()
    holds: str = ""


@dataclass(frozen=True, slots=True)
class Object:
    """One kind of thing in an answer. `one_of`: at least one of these fields must be there."""

    name: str
    identity: str
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    old_names: tuple[tuple[str, str], ...] = ()  # (old or misspelt name, today's name or "" when it is gone)

    def field(self, name: str) -> Field | None:
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class Operation:
    """One query. `day_fields`: the document does not say which date the window is about; each is a reading."""

    name: str
    array: str
    holds: str
    must: tuple[str, ...]
    may: tuple[str, ...]
    day_fields: tuple[str, ...]
    wrong_arrays: tuple[str, ...] = ()


PERSON_KINDS = ("INTERESSAT", "REPRESENTANT")
DOCUMENT_KINDS = ("NIF", "NIE", "PASSAPORT")
RESULT_CODES = ("200", "404", "500")

_WHO = ("documentIdentificatiu", "tipusDocumentIdentificatiu")
_WHERE_AND_WHEN = ("codiINE10", "codiDIR3Organisme", "dataInici", "dataFi")

OPERATIONS: tuple[Operation, ...] = (
    Operation("consultaActuacions", "actuacions", "Actuacio", _WHO,
              ("tipusPersona", *_WHERE_AND_WHEN, "tipusActuacio", "fue"), ("dataActuacio", "dataRegistre")),
    Operation("consultaExpedients", "expedients", "Expedient", _WHO,
              ("tipusPersona", *_WHERE_AND_WHEN, "estat", "fue"),
              ("dataIniciExpedient", "dataActuacio", "dataFinalitzacioExpedient")),
    # Q-HCC-16: neither of these two knows tipusPersona.
    Operation("consultaCitesPrevies", "citesprevies", "Cita", _WHO, _WHERE_AND_WHEN, ("dataCita", "dataActuacio"),
              ("actuacions", "citesPrevies", "cites", "cites_previes")),
    Operation("consultaTributs", "tributs", "Tribut", _WHO, _WHERE_AND_WHEN, ("dataTribut",)),
)  # fmt: skip


def _text(*names: str) -> tuple[Field, ...]:
    return tuple(Field(n, Kind.TEXT) for n in names)


_BODY = Field("codiINE10", Kind.INE10, must=True)
_UNIT = Field("codiDIR3Organisme", Kind.DIR3)
_PERSON = Field("tipusPersona", Kind.CODE, must=True, values=PERSON_KINDS)
_ACTS = Field("actuacioCiutada", Kind.CODE, values=("SI", "NO", "NO_APLICA"))
_ATTACHED = Field("adjunts", Kind.OBJECTS, holds="Adjunt")
_BUTTONS = Field("accions", Kind.OBJECTS, holds="Accio")

ACTUACIO = Object("Actuacio", "idActuacio", (
    Field("idActuacio", Kind.IDENTITY, must=True),
    _PERSON,
    _BODY,
    Field("tipusActuacio", Kind.CODE, must=True, values=("ENTRADA", "SORTIDA")),
    Field("dataActuacio", Kind.DATE_TIME, must=True),
    Field("assumpteActuacio", Kind.TEXT, must=True),
    Field("urlActuacio", Kind.URL, must=True),
    _UNIT,
    Field("numeroRegistre", Kind.IDENTITY),
    Field("dataRegistre", Kind.DATE_OR_TIME),
    Field("viaPresentacio", Kind.TEXT),
    Field("canalPreferentNotificacio", Kind.CODE,
          values=("DIRECCIO_POSTAL", "COMPAREIXENCA_ELECTRONICA", "DIRECCIO_ELECTRONICA_HABILITADA")),
    Field("observacionsActuacio", Kind.TEXT),
    Field("idExpedient", Kind.IDENTITY),
    Field("idExpedients", Kind.IDENTITIES),
    Field("urlExpedient", Kind.URL),
    *_text("procediment", "referenciaExterna"),
    Field("fue", Kind.BOOLEAN_LOOSE),
    Field("estatNotificacio", Kind.CODE, values=("DIPOSITADA", "ACCEPTADA", "REBUTJADA")),
    _ATTACHED,
), old_names=(("documentIdentificador", ""), ("adjuntsDTO", "adjunts"), ("interesatsRepresentants", "")))  # fmt: skip

EXPEDIENT = Object("Expedient", "idExpedient", (
    Field("idExpedient", Kind.IDENTITY, must=True),
    _PERSON,
    _BODY,
    Field("procediment", Kind.TEXT, must=True),
    Field("dataIniciExpedient", Kind.DATE_TIME, must=True),
    Field("assumpteExpedient", Kind.TEXT, must=True),
    Field("urlExpedient", Kind.URL, must=True),
    Field("estatExpedient", Kind.CODE, must=True, values=("OBERT", "TANCAT")),
    _UNIT,
    Field("familia", Kind.TEXT),
    Field("dataPrevistaResolucio", Kind.DATE_OR_TIME),
    Field("dataFinalitzacioExpedient", Kind.DATE_OR_TIME),
    Field("codiFase", Kind.IDENTITY),
    *_text("descripcioFase", "observacionsExpedient"),
    Field("idActuacio", Kind.IDENTITY),
    Field("idActuacions", Kind.IDENTITIES),
    Field("dataActuacio", Kind.DATE_OR_TIME),
    Field("numeroRegistre", Kind.IDENTITY),
    _ACTS,
    Field("fue", Kind.BOOLEAN_LOOSE),
), old_names=(
    ("descripcioFaseExpedient", "descripcioFase"),  # Q-HCC-1
    ("dataPrevistaResolucioExpedient", "dataPrevistaResolucio"),  # Q-HCC-12, as the next two
    ("fasesExpedient", "descripcioFase"),
    ("interesatsRepresentants", ""),
    ("documentIdentificador", ""),
))  # fmt: skip

CITA = Object("Cita", "idCita", (
    Field("idCita", Kind.IDENTITY, must=True),
    Field("assumpteCita", Kind.TEXT, must=True),
    _BODY,
    Field("dataActuacio", Kind.DATE_OR_TIME, must=True),
    Field("dataCita", Kind.DATE_TIME, must=True),
    Field("urlCita", Kind.URL, must=True),
    Field("codiDIR3Organisme", Kind.DIR3),
    Field("urlEdicio", Kind.URL),
    Field("urlCancellacio", Kind.URL),
    *_text("puntAtencio", "adrecaAtencio", "telefonAtencio"),
    Field("coordenadesGPS", Kind.COORDINATES),
    Field("contacteAtencio", Kind.TEXT),
    Field("URLCoordenadesGPSGoogleMaps", Kind.URL),
    Field("URLcoordenadesGPSCustom", Kind.URL),
    *_text("nomInteressat", "nomRepresentant", "nomOficinaRegistre", "procediment"),
    Field("dataAlerta", Kind.DATE_OR_TIME),
    Field("dataRegistre", Kind.DATE_OR_TIME),
    Field("viaPresentacio", Kind.TEXT),  # Q-HCC-14: the document describes it as a date
    _ACTS,
))  # fmt: skip

TRIBUT = Object("Tribut", "idTribut", (
    Field("idTribut", Kind.IDENTITY, must=True),
    Field("exercici", Kind.YEAR, must=True),
    Field("dataTribut", Kind.DATE, must=True),
    Field("codiINE10", Kind.INE10),
    _UNIT,
    Field("descripcioTribut", Kind.TEXT, must=True),
    Field("descripcioObjecteTributari", Kind.TEXT),
    Field("importTotal", Kind.AMOUNT),
    Field("observacions", Kind.TEXT),
    Field("idExpedient", Kind.IDENTITY),
    Field("fue", Kind.BOOLEAN),
    Field("estatDomiciliacio", Kind.CODE, values=("DOMICILIAT", "NO_DOMICILIAT", "NO_DOMICILIABLE")),
    Field("idGrupTribut", Kind.IDENTITY),
    Field("tipusGrupTribut", Kind.CODE,
          values=("REFERENCIA_CADASTRAL", "MATRICULA", "IAE", "EXPEDIENT_SANCIONADOR", "ALTRES")),
    Field("multa", Kind.BOOLEAN),
    Field("deutes", Kind.OBJECTS, holds="Deute"),
    _BUTTONS,
    _ATTACHED,
), one_of=("codiINE10", "codiDIR3Organisme"), old_names=(("adjuntsDTO", "adjunts"),))  # fmt: skip

DEUTE = Object("Deute", "idDeute", (
    Field("idDeute", Kind.IDENTITY, must=True),
    Field("situacio", Kind.CODE, must=True, values=("PENDENT", "PAGAT", "BAIXA")),
    Field("dataIniciPagament", Kind.DATE, must=True),
    Field("dataFiPagament", Kind.DATE, must=True),
    Field("importDeute", Kind.AMOUNT, must=True),
    Field("descripcio", Kind.TEXT, must=True),
    Field("periode", Kind.CODE, values=("EXECUTIVA", "VOLUNTARIA")),
    Field("alerta", Kind.TEXT),
    Field("modalitatPagamentDeute", Kind.CODE, values=("CARTA_DE_PAGAMENT", "DOMICILIAT", "PLA_PERSONALITZAT")),
    Field("importPendent", Kind.AMOUNT),
    Field("domiciliat", Kind.BOOLEAN),
    _BUTTONS,
    _ATTACHED,
), old_names=(("adjuntsDTO", "adjunts"),))  # fmt: skip  # Q-HCC-6

ACCIO = Object("Accio", "", (
    Field("url", Kind.URL, must=True),
    Field("descripcio", Kind.TEXT, must=True),
    Field("tipus", Kind.CODE, values=("DEUTE", "TRIBUT", "ORGANISME", "IDENTIFICADOR")),
))  # fmt: skip

ADJUNT = Object("Adjunt", "idAdjunt", (
    Field("idAdjunt", Kind.IDENTITY),
    Field("uuidDesal", Kind.UUID),
    Field("url", Kind.URL),
    *_text("nom", "descripcio"),
    Field("tipus", Kind.MIME),
    Field("csv", Kind.IDENTITY),
    Field("urlCsv", Kind.URL),
    Field("mida", Kind.SIZE),
    Field("dataCreacio", Kind.DATE_OR_TIME),
))  # fmt: skip

OBJECTS: dict[str, Object] = {o.name: o for o in (ACTUACIO, EXPEDIENT, CITA, TRIBUT, DEUTE, ACCIO, ADJUNT)}

# Values that old documents and samples print (Q-HCC-4, 12, 15): safe to repeat in a report, never accepted.
VALUES_SEEN_IN_OLD_PAPERS = frozenset(
    [
        "PAGAMENT",
        "FINALITZAT",
        "EXECUTIVA",
        "VOLUNTARIA",
        "VOLUNTÀRIA",
        "CADUCADA",
        "EXPIRADA",
        "Obert",
        "Tancat",
        "Finalitzat",
        "finalitzat",
        "Entrada",
        "Sortida",
        "Interessat",
        "Representant",
        "Si",
        "No",
        "Direccio_postal",
        "Compareixenca_electronica",
        "Direccio_electronica_habilitada",
        "executiva",
        "voluntària",
        "voluntaria",
    ]
) | {"No aplica"}


def operation(name: str) -> Operation:
    return next(o for o in OPERATIONS if o.name == name)
