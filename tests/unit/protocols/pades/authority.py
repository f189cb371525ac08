"""An authority of certificates and one of time, made here for a test: their keys die with it. Each test bends what it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from myspace.protocols.pades.sealing import Seal, from_key
from myspace.protocols.pades.trusting import Trust

NOW = datetime.now(UTC).replace(
    microsecond=0
)  # the library notes when it saw something by the clock: `now` must be now
DAY = timedelta(days=1)
_USAGE = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign",
    "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """One of each name in a run: making them is the slow part."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Organització de prova"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def usage(*given: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{each: each in given for each in _USAGE})


@dataclass
class Authority:
    """A root that answers for a seal and for a time stamp. What is in days is counted from `at`, when papers are sealed."""

    name: str = "Autoritat de prova"
    at: datetime = NOW
    seal_days: int = 365 * 3
    stamp_days: int = 365 * 8
    withdrawn: dict[int, datetime] = field(default_factory=dict)  # serial number: when

    def root(self) -> x509.Certificate:
        return self._made(self.name, self.name, 1, 365 * 20, usage("key_cert_sign", "crl_sign"), ca=True)

    def sealing(self) -> x509.Certificate:
        return self._made(
            "Segell de prova", "segell", 2, self.seal_days, usage("digital_signature", "content_commitment")
        )

    def stamping(self) -> x509.Certificate:
        return self._made("Hora de prova", "hora", 3, self.stamp_days, usage("digital_signature"), stamps=True)

    def list_of_withdrawn(self, at: datetime | None = None) -> bytes:
        """The list of an hour before `at`, good for a week."""
        made = (at or self.at) - DAY / 24
        building = (
            x509.CertificateRevocationListBuilder().issuer_name(named(self.name)).last_update(made).next_update(made + 7 * DAY)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key(self.name).public_key()), False)
            .add_extension(x509.CRLNumber(1), False)
        )  # fmt: skip
        for serial, when in self.withdrawn.items():
            gone = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(when)
            building = building.add_revoked_certificate(gone.build())
        return building.sign(key(self.name), hashes.SHA256()).public_bytes(Encoding.DER)

    def trust(self, **bent: object) -> Trust:
        """What a verifier of this authority's seals trusts, without lists: they are in the file."""
        return Trust(**{"sealing": (self.root(),), "stamping": (self.root(),), **bent})

    def seal(self) -> Seal:
        return from_key(self.sealing(), key("segell"), self.trust(lists=(self.list_of_withdrawn(),)))

    def stamper(self):
        """The port: bytes of a request in, bytes of an answer out."""
        far = DummyTimeStamper(asn1_certificate(self.stamping()), asn1_key("hora"), fixed_dt=self.at)
        return lambda asked: far.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()

    def _made(
        self, name: str, of_key: str, number: int, days: int, for_what: x509.KeyUsage, *, ca: bool = False, stamps: bool = False
    ) -> x509.Certificate:  # fmt: skip
        mine, issuer = key(of_key).public_key(), key(self.name)
        building = (
            x509.CertificateBuilder().subject_name(named(name)).issuer_name(named(self.name)).public_key(mine)
            .serial_number(number).not_valid_before(self.at - 30 * DAY).not_valid_after(self.at + days * DAY)
            .add_extension(x509.BasicConstraints(ca, None), True).add_extension(for_what, True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(mine), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key()), False)
        )  # fmt: skip
        if stamps:
            building = building.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
        return building.sign(issuer, hashes.SHA256())


def asn1_certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def asn1_key(name: str) -> asn1_keys.PrivateKeyInfo:
    return asn1_keys.PrivateKeyInfo.load(key(name).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
