"""Why a message is not believed. Knows the kinds of flaw; refuses to carry a word of what came.

    SoapError
    ├─ Unreadable(flaw)     the bytes are no XML that we read
    ├─ NotAnEnvelope(flaw)  XML, but no SOAP 1.1 envelope, or one that asks for what we do not understand
    ├─ BadParts(flaw)       a package of attachments that cannot be taken apart, or does not hold what it names
    └─ Unverified(findings) the signature does not do what the policy asks

A fault is none of these: it is an answer that was read well (`envelope.Fault`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Flaw(StrEnum):
    """One word for a log; never the text."""

    # bytes
    TOO_LARGE = "too_large"
    ENCODING = "encoding"
    DOCTYPE = "doctype"
    INSTRUCTION = "processing_instruction"
    TOO_DEEP = "too_deep"
    TOO_MANY_ELEMENTS = "too_many_elements"
    LONG_TAG = "long_tag"
    NOT_XML = "not_xml"
    # envelope
    ROOT = "root"
    VERSION = "version"
    PARTS = "parts"
    NOT_UNDERSTOOD = "not_understood"
    # attachments
    CONTENT_TYPE = "content_type"
    BOUNDARY = "boundary"
    HEADERS = "headers"
    TRANSFER_ENCODING = "transfer_encoding"
    TOO_MANY_PARTS = "too_many_parts"
    DOUBLED = "doubled"
    NO_ROOT = "no_root"
    MISSING_PART = "missing_part"
    NOT_BASE64 = "not_base64"


class SoapError(Exception):
    """Whatever keeps a message from being believed."""


class _Flawed(SoapError):
    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class Unreadable(_Flawed):
    """The bytes are no XML that we read."""


class NotAnEnvelope(_Flawed):
    """XML, but not a SOAP 1.1 envelope that we may act upon."""


class BadParts(_Flawed):
    """A package of attachments that is broken or names what it does not hold."""


class Unverified(SoapError):
    """What the policy asked of the signature is not so."""

    def __init__(self, findings: Iterable[StrEnum]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.value for finding in self.findings))
