"""What a register told, as a paper has it: the same words as on the page of the sheet, in the paper's language."""

from __future__ import annotations

from django.utils.translation import gettext, override

from myspace.domain.certificates.worded import Said
from myspace.vocabulary.personal_data import Sheet
from myspace.web.pages.my_data import letters, words
from myspace.web.pages.my_data.lines import every_fact


def said(sheet: Sheet, language: str) -> Said:
    with override(language):
        facts = [(fact.term, fact.value) for fact in every_fact(sheet)]
        return Said(gettext(words.SHEETS[sheet.kind]), letters.owner_of(sheet.source).name, facts)
