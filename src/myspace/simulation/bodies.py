"""Which bodies of the make-believe country are connected, and how each one behaves. Knows no protocol and no person.

Real names only behave well or do not answer: one screenshot of a real town hall "lying" would end its trust in us.
Every bad temperament is worn by a body whose name cannot be mistaken for a real one, with an INE10 in the unused
province 99 (generated ones: 60), and every link goes to a host under `.test`, which can never exist (RFC 6761).
"""

from __future__ import annotations

import colorsys
import re
import unicodedata
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from myspace.vocabulary.administrations import Administration, AdministrationKind, directory, ine10_of

CONNECTOR = "hub_carpetes"


class Temperament(StrEnum):
    """How a body answers. Only `modern` and `silent` may be worn by a real name."""

    MODERN = "modern"
    SILENT = "silent"  # takes the connection and closes it without a word
    EARLY = "early"  # integrated before the present draft: epoch dates, old names (Q-HCC-15)
    SLOPPY = "sloppy"  # every field quirk at once
    SLOW = "slow"  # answers within the deadline, after the page is out
    HANGING = "hanging"  # takes the connection and never answers
    FLAPPING = "flapping"  # one question yes, the next one no
    DOWN = "down"  # HTTP 503
    NOT_FOUND = "not_found"  # HTTP 404 with a page
    REDIRECTING = "redirecting"  # HTTP 302 to a host nobody registered
    REFUSING = "refusing"  # codiResultat 403
    IN_ERROR = "in_error"  # codiResultat 500
    HTML = "html"  # HTTP 200 and a web page
    TRUNCATED = "truncated"  # promises more bytes than it sends
    WRONG_CHARSET = "wrong_charset"  # ISO-8859-1 under the name of nothing
    UNREADABLE = "unreadable"  # bytes of no charset
    ENDLESS = "endless"  # never stops talking
    DRIPPING = "dripping"  # a byte now and then
    BOMB = "bomb"  # some kilobytes that unpack to hundreds of megabytes
    HUGE = "huge"  # five thousand papers
    HOSTILE = "hostile"  # scripts, javascript: links, bidi tricks, formulas
    SAME_FOR_EVERYONE = "same_for_everyone"  # gives the same items whoever is asked about
    MIXED_UP = "mixed_up"  # some items of another body, of another person, doubled, with unknown codes or holes


WELL_MEANT = frozenset({Temperament.MODERN, Temperament.SILENT})

# The disagreements between prose, sample and data model that a body may emit (contract §3).
ALL_QUIRKS = frozenset(
    {
        "Q-HCC-1", "Q-HCC-2", "Q-HCC-3", "Q-HCC-4", "Q-HCC-5", "Q-HCC-6", "Q-HCC-7", "Q-HCC-8", "Q-HCC-9", "Q-HCC-10",
        "Q-HCC-11", "Q-HCC-12", "Q-HCC-13", "Q-HCC-14", "Q-HCC-15", "Q-HCC-16", "Q-HCC-17", "Q-HCC-18",
    }
)  # fmt: skip
# Q-HCC-8 breaks the JSON itself and Q-HCC-15 is the early integrator's: not part of mere sloppiness.
SLOPPY_QUIRKS = ALL_QUIRKS - {"Q-HCC-8", "Q-HCC-15"}


@dataclass(frozen=True, slots=True)
class Body:
    """One connected body. `delay_ms` is how long it thinks before it answers; `zoned` whether its hours carry a zone.

    The contract's samples carry none, yet nothing forbids it: half of the country writes it.
    """

    ine10: str
    name: str
    slug: str
    invented: bool
    temperament: Temperament = Temperament.MODERN
    dir3: str | None = None
    quirks: frozenset[str] = field(default_factory=frozenset)
    delay_ms: int = 0
    generated: bool = False
    zoned: bool = False


@dataclass(frozen=True, slots=True)
class Monogram:
    """Initials on a colour, in place of a logo not ours to use. Colour as `#rrggbb`, dark enough for white text."""

    initials: str
    colour: str


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """What the site loads into its table of connections for this country."""

    connector: str
    ine10: str
    dir3: str | None
    name: str
    base_url: str
    hosts: tuple[str, ...]
    deadline_ms: int
    rate_per_second: int
    enabled: bool


