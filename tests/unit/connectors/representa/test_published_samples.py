"""Every published message of Representa: read, or refused with the right reason. And the three schemas hold what we write.

The samples are the AOC's and are not copied here: they are read beside the checkout, and skipped in sight without it.
"""

from __future__ import annotations

import pytest
from lxml import etree

from myspace.connectors.representa import mapping, values, wire
from myspace.connectors.representa.questions import Operation, Question
from myspace.connectors.representa.wire import Absent, Failed, Heard, No, Node
from myspace.protocols.soap.failures import Unreadable
from myspace.protocols.soap.hardened import read_xml
from myspace.vocabulary.answers import Fault, Garbled, Quarantined
from myspace.vocabulary.mandates import MandateState

from .reading import CONTRACTS, asked, questions

pytestmark = pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published samples (../shared/contracts) are not here"
)
# Pieces of the schema, printed in the prose: they are held through the schemas themselves.
OF_THE_SCHEMA = ("03", *(f"{n:02}" for n in range(4, 15)), *(f"{n:02}" for n in range(18, 46)))
BROKEN = ("15", "55", "74")  # a stray end, a prefix of nobody, another end than the beginning


def sample(number: str) -> bytes:
    (path,) = (CONTRACTS / "inline").glob(f"{number}-*.xml")
    return path.read_bytes().strip()


def heard(number: str, operation: Operation) -> Node:
    found = wire.read(asked(operation), (sample(number),))
    assert isinstance(found, Heard), found
    return found.result


def test_every_sample_has_a_test_here() -> None:
    numbers = {path.name[:2] for path in (CONTRACTS / "inline").glob("*.xml")}
    tested = set(OF_THE_SCHEMA) | set(BROKEN) | {"01", "02", "16", "17"} | set(ANSWERS) | set(REQUESTS)
    assert numbers == tested


@pytest.mark.parametrize("number", BROKEN)
def test_what_is_no_xml_as_printed_is_garbled_and_not_mended(number: str) -> None:
    with pytest.raises(Unreadable):
        read_xml(sample(number))
    assert wire.read(asked(Operation.BODIES), (sample(number),)) == Failed(Garbled(Fault.NOT_THE_CONTRACT))


ANSWERS = {
    "47": Operation.ONE, "49": Operation.ONE, "51": Operation.BETWEEN, "52": Operation.BETWEEN, "54": Operation.BETWEEN,
    "56": Operation.VALIDATE, "57": Operation.VALIDATE, "59": Operation.PROCESS, "60": Operation.PROCESS,
    "62": Operation.CATALOGUE, "64": Operation.FAMILIES, "66": Operation.FAMILY, "68": Operation.PROCEDURES,
    "70": Operation.PROCEDURES, "72": Operation.BODY,
}  # fmt: skip


@pytest.mark.parametrize(("number", "operation"), ANSWERS.items())
def test_every_answer_is_heard_as_what_it_answers(number: str, operation: Operation) -> None:
    found = wire.read(asked(operation), (sample(number),))
    assert found == Absent() if number == "57" else isinstance(found, Heard), found


def test_the_two_errors_are_a_no_whatever_words_they_hold() -> None:
    for number in ("01", "02"):
        said = b"<processarRepresentacioResponse>" + sample(number) + b"</processarRepresentacioResponse>"
        assert wire.read(asked(Operation.PROCESS), (said,)) == No("004")


@pytest.mark.parametrize("number", ["16", "17"])
def test_the_mandates_of_the_prose_have_no_parties_and_are_put_aside(number: str) -> None:
    assert isinstance(mapping.representation(Node(read_xml(sample(number)))), Quarantined)


def test_the_annulled_mandate_is_put_aside_for_its_parties_alone() -> None:
    result = heard("47", Operation.ONE)
    one = result.get("representacio")
    assert one is not None
    found = mapping.representation(one)
    assert isinstance(found, Quarantined)
    assert found.field == "poderdant.valorDocumentIdentificatiu"
    assert values.state(one.text("estat")) is MandateState.ANNULLED


def test_the_catalogue_is_read() -> None:
    families = heard("64", Operation.FAMILIES).get("families")
    assert families is not None
    (only,) = mapping.procedures(families.all("familia"))
    assert only.id == "11016"
    family = heard("66", Operation.FAMILY).get("familia")
    assert family is not None
    assert [one.id for one in mapping.procedures([family])] == ["14547"]
    catalogue = heard("62", Operation.CATALOGUE).get("cataleg")
    assert catalogue is not None
    assert catalogue.text("codi") == "CATALEG_AOC"
    assert [one.id for one in mapping.bodies(heard("72", Operation.BODY).all("administracio"))] == ["9821920002"]


def test_the_pages_of_the_samples_are_counted_by_their_totals() -> None:
    for number, many, one, counted, total in (
        ("51", "representacions", "representacio", "numRepresentacionsTotal", 53),
        ("54", "representacions", "representacio", "numRepresentacionsTotal", 31),
        ("68", "tramits", "tramit", "numTotal", 53),
    ):
        page = wire.page(heard(number, ANSWERS[number]), many, one, counted)
        assert isinstance(page, wire.Page)
        assert page.told == total


REQUESTS = {
    "46": Operation.ONE, "48": Operation.ONE, "50": Operation.BETWEEN, "53": Operation.BETWEEN, "58": Operation.PROCESS,
    "61": Operation.CATALOGUE, "63": Operation.FAMILIES, "65": Operation.FAMILY, "67": Operation.PROCEDURES,
    "69": Operation.PROCEDURES, "71": Operation.BODY, "73": Operation.BODIES,
}  # fmt: skip


@pytest.mark.parametrize(("number", "operation"), REQUESTS.items())
def test_every_printed_question_has_one_of_ours_with_the_same_elements_inside(
    number: str, operation: Operation
) -> None:
    """Ours may say more (what a deployment adds about itself), and never nests it otherwise."""
    printed = paths(read_xml(sample(number)))
    ours = {path for one in questions() if one.operation is operation for path in paths(etree.fromstring(one.specific))}
    left_out = {path for path in printed - ours if path.rpartition("/")[2] not in ("generaInforme", "mida")}
    assert left_out == set()


def paths(root: etree._Element) -> set[str]:
    """Where each element stands, by local names: some samples have a namespace and some have none."""
    return {
        "/".join(etree.QName(up).localname for up in (*reversed([*one.iterancestors()]), one)) for one in root.iter()
    }


@pytest.mark.parametrize(
    "schema", ["dadesEspecifiques", "dadesEspecifiques.from-client-exemple-pci", "dadesEspecifiques.from-soapui-repo"]
)
@pytest.mark.parametrize("question", questions(), ids=lambda one: one.operation.value)
def test_q_re_2_where_the_three_schemas_differ_is_known(schema: str, question: Question) -> None:
    """Only in what the oldest lack: whether in force, and the list of administrations."""
    held = etree.XMLSchema(etree.parse(CONTRACTS / f"{schema}.xsd"))
    newest = schema == "dadesEspecifiques"
    wrong = "" if held.validate(etree.fromstring(question.specific)) else str(held.error_log)
    assert not wrong or (not newest and ("vigent" in wrong or "consultarAdministracions" in wrong)), wrong
