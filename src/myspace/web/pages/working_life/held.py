"""What registers told of somebody's work, as its page has it: each with who holds it and since when it is known.

A line, and the way to the sheet: there it is asked for, agreed to and taken back. Knows no more than the sheet's own words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from myspace.domain.personal_data.service import SheetState, Shown
from myspace.vocabulary.personal_data import DatumKind, EntryKind, Sheet, SheetKind
from myspace.web.pages.my_data import lines, words
from myspace.web.pages.my_data.datum_words import DATA
from myspace.web.pages.my_data.lines import Fact, Words

# Of each sheet, what fits in a line of another page. The rest is there.
_IN_SHORT = frozenset({DatumKind.ON, DatumKind.UNTIL, DatumKind.DAYS_WORKED})
_WAITING = frozenset({SheetState.ASKING, SheetState.COMING})


@dataclass(frozen=True, slots=True)
class Held:
    """`going_on`: stretches of work without an end, None where the sheet is of something else. `whole`: none of it is missing."""

    words: Words
    href: str
    facts: tuple[Fact, ...] = ()
    going_on: tuple[str, ...] | None = None
    renewal: bool = False

    @property
    def stale(self) -> bool:
        """Said to be old only where nothing newer is on its way, and where no failure says it already."""
        state = self.words.shown.state
        return self.words.shown.old and state not in _WAITING and not state.failed


def held(found: Iterable[Shown]) -> tuple[Held, ...]:
    return tuple(map(_one, found))


def _one(shown: Shown) -> Held:
    said = lines.shown(shown, None)
    href = f"/les-meves-dades/{words.SLUGS[shown.kind.theme]}#{shown.kind.value}"
    if shown.sheet is None:
        return Held(said, href)
    facts = tuple(
        Fact(gettext(DATA[each.kind]), lines.value_of(each)) for each in shown.sheet.data if each.kind in _IN_SHORT
    )
    going_on = _going_on(shown.sheet) if shown.kind is SheetKind.WORKING_LIFE else None
    return Held(said, href, facts, going_on, renewal=shown.kind is SheetKind.JOB_SEEKER)


def _going_on(sheet: Sheet) -> tuple[str, ...]:
    """As the register names them."""
    open_ones = (
        each for each in sheet.entries if each.kind is EntryKind.WORK and each.value(DatumKind.ENDED_ON) is None
    )
    return tuple(str(each.value(DatumKind.EMPLOYER)) for each in open_ones)


def awaited(found: Iterable[Shown]) -> bool:
    return any(one.state is SheetState.ASKING for one in found)
