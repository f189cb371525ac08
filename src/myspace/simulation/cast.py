"""The fictitious people of the make-believe country, the same in every simulator. Knows nobody real.

The rule for identifiers: either a test id printed by the AOC (00000000T, Q0000000J, 99999018D…), or a number made to
be seen as invented: 00000001–00000099 or X0000001–X0000099 with its valid control letter. Nothing else is ever used.
Telephones are 600 000 0nn, made to be seen as invented too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from myspace.vocabulary.people import AssuranceLevel, Identifier, LoginMethod, identifier

Language = Literal["ca", "es", "oc", "en"]


@dataclass(frozen=True, slots=True)
class LoginMeans:
    """One way this person can log in. `phone` for idCAT Mòbil; `represents` for certificate types 11 and 12."""

    method: LoginMethod
    level: AssuranceLevel
    phone: str | None = None
    represents: str | None = None  # id of a Company of the cast
    certificate_type: int | None = None  # VALId's table: 0 natural person, 11 representative of a legal person


@dataclass(frozen=True, slots=True)
class Company:
    id: str
    identifier: Identifier
    name: str
    municipality: str  # INE10


@dataclass(frozen=True, slots=True)
class Person:
    """A neighbour. `line` is the sentence of the login page by language; `bodies` the INE10 of who has something."""

    id: str
    name: str
    surname1: str
    surname2: str | None
    identifier: Identifier
    born: date
    municipality: str  # INE10 of the town hall
    languages: tuple[Language, ...]
    logins: tuple[LoginMeans, ...]
    line: dict[Language, str]
    household: str | None = None
    protected: bool = False

    @property
    def surnames(self) -> str:
        return " ".join(part for part in (self.surname1, self.surname2) if part)

    @property
    def full_name(self) -> str:
        return f"{self.name} {self.surnames}"

    @property
    def phone(self) -> str | None:
        return next((means.phone for means in self.logins if means.phone), None)


def _idcat(phone: int, level: AssuranceLevel = AssuranceLevel.LOW) -> LoginMeans:
    return LoginMeans(LoginMethod.IDCAT_MOBIL, level, phone=f"6000000{phone:02d}")


def _card() -> LoginMeans:
    return LoginMeans(LoginMethod.CERTIFICATE, AssuranceLevel.HIGH, certificate_type=0)


def _clave() -> LoginMeans:
    return LoginMeans(LoginMethod.CLAVE, AssuranceLevel.SUBSTANTIAL)


def _representative(company: str) -> LoginMeans:
    return LoginMeans(LoginMethod.CERTIFICATE, AssuranceLevel.SUBSTANTIAL, represents=company, certificate_type=11)


MANRESA, SANT_FRUITOS, VIC = "0811360009", "0821350006", "0829810007"
BARCELONA, GIRONA, LLEIDA = "0801930008", "1707920002", "2512070005"
GRANOLLERS, VIELHA = "0809610007", "2524300000"
IGUALADA, OLOT, TORTOSA = "0810220002", "1711430008", "4315540003"  # not connected, on purpose
VILANOVA_EXEMPLE, ARXIVELL = "9990130008", "9991470005"  # invented: see bodies.py

SUBSTANTIAL = AssuranceLevel.SUBSTANTIAL

COMPANIES: tuple[Company, ...] = (
    Company("atzavara", identifier("Q0000000J"), "Consorci Fictici de l'Atzavara", BARCELONA),
)

# One neighbour, one paragraph.
# fmt: off
CAST: tuple[Person, ...] = (
    Person(
        "marta", "Marta", "Soler", "Puig", identifier("12345678Z"), date(1986, 4, 12), MANRESA, ("ca", "es"),
        (_idcat(11, SUBSTANTIAL), _card()),
        {
            "ca": "Marta Soler, de Manresa: ha demanat una beca menjador per als fills.",
            "es": "Marta Soler, de Manresa: ha pedido una beca comedor para sus hijos.",
            "en": "Marta Soler, from Manresa: she applied for a school-meal grant for her children.",
        },
        household="soler-vila",
    ),
    Person(
        "jordi", "Jordi", "Vila", "Serra", identifier("11111111H"), date(1984, 9, 30), MANRESA, ("ca", "es"),
        (_idcat(12), _clave()),
        {
            "ca": "Jordi Vila, de Manresa: és autònom i fa obres a casa.",
            "es": "Jordi Vila, de Manresa: es autónomo y hace obras en casa.",
            "en": "Jordi Vila, from Manresa: self-employed, with building works at home.",
        },
        household="soler-vila",
    ),
    Person(
        "rosa", "Rosa", "Camps", "Font", identifier("40404040D"), date(1971, 2, 3), VIC, ("ca", "es"),
        (_idcat(13, SUBSTANTIAL), _card()),
        {
            "ca": "Rosa Camps, de Vic: és florista i té parada al mercat.",
            "es": "Rosa Camps, de Vic: es florista y tiene un puesto en el mercado.",
            "en": "Rosa Camps, from Vic: a self-employed florist with a market stall.",
        },
    ),
    Person(
        "ramon", "Ramon", "Bosch", "Vidal", identifier("10000322Z"), date(1943, 11, 8), SANT_FRUITOS, ("ca",),
        (_idcat(14),),
        {
            "ca": "Ramon Bosch, de Sant Fruitós: és pensionista i viu sol.",
            "es": "Ramon Bosch, de Sant Fruitós: es pensionista y vive solo.",
            "en": "Ramon Bosch, from Sant Fruitós: a pensioner who lives alone.",
        },
    ),
    Person(
        "amina", "Amina", "Benali", None, identifier("X0000000T"), date(1993, 6, 21), LLEIDA, ("es", "ca"),
        (_idcat(15), _clave()),
        {
            "ca": "Amina Benali, de Lleida: fa poc que ha arribat i té un NIE.",
            "es": "Amina Benali, de Lleida: ha llegado hace poco y tiene un NIE.",
            "en": "Amina Benali, from Lleida: she arrived recently and has an NIE.",
        },
    ),
    Person(
        "pau", "Pau", "Ferrer", "Roca", identifier("11223344B"), date(2005, 1, 17), GIRONA, ("ca", "en"),
        (_idcat(16),),
        {
            "ca": "Pau Ferrer, de Girona: és estudiant i espera una beca.",
            "es": "Pau Ferrer, de Girona: es estudiante y espera una beca.",
            "en": "Pau Ferrer, from Girona: a student waiting for a grant.",
        },
    ),
    Person(
        "teresa", "Teresa", "Tost", "Mas", identifier("00000000T"), date(1978, 12, 2), BARCELONA, ("ca", "es"),
        (_card(), _representative("atzavara"), _idcat(17, SUBSTANTIAL)),
        {
            "ca": "Teresa Tost, de Barcelona: representa un consorci amb certificat.",
            "es": "Teresa Tost, de Barcelona: representa a un consorcio con certificado.",
            "en": "Teresa Tost, from Barcelona: she represents a consortium with a certificate.",
        },
    ),
    Person(
        "nuria", "Núria", "Claret", "Pons", identifier("00000001R"), date(1990, 8, 25), IGUALADA, ("ca", "es"),
        (_idcat(18, SUBSTANTIAL),),
        {
            "ca": "Núria Claret, d'Igualada: el seu ajuntament encara no hi és.",
            "es": "Núria Claret, de Igualada: su ayuntamiento aún no está.",
            "en": "Núria Claret, from Igualada: her town hall is not connected yet.",
        },
    ),
    Person(
        "marc", "Marc", "Plana", "Batlle", identifier("99999999R"), date(1966, 3, 14), OLOT, ("ca",),
        (_clave(),),
        {
            "ca": "Marc Plana, d'Olot: té una multa a Barcelona i el seu ajuntament no hi és.",
            "es": "Marc Plana, de Olot: tiene una multa en Barcelona y su ayuntamiento no está.",
            "en": "Marc Plana, from Olot: fined in Barcelona; his town hall is not connected.",
        },
    ),
    Person(
        "ioana", "Ioana", "Popescu", None, identifier("Y0000000Z"), date(1982, 5, 9), TORTOSA, ("es", "en"),
        (_idcat(19),),
        {
            "ca": "Ioana Popescu, de Tortosa: treballa al camp i no té res a la carpeta.",
            "es": "Ioana Popescu, de Tortosa: trabaja en el campo y no tiene nada en la carpeta.",
            "en": "Ioana Popescu, from Tortosa: a farm worker with nothing in the folder.",
        },
    ),
    Person(
        "laia", "Laia", "Ventura", "Sala", identifier("99999018D"), date(1995, 10, 4), GRANOLLERS, ("ca", "es"),
        (_idcat(20, SUBSTANTIAL),),
        {
            "ca": "Laia Ventura, de Granollers: comparteix el mòbil amb qui no hauria de saber on va.",
            "es": "Laia Ventura, de Granollers: comparte el móvil con quien no debería saber adónde va.",
            "en": "Laia Ventura, from Granollers: shares a phone with someone who must not know where she goes.",
        },
        protected=True,
    ),
    Person(
        "oscar", "Òscar", "Nadal", "Rius", identifier("00000005M"), date(1991, 7, 19), GRANOLLERS, ("ca", "es"),
        (_idcat(20),),
        {
            "ca": "Òscar Nadal, de Granollers: és l'exparella de la Laia i té el mateix mòbil.",
            "es": "Òscar Nadal, de Granollers: es la expareja de Laia y tiene el mismo móvil.",
            "en": "Òscar Nadal, from Granollers: Laia's former partner, with the same phone.",
        },
    ),
    Person(
        "berta", "Berta", "Buch", "Camí", identifier("00000002W"), date(2001, 2, 28), BARCELONA, ("ca",),
        (_idcat(21, SUBSTANTIAL),),
        {
            "ca": "Berta Buch, de Barcelona: no té cap assumpte obert amb ningú.",
            "es": "Berta Buch, de Barcelona: no tiene ningún asunto con nadie.",
            "en": "Berta Buch, from Barcelona: she has no business with anyone.",
        },
    ),
    Person(
        "lluis", "Lluís", "Ribas", "Coll", identifier("00000003A"), date(1959, 6, 6), ARXIVELL, ("ca", "es"),
        (_card(),),
        {
            "ca": "Lluís Ribas, d'Arxivell de l'Exemple: administra finques i té cinc mil papers.",
            "es": "Lluís Ribas, de Arxivell de l'Exemple: administra fincas y tiene cinco mil papeles.",
            "en": "Lluís Ribas, from Arxivell de l'Exemple: a property manager with five thousand papers.",
        },
    ),
    Person(
        "jusep", "Jusèp", "Arró", "Cònsul", identifier("00000004G"), date(1975, 9, 8), VIELHA, ("oc", "ca"),
        (_idcat(22, SUBSTANTIAL),),
        {
            "ca": "Jusèp Arró, de Vielha: té una casa rural a l'Aran.",
            "es": "Jusèp Arró, de Vielha: tiene una casa rural en Arán.",
            "en": "Jusèp Arró, from Vielha: he runs a guest house in Aran.",
        },
    ),
    Person(
        "tania", "Tània", "Prova", "Exemple", identifier("00000006Y"), date(1988, 3, 1), VILANOVA_EXEMPLE, ("ca", "es"),
        (_idcat(23, SUBSTANTIAL), _card(), _clave()),
        {
            "ca": "Tània Prova, de Vilanova de l'Exemple: és veïna de tots els pobles que fallen.",
            "es": "Tània Prova, de Vilanova de l'Exemple: es vecina de todos los pueblos que fallan.",
            "en": "Tània Prova, from Vilanova de l'Exemple: a neighbour of every town that fails.",
        },
    ),
    Person(
        "carme", "Carme", "Puig", "Roca", identifier("00000007F"), date(1951, 5, 2), MANRESA, ("ca",),
        (_idcat(24),),
        {
            "ca": "Carme Puig, de Manresa: és la mare de la Marta, que li porta els papers.",
            "es": "Carme Puig, de Manresa: es la madre de Marta, que le lleva los papeles.",
            "en": "Carme Puig, from Manresa: Marta's mother; her daughter sees to her papers.",
        },
    ),
    Person(
        "quim", "Quim", "Bosch", "Riera", identifier("00000008P"), date(1974, 1, 20), MANRESA, ("ca", "es"),
        (_idcat(25, SUBSTANTIAL),),
        {
            "ca": "Quim Bosch, de Manresa: és el fill d'en Ramon i l'ajuda amb l'ajuntament.",
            "es": "Quim Bosch, de Manresa: es el hijo de Ramon y lo ayuda con el ayuntamiento.",
            "en": "Quim Bosch, from Manresa: Ramon's son, who helps him with the town hall.",
        },
    ),
)
# fmt: on


@lru_cache(maxsize=1)
def _people() -> dict[str, Person]:
    return {person.id: person for person in CAST}


@lru_cache(maxsize=1)
def _by_identifier() -> dict[str, Person]:
    return {person.identifier.value: person for person in CAST}


def person(person_id: str) -> Person:
    return _people()[person_id]


def company(company_id: str) -> Company:
    return next(c for c in COMPANIES if c.id == company_id)


def find(value: str) -> Person | Company | None:
    """Who has this identifier (canonical value), if anyone of the cast."""
    return _by_identifier().get(value) or next((c for c in COMPANIES if c.identifier.value == value), None)
