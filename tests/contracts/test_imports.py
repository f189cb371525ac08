"""The rings hold, and each rule of `.importlinter` can fail: a forbidden import is planted in the graph for each."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from grimp import ImportGraph
from importlinter import configuration
from importlinter.application import use_cases
from importlinter.domain.contract import registry

ROOT = Path(__file__).parents[2]
CONNECTORS = ROOT / "src/myspace/connectors"

# Rule → imports that it must refuse. The importer is a module of today; the imported one too.
PLANTED: dict[str, list[tuple[str, str]]] = {
    "rings": [
        ("myspace.domain.people.service", "myspace.web.wording"),
        ("myspace.connector_kit.contract", "myspace.connectors"),
        ("myspace.vocabulary.answers", "myspace.connector_kit.contract"),
        ("myspace.site.observe", "myspace.launch.table"),
        ("myspace.protocols.pci.reading", "myspace.simulation.cast"),  # beside one another
        ("myspace.protocols.soap.signing", "myspace.connector_kit.contract"),
        ("myspace.api.inbound.notices", "myspace.web.security"),
        ("myspace.web.security", "myspace.api.inbound.issuers"),
    ],
    "domain": [
        ("myspace.domain.gathering.rules", "myspace.domain.activity.rules"),
        ("myspace.domain.agenda.service", "myspace.domain.gathering.service"),
        ("myspace.domain.mandates.rules", "myspace.domain.notices.rules"),
        ("myspace.domain.gathering.rules", "myspace.domain.mandates.rules"),
        ("myspace.domain.activity.rules", "myspace.domain.notices.rules"),
        ("myspace.domain.kernel.db", "myspace.domain.audit.service"),
        ("myspace.domain.people.service", "myspace.domain.administrations.service"),
    ],
    "connectors": [("myspace.connectors.valid.wire", "myspace.connectors.hub_carpetes.wire")],
    "make-believe": [
        ("myspace.connectors.hub_carpetes.mapping", "myspace.simulation.cast"),
        ("myspace.web.gallery.views", "myspace.simulation.cast"),
        ("myspace.connector_kit.transport", "myspace.simulation.bodies"),
    ],
    "simulators": [("myspace.connectors.valid.client", "myspace.connectors.valid.simulator.answers")],
    "shared-far-sides": [("myspace.connectors.valid.client", "myspace.connector_kit.simulated.pci.plugin")],
    "own-envelope": [
        ("myspace.connector_kit.simulated.pci.plugin", "myspace.protocols.soap.envelope"),
        ("myspace.connectors.valid.simulator.answers", "myspace.protocols.pci.messages"),
    ],
    "own-reading": [
        ("myspace.connectors.hub_carpetes.simulator.speech", "myspace.connectors.hub_carpetes.wire"),
        ("myspace.connectors.hub_carpetes.conformance.reading", "myspace.connectors.hub_carpetes.values"),
        ("myspace.connectors.issuer.simulator", "myspace.connectors.issuer.wire"),
    ],
    "conformance": [
        ("myspace.connectors.hub_carpetes.client", "myspace.connectors.hub_carpetes.conformance.contract_tables")
    ],
    "schema": [
        ("myspace.web.pages.home.views", "myspace.domain.activity.models"),
        ("myspace.domain.people.service", "myspace.domain.people.models"),
    ],
    "no-django-below": [
        ("myspace.connectors.hub_carpetes.mapping", "django"),
        ("myspace.protocols.pci.messages", "django"),
    ],
    "no-network-in-words": [
        ("myspace.vocabulary.people", "socket"),
        ("myspace.simulation.cast", "urllib"),
        ("myspace.protocols.soap.hardened", "http"),
        ("myspace.protocols.pades.checking", "asyncio"),
    ],
    "pure": [
        ("myspace.connectors.hub_carpetes.wire", "aiohttp"),
        ("myspace.connectors.hub_carpetes.values", "myspace.connector_kit.transport"),
        ("myspace.connector_kit.login", "http.client"),
    ],
    "listing-cannot-act": [
        ("myspace.connectors.enotum.wire", "myspace.connectors.enotum.acting"),
        ("myspace.connectors.enotum.rest", "myspace.connectors.enotum.rest_acting"),
        ("myspace.connectors.enotum.listing", "myspace.connectors.enotum.desk"),
        ("myspace.connectors.enotum.rest_listing", "myspace.connectors.enotum.rest_desk"),
        ("myspace.domain.gathering.asking", "myspace.connectors.enotum.rest_acting"),
        ("myspace.domain.notices.listing", "myspace.domain.notices.desks"),
        ("myspace.domain.notices.store", "myspace.domain.notices.acting"),
        ("myspace.domain.notices.needing", "myspace.connectors.enotum.desk"),
        ("myspace.domain.gathering.worker", "myspace.domain.notices.present"),
    ],
    "only-the-maker-sends": [
        ("myspace.web.pages.home.views", "myspace.domain.outbox.delivering"),
        ("myspace.domain.gathering.worker", "myspace.connectors.delivery.client"),
        ("myspace.domain.outbox.service", "myspace.domain.outbox.sending"),
        ("myspace.api.inbound.notices", "myspace.domain.outbox.maker"),
    ],
    "one-call": [
        ("myspace.web.session.provider", "myspace.connector_kit.one_call"),
        ("myspace.domain.people.service", "myspace.connector_kit.one_call"),
        ("myspace.web.pages.home.views", "myspace.connector_kit.pci"),
    ],
    "machines": [
        ("myspace.api.inbound.notices", "myspace.domain.people.service"),
        ("myspace.api.inbound.issuers", "myspace.domain.notices.acting"),
        ("myspace.domain.alerts.told", "myspace.domain.activity.service"),  # and so the door, at one remove
    ],
    "desks": [("myspace.domain.notices.service", "myspace.domain.notices.desks")],
    "minting": [
        ("myspace.domain.notices.service", "myspace.domain.notices.minting"),
        ("myspace.web.pages.home.views", "myspace.domain.notices.minting"),
    ],
    "confirmed": [("myspace.web.pages.home.views", "myspace.web.session.present")],
    "only-the-worker-asks": [
        ("myspace.web.pages.sources.views", "myspace.domain.gathering.asking"),
        ("myspace.web.pages.home.views", "myspace.connectors.hub_carpetes.client"),
        ("myspace.api.inbound.notices", "myspace.connector_kit.transport"),
        ("myspace.domain.gathering.service", "myspace.domain.gathering.recording"),  # and so every page, at one remove
    ],
}


@cache
def options() -> Any:
    configuration.configure()
    read = use_cases.read_user_options(str(ROOT / ".importlinter"))
    use_cases._register_contract_types(read)
    return read


@cache
def graph() -> ImportGraph:
    return use_cases._build_graph(
        root_package_names=["myspace"],
        include_external_packages=True,
        exclude_type_checking_imports=False,
        verbose=False,
        cache_dir=None,
    )


def rules() -> dict[str, dict[str, Any]]:
    return {contract["id"]: contract for contract in options().contracts_options}


def kept(rule: str, over: ImportGraph) -> bool:
    wanted = rules()[rule]
    contract = registry.get_contract_class(wanted["type"])(
        name=wanted["name"], session_options=options().session_options, contract_options=wanted
    )
    return bool(contract.check(deepcopy(over), verbose=False).kept)


@pytest.mark.parametrize("rule", rules())
def test_the_rule_holds(rule: str) -> None:
    assert kept(rule, graph()), f"{rule} is broken: ./myspace check imports says where"


@pytest.mark.parametrize(
    ("rule", "importer", "imported"), [(rule, *pair) for rule, pairs in PLANTED.items() for pair in pairs]
)
def test_a_planted_import_breaks_the_rule(rule: str, importer: str, imported: str) -> None:
    planted = deepcopy(graph())
    assert importer in planted.modules, f"{importer} is gone: plant the import elsewhere"
    if "myspace" in imported:
        assert imported in planted.modules, f"{imported} is gone: plant another import"
    planted.add_import(importer=importer, imported=imported)
    assert not kept(rule, planted)


def test_every_rule_has_been_shown_to_fail() -> None:
    assert set(PLANTED) == set(rules())


def test_every_module_of_a_connector_is_under_the_rules_of_its_kind() -> None:
    """A new file beside wire.py must not escape: it sends, or it is pure; and no far side reads with it."""
    named = {
        line.removeprefix("myspace.connectors.*.")
        for rule, key in (("own-reading", "forbidden_modules"), ("pure", "source_modules"))
        for line in rules()[rule][key]
        if line.startswith("myspace.connectors.*.")
    }
    found = {path.stem for path in CONNECTORS.glob("*/*.py")} - {"__init__"}
    assert found <= named | {"client"}, f"name these in .importlinter: {sorted(found - named)}"


def test_a_new_package_must_be_given_its_place() -> None:
    planted = deepcopy(graph())
    planted.add_module("myspace.helpers")
    assert not kept("rings", planted)
    planted = deepcopy(graph())
    planted.add_module("myspace.domain.helpers")
    assert not kept("domain", planted)
