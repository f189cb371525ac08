"""Whether a paper that somebody else made may be handed over: not too large, and not dangerous. One rule for every package.

Looking for malware is a port: this product has no scanner, and says so where it has none. What is kept is looked at each
time that it is handed over, for a scanner learns.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from myspace.vocabulary.notices import Paper

MOST_BYTES = 20 * 1024 * 1024  # of one paper: a message carries 2 MB, what lies elsewhere may be larger


class Scanned(StrEnum):
    NOT_SCANNED = "not_scanned"  # the screen says that nobody looked
    CLEAN = "clean"
    DANGEROUS = "dangerous"  # it is not handed over


class Unfit(StrEnum):
    """Why a paper is not handed over."""

    TOO_LARGE = "too_large"
    DANGEROUS = "dangerous"


Scanner = Callable[[Paper], Scanned]
_scanner: Scanner | None = None


def register(scanner: Scanner | None) -> None:
    """A deployment's own, called with the bytes in memory; it must answer within its own deadline or raise nothing."""
    global _scanner
    _scanner = scanner


def there_is_one() -> bool:
    return _scanner is not None


def too_large(octets: bytes) -> bool:
    return len(octets) > MOST_BYTES


def looked_at(paper: Paper) -> Scanned | Unfit:
    """What was found of a paper that may be handed over, or why it may not. What is too large is shown to no scanner."""
    if too_large(paper.octets):
        return Unfit.TOO_LARGE
    scanned = _scanner(paper) if _scanner else Scanned.NOT_SCANNED
    return Unfit.DANGEROUS if scanned is Scanned.DANGEROUS else scanned
