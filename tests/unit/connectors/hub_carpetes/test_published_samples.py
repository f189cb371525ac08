"""Every published sample, read as the contract's notes say or refused with the right reason.

The samples are the AOC's and are not copied here: they are read beside the checkout, and skipped in sight without it.
"""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from myspace.connectors.hub_carpetes import wire
from myspace.vocabulary.activity import DebtState, LinkVerdict, Moment, Topic
from myspace.vocabulary.answers import Fault, Garbled, QuarantineReason

from .asking import ASKED, debt, one, read

SAMPLES = Path(__file__).parents[4] / ".." / "shared" / "contracts" / "hub" / "inline"
pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the published samples (../shared/contracts) are not here")

E, C, A, T = Topic.ENTRIES, Topic.CASES, Topic.APPOINTMENTS, Topic.TAXES


def sample(name: str) -> bytes:
    (path,) = SAMPLES.glob(f"{name}-*.json")
    return path.read_bytes()


def asked(ine10: str) -> Any:
    return dataclasses.replace(ASKED, ine10=ine10, dir3=None, hosts=frozenset({"example.com", "www.abc.cat"}))


def wrapped(array: str, item: bytes) -> bytes:
    """The samples of single messages, put where the contract says they go."""
    return b'{"codiResultat":"200","%s":[%s]}' % (array.encode(), item)


def in_a_tax(field: str, item: bytes) -> bytes:
    import json

    whole = json.dumps(one(T) | {field: "HERE"}).encode()
    return wrapped("tributs", whole.replace(b'"HERE"', b"[" + item + b"]"))


def in_a_debt(field: str, item: bytes) -> bytes:
    import json

    return in_a_tax("deutes", json.dumps(debt() | {field: "HERE"}).encode().replace(b'"HERE"', b"[" + item + b"]"))


def test_every_sample_has_a_test_here() -> None:
    text = Path(__file__).read_text("utf-8")
    numbers = {path.name[:2] for path in SAMPLES.glob("*.json")}
    assert numbers
    assert [n for n in sorted(numbers) if f'"{n}"' not in text] == []


@pytest.mark.parametrize("name", ["01", "02"])
def test_pieces_of_json_are_garbled(name: str) -> None:
    assert wire.read(E, 200, sample(name)) == Garbled(Fault.NOT_JSON)


def test_the_entry_is_read_and_its_plain_link_is_no_link() -> None:
    (entry,) = read(E, wrapped("actuacions", sample("03")), asked("9821920002")).items
    assert (entry.source_id, entry.one_stop_shop) == ("2015-E-126", False)
    assert entry.link.verdict is LinkVerdict.NOT_HTTPS


def test_the_case_is_read_with_its_padded_code_and_its_other_spelling_of_the_phase() -> None:
    (case,) = read(C, wrapped("expedients", sample("04")), asked("0801930008")).items
    assert (case.ine10, case.phase.code) == ("0801930008", "02")
    assert case.phase.text


def test_the_appointment_with_a_trailing_comma_is_garbled() -> None:
    assert wire.read(A, 200, wrapped("citesprevies", sample("05"))) == Garbled(Fault.NOT_JSON)


def test_the_tax_is_read_with_debts_of_unknown_state() -> None:
    (tax,) = read(T, wrapped("tributs", sample("06")), asked("0123456789")).items
    assert [one.state for one in tax.debts] == [None, None]
    assert tax.total == Decimal("500.00")
    assert tax.actions[0].target is None


def test_the_debt_is_read_with_its_action_of_payment() -> None:
    found = read(T, in_a_tax("deutes", sample("07")))
    (only,) = found.items[0].debts
    assert (only.state, only.pending, only.actions[0].target) == (DebtState.PENDING, Decimal("500.00"), None)
    assert only.attachments[0].size_kb == 1024


def test_the_action_is_read() -> None:
    (tax,) = read(T, in_a_debt("accions", sample("08"))).items
    assert tax.debts[0].actions[0].target == "debt"


def test_the_attachment_without_its_comma_is_garbled() -> None:
    assert wire.read(T, 200, in_a_debt("adjunts", sample("09"))) == Garbled(Fault.NOT_JSON)


@pytest.mark.parametrize(("name", "topic"), [("10", E), ("12", C), ("14", A), ("16", T)])
def test_the_404_of_each_operation_is_nothing(name: str, topic: Topic) -> None:
    assert wire.read(topic, 200, sample(name)) == wire.Heard(())


@pytest.mark.parametrize(("name", "topic", "ine10"), [("11", E, "9821920002"), ("13", C, "0801930008")])
def test_the_lists_of_entries_and_cases_are_read_whole(name: str, topic: Topic, ine10: str) -> None:
    found = read(topic, sample(name), asked(ine10))
    assert (len(found.items), found.quarantined) == (2, ())


def test_the_list_of_appointments_without_obligatory_fields_is_put_aside() -> None:
    found = read(A, sample("15"), asked("9821920002"))
    assert found.items == ()
    assert [kept.reason for kept in found.quarantined] == [QuarantineReason.MISSING_FIELD] * 2


def test_the_list_of_taxes_is_read_with_what_it_leaves_out_unknown() -> None:
    (tax,) = read(T, sample("17"), asked("0824230008")).items
    assert (tax.on, tax.total) == (None, Decimal("8385.84"))
    (only,) = tax.debts
    assert (only.pay_from, only.period, only.state) == (None, None, DebtState.PENDING)
    assert isinstance(only.pay_until, Moment)
    assert (only.attachments[0].size_kb, only.attachments[0].desal_id) == (2048, None)


def test_an_item_of_the_samples_is_put_aside_when_another_body_was_asked() -> None:
    found = read(C, sample("13"), asked("0899900003"))
    assert {kept.reason for kept in found.quarantined} == {QuarantineReason.OTHER_BODY}
