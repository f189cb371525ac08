"""What is said of a paper that was found by its code: what it is about and who made it, in words that name nobody."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_noop as noop

from myspace.domain.certificates.service import Known, PaperKind, PaperName

ABOUT: Final[dict[PaperKind, str]] = {
    PaperKind.REGISTRATION: noop("D'on s'està empadronat"),
    PaperKind.HOUSEHOLD: noop("De quantes persones hi ha empadronades en un domicili"),
    PaperKind.TAX_COMPLIANCE: noop("D'estar al corrent amb Hisenda"),
    PaperKind.SOCIAL_SECURITY: noop("D'estar al corrent amb la Seguretat Social"),
    PaperKind.WORKING_LIFE: noop("De la vida laboral"),
    PaperKind.DISABILITY: noop("De la discapacitat reconeguda"),
    PaperKind.LARGE_FAMILY: noop("De ser família nombrosa"),
    PaperKind.UNIVERSITY_DEGREE: noop("D'un títol universitari"),
    PaperKind.OTHER_DEGREE: noop("D'un títol que no és universitari"),
    PaperKind.CATALAN_DEBT: noop("De deutes amb l'Agència Tributària de Catalunya"),
    # Their owners make these two, and put no code of ours on them: nobody comes by one, and they are about the same.
    PaperKind.REGISTRATION_EXTRACT: noop("D'on s'està empadronat"),
    PaperKind.CATALAN_DEBT_CERTIFICATE: noop("De deutes amb l'Agència Tributària de Catalunya"),
}
BY: Final[dict[PaperName, str]] = {
    PaperName.CERTIFICATE: noop("El va signar qui té les dades."),
    PaperName.EXTRACT: noop("El va fer qui té les dades, i no el va signar ningú."),
    PaperName.DATA_STATEMENT: noop("El va fer i segellar El meu espai amb el que va dir qui té les dades."),
}


class Stands(StrEnum):
    """How a paper of ours is at a moment. The gravest goes first: who is shown it needs one answer."""

    WITHDRAWN = "code_withdrawn"
    OVER = "code_over"
    REPLACED = "code_replaced"
    VALID = "code_valid"


def stands(known: Known, now: datetime) -> Stands:
    if known.withdrawn:
        return Stands.WITHDRAWN
    if known.valid_until <= now:
        return Stands.OVER
    return Stands.REPLACED if known.replaced else Stands.VALID
