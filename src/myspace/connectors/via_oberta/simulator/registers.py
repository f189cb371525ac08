"""The simulated municipal registers: PADRO and its history. Its own reading of the two schemas.

Ways: `short_codes` towns lose their zeros in front (Q-VO-1); `month_only` births are told to the month, with 00 for the day;
`no_slip` on record and nothing more; `someone_else` the slip is of another person; `fewer` one housemate less than counted;
`people` history comes as people found.
"""

from __future__ import annotations

import base64
from datetime import date
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import Person, find, person
from myspace.simulation.stories.registers import (
    COPIED,
    MEN,
    TAKE_NO_PART,
    Home,
    home,
    homes,
    housemates,
    registered,
)
from myspace.vocabulary.people import IdentifierKind

PADRO, SLIP = Voice("http://www.aocat.net/padro"), Voice("http://www.red.es/padron")
_ROOTS: Final = {
    "TITULAR": "DatosTitular",
    "TITULAR_PDF": "DatosTitularPDF",
    "CONVIVENTS": "DatosConvivientes",
    "CONVIVENTS_PDF": "DatosConvivientesPDF",
    "NUMERO_CONVIVENTS": "NumeroConvivientes",
}
_HISTORIC: Final = {"TITULAR_HISTORIC": "DatosTitularHistorico", "CONVIVENTS_HISTORIC": "DatosConvivientesHistorico"}
MODALITIES, HISTORIC = frozenset(_ROOTS), frozenset(_HISTORIC)
WAYS = frozenset({"short_codes", "month_only", "no_slip", "someone_else", "fewer", "people"})
_KINDS: Final = {IdentifierKind.NIF: "1", IdentifierKind.PASSPORT: "2", IdentifierKind.NIE: "3"}
PDF: Final = b"%PDF-1.7\n% a slip of the make-believe country\n%%EOF\n"


def answer(asked: Asked, mood: Mood) -> Said:
    name = _ROOTS[asked.modality]
    if root_of(asked) != f"peticion{name}":
        raise Refused("La petició no és d'aquesta modalitat")
    town = heard(asked.specific, "codigoProvincia") + heard(asked.specific, "codigoMunicipio")
    document = heard(asked.specific, "documentacion")
    apart = next((one for one in TAKE_NO_PART if one[:5] == town), None)
    copied = apart in COPIED and heard(asked.specific, "idescat") == "1"
    who = None if apart and not copied else registered(document, town)
    code = mood.says or ("1" if who else "4" if apart else "2")
    told = PADRO.root(f"respuesta{name}")
    for part in ("numExpediente", "tipoDocumentacion", "documentacion", "codigoMunicipio", "codigoProvincia"):
        PADRO.say(told, part, heard(asked.specific, part))
    PADRO.say(told, "codigoResultado", code)
    if who is not None and code == "1":
        _held(told, who, asked.modality, mood)
    elif name == "NumeroConvivientes":
        PADRO.say(told, "numeroConvivientes", "0")  # its schema has it in any answer
    PADRO.say(told, "fuente", "IDESCAT" if copied else "PADRON")
    if copied:
        PADRO.say(told, "idescatMotivo", "1")
    return Said((told,))


def _held(told: etree._Element, who: Person, modality: str, mood: Mood) -> None:
    if modality == "NUMERO_CONVIVENTS":
        PADRO.say(told, "numeroConvivientes", str(1 + len(housemates(who))))
        _address(told, home(who), mood)
        return
    if modality.endswith("PDF"):
        PADRO.say(told, "volante", base64.b64encode(PDF).decode("ascii"))
    if "no_slip" not in mood.ways:
        slip(told, who, home(who), mood, mood.today, together="CONVIVENTS" in modality)


def slip(parent: etree._Element, who: Person, at: Home, mood: Mood, on: date, *, together: bool) -> None:
    outer = SLIP.under(parent, "VolanteEmpadronamiento")
    signed = SLIP.under(outer, "VolanteEmpadronamientoDatosFirmados")
    signed.set("Id", "1")
    signed.set("Version", "01.00" if together else "02.00")  # each schema fixes its own
    SLIP.say(signed, "FechaExpedicion", f"{on:%Y%m%d}")
    shown = person("berta") if "someone_else" in mood.ways else who
    one = SLIP.under(signed, "DatosPersonales")
    _names(one, shown, mood)
    for name, words in (
        ("CodigoMunicipioNacimiento", "019"), ("CodigoProvinciaNacimiento", "08"), ("Sexo", "M" if shown.id in MEN else "F"),
        ("CodigoNacionalidad", "108"), ("TipoDocumentacion", _KINDS[shown.identifier.kind]),
        ("Documentacion", shown.identifier.value), ("FechaAltaPadron", f"{at.since:%Y%m%d}"),
    ):  # fmt: skip
        SLIP.say(one, name, words)
    if together:
        others = housemates(shown)
        SLIP.say(signed, "NumeroAcompanantes", str(len(others)))
        for each in others[1:] if "fewer" in mood.ways else others:
            mate = SLIP.under(signed, "DatosPersonalesAcompanante")
            _names(mate, each, mood)
            SLIP.say(mate, "TipoDocumentacion", _KINDS[each.identifier.kind])
            SLIP.say(mate, "Documentacion", each.identifier.value)
    _address(signed, at, mood)


