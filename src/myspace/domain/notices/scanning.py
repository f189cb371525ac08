"""Whether a document was looked at for malware. A port: this product has no scanner, and says so where it has none."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from myspace.vocabulary.notices import Paper


class Scanned(StrEnum):
    NOT_SCANNED = "not_scanned"  # the screen says that nobody looked
    CLEAN = "clean"
    DANGEROUS = "dangerous"  # it is not handed over


Scanner = Callable[[Paper], Scanned]
_scanner: Scanner | None = None


def register(scanner: Scanner | None) -> None:
    """A deployment's own, called with the bytes in memory; it must answer within its own deadline or raise nothing."""
    global _scanner
    _scanner = scanner


def there_is_one() -> bool:
    return _scanner is not None


def scan(paper: Paper) -> Scanned:
    return _scanner(paper) if _scanner else Scanned.NOT_SCANNED
