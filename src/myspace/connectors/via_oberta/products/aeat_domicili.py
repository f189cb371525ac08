"""AEAT_DADES, SCPWIJ1R: the address that the State's tax agency has for somebody, where its letters go.

    1000 told · 1002 not identified · 0502 error

A good answer without an address is no address on record. The day of the last change has eight digits in an order that is not
written: it is read in the one that is in the calendar, which is never both. Whose codes those of the towns are is not written:
towns are told by name. Elements of the AOC come under two names of its host (Q-VO-4).
"""

from __future__ import annotations

from typing import Final

from myspace.connector_kit.personal_data import DataQuestion
from myspace.connectors.via_oberta import values
from myspace.connectors.via_oberta.elements import Node, Unreadable
from myspace.connectors.via_oberta.product import BROKEN, Codes, Modality, Need
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    DatumKind,
    HeldBy,
    NoData,
    Sheet,
    SheetKind,
    Source,
    Standing,
    Why,
)

MODALITY_CODE: Final = "SCPWIJ1R"
NAMESPACES: Final = frozenset(
    {
        "http://www.aeat.es/ns_SCPWIJ1R/respuesta",
        *(f"http://www.{host}/aeat/domicilifiscal" for host in ("aoc.cat", "aocat.net")),
    }
)
_ABROAD: Final = {"20": False, "21": True, "": None}


def read(question: DataQuestion, root: Node) -> Sheet | NoData:
    answer = root.must("DatosEspecificos")
    head, told = answer.must("CABECERA"), answer.get("DIRECCION")
    address = None if told is None else _address(told)
    if told is None or address is None:
        return NoData(Absence.NO_ADDRESS)
    kind = told.text("TIPO_DOMI_S")
    if kind not in _ABROAD:
        raise Unreadable("TIPO_DOMI_S")
    return Sheet(
        question.sheet,
        Source(HeldBy.TAX_AGENCY, "AEAT_DADES", MODALITY_CODE),
        Standing.ON_RECORD,
        values.partial(head.text("FECHA_EMISION_S")),
        values.data(
            (DatumKind.ADDRESS, address),
            (DatumKind.ABROAD, _ABROAD[kind]),
            (DatumKind.UPDATED_ON, values.partial(told.text("FECH_DOMI_S"), values.YEAR_FIRST, values.DAY_FIRST)),
            (DatumKind.OFFICE, values.text(told.text("ADMON_FISC_S"))),
            (DatumKind.EMAIL, values.text(told.text("E_MAIL_S"))),
            (DatumKind.PHONE, values.text(told.text("TFNO_FIJO_S"))),
            (DatumKind.MOBILE, values.text(told.text("TFNO_MOVIL_S"))),
            (DatumKind.FAX, values.text(told.text("FAX_S"))),
            (DatumKind.REFERENCE, values.text(head.text("REFERENCIA_S"))),
        ),
    )


def _address(told: Node) -> Address | None:
    town, province = _first(told, "MUNICIPIO_S"), _first(told, "NOMPROV_S")
    number = [told.text(name) for name in ("TIPO_NUM_S", "NUMERO_EN_S", "CALIF_NUM_S")]
    found = Address(
        postal_code=values.code(told.text("CODPOST_S"), 5),
        street_type=_first(told, "TIPO_VIA_S"),
        street=_first(told, "VIAPBL_S", "VIAPBC_S"),
        number=values.text(" ".join(part for part in number if part and part != "NUM")),
        block=_first(told, "BLOQUE_S"),
        entrance=_first(told, "PORTAL_S"),
        stair=_first(told, "ESC_S"),
        floor=_first(told, "PISO_S"),
        door=_first(told, "PTA_S"),
        complement=_first(told, "COMPLEMENTO_S"),
        locality=_first(told, "POBLACION_S"),
        town=f"{town} ({province})" if town and province and town != province else town or province,
    )
    return None if found == Address() else found


def _first(told: Node, *names: str) -> str | None:
    """The first of them that says something."""
    return next((words for name in names if (words := values.text(told.text(name)))), None)


MODALITY: Final = Modality(
    MODALITY_CODE,
    SheetKind.TAX_ADDRESS,
    frozenset({"respostaConsultaDomiciliFiscal"}),
    lambda _question, _reference: None,
    read,
    frozenset({Need.FULL_NAME, Need.TODAY}),
    codes=Codes(frozenset({"1000"}), declined={"1002": Why.NOT_IDENTIFIED}, failed={"0502": BROKEN}),
)
