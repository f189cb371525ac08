"""What every product owes: its codes agree with PCI's table, its modalities are each a sheet, its cast is behind a plug-in."""

from __future__ import annotations

import pytest

from myspace.connector_kit.simulated.pci.plugin import Cluster, Setting
from myspace.connectors.via_oberta.product import Product
from myspace.connectors.via_oberta.products import BY_SHEET, PRODUCTS
from myspace.connectors.via_oberta.simulator import EVERY
from myspace.protocols.pci.products import cluster, row
from myspace.vocabulary.personal_data import SheetKind

from .far_side import TODAY

EACH = pytest.mark.parametrize("product", PRODUCTS, ids=lambda product: product.code)


@EACH
def test_every_code_of_the_table_has_its_meaning_and_no_other_has(product: Product) -> None:
    for modality in product.modalities:
        codes, known = product.codes_of(modality), row(product.code, modality.code)
        if codes is None:
            assert known is None, modality.code
            continue
        assert known is not None
        told = (codes.known, frozenset(codes.none), frozenset(codes.declined) | frozenset(codes.failed))
        assert told == (known.done, known.none, known.refused), modality.code
        assert not frozenset(codes.declined) & frozenset(codes.failed)


@EACH
def test_what_is_asked_is_simulated_and_at_the_cluster_of_interchange(product: Product) -> None:
    (made,) = [one for each in EVERY if (one := each(Setting(TODAY))).code == product.code]
    assert made.modalities == {modality.code for modality in product.modalities}
    assert made.cluster is Cluster.IOP
    assert cluster(product.code).value == "iop"


def test_every_sheet_is_given_by_one_modality_alone() -> None:
    assert set(BY_SHEET) == set(SheetKind)
    assert sum(len(product.modalities) for product in PRODUCTS) == len(SheetKind)
