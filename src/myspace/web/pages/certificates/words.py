"""Papers in words: what each is about, who makes it, where one stands and why there is none. A kind without words fails a test."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as noop

from myspace.domain.certificates.service import OWNERS, SHEET_OF, PaperKind, Stage, Why
from myspace.vocabulary.personal_data import SheetKind

ABOUT: Mapping[PaperKind, str] = {
    PaperKind.REGISTRATION: noop("Empadronament"),
    PaperKind.REGISTRATION_EXTRACT: noop("Empadronament, fet pel padró"),
    PaperKind.HOUSEHOLD: noop("Quantes persones consten a casa"),
    PaperKind.TAX_COMPLIANCE: noop("Si estàs al corrent amb l'Agència Tributària"),
    PaperKind.SOCIAL_SECURITY: noop("Si estàs al corrent amb la Seguretat Social"),
    PaperKind.WORKING_LIFE: noop("Vida laboral"),
    PaperKind.DISABILITY: noop("Grau de discapacitat"),
    PaperKind.LARGE_FAMILY: noop("Família nombrosa"),
    PaperKind.UNIVERSITY_DEGREE: noop("Títols universitaris"),
    PaperKind.OTHER_DEGREE: noop("Altres títols d'estudis"),
    PaperKind.CATALAN_DEBT: noop("Deutes amb l'Agència Tributària de Catalunya"),
    PaperKind.CATALAN_DEBT_CERTIFICATE: noop("Deutes amb l'Agència Tributària de Catalunya, fet per l'agència"),
}
# In the address of the page where one is asked for.
SLUGS: Mapping[PaperKind, str] = {
    PaperKind.REGISTRATION: "empadronament",
    PaperKind.REGISTRATION_EXTRACT: "volant-d-empadronament",
    PaperKind.HOUSEHOLD: "quants-som-a-casa",
    PaperKind.TAX_COMPLIANCE: "agencia-tributaria",
    PaperKind.SOCIAL_SECURITY: "seguretat-social",
    PaperKind.WORKING_LIFE: "vida-laboral",
    PaperKind.DISABILITY: "discapacitat",
    PaperKind.LARGE_FAMILY: "familia-nombrosa",
    PaperKind.UNIVERSITY_DEGREE: "titols-universitaris",
    PaperKind.OTHER_DEGREE: "altres-titols",
    PaperKind.CATALAN_DEBT: "deutes-amb-la-generalitat",
    PaperKind.CATALAN_DEBT_CERTIFICATE: "certificat-de-deutes-amb-la-generalitat",
}
STAGES: Mapping[Stage, tuple[str, str]] = {  # the badge and its tone
    Stage.ASKING: (noop("Ho estem preguntant"), "info"),
    Stage.COMING: (noop("El registre contesta més tard"), "info"),
    Stage.MAKING: (noop("L'estem fent"), "info"),
    Stage.WAITS_SEAL: (noop("Espera el segell"), "warn"),
    Stage.WAITS_STAMP: (noop("Espera el segell de temps"), "warn"),
    Stage.MADE: (noop("Fet"), "good"),
    Stage.OVER: (noop("Ja no serveix"), "plain"),
    Stage.FAILED: (noop("No s'ha pogut fer"), "bad"),
}
WAITS: Mapping[Stage, str] = {
    Stage.ASKING: noop("Ara ho estem preguntant al registre."),
    Stage.COMING: noop("Aquest registre contesta més tard. Quan ho faci, farem el paper."),
    Stage.MAKING: noop("El registre ha contestat. Ara fem el paper."),
    Stage.WAITS_SEAL: noop("Ara no hi podem posar el nostre segell. Ho tornarem a provar sense que hagis de fer res."),
    Stage.WAITS_STAMP: noop("Qui hi ha de posar l'hora no contesta. Ho tornarem a provar sense que hagis de fer res."),
}
WHYS: Mapping[Why, str] = {
    Why.NOTHING: noop("El registre diu que no hi consta res de tu. D'això no en fem cap paper."),
    Why.DECLINED: noop("El registre no diu ni que sí ni que no."),
    Why.REFUSED: noop("El registre no ens ho ha volgut dir."),
    Why.NO_ANSWER: noop("El registre no ens ha contestat bé. No sabem què hi consta."),
    Why.NOT_THIS_NUMBER: noop("Amb les dades que tenim de tu no ho podem preguntar."),
    Why.UNWRITABLE: noop("Hi ha una lletra que no sabem escriure. Més val no fer-lo que fer-lo malament."),
    Why.SEAL: noop("No hem pogut posar-hi el nostre segell en tot un dia."),
    Why.STAMP: noop("Qui hi ha de posar l'hora no ha contestat en tot un dia."),
    Why.OWNER_SEAL: noop(
        "El paper que ens ha arribat no porta una signatura que puguem donar per bona. Per això no te'l donem."
    ),
    Why.NO_PAPER: noop("No ens ha arribat cap paper que et puguem donar."),
}
# Of a sheet, where a paper of ours is asked for.
PAPER_OF: Mapping[SheetKind, str] = {
    sheet: f"/els-meus-papers/nou/{SLUGS[kind]}" for kind, sheet in SHEET_OF.items() if kind not in OWNERS
}
