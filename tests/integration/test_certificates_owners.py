"""Papers that their owner makes: handed over untouched where their signature is good, and otherwise to nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from myspace.domain.certificates.rules import PaperKind, Stage, Why
from myspace.domain.certificates.service import PaperName
from myspace.vocabulary.personal_data import (
    DataPaper,
    Datum,
    DatumKind,
    HeldBy,
    Known,
    Sheet,
    SheetKind,
    Source,
    Standing,
)
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.papers_given import Authority, Desk, authority
from tests.integration.personal_data_given import PADRO, GivenRegisters, connected
from tests.unit.protocols.pades.authority import Authority as Owner


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("autoritat") / "segells") as one:
        yield one


@pytest.fixture
def desk(as_role: AsRole, clean: Database, far: Authority) -> Iterator[Desk]:
    with connected(GivenRegisters()) as registers:
        yield Desk(as_role, clean, far, registers)


def catalan(octets: bytes, media_type: str = "application/pdf") -> Known:
    source = Source(HeldBy.CATALAN_TAX_AGENCY, "ATC", "ATC_INF_DEUTES_TMP")
    data = (Datum(DatumKind.DEBT_CENTS, 0),)
    papers = (DataPaper(media_type, octets),)
    return Known(Sheet(SheetKind.CATALAN_TAX_DEBT, source, Standing.POSITIVE, data=data, papers=papers))


@pytest.fixture(scope="module")
def owner() -> Owner:
    return Owner("Autoritat de l'agència")


@pytest.fixture(scope="module")
def signed(owner: Owner) -> bytes:
    from myspace.protocols.pades.sealing import seal

    return seal(PLAIN, owner.seal(), owner.stamper(), datetime.now(UTC))


def _plain() -> bytes:
    from myspace.protocols.pdfua.typesetting import Paper as Set
    from myspace.protocols.pdfua.typesetting import typeset

    return typeset(Set("ca", "Certificat", "Agència", ["No deu res."], []), datetime(2026, 12, 1, tzinfo=UTC))


PLAIN = _plain()


def test_what_its_owner_signed_is_handed_over_as_it_came_and_is_a_certificate(
    desk: Desk, owner: Owner, signed: bytes, tmp_path: Path
) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding

    roots = tmp_path / "owners.pem"
    roots.write_bytes(owner.root().public_bytes(Encoding.PEM))
    desk.registers.answers[SheetKind.CATALAN_TAX_DEBT] = catalan(signed)
    _, paper = desk.ask(PaperKind.CATALAN_DEBT_CERTIFICATE)
    desk.answered()
    desk.make(MYSPACE_OWNERS_ROOTS=str(roots))
    assert paper is not None
    made = desk.look(paper)
    assert (made.stage, made.name, made.code) == (Stage.MADE, PaperName.CERTIFICATE, None)
    assert desk.taken(paper) == signed, "not a byte is touched"


@pytest.mark.parametrize(
    ("bend", "found"),
    [
        (lambda pdf: pdf, "NotTrusted"),
        (lambda pdf: pdf.replace(b"/Lang", b"/Lxng", 1), "Altered"),
        (lambda pdf: PLAIN, "NotSigned"),
        (lambda pdf: b"%PDF-1.7\n% a certificate\n%%EOF\n", "NotAPdf"),
    ],
)
def test_a_signature_of_its_owner_that_is_not_good_is_handed_to_nobody(
    bend: Callable[[bytes], bytes], found: str, desk: Desk, signed: bytes
) -> None:
    desk.registers.answers[SheetKind.CATALAN_TAX_DEBT] = catalan(bend(signed))
    made = desk.whole(PaperKind.CATALAN_DEBT_CERTIFICATE)
    assert (made.stage, made.why, made.detail) == (Stage.FAILED, Why.OWNER_SEAL, found)
    assert desk.taken(made.id) is None
    assert not desk.sql("SELECT FROM certificates_paper WHERE octets_sealed IS NOT NULL OR sheet_sealed IS NOT NULL")


def test_a_paper_of_its_owner_that_is_no_pdf_is_none(desk: Desk) -> None:
    desk.registers.answers[SheetKind.CATALAN_TAX_DEBT] = catalan(b"PK\x03\x04", "application/msword")
    assert desk.whole(PaperKind.CATALAN_DEBT_CERTIFICATE).why is Why.NO_PAPER


def test_an_extract_that_nobody_signed_is_handed_over_as_one_and_never_as_a_certificate(desk: Desk) -> None:
    told = Sheet(SheetKind.REGISTRATION_PAPER, PADRO, Standing.ON_RECORD, papers=(DataPaper("application/pdf", PLAIN),))
    desk.registers.answers[SheetKind.REGISTRATION_PAPER] = Known(told)
    made = desk.whole(PaperKind.REGISTRATION_EXTRACT)
    assert (made.stage, made.name) == (Stage.MADE, PaperName.EXTRACT)
    assert desk.taken(made.id) == PLAIN
