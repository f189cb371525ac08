"""Asks one body about one person over HCC and gives one of the six answers. The only module here that sends.

Cases and entries are asked once for each capacity, at the same time; appointments and taxes cannot be asked as a
representative (Q-HCC-16). Two answers become one:

    known  + known      fresh with what both gave; nothing only when both said nothing
    items  + unknown    fresh with the known half, never complete: it removes nothing from a list
    nothing + unknown   the unknown: half a "nothing" is no "nothing"
    unknown + unknown   the first
"""

from __future__ import annotations

import asyncio

from myspace.connector_kit.contract import Connection, Manifest, Probe, Question, Transport
from myspace.connector_kit.transport import Reply, Unreached
from myspace.connectors.hub_carpetes import wire
from myspace.connectors.hub_carpetes.fields import Asked
from myspace.connectors.hub_carpetes.mapping import CAPACITIES, translate
from myspace.vocabulary.activity import Capacity, Item, Topic
from myspace.vocabulary.answers import Answer, Fault, Fresh, Nothing, Refused, Unknown
from myspace.vocabulary.people import IdentifierKind, identifier

# The contract has three kinds; a company's number is a NIF (Q0000000J is asked about as one in the acceptance).
_KINDS = {
    IdentifierKind.NIF: "NIF",
    IdentifierKind.COMPANY: "NIF",
    IdentifierKind.NIE: "NIE",
    IdentifierKind.PASSPORT: "PASSAPORT",
}
_WORDS = {capacity: word for word, capacity in CAPACITIES.items()}
_BOTH = frozenset(Capacity)
_MANY = 200
_PROBE = identifier("00000000T")  # AOC's test person: nobody's number


class HubCarpetes:
    """The connector. `ask` and `probe` never raise for what a body does; cancellation passes through."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest

    async def ask(self, connection: Connection, question: Question, transport: Transport) -> Answer[Item]:
        kind = _KINDS.get(question.identifier.kind)
        askable = tuple(dict.fromkeys(question.capacities))
        if question.topic not in wire.WITH_TIPUS_PERSONA:
            askable = tuple(one for one in askable if one is Capacity.OWN)
        if kind is None or not askable:
            return Refused(Fault.NOT_ASKABLE)
        queries = [
            wire.Query(
                documentIdentificatiu=question.identifier.value,
                tipusDocumentIdentificatiu=kind,
                tipusPersona=_WORDS[one] if question.topic in wire.WITH_TIPUS_PERSONA else None,
                codiINE10=_said(connection),
                dataInici=question.since,
                dataFi=question.until,
            )
            for one in askable
        ]
        if len(queries) == 1:  # appointments and taxes: no task for a question that is alone
            said = [await _hear(connection, question.topic, queries[0], transport)]
        else:
            said = await asyncio.gather(*(_hear(connection, question.topic, one, transport) for one in queries))
        if sum(len(one.items) for one in said if isinstance(one, wire.Heard)) > _MANY:
            # 5,000 items take most of a second to translate: not on the loop that everybody else's answers need.
            return await asyncio.to_thread(_one_answer, connection, question, said)
        return _one_answer(connection, question, said)

    async def probe(self, connection: Connection, transport: Transport) -> Probe:
        """Asks for the entries of AOC's test person: any known answer or refusal in the contract's words will do."""
        query = wire.Query(_PROBE.value, _KINDS[_PROBE.kind], _WORDS[Capacity.OWN], _said(connection))
        reply = await _get(connection, Topic.ENTRIES, query, transport)
        if isinstance(reply, Unreached):
            return Probe(reached=False, speaks=False, took_ms=reply.took_ms, detail=reply.answer.fault.value)
        said = wire.read(Topic.ENTRIES, reply.status, reply.body)
        if isinstance(said, wire.Heard):
            return Probe(reached=True, speaks=True, took_ms=reply.took_ms, detail=f"{len(said.items)} items")
        return Probe(reached=True, speaks=False, took_ms=reply.took_ms, detail=said.fault.value)


def connector(manifest: Manifest) -> HubCarpetes:
    return HubCarpetes(manifest)


def _said(connection: Connection) -> str | None:
    """The body's code, said only where several answer at one address: one that keeps its own code badly (Q-HCC-2)
    would say "nothing" to it, and a false nothing is the worst answer."""
    return connection.ine10 if connection.shared else None


async def _get(connection: Connection, topic: Topic, query: wire.Query, transport: Transport) -> Reply | Unreached:
    reply: Reply | Unreached = await transport.get(
        connection, wire.OPERATIONS[topic], wire.parameters(topic, query), connection.deadline_ms
    )
    return reply


async def _hear(connection: Connection, topic: Topic, query: wire.Query, transport: Transport) -> wire.Heard | Unknown:
    reply = await _get(connection, topic, query, transport)
    return reply.answer if isinstance(reply, Unreached) else wire.read(topic, reply.status, reply.body)


def _one_answer(connection: Connection, question: Question, said: list[wire.Heard | Unknown]) -> Answer[Item]:
    heard = [one for one in said if isinstance(one, wire.Heard)]
    unknown = next((one for one in said if not isinstance(one, wire.Heard)), None)
    asked = Asked(
        ine10=connection.ine10,
        dir3=connection.dir3,
        hosts=connection.hosts,
        document=question.identifier.value,
        holder_names=question.holder_names,
    )
    found = translate(question.topic, heard, asked)
    empty = not found.items and not found.quarantined
    if unknown is not None and empty:
        return unknown
    everything = unknown is None and _unfiltered(question)
    if empty:
        return Nothing(asked_everything=everything)
    return Fresh(items=found.items, quarantined=found.quarantined, asked_everything=everything)


def _unfiltered(question: Question) -> bool:
    """Whether what is not in the answer is not there: no dates, and every capacity the operation has."""
    capacities = _BOTH if question.topic in wire.WITH_TIPUS_PERSONA else {Capacity.OWN}
    return question.since is None and question.until is None and capacities <= set(question.capacities)
