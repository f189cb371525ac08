"""Who sealed a PDF, when, and whether it is still what they sealed: the long-term validation of a B-LTA, told in our own types.

    bytes ─opened─▶ one signature ─whole? nothing added?─▶
      newest document time stamp at `now` ─▶ the one before at that one's time ─▶ … ─▶ a time T at which all of it existed
      the seal's own time stamp at T ─▶ the seal's certificate at that stamp's time ─▶ Report

Without a document time stamp T is `now`: then the certificates must be good now. Nobody is asked for anything: certificates and
revocation lists are those of the file and of the trust. What is not known is never good: without a list it is `Unproven`.
Paths, lists, signatures and what an update changed are judged by pyHanko; the order of the times is ours, since its own
validator reads the clock in the middle, and `now` would not be what decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from asn1crypto import x509 as asn1_x509
from asn1crypto.crl import CertificateList
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    SignatureStatus,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy

from myspace.protocols.pades import reports
from myspace.protocols.pades.coroutines import finished, outside_a_loop
from myspace.protocols.pades.opening import opened, unread
from myspace.protocols.pades.reports import Doubted, Report, Sealer
from myspace.protocols.pades.trusting import Trust, certificates

_SEALS = KeyUsageConstraints({"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_WITHDRAWN = {AdESFailure.REVOKED, AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE}
_PAST = {AdESIndeterminate.EXPIRED, AdESIndeterminate.OUT_OF_BOUNDS_NO_POE, AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED}
_NO_LIST = {AdESIndeterminate.TRY_LATER, AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE}

_LONGEST_TAIL = 4096
_TAIL = re.compile(rb"\s*(<<((?! obj|stream).)*>>\s*)?(endstream\s+)?(endobj\s+)?startxref\s+\d+\s+%%EOF\s*", re.DOTALL)


def check(pdf: bytes, trust: Trust, now: datetime) -> Report:
    """What may be said of this file at `now`. Never raises for what is in it; cost is bounded by `trust.limits`.

    RuntimeError: called from within a running loop.
    """
    outside_a_loop()
    reader = opened(pdf, trust.limits)
    if isinstance(reader, Report):
        return reader
    try:
        signed = reader.embedded_signatures
        if len(signed) > trust.limits.signatures:
            return reports.TooMuch()
        seals = reader.embedded_regular_signatures
        if len(seals) != 1:
            return reports.SeveralSeals() if seals else reports.NotSigned()
        return finished(_judged(reader, seals[0], trust, now))
    except Exception as broken:  # hostile bytes may break the library in any way
        return unread(broken, reports.Altered())


async def _judged(reader: PdfFileReader, seal: EmbeddedPdfSignature, trust: Trust, now: datetime) -> Report:
    proofs = _Proofs(reader, trust)
    existed = await _existed(reader, seal, proofs, now)
    claimed = _claimed(seal) or existed.at
    status = await async_validate_pdf_signature(
        seal, proofs.of_seals(claimed), proofs.of_stamps(existed.at), key_usage_settings=_SEALS
    )
    if not (status.intact and status.valid):
        return reports.Altered()
    if not (_only_proven(status) and _ends(reader)):
        return reports.AddedTo()
    stamp = status.timestamp_validity
    stamped = stamp is not None and _good(stamp)
    if status.trusted and stamp is not None and stamped and not existed.doubt:
        if not await _known_while_it_lasted(seal, proofs, claimed, now):
            return reports.Expired(_sealer(seal))
        return reports.Good(_sealer(seal), stamp.timestamp, existed.until)
    return _told(status, _sealer(seal), _why_time(stamp) if stamp is not None and not stamped else existed.doubt)


async def _known_while_it_lasted(
    seal: EmbeddedPdfSignature, proofs: _Proofs, sealed_at: datetime, now: datetime
) -> bool:
    """Whether a list of its own days clears it: one that is made later may have left out who was withdrawn (RFC 5280, 3.3)."""
    ends = seal.signer_cert.not_valid_after
    if now <= ends:
        return True
    then = proofs.of_seals(sealed_at, made_before=ends)
    status = await async_validate_pdf_signature(seal, then, skip_diff=True, key_usage_settings=_SEALS)
    return bool(status.trusted)


def _told(status: PdfSignatureStatus, by: Sealer, of_time: type[Doubted] | None) -> Report:
    """What is wrong with the certificate goes before what is wrong with the time: a stranger's time says nothing."""
    if not status.trusted:
        kind = _why(status)
        return reports.NotTrusted() if kind is reports.NotStamped else kind(by)
    return (of_time or reports.NotStamped)(by)


