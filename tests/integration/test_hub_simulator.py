"""The make-believe country on a real socket: it speaks the contract, filters as asked, and obeys its control."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sys
import time
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from myspace.connectors.hub_carpetes import simulator
from myspace.connectors.hub_carpetes.simulator import start, start_in_thread
from myspace.simulation.bodies import ACCEPTANCE_BODY, ALL_QUIRKS, hosts_of
from myspace.simulation.cast import BARCELONA, MANRESA
from myspace.simulation.cast import VILANOVA_EXEMPLE as HOME
from myspace.simulation.stories.crowd import NEIGHBOURS
from tests.integration.hub_far import ARRAYS, MARTA, TERESA, TODAY, Far


@pytest_asyncio.fixture
async def far() -> AsyncIterator[Far]:
    async with start(today=TODAY, generated=20) as running:
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
            yield Far(running, session)


@pytest.mark.parametrize("operation", ARRAYS)
async def test_a_modern_body_tells_what_it_has_in_the_array_of_the_operation(far: Far, operation: str) -> None:
    said = await far.ask(MANRESA, operation, MARTA)
    assert said["codiResultat"] == "200"
    assert set(said) == {"codiResultat", "descripcioResultat", ARRAYS[operation]}
    items = said[ARRAYS[operation]]
    assert items
    assert all(item["codiINE10"] == MANRESA and item["codiDIR3Organisme"] == "L01081136" for item in items)


@pytest.mark.parametrize("operation", ARRAYS)
async def test_a_stranger_is_unknown_in_the_body_and_not_in_http(far: Far, operation: str) -> None:
    said = await far.ask(MANRESA, operation, MARTA | {"documentIdentificatiu": "00000099R"})
    assert said["codiResultat"] == "404"
    assert said[ARRAYS[operation]] == []


OBLIGATORY = {
    "consultaActuacions": "idActuacio tipusPersona codiINE10 tipusActuacio dataActuacio assumpteActuacio urlActuacio",
    "consultaExpedients": "idExpedient tipusPersona codiINE10 procediment dataIniciExpedient assumpteExpedient urlExpedient"
    " estatExpedient",
    "consultaCitesPrevies": "idCita assumpteCita codiINE10 dataActuacio dataCita urlCita",
    "consultaTributs": "idTribut exercici dataTribut codiINE10 descripcioTribut",
}


@pytest.mark.parametrize("operation", ARRAYS)
async def test_a_modern_item_has_every_obligatory_field_and_no_empty_one(far: Far, operation: str) -> None:
    for item in await far.items(MANRESA, operation, MARTA) + await far.items(BARCELONA, operation, TERESA):
        assert set(OBLIGATORY[operation].split()) <= set(item)
        assert all(value not in ("", None, []) for value in item.values())
    for tax in await far.items(MANRESA, "consultaTributs", MARTA):
        for debt in tax["deutes"]:
            wanted = {"idDeute", "situacio", "dataIniciPagament", "dataFiPagament", "importDeute", "descripcio"}
            assert wanted <= set(debt)
            assert re.fullmatch(r"\d+\.\d\d", debt["importDeute"])


async def test_every_link_goes_to_a_host_registered_for_that_body(far: Far) -> None:
    for body in (MANRESA, BARCELONA):
        hosts = hosts_of(far.running.country[body].body)
        for operation in ARRAYS:
            text = json.dumps(await far.items(body, operation, MARTA if body == MANRESA else TERESA))
            links = re.findall(r'"(https?:[^"]+)"', text)
            assert links
            assert all(link.startswith(tuple(f"https://{host}/" for host in hosts)) for link in links)


@pytest.mark.parametrize(
    ("operation", "query"),
    [
        ("consultaTributs", {"tipusDocumentIdentificatiu": "NIF"}),
        ("consultaTributs", {"documentIdentificatiu": "12345678Z"}),
        ("consultaTributs", MARTA | {"tipusDocumentIdentificatiu": "DNI"}),
        ("consultaTributs", MARTA | {"tipusDocumentIdentificatiu": "NIE"}),
        ("consultaTributs", MARTA | {"tipusPersona": "REPRESENTANT"}),
        ("consultaCitesPrevies", MARTA | {"tipusPersona": "INTERESSAT"}),
        ("consultaActuacions", MARTA | {"tipusPersona": "AMIC"}),
        ("consultaActuacions", MARTA | {"tipusActuacio": "entrada"}),
        ("consultaActuacions", MARTA | {"estat": "OBERT"}),
        ("consultaExpedients", MARTA | {"estat": "obert"}),
        ("consultaExpedients", MARTA | {"fue": "yes"}),
        ("consultaExpedients", MARTA | {"dataInici": "23/11/2026"}),
        ("consultaExpedients", MARTA | {"dataInici": "2026-02-30"}),
        ("consultaExpedients", MARTA | {"dataInici": "2026-02-02", "dataFi": "2026-02-01"}),
    ],
)
async def test_a_question_that_breaks_the_contract_is_refused_in_the_body(
    far: Far, operation: str, query: dict[str, str]
) -> None:
    said = await far.ask(MANRESA, operation, query)
    assert said["codiResultat"] == "400"
    assert "12345678Z" not in said["descripcioResultat"]


async def test_a_passport_with_the_digits_of_a_nif_is_somebody_else(far: Far) -> None:
    said = await far.ask(MANRESA, "consultaExpedients", MARTA | {"tipusDocumentIdentificatiu": "PASSAPORT"})
    assert said["codiResultat"] == "404"


async def test_answers_may_not_be_stored_on_the_way(far: Far) -> None:
    url = f"{far.running.url}/{MANRESA}/hub/consultaTributs"
    async with far.session.get(url, params=MARTA) as answer:
        assert answer.headers["Cache-Control"] == "no-store"


async def test_half_of_the_country_writes_the_zone_of_its_hours_and_the_other_half_does_not(far: Far) -> None:
    bodies = [e.body for e in far.running.country.endpoints.values() if not e.body.invented]
    assert 0.3 < sum(b.zoned for b in bodies) / len(bodies) < 0.7
    hours = [i["dataIniciExpedient"] for i in await far.items(ACCEPTANCE_BODY, "consultaExpedients", TERESA)]
    assert all(re.search(r"\+0[12]:00$", hour) for hour in hours)
    hours = [i["dataIniciExpedient"] for i in await far.items(HOME, "consultaExpedients", TERESA)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", hour) for hour in hours)


async def test_an_address_that_does_not_exist_is_an_http_404(far: Far) -> None:
    for ine10, operation in ((MANRESA, "consultaRes"), ("0000000009", "consultaTributs")):
        status, _, _ = await far.raw(ine10, operation, MARTA)
        assert status == 404


async def test_filters_are_honoured_and_together_give_the_whole(far: Far) -> None:
    async def ids(**chosen: str) -> set[str]:
        return {i["idExpedient"] for i in await far.items(MANRESA, "consultaExpedients", MARTA | chosen)}

    everything = await ids()
    assert await ids(estat="OBERT") | await ids(estat="TANCAT") == everything
    assert not await ids(estat="OBERT") & await ids(estat="TANCAT")
    before, after = await ids(dataFi="2026-10-31"), await ids(dataInici="2026-11-01")
    assert before | after == everything
    assert before
    assert after
    assert not before & after
    assert await ids(codiINE10=MANRESA) == await ids(codiINE10=MANRESA.lstrip("0")) == everything
    assert await ids(codiINE10=BARCELONA) == set()
    assert await ids(codiDIR3Organisme="L01080193") == set()


async def test_the_day_of_a_limit_is_inside_it(far: Far) -> None:
    whole = await far.items(MANRESA, "consultaExpedients", MARTA)
    day = whole[0]["dataIniciExpedient"][:10]
    found = await far.items(MANRESA, "consultaExpedients", MARTA | {"dataInici": day, "dataFi": day})
    assert [i["idExpedient"] for i in found] == [whole[0]["idExpedient"]]


async def test_direction_and_one_stop_shop_are_honoured(far: Far) -> None:
    filed = await far.items(MANRESA, "consultaActuacions", MARTA | {"tipusActuacio": "ENTRADA"})
    sent = await far.items(MANRESA, "consultaActuacions", MARTA | {"tipusActuacio": "SORTIDA"})
    assert {i["tipusActuacio"] for i in filed} == {"ENTRADA"}
    assert {i["tipusActuacio"] for i in sent} == {"SORTIDA"}
    jordi = MARTA | {"documentIdentificatiu": "11111111H"}
    shop = await far.items("0000000001", "consultaExpedients", jordi | {"fue": "true"})
    assert [i["fue"] for i in shop] == [True]
    assert await far.items("0000000001", "consultaExpedients", jordi | {"fue": "false"}) == []


async def test_a_representative_is_told_apart_and_both_together_when_not_asked(far: Far) -> None:
    own = await far.items(ACCEPTANCE_BODY, "consultaActuacions", TERESA | {"tipusPersona": "INTERESSAT"})
    acting = await far.items(ACCEPTANCE_BODY, "consultaActuacions", TERESA | {"tipusPersona": "REPRESENTANT"})
    both = await far.items(ACCEPTANCE_BODY, "consultaActuacions", TERESA)
    assert len(own) >= 3
    assert len(acting) >= 3
    assert len(both) == len(own) + len(acting)


async def test_bodies_know_only_their_own(far: Far) -> None:
    manresa = {i["idExpedient"] for i in await far.items(MANRESA, "consultaExpedients", MARTA)}
    bages = {i["idExpedient"] for i in await far.items("8100750006", "consultaExpedients", MARTA)}
    assert manresa
    assert bages
    assert not manresa & bages
    assert await far.items(BARCELONA, "consultaExpedients", MARTA) == []


async def test_generated_bodies_know_neighbours_and_not_the_cast(far: Far) -> None:
    bodies = [b for b in far.running.country.endpoints if far.running.country[b].body.generated]
    assert len(bodies) == 20
    told = [await far.items(b, "consultaExpedients", MARTA | {"documentIdentificatiu": NEIGHBOURS[0]}) for b in bodies]
    assert 1 <= sum(map(bool, told)) <= 15
    assert not any([await far.items(b, "consultaExpedients", MARTA) for b in bodies])


async def test_a_thousand_generated_bodies_answer_on_one_port_each_for_itself() -> None:
    async with start(today=TODAY, generated=1000) as running:
        bodies = [e.body.ine10 for e in running.country.endpoints.values() if e.body.generated]
        limit = aiohttp.TCPConnector(limit=50)
        async with aiohttp.ClientSession(connector=limit) as session:
            far = Far(running, session)
            who = MARTA | {"documentIdentificatiu": NEIGHBOURS[7]}
            told = await asyncio.gather(*(far.ask(body, "consultaExpedients", who) for body in bodies))
    assert len(told) == 1000
    known = [
        (body, said["expedients"]) for body, said in zip(bodies, told, strict=True) if said["codiResultat"] == "200"
    ]
    assert 200 < len(known) < 400, "about three bodies in ten know a neighbour"
    assert all(item["codiINE10"] == body for body, items in known for item in items)


async def test_a_body_can_be_switched_off_slowed_and_put_back(far: Far) -> None:
    assert (await far.wish(MANRESA, down=True))["down"] is True
    assert (await far.raw(MANRESA, "consultaTributs", MARTA))[0] == 503
    assert (await far.raw(BARCELONA, "consultaTributs", TERESA))[0] == 200, "the others are not touched"
    await far.wish(MANRESA, reset=True, delay_ms=300)
    begun = time.monotonic()
    assert await far.items(MANRESA, "consultaTributs", MARTA)
    assert time.monotonic() - begun >= 0.3
    await far.wish(MANRESA, reset=True, temperament="html")
    assert (await far.raw(MANRESA, "consultaTributs", MARTA))[1].startswith(b"<!doctype")
    async with far.session.post(f"{far.running.url}/_control", json={"reset": True}) as answer:
        assert answer.status == 200
    assert await far.items(MANRESA, "consultaTributs", MARTA)


@pytest.mark.parametrize(
    "wishes",
    [
        {"temperament": "kind"},
        {"delay_ms": -1},
        {"delay_ms": True},
        {"down": "yes"},
        {"quirks": {"Q-HCC-99": True}},
        {"colour": "red"},
    ],
)
async def test_an_unknown_wish_is_refused_and_changes_nothing(far: Far, wishes: dict[str, Any]) -> None:
    answer = await far.wish(MANRESA, **wishes)
    assert answer["status"] == 400
    assert answer["error"]
    assert await far.items(MANRESA, "consultaTributs", MARTA)
    assert (await far.wish("0000000009", down=True))["status"] == 400


async def test_calls_are_counted_by_body_and_operation_and_name_nobody(far: Far) -> None:
    for _ in range(3):
        await far.raw(MANRESA, "consultaTributs", MARTA)
    await far.raw(BARCELONA, "consultaExpedients", MARTA)
    async with far.session.get(f"{far.running.url}/_control/calls") as answer:
        text = await answer.text()
    assert json.loads(text) == {MANRESA: {"consultaTributs": 3}, BARCELONA: {"consultaExpedients": 1}}
    assert "12345678Z" not in text


def test_every_quirk_number_of_the_contract_can_be_switched() -> None:
    with start_in_thread(today=TODAY) as running:
        body = json.dumps({"quirks": dict.fromkeys(ALL_QUIRKS, True)}).encode()
        url = f"{running.url}/_control/{MANRESA}"
        with urllib.request.urlopen(urllib.request.Request(url, body, method="POST"), timeout=5) as answer:
            assert set(json.load(answer)["quirks"]) == ALL_QUIRKS


def test_the_thread_ends_with_the_block() -> None:
    with start_in_thread(today=TODAY) as running:
        port = int(running.url.rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=2)


def test_the_simulator_reads_the_wire_by_itself() -> None:
    folder = Path(simulator.__file__).parent
    named = re.compile(r"^(?:from|import) (myspace\.\S+)", re.MULTILINE)
    taken = {module for file in folder.glob("*.py") for module in named.findall(file.read_text("utf-8"))}
    allowed = ("myspace.connectors.hub_carpetes.simulator", "myspace.simulation", "myspace.vocabulary",
               "myspace.connector_kit.simulated")  # fmt: skip  # what far sides share among themselves
    assert taken
    assert [module for module in taken if not module.startswith(allowed)] == []


async def test_the_program_says_when_it_is_ready_logs_no_identifier_and_stops_when_told() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "myspace.connectors.hub_carpetes.simulator", "--today", "2026-11-23", "--generated", "2",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert program.stdout is not None
    line = (await asyncio.wait_for(program.stdout.readline(), 20)).decode()
    ready = re.fullmatch(r"ready (http://127\.0\.0\.1:\d+)\n", line)
    assert ready
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{ready[1]}/{MANRESA}/hub/consultaTributs", params=MARTA) as answer,
    ):
        assert (await answer.json())["codiResultat"] == "200"
    program.terminate()
    rest = await asyncio.wait_for(program.communicate(), 10)
    assert program.returncode == 0
    assert b"12345678Z" not in rest[0] + rest[1]
