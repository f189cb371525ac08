"""One question's calls and the one answer they become, over a far side in memory."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from myspace.connector_kit.contract import Connection
from myspace.connector_kit.transport import Reply, Unreached
from myspace.connector_kit.values import Unreadable
from myspace.connectors import NoSuchConnector, discover, load
from myspace.connectors.efact import client
from myspace.connectors.efact.client import MOST, Efact, Known, Platform
from myspace.vocabulary.answers import Down, Fault, Fresh, Late, Nothing, Refused
from myspace.vocabulary.invoices import InvoicesTold, Untold
from myspace.vocabulary.people import Identifier, IdentifierKind, identifier

from .reading import ID, ROSA, fixture

MANIFEST = next(one for one in discover() if one.name == "efact")
SECRET = b"una clau inventada per a aquestes proves"
AWAY = Unreached(Down(Fault.UNREACHABLE))
Answering = Callable[[str, dict[str, str]], Reply | Unreached]


def says(message: Any, status: int = 200) -> Reply:
    return Reply(status, "application/json", None, json.dumps(message).encode())


NOTHING = says({"mesEstats": False, "estats": []})
WAITING = says({"mesEstats": False, "estats": [{"idFactura": ID}, {"idFactura": ID}]})
NO_SUCH = says({"codiError": 2001}, 404)


class FromMemory:
    def __init__(
        self, pending: Reply | Unreached, invoice: Reply | Unreached, other: Reply | Unreached = NOTHING
    ) -> None:
        self.pending, self.invoice, self.other = pending, invoice, other
        self.asked: list[tuple[str, dict[str, str], int]] = []
        self.tokens: list[str] = []

    async def get(
        self,
        connection: Connection,
        path: str,
        query: dict[str, str],
        deadline_ms: int,
        headers: Mapping[str, str] | None = None,
    ) -> Reply | Unreached:
        self.asked.append((path, query, deadline_ms))
        self.tokens.append((headers or {})["Authorization"])
        if path == "estats-pendents":
            return self.other if query["nifProveidor"].startswith("ES") else self.pending
        return self.invoice


class Whole:
    def __init__(self, *ids: str) -> None:
        self.ids = ids

    async def known(self, sender: Identifier) -> Known:
        return Known(self.ids, whole=True)


async def sent(far: FromMemory, index: Any = None, number: str = ROSA, deadline_ms: int = 5000) -> InvoicesTold:
    connection = Connection(
        uuid.UUID(int=1),
        "efact",
        "9821920002",
        "e-FACT",
        "https://efact.exemple.test",
        frozenset(),
        deadline_ms=deadline_ms,
    )
    return await Efact(MANIFEST, Platform("p", SECRET)).sent(connection, identifier(number), far, index)


def test_no_topic_gathers_invoices_so_the_worker_has_no_source_to_ask() -> None:
    assert MANIFEST.topics == ()
    with pytest.raises(NoSuchConnector):
        load("efact")


async def test_what_waits_is_asked_in_both_spellings_and_each_invoice_once_with_a_token_for_each_call() -> None:
    far = FromMemory(WAITING, says(fixture("invoice")), WAITING)
    told = await sent(far)
    assert isinstance(told.answer, Fresh)
    assert [one.source_id for one in told.answer.items] == [ID]
    assert [path for path, _, _ in far.asked] == ["estats-pendents", "estats-pendents", f"factura/{ID}"]
    assert all(one.startswith("Bearer ") for one in far.tokens)


async def test_without_an_index_no_answer_is_the_whole_and_says_what_it_does_not_reach() -> None:
    told = await sent(FromMemory(WAITING, says(fixture("invoice"))))
    assert told.untold == {Untold.WHOLE_LIST, Untold.CURRENCY, Untold.PAYMENT_FORECAST}
    assert not told.answer.complete
    none = await sent(FromMemory(NOTHING, NO_SUCH))
    assert none.answer == Nothing(asked_everything=False)
    assert Untold.WHOLE_LIST in none.untold


async def test_with_a_whole_index_everything_is_asked_and_an_invoice_that_is_no_longer_there_is_left_out() -> None:
    told = await sent(FromMemory(NOTHING, says(fixture("invoice"))), Whole(ID))
    assert told.answer.complete
    assert Untold.WHOLE_LIST not in told.untold
    assert (await sent(FromMemory(NOTHING, NO_SUCH), Whole(ID))).answer == Nothing()


async def test_half_a_nothing_is_no_nothing_and_half_a_list_says_that_it_is_half() -> None:
    assert (await sent(FromMemory(AWAY, NO_SUCH))).answer == AWAY.answer
    assert (await sent(FromMemory(WAITING, AWAY))).answer == AWAY.answer
    told = await sent(FromMemory(AWAY, says(fixture("invoice")), WAITING))
    assert isinstance(told.answer, Fresh)
    assert Untold.SOME_INVOICES in told.untold
    assert not told.answer.complete


async def test_a_spelling_that_it_does_not_take_is_no_failure_while_it_takes_the_other() -> None:
    refused = says({"codiError": 3020}, 400)
    told = await sent(FromMemory(refused, says(fixture("invoice")), WAITING))
    assert Untold.SOME_INVOICES not in told.untold
    assert (await sent(FromMemory(refused, NO_SUCH, refused))).answer == Refused(Fault.BAD_REQUEST)


async def test_more_changes_than_one_answer_holds_are_said() -> None:
    told = await sent(FromMemory(says({"mesEstats": True, "estats": []}), NO_SUCH), Whole())
    assert Untold.MORE_CHANGES in told.untold
    assert not told.answer.complete
    far = FromMemory(NOTHING, NO_SUCH)
    many = await sent(far, Whole(*(str(n) for n in range(MOST + 1))))
    assert len(far.asked) == MOST + 2
    assert Untold.MORE_CHANGES in many.untold


async def test_a_kind_of_number_that_the_contract_lacks_is_not_sent() -> None:
    far = FromMemory(WAITING, NO_SUCH)
    connection = Connection(
        uuid.UUID(int=1), "efact", "9821920002", "e-FACT", "https://efact.exemple.test", frozenset()
    )
    passport = identifier("ABC12345", IdentifierKind.PASSPORT)
    told = await Efact(MANIFEST, Platform("p", SECRET)).sent(connection, passport, far)
    assert told.answer == Refused(Fault.NOT_ASKABLE)
    assert far.asked == []


async def test_one_deadline_is_for_the_whole_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock moves by two seconds each time it is looked at; what is left shrinks, and then nothing more is sent."""
    clock = iter(range(0, 1000, 2))
    monkeypatch.setattr(client, "monotonic", lambda: next(clock))
    far = FromMemory(WAITING, says(fixture("invoice")))
    told = await sent(far, deadline_ms=5000)
    assert [left for _, _, left in far.asked] == [3000, 1000]
    assert told.answer == Late()


@pytest.mark.parametrize("number", ["../receptors", "1/rebut", "1?x=1", "", "1 2"])
def test_an_index_cannot_lead_to_another_address(number: str) -> None:
    with pytest.raises(Unreadable):
        Known((number,))


def test_neither_the_key_nor_a_receipt_shows_in_a_repr() -> None:
    assert "clau" not in repr(Platform("p", SECRET))
    assert "%PDF" not in repr(client.Receipt(b"%PDF-1.4"))
