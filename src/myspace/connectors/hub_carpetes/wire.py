"""HCC on the wire: queries out, bytes in, messages in the supplier's own words. No socket, no Django, no meaning.

What an answer is, by HTTP status, `codiResultat` and array (contract HCC 1.0; Q-HCC-9, 11, 12):

    HTTP            codiResultat            array          is
    200             200                     [..items]      Heard
    200             200                     []             Heard, empty: nothing (spreadsheet: "empty = none found")
    200             200                     absent, null   garbled  not_the_contract
    200             404                     absent, [], null   Heard, empty: nothing
    200             any but 200             [..items]      garbled  not_the_contract (it says both things)
    200             200 404                 empty or absent, with items under another operation's name, or under this
                                            one's in other capitals: garbled  not_the_contract (an error empties nothing)
    200             301 302                 -              down     redirected
    200             400                     -              refused  bad_request
    200             401 403                 -              refused  not_authorised
    200             500 504 509             -              down     server_error
    200             anything else           -              garbled  unknown_result
    200             absent, not a text      -              garbled  not_the_contract
    200             no JSON, HTML           -              garbled  not_json (truncated, not_text, …)
    404             404                     absent, [], null   Heard, empty: both say the same
    404             anything else, HTML     -              down     http_not_found
    401 403         whatever                -              refused  not_authorised
    408 429 5xx     whatever                -              down     server_error
    other 4xx       whatever                -              refused  bad_request
    3xx             whatever                -              down     redirected
    other           whatever                -              garbled  not_the_contract

Outside 200 and 404 the HTTP status is believed and the body is not read: a body that says "200" inside an HTTP 500
contradicts itself, and an error must never empty or fill a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec

from myspace.connector_kit.json_text import Doubled, Unreadable, doubled_key, read_json
from myspace.vocabulary.activity import Topic
from myspace.vocabulary.answers import Down, Fault, Garbled, Refused, Unknown

OPERATIONS = {
    Topic.ENTRIES: "consultaActuacions",
    Topic.CASES: "consultaExpedients",
    Topic.APPOINTMENTS: "consultaCitesPrevies",
    Topic.TAXES: "consultaTributs",
}
# The table of the contract names the array of appointments `actuacions`, its sample `citesprevies` (Q-HCC-9).
ARRAYS = {
    Topic.ENTRIES: ("actuacions",),
    Topic.CASES: ("expedients",),
    Topic.APPOINTMENTS: ("citesprevies", "citesPrevies", "actuacions"),
    Topic.TAXES: ("tributs",),
}
_ANY_ARRAY = frozenset(name.lower() for names in ARRAYS.values() for name in names)
WITH_TIPUS_PERSONA = frozenset({Topic.ENTRIES, Topic.CASES})  # Q-HCC-16

Text = str | None
Flag = str | bool | None  # `"false"` and `false` are both printed (Q-HCC-3)
Texts = tuple[str, ...] | str | None


class Adjunt(msgspec.Struct, frozen=True):
    idAdjunt: Text = None
    uuidDesal: Text = None
    url: Text = None
    nom: Text = None
    descripcio: Text = None
    tipus: Text = None
    csv: Text = None
    urlCsv: Text = None
    mida: Text = None
    dataCreacio: Text = None


class Accio(msgspec.Struct, frozen=True):
    url: Text = None
    descripcio: Text = None
    tipus: Text = None


class Actuacio(msgspec.Struct, frozen=True):
    idActuacio: Text = None
    tipusPersona: Text = None
    codiINE10: Text = None
    codiDIR3Organisme: Text = None
    tipusActuacio: Text = None
    dataActuacio: Text = None
    assumpteActuacio: Text = None
    urlActuacio: Text = None
    numeroRegistre: Text = None
    dataRegistre: Text = None
    viaPresentacio: Text = None
    canalPreferentNotificacio: Text = None
    observacionsActuacio: Text = None
    idExpedient: Text = None
    idExpedients: Texts = None
    urlExpedient: Text = None
    procediment: Text = None
    referenciaExterna: Text = None
    fue: Flag = None
    estatNotificacio: Text = None
    adjunts: tuple[Adjunt, ...] | None = None


class Expedient(msgspec.Struct, frozen=True):
    idExpedient: Text = None
    tipusPersona: Text = None
    codiINE10: Text = None
    codiDIR3Organisme: Text = None
    procediment: Text = None
    dataIniciExpedient: Text = None
    assumpteExpedient: Text = None
    urlExpedient: Text = None
    estatExpedient: Text = None
    familia: Text = None
    dataPrevistaResolucio: Text = None
    dataPrevistaResolucioExpedient: Text = None  # spreadsheet model (Q-HCC-12)
    dataFinalitzacioExpedient: Text = None
    codiFase: Text = None
    descripcioFase: Text = None
    descripcioFaseExpedient: Text = None  # the example's spelling (Q-HCC-1)
    fasesExpedient: Any = None  # spreadsheet model: a list whose shape nobody wrote down
    observacionsExpedient: Text = None
    idActuacio: Text = None
    idActuacions: Texts = None
    dataActuacio: Text = None
    numeroRegistre: Text = None
    actuacioCiutada: Text = None
    fue: Flag = None


class Cita(msgspec.Struct, frozen=True):
    idCita: Text = None
    assumpteCita: Text = None
    codiINE10: Text = None
    codiDIR3Organisme: Text = None
    dataActuacio: Text = None
    dataCita: Text = None
    urlCita: Text = None
    urlEdicio: Text = None
    urlCancellacio: Text = None
    puntAtencio: Text = None
    adrecaAtencio: Text = None
    telefonAtencio: Text = None
    coordenadesGPS: Text = None
    contacteAtencio: Text = None
    URLCoordenadesGPSGoogleMaps: Text = None
    URLcoordenadesGPSCustom: Text = None
    nomInteressat: Text = None
    nomRepresentant: Text = None
    nomOficinaRegistre: Text = None
    procediment: Text = None
    dataAlerta: Text = None
    dataRegistre: Text = None
    viaPresentacio: Text = None
    actuacioCiutada: Text = None


class Deute(msgspec.Struct, frozen=True):
    idDeute: Text = None
    situacio: Text = None
    dataIniciPagament: Text = None
    dataFiPagament: Text = None
    importDeute: Text = None
    descripcio: Text = None
    periode: Text = None
    alerta: Text = None
    modalitatPagamentDeute: Text = None
    importPendent: Text = None
    domiciliat: Flag = None
    accions: tuple[Accio, ...] | None = None
    adjunts: tuple[Adjunt, ...] | None = None
    adjuntsDTO: tuple[Adjunt, ...] | None = None  # the last sample's spelling (Q-HCC-6)


class Tribut(msgspec.Struct, frozen=True):
    idTribut: Text = None
    exercici: Text = None
    dataTribut: Text = None
    codiINE10: Text = None
    codiDIR3Organisme: Text = None
    descripcioTribut: Text = None
    descripcioObjecteTributari: Text = None
    importTotal: Text = None
    observacions: Text = None
    idExpedient: Text = None
    fue: Flag = None
    estatDomiciliacio: Text = None
    idGrupTribut: Text = None
    tipusGrupTribut: Text = None
    multa: Flag = None
    deutes: tuple[Deute, ...] | None = None
    accions: tuple[Accio, ...] | None = None
    adjunts: tuple[Adjunt, ...] | None = None
    adjuntsDTO: tuple[Adjunt, ...] | None = None


Message = TypeVar("Message", Actuacio, Expedient, Cita, Tribut)


@dataclass(frozen=True, slots=True)
class Query:
    """The parameters of an operation by their own names; None is left out. Dates are days."""

    documentIdentificatiu: str
    tipusDocumentIdentificatiu: str
    tipusPersona: str | None = None
    codiINE10: str | None = None
    codiDIR3Organisme: str | None = None
    dataInici: date | None = None
    dataFi: date | None = None
    tipusActuacio: str | None = None
    estat: str | None = None
    fue: bool | None = None  # absent asks for both (Q-HCC-18)

    def __repr__(self) -> str:
        return "Query(···)"


_ONLY_FOR = {
    "tipusPersona": WITH_TIPUS_PERSONA,
    "tipusActuacio": frozenset({Topic.ENTRIES}),
    "estat": frozenset({Topic.CASES}),
    "fue": WITH_TIPUS_PERSONA,
}


def parameters(topic: Topic, query: Query) -> dict[str, str]:
    """The query string's pairs. Raises ValueError when the operation has no such parameter."""
    said: dict[str, str] = {}
    for name in query.__slots__:
        value = getattr(query, name)
        if value is None:
            continue
        if topic not in _ONLY_FOR.get(name, (topic,)):
            raise ValueError(f"{OPERATIONS[topic]} has no parameter {name}")
        said[name] = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return said


