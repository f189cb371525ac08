"""The parsers of what sources and identity providers send. Each judge reads the bytes for itself, by another library."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from myspace.connector_kit.json_text import Unreadable as NotJson
from myspace.connector_kit.json_text import doubled_key, read_json, spell, text_of
from myspace.connector_kit.links import judge_link
from myspace.connector_kit.values import Unreadable
from myspace.connectors.example import mapping as example_mapping
from myspace.connectors.example import wire as example_wire
from myspace.connectors.hub_carpetes import mapping, names, values, wire
from myspace.connectors.hub_carpetes.fields import Asked
from myspace.connectors.hub_carpetes.simulator import asked as questions
from myspace.connectors.hub_carpetes.simulator.country import Country
from myspace.simulation.bodies import Temperament, hosts_of
from myspace.simulation.cast import person
from myspace.vocabulary.activity import Link, LinkVerdict, Moment, Topic
from proofs import _mutants
from proofs._mutants import NUMBERS, SECRET
from proofs._parser import Parser

TODAY = date(2026, 11, 23)
HOSTS = frozenset({"seu.exemple.test", "pagaments.exemple.test"})
HUB, EXAMPLE = "myspace.connectors.hub_carpetes", "myspace.connectors.example"
KIT = "myspace.connector_kit"
# What an item must have to be believed, whatever else it lacks (contract HCC 1.0, without what a sample leaves out).
MUST = {
    Topic.CASES: (
        "idExpedient",
        "tipusPersona",
        "codiINE10",
        "procediment",
        "assumpteExpedient",
        "dataIniciExpedient",
        "estatExpedient",
        "urlExpedient",
    ),
    Topic.ENTRIES: (
        "idActuacio",
        "tipusPersona",
        "codiINE10",
        "tipusActuacio",
        "dataActuacio",
        "assumpteActuacio",
        "urlActuacio",
    ),
    Topic.APPOINTMENTS: ("idCita", "codiINE10", "assumpteCita", "dataActuacio", "dataCita", "urlCita"),
    Topic.TAXES: ("idTribut", "descripcioTribut", "exercici"),
}
ARRAYS = frozenset({"actuacions", "expedients", "citesprevies", "tributs"})


def parsers() -> list[Parser]:
    return [*_kit(), *(_operation(topic) for topic in Topic), *_values(), _example()]


# -- the kit ----------------------------------------------------------------------------------------------------------


def _kit() -> Iterator[Parser]:
    valid = [{"nom": NUMBERS[0], "llista": [1, 2.50, {"x": None, "text": SECRET}], "ç": True, "n": 8385.84}]
    yield Parser(
        "json",
        tuple(f"{KIT}.json_text:{n}" for n in ("read_json", "text_of", "spell", "doubled_key")),
        lambda chance, number: _mutants.json_bytes(chance, valid, number),
        _read_and_spell,
        (NotJson,),
        _same_json,
    )
    links = (
        "https://seu.exemple.test/tramit?id=1#a",
        "https://pagaments.exemple.test:443/p",
        "http://seu.exemple.test/",
        "https://seu.exemple.test./x}",
        "https://SEU.exemple.test/%7Euser",
        "https://altre.test/",
        "https://seu.exemple.test@evil.test/",
        "https://[::1]/",
        "https://bücher.test/ç",
    )
    yield Parser(
        "links",
        (f"{KIT}.links:judge_link",),
        lambda chance, number: _mutants.text(chance, links, number),
        lambda url: judge_link(url, HOSTS),
        (),
        lambda _url, link: _bad_link(link, HOSTS),
    )


def _read_and_spell(body: bytes) -> Any:
    value = read_json(body)
    doubled_key(value)
    return value, spell(value), text_of(body)


def _same_json(body: bytes, found: Any) -> str | None:
    """What is written again is the same JSON as what came; what came is JSON for the standard library too."""
    value, spelt, _ = found
    mine, theirs = _lenient(spelt.encode("utf-8", "surrogatepass")), _lenient(body)
    if mine is None or theirs is None:
        return "read what is no JSON"
    return None if mine[0] == theirs[0] else f"spelt another {type(value).__name__}"


def _lenient(body: bytes) -> tuple[Any] | None:
    """The JSON of these bytes with every pair kept, by the standard library alone; None when it is none."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    try:
        return (json.loads(text, object_pairs_hook=lambda pairs: ("{}", pairs), parse_int=str, parse_float=str),)
    except (ValueError, RecursionError):
        return None


def _bad_link(link: Link, hosts: frozenset[str]) -> str | None:
    if link.verdict is not LinkVerdict.OPEN:
        return None
    host = re.fullmatch(r"https://([a-z0-9.-]+)(?::443)?(?:[/?#][!-~]*)?", link.url)
    return None if host and host[1] in hosts and link.host == host[1] else "an open link to where none may lead"


# -- the Hub de Carpetes ----------------------------------------------------------------------------------------------


