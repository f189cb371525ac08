"""Where the documents of e-FACT disagree (Q-EF-1 … Q-EF-6): both forms are read, or the doubt is said."""

from __future__ import annotations

import uuid

import pytest

from myspace.connector_kit.contract import Connection
from myspace.connector_kit.transport import HttpTransport
from myspace.connectors import discover
from myspace.connectors.efact import wire
from myspace.connectors.efact.client import Efact, Platform
from myspace.connectors.efact.simulator.tokens import ISSUER, SECRET
from myspace.connectors.efact.wire import Failed, Operation
from myspace.vocabulary.answers import Down, Fault, Garbled
from myspace.vocabulary.invoices import InvoiceState
from myspace.vocabulary.people import identifier

from .reading import good, state

MANIFEST = next(one for one in discover() if one.name == "efact")


def test_q_ef_1_the_number_of_a_state_is_read_in_both_spellings() -> None:
    table, sample = good(), good(estat=state(codi="ANNOTATED", codiNumeric=None, codiNumneric="1300"))
    assert table.now.code == sample.now.code == "1300"


@pytest.mark.parametrize("body", [b'{"estats": [{"id": "1",}]}', b'{"estats": [],}', '{"estats”: [], "x": 1}'.encode()])
def test_q_ef_2_what_is_no_json_is_garbled_and_not_mended(body: bytes) -> None:
    assert wire.read(Operation.PENDING, 200, body) == Failed(Garbled(Fault.NOT_JSON))


@pytest.mark.parametrize("number", ["1200", "1300"])
def test_q_ef_3_a_state_is_its_name_whatever_number_it_shares(number: str) -> None:
    found = good(estat=state(codi="DELIVERED", codiNumeric=number)).now
    assert (found.state, found.code) == (InvoiceState.DELIVERED, number)
    shared = {
        good(estat=state(codi=one, codiNumeric="1300")).now.state for one in ("ANNOTATED", "RECEIVED", "ACCEPTED")
    }
    assert len(shared) == 3


def test_q_ef_4_the_deployment_says_whether_bearer_goes_before_the_token() -> None:
    assert wire.headers("a.b.c", bearer=True)["Authorization"] == "Bearer a.b.c"
    assert wire.headers("a.b.c", bearer=False)["Authorization"] == "a.b.c"


def test_q_ef_5_a_tax_number_is_the_same_with_and_without_its_country() -> None:
    with_it, without = good(proveidor={"nif": "ES40404040D"}), good(proveidor={"nif": "40404040d"})
    assert with_it == without
    assert good(receptor={"nif": "ESP0000001Z", "nom": "Vic"}).recipient.number == "P0000001Z"
    assert wire.pending_queries("40404040D") == ({"nifProveidor": "40404040D"}, {"nifProveidor": "ES40404040D"})


@pytest.mark.parametrize("printed", ["[urlServicio]", "[urlServei]"])
async def test_q_ef_6_a_placeholder_is_no_address_and_nothing_is_sent_there(printed: str) -> None:
    connection = Connection(uuid.UUID(int=1), "efact", "9821920002", "e-FACT", printed, frozenset())
    async with HttpTransport(allow_plain_loopback=True) as http:
        told = await Efact(MANIFEST, Platform(ISSUER, SECRET)).sent(connection, identifier("40404040D"), http)
    assert told.answer == Down(Fault.UNREACHABLE)
