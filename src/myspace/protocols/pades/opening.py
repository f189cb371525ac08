"""A PDF opened so that a hostile one costs little: its size, its revisions and objects, and what it unpacks into are bounded.

A broken file may break a parser in any way, so whatever the library raises ends here, or in the check, as a report.
"""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils.decode_limits import DecodeLimits, DocumentDecodeBudget, StreamDecodeLimits
from pyhanko.pdf_utils.misc import PdfDecodeLimitError
from pyhanko.pdf_utils.reader import PdfFileReader

from myspace.protocols.pades.reports import Encrypted, NotAPdf, Report, TooLarge, TooMuch
from myspace.protocols.pades.trusting import Limits

_HEAD = b"%PDF-"


def opened(pdf: bytes, limits: Limits) -> PdfFileReader | Report:
    if not pdf.startswith(_HEAD):  # a file that is two things at once begins with the other one
        return NotAPdf()
    if len(pdf) > limits.octets:
        return TooLarge()
    # Before anything is parsed: each section of cross-references and each object costs, however small.
    if pdf.count(b"xref") > 2 * limits.revisions or pdf.count(b" obj") > limits.objects:
        return TooMuch()
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=True, decode_limits=_decoding(limits))
        if reader.encrypt_dict is not None:
            return Encrypted()
        if reader.xrefs.total_revisions > limits.revisions:
            return TooMuch()
        reader.root  # noqa: B018  # a file without one is broken: better known here
    except Exception as broken:  # hostile bytes: see above
        return unread(broken, NotAPdf())
    return reader


def unread(broken: BaseException | None, otherwise: Report) -> Report:
    """What is said of bytes at which the library stopped: a limit is found also under what it was raised as."""
    while broken is not None:
        if isinstance(broken, PdfDecodeLimitError | RecursionError | MemoryError):
            return TooMuch()
        broken = broken.__cause__ or broken.__context__
    return otherwise


def _decoding(limits: Limits) -> DecodeLimits:
    return DecodeLimits(
        per_stream=StreamDecodeLimits(max_output_size=limits.unpacked),
        document_budget=DocumentDecodeBudget(base_allowance=limits.unpacked, max_ratio=1),
    )
