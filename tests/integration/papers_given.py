"""The invented authority over a real socket, and a maker with its seal: what papers are made with in a test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from uuid import UUID

from cryptography import x509

from myspace.connectors.timestamp import simulator
from myspace.domain.certificates import service
from myspace.domain.certificates.making import Maker
from myspace.domain.certificates.rules import PaperKind
from myspace.domain.certificates.seals import Lists, Seals
from myspace.domain.certificates.service import Asked, Paper
from myspace.protocols.pades.trusting import Trust
from myspace.vocabulary.people import Actor
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.personal_data_given import GivenRegisters, met
from tests.integration.test_closed_list import WEB, WORKER, enter

ORIGIN = "https://espai.exemple"
MAKER = "myspace_maker"
KIND = PaperKind.REGISTRATION


class Authority:
    """`environ`: what an operator says of it. `maker` is made anew, and remembers no list."""

    def __init__(self, folder: Path) -> None:
        self.far = simulator.Authority(folder)
        self.server: ThreadingHTTPServer = simulator.serving(self.far)
        url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.environ = {
            "MYSPACE_SEAL": str(folder / "seal.pem"), "MYSPACE_SEAL_KEY": str(folder / "seal-key.pem"),
            "MYSPACE_SEAL_ROOTS": str(folder / "roots.pem"), "MYSPACE_SEAL_LISTS": f"{url}/retirats.crl",
            "MYSPACE_TSA_URL": url, "MYSPACE_TSA_ROOTS": str(folder / "roots.pem"),
        }  # fmt: skip
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def trust(self) -> Trust:
        """What whoever checks a paper of ours trusts: the root alone. Lists are in the paper."""
        roots = tuple(x509.load_pem_x509_certificates(self.far.roots.read_bytes()))
        return Trust(sealing=roots, stamping=roots)

    def maker(self, **bent: str) -> Maker:
        return Maker(Seals({**self.environ, **bent}, Lists()), ORIGIN)


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    one = Authority(folder)
    try:
        yield one
    finally:
        one.server.shutdown()
        one.server.server_close()


class Desk:
    """One person asks, the worker asks the registers, the maker makes: each with its own role."""

    def __init__(self, as_role: AsRole, clean: Database, far: Authority, registers: GivenRegisters) -> None:
        self.as_role, self.clean, self.far, self.registers = as_role, clean, far, registers
        with as_role(WEB):
            self.me: Actor = enter().actor

    def ask(self, kind: PaperKind = KIND, language: str = "ca", **how: Any) -> tuple[Asked, UUID | None]:
        with self.as_role(WEB):
            return service.ask(self.me, kind, language, **{"yes": True, **how})

    def answered(self) -> None:
        with self.as_role(WORKER):
            met(self.me.subject)

    def make(self, **bent: str) -> int:
        with self.as_role(MAKER):
            return self.far.maker(**bent).look(5)

    def whole(self, kind: PaperKind = KIND, **how: Any) -> Paper:
        _, found = self.ask(kind, **how)
        self.answered()
        self.make()
        assert found is not None
        return self.look(found)

    def look(self, paper: UUID) -> Paper:
        with self.as_role(WEB):
            found = service.paper(self.me, paper)
        assert found is not None
        return found

    def all(self) -> tuple[Paper, ...]:
        with self.as_role(WEB):
            return service.papers(self.me)

    def taken(self, paper: UUID) -> bytes | None:
        with self.as_role(WEB):
            found = service.taken(self.me, paper)
        return None if found is None else found[1]

    def sql(self, text: str) -> list[tuple[Any, ...]]:
        with self.clean.as_superuser() as curtain:
            done = curtain.execute(text)
            return done.fetchall() if done.description else []
