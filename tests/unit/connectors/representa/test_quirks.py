"""Where the documents of Representa disagree (Q-RE-1 … Q-RE-17): both forms are read, or the doubt is said."""

from __future__ import annotations

from uuid import UUID

import pytest
from lxml import etree

from myspace.connectors.representa import mapping, wire
from myspace.connectors.representa.questions import NAMESPACES, PAGE, Operation, Presenter, Speaker
from myspace.connectors.representa.wire import Absent, Failed, Heard, No, Page, Pages
from myspace.domain.mandates import rules
from myspace.vocabulary.answers import Fault, Garbled
from myspace.vocabulary.mandates import Mandate, MandateCapacity, MandateState, MandateType, Named, Representation

from .reading import CARME, CONTRACTS, MARTA, NEW, OLD, SPEAKER, WANTED, answer, asked, good, mandate, node, party


@pytest.mark.parametrize("namespace", [OLD, NEW, ""])
def test_q_re_1_answers_are_read_in_the_old_namespace_in_the_new_one_and_in_none(namespace: str) -> None:
    assert mapping.representation(node(mandate(), namespace)) == good()
    mixed = answer(Operation.ONE, mandate(), namespace="").replace(
        b"<consultarRepresentacioResponse>", f'<r:consultarRepresentacioResponse xmlns:r="{OLD}">'.encode()
    )
    mixed = mixed.replace(b"</consultarRepresentacioResponse>", b"</r:consultarRepresentacioResponse>")
    assert isinstance(wire.read(asked(Operation.ONE), (mixed,)), Heard)


def test_q_re_1_the_row_says_which_one_is_written() -> None:
    for name, namespace in NAMESPACES.items():
        root = etree.fromstring(Speaker(NAMESPACES[name], "9821920002").one(MARTA, "1").specific)
        assert etree.QName(root).namespace == namespace


@pytest.mark.skipif(not CONTRACTS.is_dir(), reason="the published schemas (../shared/contracts) are not here")
def test_q_re_2_the_three_schemas_are_of_three_ages_and_what_we_write_is_of_the_newest() -> None:
    sizes = {path.stat().st_size for path in CONTRACTS.glob("dadesEspecifiques*.xsd")}
    assert len(sizes) == 3
    # test_published_samples.py holds every question against each of them


def test_q_re_3_one_capacity_with_two_codes_is_two_and_a_broken_sample_is_not_mended() -> None:
    two = "<capacitats><capacitat><codi>NOTIFICAR</codi><codi>TRAMITAR</codi></capacitat></capacitats>"
    found = good(scope=f"<ambitRepresentacio>{two}</ambitRepresentacio>")
    assert found.capacities == {MandateCapacity.NOTIFY, MandateCapacity.PROCESS}
    stray = answer(Operation.ONE, mandate()).replace(b"</representacio>", b"</evidencia></representacio>")
    assert wire.read(asked(Operation.ONE), (stray,)) == Failed(Garbled(Fault.NOT_THE_CONTRACT))


def reach(found: Representation) -> rules.Scope | None:
    """What it reaches once two persons of the folder are on its sides."""
    return rules.scope(
        Mandate(
            UUID(int=1), UUID(int=2), found.state, found.declared, found.capacities,
            frozenset(one.id for one in found.bodies), frozenset(one.id for one in found.procedures),
        )
    )  # fmt: skip


def test_q_re_4_a_type_that_contradicts_its_scope_is_kept_as_declared_and_reaches_the_narrower() -> None:
    body = "<ambitRepresentacio><administracio><codi>0811360009</codi></administracio></ambitRepresentacio>"
    general_of_one = good(scope=body)
    assert (general_of_one.declared, general_of_one.bodies) == (MandateType.GENERAL, (Named("0811360009"),))
    found = reach(general_of_one)
    assert found is not None
    assert (found.whole_folder, found.bodies) == (False, frozenset({"0811360009"}))
    assert reach(good(type="<tipusRepresentacio>TIPUS_B</tipusRepresentacio>")) is None


