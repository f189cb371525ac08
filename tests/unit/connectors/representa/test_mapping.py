"""What a mandate of the registry means: read whole, or put aside whole. Nothing unread makes it wider."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from myspace.connector_kit.mandates import Side
from myspace.connectors.representa import mapping, values
from myspace.connectors.representa.questions import Operation
from myspace.connectors.representa.values import CAPACITIES, STATES, TYPES
from myspace.vocabulary.answers import QuarantineReason
from myspace.vocabulary.mandates import MandateCapacity, MandateState, MandateType, Named
from myspace.vocabulary.people import IdentifierKind

from .reading import CAPACITIES as TWO_CAPACITIES
from .reading import CARME, MARTA, NEW, TERESA, aside, good, mandate, node, party

MISSING, MALFORMED, UNKNOWN = (
    QuarantineReason.MISSING_FIELD,
    QuarantineReason.MALFORMED_FIELD,
    QuarantineReason.UNKNOWN_CODE,
)


def scope(inside: str) -> str:
    return f"<ambitRepresentacio>{inside}{TWO_CAPACITIES}</ambitRepresentacio>"


def test_a_mandate_is_read_whole() -> None:
    found = good(
        type="<tipusRepresentacio>TIPUS_C</tipusRepresentacio>",
        scope=scope(
            "<administracio><codi>0811360009</codi><nom>Ajuntament de Manresa</nom></administracio>"
            "<tramit><uuid>51016</uuid><codi>1110</codi><nom>Llicència d'obres</nom></tramit>"
        ),
    )
    assert (found.source_id, found.state, found.declared) == ("202500000101", MandateState.VALID, MandateType.PROCEDURE)
    assert (found.grantor.identifier, found.grantor.name) == (CARME, "Carme Puig Roca")
    assert (found.representative.identifier, found.representative.name) == (MARTA, "Marta Soler Puig")
    assert found.capacities == {MandateCapacity.NOTIFY, MandateCapacity.PROCESS}
    assert found.bodies == (Named("0811360009", "Ajuntament de Manresa"),)
    assert found.procedures == (Named("51016", "Llicència d'obres"),)
    # A clock without a zone is Madrid's, in summer and in winter.
    assert found.begins == datetime(2026, 5, 13, 22, tzinfo=UTC)
    assert found.ends == datetime(2028, 5, 13, 22, tzinfo=UTC)
    assert found.ends_at_most is None


def test_every_state_type_and_capacity_of_the_contract_has_a_reading_and_another_is_put_aside() -> None:
    assert set(STATES.values()) == set(MandateState)
    assert set(TYPES.values()) == set(MandateType)
    assert set(CAPACITIES.values()) == set(MandateCapacity)
    for word, state in STATES.items():
        assert good(state=f"<estat>{word}</estat>").state is state
    assert aside(state="<estat>EN_LLUNA_PLENA</estat>") == (UNKNOWN, "estat")
    assert aside(type="<tipusRepresentacio>TIPUS_D</tipusRepresentacio>") == (UNKNOWN, "tipusRepresentacio")
    signs = "<capacitats><capacitat><codi>SIGNAR</codi></capacitat></capacitats>"
    assert aside(scope=f"<ambitRepresentacio>{signs}</ambitRepresentacio>") == (
        UNKNOWN, "ambitRepresentacio.capacitats.capacitat.codi",
    )  # fmt: skip


@pytest.mark.parametrize("part", ["id", "state", "grantor", "representative"])
def test_a_mandate_without_what_it_must_have_is_put_aside(part: str) -> None:
    assert aside(**{part: ""})[0] is MISSING


@pytest.mark.parametrize(
    "inside",
    [
        "<administracio/>",
        "<administracio><nom>Ajuntament de Manresa</nom></administracio>",
        '<administracio xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>',
        "<administracio>...</administracio>",
        "<tramit/>",
        "<tramit><codi>1110</codi></tramit>",  # a code is of several (Q-RE-15)
    ],
)
def test_a_limit_that_is_there_and_cannot_be_told_is_never_no_limit(inside: str) -> None:
    assert aside(scope=scope(inside))[0] is MISSING


@pytest.mark.parametrize("inside", ["<familia><uuid>1</uuid></familia>", '<x:tramit xmlns:x="urn:altres"/>'])
def test_a_limit_of_another_kind_is_never_no_limit(inside: str) -> None:
    if inside.startswith("<x:"):
        inside = inside.replace("x:tramit", "x:territori")
    assert aside(scope=scope(inside)) == (UNKNOWN, "ambitRepresentacio")


def test_a_limit_that_stands_twice_is_put_aside() -> None:
    two = "<administracio><codi>0811360009</codi></administracio>" * 2
    assert aside(scope=scope(two)) == (MALFORMED, "ambitRepresentacio.administracio")


def test_without_a_scope_a_mandate_is_for_nothing() -> None:
    assert good(scope="").capacities == good(scope="<ambitRepresentacio/>").capacities == frozenset()


def test_a_code_of_a_body_that_is_no_ine10_stays_as_it_is_and_so_opens_nothing() -> None:
    assert good(scope=scope("<administracio><codi>98754366</codi></administracio>")).bodies == (Named("98754366"),)
    assert values.body_code("801550006") == "0801550006"
    assert values.body_code("801550007") == "801550007"  # its control digit is another's


def test_what_is_not_said_is_not_guessed() -> None:
    found = good(type="", dates="")
    assert (found.declared, found.begins, found.ends) == (None, None, None)


@pytest.mark.parametrize(
    "day", ["2026-02-30T00:00:00", "2026-05-14", "demà", "0001-01-01T00:00:00", "2026-05-14T25:00:00"]
)
def test_a_date_that_cannot_be_read_puts_the_mandate_aside(day: str) -> None:
    assert aside(dates=f"<dataFiVigencia>{day}</dataFiVigencia>") == (MALFORMED, "dataFiVigencia")


def test_a_zone_that_is_written_is_kept_to() -> None:
    assert values.instant("2026-05-14T00:00:00Z") == datetime(2026, 5, 14, tzinfo=UTC)
    assert values.instant("2026-05-14T00:00:00.5+02:00") == datetime(2026, 5, 13, 22, 0, 0, 500_000, tzinfo=UTC)


def test_numbers_of_people_are_what_their_form_says_and_a_wrong_one_is_nobody() -> None:
    foreigner = party("poderdant", "X0000000T").replace(">NIF<", ">NIE<")
    assert good(grantor=foreigner).grantor.identifier.kind is IdentifierKind.NIE
    assert (
        good(grantor=party("poderdant", "Q0000000J", "Consorci", "")).grantor.identifier.kind is IdentifierKind.COMPANY
    )
    assert aside(grantor=party("poderdant", "00000007A")) == (MALFORMED, "poderdant.valorDocumentIdentificatiu")
    passport = party("poderdant", "AB12345").replace(">NIF<", ">PASSAPORT<")
    assert good(grantor=passport).grantor.identifier.of_a_country


def test_only_what_is_of_the_person_on_that_side_is_taken() -> None:
    others = mandate(
        representative=party("representant", TERESA.value), id="<identificadorLegal>2</identificadorLegal>"
    )
    nodes = [node(mandate()), node(others)]
    mine, aside_ = mapping.of_person(nodes, MARTA, Side.REPRESENTATIVE)
    assert [one.source_id for one in mine] == ["202500000101"]
    assert [(one.reason, one.field) for one in aside_] == [(QuarantineReason.OTHER_PERSON, "representant")]
    both, none = mapping.of_person(nodes, CARME, Side.GRANTOR)
    assert (len(both), none) == (2, ())


def test_the_same_mandate_twice_is_one_and_two_under_one_id_are_none() -> None:
    same, other = node(mandate()), node(mandate(state="<estat>REVOCADA</estat>"))
    assert len(mapping.of_person([same, same], MARTA, Side.REPRESENTATIVE)[0]) == 1
    mine, put_aside = mapping.of_person([same, other, same], MARTA, Side.REPRESENTATIVE)
    assert mine == ()
    assert {one.reason for one in put_aside} == {QuarantineReason.DUPLICATE_ID}


def test_of_a_catalogue_only_what_can_be_named_and_is_active_is_offered() -> None:
    words = (
        "<families><familia><uuid>1</uuid><tramits><tramit><uuid>51016</uuid><codi>1110</codi><nom>Obres</nom></tramit>"
        "<tramit><uuid>51017</uuid><nom>Vella</nom><actiu>false</actiu></tramit><tramit><codi>1110</codi></tramit></tramits>"
        "</familia><familia><tramits><tramit><uuid>51101</uuid><codi>1110</codi></tramit></tramits></familia></families>"
    )
    wrapped = node(f"<representacio>{words}</representacio>", NEW, Operation.ONE)
    (families,) = wrapped.all("families")
    assert mapping.procedures(families.all("familia")) == (Named("51016", "Obres"), Named("51101"))
    some = node(
        "<representacio><a><codi>801550006</codi><activa>true</activa></a><a><activa>true</activa></a></representacio>"
    )
    assert mapping.bodies(some.all("a")) == (Named("0801550006"),)


def test_words_do_not_turn_a_page_round() -> None:
    assert values.text(" Marta\u202e  Soler\n\x07 ") == "Marta Soler"
    assert values.text("x" * 900) == "x" * 499 + "…"
