"""The papers of the simulated e-NOTUM, in the least that a reader of PDF opens."""

from __future__ import annotations

from myspace.connectors.enotum.simulator.platform import Held


def evidence_of(held: Held) -> str:
    ended = "" if held.ended is None else held.ended.strftime("%d/%m/%Y %H:%M:%S")
    return f"Justificant de la notificació {held.told.number}: {held.state} {ended}"


def pdf(words: str) -> bytes:
    text = words.replace("\\", "").replace("(", "").replace(")", "").encode("latin-1", "replace")
    stream = b"BT /F1 12 Tf 40 780 Td (" + text + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    whole, places = b"%PDF-1.4\n", []
    for n, part in enumerate(parts, 1):
        places.append(len(whole))
        whole += b"%d 0 obj%s endobj\n" % (n, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return whole + end % (len(parts) + 1, table, len(parts) + 1, len(whole))