@dataclass(frozen=True, slots=True)
class Heard:
    """A known answer: its items as JSON objects, perhaps none, and the document it says it is about, if it says."""

    items: tuple[Any, ...]
    about: tuple[str, ...] = ()


_FAULTS: dict[str, Unknown] = {
    "301": Down(Fault.REDIRECTED),
    "302": Down(Fault.REDIRECTED),
    "400": Refused(Fault.BAD_REQUEST),
    "401": Refused(Fault.NOT_AUTHORISED),
    "403": Refused(Fault.NOT_AUTHORISED),
    "500": Down(Fault.SERVER_ERROR),
    "504": Down(Fault.SERVER_ERROR),
    "509": Down(Fault.SERVER_ERROR),
}


def read(topic: Topic, status: int, body: bytes) -> Heard | Unknown:
    """What one HTTP answer says, by the table at the head of this module. Never raises for what a source sent."""
    if status == 200:
        return _envelope(topic, body)
    if status == 404:
        heard = _envelope(topic, body)
        agrees = isinstance(heard, Heard) and not heard.items and _says_not_found(body)
        return heard if agrees else Down(Fault.HTTP_NOT_FOUND)
    if status in (401, 403):
        return Refused(Fault.NOT_AUTHORISED)
    if status in (408, 429) or status >= 500:
        return Down(Fault.SERVER_ERROR)
    if 400 <= status < 500:
        return Refused(Fault.BAD_REQUEST)
    return Down(Fault.REDIRECTED) if 300 <= status < 400 else Garbled(Fault.NOT_THE_CONTRACT)


