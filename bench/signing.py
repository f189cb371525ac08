"""The CPU of one signed PCI request: written, signed with a key of 2048 bits, and made into bytes. No socket, no database.

Counted in the CPU of this process alone, the best of several rounds: what others do on the machine is not ours.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from bench.figures import Figure
from myspace.protocols.pci import messages as m
from myspace.protocols.pci.wording import stamp, write_stamp
from myspace.protocols.pci.writing import write_message
from myspace.protocols.soap.envelope import open_envelope, wrap
from myspace.protocols.soap.hardened import read_xml
from myspace.protocols.soap.signing import Signer, sign
from myspace.protocols.soap.verifying import Policy, verify
from myspace.simulation.cast import person

MUST_MS, ROUNDS, REQUESTS = 1.0, 7, 200


def run(*, quick: bool = False) -> list[Figure]:
    signer, now = _signer(), datetime.now(UTC)
    request = _request(now)
    signed = sign(wrap(write_message(request)), signer, now)
    policy = Policy(pinned=frozenset({signer.certificate.fingerprint(hashes.SHA256())}))
    if not verify(open_envelope(read_xml(signed)), policy, now).good:
        raise RuntimeError("what was signed does not verify: nothing was measured")
    rounds = [_round(request, signer, now, 10 if quick else REQUESTS) for _ in range(2 if quick else ROUNDS)]
    best, alone = min(total for total, _ in rounds[1:]), min(rsa_alone for _, rsa_alone in rounds[1:])
    sides = f"{alone:.2f} ms of it RSA alone; {len(signed)} bytes, best of {len(rounds) - 1} rounds"
    return [Figure("signing", "CPU of a signed PCI request, ms", round(best, 3), MUST_MS, sides, unit=" ms")]


def _round(request: m.Request, signer: Signer, now: datetime, times: int) -> tuple[float, float]:
    from cryptography.hazmat.primitives.asymmetric import padding

    began = time.process_time()
    for _ in range(times):
        sign(wrap(write_message(request)), signer, now)
    between = time.process_time()
    for _ in range(times):
        signer.key.sign(b"\0" * 700, padding.PKCS1v15(), hashes.SHA256())
    return (between - began) * 1000 / times, (time.process_time() - between) * 1000 / times


def _signer() -> Signer:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a bench")])
    day = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(day - timedelta(days=1)).not_valid_after(day + timedelta(days=1))
    ).sign(key, hashes.SHA256())  # fmt: skip
    return Signer(key, certificate)


def _request(now: datetime) -> m.Request:
    requester = m.Requester("9821920002", "Ajuntament de prova", m.StatedPurpose("PROVES"))
    issuer, marta = m.Issuer("Q0000000J", "CAOC"), person("marta")
    official = m.Official("Persona de prova", "00000000T")
    asked = b'<p:peticionResidente xmlns:p="http://www.aocat.net/padro"><p:numExpediente>1</p:numExpediente></p:peticionResidente>'
    item = m.Item(
        issuer, requester, m.Consent.LAW, m.Transmission("RESIDENT", "1"), official,
        m.Holder(m.DocumentKind.NIF, marta.identifier.value, marta.full_name), (), (asked,),
    )  # fmt: skip
    attributes = m.Attributes(
        "AOC0000000000001",
        "RESIDENT",
        "PADRO",
        1,
        stamp(write_stamp(now)),
        m.State(),
        requester,
        issuer,
        None,
        official,
    )
    return m.Request(attributes, (item,))
