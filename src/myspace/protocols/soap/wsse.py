"""The names and forms of WS-Security 1.0 with X.509 tokens: algorithms, time stamps, exclusive canonical XML.

Shared by who signs and who verifies because they are the standard's, not a reading of it. Refuses to know any policy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from cryptography.hazmat.primitives import hashes
from lxml import etree

from myspace.protocols.soap.envelope import WSSE

WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
DS = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
X509 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
BASE64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
ID = f"{{{WSU}}}Id"

RSA_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
SIGNATURES: dict[str, hashes.HashAlgorithm] = {
    RSA_SHA256: hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512": hashes.SHA512(),
    RSA_SHA1: hashes.SHA1(),  # noqa: S303  # only where a policy says so (Q-PC-13)
}
DIGESTS: dict[str, hashes.HashAlgorithm] = {
    SHA256: hashes.SHA256(),
    "http://www.w3.org/2001/04/xmldsig-more#sha384": hashes.SHA384(),
    "http://www.w3.org/2001/04/xmlenc#sha512": hashes.SHA512(),
    SHA1: hashes.SHA1(),  # noqa: S303  # only where a policy says so (Q-PC-13)
}
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII)


def named(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"


def digest(algorithm: hashes.HashAlgorithm, octets: bytes) -> bytes:
    state = hashes.Hash(algorithm)
    state.update(octets)
    return state.finalize()


def canonical(element: etree._Element, prefixes: Sequence[str] = ()) -> bytes:
    """Exclusive canonical XML without comments of the element and what is in it.

    `prefixes` (InclusiveNamespaces) may be declared further up; the library canonicalizes the element alone, so then a copy
    that declares all that is in scope is made first.
    """
    if not prefixes:
        return etree.tostring(element, method="c14n", exclusive=True, with_comments=False, with_tail=False)
    scope: Any = element.nsmap  # the stubs do not know that a prefix may be None
    whole = etree.Element(element.tag, nsmap=scope)
    for name, value in element.attrib.items():
        whole.set(name, value)
    whole.text = element.text
    whole.extend(deepcopy(child) for child in element)
    return etree.tostring(
        whole, method="c14n", exclusive=True, with_comments=False, with_tail=False, inclusive_ns_prefixes=list(prefixes)
    )


def written(moment: datetime) -> str:
    """A moment as the standard asks for: UTC, with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def read_moment(text: str) -> datetime | None:
    """The moment, or None for what is no xs:dateTime with its zone: a stamp without one says no moment."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    micro = int((found[7] or "0")[:6].ljust(6, "0"))
    try:
        zone = (
            timezone((-1 if found[8] == "-" else 1) * timedelta(hours=int(found[9]), minutes=int(found[10])))
            if found[8]
            else UTC
        )
        return datetime(year, month, day, hour, minute, second, micro, zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def security_of(header: Sequence[etree._Element]) -> list[etree._Element]:
    return [block for block in header if block.tag == named(WSSE, "Security")]
