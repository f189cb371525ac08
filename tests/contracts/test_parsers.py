"""No parser of outside bytes is left out of `prove parsers`: what reads is found in the code, not remembered."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from myspace.launch.keys import development_keyring
from myspace.launch.prove import Database

PACKAGE = Path(__file__).parents[2] / "src/myspace"
# Clients by another name than client.py: they send, and read through what is tried.
SENDS = ("desk", "fetching", "listing", "rest_desk", "rest_listing")
# Where bytes and words from outside are read: every pure module of a connector, the kit's, the rehearsal's, the cookies'.
PURE = [
    path
    for path in sorted([*(PACKAGE / "connectors").glob("*/*.py"), *(PACKAGE / "connectors").glob("*/products/*.py")])
    if path.stem not in ("__init__", "client", "failures", "simulator", *SENDS)
]
KIT = [
    PACKAGE / "connector_kit" / f"{name}.py"
    for name in ("json_text", "links", "contract", "login", "signed", "told_events")
]
REHEARSAL = [
    PACKAGE / "connectors/hub_carpetes/conformance" / f"{name}.py"
    for name in ("reading", "bodies", "values", "coherence")
]
PROTOCOLS = [
    path for path in sorted((PACKAGE / "protocols").rglob("*.py")) if path.stem not in ("__init__", "failures")
]
# Public functions of those modules that are given nothing from outside, or whose only way in is one that is tried.
WRITES = "it writes what we send"
WITHIN = "it is given what another one has read, and is tried through it"
NOT_TRIED_BY_THEMSELVES = {
    **{
        f"connector_kit.told_events:{name}": WITHIN
        for name in (
            "check_happened",
            "check_names_nobody",
            "decode",
            "envelope",
            "heartbeat_of",
            "identifier_of",
        )
    },
    "connectors.example.wire:parameters": WRITES,
    "connectors.hub_carpetes.wire:parameters": WRITES,
    "connectors.efact.wire:token": WRITES,
    "connectors.efact.wire:headers": WRITES,
    "connectors.efact.wire:invoice_path": WRITES,
    "connectors.efact.wire:history_path": WRITES,
    "connectors.efact.wire:receipt_path": WRITES,
    "connectors.efact.wire:pending_queries": WRITES,
    "connectors.enotum.values:typed": WRITES,
    "connectors.enotum.wire:root": WRITES,
    "connectors.enotum.wire:add": WRITES,
    "connectors.enotum.wire:octets": WRITES,
    "connectors.enotum.wire:window": WRITES,
    "connectors.enotum.wire:search": WRITES,
    "connectors.enotum.wire:standing_of": WRITES,
    "connectors.enotum.wire:summary": WRITES,
    "connectors.enotum.wire:checked": WRITES,
    "connectors.enotum.acting:practise": WRITES,
    "connectors.enotum.acting:consult": WRITES,
    "connectors.enotum.acting:evidence": WRITES,
    "connectors.enotum.rest:search_query": WRITES,
    "connectors.enotum.rest_acting:notice_target": WRITES,
    "connectors.enotum.rest_acting:document_target": WRITES,
    "connectors.enotum.rest_acting:evidence_target": WRITES,
    "connectors.enotum.rest_acting:practise_body": WRITES,
    "connectors.enotum.rest_acting:evidence_missing": WITHIN,
    "connectors.enotum.codes:judged": WITHIN,
    "connectors.enotum.own:own": "it reads the row of a deployment, which connector_kit.services has read",
    "connectors.enotum.own:origins": "it reads the row of a deployment, which connector_kit.services has read",
    "connectors.enotum.own:letter": WRITES,
    "connectors.enotum.standing:unread": WITHIN,
    "connectors.enotum.standing:done": WITHIN,
    "connectors.enotum.standing:refused": WITHIN,
    "connectors.enotum.standing:before_act": WITHIN,
    "connectors.enotum.standing:before_contents": WITHIN,
    "connectors.valid.wire:authorize_query": WRITES,
    "connectors.valid.wire:exchange_form": WRITES,
    "connectors.valid.wire:refresh_form": WRITES,
    "connectors.valid.wire:access_query": WRITES,
    "connectors.valid.wire:token_query": WRITES,
    "connectors.valid.wire:signature_request": WRITES,
    "connectors.openid.wire:authorize_query": WRITES,
    "connectors.openid.wire:challenge": WRITES,
    "connectors.openid.wire:exchange_form": WRITES,
    "connectors.openid.wire:revoke_form": WRITES,
    "connectors.openid.wire:basic": WRITES,
    "connectors.openid.wire:way_out": WRITES,
    "connectors.openid.wire:joined": WRITES,
    "connectors.openid.mapping:tokens": WITHIN,
    "connector_kit.login:tidy": WITHIN,
    "connector_kit.login:alpha2": WITHIN,
    "connector_kit.login:is_loopback": WITHIN,
    "connectors.hub_carpetes.conformance.coherence:text": WITHIN,
    "connectors.hub_carpetes.conformance.coherence:objects": WITHIN,
    "connectors.hub_carpetes.conformance.coherence:ids": WITHIN,
    "connectors.hub_carpetes.conformance.coherence:identity": WITHIN,
    "connectors.representa.values:written_day": WRITES,
    "connectors.via_oberta.product:element": WRITES,
    "connectors.via_oberta.product:written": WRITES,
    "connectors.via_oberta.products.padro:ask": WRITES,
    "connectors.via_oberta.products.padro_historic:ask": WRITES,
    "connectors.via_oberta.products.tgss_vida_laboral:ask": WRITES,
    "connectors.via_oberta.products.aeat:ask": WRITES,
    "connectors.via_oberta.products.grau_discapacitat:ask": WRITES,
    "connectors.via_oberta.products.tgss:ask": WRITES,
    "connectors.via_oberta.products.soc:ask": WRITES,
    "connectors.via_oberta.products.soc:ask_period": WRITES,
    "connectors.via_oberta.products.rca:ask": WRITES,
    "connectors.via_oberta.products.cadastre:ask_certificate": WRITES,
    "connectors.via_oberta.products.tfn:ask": WRITES,
    "connectors.via_oberta.products.tfn:titles": "it makes a product's row, and is told nothing",
    "connectors.via_oberta.own:permit": "it reads the row of a deployment, which connector_kit.services has read",
    "connectors.via_oberta.values:data": WITHIN,
    "connectors.witness.wire:request": WRITES,
    "connectors.timestamp.wire:request": WRITES,
    "connectors.delivery.wire:mail_bytes": WRITES,
    "connectors.delivery.wire:sms_bytes": WRITES,
    "protocols.webpush.encrypting:encrypt": WRITES,
    "protocols.webpush.encrypting:rebase64": WRITES,
    "protocols.soap.envelope:wrap": WRITES,
    "protocols.soap.envelope:write": WRITES,
    "protocols.soap.signing:sign": WRITES,
    "protocols.soap.attachments:include": WRITES,
    "protocols.soap.attachments:write_package": WRITES,
    "protocols.soap.wsse:written": WRITES,
    "protocols.soap.wsse:named": WRITES,
    "protocols.soap.wsse:digest": WITHIN,
    "protocols.soap.wsse:canonical": WITHIN,
    "protocols.soap.wsse:security_of": WITHIN,
    "protocols.pci.writing:write_message": WRITES,
    "protocols.pci.wording:write_stamp": WRITES,
    "protocols.pci.extensions:ask": WRITES,
    "protocols.pci.products:row": WITHIN,
    "protocols.pci.products:cluster": WRITES,
    "protocols.pci.hearing:heard_in": WITHIN,
    "protocols.pci.exchange:step": WITHIN,
    "protocols.pci.exchange:collect_after": WITHIN,
    "protocols.merkle.notes:vkey": WRITES,
    "protocols.merkle.notes:body": WRITES,
    "protocols.merkle.notes:digest": WRITES,
    "protocols.merkle.tiles:edge": WRITES,
    "protocols.merkle.tiles:around": WRITES,
    "protocols.merkle.tiles:root_from": "it is given the hashes of our own tiles",
    "protocols.merkle.verify:leaf_hash": WITHIN,
    "protocols.merkle.verify:node_hash": WITHIN,
    "protocols.merkle.verify:main": WITHIN,
    "protocols.pades.sealing:from_key": "it is given a key that the two that read files have read",
    "protocols.pades.sealing:seal": "it is given our own paper; what a stamp's service answers is tried as `believed`",
    "protocols.pades.opening:opened": WITHIN,
    "protocols.pades.opening:unread": WITHIN,
    "protocols.pades.trusting:certificates": "it writes for the library what was read already",
    "protocols.pades.coroutines:finished": "it runs what is tried",
    "protocols.pades.coroutines:keep_one": "it is given nothing",
    "protocols.pades.coroutines:outside_a_loop": "it is given nothing",
    "protocols.pades.apart:check_apart": "it hands over what `check` is tried with; in tests/integration/test_papers_apart.py",
    "protocols.pades.apart:answer": WRITES,
    "protocols.pades.alone:main": "it reads what `apart` writes, and hands over what `check` is tried with",
}
# These hand the cookie on as it came, to one that is tried or to the database, which looks for its hash; or they only look
# whether it is there.
ONLY_HAND_ON = {
    "web.templating:holds_session", "web.session.door:inside", "web.session.door:over",
    "web.session.cookies:on_a_public_computer", "web.session.door:guarded", "web.session.leaving:leave",
    "web.session.door:anybodys_page", "web.session.door:open_to_all",
    "web.session.leaving:leave_quickly", "web.session.barred:page", "web.session.entering:step_up", "web.session.entering:_open",
    "web.language:switch_language", "web.pages.home.views:front",
}  # fmt: skip


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What the proof says that it reads, as `package.module:function` below myspace."""
    from proofs import parsers
    from proofs._stage import product

    keys = development_keyring(tmp_path_factory.mktemp("keys"))
    with product(Database({}, None, keys)):
        return {name.removeprefix("myspace.") for parser in parsers.parsers() for name in parser.reads}


