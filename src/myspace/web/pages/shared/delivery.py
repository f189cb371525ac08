"""What a screen may say of something that is to reach an administration. The one place that has the word "sent" for it.

`tests/contracts/test_sent.py` looks for that word everywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from myspace.vocabulary.delivery import ByEmail, Delivery, HandedToPerson, Registered
from myspace.web import wording


@dataclass(frozen=True, slots=True)
class DeliveryWords:
    """`title` in two words or so, `text` what that means. `tone` is a badge's."""

    title: str
    text: str
    tone: str


def words_of(delivery: Delivery, today: date) -> DeliveryWords:
    match delivery:
        case Registered(number, at):
            told = {"number": number, "day": wording.day_long(at, today)}
            return DeliveryWords(
                gettext("Enviada"),
                gettext(
                    "Segons el número que has apuntat (%(number)s), el registre la té des de %(day)s. No ho hem comprovat."
                )
                % told,
                "good",
            )
        case ByEmail(address):
            return DeliveryWords(
                gettext("Per correu, sense prova"),
                gettext("Si escrius a %(address)s, res no prova que arribi. El termini no comença.")
                % {"address": address},
                "warn",
            )
        case HandedToPerson():
            return DeliveryWords(
                gettext("La tens tu"),
                gettext("Ningú més no la té. El termini comença quan la portes a un registre."),
                "turn",
            )
    return DeliveryWords(gettext("D'aquí no surt"), gettext("Ningú no ho pot fer arribar des d'aquí."), "plain")
