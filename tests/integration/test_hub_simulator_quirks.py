"""Each numbered disagreement of the contract can be switched on, on a real socket, and shows the form it should."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from myspace.connectors.hub_carpetes.simulator import start
from myspace.simulation.bodies import ALL_QUIRKS, Temperament, invented_ine10
from tests.integration.hub_far import ARRAYS, MARTA, STRANGER, TANIA, TODAY, Far


@pytest_asyncio.fixture
async def far() -> AsyncIterator[Far]:
    async with start(today=TODAY, generated=20) as running:
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
            yield Far(running, session)


HOME = invented_ine10(Temperament.MODERN)


async def test_each_field_quirk_shows_its_own_form_and_goes_back(far: Far) -> None:
    async def first(operation: str) -> dict[str, Any]:
        return (await far.items(HOME, operation, TANIA))[0]

    async def forms(quirk: int, operation: str) -> tuple[dict[str, Any], dict[str, Any]]:
        plain = await first(operation)
        await far.wish(HOME, quirks={f"Q-HCC-{quirk}": True})
        odd = await first(operation)
        await far.wish(HOME, quirks={f"Q-HCC-{quirk}": False})
        assert await first(operation) == plain
        return plain, odd

    plain, odd = await forms(1, "consultaExpedients")
    assert plain["descripcioFase"] == odd["descripcioFaseExpedient"]
    assert "descripcioFase" not in odd
    plain, odd = await forms(3, "consultaExpedients")
    assert (plain["fue"], odd["fue"]) == (True, "true")
    assert "fue" in (await far.items(HOME, "consultaExpedients", TANIA))[1]
    await far.wish(HOME, quirks={"Q-HCC-18": True})
    assert "fue" not in (await far.items(HOME, "consultaExpedients", TANIA))[1]
    await far.wish(HOME, quirks={"Q-HCC-18": False})
    plain, odd = await forms(4, "consultaTributs")
    assert plain["deutes"][0]["accions"][0]["tipus"] == "DEUTE"
    assert odd["deutes"][0]["accions"][0]["tipus"] == "PAGAMENT"
    plain, odd = await forms(5, "consultaTributs")
    assert plain["deutes"][0]["situacio"] == "PENDENT"
    assert "situacio" not in odd["deutes"][0]
    plain, odd = await forms(6, "consultaTributs")
    assert "dataTribut" not in odd
    assert odd["deutes"][0]["adjuntsDTO"][0]["uuidDesal"] is None
    assert odd["deutes"][0]["periode"] == "2026"
    assert "dataIniciPagament" not in odd["deutes"][0]
    plain, odd = await forms(7, "consultaActuacions")
    assert (plain["adjunts"][0]["mida"], odd["adjunts"][0]["mida"]) == ("2048", "2048 KB")
    plain, odd = await forms(10, "consultaActuacions")
    assert odd["urlActuacio"] == plain["urlActuacio"] + "}"
    plain, odd = await forms(12, "consultaExpedients")
    assert (odd["estatExpedient"], odd["tipusPersona"], odd["actuacioCiutada"]) == ("Obert", "Interessat", "Si")
    assert odd["dataPrevistaResolucioExpedient"] == plain["dataPrevistaResolucio"]
    assert odd["fasesExpedient"]
    plain, odd = await forms(13, "consultaTributs")
    assert (plain["importTotal"], odd["importTotal"]) == ("1234.56", "1.234,56")
    plain, odd = await forms(14, "consultaCitesPrevies")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT.*", odd["viaPresentacio"])
    plain, odd = await forms(15, "consultaTributs")
    assert isinstance(odd["dataTribut"], int)
    assert odd["deutes"][0]["situacio"] == "voluntària"


@pytest.mark.parametrize("quirk", sorted(ALL_QUIRKS))
async def test_every_numbered_quirk_changes_some_answer_and_goes_back(far: Far, quirk: str) -> None:
    questions = [(operation, who) for operation in ARRAYS for who in (TANIA, MARTA, STRANGER)]
    questions.append(("consultaTributs", TANIA | {"tipusPersona": "INTERESSAT"}))
    body = "0811360009" if quirk == "Q-HCC-2" else HOME

    async def all_of_it() -> list[bytes]:
        return [(await far.raw(body, operation, query))[1] for operation, query in questions]

    plain = await all_of_it()
    await far.wish(body, quirks={quirk: True})
    assert await all_of_it() != plain
    await far.wish(body, quirks={quirk: False})
    assert await all_of_it() == plain


async def test_a_deaf_body_takes_no_notice_of_a_parameter_it_does_not_have(far: Far) -> None:
    asked = TANIA | {"tipusPersona": "REPRESENTANT"}
    assert (await far.ask(HOME, "consultaTributs", asked))["codiResultat"] == "400"
    await far.wish(HOME, quirks={"Q-HCC-16": True})
    assert await far.items(HOME, "consultaTributs", asked) == await far.items(HOME, "consultaTributs", TANIA)


async def test_the_quirks_of_the_envelope(far: Far) -> None:
    await far.wish(HOME, quirks={"Q-HCC-9": True, "Q-HCC-11": True})
    assert "actuacions" in await far.ask(HOME, "consultaCitesPrevies", TANIA)
    nothing = await far.ask(HOME, "consultaTributs", TANIA | {"documentIdentificatiu": "00000099R"})
    assert set(nothing) == {"codiResultat", "descripcioResultat"}
    await far.wish(HOME, quirks={"Q-HCC-8": True})
    _, body, _ = await far.raw(HOME, "consultaTributs", TANIA)
    with pytest.raises(json.JSONDecodeError):
        json.loads(body)


async def test_the_leading_zero_gets_lost_where_there_is_one(far: Far) -> None:
    await far.wish("0811360009", quirks={"Q-HCC-2": True})
    codes = {i["codiINE10"] for i in await far.items("0811360009", "consultaExpedients", MARTA)}
    assert codes == {"811360009"}


async def test_an_early_body_still_takes_the_document_by_its_old_name(far: Far) -> None:
    old = {"documentIdentificador": "00000006Y", "tipusDocumentIdentificatiu": "NIF"}
    assert await far.items(invented_ine10(Temperament.EARLY), "consultaExpedients", old)
    assert (await far.ask(HOME, "consultaExpedients", old))["codiResultat"] == "400"


async def test_the_sloppy_body_still_sends_json_with_its_items(far: Far) -> None:
    sloppy = invented_ine10(Temperament.SLOPPY)
    assert "descripcioFaseExpedient" in (await far.items(sloppy, "consultaExpedients", TANIA))[0]
