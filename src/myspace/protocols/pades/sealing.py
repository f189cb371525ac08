"""A PDF sealed at PAdES B-LTA: the organisation's seal, its time stamp, what proves both, and a time stamp over all of it.

    pdf ─▶ seal (ETSI.CAdES.detached, certified: nothing may be changed) + RFC 3161 stamp          B-T
        ─▶ certificates and revocation lists (DSS)                                                B-LT
        ─▶ document time stamp                                                                    B-LTA
        ─▶ our own check: what is not `Good` is handed to nobody

Everything is put after the paper's own bytes: these stay as they were, tags and all. Refuses to know where the key is: a
file's is read here, a token's (PKCS#11) signs through the same port.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleCertificateStore

from myspace.protocols.pades import reports
from myspace.protocols.pades.checking import check
from myspace.protocols.pades.coroutines import finished
from myspace.protocols.pades.failures import BadSeal, Flaw, NotSealable, SealDoubted
from myspace.protocols.pades.opening import opened
from myspace.protocols.pades.stamping import Asking, Stamper
from myspace.protocols.pades.trusting import Trust, certificates

Signs = Callable[[bytes], bytes]  # over SHA-256: PKCS #1 v1.5 of RSA, or ECDSA as DER
_FIELD, _STAMP_FIELD = "Seal", "SealStamp"
_RSA_LEAST, _EC_LEAST = 2048, 256


@dataclass(frozen=True, slots=True)
class Seal:
    """The organisation's seal. `signs` is the key, wherever it is; `trust` holds its issuers, the stamp's, and their lists."""

    certificate: x509.Certificate
    signs: Signs
    trust: Trust


def from_pem(certificate: bytes, key: bytes, trust: Trust, password: bytes | None = None) -> Seal:
    """Raises BadSeal: the files are not these, the password is another, or the key is not the certificate's."""
    try:
        return from_key(x509.load_pem_x509_certificate(certificate), load_pem_private_key(key, password), trust)
    except TypeError:
        raise BadSeal(Flaw.PASSWORD) from None
    except (ValueError, UnsupportedAlgorithm):
        raise BadSeal(Flaw.FILE) from None


def from_pkcs12(file: bytes, password: bytes | None, trust: Trust) -> Seal:
    """The one key of a PKCS#12 file and its certificate. Raises BadSeal."""
    try:
        key, certificate, _others = pkcs12.load_key_and_certificates(file, password)
    except ValueError:  # the library tells a wrong password and a broken file alike
        raise BadSeal(Flaw.FILE) from None
    if key is None or certificate is None:
        raise BadSeal(Flaw.FILE)
    return from_key(certificate, key, trust)


def from_key(certificate: x509.Certificate, key: object, trust: Trust) -> Seal:
    """A key in this process's memory. RSA of 2048 bits or more, or a curve of 256 or more."""
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise BadSeal(Flaw.KEY_KIND)
    if key.key_size < (_RSA_LEAST if isinstance(key, rsa.RSAPrivateKey) else _EC_LEAST):
        raise BadSeal(Flaw.WEAK_KEY)
    if certificate.public_key() != key.public_key():
        raise BadSeal(Flaw.ANOTHERS_KEY)

    def signs(data: bytes) -> bytes:
        if isinstance(key, rsa.RSAPrivateKey):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return key.sign(data, ec.ECDSA(hashes.SHA256()))

    return Seal(certificate, signs, trust)


def seal(pdf: bytes, sealed_by: Seal, stamper: Stamper, now: datetime) -> bytes:
    """The sealed paper. Raises NotSealed; what the stamper's port raises comes through as it is. Asks for three stamps."""
    reader = opened(pdf, sealed_by.trust.limits)
    if isinstance(reader, reports.Report):
        raise NotSealable(_NOT_OPENED.get(type(reader), Flaw.NOT_A_PDF))
    if reader.embedded_signatures:
        raise NotSealable(Flaw.SIGNED_ALREADY)
    try:
        written = finished(_written(pdf, sealed_by, stamper, now))
    except (SigningError, PathError, ValidationError):
        raise BadSeal(Flaw.CHAIN) from None  # no path to an issuer, or no list that says whether it was withdrawn
    except PdfError:
        raise NotSealable(Flaw.NOT_A_PDF) from None
    found = check(written, sealed_by.trust, now)
    if not isinstance(found, reports.Good):
        raise SealDoubted(type(found).__name__)
    return written


_NOT_OPENED: dict[type[reports.Report], Flaw] = {
    reports.Encrypted: Flaw.ENCRYPTED,
    reports.TooLarge: Flaw.TOO_LARGE,
    reports.TooMuch: Flaw.TOO_LARGE,
}


async def _written(pdf: bytes, sealed_by: Seal, stamper: Stamper, now: datetime) -> bytes:
    trust = sealed_by.trust
    validating = ValidationContext(
        trust_roots=certificates((*trust.sealing, *trust.stamping)),
        other_certs=certificates(trust.between),
        crls=list(trust.lists),
        moment=now,
        allow_fetching=False,
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    asked = PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=True,
        use_pades_lta=True,
        timestamp_field_name=_STAMP_FIELD,
        validation_context=validating,
        signer_key_usage={"digital_signature", "non_repudiation"},
    )
    out = BytesIO()
    signer = PdfSigner(asked, signer=_Signer(sealed_by), timestamper=Asking(stamper))
    await signer.async_sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), output=out)
    return out.getvalue()


class _Signer(Signer):
    """The library's way to a key, through ours."""

    def __init__(self, sealed_by: Seal) -> None:
        (certificate,) = certificates([sealed_by.certificate])
        issuers = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        issuers.register_multiple(certificates(sealed_by.trust.between))
        super().__init__(signing_cert=certificate, cert_registry=issuers, embed_roots=False)
        self._signs, self._size = sealed_by.signs, _size(sealed_by.certificate.public_key())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != "sha256":
            raise BadSeal(Flaw.KEY_KIND)
        return bytes(self._size) if dry_run else self._signs(data)


def _size(key: object) -> int:
    """The most bytes that a signature of this key has."""
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size // 8
    if isinstance(key, ec.EllipticCurvePublicKey):
        return 2 * (key.key_size // 8 + 2) + 10
    raise BadSeal(Flaw.KEY_KIND)
