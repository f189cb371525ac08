"""Which package hands over and forgets which table. Each package registers its own when the application starts.

The catalogue test fails on a personal table that nobody covers (GDPR arts. 15, 17 and 20 as a mechanism, not a promise).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from myspace.domain.kernel.db import Tx
from myspace.vocabulary.people import Actor


@dataclass(frozen=True, slots=True)
class Keeper:
    """`hand_over` gives everything the package keeps about the subject as plain values; `forget` erases it.

    `forget_copies` erases only what sources could give again: retention does so when the person does not come back.
    """

    package: str
    tables: tuple[str, ...]
    hand_over: Callable[[Tx, Actor], dict[str, Any]]
    forget: Callable[[Tx, Actor], None]
    forget_copies: Callable[[Tx, Actor], None] | None = None


_keepers: dict[str, Keeper] = {}


def register(keeper: Keeper) -> None:
    _keepers[keeper.package] = keeper


def keepers() -> Iterator[Keeper]:
    """Top of the house first, so that what depends on a person's row goes before the row; a package not named, before all."""
    order = (
        "alerts",
        "certificates",
        "personal_data",
        "notices",
        "invoices",
        "transparency",
        "logins",
        "enquiries",
        "activity",
        "agenda",
        "gathering",
        "record",
        "audit",
        "people",
    )
    yield from sorted(_keepers.values(), key=lambda k: order.index(k.package) if k.package in order else -1)


def rows_as_dicts(tx: Tx, table: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Every row of the subject in one table, for `hand_over`: row security does the filtering."""
    sql = f"SELECT {', '.join(columns)} FROM {table}"  # names are constants of the calling package
    return [dict(zip(columns, row, strict=True)) for row in tx.run(sql)]
