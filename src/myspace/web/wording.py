"""How dates, ages and money read in words. Pure: `today` and `now` are always given. Knows no template.

Each form is a whole sentence for the translator: the month carries its own preposition ("2 d'abril", "3 de maig").
Amounts and telephones read from left to right in every script: where the page does not, they are kept apart.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from myspace.vocabulary.activity import Attachment, Moment
from myspace.vocabulary.notices import Document
from myspace.web.spoken import kept

MADRID = ZoneInfo("Europe/Madrid")

_TOGETHER = "\N{NO-BREAK SPACE}"  # a number never ends a line without what it counts

_WEEKDAYS = (
    noop("dilluns"),
    noop("dimarts"),
    noop("dimecres"),
    noop("dijous"),
    noop("divendres"),
    noop("dissabte"),
    noop("diumenge"),
)
_DAY_OF_MONTH = (
    noop("%(day)s de gener"),
    noop("%(day)s de febrer"),
    noop("%(day)s de març"),
    noop("%(day)s d'abril"),
    noop("%(day)s de maig"),
    noop("%(day)s de juny"),
    noop("%(day)s de juliol"),
    noop("%(day)s d'agost"),
    noop("%(day)s de setembre"),
    noop("%(day)s d'octubre"),
    noop("%(day)s de novembre"),
    noop("%(day)s de desembre"),
)
_MONTH = (
    noop("Gener de %(year)s"),
    noop("Febrer de %(year)s"),
    noop("Març de %(year)s"),
    noop("Abril de %(year)s"),
    noop("Maig de %(year)s"),
    noop("Juny de %(year)s"),
    noop("Juliol de %(year)s"),
    noop("Agost de %(year)s"),
    noop("Setembre de %(year)s"),
    noop("Octubre de %(year)s"),
    noop("Novembre de %(year)s"),
    noop("Desembre de %(year)s"),
)


def day_of(value: date | datetime | Moment) -> date:
    """The calendar day in Catalonia of whatever a page holds."""
    if isinstance(value, Moment):
        return value.day
    if isinstance(value, datetime):
        return value.astimezone(MADRID).date()
    return value


@kept
def day_short(value: date | datetime | Moment, today: date) -> str:
    """ "26 de novembre"; with the year when it is not this year's."""
    day = day_of(value)
    return _day_of_month(day) if day.year == today.year else day_full(day)


@kept
def holds_until(day: date, today: date) -> str:
    """A title's last day as its register told it: a statement of the register's, and none of ours."""
    if day < today:
        return _("Segons el registre, va valer fins al dia %(date)s.") % {"date": day_full(day)}
    return _("Segons el registre, val fins al dia %(date)s.") % {"date": day_full(day)}


@kept
def day_full(day: date) -> str:
    """ "26 de novembre de 2026", whatever year it is: of what is printed, or lasts for years."""
    return _("%(date)s de %(year)s") % {"date": _day_of_month(day), "year": day.year}


def _day_of_month(day: date) -> str:
    return (_(_DAY_OF_MONTH[day.month - 1]) % {"day": day.day}).replace(" ", _TOGETHER)


@kept
def day_long(value: date | datetime | Moment, today: date) -> str:
    """ "dijous 26 de novembre"; with the year when it is not this year's."""
    day = day_of(value)
    return _("%(weekday)s %(date)s") % {"weekday": _(_WEEKDAYS[day.weekday()]), "date": day_short(day, today)}


def opening(words: str) -> str:
    """ "Dijous 26 de novembre": as it opens a sentence. The capitals within, as English has in its months, stay."""
    return words[:1].upper() + words[1:]


@kept
def days_left(value: date | datetime | Moment, today: date) -> str:
    """A term to act, as one sentence: "Et queden 3 dies, fins dijous 26 de novembre"."""
    days = (day_of(value) - today).days
    names = {"days": abs(days), "date": day_long(value, today)}
    if days < 0:
        return _("El termini va acabar %(date)s") % names
    if days == 0:
        return _("Avui és l'últim dia, %(date)s") % names
    words = ngettext("Et queda %(days)s dia, fins %(date)s", "Et queden %(days)s dies, fins %(date)s", days) % names
    return words.replace(f"{days} ", f"{days}{_TOGETHER}", 1)


@kept
def prudent_day(day: date, today: date) -> str:
    """The law's day where the body gives none: advice, and no claim that the term is that one."""
    if day < today:
        return _("Potser el termini va acabar %(date)s") % {"date": day_long(day, today)}
    return _("Per prudència, compta fins %(date)s") % {"date": day_long(day, today)}


@kept
def term_left(value: date | datetime | Moment, today: date) -> str:
    """A term that ends on an official clock, as one sentence with its stop; a source that gives a day alone has no hour."""
    at = value.at if isinstance(value, Moment) else None
    if at is None:
        return f"{days_left(value, today)}."
    days = (day_of(value) - today).days
    names = {"days": days, "date": day_long(value, today), "at_hour": at_hour(at)}
    if days <= 0:
        return _("Avui és l'últim dia, fins %(at_hour)s (hora oficial).") % names
    words = ngettext(
        "Et queda %(days)s dia: fins %(date)s, %(at_hour)s (hora oficial).",
        "Et queden %(days)s dies: fins %(date)s, %(at_hour)s (hora oficial).",
        days,
    )
    return (words % names).replace(f"{days} ", f"{days}{_TOGETHER}", 1)


