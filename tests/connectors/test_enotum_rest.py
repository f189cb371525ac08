"""The two clients of the REST interface against the simulated e-NOTUM, over mutual TLS, with a company's seal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from myspace.connector_kit.notices import Asker
from myspace.connectors.enotum.rest_desk import EnotumRestDesk
from myspace.connectors.enotum.rest_listing import EnotumRestList
from myspace.simulation.cast import company, person
from myspace.vocabulary.answers import Down, Fault, Fresh, Garbled, Late, Refused
from myspace.vocabulary.notices import (
    Acted,
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    Contents,
    Notice,
    NoticeAct,
    NoticeStatus,
    Paper,
)

from .enotum_far import TODAY, Far, enotum
from .far_side import answer, far_side, sends

COMPANY, WAITING, OPENED = Asker("", company("atzavara").identifier), "41000303", "41000304"
MOTHER, HERS, MESSAGE = Asker("", person("carme").identifier), "41000501", "41000502"


@pytest.fixture
async def far(tmp_path: Path) -> AsyncIterator[Far]:
    async with enotum(tmp_path) as running:
        yield running


@pytest.fixture
async def of_marta(tmp_path: Path) -> AsyncIterator[Far]:
    """The certificate is Marta's, who represents her mother by the registry."""
    async with enotum(tmp_path, number=person("marta").identifier.value) as running:
        yield running


async def listed(far: Far, asker: Asker = COMPANY, **changed: Any) -> Any:
    return await EnotumRestList(far.rest(**changed)).listed(asker, TODAY, TODAY)


async def desk(far: Far, name: str, asker: Asker, *args: Any, **changed: Any) -> Any:
    return await asyncio.to_thread(getattr(EnotumRestDesk(far.rest(**changed)), name), asker, *args)


async def test_the_holder_of_the_seal_is_listed_without_a_header_and_with_the_days_said(far: Far) -> None:
    told = await listed(far)
    assert isinstance(told, Fresh)
    assert {one.source_id: one.status for one in told.items} == {
        WAITING: NoticeStatus.AVAILABLE,
        OPENED: NoticeStatus.OPENED,  # deposited ninety days ago: the default of thirty would hide it
    }
    waiting = next(one for one in told.items if one.source_id == WAITING)
    assert waiting.expires is not None
    assert (waiting.expires.day, waiting.expires.zone_assumed) == (date(2026, 12, 2), True)
    assert not any(one["representat"] for one in far.carried)


async def test_who_is_represented_is_listed_with_the_header_and_nobody_else_is_asked_for(of_marta: Far) -> None:
    mine = await listed(of_marta, MOTHER)
    assert isinstance(mine, Fresh)
    assert {one.source_id for one in mine.items} == {HERS, MESSAGE}
    assert of_marta.carried[-1]["representat"]
    of_marta.heads.clear()
    assert await listed(of_marta, Asker("", person("rosa").identifier)) == Refused(Fault.NOT_AUTHORISED)
    assert of_marta.heads == ["GET /ciutadania/usuari"]


async def test_who_does_not_say_for_whom_is_not_answered_with_the_certificates_own(far: Far) -> None:
    assert await listed(far, Asker("1/somebody")) == Refused(Fault.NOT_ASKABLE)
    assert await desk(far, "standing", Asker("1/somebody"), WAITING) == Refused(Fault.NOT_ASKABLE)
    assert await desk(far, "practise", Asker("1/somebody"), WAITING, NoticeAct.OPEN) == ActUnsent(Fault.NOT_ASKABLE)
    assert far.heads == []


async def test_listing_has_no_effect_and_never_asks_for_a_detail(of_marta: Far) -> None:
    for _ in range(3):
        await listed(of_marta, MOTHER)
    await EnotumRestList(of_marta.rest()).probe()
    assert of_marta.effects() == 0
    assert set(of_marta.product.calls) == {"GET:user", "GET:list"}
    assert {head.partition("?")[0] for head in of_marta.heads} == {
        "GET /ciutadania/usuari",
        "GET /ciutadania/notificacions",
        "GET /ciutadania/info",
    }


