"""`python -m myspace.protocols.pades.alone CPU_SECONDS BYTES`: the process in which a stranger's file is checked.

    bounded ─▶ what it needs is loaded ─▶ nothing can be opened any more ─▶ the file is read ─▶ one answer

Bounds are the kernel's (setrlimit), set by the process itself before it has read one byte. Once there are no descriptors left
there is no way to a file nor to a network. If the library wants to load something then, what it says afterwards may be wrong:
no answer is given (3), and `apart` says that the check failed. Refuses to know who asks.
"""

from __future__ import annotations

import importlib
import logging
import resource
import sys
import warnings

_MOST_WRITTEN = 64 * 1024
_LOADED_LATE = 3
# What the library loads only when a file has it.
_BEFORE = (
    "_strptime", "encodings.idna", "encodings.latin_1", "encodings.utf_16", "encodings.utf_16_be", "encodings.utf_16_le",
    "encodings.utf_32_be", "encodings.ascii", "encodings.cp1252", "encodings.punycode", "stringprep", "unicodedata", "lxml.etree",
    "pyhanko.pdf_utils.crypt", "pyhanko.pdf_utils.crypt.pdfmac", "pyhanko.pdf_utils.filters", "pyhanko.pdf_utils.rw_common",
    "pyhanko.pdf_utils.metadata.xmp_xml", "pyhanko.sign.fields", "pyhanko.sign.validation", "pyhanko.sign.validation.pdf_embedded",
    "pyhanko.sign.validation.settings", "asn1crypto.ocsp", "asn1crypto.tsp",
)  # fmt: skip


def main(cpu_s: int, memory: int) -> int:
    _bound(cpu_s, memory)
    import msgspec

    from myspace.protocols.pades import apart, checking, coroutines

    for name in _BEFORE:
        importlib.import_module(name)
    coroutines.keep_one()
    logging.disable()  # what the library would log is of a stranger's file, and to write where it happened it opens its source
    warnings.simplefilter("ignore")
    try:
        # Asked before: the certificates of the trust are ours, and reading them may load the rest of a library.
        first, _, pdf = sys.stdin.buffer.read().partition(b"\n")
        job = msgspec.json.decode(first, type=apart.Job)
        trust = job.trust()
        late = _closed()
        report = checking.check(pdf, trust, job.now)
        if late:
            return _LOADED_LATE
        sys.stdout.buffer.write(apart.answer(report))
        sys.stdout.buffer.flush()
    except MemoryError:
        return apart.NO_MEMORY
    return 0


def _bound(cpu_s: int, memory: int) -> None:
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _MOST_WRITTEN),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu_s),
    ):
        resource.setrlimit(what, (most, most))


def _closed() -> list[str]:
    """From here on nothing is opened. What wanted to be is in the list."""
    late: list[str] = []

    def heard(event: str, _given: object) -> None:
        if event in ("open", "import") or event.startswith(("socket.", "subprocess.", "os.", "ctypes.")):
            late.append(event)

    sys.addaudithook(heard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    return late


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2])))