def term_over(value: date | datetime | Moment, today: date) -> str:
    """ "El termini va acabar dijous 26 de novembre, a les 14.00.": also when that was some hours ago, today."""
    if isinstance(value, Moment):
        return _("El termini va acabar %(date)s.") % {"date": moment_words(value, today)}
    return _("El termini va acabar %(date)s.") % {"date": day_long(value, today)}


def hour(value: datetime) -> str:
    """ "9.41" as Catalan writes it; the separator belongs to the language."""
    at = value.astimezone(MADRID)
    return pgettext("hora i minuts", "%(hour)s.%(minute)s") % {"hour": at.hour, "minute": f"{at.minute:02d}"}


@kept
def at_hour(value: datetime) -> str:
    """ "a les 9.41", "a la 1.05": one o'clock is singular in Catalan and Castilian."""
    time = hour(value)
    if value.astimezone(MADRID).hour == 1:
        return (_("a la %(time)s") % {"time": time}).replace(" ", _TOGETHER)
    return (_("a les %(time)s") % {"time": time}).replace(" ", _TOGETHER)


@kept
def moment_words(value: Moment | datetime, today: date) -> str:
    """ "dijous 26 de novembre, a les 9.41", or the day alone when the source gave no hour."""
    at = value.at if isinstance(value, Moment) else value
    if at is None:
        return day_long(value, today)
    return _("%(date)s, %(at_hour)s") % {"date": day_long(value, today), "at_hour": at_hour(at)}


def ago(value: datetime, now: datetime) -> str:
    """The age of a datum: "ara mateix", "fa 2 minuts", "avui a les 9.41", "ahir a les 9.41", "el 3 de novembre"."""
    passed = now - value
    day, today = day_of(value), day_of(now)
    if passed < timedelta(minutes=1):
        return _("ara mateix").replace(" ", _TOGETHER)
    if passed < timedelta(hours=1):
        minutes = int(passed.total_seconds() // 60)
        return (ngettext("fa %(n)s minut", "fa %(n)s minuts", minutes) % {"n": minutes}).replace(" ", _TOGETHER)
    if day == today:
        return _("avui %(at_hour)s") % {"at_hour": at_hour(value)}
    if day == today - timedelta(days=1):
        return _("ahir %(at_hour)s") % {"at_hour": at_hour(value)}
    return on_day(day, today)


@kept
def on_day(value: date | datetime | Moment, today: date) -> str:
    """ "el 3 de novembre", and "l'11 de novembre": one and eleven begin with a vowel, which Catalan hears."""
    date = day_short(value, today)
    return (_("l'%(date)s") if day_of(value).day in (1, 11) else _("el %(date)s")) % {"date": date}


def month_heading(value: date | datetime | Moment) -> str:
    """ "Novembre de 2026", the heading over a month's rows."""
    day = day_of(value)
    return _(_MONTH[day.month - 1]) % {"year": day.year}


def euro(value: Decimal) -> str:
    """ "1.234,50 €" with a space that does not break. Separators and the sign's place belong to the language."""
    whole_sum = pgettext("import en euros", "%(amount)s\N{NO-BREAK SPACE}€") % {"amount": _digits(value)}
    # Before the sign of the euro, where that comes first.
    return _apart(_sign(value) + whole_sum)


def figure(value: Decimal) -> str:
    """ "1.234,50": an amount of which nobody says in what currency it is."""
    return _apart(_sign(value) + _digits(value))


def _digits(value: Decimal) -> str:
    whole, decimals = f"{abs(_cents(value)):,.2f}".split(".")
    return whole.replace(",", pgettext("separador de milers", ".")) + pgettext("separador de decimals", ",") + decimals


def _sign(value: Decimal) -> str:
    return "\N{MINUS SIGN}" if _cents(value) < 0 else ""


def _cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


_FORMATS = {
    "application/pdf": "PDF",
    "application/zip": "ZIP",
    "application/xml": "XML",
    "text/xml": "XML",
    "text/csv": "CSV",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.oasis.opendocument.text": "ODT",
}


def file_words(paper: Attachment | Document) -> str:
    """ "PDF, 120 kB", "PDF", "2,5 MB": what the body told of a document before anybody spends mobile data on it."""
    kind = _FORMATS.get((paper.mime or "").partition(";")[0].strip().lower())
    size = paper.size_kb if isinstance(paper, Attachment) else None if paper.bytes is None else paper.bytes // 1024
    return _apart(", ".join(part for part in (kind, _size(size)) if part))


def _size(kilobytes: int | None) -> str | None:
    if kilobytes is None:
        return None
    if kilobytes < 1024:
        return f"{max(1, kilobytes)}{_TOGETHER}kB"  # a part of a kilobyte came to us as none
    megabytes = (Decimal(kilobytes) / 1024).quantize(Decimal("0.1"), ROUND_HALF_UP)
    figures = f"{megabytes}".removesuffix(".0").replace(".", pgettext("separador de decimals", ","))
    return f"{figures}{_TOGETHER}MB"


def phone(number: str) -> str:
    """ "93 878 23 00", "973 24 50 10": as it is said aloud. What is not a number of nine figures stays as it came."""
    figures = number.replace(" ", "")
    if len(figures) != 9 or not (figures.isascii() and figures.isdigit()):
        return number
    if figures[:2] in ("91", "93"):
        ends: tuple[int, ...] = (2, 5, 7)
    elif figures[0] in "89" and figures[1] == "0":  # 900, 902, 800: no province
        ends = (3, 6)
    else:
        ends = (3, 5, 7)
    return _apart(_TOGETHER.join(figures[a:b] for a, b in pairwise((0, *ends, 9))))


def _apart(text: str) -> str:
    if not text or not get_language_bidi():
        return text
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"
