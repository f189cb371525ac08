"""What a deployment has to say of a product before it is asked: each missing setting refuses, and is named."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.connector_kit.personal_data import DataQuestion, Demands, Need, NotConsented, NotSureEnough, Waiting
from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.connectors.via_oberta.client import ViaOberta
from myspace.connectors.via_oberta.own import NotPermitted, permit
from myspace.connectors.via_oberta.products import BY_SHEET
from myspace.protocols.pci.exchange import Stage
from myspace.protocols.pci.messages import Consent, StatedPurpose
from myspace.vocabulary.answers import Down, Fault
from myspace.vocabulary.people import AssuranceLevel
from myspace.vocabulary.personal_data import SheetKind
from myspace.vocabulary.transparency import LegalGround

from .far_side import ACTOR, GROUND, ROW, question


def row(**products: dict[str, Any]) -> Service:
    return replace(ROW, own={"products": products})


def test_what_is_said_is_what_is_asked_with() -> None:
    allowed = permit(ROW, "PADRO", "TITULAR")
    assert allowed.purpose == StatedPurpose("PROVES")
    assert allowed.consent is Consent.LAW
    assert (allowed.actor.name, allowed.actor.nif) == (ACTOR["name"], ACTOR["nif"])
    assert (allowed.reason, allowed.law) == ("proves", "Llei 39/2015, art. 28")


@pytest.mark.parametrize(
    ("without", "setting"),
    [
        ("reason", "reason"), ("finality", "procedure"), ("ground", "ground"), ("law", "law"), ("actor", "actor"),
    ],
)  # fmt: skip
def test_each_missing_setting_refuses_and_is_named(without: str, setting: str) -> None:
    less = {key: value for key, value in GROUND.items() if key != without}
    with pytest.raises(NotPermitted) as refused:
        permit(row(PADRO=less), "PADRO", "TITULAR")
    assert refused.value.setting == f'products."PADRO".{setting}'
    assert str(refused.value).startswith(f'service via_oberta: own.products."PADRO".{setting}: ')


def test_a_product_of_which_nothing_is_said_is_not_asked() -> None:
    for service in (row(), replace(ROW, own={}), row(TFN=GROUND)):
        with pytest.raises(NotPermitted, match=r"own\.products\.\"PADRO\": is missing"):
            permit(service, "PADRO", "TITULAR")


def test_a_purpose_and_a_procedure_at_once_are_refused_as_neither_is() -> None:
    with pytest.raises(NotPermitted, match="procedure"):
        permit(row(PADRO=GROUND | {"procedure": "2157893"}), "PADRO", "TITULAR")


def test_an_actor_without_a_name_or_a_number_is_nobody() -> None:
    for nobody in ({"name": " ", "nif": "Q0000000J"}, {"name": "Segell", "nif": ""}):
        with pytest.raises(NotPermitted, match="actor"):
            permit(row(PADRO=GROUND | {"actor": nobody}), "PADRO", "TITULAR")


def test_one_modality_may_have_its_own_purpose() -> None:
    service = row(**{"PADRO": GROUND, "PADRO/CONVIVENTS": GROUND | {"finality": "CONVIVENCIA", "ground": "consent"}})
    assert permit(service, "PADRO", "CONVIVENTS").purpose == StatedPurpose("CONVIVENCIA")
    assert permit(service, "PADRO", "CONVIVENTS").consent is Consent.GIVEN
    assert permit(service, "PADRO", "TITULAR").purpose == StatedPurpose("PROVES")


def test_what_is_collected_later_needs_a_finality() -> None:
    by_procedure = {key: value for key, value in GROUND.items() if key != "finality"} | {"procedure": "2157893"}
    assert permit(row(PADRO=by_procedure), "PADRO", "TITULAR").purpose == StatedPurpose(procedure="2157893")
    with pytest.raises(NotPermitted, match="finality"):
        permit(row(PADRO=by_procedure), "PADRO", "TITULAR", deferred=True)


def test_a_key_or_a_ground_that_nobody_knows_is_told_as_a_mistake_of_the_file() -> None:
    for wrong in (GROUND | {"perque": "x"}, GROUND | {"ground": "because"}):
        with pytest.raises(ServicesUnusable, match="service via_oberta: own"):
            permit(row(PADRO=wrong), "PADRO", "TITULAR")


def ask_without_a_socket(service: Service, of: DataQuestion) -> object:
    """The row's address has nobody behind it, and no certificate: what is sent is Down before it leaves."""
    return asyncio.run(ViaOberta(service, now=lambda: NOW).ask(of))


NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
BY_CONSENT = row(PADRO=GROUND | {"ground": "consent"})


@pytest.mark.parametrize("consented", [None, NOW + timedelta(seconds=1)])
def test_on_the_ground_of_consent_a_question_without_a_yes_is_not_sent(consented: datetime | None) -> None:
    of = question(SheetKind.REGISTRATION, consented=consented)
    source = ViaOberta(BY_CONSENT, now=lambda: NOW)
    waiting = Waiting("1", "2", Stage.WAITING, NOW, 0, NOW)
    for sent in (source.ask(of), source.hand_over(of), source.collect(of, waiting)):
        with pytest.raises(NotConsented, match="registration"):
            asyncio.run(sent)


def test_with_a_yes_or_on_another_ground_it_goes_on() -> None:
    given = question(SheetKind.REGISTRATION, consented=NOW - timedelta(days=1))
    assert ask_without_a_socket(BY_CONSENT, given) == Down(Fault.CERTIFICATE)
    assert ask_without_a_socket(ROW, question(SheetKind.REGISTRATION)) == Down(Fault.CERTIFICATE)
    needs = frozenset({Need.MUNICIPALITY})
    assert ViaOberta(BY_CONSENT).demands(SheetKind.REGISTRATION) == Demands(True, AssuranceLevel.LOW, needs)
    assert ViaOberta(ROW).demands(SheetKind.REGISTRATION) == Demands(False, AssuranceLevel.LOW, needs)


def test_what_the_far_side_notes_of_a_question_is_told_beforehand_and_a_number_is_used_once() -> None:
    source = ViaOberta(ROW)
    noted = source.noted(SheetKind.REGISTRATION)
    assert (noted.asker, noted.product, noted.modality) == ("9821920002", "PADRO", "TITULAR")
    assert (noted.ground, noted.law) == (LegalGround.LAW, "Llei 39/2015, art. 28")
    first, second = source.number(), source.number()
    assert first != second
    assert first.startswith("9821920002-")


def test_what_is_told_later_is_the_deployments_to_say_and_needs_a_finality() -> None:
    later = ViaOberta(row(PADRO=GROUND | {"later": True}))
    assert later.demands(SheetKind.REGISTRATION).later
    by_procedure = {key: value for key, value in GROUND.items() if key != "finality"} | {
        "procedure": "2157893",
        "later": True,
    }
    with pytest.raises(NotPermitted, match="finality"):
        ViaOberta(row(PADRO=by_procedure)).demands(SheetKind.REGISTRATION)


@pytest.mark.parametrize("level", [None, AssuranceLevel.LOW, AssuranceLevel.SUBSTANTIAL])
def test_what_is_only_for_who_entered_surely_is_not_asked_for_anybody_else(level: AssuranceLevel | None) -> None:
    service = row(PADRO=GROUND | {"level": "high"})
    with pytest.raises(NotSureEnough, match="high"):
        ask_without_a_socket(service, question(SheetKind.REGISTRATION, level=level))
    sure = question(SheetKind.REGISTRATION, level=AssuranceLevel.HIGH)
    assert ask_without_a_socket(service, sure) == Down(Fault.CERTIFICATE)
    assert ViaOberta(service).demands(SheetKind.REGISTRATION).level is AssuranceLevel.HIGH


def test_a_row_may_ask_for_more_than_a_product_does_and_never_for_less() -> None:
    product, modality = BY_SHEET[SheetKind.REGISTRATION]
    strict = replace(modality, level=AssuranceLevel.HIGH)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(BY_SHEET, SheetKind.REGISTRATION, (product, strict))
        source = ViaOberta(row(PADRO=GROUND | {"level": "low"}))
        assert source.demands(SheetKind.REGISTRATION).level is AssuranceLevel.HIGH
