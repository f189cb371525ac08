"""What a deployment has to say of a product before it is asked: each missing setting refuses, and is named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.connectors.via_oberta.own import NotPermitted, permit
from myspace.protocols.pci.messages import Consent, StatedPurpose

from .far_side import ACTOR, GROUND, ROW


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
