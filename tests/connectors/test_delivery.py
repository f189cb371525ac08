"""The three ways out against the simulated far side, over sockets: what each answer becomes, and what nobody may see."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from myspace.connector_kit.one_call import FarSide
from myspace.connectors.delivery import wire
from myspace.connectors.delivery.client import MailServer, PushServices, SmsGateway
from myspace.connectors.delivery.simulator import Running, start
from myspace.launch.certificate import development_certificate
from myspace.protocols.webpush.vapid import Sender
from myspace.vocabulary.messages import Outcome
from tests.unit.connectors.delivery.test_wire import MAIL

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
WORTH = {
    "well": Outcome.ACCEPTED, "away": Outcome.NOT_NOW, "hangs": Outcome.NOT_NOW, "later": Outcome.NOT_NOW,
    "nobody": Outcome.NOBODY_THERE, "refuses": Outcome.REFUSED,
}  # fmt: skip
PUSH = PushServices(Sender(ec.generate_private_key(ec.SECP256R1()), "mailto:a@exemple.invalid"), deadline_ms=500)
pytestmark = pytest.mark.asyncio


@pytest.fixture
async def far() -> AsyncIterator[Running]:
    async with start() as running:
        yield running


async def there(call: Callable[[], Outcome]) -> Outcome:
    return await asyncio.to_thread(call)


def post(url: str, body: bytes = b"") -> bytes:
    with urlopen(Request(url, data=body, method="POST"), timeout=5) as answer:
        return bytes(answer.read())


async def subscribed(far: Running) -> wire.Subscription:
    given = await asyncio.to_thread(post, f"{far.url}/push/browsers", b"name=Telefon")
    return wire.subscription(given.decode(), more_hosts=(far.url.removeprefix("http://"),))


def mail_server(far: Running) -> MailServer:
    return replace(MailServer.at(far.mail_url), deadline_ms=500)


@pytest.mark.parametrize("mood", [*WORTH, "takes_and_cuts"])
async def test_every_mood_of_a_mail_server_is_the_outcome_it_is(far: Running, mood: str) -> None:
    far.caught.moods["email"] = mood
    assert await there(partial(mail_server(far).send, MAIL)) is WORTH.get(mood, Outcome.UNSURE)
    took = mood in ("well", "takes_and_cuts")
    assert far.caught.times == ({("email", MAIL.to, "<0192@espai.exemple.invalid>"): 1} if took else {})
    assert not far.caught.wrong
    if took:
        assert far.caught.taken[0].subject == "Tens un avís nou"


@pytest.mark.parametrize("mood", WORTH)
async def test_every_mood_of_a_push_service_is_the_outcome_it_is(far: Running, mood: str) -> None:
    to = await subscribed(far)
    far.caught.moods["push"] = mood
    send = partial(PUSH.send, to, b'{"title": "Hola"}', topic="0192", seconds=60, urgent=True, now=NOW)
    assert await there(send) is WORTH[mood]
    assert [json.loads(one.text) for one in far.caught.taken] == ([{"title": "Hola"}] if mood == "well" else [])
    assert not far.caught.wrong


@pytest.mark.parametrize("mood", WORTH)
async def test_every_mood_of_an_sms_gateway_is_the_outcome_it_is(far: Running, mood: str) -> None:
    far.caught.moods["sms"] = mood
    gateway = SmsGateway(FarSide.at(f"{far.url}/sms"), "secret", deadline_ms=500)
    for _ in range(2):
        assert await there(partial(gateway.send, "+34600000000", "Tens un avís nou", reference="0192")) is WORTH[mood]
    assert len(far.caught.taken) == (1 if mood == "well" else 0), "one reference is one message"


async def test_a_device_that_is_gone_is_nobody(far: Running) -> None:
    to = replace(await subscribed(far), endpoint=f"{far.url}/push/gone")
    assert (
        await there(partial(PUSH.send, to, b"{}", topic="1", seconds=1, urgent=False, now=NOW)) is Outcome.NOBODY_THERE
    )


async def test_a_message_for_one_browser_is_read_by_no_other(far: Running) -> None:
    mine, other = await subscribed(far), await subscribed(far)
    wrong = replace(mine, to=other.to)
    assert await there(partial(PUSH.send, wrong, b"{}", topic="1", seconds=1, urgent=False, now=NOW)) is Outcome.REFUSED
    assert far.caught.wrong == {"not for this browser": 1}


async def test_mail_goes_under_tls_or_not_at_all(tmp_path: Path) -> None:
    certificate, key = development_certificate(tmp_path, ["127.0.0.1"])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    async with start(tls=context) as far:
        port = int(far.mail_url.rpartition(":")[2])
        server = MailServer("127.0.0.1", port, "starttls", deadline_ms=2000, trust=str(certificate))
        assert await there(partial(server.send, MAIL)) is Outcome.ACCEPTED
        # A certificate that nobody vouches for is a server that is not there.
        assert await there(partial(replace(server, trust=None).send, MAIL)) is Outcome.NOT_NOW
        assert far.caught.wrong == {}
        assert await there(partial(mail_server(far).send, MAIL)) is Outcome.REFUSED
    async with start() as plain:
        port = int(plain.mail_url.rpartition(":")[2])
        without = MailServer("127.0.0.1", port, "starttls", deadline_ms=2000)
        assert await there(partial(without.send, MAIL)) is Outcome.REFUSED, "no STARTTLS: nothing is sent in the clear"
        assert plain.caught.taken == []


@pytest.mark.parametrize("url", ["http://a", "smtp://", "smtp://user:secret@host", "smtps//host", ""])
async def test_an_address_of_a_mail_server_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(ValueError, match="must be") as refused:
        MailServer.at(url)
    assert "secret" not in str(refused.value)


async def test_without_tls_only_this_machine_is_asked() -> None:
    assert MailServer.at("smtp://127.0.0.1:2525").tls == "none"
    assert MailServer.at("smtp://correu.exemple.invalid").tls == "starttls"
    assert MailServer.at("smtp://u@127.0.0.1").tls == "starttls", "no password goes in the clear, not even here"
    assert MailServer.at("smtps://u@correu.exemple.invalid").port == 465


async def test_the_deadline_is_of_the_whole_conversation_even_against_a_drip() -> None:
    async def drip(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            for _ in range(200):
                writer.write(b"2")
                await writer.drain()
                await asyncio.sleep(0.05)
        except (ConnectionError, asyncio.CancelledError):
            pass

    listening = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    began = time.monotonic()
    server = MailServer("127.0.0.1", port, "none", deadline_ms=400)
    assert await there(partial(server.send, MAIL)) is Outcome.NOT_NOW
    assert time.monotonic() - began < 2
    listening.close()


async def test_neither_address_nor_number_nor_text_is_logged_or_raised_whatever_happens(
    far: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for mood in (*WORTH, "takes_and_cuts"):
        far.caught.moods.update(dict.fromkeys(far.caught.moods, mood))
        await there(partial(mail_server(far).send, MAIL))
        gateway = SmsGateway(FarSide.at(f"{far.url}/sms"), "secret", deadline_ms=300)
        await there(partial(gateway.send, "+34600000000", "Tens un avís nou", reference="0192"))
    assert not [word for word in ("algu@", "600000000", "avís", "secret") if word in caplog.text]
    assert not [word for word in ("algu@", "secret") if word in repr((mail_server(far), gateway, MAIL))]


async def test_what_was_taken_can_be_read_on_a_page_and_is_only_text_there(far: Running) -> None:
    hostile = replace(MAIL, text='<script>alert(1)</script> https://espai.exemple.invalid/a/x"onclick=y\n')
    await there(partial(mail_server(far).send, hostile))
    page = (await asyncio.to_thread(lambda: urlopen(f"{far.url}/", timeout=5).read())).decode()
    assert "País inventat" in page
    assert "<script>" not in page
    assert '<a href="https://espai.exemple.invalid/a/x">' in page
