"""A person who is present: what an act with legal effect takes, and what only a confirmed form makes.

Two gates, so that background work cannot act even by mistake. By type: `open` and `refuse` take a PresentPerson and nothing
else. By import: `minting.py`, which makes one, is imported by web/session/present.py alone, and that by the one view that
receives the form (.importlinter). What it names is then consumed in the transaction that records the act.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from myspace.domain.notices.minting import MINT, Mint
from myspace.vocabulary.notices import NoticeAct
from myspace.vocabulary.people import Actor


class NotPresent(TypeError):
    """Made by something else than the confirmed form: nothing is done."""


@dataclass(frozen=True, slots=True)
class PresentPerson:
    """Who confirmed which act on which notice, by the single-use `confirmation` of the page that they saw."""

    actor: Actor
    notice_id: UUID
    act: NoticeAct
    confirmation: UUID
    mint: Mint

    def __post_init__(self) -> None:
        if self.mint is not MINT:
            raise NotPresent("a present person is made by the form that they confirmed, and by nothing else")
