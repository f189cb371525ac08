"""By which of three words a paper goes, from who made it and who signed it. One function decides, and nobody else.

    certificat            its owner signed it, or who may sign for them
    volant                its owner made it and signed nothing: their extract
    justificant de dades  we made it of what its owner answered, and sealed it: it is neither

They are never interchanged: not in a title, a file's name, nor in any language.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override


class Party(StrEnum):
    """Who may have signed a paper, as far as its name goes."""

    OWNER = "owner"  # of the data, or who signs for them by delegation
    US = "us"
    NOBODY = "nobody"


class PaperName(StrEnum):
    CERTIFICATE = "certificate"
    EXTRACT = "extract"
    DATA_STATEMENT = "data_statement"


class Unnamed(ValueError):
    """No paper is of this: what we made and did not seal, or what is the owner's under our seal."""


def named(*, made_by: Party, signed_by: Party) -> PaperName:
    """Raises Unnamed."""
    match made_by, signed_by:
        case Party.OWNER, Party.OWNER:
            return PaperName.CERTIFICATE
        case Party.OWNER, Party.NOBODY:
            return PaperName.EXTRACT
        case Party.US, Party.US:
            return PaperName.DATA_STATEMENT
    raise Unnamed(f"made by {made_by.value}, signed by {signed_by.value}")


def words(name: PaperName, language: str) -> str:
    with override(language):
        match name:
            case PaperName.CERTIFICATE:
                return _("Certificat")
            case PaperName.EXTRACT:
                return _("Volant")
            case PaperName.DATA_STATEMENT:
                return _("Justificant de dades")


def file_name(name: PaperName, about: str, language: str) -> str:
    """Of a download: the word of its name, and what it is about, in letters that every device takes."""
    return f"{_plain(words(name, language))}-{_plain(about)}.pdf"


_OTHER: Final = re.compile(r"[^a-z0-9]+")


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return _OTHER.sub("-", bare).strip("-")
