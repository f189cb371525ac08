"""Whatever a register did not tell, of every sheet there is a way to its owner: no refusal and no failure is an end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from myspace.domain.kernel import restored
from myspace.domain.kernel.ids import uuid7
from myspace.domain.personal_data import rules, source
from myspace.vocabulary.answers import Fault
from myspace.vocabulary.personal_data import Absence, SheetKind, Theme, Why
from myspace.web.pages.my_data.words import ASKED_OF, HOLDERS, SLUGS, TOWN_HALLS
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.exchanges_stage import Visitor
from tests.integration.personal_data_given import GivenRegisters, connected

# The outcome and its detail, as the worker stores them.
FAILURES = {
    "refused": ("refused", Fault.NOT_AUTHORISED), "late": ("late", Fault.DEADLINE), "down": ("down", Fault.SERVER_ERROR),
    "garbled": ("garbled", Fault.NOT_JSON),
    "not by this number": ("refused", Fault.NOT_ASKABLE),
    "neither yes nor no": ("declined", Why.NO_CERTIFICATE_HERE), "nothing": ("nothing", Absence.NO_FILE),
    "too sure a login": ("refused", Fault.NOT_AUTHORISED), "nobody is asked here": (None, ""), "a copy": (None, ""),
}  # fmt: skip


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def me(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Visitor:
    return Visitor(as_role, clean)


def give(clean: Database, me: Visitor, failure: str) -> None:
    outcome, detail = FAILURES[failure]
    known = outcome if outcome in ("declined", "nothing") else None
    if outcome is None:
        return
    with clean.as_superuser() as curtain:
        for kind in rules.EVERY:
            curtain.execute(
                "INSERT INTO personal_data_sheet (id, person_id, kind, own_only, needs_level, level, outcome, detail, known,"
                " known_detail, answered_at, known_at) VALUES (%s, %s, %s, false, %s, 1, %s, %s, %s, %s, now(), now())",
                (
                    uuid7(), me.actor.subject, kind.value, 3 if failure == "too sure a login" else 1, outcome, str(detail), known,
                    str(detail) if known else "",
                ),
            )  # fmt: skip
        if failure == "too sure a login":
            curtain.execute("UPDATE people_session SET level = 1")


@pytest.mark.parametrize("failure", FAILURES)
def test_of_every_kind_each_failure_leads_to_its_owner(
    failure: str, me: Visitor, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(clean, me, failure)
    if failure == "nobody is asked here":
        source.connect(None)
    if failure == "a copy":
        monkeypatch.setattr(restored, "remembered", lambda: restored.Copy(datetime.now(UTC), settled=True))
    ends = []
    for theme, kinds in rules.SHEETS.items():
        page = me.get(f"/les-meves-dades/{SLUGS[theme]}").content.decode()
        sections = dict(
            re.findall(r'<section class="my-data__sheet" aria-labelledby="(\w+)">(.*?)</section>', page, re.S)
        )
        assert set(sections) == {kind.value for kind in kinds}
        ends += [kind for kind in kinds if not leads(sections[kind.value], kind)]
    assert ends == [], failure


def leads(section: str, kind: SheetKind) -> bool:
    site = HOLDERS[ASKED_OF[kind]].site or TOWN_HALLS  # this person said no town
    return f'href="{site}" rel="noopener noreferrer"' in section


def test_every_owner_has_an_address_of_its_own_and_town_halls_the_list_of_all() -> None:
    assert {held.value for held, holder in HOLDERS.items() if holder.site is None} == {"municipal_register"}
    assert all((holder.site or TOWN_HALLS).startswith("https://") for holder in HOLDERS.values())
    assert set(SLUGS) == set(Theme)
