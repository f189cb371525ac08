"""The padró's slip (volant), which stands inside the answers of two products: a person, an address, who else is there.

Pure. Published twice, with and without the dates' pattern and the companions; both are read by the same names. The numbers
of other people's documents are not read: nobody asked for them, and no sheet needs them.
"""

from __future__ import annotations

from typing import Final

from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.values import YEAR_FIRST
from myspace.vocabulary.people import Identifier
from myspace.vocabulary.personal_data import Address, Datum, DatumKind, Entry, EntryKind, PartialDate

SLIP, ADDRESS = "VolanteEmpadronamiento", "DireccionEmpadronamiento"
NAMESPACE: Final = "http://www.red.es/padron"
_SEXES: Final = ("F", "M")


def told_on(slip: Node) -> PartialDate | None:
    return values.partial(_signed(slip).text("FechaExpedicion"), YEAR_FIRST)


def holder(slip: Node, who: Identifier) -> tuple[Datum, ...]:
    """What it says of whom it is about. Raises Unreadable when that is somebody else."""
    signed = _signed(slip)
    person = signed.must("DatosPersonales")
    document = person.text("Documentacion")
    if document and not values.same_document(who, document):
        raise Unreadable("Documentacion of another person")
    sex = person.text("Sexo")
    if sex and sex not in _SEXES:
        raise Unreadable("Sexo")
    place = signed.get(ADDRESS)
    return (
        *_named(person),
        *values.data(
            (
                DatumKind.BORN_IN,
                values.municipality(person.text("CodigoProvinciaNacimiento"), person.text("CodigoMunicipioNacimiento")),
            ),
            (DatumKind.SEX, sex or None),
            (DatumKind.NATIONALITY, values.code(person.text("CodigoNacionalidad"), 3)),
            (DatumKind.REGISTERED_SINCE, values.partial(person.text("FechaAltaPadron"), YEAR_FIRST)),
            (DatumKind.ADDRESS, None if place is None else address(place)),
        ),
    )


def housemates(slip: Node) -> tuple[tuple[Entry, ...], bool]:
    """Who else is registered there, and whether that is all of them, by the slip's own count.

    Raises Unreadable without a count: a slip of one person names nobody else and is no proof that they live alone.
    """
    signed = _signed(slip)
    entries = tuple(
        Entry(EntryKind.HOUSEMATE, _named(each)) for each in signed.all("DatosPersonalesAcompanante")
    )  # fmt: skip
    counted = values.whole(signed.text("NumeroAcompanantes"), 999)
    if counted is None:
        raise Unreadable("NumeroAcompanantes")
    return entries, counted == len(entries)


def address(node: Node) -> Address | None:
    """DireccionEmpadronamiento, alone or in a slip; None when it says nothing."""
    place, street, numbers = node.get("Localidad"), node.get("Via"), node.get("Numeracion")
    told = Address(
        municipality=None
        if place is None
        else values.municipality(place.text("CodigoProvincia"), place.text("CodigoMunicipio")),
        postal_code=values.code(node.text("CodigoPostal"), 5),
        street_type=_of(street, "TipoVia"),
        street=_of(street, "NombreVia") or _of(street, "Pseudovia"),
        number=_joined(_of(numbers, "Numero"), "", _of(numbers, "CalificadorNumero")),
        number_to=_joined(_of(numbers, "NumeroSuperior"), "", _of(numbers, "CalificadorNumeroSuperior")),
        kilometre=_joined(_of(numbers, "Kilometro"), ",", _of(numbers, "Hectometro")),
        block=_of(numbers, "Bloque"),
        entrance=_of(numbers, "Portal"),
        stair=_of(numbers, "Escalera"),
        floor=_of(numbers, "Planta"),
        door=_of(numbers, "Puerta"),
    )
    return None if told == Address() else told


def _signed(slip: Node) -> Node:
    return slip.must("VolanteEmpadronamientoDatosFirmados")


def _named(person: Node) -> tuple[Datum, ...]:
    """A slip without a first name is about nobody."""
    name = values.text(person.text("Nombre"))
    if name is None:
        raise Unreadable("Nombre")
    return values.data(
        (DatumKind.NAME, name),
        (DatumKind.SURNAME_1, _surname(person, "PrimerApellido")),
        (DatumKind.SURNAME_2, _surname(person, "SegundoApellido")),
        (DatumKind.BORN_ON, values.partial(person.text("FechaNacimiento"), YEAR_FIRST)),
    )


def _surname(person: Node, name: str) -> str | None:
    """With its particle in front: `de la`, `i`."""
    particle, surname = values.text(person.text(f"Particula{name}")), values.text(person.text(name))
    return _joined(particle, " ", surname) if surname else None


def _of(node: Node | None, name: str) -> str | None:
    return None if node is None else values.text(node.text(name))


def _joined(first: str | None, between: str, second: str | None) -> str | None:
    if first is None:
        return second if between == " " else None
    return first if second is None else f"{first}{between}{second}"