def _operation(topic: Topic) -> Parser:
    answers, asked = _told(topic)
    operation = wire.OPERATIONS[topic]
    return Parser(
        f"hub {operation}",
        (
            f"{HUB}.wire:read",
            f"{HUB}.wire:message",
            f"{HUB}.mapping:translate",
            f"{HUB}.wire:documents_of",
            f"{HUB}.wire:documents_in",
            f"{HUB}.wire:documents_inside",
            f"{HUB}.wire:full_name",
            f"{HUB}.taxes:tax",
            f"{HUB}.taxes:attachment",
        ),
        lambda chance, number: (200 if chance.random() < 0.9 else 404, _mutants.json_bytes(chance, answers, number)),
        partial(_read_hub, topic, asked),
        (),
        partial(_judge_hub, topic, asked),
    )


def _told(topic: Topic) -> tuple[list[Any], Asked]:
    """What one body tells Marta about this topic in the simulated country, in several of its moods; and an empty answer."""
    country, marta = Country(TODAY), person("marta").identifier.value
    query = {"documentIdentificatiu": marta, "tipusDocumentIdentificatiu": "NIF"}
    question = questions.read(wire.OPERATIONS[topic], query)
    well = [e for e in country.endpoints.values() if e.temperament is Temperament.MODERN]
    endpoint = max(well, key=lambda e: len(country.items(e, question)) in range(1, 9))
    array = question.operation.array
    answers = []
    for quirks in ({}, {"Q-HCC-2": True, "Q-HCC-3": True, "Q-HCC-12": True}, {"Q-HCC-15": True, "Q-HCC-6": True}):
        items = country.items(country.wish(endpoint.body.ine10, {"reset": True, "quirks": quirks}), question)
        assert items, f"nobody tells Marta any {topic}"
        answers.append({"codiResultat": "200", "descripcioResultat": "OK", array: items})
        answers.append({"codiResultat": "200", "documentIdentificatiu": marta, array: items[:1]})
    answers.append({"codiResultat": "404", "descripcioResultat": "No s'ha trobat", array: []})
    body = endpoint.body
    return answers, Asked(body.ine10, body.dir3, frozenset(hosts_of(body)), marta, ("Marta Soler Puig",))


def _read_hub(topic: Topic, asked: Asked, given: tuple[int, bytes]) -> Any:
    heard = wire.read(topic, *given)
    return (heard, mapping.translate(topic, [heard], asked)) if isinstance(heard, wire.Heard) else (heard, None)


def _judge_hub(topic: Topic, asked: Asked, given: tuple[int, bytes], found: Any) -> str | None:
    heard, translated = found
    if translated is None:
        return None
    said = _lenient(given[1])
    if said is None or not _is_object(said[0]):
        return "an answer was heard in what is no JSON object"
    lists = [value for name, value in said[0][1] if name.lower() in ARRAYS and isinstance(value, list) and value]
    if lists and not heard.items:
        return "nothing was heard in what held items"
    if heard.items and not translated.items and not translated.quarantined:
        return "items became nothing"
    raws = [one for value in lists for one in value if _is_object(one)]
    for item in translated.items:
        if wrong := _unbelievable(topic, asked, item, raws):
            return wrong
    ids = [item.source_id for item in translated.items]
    return None if len(set(ids)) == len(ids) else "one id was believed twice"


def _is_object(value: Any) -> bool:
    return isinstance(value, tuple) and value[:1] == ("{}",)


def _unbelievable(topic: Topic, asked: Asked, item: Any, raws: list[Any]) -> str | None:
    """An item that was believed: its raw must be there, whole, about this body and not about somebody else."""
    if item.ine10 != asked.ine10:
        return "an item of another body was believed"
    same = [dict(raw[1]) for raw in raws if _clean(dict(raw[1]).get(MUST[topic][0])) == item.source_id]
    if not any(all(_clean(raw.get(name)) for name in MUST[topic]) for raw in same):
        return "an item without what it must have was believed"
    others = [_clean(raw.get("documentIdentificatiu")) for raw in same]
    if others and all(one and re.sub("[^0-9A-Z]", "", one.upper()) != asked.document for one in others):
        return "an item of another person was believed"
    return next(filter(None, (_bad_value(value, asked.hosts) for value in _inside(item))), None)


def _clean(value: Any) -> str:
    """A value as the folder shows it: without controls and blanks at its ends."""
    return re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "", str(value or "").replace("\r\n", "\n")).strip()


