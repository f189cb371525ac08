"""`python -m myspace.connectors.valid.simulator`: one provider, one registered application, until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import socket
import ssl
import sys

from aiohttp import web

from myspace.connectors.valid.simulator import machine, pages
from myspace.connectors.valid.simulator.provider import Provider, Registered


def application(provider: Provider, slow_seconds: float = 30.0) -> web.Application:
    app = web.Application(client_max_size=64 * 1024)
    app[machine.PROVIDER] = provider
    app[machine.SLOW_SECONDS] = slow_seconds
    app.add_routes([*pages.routes, *machine.routes])
    return app


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m myspace.connectors.valid.simulator", description=__doc__)
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--port", type=int, default=0, help="0: any free one; the address is printed")
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--client-secret", required=True)
    parser.add_argument("--redirect-uri", required=True, action="append", help="may be given several times")
    parser.add_argument("--token-seconds", type=int, default=3600)
    parser.add_argument("--slow-seconds", type=float, default=30.0, help="how long the slow misbehaviour takes")
    parser.add_argument(
        "--remember",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="keep the browser logged in here until logout (what the real one does is not public)",
    )
    parser.add_argument(
        "--leaving-ends-offline", action="store_true", help="logout and revoke end the refresh token of that login too"
    )
    parser.add_argument("--tls-certificate", help="PEM; with it the provider speaks https")
    parser.add_argument("--tls-key", help="PEM of its key, when it is not in the same file")
    return parser.parse_args(argv)


async def serve(options: argparse.Namespace) -> None:
    registered = Registered(options.client_id, options.client_secret, frozenset(options.redirect_uri))
    provider = Provider(
        registered, token_seconds=options.token_seconds, remember=options.remember,
        leaving_ends_offline=options.leaving_ends_offline,
    )  # fmt: skip
    tls = None
    if options.tls_certificate:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(options.tls_certificate, options.tls_key)
    # No access log: the contract puts tokens in the query.
    runner = web.AppRunner(application(provider, options.slow_seconds), access_log=None, shutdown_timeout=1)
    await runner.setup()
    port = options.port or _free_port()
    await web.TCPSite(runner, options.host, port, ssl_context=tls).start()
    sys.stdout.write(f"ready {'https' if tls else 'http'}://{options.host}:{port}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await runner.cleanup()


def _free_port() -> int:
    """One for every family of a name: left to the system, localhost would get one port on IPv4 and another on IPv6."""
    with socket.create_server(("", 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments(sys.argv[1:])))