def _slug(name: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def hosts_of(body: Body) -> tuple[str, ...]:
    """The hosts registered for this body's links: its office and its payments."""
    return (f"seu.{body.slug}.exemple.test", f"pagaments.{body.slug}.exemple.test")


_SMALL = {"de", "del", "dels", "la", "les", "el", "els", "d", "l", "i", "en", "na", "e", "dera", "ajuntament", "consell",
          "comarcal", "diputacio", "conselh", "consorci"}  # fmt: skip


def monogram(name: str) -> Monogram:
    """`Ajuntament de Sant Fruitós de Bages` → SF on a colour of its own, always the same."""
    words = [w for w in _slug(name).split("-") if w not in _SMALL] or _slug(name).split("-")
    initials = (words[0][0] + (words[1][0] if len(words) > 1 else words[0][1:2])).upper()
    hue = zlib.crc32(name.encode()) % 360 / 360
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, 0.28, 0.55))
    return Monogram(initials, f"#{red:02x}{green:02x}{blue:02x}")


# Town halls that answer in the make-believe country. Igualada, Olot and Tortosa are left out on purpose.
_TOWNS = """
Abrera|Agramunt|Alella|Amposta|Arbúcies|Artés|Avinyó|Badalona|Balaguer|Banyoles|Barcelona|Berga|Blanes|Calafell|Cambrils
Cardedeu|Cardona|Castelldefels|Centelles|Cerdanyola del Vallès|Cervera|Cornellà de Llobregat|El Prat de Llobregat
El Vendrell|Falset|Figueres|Gandesa|Gavà|Girona|Granollers|L'Hospitalet de Llobregat|La Bisbal d'Empordà
La Seu d'Urgell|Lleida|Manlleu|Manresa|Martorell|Mataró|Moià|Mollerussa|Mollet del Vallès|Montblanc|Navàs|Palafrugell
Palamós|Puigcerdà|Reus|Ripoll|Roses|Rubí|Sabadell|Sallent|Salou|Salt|Sant Boi de Llobregat|Sant Cugat del Vallès
Sant Fruitós de Bages|Sant Joan de Vilatorrada|Santa Coloma de Gramenet|Santpedor|Sitges|Solsona|Sort|Súria|Tarragona
Tàrrega|Terrassa|Torelló|Tremp|Valls|Vic|Vielha e Mijaran|Viladecans|Vilafranca del Penedès|Vilanova i la Geltrú
"""

# Real bodies that do not answer, so that not every first page is complete (the Segrià is Amina's comarca).
_SILENT = frozenset(
    {"Consell Comarcal del Segrià", "Consell Comarcal del Priorat", "Diputació de Lleida", "Ajuntament de Salou"}
)


_INVENTED: tuple[tuple[str, str, Temperament, int], ...] = (
    ("99901", "Ajuntament de Vilanova de l'Exemple", Temperament.MODERN, 0),
    ("99902", "Ajuntament de Sant Simulat de Prova", Temperament.MODERN, 0),  # the acceptance data
    ("99903", "Ajuntament de Vilavella dels Inicis", Temperament.EARLY, 0),
    ("99904", "Ajuntament de Castellmaldit d'Assaig", Temperament.SLOPPY, 0),
    ("99905", "Ajuntament de Torrelenta de Prova", Temperament.SLOW, 1400),
    ("99906", "Ajuntament de Santa Espera de Prova", Temperament.HANGING, 0),
    ("99907", "Ajuntament de Vaivé de l'Assaig", Temperament.FLAPPING, 0),
    ("99908", "Ajuntament de Pàgina de Prova", Temperament.HTML, 0),
    ("99909", "Ajuntament de Mig Exemple", Temperament.TRUNCATED, 0),
    ("99910", "Ajuntament d'Accents de Prova", Temperament.WRONG_CHARSET, 0),
    ("99911", "Ajuntament de Soroll de Prova", Temperament.UNREADABLE, 0),
    ("99912", "Ajuntament de Sensefí de l'Exemple", Temperament.ENDLESS, 0),
    ("99913", "Ajuntament de Comprimida de Prova", Temperament.BOMB, 0),
    ("99914", "Ajuntament d'Arxivell de l'Exemple", Temperament.HUGE, 0),
    ("99915", "Ajuntament de Maldat d'Assaig", Temperament.HOSTILE, 0),
    ("99916", "Ajuntament de Totsiguals de Prova", Temperament.SAME_FOR_EVERYONE, 0),
    ("99917", "Ajuntament de Mescla de Prova", Temperament.MIXED_UP, 0),
    ("99918", "Ajuntament de Caiguda de Prova", Temperament.DOWN, 0),
    ("99919", "Ajuntament de Desapareguda de l'Exemple", Temperament.NOT_FOUND, 0),
    ("99920", "Ajuntament de Desviació de Prova", Temperament.REDIRECTING, 0),
    ("99921", "Ajuntament de Portatancada de Prova", Temperament.REFUSING, 0),
    ("99922", "Ajuntament d'Avaria de l'Exemple", Temperament.IN_ERROR, 0),
    ("99923", "Ajuntament de Callada de Prova", Temperament.SILENT, 0),
    ("99924", "Ajuntament de Degoteig de Prova", Temperament.DRIPPING, 0),
)

