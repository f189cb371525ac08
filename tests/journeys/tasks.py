"""Twelve things a neighbour is asked to find out or do, in the words they are told. Knows no browser.

The same words stand on the sheets of docs/research, for sessions with people. What each one must find on the screen is
in test_twelve_tasks.py.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_TAPS = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to find out or to do. `who`: the invented neighbours in whose lives it has an answer."""

    number: int
    name: str  # of the sheet too: docs/research/01-sms.md
    title: str
    told: str
    who: tuple[str, ...]
    taps: int  # of the shortest way we know, for whoever needs most

    @property
    def sheet(self) -> str:
        return f"{self.number:02d}-{self.name}.md"


TASKS: tuple[Task, ...] = (
    Task(1, "sms", "Un SMS", "Has rebut un SMS. Mira si has de fer res abans de divendres.", ("marta", "jusep"), 0),
    Task(2, "com-va", "Com va el que vas demanar",
         "Vas demanar una llicència per fer obres a casa. Mira com va i per a quan preveuen acabar.", ("jordi",), 1),
    Task(3, "un-paper", "El paper que vas portar",
         "Vas portar una sol·licitud en paper al teu ajuntament. Mira quin dia i amb quin número la van registrar.",
         ("ramon",), 2),
    Task(4, "una-notificacio", "Una notificació",
         "T'han enviat una notificació. Mira qui te l'envia, què passa quan l'obris i a quin web s'obre.", ("pau",), 1),
    Task(5, "una-cita", "La cita",
         "Tens hora amb el teu ajuntament. Mira quin dia, a quina hora i on és. Mira també com l'anul·laries.",
         ("rosa",), 2),
    Task(6, "un-impost", "L'impost de casa",
         "Has de pagar l'impost de casa teva. Mira quant és, fins quan tens i a quin web es paga.", ("jusep",), 2),
    Task(7, "que-hi-falta", "El que hi falta",
         "Mira si aquí hi falta res teu: de quina administració és i a quin telèfon pots trucar.", ("amina", "nuria"), 1),
    Task(8, "que-s-hi-ha-fet", "Què s'ha fet al teu espai",
         "Vols saber si algú ha entrat al teu espai i què hi ha mirat. Busca on ho diu.", ("berta",), 2),
    Task(9, "una-altra-sessio", "L'altre ordinador",
         "Has entrat al teu espai des d'un altre ordinador i no saps si en vas sortir. Fes que allà es tanqui.",
         ("teresa",), 3),
    Task(10, "amagar", "Una cosa que no vols que es vegi",
         "Hi surt una cita que no vols que ningú vegi en aquest mòbil. Fes que no hi surti.", ("laia",), 3),
    Task(11, "preguntar", "Una administració que no han preguntat",
         "Et van posar una multa a Barcelona i no vius allà. Fes que ho preguntin a l'Ajuntament de Barcelona.",
         ("marc",), 3),
    Task(12, "la-llengua", "La llengua", "T'estimes més llegir-ho en castellà. Canvia-ho.", ("ioana",), 1),
)  # fmt: skip
