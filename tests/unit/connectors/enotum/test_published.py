"""Every published schema and sample of e-NOTUM: what we write is valid by them, and what we read of is too.

They are the AOC's and are not copied here: they are read beside the checkout, and skipped in sight without it.
"""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from myspace.connectors.enotum import acting, rest, rest_acting, wire
from myspace.connectors.enotum.mapping import CERCA
from myspace.simulation.cast import company, person
from myspace.vocabulary.notices import NoticeAct
from myspace.vocabulary.people import Identifier

from .reading import FIXTURES, NUMBER, TOKEN, fixture

CONTRACTS = Path(__file__).parents[4] / ".." / "shared" / "contracts" / "enotum"
SCHEMAS = CONTRACTS / "missatgeria-4.0" / "xsds"
pytestmark = pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the published schemas (../shared/contracts) are not here")
TODAY = date(2026, 11, 30)
WHOM: list[Identifier | None] = [
    None,
    person("ramon").identifier,
    person("amina").identifier,
    company("atzavara").identifier,
]


def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / name))


@pytest.mark.parametrize("who", WHOM, ids=["citizen", "person", "foreigner", "company"])
def test_every_request_of_ours_is_valid_by_the_published_schema(who: Identifier | None) -> None:
    requests = schema("Peticions.xsd")
    for sent in (
        wire.search(TOKEN, who, TODAY, TODAY, 3),
        wire.standing_of(TOKEN, who, NUMBER, TODAY),
        wire.summary(TOKEN, who, TODAY, TODAY),
        acting.practise(TOKEN, who, NUMBER, NoticeAct.OPEN),
        acting.practise(TOKEN, who, NUMBER, NoticeAct.REFUSE),
        acting.consult(TOKEN, who, NUMBER, whole=False),
        acting.consult(TOKEN, who, NUMBER, whole=True),
        acting.evidence(TOKEN, who, NUMBER),
    ):
        requests.assertValid(etree.fromstring(sent))


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.xml")), ids=lambda path: path.name)
def test_every_answer_that_we_rehearse_with_is_valid_by_the_published_schema(path: Path) -> None:
    schema("Respostes.xsd").assertValid(etree.fromstring(path.read_bytes()))


def test_every_field_that_we_read_of_a_line_is_one_that_the_schema_has() -> None:
    text = (SCHEMAS / "RespostaCerca.xsd").read_text("utf-8") + (SCHEMAS / "Commons.xsd").read_text("utf-8")
    for path in CERCA.values():
        for step in path.split("/"):
            assert f'name="{step}"' in text, step


def test_the_states_and_levels_of_the_schema_are_all_read() -> None:
    from myspace.connectors.enotum import values

    commons = etree.parse(SCHEMAS / "Commons.xsd")
    for name, how in (
        ("EstatType", values.status),
        ("TipusAccesType", values.level),
        ("TipusObjecteType", values.kind),
    ):
        said = commons.xpath(f"//*[@name='{name}']//@value")
        assert said
        assert all(how(one) is not None for one in said)
    assert all(values.language(one) for one in commons.xpath("//*[@name='Idioma']//@value"))


def test_every_piece_printed_in_the_document_is_part_of_a_schema_and_none_is_a_message() -> None:
    """The printed samples of messaging 4.0 are pieces of its schemas, not messages: there is nothing else to read."""
    pieces = sorted((CONTRACTS / "missatgeria-4.0" / "inline").glob("*.xml"))
    assert len(pieces) >= 60
    for path in pieces:
        assert re.search(r"<xs:(element|complexType|simpleType|sequence|choice)\b", path.read_text("utf-8")), path.name


def test_the_address_and_the_body_printed_for_rest_are_the_ones_that_we_make() -> None:
    printed = (CONTRACTS / "ciutadania" / "inline" / "01-exemple.txt").read_text("utf-8").strip()
    assert printed == f"PATCH {rest_acting.notice_target('12345')}"
    body = (CONTRACTS / "ciutadania" / "inline" / "02-exemple.json").read_bytes()
    assert json.loads(body) == json.loads(rest_acting.practise_body(NoticeAct.OPEN))


def test_every_address_and_field_of_rest_that_we_use_is_in_its_description() -> None:
    text = (CONTRACTS / "ciutadania" / "openapi.yml").read_text("utf-8")
    for path in (rest.LIST, rest.SUMMARY, rest.USER, rest.INFO):
        assert f"  /{path}:" in text
    for path in rest.NAMES.values():
        for step in path.split("/"):
            assert re.search(rf"^\s+{step}:", text, re.MULTILINE), step
    assert rest.FOR in text
    known = set(re.findall(r"^\s+(\w+):", text, re.MULTILINE))
    told = json.loads(fixture("list.json"))["notificacions"][0]
    assert set(told) - known == {"campAfegitDemà"}  # what they may add any day is passed over
