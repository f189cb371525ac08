"""The products that are asked, a file each, and which of them gives which sheet."""

from __future__ import annotations

from typing import Final

from myspace.connectors.via_oberta.product import Modality, Product
from myspace.connectors.via_oberta.products import (
    aeat,
    atc,
    cadastre,
    dependencia,
    grau_discapacitat,
    mepsyd,
    padro,
    padro_historic,
    rca,
    soc,
    tfm,
    tfn,
    tgss,
    tgss_vida_laboral,
)
from myspace.vocabulary.personal_data import SheetKind

PRODUCTS: Final[tuple[Product, ...]] = (
    padro.PRODUCT,
    padro_historic.PRODUCT,
    tgss_vida_laboral.PRODUCT,
    tgss.PRODUCT,
    atc.PRODUCT,
    dependencia.PRODUCT,
    aeat.PRODUCT,
    grau_discapacitat.PRODUCT,
    tfn.PRODUCT,
    tfm.PRODUCT,
    mepsyd.PRODUCT,
    soc.PRODUCT,
    rca.PRODUCT,
    cadastre.PRODUCT,
)
BY_SHEET: Final[dict[SheetKind, tuple[Product, Modality]]] = {
    modality.sheet: (product, modality) for product in PRODUCTS for modality in product.modalities
}
