"""What we sign another library verifies, what it signs we verify; and no part that was not signed is ever read as if it were."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
import xmlsec
from cryptography.hazmat.primitives import serialization
from lxml import etree

from myspace.protocols.soap import wsse
from myspace.protocols.soap.envelope import WSSE, open_envelope, write
from myspace.protocols.soap.failures import Unverified
from myspace.protocols.soap.hardened import read_xml
from myspace.protocols.soap.verifying import Finding, Part, verify
from myspace.protocols.soap.wsse import DS, ID, WSU, named
from tests.unit.protocols.identities import NOW, certificate, key, signer, trusting
from tests.unit.protocols.signed import SHORT, judged, signed


def pem(name: str) -> bytes:
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key(name).private_bytes(*form)


def by_xmlsec(message: bytes, change: str = "", to: str = "") -> bytes:
    """The same message signed again by libxmlsec, with other algorithms or another canonicalization if they are asked for."""
    root = etree.fromstring(message.decode().replace(change, to).encode() if change else message)
    xmlsec.tree.add_ids(root, ["Id"])
    signature = root.find(f".//{named(DS, 'Signature')}")
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(pem("consortium"), xmlsec.KeyFormat.PEM)
    context.sign(signature)
    return etree.tostring(root)


# ── another library ────────────────────────────────────────────────────────────────────────────────────────────


def test_libxmlsec_verifies_what_we_sign() -> None:
    root = etree.fromstring(signed())
    for element in (
        root[1],
        root.find(f".//{named(WSU, 'Timestamp')}"),
        root.find(f".//{named(WSSE, 'BinarySecurityToken')}"),
    ):
        assert element is not None
        xmlsec.tree.add_ids(element, ["Id"])
    context = xmlsec.SignatureContext()
    public = certificate("consortium").public_bytes(serialization.Encoding.PEM)
    context.key = xmlsec.Key.from_memory(public, xmlsec.KeyFormat.CERT_PEM)
    context.verify(root.find(f".//{named(DS, 'Signature')}"))
    root[1][0][0].text = "Pere"
    with pytest.raises(xmlsec.Error):
        context.verify(root.find(f".//{named(DS, 'Signature')}"))


def test_we_verify_what_libxmlsec_signs() -> None:
    report = judged(by_xmlsec(signed()))
    assert report.findings == ()
    assert report.signed == {Part.BODY, Part.TIMESTAMP}


def test_prefixes_that_the_signer_names_are_canonical_wherever_they_are_declared() -> None:
    """WSS4J lists the prefixes in scope; one is declared on the envelope and used only inside a value."""
    transform = f'<ds:Transform Algorithm="{wsse.EXCLUSIVE}"/>'
    listed = (
        f'<ds:Transform Algorithm="{wsse.EXCLUSIVE}"><ec:InclusiveNamespaces xmlns:ec="{wsse.EXCLUSIVE}" '
        'PrefixList="soapenv far"/></ds:Transform>'
    )
    message = signed().decode().replace("<soapenv:Envelope ", '<soapenv:Envelope xmlns:far="urn:far" ').encode()
    report = judged(by_xmlsec(message, transform, listed))
    assert report.findings == ()
    far = by_xmlsec(message, transform, listed).replace(b'xmlns:far="urn:far"', b'xmlns:far="urn:near"')
    assert Finding.DIGEST in judged(far).findings


def test_sha1_is_believed_only_where_the_policy_says_so() -> None:
    """Q-PC-13: every official sample is signed with it."""
    old = by_xmlsec(
        signed()
        .replace(wsse.SHA256.encode(), wsse.SHA1.encode())
        .replace(wsse.RSA_SHA256.encode(), wsse.RSA_SHA1.encode())
    )
    refused = judged(old)
    assert Finding.SHA1 in refused.findings
    assert refused.signed == frozenset()
    accepted = judged(old, trusting(sha1=True))
    assert accepted.findings == ()
    assert accepted.with_sha1


# ── what was verified is what is read ──────────────────────────────────────────────────────────────────────────


def test_a_good_message_gives_the_body_that_was_signed() -> None:
    envelope = open_envelope(read_xml(signed()))
    report = verify(envelope, trusting(), NOW)
    assert report.good
    assert report.believed() is envelope.body
    assert (report.created, report.expires) == (NOW, NOW + SHORT)
    assert report.certificate == certificate("consortium")


Tree = etree._Element


def _header(root: Tree) -> Tree:
    return root[0][0]


def _inside_header(root: Tree) -> None:
    """The classic: the signed Body is put where nobody reads, another takes its place with the same id."""
    hidden = deepcopy(root[1])
    etree.SubElement(root[0], "{urn:x}wrapper").append(hidden)
    root[1][0][0].text = "Pere"


def _other_id(root: Tree) -> None:
    hidden = deepcopy(root[1])
    etree.SubElement(root[0], "{urn:x}wrapper").append(hidden)
    root[1][0][0].text = "Pere"
    root[1].set(ID, "another")


def _without_id(root: Tree) -> None:
    _other_id(root)
    del root[1].attrib[ID]


def _in_the_security_header(root: Tree) -> None:
    hidden = deepcopy(root[1])
    _header(root).append(hidden)
    root[1].set(ID, "another")
    root[1][0][0].text = "Pere"


def _in_an_object(root: Tree) -> None:
    signature = _header(root).find(named(DS, "Signature"))
    assert signature is not None
    etree.SubElement(signature, named(DS, "Object")).append(deepcopy(root[1]))
    root[1].set(ID, "another")
    root[1][0][0].text = "Pere"


def _plain_id(root: Tree) -> None:
    """A reader that takes any `Id` for an id would find the other one."""
    name = root[1].get(ID)
    assert name
    etree.SubElement(root[0], "{urn:x}decoy").set("Id", name)


def _two_signatures(root: Tree) -> None:
    signature = _header(root).find(named(DS, "Signature"))
    assert signature is not None
    _header(root).append(deepcopy(signature))


def _two_headers(root: Tree) -> None:
    root[0].append(deepcopy(_header(root)))


def _stamp_moved(root: Tree) -> None:
    """The signed Timestamp is hidden and a fresh one is put where it is read."""
    stamp = _header(root).find(named(WSU, "Timestamp"))
    assert stamp is not None
    etree.SubElement(root[0], "{urn:x}wrapper").append(deepcopy(stamp))
    stamp.set(ID, "fresh")


def _two_stamps(root: Tree) -> None:
    stamp = _header(root).find(named(WSU, "Timestamp"))
    assert stamp is not None
    _header(root).append(deepcopy(stamp))


def _another_token(root: Tree) -> None:
    token = _header(root).find(named(WSSE, "BinarySecurityToken"))
    assert token is not None
    token.text = signer("stranger").token


def _reference(root: Tree, number: int) -> Tree:
    return root.findall(f".//{named(DS, 'Reference')}")[number]


def _to_everything(root: Tree) -> None:
    _reference(root, 0).set("URI", "")


def _to_a_pointer(root: Tree) -> None:
    _reference(root, 0).set("URI", f"#xpointer(id('{root[1].get(ID)}'))")


def _to_the_network(root: Tree) -> None:
    _reference(root, 0).set("URI", "http://127.0.0.1:9/body")


def _with_xslt(root: Tree) -> None:
    transforms = _reference(root, 0).find(named(DS, "Transforms"))
    assert transforms is not None
    etree.SubElement(transforms, named(DS, "Transform"), Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116")


def _inclusive(root: Tree) -> None:
    transform = root.find(f".//{named(DS, 'Transform')}")
    assert transform is not None
    transform.set("Algorithm", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")


def _hmac(root: Tree) -> None:
    """With a symmetric algorithm the public key would be the secret."""
    method = root.find(f".//{named(DS, 'SignatureMethod')}")
    assert method is not None
    method.set("Algorithm", "http://www.w3.org/2000/09/xmldsig#hmac-sha1")


def _no_references(root: Tree) -> None:
    for each in root.findall(f".//{named(DS, 'Reference')}"):
        parent = each.getparent()
        assert parent is not None
        parent.remove(each)


def _only_the_stamp(root: Tree) -> None:
    each = _reference(root, 0)
    parent = each.getparent()
    assert parent is not None
    parent.remove(each)


def _changed(root: Tree) -> None:
    root[1][0][0].text = "Pere"


def _unsigned(root: Tree) -> None:
    root[0].remove(_header(root))


ATTACKS: dict[str, tuple[Callable[[Tree], None], Finding]] = {
    "the body is changed": (_changed, Finding.DIGEST),
    "the signature is taken off": (_unsigned, Finding.UNSIGNED),
    "the signed body hides in the header, same id": (_inside_header, Finding.ID_TWICE),
    "the signed body hides in the header, the read one has another id": (_other_id, Finding.UNKNOWN_REFERENCE),
    "the signed body hides in the header, the read one has none": (_without_id, Finding.UNKNOWN_REFERENCE),
    "the signed body hides in the security header": (_in_the_security_header, Finding.UNKNOWN_REFERENCE),
    "the signed body hides in an object of the signature": (_in_an_object, Finding.UNKNOWN_REFERENCE),
    "something else has the body's id as a plain Id": (_plain_id, Finding.ID_TWICE),
    "two signatures": (_two_signatures, Finding.SEVERAL_SIGNATURES),
    "two security headers": (_two_headers, Finding.SEVERAL_HEADERS),
    "a fresh time stamp before the signed one": (_stamp_moved, Finding.UNKNOWN_REFERENCE),
    "two time stamps": (_two_stamps, Finding.MALFORMED),
    "another certificate": (_another_token, Finding.SIGNATURE),
    "a reference to everything": (_to_everything, Finding.UNKNOWN_REFERENCE),
    "a reference by a pointer": (_to_a_pointer, Finding.UNKNOWN_REFERENCE),
    "a reference to the network": (_to_the_network, Finding.UNKNOWN_REFERENCE),
    "a transform that is a program": (_with_xslt, Finding.TRANSFORM),
    "inclusive canonicalization": (_inclusive, Finding.TRANSFORM),
    "a symmetric algorithm": (_hmac, Finding.ALGORITHM),
    "no reference": (_no_references, Finding.BODY_NOT_SIGNED),
    "no reference to the body": (_only_the_stamp, Finding.BODY_NOT_SIGNED),
}


@pytest.mark.parametrize(("attack", "finding"), ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_found_and_nothing_is_read(attack: Callable[[Tree], None], finding: Finding) -> None:
    root = read_xml(signed())
    attack(root)
    report = judged(write(root))
    assert finding in report.findings
    with pytest.raises(Unverified) as refused:
        report.believed()
    assert finding in refused.value.findings


def test_a_reference_that_stands_twice_is_found_even_when_it_is_signed() -> None:
    message = signed()
    at = message.index(b"<ds:Reference"), message.index(b"</ds:Reference>") + len(b"</ds:Reference>")
    doubled = message[: at[1]] + message[at[0] : at[1]] + message[at[1] :]
    assert judged(by_xmlsec(doubled)).findings == (Finding.REFERENCE_TWICE,)


def test_a_thousand_references_cost_as_much_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    message = signed()
    at = message.index(b"<ds:Reference"), message.index(b"</ds:Reference>") + len(b"</ds:Reference>")
    one = message[at[0] : at[1]].replace(b"<ds:DigestValue>", b"<ds:DigestValue>AAAA")
    counted: list[object] = []
    real = wsse.canonical
    monkeypatch.setattr(
        wsse, "canonical", lambda element, prefixes=(): counted.append(element) or real(element, prefixes)
    )
    report = judged(message[: at[0]] + one * 1_000 + message[at[1] :])
    assert Finding.REFERENCE_TWICE in report.findings
    assert len(counted) <= 4


def test_a_policy_may_ask_for_the_token_to_be_signed_too() -> None:
    asked = trusting(must_sign=frozenset(Part))
    assert judged(signed(), asked).findings == (Finding.TOKEN_NOT_SIGNED,)
    message = signed()
    at = message.index(b"<ds:Reference"), message.index(b"</ds:Reference>") + len(b"</ds:Reference>")
    root = open_envelope(read_xml(message))
    token = root.header[0].find(named(WSSE, "BinarySecurityToken"))
    assert token is not None
    more = message[at[0] : at[1]].replace(root.body.get(ID, "").encode(), token.get(ID, "").encode())
    report = judged(by_xmlsec(message[: at[1]] + more + message[at[1] :]), asked)
    assert (report.findings, report.signed) == ((), frozenset(Part))


def test_a_signed_reference_to_something_nobody_expects_is_found() -> None:
    message = signed().replace(
        b"<soapenv:Header>", b'<soapenv:Header><x:n xmlns:x="urn:x" xmlns:w="%b" w:Id="n"/>' % WSU.encode()
    )
    at = message.index(b"<ds:Reference"), message.index(b"</ds:Reference>") + len(b"</ds:Reference>")
    name = open_envelope(read_xml(message)).body.get(ID, "").encode()
    more = message[at[0] : at[1]].replace(name, b"n")
    report = judged(by_xmlsec(message[: at[1]] + more + message[at[1] :]))
    assert report.findings == (Finding.UNKNOWN_REFERENCE,)
