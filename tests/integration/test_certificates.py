"""Papers from the wish to the bytes: asked twice made once, each failure its own, sealed so that anybody can check it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from myspace.domain.certificates import rows, service
from myspace.domain.certificates.rules import HOLDS_FOR, PaperKind, Stage, Why
from myspace.domain.certificates.service import Asked, PaperName
from myspace.domain.kernel import db
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.reports import Good
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Refused
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import (
    Absence,
    Datum,
    DatumKind,
    Declined,
    Entry,
    EntryKind,
    Known,
    NoData,
    Sheet,
    SheetKind,
    Standing,
)
from myspace.vocabulary.personal_data import Why as Told
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.papers_given import ORIGIN, Authority, Desk, authority
from tests.integration.personal_data_given import PADRO, GivenRegisters, connected, registration
from tests.integration.test_certificates_closed_list import MAKER
from tests.integration.test_closed_list import WEB
from tests.unit.protocols.pdfua.reading import words

KIND = PaperKind.REGISTRATION


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("autoritat") / "segells") as one:
        yield one


@pytest.fixture(autouse=True)
def _well(far: Authority) -> Iterator[None]:
    yield
    far.far.mood = ""
    far.far.withdrawn.clear()


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        yield given


@pytest.fixture
def desk(as_role: AsRole, clean: Database, far: Authority, registers: GivenRegisters) -> Desk:
    return Desk(as_role, clean, far, registers)


def test_a_paper_is_asked_for_made_sealed_and_anybody_can_check_it(desk: Desk) -> None:
    asked, paper = desk.ask()
    assert asked is Asked.WANTED
    assert paper is not None
    assert desk.look(paper).stage is Stage.ASKING
    assert desk.make() == 0, "nothing is made of what nobody told yet"
    desk.answered()
    assert desk.look(paper).stage is Stage.MAKING
    assert desk.make() == 1
    made = desk.look(paper)
    assert (made.stage, made.name) == (Stage.MADE, PaperName.DATA_STATEMENT)
    pdf = desk.taken(paper)
    assert pdf is not None
    found = check(pdf, desk.far.trust, datetime.now(UTC))
    assert isinstance(found, Good)
    assert found.by.name == "Segell inventat"
    told = "".join(words(pdf).split())
    for said in (
        "Justificantdedades",
        "NomCognom",
        "00000000T",
        "del'Exemple",
        "Manresa",
        f"{ORIGIN}/comprova-un-paper",
    ):
        assert said in told
    assert made.code is not None
    assert made.code.replace("-", "") in told.replace("-", "")


def test_its_code_tells_whoever_has_it_the_digest_of_its_bytes(desk: Desk) -> None:
    made = desk.whole()
    assert made.code is not None
    with desk.as_role(WEB):
        known = service.by_code(made.code)
        assert service.by_code("0" * 25) is None
    pdf = desk.taken(made.id)
    assert known is not None
    assert pdf is not None
    assert known.digest == sha256(pdf).digest()
    assert known.valid_until - known.made_at == HOLDS_FOR


def test_asked_for_twice_it_is_made_once_while_it_is_good(desk: Desk) -> None:
    first = desk.whole()
    assert desk.ask() == (Asked.ALREADY, first.id)
    assert len(desk.registers.asked) == 1
    assert desk.ask(language="es")[0] is Asked.WANTED, "another language is another paper"
    assert len(desk.registers.asked) == 1, "what is fresh is not asked for again"


def test_two_at_the_same_moment_are_one_paper(desk: Desk, as_role: AsRole) -> None:
    found: list[tuple[Asked, UUID | None]] = []
    together = threading.Barrier(4)

    def asks() -> None:
        together.wait()
        found.append(service.ask(desk.me, KIND, "ca", yes=True))

    with as_role(WEB):
        threads = [threading.Thread(target=asks) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert sorted(asked.value for asked, _ in found) == ["already"] * 3 + ["wanted"]
    assert len({paper for _, paper in found}) == 1
    desk.answered()
    makers = []

    def makes() -> None:
        together.wait()
        makers.append(desk.far.maker().look(5))

    with as_role(MAKER):
        threads = [threading.Thread(target=makes) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert sum(makers) == 1
    assert desk.sql("SELECT state FROM certificates_paper") == [("made",)]


def test_a_new_one_in_place_of_a_good_one_leaves_the_old_code_saying_so(desk: Desk) -> None:
    first = desk.whole()
    desk.sql("UPDATE personal_data_sheet SET answered_at = answered_at - interval '1 hour'")
    second = desk.whole(anew=True)
    assert second.id != first.id
    assert second.stage is Stage.MADE
    assert len(desk.registers.asked) == 2
    with desk.as_role(WEB):
        known = service.by_code(first.code or "")
    assert known is not None
    assert known.replaced
    assert desk.taken(first.id) is not None, "it is still true of the day that it says"


@pytest.mark.parametrize(
    ("answer", "why", "detail"),
    [
        (NoData(Absence.NOT_ON_RECORD_HERE), Why.NOTHING, "not_on_record_here"),
        (Declined(Told.BODY_TAKES_NO_PART), Why.DECLINED, "body_takes_no_part"),
        (Refused(Fault.NOT_AUTHORISED), Why.REFUSED, "not_authorised"),
        (Late(), Why.NO_ANSWER, None),
        (Down(Fault.SERVER_ERROR), Why.NO_ANSWER, None),
        (Garbled(Fault.NOT_JSON), Why.NO_ANSWER, None),
    ],
)
def test_each_thing_that_a_register_may_say_instead_is_its_own_failure(
    answer: Any, why: Why, detail: str | None, desk: Desk
) -> None:
    desk.registers.answers[SheetKind.REGISTRATION] = answer
    made = desk.whole()
    assert (made.stage, made.why) == (Stage.FAILED, why)
    assert detail is None or made.detail == detail
    assert desk.taken(made.id) is None
    desk.registers.answers[SheetKind.REGISTRATION] = registration()
    desk.sql("UPDATE personal_data_sheet SET answered_at = answered_at - interval '1 hour'")
    assert desk.whole().stage is Stage.MADE, "asked for again it is another try"
    assert len(desk.all()) == 1


def test_a_register_that_says_nothing_at_all_did_not_answer(desk: Desk) -> None:
    _, paper = desk.ask()
    desk.sql("UPDATE certificates_paper SET wanted_at = wanted_at - interval '4 minutes'")
    assert paper is not None
    made = desk.look(paper)
    assert (made.stage, made.why) == (Stage.FAILED, Why.NO_ANSWER)
    asked, another = desk.ask()
    assert asked is Asked.WANTED
    assert another != paper


def test_a_letter_that_our_fonts_have_not_refuses_the_paper(desk: Desk) -> None:
    desk.registers.answers[SheetKind.REGISTRATION] = registration(street="de l'\u5f20")
    made = desk.whole()
    assert (made.stage, made.why) == (Stage.FAILED, Why.UNWRITABLE)


@pytest.mark.parametrize("mood", ["rejects", "garbled", "other_message"])
def test_a_stamp_that_is_not_to_be_had_is_tried_again_and_the_screen_says_so(mood: str, desk: Desk) -> None:
    desk.far.far.mood = mood
    made = desk.whole()
    assert made.stage is Stage.WAITS_STAMP
    assert desk.make() == 0, "not at once"
    desk.far.far.mood = ""
    desk.sql("UPDATE certificates_paper SET due_at = now()")
    assert desk.make() == 1
    assert desk.look(made.id).stage is Stage.MADE


def test_nobody_who_stamps_is_waited_for_a_day_and_no_longer(desk: Desk) -> None:
    _, paper = desk.ask()
    desk.answered()
    desk.make(MYSPACE_TSA_URL="http://127.0.0.1:9")
    assert paper is not None
    assert desk.look(paper).stage is Stage.WAITS_STAMP
    desk.sql("UPDATE certificates_paper SET due_at = now(), wanted_at = now() - interval '25 hours'")
    desk.make(MYSPACE_TSA_URL="http://127.0.0.1:9")
    made = desk.look(paper)
    assert (made.stage, made.why) == (Stage.FAILED, Why.STAMP)


@pytest.mark.parametrize(
    "bent",
    [
        {"MYSPACE_SEAL": ""},
        {"MYSPACE_SEAL": "/no/such/file"},
        {"MYSPACE_SEAL_KEY": "/dev/null"},
        {"MYSPACE_SEAL_LISTS": "http://127.0.0.1:9/retirats.crl"},
        {"MYSPACE_SEAL_LISTS": ""},
    ],
)
def test_a_seal_that_is_not_to_be_had_is_tried_again_and_the_screen_says_so(bent: dict[str, str], desk: Desk) -> None:
    _, paper = desk.ask()
    desk.answered()
    desk.make(**bent)
    assert paper is not None
    assert desk.look(paper).stage is Stage.WAITS_SEAL


def test_nothing_is_sealed_with_a_seal_that_was_withdrawn(desk: Desk) -> None:
    desk.far.far.withdrawn["seal"] = datetime.now(UTC) - timedelta(days=1)
    made = desk.whole()
    assert made.stage is Stage.WAITS_SEAL
    assert desk.taken(made.id) is None


def household(*also: Entry) -> Known:
    data = (Datum(DatumKind.HOUSEHOLD_SIZE, 3),)
    return Known(Sheet(SheetKind.HOUSEHOLD_SIZE, PADRO, Standing.ON_RECORD, data=data, entries=also))


def test_a_paper_of_a_household_names_nobody_of_it(desk: Desk) -> None:
    """Even if a register told names where it was asked for a number."""
    mate = Entry(EntryKind.HOUSEMATE, (Datum(DatumKind.NAME, "Altraper"), Datum(DatumKind.SURNAME_1, "Delacasa")))
    desk.registers.answers[SheetKind.HOUSEHOLD_SIZE] = household(mate)
    made = desk.whole(PaperKind.HOUSEHOLD)
    told = words(desk.taken(made.id) or b"")
    assert "3" in told
    assert "Altraper" not in told
    assert "Delacasa" not in told
    assert [kind for kind in SheetKind if kind in (SheetKind.HOUSEHOLD, SheetKind.HOUSEHOLD_PAPER)]
    assert not set(service.SHEET_OF.values()) & {SheetKind.HOUSEHOLD, SheetKind.HOUSEHOLD_PAPER}, (
        "who they are is not asked"
    )


def test_nothing_is_asked_without_the_yes_nor_by_who_did_not_enter_surely_enough(desk: Desk) -> None:
    assert desk.ask(yes=False) == (Asked.NEEDS_YES, None)
    desk.registers.levels[SheetKind.DISABILITY] = AssuranceLevel.HIGH
    with desk.as_role(WEB):
        low = replace(desk.me, level=AssuranceLevel.SUBSTANTIAL)
        assert service.ask(low, PaperKind.DISABILITY, "ca", yes=True) == (Asked.NEEDS_LEVEL, None)
    assert desk.all() == ()


def test_who_entered_less_surely_is_told_nothing_of_a_delicate_paper(desk: Desk) -> None:
    desk.registers.levels[SheetKind.DISABILITY] = AssuranceLevel.HIGH
    made = desk.whole(PaperKind.DISABILITY)
    assert made.stage is Stage.MADE
    with desk.as_role(WEB):
        low = replace(desk.me, level=AssuranceLevel.SUBSTANTIAL)
        seen = service.paper(low, made.id)
        assert seen is not None
        assert (seen.hidden, seen.code, seen.name, seen.there) == (True, None, None, False)
        assert service.taken(low, made.id) is None


def test_each_download_is_an_event_and_a_withdrawn_paper_is_gone_and_its_code_says_so(desk: Desk) -> None:
    made = desk.whole()
    desk.taken(made.id)
    desk.taken(made.id)
    assert desk.sql("SELECT count(*) FROM audit_event WHERE event = 'papers.paper.taken'") == [(2,)]
    with desk.as_role(WEB):
        assert service.withdraw(desk.me, made.id)
        assert not service.withdraw(desk.me, made.id)
        assert service.paper(desk.me, made.id) is None
        known = service.by_code(made.code or "")
    assert known is not None
    assert known.withdrawn
    assert desk.taken(made.id) is None
    assert desk.ask()[0] is Asked.WANTED


def test_nothing_of_a_paper_stands_in_the_clear_and_what_it_was_made_of_leaves(desk: Desk) -> None:
    made = desk.whole()
    ((row,),) = desk.sql("SELECT row_to_json(c)::text FROM certificates_paper c")
    assert (made.code or "x").replace("-", "") not in row
    assert "Exemple" not in row
    assert "%PDF" not in row
    assert '"sheet_sealed":null' in row
    with desk.as_role(MAKER), db.as_person(desk.me.subject) as tx:
        (octets,) = tx.run("SELECT octets_sealed FROM certificates_paper")[0]
    assert rows.unsealed_octets(octets).startswith(b"%PDF")
