"""PADRO and its history: every field that a person cares about, every code, every quirk; held against the schemas."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from myspace.connectors.via_oberta.products import BY_SHEET
from myspace.protocols.pci.products import Meaning, row
from myspace.simulation.cast import MANRESA, OLOT, VIC, person
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.personal_data import (
    Absence,
    Address,
    DatumKind,
    Declined,
    EntryKind,
    HeldBy,
    NoData,
    NotFirstHand,
    PartialDate,
    SheetKind,
    Standing,
    Theme,
    Why,
)

from .far_side import CONTRACTS, DataQuestion, about, answer, asked, heard, question, said, sheet, specific_of

NOW = (
    SheetKind.REGISTRATION, SheetKind.REGISTRATION_PAPER, SheetKind.HOUSEHOLD, SheetKind.HOUSEHOLD_PAPER,
    SheetKind.HOUSEHOLD_SIZE,
)  # fmt: skip
THEN = (SheetKind.REGISTRATION_HISTORY, SheetKind.HOUSEHOLD_HISTORY)
GARBLED = Garbled(Fault.NOT_THE_CONTRACT)
MARTAS_HOME = Address("08113", "08001", "CARRE", "de l'Exemple", "12", floor="2", door="1")


def bent(of: DataQuestion, *changes: tuple[str, str]) -> tuple[bytes, ...]:
    """A good answer with other texts in it."""
    (whole,) = specific_of(said(of))
    for before, after in changes:
        assert before.encode() in whole, before
        whole = whole.replace(before.encode(), after.encode())
    return (whole,)


def test_where_a_person_is_registered_is_told_with_its_source_and_its_days() -> None:
    told = sheet(question(SheetKind.REGISTRATION))
    assert (told.source.held_by, told.source.municipality) == (HeldBy.MUNICIPAL_REGISTER, MANRESA[:5])
    assert (told.source.product, told.source.modality) == ("PADRO", "TITULAR")
    assert told.standing is Standing.ON_RECORD
    assert told.told_on == PartialDate(2026, 11, 30)
    assert {each.kind: each.value for each in told.data} == {
        DatumKind.NAME: "Marta",
        DatumKind.SURNAME_1: "Soler",
        DatumKind.SURNAME_2: "Puig",
        DatumKind.BORN_ON: PartialDate(1986, 4, 12),
        DatumKind.BORN_IN: "08019",
        DatumKind.SEX: "F",
        DatumKind.NATIONALITY: "108",
        DatumKind.REGISTERED_SINCE: PartialDate(2012, 3, 5),
        DatumKind.ADDRESS: MARTAS_HOME,
    }
    assert told.complete
    assert told.kind.theme is Theme.IDENTITY_AND_ADDRESS


def test_a_household_names_who_else_is_there_and_nobodys_document() -> None:
    told = sheet(question(SheetKind.HOUSEHOLD))
    (mate,) = told.entries
    assert mate.kind is EntryKind.HOUSEMATE
    assert mate.value(DatumKind.NAME) == "Jordi"
    assert person("jordi").identifier.value not in "".join(
        str(each.value) for one in told.entries for each in one.data
    )  # fmt: skip
    assert sheet(question(SheetKind.HOUSEHOLD, "ramon")).entries == ()


def test_a_household_that_tells_fewer_than_it_counts_is_not_whole() -> None:
    told = sheet(question(SheetKind.HOUSEHOLD), ways=["fewer"])
    assert (told.entries, told.complete) == ((), False)


def test_a_slip_without_a_count_is_no_proof_that_somebody_lives_alone() -> None:
    assert answer(question(SheetKind.HOUSEHOLD), ways=["no_slip"]) == GARBLED
    of = question(SheetKind.HOUSEHOLD, "ramon")
    (whole,) = specific_of(said(of))
    tree = etree.fromstring(whole)
    (found,) = tree.iter("{http://www.red.es/padron}NumeroAcompanantes")
    assert found.text == "0"
    found.getparent().remove(found)
    assert heard(of, (etree.tostring(tree),)) == GARBLED


def test_how_many_live_there_names_nobody() -> None:
    told = sheet(question(SheetKind.HOUSEHOLD_SIZE))
    assert told.value(DatumKind.HOUSEHOLD_SIZE) == 2
    assert told.value(DatumKind.ADDRESS) == MARTAS_HOME
    assert {each.kind for each in told.data} == {DatumKind.HOUSEHOLD_SIZE, DatumKind.ADDRESS}


@pytest.mark.parametrize("kind", [SheetKind.REGISTRATION_PAPER, SheetKind.HOUSEHOLD_PAPER])
def test_a_printed_slip_is_kept_as_it_came_and_one_that_is_no_pdf_is_none(kind: SheetKind) -> None:
    told = sheet(question(kind))
    (paper,) = told.papers
    assert paper.octets.startswith(b"%PDF-1.7\n")
    assert paper.octets.endswith(b"%%EOF\n")
    assert "%PDF" not in repr(told)
    assert told.entries == ()  # its sheet repeats nobody
    assert heard(question(kind), bent(question(kind), ("JVBERi", "AAAAAA"))) == GARBLED
    assert heard(question(kind), bent(question(kind), ("JVBERi", "····"))) == GARBLED


@pytest.mark.parametrize("kind", NOW)
def test_not_in_this_register_is_not_an_error_and_not_a_no(kind: SheetKind) -> None:
    elsewhere = DataQuestion(kind, about("marta", VIC))
    assert answer(elsewhere) == NoData(Absence.NOT_ON_RECORD_HERE)


@pytest.mark.parametrize("kind", NOW)
def test_a_town_hall_that_takes_no_part_says_nothing_about_anybody(kind: SheetKind) -> None:
    assert answer(DataQuestion(kind, about("marc"))) == Declined(Why.BODY_TAKES_NO_PART)
    assert about("marc").municipality == OLOT


def test_a_copy_that_answers_in_the_town_halls_place_is_said_to_be_one() -> None:
    told = sheet(question(SheetKind.REGISTRATION, "nuria"))
    assert told.source.held_by is HeldBy.STATISTICAL_OFFICE
    assert told.source.not_first_hand is NotFirstHand.BODY_TAKES_NO_PART
    down = bent(question(SheetKind.REGISTRATION, "nuria"), ("idescatMotivo>1<", "idescatMotivo>2<"))
    found = heard(question(SheetKind.REGISTRATION, "nuria"), down)
    assert found.sheet.source.not_first_hand is NotFirstHand.BODY_WAS_DOWN
    assert answer(question(SheetKind.REGISTRATION_PAPER, "nuria")) == Declined(Why.BODY_TAKES_NO_PART)


@pytest.mark.parametrize("kind", [*NOW, *THEN])
def test_every_code_has_its_worth_and_another_is_garbled(kind: SheetKind) -> None:
    nothing = Absence.NOT_ON_RECORD_HERE if kind in NOW else Absence.NOT_ON_RECORD_THEN
    for code, worth in {
        "2": NoData(nothing),
        "3": Down(Fault.SERVER_ERROR),
        "4": Declined(Why.BODY_TAKES_NO_PART),
        "5": Garbled(Fault.UNKNOWN_RESULT),
        "01": Garbled(Fault.UNKNOWN_RESULT),
    }.items():
        assert answer(question(kind), says=code) == worth, code


@pytest.mark.parametrize("kind", NOW)
def test_q_vo_2_zero_is_a_code_of_the_comparison_alone(kind: SheetKind) -> None:
    assert answer(question(kind), says="0") == Garbled(Fault.UNKNOWN_RESULT)
    compared = row("PADRO", "COMPROVACIO_CONVIVENTS")
    assert compared is not None
    assert compared.meaning("0") is Meaning.DONE


def test_q_vo_1_the_numbers_of_towns_keep_their_zeros() -> None:
    asks = BY_SHEET[SheetKind.REGISTRATION][1].ask(
        DataQuestion(SheetKind.REGISTRATION, about("marta", "0801930008")), "R"
    )
    assert asks is not None
    root = etree.fromstring(asks)
    assert [root.findtext(f"{{*}}{name}") for name in ("codigoProvincia", "codigoMunicipio")] == ["08", "019"]
    assert sheet(question(SheetKind.REGISTRATION), ways=["short_codes"]).value(DatumKind.ADDRESS) == MARTAS_HOME


def test_q_vo_18_dates_are_eight_digits_and_an_unknown_day_stays_unknown() -> None:
    told = sheet(question(SheetKind.REGISTRATION), ways=["month_only"])
    assert told.value(DatumKind.BORN_ON) == PartialDate(1986, 4)
    of = question(SheetKind.REGISTRATION)
    found = heard(of, bent(of, ("19860412", "19860000")))
    assert found.sheet.value(DatumKind.BORN_ON) == PartialDate(1986)
    for wrong in ("19861312", "19860230", "00000000", "198604", "1986-4-12"):
        assert heard(of, bent(of, ("19860412", wrong))) == GARBLED, wrong


@pytest.mark.parametrize(
    "change",
    [
        ("fuente>PADRON<", "fuente>ALTRES<"),
        ("fuente>PADRON<", "fuente><"),
        ("documentacion>12345678Z<", "documentacion>11111111H<"),
        ("Documentacion>12345678Z<", "Documentacion>11111111H<"),
        ("Sexo>F<", "Sexo>X<"),
        ("Nombre>Marta<", "Nombre><"),
        ("CodigoProvincia>08<", "CodigoProvincia>8A<"),
        ("respuestaDatosTitular", "respuestaDatosConvivientes"),
        ("http://www.aocat.net/padro", "urn:altres"),
    ],
)
def test_what_the_contract_does_not_say_is_not_believed(change: tuple[str, str]) -> None:
    of = question(SheetKind.REGISTRATION)
    assert heard(of, bent(of, change)) == GARBLED


def test_a_slip_about_somebody_else_is_not_shown_to_who_asked() -> None:
    for kind in (SheetKind.REGISTRATION, SheetKind.HOUSEHOLD, SheetKind.REGISTRATION_PAPER, *THEN):
        assert answer(question(kind), ways=["someone_else"]) == GARBLED


def test_a_field_that_stands_twice_is_read_as_neither() -> None:
    of = question(SheetKind.REGISTRATION)
    (whole,) = specific_of(said(of))
    tree = etree.fromstring(whole)
    (born,) = tree.iter("{http://www.red.es/padron}FechaNacimiento")
    born.addnext(etree.fromstring('<r:FechaNacimiento xmlns:r="http://www.red.es/padron">19900101</r:FechaNacimiento>'))
    assert heard(of, (etree.tostring(tree),)) == GARBLED


# -- history ----------------------------------------------------------------------------------------------------------


def test_history_tells_each_place_with_its_day_and_the_days_of_nothing() -> None:
    told = sheet(question(SheetKind.REGISTRATION_HISTORY, since=date(2000, 1, 1), until=date(2026, 11, 30)))
    assert [(one.kind, one.value(DatumKind.ON)) for one in told.entries] == [
        (EntryKind.NOT_THEN, PartialDate(2000, 1, 1)),
        (EntryKind.PERIOD, PartialDate(2004, 9, 1)),
        (EntryKind.PERIOD, PartialDate(2012, 3, 5)),
    ]
    assert [one.value(DatumKind.ADDRESS) for one in told.entries][1:] == [
        Address("08298", "08500", "CARRE", "Fictici", "7", floor="1"), MARTAS_HOME,
    ]  # fmt: skip
    assert told.complete


def test_a_day_that_could_not_be_told_does_not_hide_the_others_and_is_no_absence() -> None:
    told = sheet(question(SheetKind.REGISTRATION_HISTORY), ways=["no_slip"])
    assert [one.kind for one in told.entries] == [EntryKind.PERIOD, EntryKind.PERIOD, EntryKind.NOT_TOLD]
    assert not told.complete


def test_the_household_of_each_day_is_told_with_that_day() -> None:
    told = sheet(question(SheetKind.HOUSEHOLD_HISTORY))
    mates = [one for one in told.entries if one.kind is EntryKind.HOUSEMATE]
    assert [(one.value(DatumKind.ON), one.value(DatumKind.NAME)) for one in mates] == [
        (PartialDate(2004, 9, 1), "Jordi"), (PartialDate(2012, 3, 5), "Jordi"),
    ]  # fmt: skip


def test_history_as_people_found_is_read_for_who_was_asked_about_alone() -> None:
    of = question(SheetKind.REGISTRATION_HISTORY)
    (entry,) = sheet(of, ways=["people"]).entries
    assert entry.value(DatumKind.ADDRESS) == Address(municipality="08113", line="CARRE de l'Exemple 12")
    (whole,) = specific_of(said(of, ways=["people"]))
    assert heard(of, (whole.replace(b"12345678Z", b"11111111H"),)) == GARBLED
    assert not sheet(question(SheetKind.HOUSEHOLD_HISTORY), ways=["people"]).complete


# -- against what is published ----------------------------------------------------------------------------------------

published = pytest.mark.skipif(
    not CONTRACTS.is_dir(), reason="the published schemas and samples (../shared/contracts) are not here"
)
SCHEMA = {
    **dict.fromkeys(NOW, "padro/from-soapui-repo/dadesEspecifiques.xsd"),
    **dict.fromkeys(THEN, "padro-historic/schema/dadesEspecifiquesHistoric.xsd"),
}
SAMPLES = {
    SheetKind.REGISTRATION: "respuestaDatosTitular",
    SheetKind.REGISTRATION_PAPER: "respuestaDatosTitularPDF",
    SheetKind.HOUSEHOLD: "respuestaDatosConvivientes",
    SheetKind.HOUSEHOLD_PAPER: "respuestaDatosConvivientesPDF",
    SheetKind.HOUSEHOLD_SIZE: "respuestaNumeroConvivientes",
}


def schema(path: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(CONTRACTS / path)))


@published
@pytest.mark.parametrize("kind", [*NOW, *THEN])
def test_what_we_ask_is_what_the_schema_says(kind: SheetKind) -> None:
    of = question(kind, since=date(2000, 1, 1), until=date(2026, 11, 30))
    element = asked(of).specific
    assert element is not None
    schema(SCHEMA[kind]).assertValid(element)


@published
@pytest.mark.parametrize("kind", [*NOW, *THEN])
def test_what_the_simulator_says_is_what_the_schema_says(kind: SheetKind) -> None:
    (told,) = said(question(kind)).specific
    (other,) = said(question(kind), says="2").specific
    for one in (told, other):
        found = schema(SCHEMA[kind])
        if not found.validate(one):  # one of the slip's two schemas wants it signed: it is held to the other
            assert all("Signature" in str(each) or "VolanteEmpadronamiento" in str(each) for each in found.error_log)
    for found_slip in told.iter("{http://www.red.es/padron}VolanteEmpadronamiento"):
        if "CONVIVENTS" in BY_SHEET[kind][1].code:
            schema("padro/VolanteConvivencia.xsd").assertValid(etree.fromstring(etree.tostring(found_slip)))


@published
@pytest.mark.parametrize("kind", NOW)
def test_the_published_answer_is_unreadable_as_printed_and_read_when_filled_in(kind: SheetKind) -> None:
    sample = (CONTRACTS / f"padro/from-soapui-repo/DatosEspecificos-mostres/{SAMPLES[kind]}.xml").read_bytes()
    of = question(kind)
    assert heard(of, (sample,)) == Garbled(Fault.UNKNOWN_RESULT)  # its code is 0
    tree, ours = etree.fromstring(sample), said(of).specific[0]
    filled = {"documentacion": "12345678Z", "codigoResultado": "1", "fuente": "PADRON", "numeroConvivientes": "2"}
    for each in tree:
        each.text = filled.get(etree.QName(each).localname, each.text)
    for hole in tree:
        if etree.QName(hole).localname in ("VolanteEmpadronamiento", "DireccionEmpadronamiento", "volante"):
            tree.replace(hole, ours.find(hole.tag))
    found = heard(of, (etree.tostring(tree),))
    assert found == answer(of)


@published
def test_every_published_answer_of_the_five_modalities_is_here() -> None:
    folder = CONTRACTS / "padro/from-soapui-repo/DatosEspecificos-mostres"
    others = {"BusquedaTitular", "ComprobacionConvivientes", "DatosTitularIDESCAT", "DatosTitularINE",
              "MunicipioResidencia", "Residente", "ResidenteMunicipio", "ValidacionConvivientes"}  # fmt: skip
    found = {path.stem for path in folder.glob("respuesta*.xml")}
    assert found == set(SAMPLES.values()) | {f"respuesta{each}" for each in others}
