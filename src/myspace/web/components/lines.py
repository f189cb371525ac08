"""What one line of a list shows, in the order in which components/row takes it apart. Knows no topic and no words."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Line(NamedTuple):
    """`href` is the thing's page and `id` the place to come back to; the rest is text for a person, or None.

    `age` says how old the datum is or when it was sent; `note` is what another tells of it besides. A tuple, because a
    template takes thirty of them apart for a page, and names looked up one by one were a twentieth of its cost.
    """

    id: str
    href: str
    title: str
    source: str
    age: str
    state: str
    tone: str
    detail: str | None = None
    amount: Decimal | None = None
    unread: bool = False
    starred: bool = False
    gone: bool = False
    remark: str | None = None
    note: str | None = None
    note_href: str | None = None
