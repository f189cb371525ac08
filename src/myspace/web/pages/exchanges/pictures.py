"""The picture of a year of look-ups: a bar a month, and the same as a table by body and purpose. Pure; draws nothing but numbers.

The bars are told in words beside them, so that nobody needs to see them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from myspace.domain.transparency.service import Month
from myspace.web import wording
from myspace.web.pages.exchanges import lines

_WIDEST = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """`width` is of a hundred: the fullest month's bar is a whole one."""

    month: str
    number: int
    width: int


@dataclass(frozen=True, slots=True)
class Cell:
    body: str
    purpose: str
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    month: str
    cells: tuple[Cell, ...]


def months(found: Sequence[Month]) -> tuple[Bar, ...]:
    sums = Counter[object]()
    for one in found:
        sums[one.month] += one.number
    most = max(sums.values(), default=1)
    every = sorted({one.month for one in found}, reverse=True)
    return tuple(
        Bar(wording.month_heading(month), sums[month], max(1, round(sums[month] * _WIDEST / most))) for month in every
    )


def table(found: Sequence[Month]) -> tuple[Table, ...]:
    every = sorted({one.month for one in found}, reverse=True)
    return tuple(
        Table(
            wording.month_heading(month),
            tuple(
                Cell(lines.body_of(one.ine10), lines.short_purpose(one.purpose), one.number)
                for one in found
                if one.month == month
            ),
        )
        for month in every
    )