def _why(status: SignatureStatus) -> type[Doubted]:
    """Why a certificate is not trusted at its time; NotStamped when nobody answers for it at all."""
    problem = status.trust_problem_indic
    if problem in _WITHDRAWN or status.revoked:
        return reports.Revoked
    if problem in _PAST:
        return reports.Expired
    return reports.Unproven if problem in _NO_LIST else reports.NotStamped


def _why_time(status: TimestampSignatureStatus) -> type[Doubted]:
    """Of a stamp: one whose own certificate was withdrawn is as none, and says nothing against the seal."""
    why = _why(status)
    return reports.NotStamped if why is reports.Revoked else why


# -- when all of it existed -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Existed:
    """Proven to exist `at`; `until` the newest stamp's certificate ends. `doubt`: why a stamp over it proves nothing."""

    at: datetime
    until: datetime | None = None
    doubt: type[Doubted] | None = None


async def _existed(reader: PdfFileReader, seal: EmbeddedPdfSignature, proofs: _Proofs, now: datetime) -> _Existed:
    found = _Existed(now)
    for stamp in reversed(reader.embedded_timestamp_signatures):
        if stamp.signed_revision <= seal.signed_revision:
            break  # before the seal: says nothing of it
        status = await async_validate_pdf_timestamp(stamp, proofs.of_stamps(found.at))
        if not _good(status):
            return replace(found, doubt=_why_time(status))
        found = _Existed(status.timestamp, found.until or stamp.signer_cert.not_valid_after)
    return found


def _good(stamp: TimestampSignatureStatus) -> bool:
    return bool(stamp.intact and stamp.valid and stamp.trusted)


def _claimed(seal: EmbeddedPdfSignature) -> datetime | None:
    """The time in the seal's own stamp: used as a question, believed only when the stamp is good."""
    for stamp in extract_tst_data_iter(seal.signer_info, signed=False):
        return stamp["encap_content_info"]["content"].parsed["gen_time"].native  # type: ignore[no-any-return]  # no types
    return None


# -- what it is judged by ---------------------------------------------------------------------------------------------


class _Proofs:
    """Certificates and lists of the file and of the trust. What the file brings is never a reason to trust somebody."""

    def __init__(self, reader: PdfFileReader, trust: Trust) -> None:
        self._trust = trust
        self._between, self._lists, self._answers = certificates(trust.between), list(trust.lists), list[bytes]()
        try:
            brought = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            return
        self._between += brought.load_certs()
        self._lists += [each.get_object().read_data(DecodePurpose.CRL) for each in brought.crls]
        self._answers += [each.get_object().read_data(DecodePurpose.OCSP_RESPONSE) for each in brought.ocsps]

    def of_seals(self, moment: datetime, made_before: datetime | None = None) -> ValidationContext:
        lists = [each for each in self._lists if made_before is None or _made(each) <= made_before]
        return self._at(moment, certificates(self._trust.sealing), lists)

    def of_stamps(self, moment: datetime) -> ValidationContext:
        return self._at(moment, certificates(self._trust.stamping), self._lists)

    def _at(self, moment: datetime, roots: list[asn1_x509.Certificate], lists: list[bytes]) -> ValidationContext:
        return ValidationContext(
            trust_roots=roots,
            other_certs=self._between,
            crls=lists,
            ocsps=self._answers,
            moment=moment,
            best_signature_time=moment,
            allow_fetching=False,
            revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
        )


def _made(revocations: bytes) -> datetime:
    return CertificateList.load(revocations)["tbs_cert_list"]["this_update"].native  # type: ignore[no-any-return]  # no types


def _only_proven(status: PdfSignatureStatus) -> bool:
    """Whether what came after the seal is only time stamps and what proves them."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return True
    changes = status.diff_result
    return (
        status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and isinstance(changes, DiffResult)
        and changes.modification_level <= ModificationLevel.LTA_UPDATES
    )


def _ends(reader: PdfFileReader) -> bool:
    """Whether nothing stands after the last table of objects but where it begins: another reader might look there."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    reader.stream.seek(last.end_location)
    return _TAIL.fullmatch(reader.stream.read(_LONGEST_TAIL)) is not None


def _sealer(seal: EmbeddedPdfSignature) -> Sealer:
    named = seal.signer_cert.subject.native
    return Sealer(
        _words(named.get("common_name")), _words(named.get("organization_name")), seal.signer_cert.sha256.hex()
    )


def _words(given: object) -> str:
    """A name of a certificate as one line: it may be written several times, or not at all."""
    parts = given if isinstance(given, list) else [given]
    return " ".join(str(part) for part in parts if part is not None)
