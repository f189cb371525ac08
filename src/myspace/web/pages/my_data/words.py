"""What registers hold, in words: the name of each theme, sheet and datum, who holds it, what it means that there is nothing.

Knows words, and where each register can be asked without this folder. A kind that has no words here fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext_noop as noop

from myspace.vocabulary.personal_data import Absence, Against, HeldBy, NotFirstHand, SheetKind, Standing, Theme, Why

# In the address of a theme's page.
SLUGS: Mapping[Theme, str] = {
    Theme.IDENTITY_AND_ADDRESS: "identitat-i-adreca",
    Theme.HOME_AND_FAMILY: "casa-i-familia",
    Theme.HEALTH_AND_DEPENDENCY: "salut-i-dependencia",
    Theme.WORK: "feina",
    Theme.TAXES_AND_DEBTS: "impostos-i-deutes",
    Theme.EDUCATION: "estudis",
    Theme.VEHICLES_AND_PROPERTY: "vehicles-i-immobles",
    Theme.SOCIAL_AIDS: "ajuts-socials",
}
THEMES: Mapping[Theme, str] = {
    Theme.IDENTITY_AND_ADDRESS: noop("Identitat i adreça"),
    Theme.HOME_AND_FAMILY: noop("Casa i família"),
    Theme.HEALTH_AND_DEPENDENCY: noop("Salut i dependència"),
    Theme.WORK: noop("Feina"),
    Theme.TAXES_AND_DEBTS: noop("Impostos i deutes"),
    Theme.EDUCATION: noop("Estudis"),
    Theme.VEHICLES_AND_PROPERTY: noop("Vehicles i immobles"),
    Theme.SOCIAL_AIDS: noop("Ajuts socials"),
}
# What of a theme no register is asked for yet, and where it can be seen.
NOT_HERE: Mapping[Theme, tuple[str, str]] = {
    Theme.VEHICLES_AND_PROPERTY: (
        noop("El carnet de conduir i els vehicles encara no els podem preguntar. Els té la DGT."),
        "https://sede.dgt.gob.es",
    ),
    Theme.SOCIAL_AIDS: (
        noop("Encara no preguntem a cap registre d'ajuts socials. Els tenen els serveis socials del teu ajuntament."),
        "https://dretssocials.gencat.cat",
    ),
}
SHEETS: Mapping[SheetKind, str] = {
    SheetKind.REGISTRATION: noop("On t'has empadronat"),
    SheetKind.HOUSEHOLD_SIZE: noop("Quantes persones consten a casa teva"),
    SheetKind.REGISTRATION_HISTORY: noop("On t'havies empadronat abans"),
    SheetKind.FAMILY_TITLE: noop("Títol de família nombrosa"),
    SheetKind.SINGLE_PARENT_TITLE: noop("Títol de família monoparental"),
    SheetKind.HEALTH_INSURANCE: noop("Assistència sanitària"),
    SheetKind.DEPENDENCY: noop("Dependència"),
    SheetKind.DISABILITY: noop("Discapacitat"),
    SheetKind.WORKING_LIFE: noop("Vida laboral dels últims cinc anys"),
    SheetKind.CATALAN_TAX_DEBT: noop("Deutes amb la Generalitat"),
    SheetKind.JOB_SEEKER: noop("Si busques feina"),
    SheetKind.WORK_REGISTRATION: noop("Si avui constes com a treballador"),
    SheetKind.SOCIAL_SECURITY_DEBT: noop("Deutes amb la Seguretat Social"),
    SheetKind.TAX_COMPLIANCE: noop("El que diu Hisenda dels teus pagaments"),
    SheetKind.UNIVERSITY_DEGREES: noop("Títols universitaris"),
    SheetKind.OTHER_DEGREES: noop("Altres títols oficials"),
    SheetKind.PROPERTIES: noop("Immobles al cadastre"),
    SheetKind.TAX_ADDRESS: noop("On t'escriu Hisenda"),
}


class Holder(NamedTuple):
    """`site` is where anybody can ask it without this folder. A town hall's is its own."""

    name: str
    site: str | None


