"""The *justificant de dades*: the paper that we can make of what a register answered, and what it says about itself.

Three papers are never called by another's name. A *certificat* is signed by who owns the data, or by who may sign for them. A
*volant* is their extract. Ours is neither: it says what it proves (what we were answered, and when) and what it does not.
Names nobody unless it is told whom. Refuses to know who asks for it, and seals nothing: `protocols.pades` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from myspace.protocols.pdfua.typesetting import Check, Paper, Part, typeset

_MADRID = ZoneInfo("Europe/Madrid")


@dataclass(frozen=True, slots=True)
class DataStatement:
    """What one register answered: labels and values as the person reads them, at least one.

    That a register knows nothing of somebody is another paper, which says what that means: it is not this one without rows.
    `about`: what it is about, in words. `of`: whose it is, by name and number, for who asked to be named in it.
    """

    register: str
    answered_at: datetime
    facts: Sequence[tuple[str, str]]
    about: str = ""
    of: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if not self.facts:
            raise ValueError("a data statement without data")


@dataclass(frozen=True, slots=True)
class Checked:
    """How whoever receives it checks it: the code as shown, the page where it is typed, and that page with it behind `#`."""

    code: str
    page: str
    address: str
    valid_until: datetime


def statement_pdf(statement: DataStatement, language: str, made_at: datetime, checked: Checked | None = None) -> bytes:
    """It as a tagged PDF, without a seal; whole seconds. Raises `protocols.pdfua.typesetting.Unwritable`."""
    return typeset(paper(statement, language, checked), made_at)


def paper(statement: DataStatement, language: str, checked: Checked | None = None) -> Paper:
    day = statement.answered_at.astimezone(_MADRID).strftime("%d/%m/%Y")
    with override(language):
        return Paper(
            language,
            _("Justificant de dades"),
            _("El meu espai"),
            [
                *([statement.about] if statement.about else []),
                _("Això ens va respondre %(register)s el dia %(day)s.") % {"register": statement.register, "day": day},
            ],
            [
                *_of(statement),
                Part(_("Què diu"), (_("Dada"), _("Valor")), statement.facts),
                Part(
                    _("Què demostra"),
                    says=[_("Demostra què ens va respondre aquest registre i quin dia, si porta el nostre segell.")],
                ),
                Part(
                    _("Què no demostra"),
                    says=[
                        _("No és un certificat ni un volant: aquests només els fa qui té el registre."),
                        _("No demostra que la dada sigui certa, ni que ho sigui després d'aquest dia."),
                        _(
                            "Una administració el pot rebutjar. Si et demana un certificat, demana'l a qui té el registre."
                        ),
                    ],
                ),
            ],
            None if checked is None else _check(checked),
        )


def _of(statement: DataStatement) -> list[Part]:
    if statement.of is None:
        return []
    name, number = statement.of
    return [Part(_("De qui és"), (_("Dada"), _("Valor")), [(_("Nom"), name), (_("Document"), number)])]


def _check(checked: Checked) -> Check:
    until = checked.valid_until.astimezone(_MADRID).strftime("%d/%m/%Y")
    return Check(
        _("Com es comprova"),
        [
            _("Qualsevol pot comprovar que ningú no l'ha canviat. Cal anar a %(page)s i escriure-hi aquest codi.")
            % {"page": checked.page},
            _("El codi serveix fins al dia %(day)s.") % {"day": until},
        ],
        checked.code,
        checked.address,
        _("Codi QR amb l'adreça per comprovar aquest paper"),
    )
