"""What a connector to a notification platform offers, in two halves that share no object.

    NoticeList    what is listed. Background work may hold it: it has no method that opens, reads or ends anything
    AwayList      the same, of whoever is away, with what the deployment itself holds for them. No more than a list either
    NoticeDesk    what is done by a person who is present, and what only who opened a notice may read. web alone holds it

Why two: the detail call of a communication marks it as read, and reading has effect (docs/explanation). A job that cannot
name the act cannot cause it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from myspace.vocabulary.answers import Answer, Unknown
from myspace.vocabulary.notices import ActAnswer, ActRefused, Contents, Notice, NoticeAct, Paper
from myspace.vocabulary.people import Identifier


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the token that the identity provider gave to a live session, and whom for when it is another person."""

    access_token: str = field(repr=False)
    interested: Identifier | None = None


class NoticeList(Protocol):
    """Asynchronous: the worker's. Never raises for what the platform does."""

    async def listed(self, asker: Asker, since: date, until: date) -> Answer[Notice]:
        """Everything deposited in these days, all pages of it. `Fresh.asked_everything` is about the window alone."""


class AwayList(NoticeList, Protocol):
    """A list that can be read while nobody is in. Whom for it is read, the deployment says and the platform confirms."""

    @property
    def per_second(self) -> float:
        """How many questions a second the platform was agreed to be asked: of these a part is for who is away."""

    def stands_for(self, who: Identifier) -> bool:
        """Whether the deployment says that it may be read for this person. Asks nobody; `listed` asks the platform too."""


class NoticeDesk(Protocol):
    """Synchronous: web's, inside a confirmed act or the download of what was opened. Never raises for the platform."""

    def standing(self, asker: Asker, source_id: str) -> Notice | ActRefused | Unknown:
        """How it stands now. Without effect: a communication is not marked as read by this."""

    def practise(self, asker: Asker, source_id: str, act: NoticeAct) -> ActAnswer:
        """Open or refuse. Sent once; never tried again here."""

    def contents(self, asker: Asker, source_id: str) -> Contents | ActRefused | Unknown:
        """Only of what was opened: of a communication that was not, this would be the act (Q-EN-9)."""

    def document(self, asker: Asker, source_id: str, document_id: str) -> Paper | ActRefused | Unknown: ...

    def evidence(self, asker: Asker, source_id: str) -> Paper | ActRefused | Unknown:
        """The platform's own receipt of what became of it; not there yet is ActRefused(NOT_YET_AVAILABLE)."""
