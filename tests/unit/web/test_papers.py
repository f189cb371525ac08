"""What somebody else made can do nothing here, and a receipt is a PDF that says what it was given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from myspace.vocabulary.notices import Paper
from myspace.web.papers import Part, as_attachment, receipt_pdf

WHEN = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mime", "told"),
    [
        ("application/pdf", "application/pdf"), ("application/pdf; name=x", "application/pdf"),
        ("text/html", "application/octet-stream"), ("image/svg+xml", "application/octet-stream"),
        ("application/xhtml+xml", "application/octet-stream"), ("", "application/octet-stream"),
    ],
)  # fmt: skip
def test_a_paper_is_a_download_in_which_nothing_runs(django_ready: None, mime: str, told: str) -> None:
    response = as_attachment(Paper("resolució.pdf", mime, b"<script>"))
    assert response["Content-Type"] == told
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response.content == b"<script>"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\paper.pdf", "paper.pdf"), ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
        ("factura\u202efdp.exe", "facturafdp.exe"), ("", "document"), (".hidden", "hidden"),
    ],
)  # fmt: skip
def test_a_name_leads_nowhere_and_hides_nothing(django_ready: None, given: str, kept: str) -> None:
    assert (
        as_attachment(Paper(given, "application/pdf", b""))["Content-Disposition"] == f'attachment; filename="{kept}"'
    )


def test_a_receipt_is_a_pdf_and_the_same_facts_give_the_same_bytes(django_ready: None) -> None:
    def made(value: str) -> bytes:
        parts = (Part("", [("Qui", value)] * 60), Part("Empremtes", [("Paper", "0f" * 32)]))
        return receipt_pdf(
            "Rebut", "Diu què es va fer.", parts, ["Nota."], made_by="Espai", language="ca", made_at=WHEN
        )

    assert made("Núria Solé").startswith(b"%PDF-1.")
    assert made("Núria Solé") == made("Núria Solé")
    assert b"/Lang (ca)" in made("Núria Solé")
    assert made("Ștefan Łukasz 王") != made("Núria Solé"), "no letter breaks it"