def _inside(value: Any) -> Iterator[Any]:
    yield value
    if is_dataclass(value):
        for one in fields(value):
            yield from _inside(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _inside(one)


def _bad_value(value: Any, hosts: frozenset[str]) -> str | None:
    match value:
        case Decimal() if not value.is_finite() or abs(value) > 10**12 or value.as_tuple().exponent != -2:
            return "an amount that is not euro and cents was believed"
        case Moment() if not 1899 < value.day.year < 2202:
            return "a day of no calendar was believed"
        case Link():
            return _bad_link(value, hosts)
        case str() if any(c < "\t" or "\ud800" <= c <= "\udfff" for c in value):
            return "a text that no database takes was believed"
    return None


# -- single values ----------------------------------------------------------------------------------------------------


def _values() -> Iterator[Parser]:
    def parser(name: str, reads: tuple[str, ...], valid: tuple[str, ...], read: Any, judge: Any) -> Parser:
        return Parser(
            f"hub {name}",
            tuple(f"{HUB}.{one}" for one in reads),
            lambda chance, number: _mutants.text(chance, valid, number),
            read,
            (Unreadable,),
            judge,
        )

    dates = (
        "2026-11-23",
        "2026-11-23T10:20:30",
        "2026-03-29 02:30",
        "2026-10-25T02:30:00+02:00",
        "1700000000000",
        "2026-01-01T00:00:00.123456789Z",
        "202601311230",
        "1700000000",
    )
    yield parser(
        "dates",
        ("values:moment", "values:day"),
        dates,
        lambda raw: (values.moment(raw), values.day(raw)),
        lambda _raw, found: next(filter(None, (_bad_value(one, HOSTS) for one in found if one)), None),
    )
    amounts = ("1234.56", "1.234,56", "1,234.56", "0,5", "-12,00 €", "1 234 567,8", "12 EUR", "8385.840")
    yield parser(
        "amounts",
        ("values:amount",),
        amounts,
        lambda raw: (values.amount(raw), _or_none(values.amount, _number(raw))),
        lambda _raw, found: next(filter(None, (_bad_value(one, HOSTS) for one in found)), None),
    )
    yield parser(
        "codes and sizes",
        (
            "values:text",
            "values:name_of",
            "values:ine10",
            "values:flag",
            "values:code",
            "values:size_kb",
            "values:coordinates",
        ),
        ("OBERT", "Obert", "true", "0811360009", "811360009", "2048 KB", "41.7281, 1.8240", "1,5 MB", NUMBERS[0]),
        _each_small,
        lambda _raw, found: "no ten digits" if found[0] and not re.fullmatch("[0-9]{10}", found[0]) else None,
    )
    yield parser(
        "names",
        ("names:another_person", "names:another_document"),
        ("Marta Puig", "PUIG SOLER, Marta", "M. Puig", "Marta Puig i Soler", NUMBERS[0], "12.345.678-z"),
        lambda raw: (names.another_person(raw, ("Marta Soler Puig",)), names.another_document([raw], NUMBERS[0])),
        lambda _raw, _found: None,
    )


def _number(raw: str) -> Any:
    from myspace.connector_kit.json_text import Number

    return Number(raw)


def _or_none(read: Any, raw: Any) -> Any:
    try:
        return read(raw)
    except Unreadable:
        return None


def _each_small(raw: str) -> Any:
    """All of them read the same text; the last is the one that may refuse it."""
    states = {"OBERT": 1, "TANCAT": 2}
    found = [
        _or_none(one, raw) for one in (values.ine10, values.flag, values.name_of, partial(values.code, known=states))
    ]
    return [*found, values.size_kb(raw), values.coordinates(raw), values.text(raw)]


# -- the example ------------------------------------------------------------------------------------------------------


def _example() -> Parser:
    case = {
        "id": "1",
        "title": "Obra",
        "opened": "2026-01-31",
        "state": "open",
        "link": "https://seu.exemple.test/1",
        "about": NUMBERS[0],
    }
    valid = [{"version": 1, "cases": [case, case | {"id": "2", "state": "done"}]}, {"version": 1, "cases": []}]
    return Parser(
        "example answer",
        (f"{EXAMPLE}.wire:read", f"{EXAMPLE}.mapping:translate"),
        lambda chance, number: _mutants.json_bytes(chance, valid, number),
        _read_example,
        (),
        _judge_example,
    )


def _read_example(body: bytes) -> Any:
    heard = example_wire.read(200, body)
    if not isinstance(heard, example_wire.Heard):
        return heard, None
    return heard, example_mapping.translate(heard.items, ine10="0811360009", hosts=HOSTS, document=NUMBERS[0])


def _judge_example(body: bytes, found: Any) -> str | None:
    heard, translated = found
    if translated is None:
        return None
    said = _lenient(body)
    if said is None or not _is_object(said[0]):
        return "an answer was heard in what is no JSON object"
    told = [value for name, value in said[0][1] if name == "cases"]
    if any(told) and not heard.items:
        return "nothing was heard in what held items"
    if heard.items and not translated.items and not translated.quarantined:
        return "items became nothing"
    raws = [dict(raw[1]) for value in told if isinstance(value, list) for raw in value if _is_object(raw)]
    for item in translated.items:
        same = [raw for raw in raws if _clean(raw.get("id")) == item.source_id]
        if not any(raw.get("about") in (None, NUMBERS[0]) for raw in same):
            return "an item of another person was believed"
        if wrong := next(filter(None, (_bad_value(value, HOSTS) for value in _inside(item))), None):
            return wrong
    return None