async def test_pages_of_whatever_size_are_read_to_the_end(tmp_path: Path) -> None:
    async with enotum(tmp_path, number=person("lluis").identifier.value) as far:
        told = await listed(far, Asker("", person("lluis").identifier))
        assert (len(told.items), told.complete, far.product.calls["GET:list"]) == (120, True, 6)
        oldest = await desk(far, "standing", Asker("", person("lluis").identifier), "41100000")
        assert isinstance(oldest, Notice)  # found by walking to the last page


async def test_a_notification_is_opened_read_and_proved(far: Far) -> None:
    assert await desk(far, "practise", COMPANY, WAITING, NoticeAct.OPEN) == Acted()
    standing = await desk(far, "standing", COMPANY, WAITING)
    assert standing.status is NoticeStatus.OPENED
    assert standing.ended is not None
    contents = await desk(far, "contents", COMPANY, WAITING)
    assert isinstance(contents, Contents)
    paper = await desk(far, "document", COMPANY, WAITING, contents.documents[1].source_id)
    assert isinstance(paper, Paper)
    assert (paper.name, paper.mime) == ("annex-1.pdf", "application/pdf")
    receipt = await desk(far, "evidence", COMPANY, WAITING)
    assert isinstance(receipt, Paper)
    assert b"ACCEPTADA" in receipt.octets
    fetched = [each for head, each in zip(far.heads, far.carried, strict=True) if "/enotum/documents/" in head]
    assert fetched
    assert not any(any(one.values()) for one in fetched)  # no certificate and no header goes to where it was sent on
    assert await desk(far, "practise", COMPANY, WAITING, NoticeAct.OPEN) == ActRefused(ActRefusal.ALREADY_ENDED)
    assert far.effects() == 1


async def test_a_refusal_is_sent_in_the_spelling_of_the_deployment_and_read_in_both(far: Far) -> None:
    own = {"interface": "rest", "documents": [far.url], "refused": "REBUTJDADA"}
    assert await desk(far, "practise", COMPANY, WAITING, NoticeAct.REFUSE, own=own) == Acted()
    far.wish(voice="old")
    assert (await desk(far, "standing", COMPANY, WAITING)).status is NoticeStatus.REFUSED


async def test_a_document_that_comes_with_two_hundred_is_read_too(far: Far) -> None:
    far.wish(voice="old")
    contents = await desk(far, "contents", COMPANY, OPENED)
    paper = await desk(far, "document", COMPANY, OPENED, contents.documents[0].source_id)
    assert isinstance(paper, Paper)
    assert (await EnotumRestList(far.rest()).probe()).detail == "1.0"  # `name` and `version`


async def test_a_communication_is_opened_by_its_detail_and_by_nothing_else(of_marta: Far) -> None:
    assert await desk(of_marta, "contents", MOTHER, MESSAGE) == ActRefused(ActRefusal.NOT_YET_AVAILABLE)
    assert await desk(of_marta, "practise", MOTHER, MESSAGE, NoticeAct.REFUSE) == ActRefused(ActRefusal.REJECTED)
    assert of_marta.effects() == 0
    assert await desk(of_marta, "practise", MOTHER, MESSAGE, NoticeAct.OPEN) == Acted()
    assert (of_marta.product.calls["GET:communication"], of_marta.product.calls["PATCH"]) == (1, 0)
    assert isinstance(await desk(of_marta, "contents", MOTHER, MESSAGE), Contents)


@pytest.mark.parametrize("number", [WAITING, MESSAGE])
async def test_a_lost_reply_is_a_doubt_and_reading_back_tells(tmp_path: Path, number: str) -> None:
    who = "atzavara" if number == WAITING else "marta"
    holder = company(who).identifier if number == WAITING else person(who).identifier
    async with enotum(tmp_path, number=holder.value) as far:
        asker = COMPANY if number == WAITING else MOTHER
        far.wish(cut=1)
        assert await desk(far, "practise", asker, number, NoticeAct.OPEN) == ActUnconfirmed(Fault.UNREACHABLE)
        assert (await desk(far, "standing", asker, number)).status is NoticeStatus.OPENED
        assert far.effects() == 1


async def test_a_refused_connection_and_a_certificate_that_is_not_there_send_nothing(far: Far, tmp_path: Path) -> None:
    nowhere = await desk(far, "practise", COMPANY, WAITING, NoticeAct.OPEN, url="https://127.0.0.1:1")
    assert nowhere == ActUnsent(Fault.UNREACHABLE)
    gone = await desk(far, "practise", COMPANY, WAITING, NoticeAct.OPEN, certificate=tmp_path / "gone.pem")
    assert gone == ActUnsent(Fault.TLS)
    assert await listed(far, certificate=tmp_path / "gone.pem") == Down(Fault.CERTIFICATE)
    assert far.effects() == 0


