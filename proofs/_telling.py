"""Words that tell what is in somebody's folder. A text that leaves it has none of them, in any language."""

from __future__ import annotations

import re
import unicodedata

# What a body's matter, a person's life or a sum of money is called, by the beginnings of words. Without accents.
SENSITIVE = (
    # whose
    "ajuntament", "ayuntamient", "council", "consell", "generalitat", "administraci", "administration", "hisenda",
    "hacienda", "treasury", "jutj", "juzg", "court", "policia", "police", "mosso", "municipi", "aoc", "e-notum", "enotum",
    # what
    "multa", "fine ", "sanci", "sancti", "impost", "impuest", "tax", "tribut", "taxa", "ibi", "deute", "deuda", "debt",
    "pagament", "pago", "payment", "factura", "invoice", "embarg", "recarrec", "recargo", "euro", "€", "expedient",
    "assumpte", "asunto", "ahèr", "case", "tramit", "beca", "ajut", "ayuda", "grant", "subvenci", "renda garantida",
    "cita", "appointment", "resoluci", "resolution", "caduc", "expir", "venc",
    # about whom
    "salut", "salud", "health", "metge", "medic", "doctor", "hospital", "discapaci", "disab", "depend", "violenci",
    "violence", "victim", "fill", "hijo", "child", "menor", "matrimoni", "divor", "estranger", "extranj", "foreign",
    "atur", "paro ", "unemploy", "pensi", "jubila", "penal", "penitenci", "prison", "preso", "gender", "genere",
    "nif", "dni", "nie ", "passap", "passport",
)  # fmt: skip
# A word of the list that these sentences need, and why it tells nothing there.
ALLOWED = {
    "atur": ("atura el canvi", "artura eth cambi", "s'ha aturat"),  # "stop"
    "administraci": (),
}


# The secret part of a link is chance, and of ten thousand one begins with any three letters: the sixteen of a message's
# own link (`outbox.service`), and whatever is longer than any word.
_SECRET = re.compile(r"/a/[A-Za-z0-9_-]{16}(?![A-Za-z0-9_-])|[A-Za-z0-9_-]{40,}")


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def found(text: str) -> list[str]:
    """The sensitive words in it, at the beginning of a word."""
    text = plain(_SECRET.sub(" ", text))
    for word, fine in ALLOWED.items():
        for phrase in fine:
            text = text.replace(plain(phrase), plain(phrase).replace(word, ""))
    starts = " " + "".join(c if c.isalnum() or c in "€-" else " " for c in text) + " "
    return [word for word in SENSITIVE if f" {plain(word)}" in starts]