HOLDERS: Mapping[HeldBy, Holder] = {
    HeldBy.MUNICIPAL_REGISTER: Holder(noop("El padró del teu ajuntament"), None),
    HeldBy.STATISTICAL_OFFICE: Holder(noop("Idescat, amb una còpia del padró"), "https://www.idescat.cat"),
    HeldBy.SOCIAL_SECURITY: Holder(noop("Tresoreria General de la Seguretat Social"), "https://sede.seg-social.gob.es"),
    HeldBy.TAX_AGENCY: Holder(noop("Agència Tributària"), "https://sede.agenciatributaria.gob.es"),
    HeldBy.CATALAN_TAX_AGENCY: Holder(noop("Agència Tributària de Catalunya"), "https://atc.gencat.cat"),
    HeldBy.DEPENDENCY_SYSTEM: Holder(noop("Sistema estatal de la dependència"), "https://dretssocials.gencat.cat"),
    HeldBy.EMPLOYMENT_SERVICE: Holder(noop("Servei d'Ocupació de Catalunya"), "https://serveiocupacio.gencat.cat"),
    HeldBy.HEALTH_SERVICE: Holder(noop("CatSalut"), "https://catsalut.gencat.cat"),
    HeldBy.MINISTRY_OF_EDUCATION: Holder(noop("Ministeri d'Educació"), "https://www.educacionfpydeportes.gob.es"),
    HeldBy.CADASTRE: Holder(noop("Cadastre"), "https://www.sedecatastro.gob.es"),
    HeldBy.SOCIAL_RIGHTS: Holder(noop("Departament de Drets Socials"), "https://dretssocials.gencat.cat"),
}
# Where a town hall's own address is found, when nobody says which it is or it tells none: the Generalitat's list of all.
TOWN_HALLS = "https://municat.gencat.cat"
# Whom a sheet is asked of, before anybody has told it.
ASKED_OF: Mapping[SheetKind, HeldBy] = {
    SheetKind.REGISTRATION: HeldBy.MUNICIPAL_REGISTER,
    SheetKind.REGISTRATION_HISTORY: HeldBy.MUNICIPAL_REGISTER,
    SheetKind.HOUSEHOLD_SIZE: HeldBy.MUNICIPAL_REGISTER,
    SheetKind.TAX_ADDRESS: HeldBy.TAX_AGENCY,
    SheetKind.FAMILY_TITLE: HeldBy.SOCIAL_RIGHTS,
    SheetKind.SINGLE_PARENT_TITLE: HeldBy.SOCIAL_RIGHTS,
    SheetKind.HEALTH_INSURANCE: HeldBy.HEALTH_SERVICE,
    SheetKind.DISABILITY: HeldBy.SOCIAL_RIGHTS,
    SheetKind.DEPENDENCY: HeldBy.DEPENDENCY_SYSTEM,
    SheetKind.WORKING_LIFE: HeldBy.SOCIAL_SECURITY,
    SheetKind.WORK_REGISTRATION: HeldBy.SOCIAL_SECURITY,
    SheetKind.SOCIAL_SECURITY_DEBT: HeldBy.SOCIAL_SECURITY,
    SheetKind.JOB_SEEKER: HeldBy.EMPLOYMENT_SERVICE,
    SheetKind.TAX_COMPLIANCE: HeldBy.TAX_AGENCY,
    SheetKind.CATALAN_TAX_DEBT: HeldBy.CATALAN_TAX_AGENCY,
    SheetKind.UNIVERSITY_DEGREES: HeldBy.MINISTRY_OF_EDUCATION,
    SheetKind.OTHER_DEGREES: HeldBy.MINISTRY_OF_EDUCATION,
    SheetKind.PROPERTIES: HeldBy.CADASTRE,
}
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.ON_RECORD: (noop("Hi constes"), "plain"),
    Standing.POSITIVE: (noop("No hi consta res en contra"), "good"),
    Standing.VALID: (noop("El títol val"), "good"),
    Standing.TRANSITIONAL: (noop("Val mentre en resolen una part"), "info"),
    Standing.NOT_VALID: (noop("Ja no val"), "warn"),
    Standing.RECOGNISED: (noop("Ho tens reconegut"), "good"),
    Standing.NOT_RECOGNISED: (noop("No ho tens reconegut"), "plain"),
    Standing.IN_PROCESS: (noop("Encara no ho han decidit"), "info"),
    Standing.LAPSED: (noop("Es va acabar i encara no s'ha revisat"), "warn"),
    Standing.INSURED: (noop("Hi constes amb assistència"), "good"),
    Standing.MOVED_AWAY: (noop("Per a ells, la tens en un altre lloc"), "warn"),
    Standing.MERGED: (noop("Aquesta targeta es va unir a una altra de teva"), "warn"),
    Standing.RECORDED_DEAD: (noop("Hi constes com a persona morta: si ho llegeixes tu, està malament"), "bad"),
    Standing.CERTIFIED: (noop("El que diu és al seu paper"), "plain"),
    Standing.REGISTERED: (noop("Hi constes"), "good"),
    Standing.NOT_REGISTERED: (noop("No hi constes"), "plain"),
    Standing.NEGATIVE: (noop("Hi consta alguna cosa en contra"), "warn"),
}
AGAINST: Mapping[Against, str] = {
    Against.RETURNS_NOT_FILED: noop("Falten declaracions per presentar."),
    Against.DEBTS: noop("Hi ha un deute. No diuen de quant ni des de quan."),
    Against.DEBTS_BEING_ENFORCED: noop("Hi ha un deute que cobren per la via forçosa."),
    Against.SENTENCE_OR_SANCTION: noop("Hi ha una sentència o una sanció."),
    Against.WITHDRAWN_FROM_CENSUS: noop("Consta una baixa del cens fiscal."),
    Against.TAX_CRIME: noop("Hi consta un delicte contra Hisenda."),
}
ABSENCES: Mapping[Absence, str] = {
    Absence.NOT_ON_RECORD_HERE: noop("No constes al padró d'aquest municipi. Pots ser al d'un altre."),
    Absence.NOT_ON_RECORD_THEN: noop("No hi constes en cap dia d'aquest temps."),
    Absence.NOT_KNOWN_BY_THIS_NUMBER: noop("Amb aquest document no hi consta ningú. Hi pots ser amb un altre."),
    Absence.NO_FILE: noop("No hi consta cap assumpte teu. En pot tenir una altra administració."),
    Absence.NO_DEGREE_ON_RECORD: noop("No hi consta cap títol. D'abans del 1999 en poden faltar."),
    Absence.NO_PROPERTY: noop("No hi consta cap immoble a nom teu."),
    Absence.NO_PROPERTY_HERE: noop("No n'hi consta cap on han mirat, però sí a fora."),
    Absence.NOT_IN_THE_REGISTER: noop("Amb aquesta targeta i cognom no hi consta ningú."),
    Absence.NO_ADDRESS: noop("Et coneixen, però no hi consta cap adreça teva."),
    Absence.NO_CONTRIBUTION_ACCOUNT: noop("No pagues cotitzacions de ningú. Per això no diuen si deus res."),
    Absence.NO_AFFILIATION: noop("No tens número d'afiliació: per a aquest registre no has treballat mai."),
}
WHYS: Mapping[Why, str] = {
    Why.BODY_TAKES_NO_PART: noop("El teu ajuntament no contesta per aquí. Pregunta-l'hi directament."),
    Why.NO_CERTIFICATE_HERE: noop("Per aquí no diuen ni que sí ni que no. Pregunta-l'hi directament."),
    Why.NOT_IDENTIFIED: noop("Per a ells el document i el nom no són de la mateixa persona."),
    Why.MORE_THAN_ONE_PERSON: noop("Amb aquest document hi tenen més d'una persona."),
    Why.NOT_TOLD_HERE: noop("D'aquell territori no ens ho poden dir."),
    Why.NOT_FOUND_AS_ONE: noop("No hi han trobat ningú, o més d'una persona, i no diuen què."),
    Why.TOO_MUCH_TO_TELL: noop("Hi ha massa coses per dir-les d'un cop."),
}
NOT_FIRST_HAND: Mapping[NotFirstHand, str] = {
    NotFirstHand.BODY_TAKES_NO_PART: noop(
        "És d'una còpia: el teu ajuntament no contesta per aquí. Pot anar endarrerida."
    ),
    NotFirstHand.BODY_WAS_DOWN: noop("És d'una còpia: el teu ajuntament no contestava. Pot anar endarrerida."),
}
FAILURES: Mapping[str, str] = {
    "refused": noop("El registre no ens ha deixat preguntar-ho. No és res que hagis fet tu."),
    "late": noop("El registre ha tardat massa a contestar."),
    "down": noop("El registre ara no funciona."),
    "garbled": noop("El registre ha contestat una cosa que no entenem."),
}