def test_q_re_5_pages_are_counted_from_the_total_and_never_from_the_count_of_pages() -> None:
    inside = (
        "<numRepresentacionsTotal>53</numRepresentacionsTotal><numPaginesTotal>6</numPaginesTotal><representacions/>"
    )
    heard = wire.read(asked(Operation.OF_GRANTOR), (answer(Operation.OF_GRANTOR, inside),))
    assert isinstance(heard, Heard)
    found = wire.page(heard.result, "representacions", "representacio", "numRepresentacionsTotal")
    assert found == Page((), 53)
    assert (Pages().number, PAGE) == (0, 100)


def test_q_re_6_success_has_one_digit_and_three_zeros_are_no_success() -> None:
    assert isinstance(wire.read(asked(Operation.ONE), (answer(Operation.ONE, code="0"),)), Heard)
    for code in ("000", "00"):
        found = wire.read(asked(Operation.ONE), (answer(Operation.ONE, code=code),))
        assert found == Failed(Garbled(Fault.UNKNOWN_RESULT))


def test_q_re_7_the_words_of_a_validation_are_not_read_and_nine_digits_are_the_same_body() -> None:
    swapped = "entre Marta (12345678Z) i Carme (00000007F) és correcta"
    plain = wire.read(asked(Operation.VALIDATE), (answer(Operation.VALIDATE, mandate()),))
    told = wire.read(asked(Operation.VALIDATE), (answer(Operation.VALIDATE, mandate(), words=swapped),))
    assert isinstance(plain, Heard)
    assert isinstance(told, Heard)
    assert mapping.bears_out(told.result, CARME, MARTA)
    assert mapping.bears_out(plain.result, CARME, MARTA)
    # The parties of the mandate that says yes are read, and must be those that were asked about.
    turned = mandate(grantor=party("poderdant", MARTA.value), representative=party("representant", CARME.value))
    other = wire.read(asked(Operation.VALIDATE), (answer(Operation.VALIDATE, turned),))
    assert isinstance(other, Heard)
    assert not mapping.bears_out(other.result, CARME, MARTA)
    nine = "<ambitRepresentacio><administracio><codi>801550006</codi></administracio></ambitRepresentacio>"
    assert good(scope=nine).bodies == (Named("0801550006"),)


def test_q_re_8_a_validation_is_written_with_the_wrapper_that_all_the_schemas_have() -> None:
    root = etree.fromstring(asked(Operation.VALIDATE).specific)
    assert [etree.QName(one).localname for one in root] == ["dades"]


def test_q_re_9_fields_of_no_table_and_types_on_numbers_are_passed_over() -> None:
    typed = (
        '<numRepresentacionsTotal xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="xsd:int">1'
        "</numRepresentacionsTotal><numRepresentacionsCerca>25</numRepresentacionsCerca><numPaginaCerca>0</numPaginaCerca>"
    )
    said = answer(Operation.OF_GRANTOR, f"{typed}<representacions>{mandate()}</representacions>")
    heard = wire.read(asked(Operation.OF_GRANTOR), (said,))
    assert isinstance(heard, Heard)
    found = wire.page(heard.result, "representacions", "representacio", "numRepresentacionsTotal")
    assert isinstance(found, Page)
    assert (len(found.elements), found.told) == (1, 1)


def test_q_re_10_an_inscription_says_all_that_is_obligatory_and_never_asks_for_valid() -> None:
    root = etree.fromstring(SPEAKER.inscribe("a.token", WANTED).specific)
    said = {etree.QName(one).localname: one.text for one in root.iter()}
    obligatory = (
        "tipusRepresentacio estat poderdant representant dataIniciVigencia dataFiVigencia origen ambitRepresentacio"
    )
    assert set(obligatory.split()) <= set(said)
    assert {"motiu", "tipusSolicitud", "tipusPresentador", "solicitant", "tokenValid"} <= set(said)
    assert said["estat"] == "PENDENT_ACCEPTACIO"
    assert said["dataFiVigencia"] == "2027-11-30T23:59:59"  # the last day is in, by every reading


