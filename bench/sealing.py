"""The CPU of one paper: set as PDF/UA, sealed at B-LTA with a key of 2048 bits, checked by us before anybody has it.

The time stamps are signed in this process too, which no deployment does: that part is taken off. CPU of this process alone, the
best of several rounds.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime, timedelta

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from bench.figures import Figure
from myspace.protocols.pades.sealing import Seal, from_key, seal
from myspace.protocols.pades.trusting import Trust
from myspace.protocols.pdfua.typesetting import Paper, Part, typeset

MUST_MS, ROUNDS, PAPERS = 1000 / 3, 5, 10
_DAY = timedelta(days=1)


class _Stamper:
    def __init__(self, certificate: x509.Certificate, key: rsa.RSAPrivateKey, now: datetime) -> None:
        private = keys.PrivateKeyInfo.load(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        named = asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
        self._far, self.took, self.asked = DummyTimeStamper(named, private, fixed_dt=now), 0.0, 0

    def __call__(self, asked: bytes) -> bytes:
        began = time.process_time()
        answer: bytes = self._far.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
        self.took, self.asked = self.took + time.process_time() - began, self.asked + 1
        return answer


def run(*, quick: bool = False) -> list[Figure]:
    logging.getLogger("pyhanko").setLevel(logging.ERROR)
    now = datetime.now(UTC).replace(microsecond=0)
    sealed_by, stamper = _seal(now)
    papers = 1 if quick else PAPERS
    rounds = [_round(sealed_by, stamper, now, papers) for _ in range(2 if quick else ROUNDS)]
    best, alone, size = min(rounds[1:])
    sides = f"{alone:.1f} ms of it the paper alone; {size} bytes, three stamps, {1000 / best:.1f} a second and core"
    return [
        Figure(
            "sealing",
            "CPU of a paper set, sealed and checked, ms",
            round(best, 1),
            round(MUST_MS, 1),
            sides,
            unit=" ms",
        )
    ]


def _round(sealed_by: Seal, stamper: _Stamper, now: datetime, times: int) -> tuple[float, float, int]:
    rows = [(f"Dada {number}", f"Valor {number}") for number in range(12)]
    paper = Paper("ca", "Justificant de dades", "El meu espai", ["Prova."], [Part("Què diu", ("Dada", "Valor"), rows)])
    stamper.took, setting, size = 0.0, 0.0, 0
    began = time.process_time()
    for _ in range(times):
        before = time.process_time()
        pdf = typeset(paper, now)
        setting += time.process_time() - before
        size = len(seal(pdf, sealed_by, stamper, now))
    took = time.process_time() - began - stamper.took
    return took * 1000 / times, setting * 1000 / times, size


def _seal(now: datetime) -> tuple[Seal, _Stamper]:
    root, key, hour = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(3))
    top = _named("a bench")

    def made(name: str, public: rsa.RSAPublicKey, number: int) -> x509.CertificateBuilder:
        building = (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(top)
            .public_key(public)
            .serial_number(number)
        )
        return building.not_valid_before(now - _DAY).not_valid_after(now + _DAY)

    issuer = made("a bench", root.public_key(), 1).add_extension(x509.BasicConstraints(True, None), True)
    usage = x509.KeyUsage(True, True, *(False,) * 7)
    sealing = made("its seal", key.public_key(), 2).add_extension(usage, True).sign(root, hashes.SHA256())
    only = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    stamping = made("its hour", hour.public_key(), 3).add_extension(usage, True).add_extension(only, True)
    lists = x509.CertificateRevocationListBuilder().issuer_name(top).last_update(now - _DAY).next_update(now + _DAY)
    trusted = (issuer.sign(root, hashes.SHA256()),)
    trust = Trust(trusted, trusted, lists=(lists.sign(root, hashes.SHA256()).public_bytes(Encoding.DER),))
    return from_key(sealing, key, trust), _Stamper(stamping.sign(root, hashes.SHA256()), hour, now)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
