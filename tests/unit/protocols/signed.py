"""A message of ours, signed, and what a policy says of it."""

from __future__ import annotations

from datetime import timedelta

from myspace.protocols.soap.envelope import open_envelope, wrap
from myspace.protocols.soap.hardened import read_xml
from myspace.protocols.soap.signing import sign
from myspace.protocols.soap.verifying import Policy, Report, verify
from tests.unit.protocols.identities import NOW, signer, trusting

PAYLOAD = (
    b'<p:ask xmlns:p="urn:p" xmlns:q="urn:q" q:a="1"><p:who>Marta &amp; \xc3\xa7</p:who><p:kind type="q:x"/></p:ask>'
)
SHORT = timedelta(seconds=60)


def signed() -> bytes:
    return sign(wrap(read_xml(PAYLOAD)), signer(), NOW)


def judged(message: bytes, policy: Policy | None = None, later: timedelta = timedelta(0)) -> Report:
    return verify(open_envelope(read_xml(message)), policy or trusting(), NOW + later)
