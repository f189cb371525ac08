"""The simulated registry keeps to its published diagram and schemas, and does what it is wished to."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import datetime, timedelta
from itertools import product as pairs
from typing import Any

import pytest
from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Product, Said, Setting, SoapFault, UnknownWish
from myspace.connectors.representa.questions import NAMESPACES, Operation, Question, Speaker
from myspace.connectors.representa.simulator import product
from myspace.connectors.representa.simulator.desk import Desk
from myspace.connectors.representa.simulator.registry import CHANGES, NotDone, Registry, of_the_country
from myspace.connectors.representa.simulator.speech import WAYS
from myspace.simulation.cast import person
from myspace.simulation.stories.mandates import STATES

from .far_side import TODAY
from .reading import CARME, CONTRACTS, MARTA, NEW, SPEAKER, asked, questions

NOW = datetime(2026, 11, 30, 10)
GENERAL = "202500000101"
# From the published diagram, by its own spelling made the schema's; what goes on by itself is not asked for.
BY_ITSELF = {("VALIDA", "EXPIRADA"), ("PENDENT_ACCEPTACIO", "ANULADA")}
_SPELT = {
    "PENDENT_VALIDACIÓ": "PENDENT_VALIDACIO",
    "EN_VALIDACIÓ": "EN_VALIDACIO",
    "VÀLIDA": "VALIDA",
    "ANUL.LADA": "ANULADA",
}


def diagram() -> set[tuple[str, str]]:
    text = (CONTRACTS / "state-machine.mermaid.txt").read_text("utf-8")
    names: dict[str, str] = dict(re.findall(r"\b([A-Z])[\[{]([^\]}]+)[\]}]", text))
    arrows = re.findall(r"\b([A-Z])(?:[\[{][^\]}]+[\]}])?\s*-->\s*(?:\|[^|]*\|)?\s*([A-Z])", text)
    return {
        (_SPELT.get(names[a], names[a]), _SPELT.get(names[b], names[b]))
        for a, b in arrows
        if names[a] in {*_SPELT, *STATES}
    }


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published diagram (../shared/contracts) is not here")
def test_the_changes_that_it_takes_are_those_of_the_published_diagram() -> None:
    assert set(CHANGES) == diagram() - BY_ITSELF


def changed(registry: Registry, state: str, presenter: str, by: str) -> str:
    """The code with which it was refused; "" when it was done."""
    try:
        registry.change(GENERAL, state, presenter=presenter, by=by, why="", now=NOW)
    except NotDone as no:
        return no.code
    return ""


def test_every_other_change_is_refused_whoever_hands_it_in() -> None:
    registry = of_the_country(NOW)
    one = registry.held[GENERAL]
    tried = 0
    for (old, new), presenter in pairs(pairs(STATES, STATES), ("PODERDANT", "REPRESENTANT", "ADMINISTRACIO", "")):
        one.state, tried = old, tried + 1
        by = one.grantor if presenter == "PODERDANT" else one.representative
        one.inscribed_by = "nobody"
        legal = presenter in CHANGES.get((old, new), ())
        assert changed(registry, new, presenter, by) == ("" if legal else "004"), (old, new, presenter)
        assert one.state == (new if legal else old)
    assert tried == 400


def said(registry_or_desk: Desk, question: Question) -> etree._Element:
    return registry_or_desk.hear(etree.fromstring(question.specific), question.modality.value)


def desk(*ways: str) -> Desk:
    return Desk(of_the_country(NOW), NOW, frozenset(ways))


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schemas (../shared/contracts) are not here")
@pytest.mark.parametrize("question", questions(), ids=lambda one: one.operation.value)
def test_what_it_answers_keeps_to_the_published_schema(question: Question) -> None:
    if b"pagina>3<" in question.specific:
        pytest.skip("a page of procedures past the end has no form in the schema")
    answer = etree.fromstring(etree.tostring(said(desk(), question)))
    etree.XMLSchema(etree.parse(CONTRACTS / "dadesEspecifiques.xsd")).assertValid(answer)


@pytest.mark.parametrize("namespace", NAMESPACES.values())
def test_it_answers_in_the_namespace_it_was_asked_in(namespace: str) -> None:
    answer = said(desk(), Speaker(namespace, "9821920002").one(MARTA, GENERAL))
    assert etree.QName(answer).namespace == namespace
    assert etree.QName(said(desk("bare"), SPEAKER.one(MARTA, GENERAL))).namespace is None


def code(answer: etree._Element) -> str:
    return answer.findtext(".//{*}resposta/{*}codi") or ""


def test_without_an_applicant_its_schema_complains_in_its_own_words() -> None:
    root = etree.fromstring(asked(Operation.ONE).specific)
    (data,) = root
    data.remove(next(data.iterchildren(f"{{{NEW}}}solicitant")))
    answer = desk().hear(root, "REPRESENTA_CONSULTA")
    assert code(answer) == "004"
    assert "cvc-complex-type" in (answer.findtext(".//{*}descripcio") or "")


def test_an_operation_under_another_modality_is_not_done() -> None:
    root = etree.fromstring(asked(Operation.ONE).specific)
    assert code(desk().hear(root, "REPRESENTA_VALIDACIO")) == "004"
    assert code(desk().hear(etree.Element("{urn:altres}x"), "REPRESENTA_CONSULTA")) == "004"


def test_evidence_comes_with_one_and_with_no_list() -> None:
    assert said(desk(), asked(Operation.ONE)).find(".//{*}evidencia") is not None
    for question in (asked(Operation.OF_GRANTOR), asked(Operation.OF_PERSON), SPEAKER.between(MARTA, CARME, MARTA)):
        answer = said(desk(), question)
        assert answer.find(".//{*}representacio") is not None
        assert answer.find(".//{*}evidencia") is None


def test_time_alone_ends_what_was_not_accepted_not_validated_and_not_renewed() -> None:
    registry = of_the_country(NOW)
    ids = {one.state: one.id for one in registry.held.values() if one.grantor == person("marc").identifier.value}
    registry.expire(NOW + timedelta(days=15))
    assert registry.held[ids["PENDENT_ACCEPTACIO"]].state == "PENDENT_ACCEPTACIO"
    registry.expire(NOW + timedelta(days=20))
    assert registry.held[ids["PENDENT_ACCEPTACIO"]].state == "ANULADA"
    assert registry.held[ids["PENDENT_VALIDACIO"]].state == "PENDENT_VALIDACIO"
    registry.expire(NOW + timedelta(days=71))
    assert registry.held[ids["PENDENT_VALIDACIO"]].state == "ANULADA"
    registry.expire(NOW + timedelta(days=341))
    assert registry.held[ids["VALIDA"]].state == "EXPIRADA"
    assert registry.held[ids["RENUNCIADA"]].state == "RENUNCIADA"


def played() -> Product:
    return product(Setting(TODAY))


def answer(far: Product, question: Question) -> etree._Element:
    item = Asked("REPRESENTA", question.modality.value, "1", "1", etree.fromstring(question.specific))

    async def now() -> Said:
        return await far.answer(item)

    return asyncio.run(now()).specific[0]


def state(far: Product, source_id: str = GENERAL) -> str:
    return answer(far, SPEAKER.one(MARTA, source_id)).findtext(".//{*}representacio/{*}estat") or ""


def test_a_wish_revokes_at_once_and_a_reset_goes_back() -> None:
    far = played()
    far.wish({"state": {GENERAL: "REVOCADA"}})
    assert state(far) == "REVOCADA"
    far.reset()
    assert (state(far), far.calls) == ("VALIDA", {"consultarRepresentacio": 1})


def test_a_wish_moves_the_clock() -> None:
    far = played()
    far.wish({"days": 2000})
    assert state(far) == "EXPIRADA"


def test_a_wish_takes_it_away_or_makes_it_slow() -> None:
    far = played()
    far.wish({"slow_ms": 60})
    before = time.monotonic()
    state(far)
    assert time.monotonic() - before >= 0.05
    far.wish({"down": True})
    with pytest.raises(SoapFault):
        state(far)


@pytest.mark.parametrize(
    "wishes",
    [{"colour": "blue"}, {"ways": ["sung"]}, {"state": {"1": "VALIDA"}}, {"state": {GENERAL: "X"}}, {"days": "two"}],
)
def test_what_it_does_not_understand_changes_nothing(wishes: dict[str, Any]) -> None:
    far = played()
    with pytest.raises(UnknownWish):
        far.wish({"says": "500", **wishes})
    assert code(answer(far, SPEAKER.one(MARTA, GENERAL))) == "0"


def test_calls_are_counted_by_operation() -> None:
    far = played()
    for question in questions():
        answer(far, question)
    assert sum(far.calls.values()) == len(questions())
    assert set(far.calls) == {one.value for one in Operation}
    assert far.code == "REPRESENTA"


def test_each_way_of_writing_is_one_that_is_listed_and_changes_something() -> None:
    between = SPEAKER.between(CARME, person("marc").identifier, person("tania").identifier)
    plain = {
        one: etree.tostring(said(desk(), one)) for one in (between, SPEAKER.bodies(MARTA), SPEAKER.one(MARTA, GENERAL))
    }
    for way in WAYS - {"not_shown"}:
        assert any(etree.tostring(said(desk(way), one)) != before for one, before in plain.items()), way