def test_q_re_10_an_empty_answer_to_a_change_is_not_taken_for_done() -> None:
    assert wire.read(asked(Operation.PROCESS), ()) == Failed(Garbled(Fault.UNKNOWN_RESULT))
    assert wire.read(asked(Operation.PROCESS), (b"<processarRepresentacioResponse/>",)) == Failed(
        Garbled(Fault.UNKNOWN_RESULT)
    )


def test_q_re_11_no_report_is_asked_for_so_its_place_does_not_matter() -> None:
    assert b"generaInforme" not in asked(Operation.ONE).specific + asked(Operation.BETWEEN).specific


@pytest.mark.parametrize("word", ["ANULADA", "ANUL·LADA", "ANUL.LADA"])
def test_q_re_12_annulled_is_read_in_every_spelling(word: str) -> None:
    assert good(state=f"<estat>{word}</estat>").state is MandateState.ANNULLED


def test_q_re_13_the_raw_words_of_their_parser_are_a_code_for_us_and_nothing_else() -> None:
    raw = "cvc-complex-type.2.4.b: El contenido del elemento &apos;ns5:dades&apos; no está completo."
    found = wire.read(asked(Operation.PROCESS), (answer(Operation.PROCESS, code="004", words=raw),))
    assert found == No("004")
    assert "cvc" not in repr(found)


def test_q_re_14_what_is_being_validated_is_asked_for_in_both_its_states_and_empty_elements_are_nobody() -> None:
    for one in (MandateState.PENDING_VALIDATION, MandateState.IN_VALIDATION):
        written = SPEAKER.between(MARTA, CARME, MARTA, frozenset({one})).specific
        assert written.count(b"estat>") == 4
        assert b">PENDENT_VALIDACIO<" in written
        assert b">EN_VALIDACIO<" in written
    said = answer(
        Operation.OF_GRANTOR, f"<representacions><representacio/>{mandate()}<representacio/></representacions>"
    )
    heard = wire.read(asked(Operation.OF_GRANTOR), (said,))
    assert isinstance(heard, Heard)
    found = wire.page(heard.result, "representacions", "representacio", "numRepresentacionsTotal")
    assert isinstance(found, Page)
    assert len(found.elements) == 1


def test_q_re_15_a_procedure_is_its_uuid_and_its_code_is_never_asked_for() -> None:
    assert b"<r:uuid>51016</r:uuid>" in SPEAKER.procedures(MARTA, uuid="51016").specific
    written = asked(Operation.VALIDATE).specific
    assert b"tramit><r:uuid>51016" in written
    assert b"tramit><r:codi>" not in written


def test_q_re_16_what_is_not_valid_is_answered_as_not_found_and_that_is_no() -> None:
    assert wire.read(asked(Operation.VALIDATE), (answer(Operation.VALIDATE, code="001"),)) == Absent()


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("VÀLIDA", MandateState.VALID),
        ("ANUL.LADA", MandateState.ANNULLED),
        ("PENDENT_VALIDACIÓ", MandateState.PENDING_VALIDATION),
        ("EN_VALIDACIÓ", MandateState.IN_VALIDATION),
        ("PENDENT_SIGNATURA", MandateState.PENDING_SIGNATURE),
    ],
)
def test_q_re_17_the_spellings_of_the_diagram_are_read_and_the_state_that_it_lacks(
    word: str, state: MandateState
) -> None:
    assert good(state=f"<estat>{word}</estat>").state is state


def test_q_re_17_denied_is_never_asked_for_by_a_side() -> None:
    for state in (MandateState.RENOUNCED, MandateState.REVOKED, MandateState.VALID):
        written = SPEAKER.change("", MARTA, "1", state, Presenter.REPRESENTATIVE).specific
        assert b"DENEGADA" not in written
