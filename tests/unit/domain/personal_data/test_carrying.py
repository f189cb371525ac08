"""Whether a paper has to be brought: what a text says is said with it, and what none says is not known."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from myspace.domain.personal_data import carrying, rules
from myspace.domain.personal_data.carrying import Carry, Receiver, Text, Verdict, Word, verdict
from myspace.vocabulary.personal_data import SheetKind

TABLE = tomllib.loads(files("myspace.domain.personal_data").joinpath("carrying.toml").read_text("utf-8"))


def test_the_table_has_each_receiver_and_nothing_that_is_not_read() -> None:
    assert set(TABLE) == {*Receiver, "leave", "extracts"}
    for receiver in Receiver:
        assert set(TABLE[receiver]) <= {"every", *Word}
    kinds = {*TABLE["leave"], *TABLE["extracts"]["kinds"]}
    assert kinds <= {kind.value for kind in rules.EVERY}
    named = {said[1] for receiver in Receiver for said in TABLE[receiver].values()} | set(TABLE["leave"].values())
    assert named == set(Text)


@pytest.mark.parametrize("receiver", Receiver)
@pytest.mark.parametrize("word", Word)
def test_something_is_said_exactly_where_a_text_says_it(receiver: Receiver, word: Word) -> None:
    said = verdict(receiver, word)
    assert (said.carry is Carry.UNKNOWN) == (said.text is None)


def test_an_administration_need_be_brought_no_paper_and_nobody_else_is_asked_for_that_right() -> None:
    assert [receiver for receiver in Receiver if carrying.no_need(receiver)] == [Receiver.ADMINISTRATION]
    assert verdict(Receiver.ADMINISTRATION, Word.DATA_STATEMENT) == Verdict(Carry.NO_NEED, Text.PROCEDURE_28)
    assert not any(
        verdict(receiver, word).carry is Carry.NO_NEED
        for receiver in Receiver
        if receiver != "administration"
        for word in Word
    )


def test_before_a_court_only_what_its_owner_signed_is_a_public_document() -> None:
    assert [verdict(Receiver.COURT, word).carry for word in Word] == [
        Carry.SERVES, Carry.DOES_NOT_SERVE, Carry.DOES_NOT_SERVE,
    ]  # fmt: skip


@pytest.mark.parametrize("receiver", [Receiver.SCHOOL, Receiver.ABROAD, Receiver.UNKNOWN])
def test_what_nobody_wrote_is_not_known(receiver: Receiver) -> None:
    assert {verdict(receiver, word) for word in Word} == {carrying.NOT_KNOWN}


def test_no_text_says_that_a_paper_of_ours_serves_anybody() -> None:
    assert Carry.SERVES not in {verdict(receiver, Word.DATA_STATEMENT).carry for receiver in Receiver}


def test_tax_data_are_told_to_another_administration_only_with_leave() -> None:
    with_leave = {kind for kind in SheetKind if carrying.leave(kind)}
    assert with_leave == {SheetKind.TAX_COMPLIANCE, SheetKind.TAX_ADDRESS, SheetKind.CATALAN_TAX_DEBT}


def test_only_the_municipal_register_also_makes_an_extract() -> None:
    assert carrying.owners_papers(SheetKind.REGISTRATION) == (Word.CERTIFICATE, Word.EXTRACT)
    assert carrying.owners_papers(SheetKind.TAX_COMPLIANCE) == (Word.CERTIFICATE,)
