"""Which papers there are: pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class PaperKind(StrEnum):
    """What a paper is about. Which register is asked for it is `SHEETS`' to say."""

    REGISTRATION = "registration"
    HOUSEHOLD = "household"  # how many people live there; it names nobody
    TAX_COMPLIANCE = "tax_compliance"
    SOCIAL_SECURITY = "social_security"
    WORKING_LIFE = "working_life"
    DISABILITY = "disability"
    LARGE_FAMILY = "large_family"
    UNIVERSITY_DEGREE = "university_degree"
    OTHER_DEGREE = "other_degree"
    CATALAN_DEBT = "catalan_debt"


KINDS: Final = {kind.value: kind for kind in PaperKind}