def _names(parent: etree._Element, who: Person, mood: Mood) -> None:
    SLIP.say(parent, "Nombre", who.name)
    SLIP.say(parent, "PrimerApellido", who.surname1)
    if who.surname2:
        SLIP.say(parent, "SegundoApellido", who.surname2)
    SLIP.say(parent, "FechaNacimiento", f"{who.born:%Y%m}00" if "month_only" in mood.ways else f"{who.born:%Y%m%d}")


def _address(parent: etree._Element, at: Home, mood: Mood) -> None:
    short = "short_codes" in mood.ways
    province, town = at.town[:2], at.town[2:5]
    outer = SLIP.under(parent, "DireccionEmpadronamiento")
    place = SLIP.under(outer, "Localidad")
    SLIP.say(place, "CodigoProvincia", province.lstrip("0") if short else province)
    SLIP.say(place, "CodigoMunicipio", town.lstrip("0") if short else town)
    SLIP.say(place, "CodigoUnidadPoblacional", "0001701")
    SLIP.say(outer, "CodigoPostal", at.postal_code)
    street = SLIP.under(outer, "Via")
    SLIP.say(street, "TipoVia", at.kind)
    SLIP.say(street, "NombreVia", at.street)
    numbers = SLIP.under(outer, "Numeracion")
    for name, words in (("Numero", at.number), ("Escalera", at.stair), ("Planta", at.floor), ("Puerta", at.door)):
        if words:
            SLIP.say(numbers, name, words)


def history(asked: Asked, mood: Mood) -> Said:
    name = _HISTORIC[asked.modality]
    if root_of(asked) != f"peticion{name}":
        raise Refused("La petició no és d'aquesta modalitat")
    found = find(heard(asked.specific, "documentacionTitular", "documentacion"))
    who = found if isinstance(found, Person) and found.municipality not in TAKE_NO_PART else None
    code = mood.says or ("1" if who else "2")
    told = PADRO.root(f"respuesta{name}")
    PADRO.say(told, "codigoResultado", code)
    if who is None or code != "1":
        return Said((told,))
    since, until = heard(asked.specific, "fechaInicio"), heard(asked.specific, "fechaFin")
    days = [at for at in homes(who) if not until or at.since.isoformat() <= until]
    if "people" in mood.ways:
        _people(told, who, days[-1], mood)
        return Said((told,))
    if since and (not days or since < days[0].since.isoformat()):
        _day(told, date.fromisoformat(since), "2", "No hi consta")
    for at in days:
        period = _day(told, at.since, "1", "Hi consta")
        slip(period, who, at, mood, mood.today, together="CONVIVENTS" in asked.modality)
    if "no_slip" in mood.ways:
        _day(told, mood.today, "3", "No s'ha pogut consultar")
    return Said((told,))


def _day(told: etree._Element, on: date, code: str, words: str) -> etree._Element:
    period = PADRO.under(told, "periodo")
    PADRO.say(period, "fecha", f"{on:%Y%m%d}")
    PADRO.say(period, "codigoResultado", code)
    PADRO.say(period, "descripcionResultado", words)
    return period


def _people(told: etree._Element, who: Person, at: Home, mood: Mood) -> None:
    every = PADRO.under(told, "titulares")
    PADRO.say(every, "fecha", f"{mood.today:%Y%m%d}")
    one = PADRO.under(every, "titular")
    for name, words in (
        ("nombre", who.name), ("primerApellido", who.surname1), ("segundoApellido", who.surname2 or ""),
        ("fechaNacimiento", f"{who.born:%Y%m%d}"), ("tipoDocumentacion", _KINDS[who.identifier.kind]),
        ("documentacion", who.identifier.value), ("codigoProvincia", at.town[:2]), ("codigoMunicipio", at.town[2:5]),
        ("domicilio", f"{at.kind} {at.street} {at.number}"),
    ):  # fmt: skip
        PADRO.say(one, name, words)
