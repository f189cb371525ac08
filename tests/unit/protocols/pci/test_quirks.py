"""Where the prose, the schemas and the samples of PCI disagree: each disagreement by its number (contract §7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from myspace.protocols.pci import messages as m
from myspace.protocols.pci.extensions import Given, ask, asked, given, products_own
from myspace.protocols.pci.failures import NotTheContract
from myspace.protocols.pci.reading import read_message
from myspace.protocols.pci.wording import SHORTEST, day, stamp, write_stamp
from myspace.protocols.pci.writing import CannotSay, write_message
from myspace.protocols.soap.hardened import read_xml
from tests.unit.protocols.identities import NOW
from tests.unit.protocols.pci.samples import ASKED, ATTRIBUTES, ITEM, REQUEST, REQUESTER, response, sent

CAOC = "http://www.aocat.net/scsp/esquemes/caoc-extensions"


def again(message: m.Message, change: str = "", to: str = "") -> m.Message:
    """The message as read from its own bytes, with one change in the text."""
    text = sent(message).decode()
    assert change in text
    return read_message(read_xml(text.replace(change, to).encode())[1][0])


def with_purpose(finality: str, procedure: str) -> m.Request:
    requester = replace(REQUESTER, purpose=m.StatedPurpose(finality, procedure))
    return m.Request(replace(ATTRIBUTES, requester=requester), (replace(ITEM, requester=requester),))


def test_q_pc_1_finality_or_procedure_is_written_and_both_are_read() -> None:
    assert again(with_purpose("", "SIA123")).items[0].requester.purpose == m.StatedPurpose("", "SIA123")
    for finality, procedure in (("", ""), ("PROVES", "SIA123")):
        with pytest.raises(CannotSay, match="Finalidad or Procedimiento"):
            write_message(with_purpose(finality, procedure))
    both = again(REQUEST, "</p:Finalidad>", "</p:Finalidad><p:Procedimiento>SIA123</p:Procedimiento>")
    assert both.items[0].requester.purpose == m.StatedPurpose("PROVES", "SIA123")


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2008-03-06T15:34:03.988+01:00", datetime(2008, 3, 6, 14, 34, 3, 988000, UTC)),
        ("2007-04-18 17:35:02.454", datetime(2007, 4, 18, 15, 35, 2, 454000, UTC)),
        ("20070417 10:00:00", datetime(2007, 4, 17, 8, 0, 0, 0, UTC)),
        ("2021-11-16T09:28:49", datetime(2021, 11, 16, 8, 28, 49, 0, UTC)),
        ("2018-07-05 09:28:22.28", datetime(2018, 7, 5, 7, 28, 22, 280000, UTC)),
        ("2026-01-01T00:00:00Z", datetime(2026, 1, 1, tzinfo=UTC)),
        ("", None),
        ("ahir", None),
        ("2026-02-30T00:00:00", None),
        ("2026-01-01T00:00:00+99:99", None),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_q_pc_2_a_time_stamp_is_read_in_each_of_its_forms_and_never_made_up(said: str, at: datetime | None) -> None:
    assert stamp(f" {said} ") == m.Stamp(said, at)


def test_q_pc_2_an_empty_time_stamp_stops_nothing_and_ours_has_its_offset() -> None:
    assert again(REQUEST, ATTRIBUTES.stamp.said, "").attributes.stamp == m.Stamp()
    assert write_stamp(NOW) == "2026-11-30T11:00:00.000+01:00"
    assert len(write_stamp(NOW)) == 29


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2018-11-09", date(2018, 11, 9)),
        ("18042007", date(2007, 4, 18)),
        ("20181109", date(2018, 11, 9)),
        ("2018-01-09 11:40:59", date(2018, 1, 9)),
        ("09/11/2018", date(2018, 11, 9)),
        ("", None),
        ("99999999", None),
        ("demà", None),
    ],
)
def test_q_pc_3_a_day_is_read_in_each_of_its_forms_and_never_made_up(said: str, read: date | None) -> None:
    assert day(said) == m.Day(said, read)


def test_q_pc_4_no_objection_is_a_consent_and_one_that_nobody_knows_is_none() -> None:
    item = replace(ITEM, consent=m.Consent.NO_OBJECTION)
    assert again(m.Request(ATTRIBUTES, (item,))).items[0].consent is m.Consent.NO_OBJECTION
    assert again(response(), ">Ley<", ">NoOpo<").items[0].consent is m.Consent.NO_OBJECTION
    assert again(REQUEST, ">Ley<", ">Potser<").items[0].consent is None
    with pytest.raises(CannotSay, match="Consentimiento"):
        write_message(m.Request(ATTRIBUTES, (replace(ITEM, consent=None),)))


def test_q_pc_5_the_proses_spelling_of_the_authorisation_is_read() -> None:
    assert again(REQUEST, "DatosAutorizacion", "DatosAutoritzacion").attributes.requester == REQUESTER


@pytest.mark.parametrize(
    ("message", "where"),
    [
        (m.Request(ATTRIBUTES, (replace(ITEM, holder=m.Holder(m.DocumentKind.NIF, "X" * 15)),)), "Documentacion"),
        (m.Request(replace(ATTRIBUTES, original=("X" * 11, "")), (ITEM,)), "IdSolicitanteOriginal"),
        (m.Request(ATTRIBUTES, (replace(ITEM, transmission=m.Transmission("R", "1", "X" * 27)),)), "IdTransmision"),
        (m.Request(replace(ATTRIBUTES, id="X" * 101), (ITEM,)), "IdPeticion"),
        (m.Collection(replace(ATTRIBUTES, id="X" * 17)), "IdPeticion"),
    ],
)
def test_q_pc_6_we_write_within_the_shortest_of_the_lengths(message: m.Message, where: str) -> None:
    with pytest.raises(CannotSay) as refused:
        write_message(message)
    assert refused.value.where == where


def test_q_pc_6_we_read_up_to_the_longest_and_a_deferred_id_fits_its_confirmation() -> None:
    assert again(REQUEST, "<p:IdSolicitud>1<", f"<p:IdTransmision>{'X' * 29}</p:IdTransmision><p:IdSolicitud>1<")
    long = again(REQUEST, ITEM.holder.document, "X" * 40) if ITEM.holder else None
    assert long.items[0].holder.document == "X" * 40
    write_message(m.Request(replace(ATTRIBUTES, id="X" * 100), (ITEM,)))
    with pytest.raises(CannotSay):
        write_message(m.Request(replace(ATTRIBUTES, id="X" * 17), (ITEM,)), deferred=True)
    assert SHORTEST["IdPeticion, deferred"] == 16


def test_q_pc_7_a_pdf_guid_is_read_though_no_schema_has_it_and_is_never_asked_for() -> None:
    piece = f'<c:ExtensionesRespuesta xmlns:c="{CAOC}"><c:PDF>YWI=</c:PDF><c:PDFGuid> ab-1 </c:PDFGuid></c:ExtensionesRespuesta>'
    assert given((piece.encode(), ASKED)) == Given((b"ab",), (), ("ab-1",))
    assert b"PDFGuid" not in ask(printable=True, evidence=True)


def test_q_pc_8_a_confirmation_is_read_with_its_official_and_without() -> None:
    told = replace(ATTRIBUTES, requester=None, state=m.State(m.StateCode.PENDING, "0001", "", "", 1))
    full, empty = again(m.Confirmation(told)), again(m.Confirmation(replace(told, official=None)))
    assert full.attributes.official is not None
    assert (full.attributes.state.hours, empty.attributes.official) == (1, None)


def test_q_pc_9_and_10_a_number_of_a_body_that_no_rule_allows_is_read_as_it_stands() -> None:
    assert again(REQUEST, "Q0000000J", "1Q0000000J").attributes.issuer == m.Issuer("1Q0000000J", "CAOC")
    assert again(REQUEST, "9821920002", "821920002").items[0].requester.ine10 == "821920002"


def test_q_pc_11_dni_and_nif_are_both_read_and_an_id_of_a_transmission_may_be_words() -> None:
    assert again(REQUEST, ">NIF<", ">DNI<").items[0].holder.kind is m.DocumentKind.DNI
    assert again(response(), ">T1<", ">monitoritzacio<").items[0].transmission.id == "monitoritzacio"
    assert again(REQUEST, ">NIF<", ">Nif<").items[0].holder.kind is None


def test_q_pc_12_two_modalities_that_differ_are_read_and_said() -> None:
    assert not response().modalities_differ
    other = replace(response().items[0], transmission=m.Transmission("TITULAR", "1", "T1", m.Day()))
    read = again(m.Response(response().attributes, (other,)))
    assert isinstance(read, m.Response)
    assert read.modalities_differ
    assert (read.attributes.modality, read.items[0].transmission.modality) == ("RESIDENT", "TITULAR")


# Q-PC-13, SHA-1, is in tests/unit/protocols/soap/test_signatures.py.


def test_extensions_are_asked_for_beside_the_products_own_and_read_as_a_server_would() -> None:
    specific = (ask(printable=True, evidence=False), ASKED)
    read = again(m.Request(ATTRIBUTES, (replace(ITEM, specific=specific),)))
    assert (asked(read.items[0].specific).printable, asked(read.items[0].specific).evidence) == (True, False)
    assert len(products_own(read.items[0].specific)) == 1
    assert asked((ASKED,)) == asked(())


def test_an_extension_that_is_no_boolean_or_no_base64_is_another_contract() -> None:
    with pytest.raises(NotTheContract):
        asked((ask(printable=True, evidence=True).replace(b"true", b"si"),))
    with pytest.raises(NotTheContract):
        given((f'<c:ExtensionesRespuesta xmlns:c="{CAOC}"><c:PDF>(. . .)</c:PDF></c:ExtensionesRespuesta>'.encode(),))