_FIRST = ("Vilaprova", "Castellprova", "Torreprova", "Riuprova", "Puigprova", "Montprova", "Santa Prova", "Sant Provat")
_SECOND = ("de Dalt", "de Baix", "del Mig", "de l'Assaig", "de la Mostra", "del Model", "de la Plana", "del Pla", "de Mar",
           "de Munt", "del Bosc", "del Riu")  # fmt: skip


def invented_ine10(temperament: Temperament) -> str:
    """The INE10 of the (last) invented body that wears this temperament."""
    return next(body.ine10 for body in reversed(invented_bodies()) if body.temperament is temperament)


ACCEPTANCE_BODY = ine10_of("99902")


def _town_of(name: str) -> str:
    return name.removeprefix("Ajuntament ").removeprefix("de ").removeprefix("d'")


def _real(administration: Administration) -> Body:
    silent = administration.name in _SILENT
    return Body(
        administration.ine10,
        administration.name,
        _slug(administration.town or administration.name),
        invented=False,
        temperament=Temperament.SILENT if silent else Temperament.MODERN,
        dir3=administration.dir3,
        zoned=zlib.crc32(administration.ine10.encode()) % 2 == 0,
    )


@lru_cache(maxsize=1)
def real_bodies() -> tuple[Body, ...]:
    """Directory bodies connected here: the Generalitat, the provinces, the comarques with a council, 75 town halls."""
    towns = {town for line in _TOWNS.split("\n") for town in line.split("|") if town}
    chosen = (b for b in directory() if (b.town in towns if b.town else b.kind.value != "consortium"))
    return tuple(_real(b) for b in chosen)


@lru_cache(maxsize=1)
def invented_bodies() -> tuple[Body, ...]:
    quirks = {Temperament.SLOPPY: SLOPPY_QUIRKS, Temperament.EARLY: frozenset({"Q-HCC-15"})}
    return tuple(
        Body(
            ine10_of(code),
            name,
            _slug(_town_of(name)),
            invented=True,
            temperament=mood,
            quirks=quirks.get(mood, frozenset()),
            delay_ms=delay,
            zoned=ine10_of(code) == ACCEPTANCE_BODY,
        )
        for code, name, mood, delay in _INVENTED
    )


@lru_cache(maxsize=4)
def generated_bodies(count: int) -> tuple[Body, ...]:
    """`count` more well-behaved invented bodies for load; the same ones every time."""
    made = []
    for number in range(count):
        first, second = _FIRST[number % len(_FIRST)], _SECOND[number // len(_FIRST) % len(_SECOND)]
        name = f"Ajuntament de {first} {second} {number + 1}"
        body = Body(ine10_of(f"60{number:03d}"), name, _slug(f"{first} {number + 1}"), True, generated=True)
        made.append(body)
    return tuple(made)


def invented_administrations() -> tuple[Administration, ...]:
    """The invented towns as the directory would list them: `directory().with_bodies(invented_administrations())`."""
    return tuple(
        Administration(body.ine10, body.name, AdministrationKind.MUNICIPALITY, town=_town_of(body.name))
        for body in invented_bodies()
    )


def connected_bodies(generated: int = 0) -> tuple[Body, ...]:
    """Every body that has an endpoint: real names, invented ones, then generated ones. At most 1,000 generated."""
    if not 0 <= generated <= 1000:
        raise ValueError(f"generated is {generated}: from 0 to 1000 bodies can be generated")
    return (*real_bodies(), *invented_bodies(), *generated_bodies(generated))


def connection_rows(base_url: str, generated: int = 0) -> list[ConnectionRow]:
    """One row per connected body; `base_url` is the simulator's origin, without a slash at the end."""
    return [
        ConnectionRow(
            CONNECTOR, body.ine10, body.dir3, body.name, f"{base_url.rstrip('/')}/{body.ine10}/hub", hosts_of(body),
            deadline_ms=2500, rate_per_second=20, enabled=True,
        )
        for body in connected_bodies(generated)
    ]  # fmt: skip
