"""The Soler Vila family of Manresa: a school-meal grant, works at home, a self-employed man's papers, the year's taxes."""

from __future__ import annotations

from myspace.simulation.cast import MANRESA
from myspace.simulation.stories import family_taxes
from myspace.simulation.stories.telling import (
    AppointmentTold,
    CaseTold,
    Days,
    EntryTold,
    Paper,
    Story,
)

BAGES, GENERALITAT = "8100750006", "0000000001"


def tell(days: Days) -> tuple[Story, ...]:
    return (
        Story(MANRESA, "marta", (*_grant(days), *_marta_town(days), *family_taxes.of_the_home(days))),
        Story(BAGES, "marta", _school_bus(days)),
        Story(GENERALITAT, "marta", _enrolment(days)),
        Story(MANRESA, "jordi", (*_works(days), *family_taxes.of_the_vehicles(days))),
        Story(GENERALITAT, "jordi", _registration(days)),
        Story(BAGES, "jordi", _shared_school_bus(days)),
    )


def _grant(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    case = f"AJT-{d.year()}-BM-01427"
    return (
        CaseTold(
            case,
            "Ajuts individuals de menjador escolar",
            f"Beca menjador. Curs escolar. Sol·licitud {d.year()}/01427",
            opened=d.at(-62, 11, 24),
            closed=d.at(-3, 13, 5),
            family="Beques i ajuts",
            phase=("40", "Resolució"),
            phases=(
                ("Sol·licitud registrada", d.day(-62)),
                ("Esmena de documentació", d.day(-40)),
                ("Valoració", d.day(-21)),
                ("Resolució", d.day(-3)),
            ),
            notes="Resolució estimatòria. Import concedit: 70 % del preu màxim del menjador.",
            your_turn="NO",
            entries=(f"E-{d.year()}-031882", f"S-{d.year()}-018804"),
            registry_number=f"E/031882-{d.year()}",
        ),
        EntryTold(
            f"E-{d.year()}-031882",
            "ENTRADA",
            d.at(-62, 11, 24),
            "Sol·licitud d'ajut individual de menjador escolar",
            registry_number=f"E/031882-{d.year()}",
            via="Electrònica",
            channel="COMPAREIXENCA_ELECTRONICA",
            cases=(case,),
            papers=(
                Paper(
                    "D1",
                    "sollicitud_beca_menjador.pdf",
                    "Sol·licitud signada",
                    d.at(-62, 11, 24),
                    214,
                    "9f1c-4427-8ab0",
                    "/docs/beca/sollicitud.pdf",
                ),
            ),
        ),
        EntryTold(
            f"S-{d.year()}-018804",
            "SORTIDA",
            d.at(-3, 13, 5),
            "Notificació de la resolució d'atorgament de la beca menjador",
            registry_number=f"S/018804-{d.year()}",
            via="Electrònica",
            channel="COMPAREIXENCA_ELECTRONICA",
            cases=(case,),
            notice="DIPOSITADA",
        ),
    )


def _marta_town(d: Days) -> tuple[CaseTold | EntryTold | AppointmentTold, ...]:
    waiting = f"AJT-{d.year()}-PAD-00871"
    return (
        CaseTold(
            waiting,
            "Alta al padró municipal d'habitants per naixement",
            "Inscripció al padró d'un menor",
            opened=d.at(-19, 9, 12),
            forecast=d.day(25),
            family="Població",
            phase=("10", "Esmena"),
            notes="Cal aportar el llibre de família o el certificat de naixement.",
            your_turn="SI",
            registry_number=f"E/039017-{d.year()}",
        ),
        CaseTold(
            f"AJT-{d.year(2)}-LLB-00214",
            "Preinscripció a la llar d'infants municipal",
            "Preinscripció escola bressol",
            opened=d.at(-790, 10, 2),
            closed=d.at(-741, 12, 40),
            family="Educació",
            phase=("90", "Arxiu"),
            your_turn="NO_APLICA",
        ),
        EntryTold(
            f"E-{d.year()}-040223",
            "ENTRADA",
            d.at(-11, 18, 47),
            "Instància genèrica: queixa per sorolls a la via pública",
            registry_number=f"E/040223-{d.year()}",
            via="Electrònica",
        ),
        AppointmentTold(
            f"CP-{d.year()}-55120",
            "Oficina d'Atenció a la Ciutadania: tràmits de padró",
            booked=d.at(-2, 21, 15),
            at=d.opening(6, 10, 20),
            place="Oficina d'Atenció a la Ciutadania",
            address="Plaça Major, 1, 08241 Manresa",
            phone="938782300",
            coordinates=(41.7250, 1.8260),
            procedure="Padró d'habitants",
            remind_on=d.day(5),
            holder="Marta Soler Puig",
        ),
    )


def _school_bus(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    return (
        CaseTold(
            f"CCB-{d.year()}-TE-0331",
            "Transport escolar no obligatori",
            "Sol·licitud de transport escolar",
            opened=d.at(-88, 12, 31),
            closed=d.at(-54, 9, 50),
            family="Ensenyament",
            phase=("99", "Finalitzat"),
            notes="Plaça assignada a la ruta 4.",
            your_turn="NO",
        ),
        EntryTold(
            f"CCB-{d.year()}-S-2210",
            "SORTIDA",
            d.at(-54, 9, 55),
            "Comunicació d'assignació de plaça de transport escolar",
            registry_number=f"S-2210/{d.year()}",
            cases=(f"CCB-{d.year()}-TE-0331",),
            notice="ACCEPTADA",
        ),
    )


def _shared_school_bus(d: Days) -> tuple[CaseTold, ...]:
    """The same case as the mother's: one id for several people is normal and merges nobody."""
    return tuple(t for t in _school_bus(d) if isinstance(t, CaseTold))


def _enrolment(d: Days) -> tuple[CaseTold, ...]:
    return (
        CaseTold(
            f"EDU-{d.year()}-118820",
            "Preinscripció i matrícula. Educació primària",
            "Preinscripció a educació primària",
            opened=d.at(-240, 8, 15),
            closed=d.at(-170, 14, 0),
            family="Educació",
            phase=("50", "Matrícula formalitzada"),
            your_turn="NO",
        ),
    )


def _works(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    works = f"AJT-{d.year()}-OBR-00356"
    return (
        CaseTold(
            works,
            "Llicència d'obres menors",
            "Llicència d'obres: reforma de bany i cuina, c. de l'Exemple, 14",
            opened=d.at(-47, 16, 20),
            forecast=d.day(34),
            family="Urbanisme",
            phase=("20", "Informe tècnic"),
            phases=(("Sol·licitud registrada", d.day(-47)), ("Informe tècnic", d.day(-16))),
            your_turn="NO",
            entries=(f"E-{d.year()}-034410",),
            registry_number=f"E/034410-{d.year()}",
        ),
        EntryTold(
            f"E-{d.year()}-034410",
            "ENTRADA",
            d.at(-47, 16, 20),
            "Sol·licitud de llicència d'obres menors",
            registry_number=f"E/034410-{d.year()}",
            via="Presencial",
            cases=(works,),
        ),
        CaseTold(
            f"AJT-{d.year(1)}-GUA-00102",
            "Autorització d'ocupació de la via pública",
            "Ocupació de via pública amb contenidor de runa",
            opened=d.at(-410, 10, 5),
            closed=d.at(-402, 11, 0),
            family="Via pública",
            your_turn="NO_APLICA",
        ),
    )


def _registration(d: Days) -> tuple[CaseTold | EntryTold, ...]:
    return (
        CaseTold(
            f"IND-{d.year()}-77012",
            "Inscripció al Registre d'agents de la seguretat industrial",
            "Comunicació d'empresa instal·ladora",
            opened=d.at(-33, 9, 44),
            forecast=d.day(57),
            family="Indústria",
            phase=("15", "Revisió de la documentació"),
            your_turn="NO",
            one_stop_shop=True,
        ),
        EntryTold(
            f"GC-{d.year()}-2290117",
            "ENTRADA",
            d.at(-33, 9, 44),
            "Declaració responsable d'empresa instal·ladora",
            registry_number=f"9015/{d.year()}/2290117",
            via="Electrònica",
            cases=(f"IND-{d.year()}-77012",),
            one_stop_shop=True,
        ),
    )
