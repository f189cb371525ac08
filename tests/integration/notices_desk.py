"""A platform's desk made by hand, and somebody of the cast before one notice that waits for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from myspace.connector_kit.notices import Asker
from myspace.vocabulary.activity import Moment
from myspace.vocabulary.answers import Fresh, Unknown
from myspace.vocabulary.notices import (
    ActAnswer,
    Acted,
    ActRefused,
    ActUnconfirmed,
    Contents,
    Document,
    Notice,
    NoticeAct,
    NoticeStatus,
    Paper,
    Ternary,
)
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.neighbour import Neighbour
from tests.integration.notices_given import GivenList, met, notice

PDF = Paper("Resolució 1.pdf", "application/pdf", b"%PDF-1.7 a resolution")
PROOF = Paper("evidencia.pdf", "application/pdf", b"%PDF-1.7 an evidence")


@dataclass
class Desk:
    """Answers what it was told to, and stands as its acts left it."""

    stands: Notice
    answer: ActAnswer | None = None  # None: it does it
    happens: bool = True  # whether a reply that is lost was of something done
    practised: list[NoticeAct] = field(default_factory=list)
    paper: Paper | ActRefused | Unknown = PDF
    proof: Paper | ActRefused | Unknown = PROOF
    compulsory: Ternary = Ternary.UNKNOWN

    def standing(self, _asker: Asker, _source_id: str) -> Notice | ActRefused | Unknown:
        return self.stands

    def practise(self, asker: Asker, source_id: str, act: NoticeAct) -> ActAnswer:
        assert asker.access_token
        assert source_id == self.stands.source_id
        self.practised.append(act)
        if self.answer is None or (isinstance(self.answer, ActUnconfirmed) and self.happens):
            now = datetime.now(UTC)
            status = NoticeStatus.OPENED if act is NoticeAct.OPEN else NoticeStatus.REFUSED
            self.stands = notice(status=status, ended=Moment(now.date(), now), kind=self.stands.kind)
        return self.answer or Acted(self.stands.ended)

    def contents(self, _asker: Asker, _source_id: str) -> Contents | ActRefused | Unknown:
        assert self.stands.status is NoticeStatus.OPENED, "of what was not opened this would be the act"
        paper = Document("d1", "Resolució 1.pdf", True, 21, "application/pdf")
        return Contents((paper,), head="Us ho notifiquem.", compulsory=self.compulsory)

    def document(self, _asker: Asker, _source_id: str, document_id: str) -> Paper | ActRefused | Unknown:
        assert document_id == "d1"
        return self.paper

    def evidence(self, _asker: Asker, _source_id: str) -> Paper | ActRefused | Unknown:
        return self.proof


@dataclass
class There:
    """Marta before one notice that waits for her; `path` is its page."""

    marta: Neighbour
    desk: Desk
    given: GivenList
    clean: Database
    as_role: AsRole

    def listed(self, told: Notice) -> str:
        """The list tells this one; its page."""
        self.given.answer = Fresh((told,))
        self.desk.stands = told
        self.marta.get("/notificacions")
        person = self.sql("SELECT person_id FROM people_session ORDER BY created_at DESC LIMIT 1")[0][0]
        with self.as_role("myspace_worker"):
            met(UUID(str(person)))
        return f"/notificacions/{self.sql('SELECT id FROM notices_notice')[0][0]}"

    def sql(self, text: str) -> list[tuple[object, ...]]:
        with self.clean.as_superuser() as curtain:
            cursor = curtain.execute(text)
            return cursor.fetchall() if cursor.description else []

    def form(self, path: str) -> dict[str, str]:
        """The fields of the form of the page before the act, as a browser has them."""
        page = self.marta.get(path).content.decode().partition("<main")[2]
        found = dict(re.findall(r'name="(drawn_for|confirma)" value="([^"]+)"', page))
        assert set(found) == {"drawn_for", "confirma"}, page[:2000]
        return found
