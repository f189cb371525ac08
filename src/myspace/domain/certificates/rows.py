"""Names of the seals of papers as their table has them."""

from __future__ import annotations

from typing import Final

SHEET_SEAL: Final = "certificates_paper.sheet"
OCTETS_SEAL: Final = "certificates_paper.octets"
CODE_SEAL: Final = "certificates_paper.code"
