"""Every published envelope is read: requests as a server would, answers as we do; and each is held against its schema."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from myspace.protocols.pci import messages as m
from myspace.protocols.pci.failures import NotTheContract
from myspace.protocols.pci.hearing import read_body
from myspace.protocols.pci.products import Cluster, cluster
from myspace.protocols.pci.reading import OPENURI, SCSP, read_message
from myspace.protocols.pci.writing import write_message
from myspace.protocols.soap.failures import Unreadable
from myspace.protocols.soap.hardened import read_xml
from tests.unit.protocols.pci.samples import (
    ATTRIBUTES,
    CONTRACTS,
    REQUEST,
    filled_in,
    published,
    response,
    skip_without_contracts,
    wrong,
)

REQUESTS = published("pci/soapui-requests/*/*.xml", "pci/inline/06-*.xml")
ALONE = published("pci/inline/0[1-4]-*.xml")
ELSEWHERE = [
    path
    for path in published("**/*.xml")
    if "pci/" not in path.relative_to(CONTRACTS).as_posix()
    and any(mark in path.read_bytes() for mark in (b"scsp/esquemes/respuesta", b"scsp/esquemes/peticion"))
]
TEMPLATE = "procesa.xml"  # SoapUI's own skeleton: a question mark for each value


def name_of(path: Path) -> str:
    return path.relative_to(CONTRACTS).as_posix()


def octets(_element: etree._Element) -> bytes:
    return b""  # `cid:name` in SoapUI's text stands for a file that it would send beside


def test_the_published_messages_are_here_or_this_says_that_they_are_not() -> None:
    skip_without_contracts()
    assert len(REQUESTS) > 90
    assert len(ALONE) == 4
    assert len(ELSEWHERE) > 10


@pytest.mark.parametrize("path", REQUESTS, ids=name_of)
def test_a_published_request_is_read_as_a_server_would(path: Path) -> None:
    root = read_xml(filled_in(path))
    (body,) = root[-1]
    if path.name == TEMPLATE:
        with pytest.raises(NotTheContract):
            read_message(body, octets)
        return
    message = read_message(body, octets)
    assert isinstance(message, m.Request)
    assert message.attributes.count == len(message.items) == 1
    assert message.attributes.product
    assert message.items[0].consent is not None
    assert message.items[0].requester.purpose != m.StatedPurpose()
    assert message.items[0].specific or message.items[0].specific_text or path.name in EMPTY


@pytest.mark.parametrize("path", REQUESTS, ids=name_of)
def test_a_published_request_goes_to_the_cluster_in_whose_folder_it_is_printed(path: Path) -> None:
    if path.parent.name not in set(Cluster):
        pytest.skip("printed in the document, in no cluster's folder")
    products = [each.text or "" for each in read_xml(filled_in(path)).iter(f"{{{SCSP}peticion}}CodigoProducto")]
    assert [cluster(product) for product in products] == [Cluster(path.parent.name)]


@pytest.mark.parametrize("path", REQUESTS, ids=name_of)
def test_a_published_request_is_what_its_schema_says(path: Path) -> None:
    (body,) = read_xml(filled_in(path))[-1]
    found = wrong(body[0])
    if path.name == TEMPLATE or path.name in OFF_SCHEMA:
        assert found, f"{path.name} is valid now: take it off the list"
    else:
        assert found == []


OFF_SCHEMA = {"vo-tfn-wss.xml"}  # its Emisor is commented out
# Printed without DatosEspecificos, or with an empty one.
EMPTY = {
    "sct-dev-wss.xml", "exemple-estructura-pci.xml", "vo-aeat-iae-wss.xml", "vo-atc-wss.xml", "vo-bdseu-wss.xml",
    "vo-dgp-verificacio-wss.xml", "vo-grau-dependencia-wss.xml", "vo-inem-dades-periode-wss.xml", "vo-inem-wss-1.xml",
    "vo-inss-tsd-integrants-wss.xml", "vo-inss-tsd-prestacions-wss.xml", "vo-mepsyd-wss.xml", "vo-rpe-cons-wss.xml",
    "vo-sct-denuncies-cat-wss.xml", "vo-sct-denuncies-remesa-mtom1.xml", "vo-tfn-lots.xml", "vo-tgss-vida-lab-wss.xml",
}  # fmt: skip


@pytest.mark.parametrize("path", ALONE, ids=name_of)
def test_each_kind_of_message_of_the_document_is_read_and_valid(path: Path) -> None:
    root = read_xml(path.read_bytes())
    assert isinstance(read_message(root), m.Request | m.Response | m.Confirmation | m.Collection)
    assert wrong(root) == []


@pytest.mark.parametrize("path", ELSEWHERE, ids=name_of)
def test_a_message_printed_by_a_product_is_read_or_is_not_what_it_says(path: Path) -> None:
    """Many are printed by hand; those that are no XML or lack what they must have are a list, and the list is exact."""
    found = "read"
    try:
        root = read_xml(path.read_bytes())
        holders = [
            each for each in root.iter() if etree.QName(each).namespace in (f"{SCSP}respuesta", f"{SCSP}peticion")
        ]
        if not holders:
            found = "only declares the names"
        else:
            read_message(holders[0], octets)
    except (Unreadable, NotTheContract) as failed:
        found = str(failed)
    assert found == OTHERWISE.get(name_of(path), "read")


OTHERWISE = {
    "enotumlite/inline/12-resposta-d-error.xml": "only declares the names",
    "hestia/inline/ConsultaCiutada-01-1-4-peticio-d-exemple.xml": "not_xml",
    "via-oberta/atc-deute/Peticions_XML_d_exemple/exemple-resposta-atc.xml": "not_xml",  # a prefix of nothing: xsi:nil
}


def test_every_message_that_we_write_is_what_its_schema_says() -> None:
    skip_without_contracts()
    later = m.State(m.StateCode.PENDING, "0001", "", "", 1)
    told = m.Attributes(ATTRIBUTES.id, "RESIDENT", "PADRO", 1, ATTRIBUTES.stamp, later)
    for message in (
        REQUEST,
        response(),
        response(items=0, state="0001"),
        m.Confirmation(told),
        m.Collection(ATTRIBUTES),
    ):
        outer = write_message(message)
        assert etree.QName(outer).namespace == OPENURI
        assert wrong(outer[0]) == []


def test_a_schema_finds_what_is_wrong() -> None:
    skip_without_contracts()
    outer = write_message(REQUEST)
    outer[0][0].remove(outer[0][0][0])
    assert wrong(outer[0]) != []


def test_a_whole_envelope_of_the_document_is_read_as_a_server_reads_it() -> None:
    skip_without_contracts()
    text = filled_in(CONTRACTS / "pci/inline/06-autoritzacio.xml")
    assert isinstance(read_body(200, "text/xml; charset=utf-8", text), m.Request)
