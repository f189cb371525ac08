"""The simulated employment service: SOC. Its own reading of the samples.

`says` is the letter of the certificate instead of a code. Ways: `error` it failed and says so; `apart` the letter of a number
stands by itself; `somebody` it is about another document; `hollow` it counts no days of the stretches that it tells.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.looking_for_work import stretches

OURS: Final = Voice("http://gencat.net/scsp/esquemes/SOC")
ERROR: Final = Voice("http://gencat.net/scsp/esquemes/PicaError")
MODALITIES = frozenset({"SOC_CERT_INSCRIPCIO", "SOC_CERT_ULTIMPERIODE"})
WAYS = frozenset({"error", "apart", "somebody", "hollow"})


def answer(asked: Asked, mood: Mood) -> Said:
    if root_of(asked) != "CertificatRequest" or heard(asked.specific, "IdPersona", "NIF", "TipusDocument") != "3":
        raise Refused("La petició no és d'aquesta modalitat")
    document = heard(asked.specific, "IdPersona", "NIF", "NumDocument")
    found = find(document)
    held = stretches(found) if isinstance(found, Person) else ()
    periods = asked.modality == "SOC_CERT_ULTIMPERIODE"
    root = OURS.root("CertUltimPeriodeResponse" if periods else "CertInscripcioResponse")
    OURS.say(root, "DataProces", f"{mood.today.isoformat()}T09:30:47.0Z")
    number = OURS.under(OURS.under(root, "DadesComunes"), "NIF")
    shown = "00000002W" if "somebody" in mood.ways else document
    OURS.say(number, "TipusDocument", "D")
    OURS.say(number, "NumDocument", shown[:-1] if "apart" in mood.ways else shown)
    OURS.say(number, "LletraDocument", shown[-1])
    if periods:
        _periods(root, held, heard(asked.specific, "DataIniciSollicitud"), mood)
    else:
        registered = mood.says or ("S" if any(until is None for _, until in held) else "N")
        OURS.say(OURS.under(root, "CertInscripcio"), "DemandantInscrit", registered)
    if "error" in mood.ways:
        error = ERROR.under(root, "PICAError")
        for name in ("CodiError", "Error", "Descripcio", "Causa"):
            ERROR.say(error, name, f"Error sobre {document}")
    return Said((root,))


def _periods(root: etree._Element, held: tuple[tuple[date, date | None], ...], asked: str, mood: Mood) -> None:
    since = datetime.strptime(asked, "%d%m%Y").replace(tzinfo=UTC).date()
    told = [(began, until) for began, until in held if until is None or until >= since]
    days = sum(((until or mood.today) - max(began, since)).days + 1 for began, until in told)
    outer = OURS.under(root, "CertUltimPeriode")
    OURS.say(outer, "NumDiesInscrit", "0" if "hollow" in mood.ways else str(days))
    for began, until in told:
        one = OURS.under(outer, "PeriodeIns")
        OURS.say(one, "IniciPeriode", began.isoformat())
        OURS.say(one, "FiPeriode", until.isoformat() if until else "")
