"""The two clients of messaging against the simulated e-NOTUM, each with its own reading of the contract, over real sockets."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from lxml import etree

from myspace.connector_kit import pci
from myspace.connector_kit.notices import Asker, NoticeDesk, NoticeList
from myspace.connectors.enotum.desk import EnotumDesk
from myspace.connectors.enotum.listing import EnotumList
from myspace.connectors.enotum.rest_listing import EnotumRestList
from myspace.simulation.cast import person
from myspace.vocabulary.answers import Down, Fault, Garbled, Late, Nothing, QuarantineReason, Refused
from myspace.vocabulary.notices import (
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    Notice,
    NoticeAct,
    NoticeKind,
    NoticeStatus,
)

from .enotum_far import (
    BERTA,
    COMMUNICATION,
    EXPIRING,
    FOR_HER_MOTHER,
    GRANT,
    JORDI,
    LLUIS,
    LOGINS,
    MARTA,
    NO_LIMIT,
    OPENED,
    REFUSED,
    TANIA,
    TERESA,
    TODAY,
    Far,
    act,
    enotum,
    lines,
    listed,
    read,
)
from .far_side import far_side, sends


@pytest.fixture
async def far(tmp_path: Path) -> AsyncIterator[Far]:
    async with enotum(tmp_path) as running:
        running.wish(logins=LOGINS)
        yield running


# --- what is listed


async def test_everything_of_the_last_half_year_is_listed_as_it_stands(far: Far) -> None:
    mine = await lines(far)
    assert {number: one.status for number, one in mine.items()} == {
        EXPIRING: NoticeStatus.AVAILABLE,
        GRANT: NoticeStatus.AVAILABLE,
        COMMUNICATION: NoticeStatus.AVAILABLE,
        NO_LIMIT: NoticeStatus.AVAILABLE,
        REFUSED: NoticeStatus.REFUSED,
        OPENED: NoticeStatus.OPENED,
    }
    assert mine[COMMUNICATION].kind is NoticeKind.COMMUNICATION
    assert mine[EXPIRING].expires is not None
    assert mine[EXPIRING].expires.day == date(2026, 12, 3)
    assert mine[NO_LIMIT].expires is None
    told = await listed(far)
    assert told.complete


async def test_nothing_is_told_as_nothing_in_both_forms(far: Far) -> None:
    assert await listed(far, BERTA) == Nothing()
    far.wish(voice="bare")  # an error that says that there are none (1033)
    assert await listed(far, BERTA) == Nothing()


async def test_a_hundred_and_twenty_come_in_three_pages(far: Far) -> None:
    assert len(await lines(far, LLUIS)) == 120
    assert far.product.calls["Cerca"] == 3


async def test_a_list_that_fails_in_the_middle_keeps_what_it_has_and_says_that_it_is_not_all(far: Far) -> None:
    def spoil(_: web.Request, _body: bytes) -> web.StreamResponse | None:
        return web.Response(status=503) if far.product.calls["Cerca"] == 2 else None

    far.spoil = spoil
    told = await listed(far, LLUIS)
    assert (len(told.items), told.asked_everything, told.complete) == (50, False, False)


async def test_a_list_that_shrinks_while_it_is_read_says_that_it_is_not_all(far: Far) -> None:
    def spoil(_: web.Request, body: bytes) -> web.StreamResponse | None:
        body = body.replace(b"TotalResultats>120<", b"TotalResultats>70<")
        return web.Response(body=body, content_type="text/xml") if far.product.calls["Cerca"] == 2 else None

    far.spoil = spoil
    told = await listed(far, LLUIS)
    assert (len(told.items), told.complete) == (100, False)


async def test_a_representative_sees_what_is_of_their_mother_and_of_their_company_and_nobody_elses(far: Far) -> None:
    assert set(await lines(far, FOR_HER_MOTHER)) == {"41000501", "41000502"}
    assert set(await lines(far, TERESA)) == {"41000303", "41000304"}
    assert await listed(far, Asker("1/berta", person("marta").identifier)) == Refused(Fault.NOT_AUTHORISED)


async def test_a_login_that_is_over_lists_nothing_and_never_an_empty_list(far: Far) -> None:
    assert await listed(far, Asker("1/another")) == Refused(Fault.NOT_AUTHORISED)


async def test_without_valid_the_platform_knows_nobody_and_says_so(tmp_path: Path) -> None:
    async with enotum(tmp_path, valid="http://127.0.0.1:1") as alone:
        assert await listed(alone) == Down(Fault.SERVER_ERROR)
        assert await act(alone, MARTA, GRANT) == ActRefused(ActRefusal.PROVIDER_AWAY, "1051")


async def test_what_invented_bodies_tell_is_read_or_put_aside(far: Far) -> None:
    told = await listed(far, TANIA)
    assert {(one.reason, one.field) for one in told.quarantined} == {(QuarantineReason.UNKNOWN_CODE, "Estat")}
    assert not told.complete
    old = next(one for one in told.items if one.source_id == "41900001")
    assert old.available is not None
    assert (old.status, old.available.zone_assumed) == (NoticeStatus.AVAILABLE, True)
    hostile = next(one for one in told.items if one.source_id == "41900100")
    assert "<script>" in hostile.subject  # as it came: whoever shows it escapes it


BAD = {
    "html": (lambda: web.Response(text="<h1>Benvinguda</h1>", content_type="text/html"), Garbled(Fault.NOT_THE_CONTRACT)),
    "cut": (lambda: web.Response(body=b"<s:Envelope", content_type="text/xml"), Garbled(Fault.NOT_THE_CONTRACT)),
    "away": (lambda: web.Response(status=503), Down(Fault.SERVER_ERROR)),
    "lost": (lambda: web.Response(status=404), Down(Fault.HTTP_NOT_FOUND)),
    "moved": (lambda: web.Response(status=302, headers={"Location": "/"}), Down(Fault.REDIRECTED)),
    "closed": (lambda: web.Response(status=403), Refused(Fault.NOT_AUTHORISED)),
    "dtd": (
        lambda: web.Response(body=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", content_type="text/xml"),
        Garbled(Fault.NOT_THE_CONTRACT),
    ),
}  # fmt: skip


@pytest.mark.parametrize("mood", BAD)
async def test_every_bad_answer_is_the_failure_it_is(far: Far, mood: str) -> None:
    made, worth = BAD[mood]
    far.spoil = lambda _request, _body: made()
    assert await listed(far) == worth


async def test_an_endless_answer_and_one_that_never_comes_end_in_time(far: Far) -> None:
    far.spoil = lambda _request, _body: web.Response(body=b" " * (pci.MAX_BYTES + 1), content_type="text/xml")
    assert await listed(far) == Garbled(Fault.TOO_LARGE)
    far.spoil = None
    async with far_side(sends(b"")) as mute:  # it takes the connection and waits for a greeting that is not TLS
        slow = EnotumList(far.service(url=f"https://127.0.0.1:{mute.port}", deadline_ms=300))
        assert await slow.listed(MARTA, TODAY, TODAY) == Late()
    desk = EnotumDesk(far.service(deadline_ms=400))
    hanging = await asyncio.to_thread(desk.practise, TANIA, "41900008", NoticeAct.OPEN)
    assert hanging == ActUnconfirmed(Fault.DEADLINE)


async def test_an_answer_to_another_request_is_not_believed(far: Far) -> None:
    def spoil(_: web.Request, body: bytes) -> web.StreamResponse:
        at = body.index(b"IdPeticion>") + len(b"IdPeticion>")
        return web.Response(body=body[:at] + b"x" + body[at + 1 :], content_type="text/xml")

    far.spoil = spoil
    assert await listed(far) == Garbled(Fault.NOT_THE_CONTRACT)


async def test_the_probe_asks_about_nobody_and_tells_who_speaks(far: Far) -> None:
    good = await EnotumList(far.service()).probe()
    assert (good.reached, good.speaks, good.detail) == (True, True, "not_authorised 1050")
    far.spoil = lambda _request, _body: web.Response(text="<h1>Hola</h1>", content_type="text/html")
    bad = await EnotumList(far.service()).probe()
    assert not bad.speaks


# --- what lists cannot act


def test_what_lists_has_no_method_that_opens_reads_or_acts() -> None:
    for kind, besides in ((EnotumList, set()), (EnotumRestList, {"stands_for"})):
        public = {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
        assert public == {"listed", "probe"} | besides
        assert not issubclass(kind, EnotumDesk)
    listing: NoticeList = EnotumList.__new__(EnotumList)
    desk: NoticeDesk = EnotumDesk.__new__(EnotumDesk)
    assert not hasattr(listing, "practise")
    assert not hasattr(desk, "listed")


async def test_listing_everybody_again_and_again_has_no_effect_and_is_counted(far: Far) -> None:
    for _ in range(3):
        for asker in (MARTA, JORDI, LLUIS, TANIA, TERESA, FOR_HER_MOTHER):
            await listed(far, asker, date(2020, 1, 1))
        await EnotumList(far.service()).probe()
    assert far.effects() == 0
    assert set(far.product.calls) == {"Cerca", "Resum"}
    assert (await lines(far))[COMMUNICATION].read is False


async def test_looking_how_one_stands_has_no_effect_either(far: Far) -> None:
    for number in (EXPIRING, COMMUNICATION, REFUSED):
        assert isinstance(await read(far, "standing", MARTA, number), Notice)
    assert set(far.product.calls) == {"Cerca"}
    assert (await read(far, "standing", MARTA, COMMUNICATION)).status is NoticeStatus.AVAILABLE


async def test_neither_number_nor_token_nor_words_are_logged_whatever_happens(
    far: Far, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await lines(far, FOR_HER_MOTHER)
    await act(far, MARTA, GRANT)
    await read(far, "contents", MARTA, GRANT)
    await read(far, "evidence", MARTA, GRANT)
    for mood in BAD.values():
        far.spoil = lambda _request, _body, made=mood[0]: made()
        await listed(far)
        await act(far, MARTA, EXPIRING)
    for words in ("1/marta", person("carme").identifier.value, "beca", GRANT, "localhost"):
        assert words not in caplog.text
    assert "1/marta" not in repr(MARTA)


async def test_a_row_that_does_not_say_who_asks_is_refused_when_it_is_read(far: Far) -> None:
    from myspace.connector_kit.services import ServicesUnusable

    for row in (
        far.service(asks_as=None),
        far.service(own={"documents": ["http://elsewhere.test"]}),
        far.service(own={"what": 1}),
        replace(far.service(), own={"interface": "soap"}),
    ):
        with pytest.raises(ServicesUnusable):
            EnotumList(row)


def test_the_answers_of_the_simulator_are_valid_by_the_published_schema(tmp_path: Path) -> None:
    schemas = Path(__file__).parents[2] / "../shared/contracts/enotum/missatgeria-4.0/xsds"
    if not schemas.is_dir():
        pytest.skip("the published schemas (../shared/contracts) are not here")
    valid = etree.XMLSchema(etree.parse(schemas / "Respostes.xsd"))
    seen: list[etree._Element] = []

    async def run() -> None:
        async with enotum(tmp_path) as far:
            far.wish(logins=LOGINS)
            real = far.product.answer

            async def keep(asked: Any) -> Any:
                said = await real(asked)
                seen.extend(said.specific)
                return said

            far.product = replace(far.product, answer=keep)
            for asker in (MARTA, TERESA, LLUIS):
                await listed(far, asker)
            await EnotumList(far.service()).probe()
            await act(far, MARTA, GRANT)
            await act(far, MARTA, COMMUNICATION)
            await read(far, "contents", MARTA, GRANT)
            await read(far, "evidence", MARTA, GRANT)

    asyncio.run(run())
    names = {etree.QName(one).localname for one in seen}
    assert names == {"RespostaCerca", "RespostaResum", "RespostaPracticar", "RespostaConsulta", "RespostaEvidencia"}
    for one in seen:
        valid.assertValid(etree.fromstring(etree.tostring(one)))
