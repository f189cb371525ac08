"""Why a paper got no seal. Knows the kinds; refuses to carry a word of the paper, of a key or of what a service answered.

NotSealed
├─ BadSeal(flaw)      the certificate, its key or its issuers are not what a seal needs
├─ NotSealable(flaw)  what was given is no PDF that we would sign
├─ NoStamp(flaw)      who stamps the time did not answer with a stamp for what was asked
└─ SealDoubted(found) it was sealed, and our own check of it found this: nobody is handed it
"""

from __future__ import annotations

from enum import StrEnum


class Flaw(StrEnum):
    """One word for a log."""

    # a seal
    FILE = "file"
    PASSWORD = "password"  # noqa: S105  # the name of a flaw
    KEY_KIND = "key_kind"
    WEAK_KEY = "weak_key"
    ANOTHERS_KEY = "anothers_key"
    # a paper
    NOT_A_PDF = "not_a_pdf"
    ENCRYPTED = "encrypted"
    SIGNED_ALREADY = "signed_already"
    TOO_LARGE = "too_large"
    # a stamp
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    ANOTHERS = "anothers"
    # any
    CHAIN = "chain_or_lists"


class NotSealed(Exception):
    """Whatever keeps a paper from being sealed."""


class _Flawed(NotSealed):
    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class BadSeal(_Flawed):
    """The certificate, its key or its issuers are not what a seal needs."""


class NotSealable(_Flawed):
    """What was given is no PDF that we would sign."""


class NoStamp(_Flawed):
    """Who stamps the time did not answer with a stamp for what was asked."""


class SealDoubted(NotSealed):
    """Our own check of what was just sealed found something: `found` is the name of the report's type."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found
