"""What the simulated OpenID provider can be asked to do wrong, each with its words for people. Does nothing itself."""

from __future__ import annotations

from enum import StrEnum


class Mood(StrEnum):
    NONE = "none"
    CANCEL = "cancel"
    OTHER_ERROR = "other_error"
    WRONG_STATE = "wrong_state"
    WRONG_ISSUER = "wrong_issuer"
    NO_ISSUER = "no_issuer"
    CODE_REFUSED = "code_refused"
    DOWN = "down"
    LATE = "late"
    GARBLED = "garbled"
    TRUNCATED = "truncated"
    REDIRECT = "redirect"
    WRONG_NONCE = "wrong_nonce"
    WRONG_AUDIENCE = "wrong_audience"
    EXPIRED = "expired"
    UNKNOWN_KEY = "unknown_key"
    UNSIGNED = "unsigned"
    NOT_AGAIN = "not_again"
    ANOTHER_SUBJECT = "another_subject"
    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    PASSPORT_FR = "passport_fr"
    PASSPORT_NOWHERE = "passport_nowhere"
    UNKNOWN_LEVEL = "unknown_level"
    LOGOUT_DOWN = "logout_down"


WORDS: dict[Mood, str] = {
    Mood.NONE: "Tot va bé",
    Mood.CANCEL: "Torna amb access_denied",
    Mood.OTHER_ERROR: "Torna amb un altre error",
    Mood.WRONG_STATE: "Torna amb un «state» canviat",
    Mood.WRONG_ISSUER: "Torna amb el nom d'un altre proveïdor",
    Mood.NO_ISSUER: "Torna sense dir qui contesta",
    Mood.CODE_REFUSED: "No accepta el codi",
    Mood.DOWN: "Avaria: 503",
    Mood.LATE: "No acaba de respondre",
    Mood.GARBLED: "Respon HTML en lloc de dades",
    Mood.TRUNCATED: "Respon a mitges",
    Mood.REDIRECT: "Envia a una altra adreça",
    Mood.WRONG_NONCE: "El testimoni és d'un altre intent",
    Mood.WRONG_AUDIENCE: "El testimoni és per a una altra aplicació",
    Mood.EXPIRED: "El testimoni ha caducat",
    Mood.UNKNOWN_KEY: "Signa amb una clau que no publica",
    Mood.UNSIGNED: "No signa el testimoni",
    Mood.NOT_AGAIN: "Diu que t'ha identificat fa una hora",
    Mood.ANOTHER_SUBJECT: "Les dades són d'una altra persona",
    Mood.NO_NUMBER: "No diu el número del document",
    Mood.BAD_NUMBER: "Dona un número mal format",
    Mood.PASSPORT_FR: "Diu un passaport de França",
    Mood.PASSPORT_NOWHERE: "Diu el passaport sense dir de quin país",
    Mood.UNKNOWN_LEVEL: "Diu un nivell desconegut",
    Mood.LOGOUT_DOWN: "La sortida falla: 503",
}
