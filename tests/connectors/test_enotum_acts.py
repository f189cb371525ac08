"""Opening, refusing and reading by messaging against the simulated e-NOTUM: done once, refused with its reason, or in doubt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from myspace.connector_kit import pci
from myspace.connector_kit.notices import Asker
from myspace.connectors.enotum import fetching, papers
from myspace.protocols.pci.failures import NotSent
from myspace.vocabulary.answers import Fault, Garbled, Refused
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

from .enotum_far import (
    BERTA,
    COMMUNICATION,
    EXPIRING,
    FOR_HER_MOTHER,
    GRANT,
    JORDI,
    LOGINS,
    MARTA,
    REFUSED,
    TANIA,
    Far,
    act,
    enotum,
    lines,
    listed,
    read,
)
from .far_side import answer, far_side, sends


@pytest.fixture
async def far(tmp_path: Path) -> AsyncIterator[Far]:
    async with enotum(tmp_path) as running:
        running.wish(logins=LOGINS)
        yield running


# --- acts


async def test_a_notification_is_opened_once_and_its_papers_can_be_read(far: Far) -> None:
    assert await act(far, MARTA, GRANT) == Acted()
    assert (await lines(far))[GRANT].status is NoticeStatus.OPENED
    contents = await read(far, "contents", MARTA, GRANT)
    assert isinstance(contents, Contents)
    assert [(one.name, one.main) for one in contents.documents] == [("resolucio.pdf", True), ("annex-1.pdf", False)]
    paper = await read(far, "document", MARTA, GRANT, contents.documents[0].source_id)
    assert isinstance(paper, Paper)
    assert (paper.name, paper.mime, b"estimat" in paper.octets) == ("resolucio.pdf", "application/pdf", True)
    receipt = await read(far, "evidence", MARTA, GRANT)
    assert isinstance(receipt, Paper)
    assert b"ACCEPTADA" in receipt.octets
    assert await act(far, MARTA, GRANT) == ActRefused(ActRefusal.ALREADY_ENDED)
    assert far.effects() == 1


async def test_a_notification_is_refused_and_stays_so(far: Far) -> None:
    assert await act(far, MARTA, EXPIRING, NoticeAct.REFUSE) == Acted()
    assert (await lines(far))[EXPIRING].status is NoticeStatus.REFUSED
    assert await read(far, "contents", MARTA, EXPIRING) == ActRefused(ActRefusal.ALREADY_ENDED)


async def test_a_communication_is_opened_by_asking_for_it_and_cannot_be_refused(far: Far) -> None:
    assert await act(far, MARTA, COMMUNICATION, NoticeAct.REFUSE) == ActRefused(ActRefusal.REJECTED)
    assert await read(far, "contents", MARTA, COMMUNICATION) == ActRefused(ActRefusal.NOT_YET_AVAILABLE)
    assert far.effects() == 0
    assert await act(far, MARTA, COMMUNICATION) == Acted()
    assert far.product.calls["Consulta:communication"] == 1
    assert isinstance(await read(far, "contents", MARTA, COMMUNICATION), Contents)


async def test_the_contents_of_what_waits_are_not_asked_for(far: Far) -> None:
    for name, args in (("contents", (GRANT,)), ("document", (GRANT, "0")), ("contents", (COMMUNICATION,))):
        assert await read(far, name, MARTA, *args) == ActRefused(ActRefusal.NOT_YET_AVAILABLE)
    assert await read(far, "evidence", MARTA, GRANT) == ActRefused(ActRefusal.NOT_YET_AVAILABLE, "3020")
    assert far.product.calls["Consulta"] == 0


async def test_who_is_not_sure_enough_is_told_and_nothing_happens(far: Far) -> None:
    assert await act(far, JORDI, "41000201") == ActRefused(ActRefusal.LEVEL_TOO_LOW, "1032")
    far.wish(logins={"1/jordi": {"person": "jordi", "level": "substantial"}})
    assert await act(far, JORDI, "41000201") == ActRefused(ActRefusal.LEVEL_TOO_LOW, "1049")
    assert (await lines(far, JORDI))["41000201"].status is NoticeStatus.AVAILABLE


@pytest.mark.parametrize(
    ("asker", "number", "reason"),
    [
        (JORDI, "41000202", ActRefusal.EXPIRED),
        (MARTA, REFUSED, ActRefusal.ALREADY_ENDED),
        (MARTA, "41000999", ActRefusal.NOT_FOUND),
        (MARTA, "41000201", ActRefusal.NOT_FOUND),
        (MARTA, "x/../1", ActRefusal.NOT_FOUND),
        (Asker("1/rosa"), "41000301", ActRefusal.ANNULLED),
        (Asker("1/nobody"), GRANT, ActRefusal.LOGIN_OVER),
    ],
)
async def test_what_cannot_be_opened_says_why_and_is_never_sent(
    far: Far, asker: Asker, number: str, reason: ActRefusal
) -> None:
    far.wish(logins={"1/rosa": {"person": "rosa", "level": "high"}})
    answer = await act(far, asker, number)
    assert isinstance(answer, ActRefused)
    assert answer.reason is reason
    assert far.effects() == 0


async def test_a_daughter_opens_what_is_of_her_mother(far: Far) -> None:
    assert await act(far, FOR_HER_MOTHER, "41000501") == Acted()
    assert await act(far, MARTA, "41000501") == ActRefused(ActRefusal.NOT_FOUND)


async def test_what_expires_while_the_page_is_open_is_not_opened(far: Far) -> None:
    far.wish(move_seconds=4 * 86_400)
    assert await act(far, MARTA, EXPIRING) == ActRefused(ActRefusal.EXPIRED)
    assert (await lines(far))[EXPIRING].status is NoticeStatus.EXPIRED_UNOPENED


async def test_a_new_one_and_one_taken_back_are_seen_at_once(far: Far) -> None:
    far.wish(deposit={"who": "berta", "body": "0801930008", "title": "Padró", "days": 10, "number": 41777777})
    assert (await lines(far, BERTA))["41777777"].status is NoticeStatus.AVAILABLE
    far.wish(annul=41777777)
    assert (await lines(far, BERTA))["41777777"].status is NoticeStatus.ANNULLED


# --- doubt


async def test_a_lost_reply_is_a_doubt_and_reading_back_tells_that_it_was_done_once(far: Far) -> None:
    far.wish(cut=1)
    answer = await act(far, MARTA, GRANT)
    assert isinstance(answer, ActUnconfirmed)
    standing = await read(far, "standing", MARTA, GRANT)
    assert standing.status is NoticeStatus.OPENED
    assert far.product.calls["Practicar"] == 1


async def test_a_lost_reply_to_a_communication_is_a_doubt_too(far: Far) -> None:
    far.wish(cut=1)
    assert isinstance(await act(far, MARTA, COMMUNICATION), ActUnconfirmed)
    assert (await read(far, "standing", MARTA, COMMUNICATION)).status is NoticeStatus.OPENED


async def test_a_platform_that_hangs_up_or_garbles_its_answer_after_acting_leaves_a_doubt(far: Far) -> None:
    def hang_up(request: web.Request, _body: bytes) -> web.StreamResponse | None:
        if far.product.calls["Practicar"] and request.transport is not None:
            request.transport.abort()
        return None

    far.spoil = hang_up
    assert isinstance(await act(far, MARTA, GRANT), ActUnconfirmed)
    garbled = web.Response(text="<h1>?</h1>", content_type="text/html")
    far.spoil = lambda _request, _body: garbled if far.product.calls["Practicar"] == 2 else None
    assert isinstance(await act(far, MARTA, EXPIRING), ActUnconfirmed)


async def test_an_answer_about_another_notice_is_no_confirmation(far: Far) -> None:
    def spoil(_: web.Request, body: bytes) -> web.StreamResponse | None:
        other = body.replace(b"REBUTJAR", b"ACCEPTAR") if b"RespostaPracticar" in body else body
        return web.Response(body=other, content_type="text/xml")

    far.spoil = spoil
    assert isinstance(await act(far, MARTA, EXPIRING, NoticeAct.REFUSE), ActUnconfirmed)


async def test_that_it_broke_while_doing_it_is_a_doubt_and_not_a_refusal(far: Far) -> None:
    assert await act(far, TANIA, "41900006") == ActUnconfirmed(Fault.SERVER_ERROR)
    assert await act(far, TANIA, "41900007") == ActRefused(ActRefusal.NOT_AUTHORISED, "1047")


async def test_a_refused_connection_says_that_nothing_was_sent(far: Far) -> None:
    answer = await act(far, MARTA, GRANT, url="https://127.0.0.1:1")
    assert answer == ActUnsent(Fault.UNREACHABLE)
    assert (await lines(far))[GRANT].status is NoticeStatus.AVAILABLE


async def test_an_act_whose_own_connection_is_refused_was_not_sent(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pci.exchange

    def exchange(service: Any, message: Any, **more: Any) -> Any:
        if b"PeticioPracticar" in message.items[0].specific[0]:
            raise NotSent(Fault.UNREACHABLE)
        return real(service, message, **more)

    monkeypatch.setattr(pci, "exchange", exchange)
    assert await act(far, MARTA, GRANT) == ActUnsent(Fault.UNREACHABLE)
    assert far.effects() == 0


async def test_nothing_is_ever_sent_twice(far: Far) -> None:
    far.spoil = lambda _request, _body: web.Response(status=503)
    await listed(far)
    await act(far, MARTA, GRANT)
    assert far.heads == ["POST /siri-proxy/services/Sincron"] * 2
    far.spoil = None
    far.heads.clear()
    await act(far, MARTA, GRANT)
    assert len(far.heads) == 2  # how it stands, and the act


# --- papers


@pytest.mark.parametrize(
    ("number", "worth"),
    [
        ("41900003", Garbled(Fault.NOT_THE_CONTRACT)),
        ("41900004", Garbled(Fault.TRUNCATED)),
        ("41900005", Refused(Fault.NOT_ASKABLE)),
    ],
    ids=["another place", "half of it", "only named"],
)
async def test_a_paper_from_elsewhere_cut_or_only_named_is_not_given(far: Far, number: str, worth: object) -> None:
    assert await act(far, TANIA, number) == Acted()
    contents = await read(far, "contents", TANIA, number)
    assert await read(far, "document", TANIA, number, contents.documents[0].source_id) == worth
    assert await read(far, "document", TANIA, number, "another") == ActRefused(ActRefusal.NOT_FOUND)


async def test_a_hostile_name_of_a_file_is_made_harmless(far: Far) -> None:
    assert await act(far, TANIA, "41900100") == Acted()
    contents = await read(far, "contents", TANIA, "41900100")
    paper = await read(far, "document", TANIA, "41900100", contents.documents[0].source_id)
    assert isinstance(paper, Paper)
    assert not {"/", "\u202e", ".."} & {paper.name, *paper.name}


async def test_what_is_fetched_goes_without_certificate_token_or_redirect_and_has_a_limit(
    far: Far, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"{far.url}/enotum/documents/nothing"
    origins = frozenset({papers.origin(far.url)})
    gone = await asyncio.to_thread(fetching.fetch, address, origins, trust=far.trust, deadline_ms=2000)
    assert gone == Refused(Fault.NOT_AUTHORISED)  # a short-lived address that has lived
    assert far.carried[-1] == {"certificate": False, "authorization": False, "representat": False}
    monkeypatch.setattr(papers, "MOST_BYTES", 100)
    async with far_side(sends(answer(b"%PDF" * 100))) as large:
        where = f"http://127.0.0.1:{large.port}"
        ours = frozenset({papers.origin(where)})
        told = await asyncio.to_thread(fetching.fetch, f"{where}/a", ours, trust=None, deadline_ms=2000)
        assert told == Garbled(Fault.TOO_LARGE)
    elsewhere = await asyncio.to_thread(fetching.fetch, address, frozenset(), trust=far.trust, deadline_ms=2000)
    assert elsewhere == Garbled(Fault.NOT_THE_CONTRACT)