def _says_not_found(body: bytes) -> bool:
    return _code(read_json(body)) == "404"


def _envelope(topic: Topic, body: bytes) -> Heard | Unknown:
    try:
        said = read_json(body)
    except Unreadable as wrong:
        return Garbled(wrong.fault)
    if not isinstance(said, dict) or isinstance(said, Doubled):
        return Garbled(Fault.NOT_THE_CONTRACT)
    code = _code(said)
    if code is None:
        return Garbled(Fault.NOT_THE_CONTRACT)
    arrays = [said[name] for name in ARRAYS[topic] if said.get(name) is not None]
    if any(not isinstance(one, list) for one in arrays) or sum(1 for one in arrays if one) > 1:
        return Garbled(Fault.NOT_THE_CONTRACT)
    items = tuple(item for one in arrays for item in one)
    if (code == "200" and not arrays) or (code != "200" and items):
        return Garbled(Fault.NOT_THE_CONTRACT)
    if not items and any(one and isinstance(one, list) and name.lower() in _ANY_ARRAY for name, one in said.items()):
        return Garbled(Fault.NOT_THE_CONTRACT)
    if code in ("200", "404"):
        return Heard(items, documents_in(said))
    return _FAULTS.get(code, Garbled(Fault.UNKNOWN_RESULT))


def _code(said: Any) -> str | None:
    """`codiResultat` as text: printed as a string, sent as a number by some (Q-HCC-12)."""
    code = said.get("codiResultat") if isinstance(said, dict) else None
    return (code.strip() or None) if isinstance(code, str) else None


_NAMES = frozenset(
    n for kind in (Adjunt, Accio, Actuacio, Expedient, Cita, Deute, Tribut) for n in kind.__struct_fields__
)


class NotTheMessage(Exception):
    """An item that is not an object of the documented shape; `field` is its path in the supplier's words.

    A name that is not the contract's is not repeated: it is whatever the source wrote, perhaps somebody's number or an
    escape for the terminal of who reads the list of what was put aside.
    """

    def __init__(self, field: str) -> None:
        super().__init__("not the documented shape")
        self.field = field if all(part.partition("[")[0] in _NAMES for part in field.split(".")) else ""


_PATH = re.compile(r"at `\$\.?(.*?)`$")


def message(item: Any, kind: type[Message]) -> Message:
    """One item as its message. Numbers where text is expected are their digits. Raises NotTheMessage."""
    if not isinstance(item, dict):
        raise NotTheMessage("")
    twice = doubled_key(item)
    if twice is not None:
        raise NotTheMessage(twice)
    try:
        return msgspec.convert(item, kind)
    except msgspec.ValidationError as wrong:
        path = _PATH.search(str(wrong))
        raise NotTheMessage(path[1] if path else "") from None
    except UnicodeEncodeError:  # a key that is half a surrogate pair
        raise NotTheMessage("") from None


def documents_of(said: dict[str, Any], *roles: str) -> tuple[str, ...]:
    """The identity documents an object carries for these roles (`Interessat`, `Representant`; "" for the person).

    `documentIdentificador` is the name before the present draft (Q-HCC-15).
    """
    found = (said.get(f"{name}{role}") for role in roles for name in ("documentIdentificatiu", "documentIdentificador"))
    return tuple(one for one in found if isinstance(one, str) and one.strip())


def documents_in(said: dict[str, Any]) -> tuple[str, ...]:
    return documents_of(said, "")


def documents_inside(value: Any) -> tuple[str, ...]:
    """Every identity document anywhere inside a structure that nobody described (`interesatsRepresentants`)."""
    if isinstance(value, list):
        return tuple(found for one in value for found in documents_inside(one))
    if not isinstance(value, dict):
        return ()
    here = documents_of(value, "", "Interessat", "Representant")
    return here + tuple(found for one in value.values() for found in documents_inside(one))


def full_name(said: dict[str, Any], role: str) -> str | None:
    """Given name and surnames that an object carries for a role, together; None when it carries none."""
    parts = [said.get(f"{part}{role}") for part in ("nom", "cognoms")]
    return " ".join(one for one in parts if isinstance(one, str)) or None
