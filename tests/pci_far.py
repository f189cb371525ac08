"""The simulated PCI as the folder reaches it: certificates of an authority made for a test, the service's row, the question."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from lxml import etree

from myspace.connector_kit.services import AsksAs, Service
from myspace.connector_kit.simulated.pci.running import Security
from myspace.launch.authority import Identities, development_identities
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.wording import stamp, write_stamp
from myspace.simulation.cast import person
from myspace.vocabulary.answers import Fault, Outcome
from tests.echo_product import CODE, MODALITY, NAMESPACE

ASKS_AS = AsksAs("9821920002", "Consorci AOC", finality="PROVES")
OFFICIAL = m.Official("Persona de prova", "00000000T")
_NUMBERS = itertools.count(1)
# By the platform's moods: what each is worth for a question. Those after which what was asked may have been done all the
# same are among them; that is for who reads back.
WORTH = {
    "silent": (Outcome.DOWN, Fault.UNREACHABLE),
    "hanging": (Outcome.LATE, Fault.DEADLINE),
    "away": (Outcome.DOWN, Fault.SERVER_ERROR),
    "broken": (Outcome.DOWN, Fault.SERVER_ERROR),
    "forbidden": (Outcome.REFUSED, Fault.NOT_AUTHORISED),
    "not_found": (Outcome.DOWN, Fault.HTTP_NOT_FOUND),
    "page": (Outcome.GARBLED, Fault.NOT_THE_CONTRACT),
    "moved": (Outcome.DOWN, Fault.REDIRECTED),
    "fault_client": (Outcome.REFUSED, Fault.BAD_REQUEST),
    "fault_server": (Outcome.DOWN, Fault.SERVER_ERROR),
    "fault_security": (Outcome.REFUSED, Fault.NOT_AUTHORISED),
    "fault_200": (Outcome.REFUSED, Fault.BAD_REQUEST),
    "lost": (Outcome.DOWN, Fault.UNREACHABLE),
    "late": (Outcome.LATE, Fault.DEADLINE),
    "half": (Outcome.GARBLED, Fault.TRUNCATED),
    "dripping": (Outcome.LATE, Fault.DEADLINE),
    "endless": (Outcome.GARBLED, Fault.TOO_LARGE),
    "broken_xml": (Outcome.GARBLED, Fault.NOT_THE_CONTRACT),
    "refusing": (Outcome.DOWN, Fault.SERVER_ERROR),
    "other_item": (Outcome.GARBLED, Fault.NOT_THE_CONTRACT),
}


@cache
def identities(folder: Path) -> Identities:
    return development_identities(folder)


@dataclass(frozen=True, slots=True)
class Far:
    """Where the simulator is and with which files it is reached."""

    url: str
    files: Identities

    def service(self, **more: object) -> Service:
        row = Service(
            "echo", "echo", self.url + "/{cluster}", 3_000, self.files.client, self.files.authority, self.files.server,
            asks_as=ASKS_AS,
        )  # fmt: skip
        return replace(row, **more)


def security(files: Identities) -> Security:
    return Security(files.server, files.authority)


def asks(
    words: str, files: tuple[m.File, ...] = (), items: int = 1, id_: str = "", specific: tuple[bytes, ...] = ()
) -> m.Request:
    """A request of the echo product about Marta."""
    root = etree.Element(f"{{{NAMESPACE}}}peticio")
    etree.SubElement(root, f"{{{NAMESPACE}}}words").text = words
    requester = m.Requester(ASKS_AS.ine10, ASKS_AS.name, m.StatedPurpose(ASKS_AS.finality))
    issuer, number = m.Issuer("Q0000000J", "CAOC"), next(_NUMBERS)
    holder = m.Holder(m.DocumentKind.NIF, person("marta").identifier.value)
    each = tuple(
        m.Item(
            issuer, requester, m.Consent.LAW, m.Transmission(MODALITY, f"{number}.{one}"), None, holder, files,
            (*specific, etree.tostring(root)),
        )
        for one in range(items)
    )  # fmt: skip
    now = stamp(write_stamp(datetime.now(UTC)))
    return m.Request(
        m.Attributes(
            id_ or f"MS{number:014d}", MODALITY, CODE, items, now, m.State(), requester, issuer, None, OFFICIAL
        ),
        each,
    )


def said(answer: m.Response) -> str:
    """The words that the product heard."""
    return etree.fromstring(answer.items[0].specific[-1]).findtext(f".//{{{NAMESPACE}}}words", "")
