"""TFN: the title of a large family, whether it is valid and until when.

    0 told · 2 no title by this document · 1 error

The published table prints 0 for success and again for the error, where 1 is meant (Q-VO-14): a 0 without a title beside it is
neither. Who holds the title and whom the names are of is not written: names are not read. The register rests from three to
five in the morning.
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Product, element, written
from myspace.vocabulary.people import IdentifierKind
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    DatumKind,
    HeldBy,
    Sheet,
    SheetKind,
    Source,
    Standing,
)

NAMESPACE: Final = "http://www.aoc.cat/tfn"
DOCUMENTS: Final = {IdentifierKind.NIF: "NIF", IdentifierKind.NIE: "NIE", IdentifierKind.PASSPORT: "Passaport"}
_STANDINGS: Final = {
    "VIGENT": Standing.VALID,
    "NO_VIGENT": Standing.NOT_VALID,
    "EN_TRAMIT": Standing.IN_PROCESS,
    "TRANSITORI": Standing.TRANSITIONAL,
}


def ask(namespace: str, question: DataQuestion) -> bytes:
    who = question.about.who
    holder = element(
        namespace, "identificadorTitular", ("tipusDocumentacio", DOCUMENTS[who.kind]), ("documentacio", who.value)
    )
    return written(element(namespace, "peticioDadesCompletes", holder))


def read(product: str, question: DataQuestion, root: Node) -> Sheet:
    asked = root.get("peticioDadesCompletes")
    holder = None if asked is None else asked.get("identificadorTitular")
    if holder is not None and not values.same_document(question.about.who, holder.text("documentacio")):
        raise Unreadable("documentacio of another person")
    told = root.must("resposta")
    standing = _STANDINGS.get(told.text("estat"))
    if standing is None:
        raise Unreadable("estat")
    number = values.text(told.text("numeroTitol"))
    if number is None and standing is not Standing.IN_PROCESS:
        raise Unreadable("numeroTitol")
    return Sheet(
        question.sheet,
        Source(HeldBy.SOCIAL_RIGHTS, product, f"{product}_DADESCOMPLETES"),
        standing,
        data=values.data(
            (DatumKind.TITLE_NUMBER, number),
            (DatumKind.CATEGORY, values.text(told.text("categoria"))),
            (DatumKind.CHILDREN, values.whole(told.text("numeroFills"), 99)),
            (DatumKind.PEOPLE_WITH_DISABILITY, values.whole(told.text("numDiscapacitats"), 99)),
            (DatumKind.BEGAN_ON, values.partial(told.text("dataIniciVigencia"))),
            (DatumKind.VALID_UNTIL, values.partial(told.text("dataCaducitat"))),
            (DatumKind.ROLE, values.text(told.text("tipus"))),
            (DatumKind.RELATION, values.text(told.text("relacio"))),
            (DatumKind.ADDRESS, _address(told)),
        ),
    )


def _address(told: Node) -> Address | None:
    """The town and the province are names here."""
    town, province = values.text(told.text("localitat")), values.text(told.text("provincia"))
    found = Address(
        postal_code=values.code(told.text("codiPostal"), 5),
        street_type=values.text(told.text("tipusVia")),
        street=values.text(told.text("nomVia")),
        number=values.text(told.text("numero")),
        block=values.text(told.text("bloc")),
        stair=values.text(told.text("escala")),
        floor=values.text(told.text("pis")),
        door=values.text(told.text("porta")),
        town=f"{town} ({province})" if town and province and town != province else town or province,
    )
    return None if found == Address() else found


def titles(product: str, namespace: str, sheet: SheetKind) -> Product:
    """A register of titles of families: two of them speak alike, each in a namespace of its own."""
    return Product(
        product,
        frozenset({namespace}),
        Codes(frozenset({"0"}), none={"2": Absence.NO_FILE}, failed={"1": BROKEN}),
        (
            Modality(
                f"{product}_DADESCOMPLETES",
                sheet,
                frozenset({"respostaDadesCompletes"}),
                lambda question, _reference: ask(namespace, question),
                lambda question, root: read(product, question, root),
                identifiers=frozenset(DOCUMENTS),
            ),
        ),
    )


PRODUCT: Final = titles("TFN", NAMESPACE, SheetKind.FAMILY_TITLE)
