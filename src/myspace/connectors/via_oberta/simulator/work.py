"""The simulated register of Social Security: TGSS_VIDA_LABORAL. Its own reading of the schema.

Ways: `fewer` it tells one stretch less than it counts; `other_period` it tells of another period than was asked; `hollow` it
says that it went well and nothing more.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from myspace.connector_kit.simulated.pci.plugin import Asked, Refused, Said
from myspace.connectors.via_oberta.simulator.playing import Mood, Voice, heard, root_of
from myspace.simulation.cast import Person, find
from myspace.simulation.stories.work import TOO_MANY, Stretch, affiliation, days, stretches

TGSS = Voice("http://www.aoc.cat/tgss")
_YEARS: Final = {"VIDA_LABORAL": 1, "VIDA_LABORAL5": 5}
MODALITIES = frozenset(_YEARS)
WAYS = frozenset({"fewer", "other_period", "hollow"})
_WORDS: Final = {"0000": "Operació correcta", "0001": "No trobat", "0010": "Sense número d'afiliació"}


def answer(asked: Asked, mood: Mood) -> Said:
    years = _YEARS[asked.modality]
    if asked.specific is not None and root_of(asked) != "peticioConsultaVidaLaboral":
        raise Refused("La petició no és d'aquesta modalitat")
    since, until = _period(asked, years, mood)
    found = find(asked.holder[1])
    who = found if isinstance(found, Person) else None
    number = affiliation(who) if who else None
    code = mood.says or (
        "0001" if who is None else "0010" if number is None else "0005" if who.id == TOO_MANY else "0000"
    )
    root = TGSS.root("respostaConsultaVidaLaboral")
    if code == "0000" and who is not None and number is not None and "hollow" not in mood.ways:
        if "other_period" in mood.ways:
            since = since.replace(year=since.year - 1)
        _told(root, who, number, since, until, mood)
    result = TGSS.under(root, "resultat")
    TGSS.say(result, "codiResultat", code)
    TGSS.say(result, "descripcio", f"{_WORDS.get(code, 'Error')} {asked.holder[1]}")
    return Said((root,))


def _period(asked: Asked, years: int, mood: Mood) -> tuple[date, date]:
    if asked.specific is None:
        if years > 1:
            raise Refused("Cal dir el període")
        return mood.today.replace(year=mood.today.year - 1), mood.today
    since, until = (date.fromisoformat(heard(asked.specific, name)) for name in ("dataInici", "dataFi"))
    if since > until or (until - since).days > 366 * years:
        raise Refused("El període és massa llarg")
    return since, until


def _told(root: etree._Element, who: Person, number: str, since: date, until: date, mood: Mood) -> None:
    told = TGSS.under(root, "resposta")
    period = TGSS.under(told, "consulta")
    TGSS.say(period, "dataInici", since.isoformat())
    TGSS.say(period, "dataFi", until.isoformat())
    life = TGSS.under(told, "vidaLaboral")
    every = stretches(who, since, until)
    TGSS.say(life, "numeroSituacions", str(len(every)))
    TGSS.say(TGSS.under(life, "numerosAfiliacio"), "numeroAfiliacio", number)
    TGSS.say(life, "dataNaixement", who.born.isoformat())
    TGSS.say(life, "transferenciaDretsCEE", "N")
    worked = sum(days(each, since, until) for each in every)
    summary = TGSS.under(life, "resum")
    totals, both = TGSS.under(summary, "totals"), TGSS.under(summary, "pluriocupacio")
    TGSS.say(totals, "totalDiesAlta", str(worked))
    TGSS.say(totals, "diesPluriocupacio", "0")
    TGSS.say(both, "totalDiesAlta", "0")
    for parent, sum_ in ((totals, worked), (both, 0)):
        for name, much in (("anysAlta", sum_ // 365), ("mesosAlta", sum_ % 365 // 30), ("diesAlta", sum_ % 365 % 30)):
            TGSS.say(parent, name, str(much))
    shown = every[1:] if "fewer" in mood.ways else every
    if shown:
        several = TGSS.under(life, "situacions")
        for each in shown:
            _stretch(TGSS.under(several, "situacio"), each, number, days(each, since, until))


def _stretch(node: etree._Element, one: Stretch, number: str, worked: int) -> None:
    for name, words in (
        ("numeroAfiliacio", number), ("regim", one.regime), ("empresa", one.employer), ("codiCompteCotitzacio", "08000000099"),
        ("provincia", "08"), ("dataAlta", one.began.isoformat()), ("dataEfectes", one.began.isoformat()),
        ("dataBaixa", one.ended.isoformat() if one.ended else ""), ("contracteTreball", one.contract),
        ("contracteTempsParcial", one.part_time), ("grupCotitzacio", one.group), ("diesAlta", str(worked)),
    ):  # fmt: skip
        if words:
            TGSS.say(node, name, words)
