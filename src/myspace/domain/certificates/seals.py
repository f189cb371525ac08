"""The organisation's seal, whom it trusts and who stamps its time, from the environment of the one process that has the key.

    MYSPACE_SEAL           its certificate (PEM, with the issuers between it and a root behind it), or a PKCS#12 file
    MYSPACE_SEAL_KEY       its key (PEM), where the certificate is a PEM
    MYSPACE_SEAL_PASSWORD  of the key or of the file, where it has one
    MYSPACE_SEAL_ROOTS     PEM: who issues it
    MYSPACE_SEAL_LISTS     addresses, between spaces, of the lists of withdrawn certificates of its issuer and of the stamp's
    MYSPACE_TSA_URL, MYSPACE_TSA_ROOTS   who stamps the time, as for the record
    MYSPACE_OWNERS_ROOTS, MYSPACE_OWNERS_LISTS   whom to believe that a paper is its owner's

Files are read again when they change. A token (PKCS#11) has its place in `protocols.pades.sealing.Seal.signs`, and nobody fills it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from cryptography import x509

from myspace.connectors.revocation import client as revocation
from myspace.connectors.revocation.wire import Found, NoList
from myspace.connectors.timestamp.client import Authority
from myspace.protocols.pades.failures import BadSeal
from myspace.protocols.pades.sealing import Seal, from_pem, from_pkcs12
from myspace.protocols.pades.stamping import Stamper
from myspace.protocols.pades.trusting import Trust

log = structlog.get_logger("papers")

_FRESH: Final = timedelta(minutes=30)
Fetch = Callable[[str], Found]


class SealUnusable(RuntimeError):
    """What the operator said of the seal cannot be used, or no list can be had; the message says what, and no address."""


@dataclass(frozen=True, slots=True)
class Ready:
    seal: Seal
    stamper: Stamper


class Lists:
    """Lists of withdrawn certificates, each kept while it is fresh, and until its end where no newer one can be had."""

    def __init__(self, fetch: Fetch = revocation.fetch) -> None:
        self._fetch, self._kept = fetch, dict[str, tuple[Found, datetime]]()
        self._lock = threading.Lock()

    def of(self, addresses: str, now: datetime) -> tuple[bytes, ...]:
        """Raises SealUnusable."""
        with self._lock:
            return tuple(self._one(address, now) for address in addresses.split())

    def _one(self, address: str, now: datetime) -> bytes:
        kept = self._kept.get(address)
        if kept is not None and now - kept[1] < _FRESH and now < kept[0].until:
            return kept[0].der
        try:
            found = self._fetch(address)
        except NoList as lacking:
            if kept is not None and now < kept[0].until:
                return kept[0].der
            raise SealUnusable(f"MYSPACE_SEAL_LISTS: {lacking}") from lacking
        self._kept[address] = found, now
        return found.der


class Seals:
    """What the environment says, read again when a file changes."""

    def __init__(self, environ: Mapping[str, str], lists: Lists | None = None) -> None:
        self._environ, self._lists = environ, lists or Lists()
        self._read: tuple[object, Seal] | None = None

    @property
    def there(self) -> bool:
        return bool(self._environ.get("MYSPACE_SEAL"))

    def ready(self) -> Ready:
        """Raises SealUnusable, OSError for nothing."""
        if not self.there:
            raise SealUnusable("MYSPACE_SEAL names no seal")
        url = self._environ.get("MYSPACE_TSA_URL", "")
        try:
            authority = Authority.at(url, Path(self._environ.get("MYSPACE_TSA_ROOTS", "")))
            seal = self._seal()
        except (OSError, ValueError) as wrong:
            raise SealUnusable(f"a file or an address of the seal cannot be used: {type(wrong).__name__}") from wrong
        except BadSeal as wrong:
            raise SealUnusable(f"MYSPACE_SEAL: {wrong.flaw.value}") from wrong
        lists = self._lists.of(self._environ.get("MYSPACE_SEAL_LISTS", ""), datetime.now(UTC))
        return Ready(replace(seal, trust=replace(seal.trust, lists=lists)), authority.reply)

    def owners(self) -> Trust:
        """Nobody, where the operator named nobody. Raises SealUnusable."""
        named = self._environ.get("MYSPACE_OWNERS_ROOTS", "")
        if not named:
            return Trust()
        try:
            roots = _certificates(Path(named))
        except (OSError, ValueError) as wrong:
            raise SealUnusable(f"MYSPACE_OWNERS_ROOTS cannot be used: {type(wrong).__name__}") from wrong
        lists = self._lists.of(self._environ.get("MYSPACE_OWNERS_LISTS", ""), datetime.now(UTC))
        return Trust(sealing=roots, stamping=roots, lists=lists)

    def _seal(self) -> Seal:
        files = [Path(self._environ[name]) for name in _FILES if self._environ.get(name)]
        stamp = tuple((file, file.stat().st_mtime_ns) for file in files)
        if self._read is None or self._read[0] != stamp:
            self._read = stamp, self._made()
        return self._read[1]

    def _made(self) -> Seal:
        environ = self._environ
        path, password = Path(environ["MYSPACE_SEAL"]), environ.get("MYSPACE_SEAL_PASSWORD", "").encode() or None
        trust = Trust(
            _certificates(Path(environ.get("MYSPACE_SEAL_ROOTS", ""))),
            _certificates(Path(environ.get("MYSPACE_TSA_ROOTS", ""))),
        )
        if not environ.get("MYSPACE_SEAL_KEY"):
            return from_pkcs12(path.read_bytes(), password, trust)
        trust = replace(trust, between=_certificates(path)[1:])
        return from_pem(path.read_bytes(), Path(environ["MYSPACE_SEAL_KEY"]).read_bytes(), trust, password)


_FILES: Final = ("MYSPACE_SEAL", "MYSPACE_SEAL_KEY", "MYSPACE_SEAL_ROOTS", "MYSPACE_TSA_ROOTS")


def _certificates(path: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(path.read_bytes()))