async def test_without_a_certificate_nobody_is_let_in(far: Far) -> None:
    assert await listed(far, certificate=None) == Refused(Fault.NOT_AUTHORISED)
    assert await desk(far, "standing", COMPANY, WAITING, certificate=None) == Refused(Fault.NOT_AUTHORISED)


async def test_what_waits_has_no_evidence_yet_and_what_is_not_there_is_not_found(far: Far) -> None:
    assert await desk(far, "evidence", COMPANY, WAITING) == ActRefused(ActRefusal.NOT_YET_AVAILABLE, "3020")
    assert await desk(far, "standing", COMPANY, "41000999") == ActRefused(ActRefusal.NOT_FOUND)
    assert await desk(far, "practise", COMPANY, "../usuari", NoticeAct.OPEN) == ActRefused(ActRefusal.NOT_FOUND)


async def test_what_somebody_else_ended_meanwhile_is_told_as_it_is(far: Far) -> None:
    """Somebody practised it between our reading and our sending, and the platform says only 400 with 3003."""
    held = EnotumRestDesk(far.rest())
    standing = await asyncio.to_thread(held.standing, COMPANY, WAITING)
    assert isinstance(standing, Notice)
    await desk(far, "practise", COMPANY, WAITING, NoticeAct.OPEN)
    held._standing = lambda _header, _number: standing  # what was read a moment ago
    twice = await asyncio.to_thread(held.practise, COMPANY, WAITING, NoticeAct.OPEN)
    assert twice == ActRefused(ActRefusal.ALREADY_ENDED, "3003")


MOODS = {
    "html": (answer(b"<h1>Hola</h1>"), Garbled(Fault.NOT_JSON)),
    "cut": (answer(b'{"document": "Q00', content_length="900"), Garbled(Fault.TRUNCATED)),
    "error": (answer(b'{"codi": "9", "missatge": "00000099R"}', "500 Internal Server Error"), Down(Fault.SERVER_ERROR)),
    "quota": (answer(b"", "429 Too Many Requests"), Down(Fault.SERVER_ERROR)),
    "closed": (answer(b"", "401 Unauthorized"), Refused(Fault.NOT_AUTHORISED)),
    "lost": (answer(b"", "404 Not Found"), Down(Fault.HTTP_NOT_FOUND)),
    "moved": (answer(b"", "302 Found", location="https://mal.exemple.test/"), Down(Fault.REDIRECTED)),
    "endless": (answer(b" " * 4_100_000), Garbled(Fault.TOO_LARGE)),
    "hanging": (b"", Late()),
}


@pytest.mark.parametrize("mood", MOODS)
async def test_every_bad_answer_is_the_failure_it_is_for_who_lists_and_for_who_reads(far: Far, mood: str) -> None:
    raw, worth = MOODS[mood]

    async def hang(_head: bytes, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2)

    async with far_side(hang if mood == "hanging" else sends(raw)) as bad:
        row = replace(far.rest(deadline_ms=400 if mood == "hanging" else 3000), url=f"http://127.0.0.1:{bad.port}")
        assert await EnotumRestList(row).listed(COMPANY, TODAY, TODAY) == worth
        standing = await asyncio.to_thread(EnotumRestDesk(row).standing, COMPANY, WAITING)
        assert standing == worth
        assert len(bad.heads) == 2  # nothing is asked again
        unsent = await asyncio.to_thread(EnotumRestDesk(row).practise, COMPANY, WAITING, NoticeAct.OPEN)
        assert isinstance(unsent, ActUnsent)


async def test_neither_number_nor_words_are_logged_whatever_happens(
    of_marta: Far, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await listed(of_marta, MOTHER)
    await desk(of_marta, "practise", MOTHER, HERS, NoticeAct.OPEN)
    await desk(of_marta, "contents", MOTHER, HERS)
    await desk(of_marta, "evidence", MOTHER, HERS)
    for words in (person("carme").identifier.value, "dependència", HERS):
        assert words not in caplog.text
