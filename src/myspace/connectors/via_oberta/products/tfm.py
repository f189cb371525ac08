"""TFM: the title of a single-parent family, whether it is valid and until when.

    0 told · 2 no title by this document · 1 error

The same messages as those of large families in a namespace of its own, its codes and its words of state too; only the relation
is not told. What is said there of names, and of a 0 without a title (Q-VO-14), holds here.
"""

from __future__ import annotations

from typing import Final

from myspace.connectors.via_oberta.products.tfn import titles
from myspace.vocabulary.personal_data import SheetKind

NAMESPACE: Final = "http://www.aoc.cat/tfm"
PRODUCT: Final = titles("TFM", NAMESPACE, SheetKind.SINGLE_PARENT_TITLE)
