"""`python -m myspace.connectors.openid.simulator`: one provider, one registered application, until it is stopped.

The application's secret comes in the environment variable that `--secret-in` names.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys

from aiohttp import web

from myspace.connectors.openid.simulator import machine, pages
from myspace.connectors.openid.simulator.provider import Provider, Registered
from myspace.connectors.openid.simulator.statements import Statements


def application(provider: Provider, issuer: str, slow_seconds: float = 30.0) -> web.Application:
    app = web.Application(client_max_size=64 * 1024)
    app[machine.PROVIDER] = provider
    app[machine.STATEMENTS] = Statements(issuer, provider.registered.client_id)
    app[machine.SLOW_SECONDS] = slow_seconds
    app.add_routes([*pages.routes, *machine.routes])
    return app


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m myspace.connectors.openid.simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free one; the address is printed")
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--secret-in", required=True, help="the environment variable that holds the client's secret")
    parser.add_argument("--redirect-uri", required=True, action="append", help="may be given several times")
    parser.add_argument("--after-logout", default=[], action="append", help="where a browser may go after it left")
    parser.add_argument("--slow-seconds", type=float, default=30.0, help="how long the late mood takes")
    parser.add_argument(
        "--remember", action=argparse.BooleanOptionalAction, default=True, help="know the browser again until it leaves"
    )
    return parser.parse_args(argv)


async def serve(options: argparse.Namespace) -> None:
    registered = Registered(
        options.client_id,
        os.environ[options.secret_in],
        frozenset(options.redirect_uri),
        frozenset(options.after_logout),
    )
    port = options.port or _free_port(options.host)
    issuer = f"http://{options.host}:{port}"
    app = application(Provider(registered, remember=options.remember), issuer, options.slow_seconds)
    # No access log: codes and states are in the queries.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, options.host, port).start()
    sys.stdout.write(f"ready {issuer}\n")
    sys.stdout.flush()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    await stop.wait()
    await runner.cleanup()


def _free_port(host: str) -> int:
    """The issuer is said in every statement, so the port must be known before the first one."""
    with socket.create_server((host, 0)) as probe:
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(arguments(sys.argv[1:])))
