"""What each product calls success: data, never a rule for all. Knows codes; refuses to know what the answers mean.

    result(product, modality, specific) ── Result(code, meaning)    DONE, or NONE: asked well, and there is nothing
                                        ├─ ProductRefused(code)      a documented code that is no answer
                                        └─ UnknownCode               not in the row, or no code, or two that differ

`0` is success in one, an error in the next and "does not match" in a third, so a product that has no row here gives no
answer at all: its codes are read first, then asked for. From the published tables of each product.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from myspace.protocols.pci.extensions import products_own
from myspace.protocols.pci.failures import NotTheContract, ProductRefused, UnknownCode
from myspace.protocols.soap.failures import Unreadable
from myspace.protocols.soap.hardened import read_xml


class Meaning(StrEnum):
    DONE = "done"
    NONE = "none"  # the product looked and has nothing of this person
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """The codes of some modalities of a product (all of them when none is named), and in which element they stand."""

    done: frozenset[str]
    none: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    element: str = "codiResultat"
    inside: str = ""  # the parent's name, where the element's own says too little
    modalities: frozenset[str] = frozenset()

    def meaning(self, code: str) -> Meaning | None:
        for codes, meaning in ((self.done, Meaning.DONE), (self.none, Meaning.NONE), (self.refused, Meaning.REFUSED)):
            if code in codes:
                return meaning
        return None


@dataclass(frozen=True, slots=True)
class Result:
    code: str
    meaning: Meaning


def _codes(words: str) -> frozenset[str]:
    return frozenset(words.split())


# PADRO: 1 is good in both vocabularies, 0 is there in only one of them.
_PADRO = Row(_codes("1"), _codes("2"), _codes("3 4"), "codigoResultado")
_COMPARED = Row(
    _codes("0 1"), _codes("2"), _codes("3 4"), "codigoResultado", modalities=_codes("COMPROVACIO_CONVIVENTS")
)
_TAX = "0233 0502 1009 1011 1012 1013 1014 1015"
_VERIFIED = "0231 0232 0233 0502"

ROWS: dict[str, tuple[Row, ...]] = {
    "PADRO": (_COMPARED, _PADRO),
    # Each day that the answer tells of has a code of its own by the same name: the answer's stands in its root.
    "PADRO_HISTORIC": tuple(
        Row(_PADRO.done, _PADRO.none, _PADRO.refused, _PADRO.element, root, _codes(modality))
        for modality, root in (
            ("TITULAR_HISTORIC", "respuestaDatosTitularHistorico"),
            ("CONVIVENTS_HISTORIC", "respuestaDatosConvivientesHistorico"),
        )
    ),
    # The address has a table of its own: who is not identified is another code there.
    "AEAT_DADES": (
        Row(_codes("1000"), refused=_codes("0502 1002"), modalities=_codes("SCPWIJ1R")),
        Row(_codes("1000"), refused=_codes(_TAX)),
    ),
    "AEAT_IRPF": (Row(_codes("1000"), refused=_codes("0233 0502 1002 1006 1008")),),
    "SCSP_TGSS": (
        Row(
            _codes("0"), _codes("0254"), _codes("0251 0252 0253 0502"), "Codigo", "Retorno", _codes("Q2827003ATGSS001B"),
        ),
        # 0002 is a good answer: not registered as working on that day.
        Row(
            _codes("0001 0002"), _codes("0004"), _codes("0003 0005 0006 0502"), "Codigo", "Retorno",
            _codes("Q2827003ATGSS006"),
        ),
    ),
    "TGSS_VIDA_LABORAL": (
        # 0005 is "too many situations" in two modalities and "error" in the third: no answer in any of them.
        Row(_codes("0000"), _codes("0001 0010"), _codes("0002 0005 0502")),
    ),
    "INEM": (Row(_codes("0003"), _codes("0238"), _codes(_VERIFIED)),),
    "MEPSYD": (Row(_codes("0003"), _codes("0238"), _codes(_VERIFIED)),),
    "CADASTRE": (
        Row(
            _codes("0003"), _codes("0020 0021 0022 0025 0026"), _codes("0012 0013 0027 0029 0030 0040 0502"),
            modalities=_codes("DADES_CADASTRALS"),
        ),
        Row(_codes("0003"), _codes("0015"), _codes("0007 0008 0016 0502"), modalities=_codes("CERTIFICACIO_TITULARITAT")),
    ),
    "RCA": (Row(_codes("0"), _codes("1"), _codes("0502"), modalities=_codes("RCA_VERIFICACIO")),),
    "GRAU_DISCAPACITAT": (Row(_codes("0"), refused=_codes("0502")),),
    "DEPENDENCIA": (Row(_codes("0000 0001 0002"), refused=_codes("0233 0502")),),
    "TFN": (Row(_codes("0"), _codes("2"), _codes("1")),),
    "TFM": (Row(_codes("0"), _codes("2"), _codes("1")),),
    # DGT's code 2 means three different things: it is no answer here.
    "DGT": (Row(_codes("0"), _codes("1"), _codes("2 0502")),),
    "DGP_IDENTITAT": (Row(_codes("00")),),
    "REPRESENTA": (Row(_codes("0"), _codes("001"), _codes("002 003 004 005 006 007 008 009 100 500"), "codi", "resposta"),),
    "HESTIA": (Row(_codes("0"), refused=_codes("-1 -2 -6 -9"), element="CodiResultat"),),
    "ENOTUM_CREDENCIALS": (Row(_codes("0"), element="CodiResultat"),),
}  # fmt: skip


class Cluster(StrEnum):
    """The platform's three addresses."""

    IOP = "iop"  # interchange of data: Via Oberta
    APP = "app"  # the AOC's applications
    NT = "nt"  # notifications


# Of the AOC's own products; every other is interchange of data. Held against what is published
# in tests/unit/protocols/pci/test_published.py.
_CLUSTERS = {
    **dict.fromkeys(
        ("BOE", "DOGC", "EACAT", "ENOTUM_CREDENCIALS", "ETAULER", "HESTIA", "OVER", "REPRESENTA", "SIR"), Cluster.APP
    ),
    **dict.fromkeys(("ENOTUM", "NT-LITE"), Cluster.NT),
}


def cluster(product: str) -> Cluster:
    """Where an exchange with this product goes."""
    return _CLUSTERS.get(product, Cluster.IOP)


def row(product: str, modality: str) -> Row | None:
    return next((each for each in ROWS.get(product, ()) if not each.modalities or modality in each.modalities), None)


def result(product: str, modality: str, specific: tuple[bytes, ...]) -> Result:
    """Raises ProductRefused, UnknownCode and NotTheContract."""
    known = row(product, modality)
    if known is None:
        raise UnknownCode(product if product in ROWS else "a product without a row")
    codes = {code for piece in products_own(specific) for code in _said(piece, known)}
    meaning = known.meaning(code) if len(codes) == 1 and (code := next(iter(codes))) else None
    if meaning is None:
        raise UnknownCode(product)
    if meaning is Meaning.REFUSED:
        raise ProductRefused(product, code)
    return Result(code, meaning)


def _said(piece: bytes, known: Row) -> list[str]:
    root: etree._Element | None = None
    try:
        root = read_xml(piece)
    except Unreadable:
        root = None
    if root is None:
        raise NotTheContract("DatosEspecificos")
    return [
        (each.text or "").strip()
        for each in root.iter(f"{{*}}{known.element}")
        if not known.inside or ((up := each.getparent()) is not None and etree.QName(up).localname == known.inside)
    ]
