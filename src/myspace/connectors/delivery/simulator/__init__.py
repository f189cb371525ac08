"""The far side of everything that leaves the folder: a mail server, a push service and an SMS gateway that deliver nowhere.

What they take is kept in memory and shown on a page. They read each wire by themselves and drop no double that the real
ones would not: only the SMS gateway looks at the reference.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import web

from myspace.connectors.delivery.simulator import machines, pages
from myspace.connectors.delivery.simulator.caught import Caught
from myspace.connectors.delivery.simulator.smtp import MailServer

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Running:
    """`url`: the page and the two machines' endpoints; `mail_url`: the mail server."""

    url: str
    mail_url: str
    caught: Caught


@contextlib.asynccontextmanager
async def start(
    port: int = 0, mail_port: int = 0, *, host: str = LOOPBACK, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Running]:
    """Serves until the block ends. With `tls` the mail server offers STARTTLS and takes mail only under it."""
    caught = Caught()
    mail = MailServer(caught, tls)
    listening = await asyncio.start_server(mail.serve, LOOPBACK, mail_port, limit=2**20)
    app = web.Application(client_max_size=256 * 1024)
    app[machines.CAUGHT] = caught
    app.add_routes(machines.routes)
    app.add_routes(pages.routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)  # one that hangs is not waited for
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    number = runner.addresses[0][1]
    try:
        caught.base = f"http://{LOOPBACK}:{number}"
        yield Running(caught.base, f"smtp://{LOOPBACK}:{listening.sockets[0].getsockname()[1]}", caught)
    finally:
        listening.close()
        mail.hang_up()
        await runner.cleanup()
