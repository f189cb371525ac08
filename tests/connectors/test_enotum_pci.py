"""e-NOTUM as a product of the simulated PCI: signed both ways, both doors upon one state, faults of the platform between."""

from __future__ import annotations

import asyncio
import json
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from myspace.connector_kit.notices import Asker
from myspace.connector_kit.services import AsksAs, Person, Service
from myspace.connector_kit.simulated.pci.plugin import Setting
from myspace.connector_kit.simulated.pci.running import Security, start_in_thread
from myspace.connectors.enotum import desk, listing
from myspace.connectors.enotum.simulator import product
from myspace.connectors.representa.simulator import product as registry
from myspace.launch.authority import Identities, development_identities
from myspace.simulation.cast import MANRESA, company, person
from myspace.vocabulary.answers import Fault, Fresh, Refused
from myspace.vocabulary.notices import (
    Acted,
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    Contents,
    NoticeAct,
    NoticeStatus,
    Paper,
)

from .enotum_far import EXPIRING, GRANT, LOGINS, MARTA, TODAY

COMPANY = Asker("", company("atzavara").identifier)


@dataclass(frozen=True)
class Platform:
    url: str
    files: Identities

    def service(self, **own: Any) -> Service:
        return Service(
            "enotum",
            "enotum",
            self.url if own.get("interface") == "rest" else f"{self.url}/{{cluster}}",
            deadline_ms=5000,
            certificate=self.files.client,
            trust=self.files.authority,
            signers=self.files.server,
            asks_as=AsksAs("9821920002", "Consorci AOC", finality="PROVES", issuer=Person("Q0000000J", "CAOC")),
            own={"documents": [self.url], **own},
        )

    def ask(self, path: str, told: dict[str, Any] | None = None) -> Any:
        tls = ssl.create_default_context(cafile=self.files.authority)
        body = None if told is None else json.dumps(told).encode()
        request = urllib.request.Request(f"{self.url}{path}", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, context=tls, timeout=10) as answer:
            return json.loads(answer.read())

    def calls(self) -> dict[str, int]:
        return self.ask("/_control/calls")["ENOTUM"]["product"]


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    files = development_identities(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"https://localhost:{port}"
    setting = Setting(day=TODAY, given={"documents": url, "holder": "CIF-Q0000000J"})
    security = Security(files.server, files.authority)
    with start_in_thread([product], port=port, setting=setting, security=security) as running:
        assert running.url == url
        found = Platform(url, files)
        found.ask("/_control/ENOTUM", {"logins": LOGINS})
        yield found


def listed(platform: Platform, asker: Asker = MARTA, **own: Any) -> dict[str, NoticeStatus]:
    told = asyncio.run(listing.of(platform.service(**own)).listed(asker, TODAY, TODAY))
    assert isinstance(told, Fresh), told
    return {one.source_id: one.status for one in told.items}


def test_it_is_listed_opened_read_and_proved_through_signed_messages(platform: Platform) -> None:
    at = desk.of(platform.service())
    assert listed(platform)[GRANT] is NoticeStatus.AVAILABLE
    assert platform.calls() == {"Cerca": 1}
    assert at.practise(MARTA, GRANT, NoticeAct.OPEN) == Acted()
    assert listed(platform)[GRANT] is NoticeStatus.OPENED
    contents = at.contents(MARTA, GRANT)
    assert isinstance(contents, Contents)
    assert isinstance(at.document(MARTA, GRANT, contents.documents[0].source_id), Paper)
    assert isinstance(at.evidence(MARTA, GRANT), Paper)
    assert at.practise(MARTA, GRANT, NoticeAct.OPEN) == ActRefused(ActRefusal.ALREADY_ENDED)
    assert platform.calls()["Practicar"] == 1


def test_both_doors_tell_one_state(platform: Platform) -> None:
    teresa = Asker("1/teresa", company("atzavara").identifier)
    rest = {"interface": "rest"}
    assert listed(platform, COMPANY, **rest) == listed(platform, teresa)
    assert desk.of(platform.service(**rest)).practise(COMPANY, "41000303", NoticeAct.REFUSE) == Acted()
    assert listed(platform, teresa)["41000303"] is NoticeStatus.REFUSED
    assert platform.calls()["PATCH"] == 1


def test_a_reply_that_the_platform_loses_is_a_doubt_and_one_that_it_never_took_is_none(platform: Platform) -> None:
    at = desk.of(platform.service())
    platform.ask("/_control/ENOTUM", {"cut": 1})
    assert isinstance(at.practise(MARTA, GRANT, NoticeAct.OPEN), ActUnconfirmed)
    assert listed(platform)[GRANT] is NoticeStatus.OPENED
    platform.ask("/_control/ENOTUM", {"mood": "fault_client", "times": 1})
    assert isinstance(at.practise(MARTA, EXPIRING, NoticeAct.OPEN), ActUnsent)
    assert listed(platform)[EXPIRING] is NoticeStatus.AVAILABLE


def test_searches_may_lag_behind_what_was_done(platform: Platform) -> None:
    platform.ask("/_control/ENOTUM", {"cut": 1, "behind": True})
    assert isinstance(desk.of(platform.service()).practise(MARTA, GRANT, NoticeAct.OPEN), ActUnconfirmed)
    assert listed(platform)[GRANT] is NoticeStatus.AVAILABLE
    platform.ask("/_control/ENOTUM", {"behind": False})
    assert listed(platform)[GRANT] is NoticeStatus.OPENED


def test_a_rehearsal_may_deposit_move_the_clock_and_begin_again(platform: Platform) -> None:
    deposit = {"who": "marta", "body": "0811360009", "title": "Prova", "days": 10, "number": 41777777}
    platform.ask("/_control/ENOTUM", {"deposit": deposit})
    assert listed(platform)["41777777"] is NoticeStatus.AVAILABLE
    platform.ask("/_control/ENOTUM", {"move_seconds": 11 * 86_400})
    assert listed(platform)["41777777"] is NoticeStatus.EXPIRED_UNOPENED
    platform.ask("/_control", {"reset": True})
    platform.ask("/_control/ENOTUM", {"logins": LOGINS})
    assert "41777777" not in listed(platform)


@pytest.mark.parametrize(
    "wish",
    [{"what": 1}, {"deposit": {"who": "nobody"}}, {"voice": "sung"}, {"cut": -1}, {"behind": 1}, {"logins": {"a": 1}}],
)
def test_a_wish_that_is_not_understood_changes_nothing(platform: Platform, wish: dict[str, Any]) -> None:
    with pytest.raises(urllib.error.HTTPError, match="400"):
        platform.ask("/_control/ENOTUM", {"move_seconds": 99 * 86_400, **wish})
    assert listed(platform)[EXPIRING] is NoticeStatus.AVAILABLE


def test_a_power_revoked_at_the_registry_is_refused_by_the_platform_too_and_given_back_it_is_not(
    tmp_path: Path,
) -> None:
    files = development_identities(tmp_path)
    carme = person("carme")
    daughter = Asker(MARTA.access_token, carme.identifier)
    with start_in_thread(
        [product, registry], setting=Setting(day=TODAY), security=Security(files.server, files.authority)
    ) as running:
        at = Platform(running.url, files)
        at.ask(
            "/_control/ENOTUM",
            {"logins": LOGINS, "deposit": {"who": "carme", "body": MANRESA, "title": "x", "number": 41990001}},
        )
        assert "41990001" in listed(at, daughter)
        at.ask("/_control/REPRESENTA", {"state": {"202500000101": "REVOCADA"}})
        refused = asyncio.run(listing.of(at.service()).listed(daughter, TODAY, TODAY))
        assert refused == Refused(Fault.NOT_AUTHORISED)
        acted = desk.of(at.service()).practise(daughter, "41990001", NoticeAct.OPEN)
        assert acted == ActRefused(ActRefusal.NOT_AUTHORISED, "1047")
        at.ask("/_control/REPRESENTA", {"state": {"202500000101": "VALIDA"}})
        assert desk.of(at.service()).practise(daughter, "41990001", NoticeAct.OPEN) == Acted()
