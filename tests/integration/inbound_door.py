"""The folder's web process on a real socket, with the machine's door open, as one of its roles."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.test import override_settings
from django.urls import clear_url_caches

TOWN, OTHER_TOWN = "0811360009", "0801930008"
# What an operator writes for the simulated platform of TOWN.
FILE = """[[issuer]]
name = "plataforma"
says = "https://plataforma.exemple.invalid"
keys = "plataforma.jwks.json"
speaks_for = ["0811360009"]
"""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def addresses(issuers: Path | None, **more: Any) -> Iterator[None]:
    """The addresses of the product as they are made at a start with this file; None: without."""
    try:
        with override_settings(ISSUERS=str(issuers or ""), **more):
            _anew()
            yield
    finally:
        _anew()


def _anew() -> None:
    """The machine's door first: the whole includes it as it is, and it looks at the settings when it is read."""
    from myspace.api import urls as door
    from myspace.site import urls as whole

    importlib.reload(door)
    importlib.reload(whole)
    clear_url_caches()


@contextmanager
def open_door(issuers: Path | None, **more: Any) -> Iterator[str]:
    """Its address; the origin that messages must be for is this one."""
    from django.core.wsgi import get_wsgi_application

    server = make_server("127.0.0.1", 0, lambda *_: [], server_class=_Threads, handler_class=_Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    with addresses(issuers, ORIGIN=url, ALLOWED_HOSTS=["127.0.0.1"], **more):
        server.set_app(get_wsgi_application())
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            server.server_close()
            thread.join(5)
