"""What is written is read again the same; what lacks what it must have, or says it twice, is another contract."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from myspace.protocols.pci import messages as m
from myspace.protocols.pci.failures import ExchangeFailed, NotTheContract
from myspace.protocols.pci.hearing import read_body
from myspace.protocols.pci.reading import read_message
from myspace.protocols.pci.writing import CannotSay, write_message
from myspace.protocols.soap.attachments import Attachment, content_of, read_package, write_package
from myspace.protocols.soap.envelope import wrap, write
from myspace.protocols.soap.failures import SoapError
from myspace.protocols.soap.hardened import read_xml
from tests.unit.protocols.pci.samples import ASKED, ATTRIBUTES, ITEM, MARTA, OFFICIAL, REQUEST, response, sent

XML = "text/xml; charset=utf-8"
FILE = m.File("1", m.Place.CONTENT, "volant.pdf", "", b"%PDF-1.4 \x00\xff", b"d", b"s", "Entrada")


def plainly(message: m.Message) -> object:
    """Without the product's pieces, whose bytes carry the namespaces that were in scope."""
    return m.Request(message.attributes, tuple(replace(i, specific=()) for i in getattr(message, "items", ())))


@pytest.mark.parametrize(
    "message",
    [
        REQUEST,
        response(),
        response(items=2),
        response(items=0, state="0001"),
        m.Collection(ATTRIBUTES),
        m.Confirmation(replace(ATTRIBUTES, requester=None, state=m.State(m.StateCode.PROCESSING, "0002", "", "", 0))),
        m.Request(ATTRIBUTES, (replace(ITEM, files=(FILE, m.File("2", m.Place.URL, "", "https://exemple.test/f"))),)),
        m.Request(replace(ATTRIBUTES, official=replace(OFFICIAL, certificate=b"\x30\x00")), (ITEM,)),
    ],
    ids=lambda message: type(message).__name__,
)
def test_what_is_written_is_read_again_the_same(message: m.Message) -> None:
    read = read_body(200, XML, sent(message))
    assert type(read) is type(message)
    assert plainly(read) == plainly(message)
    assert [len(i.specific) for i in getattr(read, "items", ())] == [
        len(i.specific) for i in getattr(message, "items", ())
    ]


def test_a_products_piece_keeps_its_namespaces_also_those_of_its_values() -> None:
    piece = b'<q:a xmlns:q="urn:q" xmlns:t="urn:t" q:type="t:kind"><q:b>t:c</q:b></q:a>'
    read = read_body(200, XML, sent(m.Request(ATTRIBUTES, (replace(ITEM, specific=(piece,)),))))
    assert read_xml(read.items[0].specific[0]).nsmap["t"] == "urn:t"


def test_a_files_content_goes_beside_the_envelope_and_comes_back_from_there() -> None:
    beside: dict[str, Attachment] = {}
    outer = write_message(m.Request(ATTRIBUTES, (replace(ITEM, files=(FILE,)),)), beside=beside)
    said, body = write_package(write(wrap(outer)), beside)
    assert b"volant.pdf" not in b"".join(name.encode() for name in beside)
    read = read_body(200, said, body)
    assert read.items[0].files == (FILE,)
    package = read_package(said, body)
    with pytest.raises(NotTheContract, match="cid"):
        read_message(read_xml(package.root)[1][0])  # without its package nothing is guessed
    assert content_of(read_xml(package.root).find(".//{*}Contenido"), package) == FILE.octets


@pytest.mark.parametrize("name", ["IdPeticion", "NumElementos", "CodigoCertificado", "CodigoProducto", "IdSolicitud"])
def test_a_message_without_what_it_must_have_is_another_contract(name: str) -> None:
    root = read_xml(sent(REQUEST))
    for each in root.findall(f".//{{*}}{name}"):
        each.tag = "{urn:x}other"
    with pytest.raises(NotTheContract, match=f"{name} missing"):
        read_message(root[1][0])


@pytest.mark.parametrize(
    ("change", "to", "where"),
    [
        ("<p:NumElementos>1<", "<p:NumElementos>-1<", "a child no number"),
        ("<p:NumElementos>1<", "<p:NumElementos>١<", "a child no number"),
        ("<p:CodigoProducto>", "<p:CodigoProducto>X</p:CodigoProducto><p:CodigoProducto>", "a child twice"),
        ("<p:IdSolicitud>1<", "<p:IdSolicitud>1</p:IdSolicitud><p:IdSolicitud>2<", "IdSolicitud twice"),
        ("<p:IdSolicitud>1<", f"<p:IdSolicitud>{'1' * 101}<", "IdSolicitud too long"),
        ("<p:IdSolicitud>1<", "<p:IdSolicitud><p:x/>1<", "IdSolicitud"),
        ("<p:Peticion ", "<p:Altra ", "root"),
    ],
)
def test_a_message_of_another_shape_is_refused_where_it_differs(change: str, to: str, where: str) -> None:
    text = sent(REQUEST).decode()
    assert change in text
    text = text.replace(change, to).replace("<p:x/>1</p:IdSolicitud>", "<p:x/>1</p:IdSolicitud>")
    text = text.replace("</p:Peticion>", "</p:Altra>") if "Altra" in to else text
    with pytest.raises(NotTheContract) as refused:
        read_message(read_xml(text.encode())[1][0])
    assert refused.value.where == where


def test_more_questions_than_the_service_takes_are_not_sent() -> None:
    two = m.Request(replace(ATTRIBUTES, count=2), (ITEM, ITEM))
    with pytest.raises(CannotSay, match="NumElementos"):
        write_message(two)
    assert write_message(two, deferred=True) is not None
    with pytest.raises(CannotSay, match="NumElementos"):
        write_message(m.Request(replace(ATTRIBUTES, count=501), (ITEM,) * 501), deferred=True)


def test_no_number_of_a_person_is_in_a_repr_or_in_what_is_raised() -> None:
    assert MARTA.identifier.value not in repr(REQUEST)
    assert OFFICIAL.nif not in repr(REQUEST)
    with pytest.raises(CannotSay) as refused:
        write_message(m.Request(ATTRIBUTES, (replace(ITEM, holder=m.Holder(m.DocumentKind.NIF, "12345678Z" * 3)),)))
    assert "12345678Z" not in f"{refused.value}{refused.value.args}"
    with pytest.raises(CannotSay) as refused:
        write_message(m.Request(ATTRIBUTES, (replace(ITEM, holder=m.Holder(m.DocumentKind.NIF, "1234\x00")),)))
    assert refused.value.__suppress_context__


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_any_bent_message_is_read_or_fails_in_a_drawn_way(data: st.DataObject) -> None:
    whole = sent(data.draw(st.sampled_from([REQUEST, response()])))
    at = data.draw(st.integers(0, len(whole)))
    bent = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 40)) :]
    try:
        read_body(200, XML, bent)
    except (ExchangeFailed, SoapError):
        return


@given(st.binary(max_size=200), st.text(max_size=40), st.sampled_from([200, 202, 204, 302, 404, 500, 503]))
@settings(max_examples=200, deadline=None)
def test_any_answer_is_read_or_fails_in_a_drawn_way(body: bytes, said: str, status: int) -> None:
    for kind in (said, XML):
        with pytest.raises((ExchangeFailed, SoapError)):
            read_body(status, kind, body)


def test_a_piece_that_is_no_element_is_not_lost() -> None:
    text = sent(m.Request(ATTRIBUTES, (replace(ITEM, specific=(), specific_text="paraules"),)))
    assert read_body(200, XML, text).items[0].specific_text == "paraules"
    assert ASKED not in text
