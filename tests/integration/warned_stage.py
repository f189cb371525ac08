"""Two people and a wish between them: who acts for somebody and asked to be warned, with what there is to tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.domain.alerts import for_others, jobs
from myspace.domain.mandates import warned
from myspace.vocabulary.mandates import Representation
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.country import Country
from tests.integration.mandates_stage import DAUGHTER, MOTHER, began, looked_up
from tests.integration.registry import FakeRegistry, mandate
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_outbox import MAKER, take

EVERYTHING = ["notice", "payment", "turn"]
COMPANY = "Q0000000J"


@dataclass
class Two:
    """A mother with a notice, a tax and a case that wait, and her daughter, whom the registry gave a mandate of hers."""

    registry: FakeRegistry
    as_role: AsRole
    clean: Database
    mother: Actor = field(init=False)
    daughter: Actor = field(init=False)

    def begin(self, of: Representation | None = None) -> Two:
        self.registry.lines.append(of or mandate(MOTHER, DAUGHTER))
        country = Country(self.as_role, self.clean)
        country.connect()
        with self.as_role(WEB):
            self.mother = enter(MOTHER).actor
        country.tell_everything()
        with self.as_role(WEB):
            self.daughter = enter(DAUGHTER).actor
        self.sql(
            "INSERT INTO outbox_rhythm VALUES (%s, 'at_once', false, NULL, NULL, 9, 0, now())", self.daughter.viewer
        )
        self.look_up()
        return self

    def sql(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        with self.clean.as_superuser() as curtain:
            cursor = curtain.execute(text, values)
            return cursor.fetchall() if cursor.description else []

    def look_up(self) -> None:
        looked_up(self.as_role, self.daughter)

    def acting(self) -> Actor:
        with self.as_role(WEB):
            return began(self.daughter)

    def ask(self) -> Actor:
        acting = self.acting()
        with self.as_role(WEB):
            warned.ask(acting, datetime.now(UTC))
        return acting

    def raise_(self, days: float = 0) -> None:
        with self.as_role(WORKER):
            jobs.look(self.mother.subject, datetime.now(UTC) + timedelta(days=days))

    def tell(self, **later: float) -> None:
        with self.as_role(WORKER):
            for_others.tell_who_acts(datetime.now(UTC) + timedelta(**later))

    def judge(self, **later: float) -> None:
        with self.as_role(WORKER):
            for_others.judge_what_is_due(datetime.now(UTC) + timedelta(**later))

    @property
    def told(self) -> list[str]:
        """What the daughter's outbox has about her mother, whatever became of it."""
        rows = self.sql(
            "SELECT kind FROM outbox_message WHERE person_id = %s AND concerns_id = %s ORDER BY kind",
            self.daughter.viewer, self.mother.subject,
        )  # fmt: skip
        return [row[0] for row in rows]

    @property
    def owed(self) -> int:
        return int(self.sql("SELECT count(*) FROM alerts_owed")[0][0])

    def leave(self, **later: float) -> int:
        """How many of them a maker may take at that moment."""
        with self.as_role(MAKER):
            taken = take(now=datetime.now(UTC) + timedelta(**later))
        return int(
            self.sql("SELECT count(*) FROM outbox_message WHERE id = ANY(%s) AND concerns_id <> person_id", [*taken])[
                0
            ][0]
        )


@pytest.fixture(name="two")
def mother_and_daughter_to_be(registry: FakeRegistry, as_role: AsRole, clean: Database) -> Two:
    return Two(registry, as_role, clean)


@pytest.fixture(name="company")
def a_company(registry: FakeRegistry, as_role: AsRole, clean: Database) -> Two:
    """A company with the same three things; whoever stands in its folder shows its certificate."""
    two = Two(registry, as_role, clean)
    country = Country(as_role, clean)
    country.connect()
    with as_role(WEB):
        two.mother = two.daughter = enter(DAUGHTER, COMPANY).actor
    country.tell_everything()
    two.sql("INSERT INTO outbox_rhythm VALUES (%s, 'at_once', false, NULL, NULL, 9, 0, now())", two.daughter.viewer)
    return two
