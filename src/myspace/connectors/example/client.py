"""Asks one body about one person and gives one of the six answers. The only module here that sends.

question ── a kind or a topic that the contract lacks ── Refused(NOT_ASKABLE), nothing is sent
         └─ one GET ── Unreached ── what the transport says it is worth
                    └─ Reply ── wire.read ── unknown, as it is
                                          └─ Heard ── mapping.translate ── Nothing │ Fresh
"""

from __future__ import annotations

from myspace.connector_kit.contract import Connection, Manifest, Probe, Question, Transport
from myspace.connector_kit.transport import Reply, Unreached
from myspace.connectors.example import wire
from myspace.connectors.example.mapping import translate
from myspace.vocabulary.activity import Capacity, Item, Topic
from myspace.vocabulary.answers import Answer, Fault, Fresh, Nothing, Refused
from myspace.vocabulary.people import Identifier, IdentifierKind, identifier

KINDS = {
    IdentifierKind.NIF: "NIF",
    IdentifierKind.NIE: "NIE",
    IdentifierKind.PASSPORT: "PASSPORT",
    IdentifierKind.COMPANY: "COMPANY",
    IdentifierKind.OTHER: "OTHER",
}
_NOBODY = identifier("00000000T")  # AOC's test person: nobody's number


class ExampleConnector:
    """The connector. `ask` and `probe` never raise for what a body does; cancellation passes through."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest

    async def ask(self, connection: Connection, question: Question, transport: Transport) -> Answer[Item]:
        operation = wire.OPERATIONS.get(question.topic)
        askable = question.identifier.kind in self.manifest.identifiers and Capacity.OWN in question.capacities
        if operation is None or not askable:
            return Refused(Fault.NOT_ASKABLE)
        reply = await _get(connection, operation, question.identifier, transport)
        if isinstance(reply, Unreached):
            return reply.answer
        said = wire.read(reply.status, reply.body)
        if not isinstance(said, wire.Heard):
            return said
        found = translate(
            said.items, ine10=connection.ine10, hosts=connection.hosts, document=question.identifier.value
        )
        # The contract has no dates to ask by, so a question with them gets everything too.
        if not found.items and not found.quarantined:
            return Nothing()
        return Fresh(items=found.items, quarantined=found.quarantined)

    async def probe(self, connection: Connection, transport: Transport) -> Probe:
        """Asks about AOC's test person: any answer in the contract's words will do."""
        reply = await _get(connection, wire.OPERATIONS[Topic.CASES], _NOBODY, transport)
        if isinstance(reply, Unreached):
            return Probe(reached=False, speaks=False, took_ms=reply.took_ms, detail=reply.answer.fault.value)
        said = wire.read(reply.status, reply.body)
        if isinstance(said, wire.Heard):
            return Probe(reached=True, speaks=True, took_ms=reply.took_ms, detail=f"{len(said.items)} items")
        return Probe(reached=True, speaks=False, took_ms=reply.took_ms, detail=said.fault.value)


def connector(manifest: Manifest) -> ExampleConnector:
    return ExampleConnector(manifest)


async def _get(connection: Connection, operation: str, who: Identifier, transport: Transport) -> Reply | Unreached:
    query = wire.parameters(wire.Query(who.value, KINDS[who.kind]))
    reply: Reply | Unreached = await transport.get(connection, operation, query, connection.deadline_ms)
    return reply
