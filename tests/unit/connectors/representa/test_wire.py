"""What each answer of Representa is worth, and what is written to it. Both against the published schemas where they are."""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.connectors.representa import wire
from myspace.connectors.representa.questions import NAMESPACES, Operation, Question, Speaker
from myspace.connectors.representa.wire import MOST_PAGES, Absent, Failed, Heard, No, Node, Page, Pages
from myspace.vocabulary.answers import Down, Fault, Garbled

from .reading import CONTRACTS, MARTA, SPEAKER, answer, asked, questions

NOT_THE_CONTRACT = Failed(Garbled(Fault.NOT_THE_CONTRACT))


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schemas (../shared/contracts) are not here")
@pytest.mark.parametrize("question", questions(), ids=lambda one: one.operation.value)
def test_every_question_keeps_to_the_published_schema(question: Question) -> None:
    current = etree.XMLSchema(etree.parse(CONTRACTS / "dadesEspecifiques.xsd"))
    current.assertValid(etree.fromstring(question.specific))


def test_every_operation_of_the_contract_can_be_asked() -> None:
    assert {one.operation for one in questions()} == set(Operation)


def test_every_code_of_the_contract_has_its_worth_and_another_is_garbled() -> None:
    worth = {
        code: wire.read(asked(Operation.ONE), (answer(Operation.ONE, code=code),))
        for code in map("{:03}".format, range(1000))
    }
    no = {code for code, one in worth.items() if one == No(code)}
    assert no == {"002", "003", "004", "005", "006", "007", "008", "009", "100"}
    assert worth["001"] == Absent()
    assert worth["500"] == Failed(Down(Fault.SERVER_ERROR))
    others = {code: one for code, one in worth.items() if code not in no | {"001", "500"}}
    assert set(map(repr, others.values())) == {repr(Failed(Garbled(Fault.UNKNOWN_RESULT)))}
    assert isinstance(wire.read(asked(Operation.ONE), (answer(Operation.ONE),)), Heard)


@pytest.mark.parametrize("code", [None, "", "00", "0 0", "zero"])
def test_no_code_or_one_of_no_table_is_garbled(code: str | None) -> None:
    found = wire.read(asked(Operation.ONE), (answer(Operation.ONE, code=code),))
    assert found == Failed(Garbled(Fault.UNKNOWN_RESULT))


def test_an_answer_to_something_else_is_no_answer() -> None:
    other = answer(Operation.BODY)
    assert wire.read(asked(Operation.ONE), (other,)) == NOT_THE_CONTRACT
    assert wire.read(asked(Operation.ONE), (answer(Operation.BODY, code="001"),)) == NOT_THE_CONTRACT
    assert wire.read(asked(Operation.ONE), (answer(Operation.ONE, namespace="urn:altres"),)) == NOT_THE_CONTRACT
    assert wire.read(asked(Operation.ONE), (answer(Operation.ONE), answer(Operation.ONE))) == NOT_THE_CONTRACT


def test_their_answer_for_errors_is_heard_for_errors_alone() -> None:
    says = answer(Operation.ONE, code="001").replace(b"consultarRepresentacioResponse", b"ErrorResponse")
    assert wire.read(asked(Operation.ONE), (says,)) == Absent()
    assert wire.read(asked(Operation.ONE), (says.replace(b"001", b"004"),)) == No("004")
    assert wire.read(asked(Operation.ONE), (says.replace(b"001", b"0"),)) == NOT_THE_CONTRACT


@pytest.mark.parametrize("piece", [b"", b"<html>", b"<!DOCTYPE a><a/>", b"\xff\xfe"])
def test_what_is_no_xml_is_garbled(piece: bytes) -> None:
    assert wire.read(asked(Operation.ONE), (piece,)) == NOT_THE_CONTRACT


def test_nothing_at_all_is_garbled() -> None:
    assert wire.read(asked(Operation.ONE), ()) == Failed(Garbled(Fault.UNKNOWN_RESULT))


@pytest.mark.parametrize("namespace", NAMESPACES.values())
def test_what_is_written_is_in_the_namespace_of_the_row(namespace: str) -> None:
    for question in questions(Speaker(namespace, "9821920002")):
        root = etree.fromstring(question.specific)
        assert {etree.QName(one).namespace for one in root.iter()} == {namespace}
        assert b"aplicacio" not in question.specific


def test_a_page_is_asked_for_with_the_most_that_the_schema_allows_and_the_first_is_0() -> None:
    first = SPEAKER.bodies(MARTA).specific
    assert b"mida>100<" in first
    assert b"pagina>0<" in first


def test_the_token_of_the_session_is_shown_by_nothing_that_prints_a_question() -> None:
    assert not any("a.token" in repr(one) for one in questions())


def nodes(count: int, first: int = 0) -> tuple[Node, ...]:
    return tuple(Node(etree.fromstring(f"<representacio><a>{first + n}</a></representacio>")) for n in range(count))


def taken(*pages: Page) -> Pages:
    """After these pages, as they came one after another."""
    so_far = Pages()
    for one in pages:
        assert not so_far.over
        so_far.take(one)
    return so_far


def test_pages_are_asked_for_until_as_many_have_come_as_were_told() -> None:
    half = taken(Page(nodes(100), 153))
    assert (half.over, half.number) == (False, 1)
    half.take(Page(nodes(53, 100), 153))
    assert (half.over, half.whole, half.taken) == (True, True, 153)


def test_a_far_side_that_gives_fewer_on_a_page_than_were_asked_for_is_asked_further() -> None:
    some = taken(*(Page(nodes(10, n), 53) for n in range(0, 50, 10)))
    assert not some.over
    some.take(Page(nodes(3, 50), 53))
    assert (some.over, some.whole) == (True, True)


def test_without_a_total_it_is_over_when_a_page_brings_nothing() -> None:
    some = taken(Page(nodes(3), None))
    assert not some.over
    some.take(Page((), None))
    assert (some.over, some.whole) == (True, True)


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param((Page(nodes(100), 153), Page((), 153)), id="it stops before the total"),
        pytest.param((Page(nodes(100), 153), Page(nodes(20, 100), 120)), id="the total shrinks in between"),
        pytest.param((Page(nodes(100), 200), Page(nodes(100), 200)), id="the same page comes again"),
        pytest.param((Page(nodes(2), None), Page(nodes(2), None)), id="the same page comes again, without a total"),
        pytest.param(tuple(Page(nodes(1, n), 99) for n in range(MOST_PAGES)), id="there are more than we ask for"),
    ],
)
def test_what_is_not_surely_the_whole_is_not_called_whole(pages: tuple[Page, ...]) -> None:
    found = taken(*pages)
    assert (found.over, found.whole) == (True, False)
