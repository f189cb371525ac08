"""`./myspace verify FILE`: who sealed a PDF, when, and whether it is still what they sealed. Needs no database and no settings.

    0   good: whole, sealed by somebody whom you trust, at a time that is proven
    1   not good: altered, added to, withdrawn, past its days, without a proven time, or sealed by nobody whom you trust
    2   the command is not written like this, or a file that it names cannot be read
    3   it could not be known: no list says whether a certificate was withdrawn, or the check was stopped or failed
    4   there is nothing to judge: no PDF, too large, under a password, not sealed, or more than one signature

Nobody is trusted unless you say so, and nobody is asked for anything but the lists whose addresses you give.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from cryptography import x509

from myspace.connectors.revocation import client, wire
from myspace.connectors.revocation.wire import NoList
from myspace.protocols.pades import reports
from myspace.protocols.pades.apart import CheckFailed, check_apart
from myspace.protocols.pades.reports import Doubted, Good, Report
from myspace.protocols.pades.trusting import Limits, Trust

T = TypeVar("T")
GOOD, NOT_GOOD, USAGE, NOT_KNOWN, NOTHING = 0, 1, 2, 3, 4
SAID: dict[type[Report], tuple[int, str]] = {
    reports.Good: (GOOD, "Good. It is whole: nobody changed it after it was sealed."),
    reports.Altered: (NOT_GOOD, "Altered. It was changed after it was sealed. Do not use it."),
    reports.AddedTo: (NOT_GOOD, "Added to. The sealed part is whole, but somebody added something after it."),
    reports.NotTrusted: (NOT_GOOD, "Not trusted. Somebody sealed it, but nobody whom you trust says who."),
    reports.Revoked: (NOT_GOOD, "Withdrawn. The certificate was withdrawn, and nothing proves that the seal is older."),
    reports.Expired: (NOT_GOOD, "Past its days. Nothing that still holds proves that the seal is older."),
    reports.NotStamped: (NOT_GOOD, "Without a time. It is whole, but nobody independent whom you trust says when."),
    reports.Unproven: (
        NOT_KNOWN,
        "Not known. No list says whether the certificate was withdrawn. See --list and --fetch.",
    ),
    reports.Stopped: (NOT_KNOWN, "Not known. The check wanted too much time or memory, and was stopped."),
    reports.NotAPdf: (NOTHING, "Nothing to judge. It is no PDF, or it is broken."),
    reports.TooLarge: (NOTHING, "Nothing to judge. It is larger than what is looked at."),
    reports.TooMuch: (NOTHING, "Nothing to judge. It unfolds into more than is looked at."),
    reports.Encrypted: (NOTHING, "Nothing to judge. It opens with a password: take the password away first."),
    reports.NotSigned: (NOTHING, "Nothing to judge. Nobody sealed it."),
    reports.SeveralSeals: (NOTHING, "Nothing to judge. It has more than one signature."),
}
_NOTE = "That it is good does not mean that what it says is true: it means that who sealed it said so."


class CannotRead(Exception):
    """A file or an address that the command names; the message says which and why."""


def verify(words: Sequence[str]) -> int:
    """The command. One of the codes above."""
    given = _parser().parse_args(words)
    now = datetime.now(UTC)
    try:
        pdf = _octets(given.file, most=Limits().octets + 1)
        trust = _trust(given)
        if given.fetch:
            trust = Trust(trust.sealing, trust.stamping, trust.between, (*trust.lists, *map(_fetched, given.fetch)))
        report = check_apart(pdf, trust, now)
    except CannotRead as lacking:
        print(lacking, file=sys.stderr)
        return USAGE
    except NoList as lacking:
        print(f"A list could not be fetched: {lacking}. Nothing was checked.", file=sys.stderr)
        return NOT_KNOWN
    except CheckFailed as broken:
        print(f"Not known. The check did not work: {broken}.", file=sys.stderr)
        return NOT_KNOWN
    code, _ = SAID[type(report)]
    print("\n".join(lines(report)))
    return code


def lines(report: Report) -> Iterable[str]:
    """What is said of it, a sentence a line."""
    yield SAID[type(report)][1]
    if isinstance(report, Good | Doubted):
        yield f"Sealed by: {_line(report.by.name)}"
        yield f"Organisation: {_line(report.by.organisation) or 'its certificate does not say'}"
        yield f"Certificate (SHA-256): {report.by.fingerprint}"
    if isinstance(report, Good):
        yield f"Sealed at: {report.sealed_at:%Y-%m-%d %H:%M:%S %Z}"
        yield (
            f"Can be checked like this until: {report.until:%Y-%m-%d}" if report.until
            else "It has no time stamp over all of it: it can be checked like this only while its certificates last."
        )  # fmt: skip
        yield _NOTE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./myspace verify", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the PDF")
    parser.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="PEM",
        help="certificates of who may answer for a seal",
    )
    parser.add_argument(
        "--stamps", type=Path, action="append", default=[], metavar="PEM",
        help="certificates of who may answer for a time stamp; those of --trust when left out",
    )  # fmt: skip
    parser.add_argument(
        "--between", type=Path, action="append", default=[], metavar="PEM", help="issuers that may stand between"
    )
    parser.add_argument(
        "--list", type=Path, action="append", default=[], metavar="FILE", help="a revocation list (DER or PEM)"
    )
    parser.add_argument(
        "--fetch", action="append", default=[], metavar="URL", help="an address to fetch a revocation list from"
    )
    return parser


def _trust(given: argparse.Namespace) -> Trust:
    def all_of(files: Sequence[Path]) -> tuple[x509.Certificate, ...]:
        return tuple(one for each in files for one in _read(each, x509.load_pem_x509_certificates))

    sealing = all_of(given.trust)
    stamping = all_of(given.stamps) if given.stamps else sealing
    return Trust(sealing, stamping, all_of(given.between), tuple(_read(each, wire.read).der for each in given.list))


def _read(file: Path, reading: Callable[[bytes], T]) -> T:
    octets = _octets(file, most=wire.MOST + 1)
    try:
        return reading(octets)
    except (ValueError, NoList):
        raise CannotRead(f"{file} is not what is expected there.") from None


def _octets(file: Path, *, most: int) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(most)
    except OSError as wrong:
        raise CannotRead(f"{file} cannot be read: {wrong.strerror}.") from wrong


def _fetched(url: str) -> bytes:
    return client.fetch(url).der


def _line(words: str) -> str:
    """A name comes from a certificate: what moves a terminal's cursor is left out."""
    return "".join(each if each.isprintable() else " " for each in words)
