"""Papers for a test: one of ours, sealed or not, and the ways in which somebody may bring another one."""

from __future__ import annotations

from functools import cache
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from myspace.protocols.pades.sealing import seal
from myspace.protocols.pdfua.typesetting import Paper, Part, typeset
from tests.unit.protocols.pades.authority import NOW, Authority


@cache
def plain() -> bytes:
    return typeset(
        Paper(
            "ca", "Justificant de dades", "El meu espai", ["Prova."], [Part("Què diu", ("Dada", "Valor"), [("a", "b")])]
        ),
        NOW,
    )


@cache
def sealed() -> bytes:
    return sealed_by(Authority())


def sealed_by(authority: Authority) -> bytes:
    return seal(plain(), authority.seal(), authority.stamper(), authority.at)


def until_first_stamp(pdf: bytes) -> bytes:
    """B-T: the seal with its own stamp, without lists and without a stamp over all of it."""
    return pdf[: pdf.index(b"%%EOF", pdf.index(b"/Contents <")) + len(b"%%EOF")] + b"\n"


def written_over(pdf: bytes) -> bytes:
    """An update, as the standard lets anybody append one, that changes what the first page shows."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted() -> bytes:
    writer = copy_into_new_writer(PdfFileReader(BytesIO(plain())))
    writer.encrypt(owner_pass="prova", user_pass="prova")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb(layers: int, unpacked: int) -> bytes:
    """A PDF whose table of objects unpacks into very much: what a reader must unpack to know anything of it."""
    import zlib

    stream = b"\0" * unpacked
    for _ in range(layers):
        stream = zlib.compress(stream, 9)
    filters = b"[" + b"/FlateDecode" * layers + b"]"
    head = b"%PDF-1.7\n"
    table = (
        b"1 0 obj\n<</Type/XRef/Size 2/W[1 4 1]/Index[0 2]/Root 1 0 R/Filter%b/Length %d>>\nstream\n%b\nendstream\nendobj\n"
        % (filters, len(stream), stream)
    )
    return head + table + b"startxref\n%d\n%%%%EOF\n" % len(head)


def sealed_again(pdf: bytes, *authorities: Authority) -> bytes:
    """Signed by several, one after the other, as people sign: approvals, which certify nothing."""
    from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from tests.unit.protocols.pades.authority import asn1_certificate, asn1_key

    for number, authority in enumerate(authorities):
        signer = SimpleSigner(asn1_certificate(authority.sealing()), asn1_key("segell"), SimpleCertificateStore())
        out = BytesIO()
        sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), PdfSignatureMetadata(field_name=f"S{number}"), signer, output=out
        )
        pdf = out.getvalue()
    return pdf