def public(path: Path) -> Iterator[str]:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield f"{named(path)}:{node.name}"


def named(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def readers_of_cookies() -> Iterator[str]:
    for path in sorted((PACKAGE / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and any(
                isinstance(one, ast.Attribute) and one.attr == "COOKIES" for one in ast.walk(node)
            ):
                yield f"{named(path)}:{node.name}"


def test_every_reading_function_is_tried_with_generated_inputs(tried: set[str]) -> None:
    found = {name for path in (*PURE, *KIT, *REHEARSAL, *PROTOCOLS) for name in public(path)}
    assert found - tried - set(NOT_TRIED_BY_THEMSELVES) == set(), "add each to a list of proofs/_parsers_*.py"
    assert set(NOT_TRIED_BY_THEMSELVES) - found == set(), "these are not there any more"


def test_every_reader_of_a_cookie_is_tried_with_generated_inputs(tried: set[str]) -> None:
    found = set(readers_of_cookies())
    assert {
        name
        for name in found - tried
        if name not in ONLY_HAND_ON and not name.endswith((":citizen_page", ":citizen_act"))
    } == set()


def test_every_connector_has_a_parser_in_the_proof(tried: set[str]) -> None:
    connectors = {path.parent.name for path in (PACKAGE / "connectors").glob("*/manifest.toml")}
    assert {name for name in connectors if not any(one.startswith(f"connectors.{name}.") for one in tried)} == set()


def test_what_the_proof_says_that_it_tries_is_there(tried: set[str]) -> None:
    for name in sorted(tried):
        module, _, function = name.partition(":")
        assert hasattr(importlib.import_module(f"myspace.{module}"), function), name
