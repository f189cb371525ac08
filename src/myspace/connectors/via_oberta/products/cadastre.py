"""CADASTRE: the properties of which the land registry for taxes has somebody as a holder, and its certificate of that.

    DADES_CADASTRALS          0003 told · 0020, 0025, 0026 none · 0021, 0022 none here, some elsewhere · 0040 more than it tells
    CERTIFICACIO_TITULARITAT  0003 certified · 0015 nobody by this number · 0016 several names · 0007 too many · 0008 not here

A certificate says that somebody has properties, or that they have none: which of the two stands in its paper alone, so it is told
as certified and no more. Of a property the right and share of who was asked about are read, and no other holder or neighbour.
Who has what by deed is the land registry's: this one is for taxes. Descriptions by reference, and documents by their code, are not
asked: neither is about a person.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Need, Product, element, written
from myspace.vocabulary.people import Identifier
from myspace.vocabulary.personal_data import (
    Absence,
    DataPaper,
    DatumKind,
    Entry,
    EntryKind,
    HeldBy,
    PartialDate,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

NAMESPACE: Final = "http://www.aocat.net/cadastre"
_STATES: Final = "http://www.map.es/scsp/esquemas/datosespecificos"
_NATURES: Final = {"UR": "urban", "RU": "rustic", "BI": "special"}
_RIGHTS: Final = {
    "PR": "ownership", "NP": "bare_ownership", "US": "usufruct", "CA": "administrative_concession",
    "DS": "surface_right", "DF": "enjoyment",
}  # fmt: skip
_COMMA: Final = re.compile("[0-9]{1,10},[0-9]{2}")
_MOST_M2: Final = 999_999_999


def read(question: DataQuestion, root: Node) -> Sheet:
    several = root.must("listaBienesInmuebles")
    entries = tuple(_property(question.about.who, each) for each in several.all("datosInmueble"))
    if not entries:
        raise Unreadable("listaBienesInmuebles")
    return Sheet(
        question.sheet, Source(HeldBy.CADASTRE, "CADASTRE", "DADES_CADASTRALS"), Standing.ON_RECORD, entries=entries
    )  # fmt: skip


def _property(who: Identifier, node: Node) -> Entry:
    told = node.must("BienInmuebleRustico")
    identified, money, estate = told.must("idine"), told.get("debi"), node.get("finca")
    nature, place = identified.text("cn"), identified.get("loine")
    if nature not in _NATURES:
        raise Unreadable("cn")
    right, share, since = _held(who, node.get("listaTitulares"))
    return Entry(
        EntryKind.PROPERTY,
        values.data(
            (DatumKind.CADASTRAL_REFERENCE, _reference(identified.must("rc"))),
            (DatumKind.PROPERTY_NATURE, _NATURES[nature]),
            (DatumKind.PLACE, values.text(told.text("ldt"))),
            (
                DatumKind.MUNICIPALITY,
                None if place is None else values.municipality(place.text("cp"), place.text("cm")),
            ),
            (DatumKind.RIGHT, right),
            (DatumKind.SHARE_PER_MYRIAD, share),
            (DatumKind.HELD_SINCE, since),
            *(
                ()
                if money is None
                else (
                    (DatumKind.VALUE_YEAR, values.partial(money.text("avc"))),
                    (DatumKind.VALUE_CENTS, _hundredths(money.text("vcat"))),
                    (DatumKind.LAND_VALUE_CENTS, _hundredths(money.text("vcs"))),
                    (DatumKind.BUILDING_VALUE_CENTS, _hundredths(money.text("vcc"))),
                    (DatumKind.USE, values.text(money.text("luso"))),
                    (DatumKind.BUILT_M2, values.whole(money.text("sfc"), _MOST_M2)),
                    (DatumKind.BUILT_IN, values.partial(money.text("ant"))),
                )
            ),
            (DatumKind.PROPERTY_KIND, None if estate is None else values.text(estate.text("ltp"))),
        ),
    )


def _reference(rc: Node) -> str:
    """Fourteen characters of the estate, four of the property and two of control, as they are told."""
    estate, rest = [rc.text(name) for name in ("pc1", "pc2")], [rc.text(name) for name in ("car", "cc1", "cc2")]
    if not all(re.fullmatch("[A-Z0-9-]{7}", part) for part in estate):
        raise Unreadable("rc")
    if not re.fullmatch("(?:[0-9]{4}(?:,[A-ZÑ-],[A-ZÑ-]|,,)|,,)", ",".join(rest)):
        raise Unreadable("rc")
    return "".join((*estate, *rest))


def _held(who: Identifier, several: Node | None) -> tuple[str | None, int | None, PartialDate | None]:
    """The right, the share and since when of this person; nothing where it does not say that of them."""
    mine = [] if several is None else [one for one in several.all("titular") if _is(who, one)]
    if len(mine) != 1 or (right := mine[0].get("der")) is None:
        return None, None, None
    code, share = right.text("cdr"), _hundredths(right.text("pct"))
    if code not in _RIGHTS or share is None or share > 10_000:
        raise Unreadable("der")
    return _RIGHTS[code], share, values.partial(mine[0].text("faj"))


def _is(who: Identifier, holder: Node) -> bool:
    named = [one for name in ("idp", "idpa", "idps", "idp_out") if (one := holder.get(name)) is not None]
    return any(values.same_document(who, one.text("nif")) for one in named)


def _hundredths(raw: str) -> int | None:
    if not raw:
        return None
    if not _COMMA.fullmatch(raw):
        raise Unreadable("an amount")
    return int(Decimal(raw.replace(",", ".")) * 100)


def ask_certificate(_question: DataQuestion, _reference: str) -> bytes:
    """Of the whole country: without a territory it is not cut short."""
    return written(element(NAMESPACE, "peticioCertificacioTitular", element(_STATES, "DatosEntrada")))


def read_certificate(question: DataQuestion, root: Node) -> Sheet:
    told = root.must("DatosSalida")
    octets = values.octets(told.text("pdf"))
    if not octets.startswith(b"%PDF-"):
        raise Unreadable("pdf")
    return Sheet(
        question.sheet,
        Source(HeldBy.CADASTRE, "CADASTRE", "CERTIFICACIO_TITULARITAT"),
        Standing.CERTIFIED,
        data=values.data((DatumKind.VERIFICATION_CODE, values.text(told.text("CSV")))),
        papers=(DataPaper("application/pdf", octets),),
    )


PRODUCT: Final = Product(
    "CADASTRE",
    frozenset({NAMESPACE, _STATES}),
    None,
    (
        Modality(
            "DADES_CADASTRALS",
            SheetKind.PROPERTIES,
            frozenset({"respostaConsultaDades"}),
            lambda _question, _reference: None,
            read,
            frozenset({Need.TODAY}),
            codes=Codes(
                frozenset({"0003"}),
                none={
                    **dict.fromkeys(("0020", "0025", "0026"), Absence.NO_PROPERTY),
                    **dict.fromkeys(("0021", "0022"), Absence.NO_PROPERTY_HERE),
                },
                declined={"0040": Why.TOO_MUCH_TO_TELL},
                failed=dict.fromkeys(("0012", "0013", "0027", "0029", "0030", "0502"), BROKEN),
            ),
        ),
        Modality(
            "CERTIFICACIO_TITULARITAT",
            SheetKind.PROPERTY_CERTIFICATE,
            frozenset({"respostaCertificacioTitular"}),
            ask_certificate,
            read_certificate,
            frozenset({Need.TODAY}),
            codes=Codes(
                frozenset({"0003"}),
                none={"0015": Absence.NOT_KNOWN_BY_THIS_NUMBER},
                declined={
                    "0007": Why.TOO_MUCH_TO_TELL,
                    "0008": Why.NOT_TOLD_HERE,
                    "0016": Why.MORE_THAN_ONE_PERSON,
                },
                failed={"0502": BROKEN},
            ),
        ),
    ),
)
