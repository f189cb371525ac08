"""The simulated tax agency: AEAT_DADES, certificates of compliance and addresses. Its own reading of the schemas.

Ways: `other_host` the AOC's elements come under its other name (Q-VO-4); `old` the shape before this one (Q-VO-3);
`strange_letter` a negative whose letter nobody documented; `other_day` it tells of another day than was asked;
`year_first` the day of an address has its year in front; `no_address` it has none.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.compliance import Compliance, compliance
from myspace.simulation.stories.registers import home

MODALITIES = frozenset({"ECOTGEN", "ECOT101", "ECOT102", "ECOT103", "ECOT104", "SCPWIJ1R"})
WAYS = frozenset({"other_host", "old", "strange_letter", "other_day", "year_first", "no_address"})
_AEAT: Final = "http://intermediacion.redsara.es/scsp/esquemas/datosespecificos"
_MOST_TOLD: Final = 40


def answer(asked: Asked, mood: Mood) -> Said:
    if asked.modality == "SCPWIJ1R":
        return _address(asked, mood)
    general = asked.modality == "ECOTGEN"
    if asked.specific is not None and (general or root_of(asked) != "peticioConsultaObligacionsTributaries"):
        raise Refused("La petició no és d'aquesta modalitat")
    found = find(asked.holder[1])
    who = found if isinstance(found, Person) else None
    named = who is not None and asked.holder_name == f"{who.surnames} {who.name}"
    held = compliance(who) if who else Compliance()
    code = mood.says or (held.elsewhere or "1000" if named else "0233")
    host = "www.aocat.net" if "other_host" in mood.ways else "www.aoc.cat"
    ours = Voice(f"http://{host}/aeat/obligacions{'-generic' if general else ''}")
    root = ours.root("respostaConsultaObligacionsTributaries")
    day = heard(asked.specific, "dataPassada")
    if day:
        shown = date.fromisoformat(day) - timedelta(days=1 if "other_day" in mood.ways else 0)
        ours.say(ours.under(root, "peticioConsultaObligacionsTributaries"), "dataPassada", shown.isoformat())
    if code == "1000":
        _told(root, held, general, mood, asked.holder_name)
    result = ours.under(root, "resultat")
    ours.say(result, "codiResultat", code)
    ours.say(result, "descripcio", f"Resposta sobre {asked.holder[1]}")
    return Said((root,))


def _told(root: etree._Element, held: Compliance, general: bool, mood: Mood, name: str) -> None:
    agency = Voice(_AEAT)
    outer = agency.under(root, "DatosEspecificos")
    agency.say(outer, "Referencia", "20260000001")
    if "old" in mood.ways:
        agency.say(outer, "FechaProceso", f"{mood.today:%d-%m-%Y}")
        agency.say(outer, "NombreCompleto", name)
        return
    agency.say(outer, "FechaEmision", f"{mood.today:%d-%m-%Y}")
    inside = agency.under(outer, "ObligacionesTributarias")
    letter = "Z" if "strange_letter" in mood.ways else held.letter
    agency.say(inside, "CodigoCertificado", "NEGATIVO" if letter else "POSITIVO")
    if letter:
        agency.say(inside, "TipoNegativo", letter)
    if general:
        agency.say(inside, "CausaNegatividad", held.cause)
    if held.unfiled:
        missing = agency.under(inside, "Incumplimientos")
        told = held.unfiled[:_MOST_TOLD]
        agency.say(missing, "NumeroRegistrosExistentes", str(len(held.unfiled)))
        agency.say(missing, "NumeroRegistrosFacilitados", str(len(told)))
        for year, form, period in told:
            one = agency.under(missing, "DatosIncumplimiento")
            for name_, words in (("Ejercicio", year), ("Modelo", form), ("Periodo", period)):
                agency.say(one, name_, words)


def _address(asked: Asked, mood: Mood) -> Said:
    if asked.specific is not None:
        raise Refused("La petició no és d'aquesta modalitat")
    found = find(asked.holder[1])
    who = found if isinstance(found, Person) else None
    named = who is not None and asked.holder_name == f"{who.surnames} {who.name}"
    code = mood.says or ("1000" if named else "1002")
    ours = Voice(f"http://{'www.aoc.cat' if 'other_host' in mood.ways else 'www.aocat.net'}/aeat/domicilifiscal")
    agency = Voice("http://www.aeat.es/ns_SCPWIJ1R/respuesta")
    root = ours.root("respostaConsultaDomiciliFiscal")
    if who is not None and code == "1000":
        outer = agency.under(root, "DatosEspecificos")
        head = agency.under(outer, "CABECERA")
        agency.say(head, "REFERENCIA_S", "20260000002")
        agency.say(head, "FECHA_EMISION_S", f"{mood.today:%d-%m-%Y}")
        agency.say(head, "NOMBRE_COMPLETO_S", asked.holder_name)
        if "no_address" not in mood.ways:
            at = home(who)
            told = agency.under(outer, "DIRECCION")
            since = f"{at.since:%Y%m%d}" if "year_first" in mood.ways else f"{at.since:%d%m%Y}"
            for name, words in (
                ("ADMON_FISC_S", "08600"), ("TIPO_DOMI_S", "20"), ("FECH_DOMI_S", since), ("TIPO_VIA_S", at.kind),
                ("VIAPBL_S", at.street), ("TIPO_NUM_S", "NUM"), ("NUMERO_EN_S", at.number), ("CALIF_NUM_S", "BIS"),
                ("ESC_S", at.stair), ("PISO_S", at.floor), ("PTA_S", at.door), ("COMPLEMENTO_S", "Edifici de la Prova"),
                ("CODPOST_S", at.postal_code), ("MUNICIPIO_S", "Vilanova de l'Exemple"), ("NOMPROV_S", "BARCELONA"),
                ("E_MAIL_S", "adreca@exemple.cat"), ("TFNO_FIJO_S", ""), ("TFNO_MOVIL_S", "600000000"),
            ):  # fmt: skip
                agency.say(told, name, words)
    result = ours.under(root, "resultat")
    ours.say(result, "codiResultat", code)
    ours.say(result, "descripcio", f"Resposta sobre {asked.holder[1]}")
    return Said((root,))
