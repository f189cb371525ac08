"""Every temperament of the make-believe country really does, on a real socket, what its name says."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from myspace.connectors.hub_carpetes.simulator import start
from myspace.simulation.bodies import Temperament, invented_ine10
from myspace.simulation.cast import MANRESA
from tests.integration.hub_far import ARRAYS, MARTA, TANIA, TODAY, Far


@pytest_asyncio.fixture
async def far() -> AsyncIterator[Far]:
    async with start(today=TODAY, generated=20) as running:
        timeout = aiohttp.ClientTimeout(total=10)
        async with aiohttp.ClientSession(timeout=timeout, auto_decompress=False) as session:
            yield Far(running, session)


async def _of(far: Far, mood: Temperament) -> tuple[int, bytes, str]:
    return await far.raw(invented_ine10(mood), "consultaExpedients", TANIA)


async def test_moods_that_answer_something_else(far: Far) -> None:
    status, body, kind = await _of(far, Temperament.DOWN)
    assert (status, body) == (503, b"Service Unavailable")
    status, body, kind = await _of(far, Temperament.NOT_FOUND)
    assert (status, kind.partition(";")[0]) == (404, "text/html")
    status, body, kind = await _of(far, Temperament.REDIRECTING)
    assert status == 302
    status, body, kind = await _of(far, Temperament.HTML)
    assert status == 200
    assert body.startswith(b"<!doctype html>")
    assert json.loads((await _of(far, Temperament.REFUSING))[1])["codiResultat"] == "403"
    assert json.loads((await _of(far, Temperament.IN_ERROR))[1])["codiResultat"] == "500"


async def test_the_wrong_charset_is_latin_and_the_unreadable_is_nothing(far: Far) -> None:
    _, body, kind = await _of(far, Temperament.WRONG_CHARSET)
    assert "charset" not in kind
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    assert json.loads(body.decode("iso-8859-1"))["expedients"][0]["assumpteExpedient"].startswith("Llicència")
    _, body, _ = await _of(far, Temperament.UNREADABLE)
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")
    with pytest.raises(ValueError, match=r"Expecting|Extra"):
        json.loads(body.decode("iso-8859-1"))


async def test_a_flapping_body_answers_every_other_time(far: Far) -> None:
    assert [(await _of(far, Temperament.FLAPPING))[0] for _ in range(4)] == [200, 503, 200, 503]


async def test_a_silent_body_closes_without_a_word_and_without_noise(
    far: Far, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        with pytest.raises(aiohttp.ClientConnectionError):
            await _of(far, Temperament.SILENT)
    assert not [record for record in caplog.records if record.name.startswith("aiohttp")]


async def test_a_truncated_body_sends_less_than_it_promised(far: Far) -> None:
    with pytest.raises(aiohttp.ClientPayloadError):
        await _of(far, Temperament.TRUNCATED)


async def test_a_slow_body_answers_late_and_a_hanging_one_not_at_all(far: Far) -> None:
    begun = time.monotonic()
    assert (await _of(far, Temperament.SLOW))[0] == 200
    assert 1.2 < time.monotonic() - begun < 2.5
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await _of(far, Temperament.HANGING)


async def test_fifty_hanging_questions_do_not_delay_the_others(far: Far) -> None:
    waiting = [asyncio.create_task(_of(far, Temperament.HANGING)) for _ in range(50)]
    await asyncio.sleep(0.2)
    begun = time.monotonic()
    assert await far.items(MANRESA, "consultaTributs", MARTA)
    assert time.monotonic() - begun < 1
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_an_endless_body_outgrows_any_limit(far: Far) -> None:
    url = f"{far.running.url}/{invented_ine10(Temperament.ENDLESS)}/hub/consultaExpedients"
    got = 0
    async with far.session.get(url, params=TANIA) as answer:
        async for chunk in answer.content.iter_any():
            got += len(chunk)
            if got > 6_000_000:
                break
    assert got > 6_000_000


async def test_a_bomb_is_small_on_the_wire_and_huge_once_opened(far: Far) -> None:
    _, body, _ = await _of(far, Temperament.BOMB)
    assert len(body) < 1_000_000
    with gzip.open(io.BytesIO(body)) as opened:
        assert len(opened.read(50_000_000)) == 50_000_000


async def test_a_huge_history_is_five_thousand_papers(far: Far) -> None:
    lluis = MARTA | {"documentIdentificatiu": "00000003A"}
    papers = await far.items(invented_ine10(Temperament.HUGE), "consultaActuacions", lluis)
    assert len({p["idActuacio"] for p in papers}) == 5000


async def test_the_hostile_body_attacks_in_valid_json(far: Far) -> None:
    ine10 = invented_ine10(Temperament.HOSTILE)
    cases = await far.items(ine10, "consultaExpedients", TANIA)
    text = json.dumps(cases, ensure_ascii=False)
    assert "<script>" in text
    assert "\u202e" in text
    assert "=HYPERLINK" in text
    assert any(c["urlExpedient"].startswith("javascript:") for c in cases)
    assert any(c["urlExpedient"].startswith("data:") for c in cases)
    for operation in ARRAYS:
        assert await far.items(ine10, operation, TANIA)


async def test_the_body_that_does_not_look_says_the_same_to_strangers(far: Far) -> None:
    ine10 = invented_ine10(Temperament.SAME_FOR_EVERYONE)
    for operation in ARRAYS:
        answers = [
            await far.items(ine10, operation, MARTA | {"documentIdentificatiu": who})
            for who in ("12345678Z", "00000002W", "00000099R")
        ]
        assert answers[0]
        assert answers[0] == answers[1] == answers[2]


async def test_the_mixed_up_body_breaks_the_contract_in_each_named_way(far: Far) -> None:
    ine10 = invented_ine10(Temperament.MIXED_UP)
    cases = await far.items(ine10, "consultaExpedients", TANIA)
    by_id: dict[str, list[dict[str, Any]]] = {}
    for case in cases:
        by_id.setdefault(case["idExpedient"], []).append(case)
    honest = cases[0]["idExpedient"]
    assert by_id[honest + "-ENS"][0]["codiINE10"] != ine10
    assert by_id[honest + "-PERSONA"][0]["documentIdentificatiu"] != "00000006Y"
    assert by_id[honest + "-CODI"][0]["estatExpedient"] not in ("OBERT", "TANCAT")
    assert "assumpteExpedient" not in by_id[honest + "-BUIT"][0]
    assert by_id[honest + "-DATA"][0]["dataIniciExpedient"].startswith("30-02")
    assert len({json.dumps(c) for c in by_id[honest]}) == 2
    cites = await far.items(ine10, "consultaCitesPrevies", TANIA)
    assert any(c["nomInteressat"] != "Tània Prova Exemple" for c in cites)
    for operation in ("consultaActuacions", "consultaTributs"):
        assert len(await far.items(ine10, operation, TANIA)) > 6


async def test_a_body_may_misbehave_at_one_operation_alone(far: Far) -> None:
    far.running.country.wish(MANRESA, {"temperament": "down", "only": "consultaTributs"})
    assert (await far.raw(MANRESA, "consultaTributs", MARTA))[0] == 503
    assert (await far.raw(MANRESA, "consultaExpedients", MARTA))[0] == 200
    far.running.country.wish(MANRESA, {"only": None})
    assert (await far.raw(MANRESA, "consultaExpedients", MARTA))[0] == 503
