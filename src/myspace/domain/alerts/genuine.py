"""Whether a pasted message is really from an administration: yes, no, or nobody can tell from here. Pure.

    a link that hides where it leads, or looks like a body's and is not ........ no
    it asks for a password, a code or a card, and leads elsewhere .............. no
    every link leads to a web that is registered for a body, over https ........ yes
    anything else, a link of unknown lead or none at all ....................... cannot tell

Yes is of the link and not of who sent it: a sender's name can be written by anybody. That is why what to do next never needs
the message: one goes to the folder, or calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from myspace.domain.alerts.pasted import Pasted, Place, plain


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Why(StrEnum):
    """Each with its own sentence on the screen."""

    TRICK = "trick"  # a link that hides where it leads
    LOOKS_LIKE = "looks_like"  # made to look like a body's
    ASKS_SECRETS = "asks_secrets"
    REGISTERED = "registered"  # it leads to a body's own web
    NOT_SECURE = "not_secure"  # to a body's web, but without https
    SHORTENED = "shortened"  # where it leads is not written in it
    PART_OF = "part_of"  # under a body's name, but not a web that we know
    UNKNOWN_PLACE = "unknown_place"
    NO_LINK = "no_link"  # a sender's name alone proves nothing
    MAIL_LOOKS_LIKE = "mail_looks_like"


@dataclass(frozen=True, slots=True)
class Body:
    """A body with the hosts that are registered as its own, and the domains that are its own below which others are too.

    A host on a platform that many share gives no domain. `brand`: its name is no town's nor common word.
    """

    ine10: str
    name: str
    hosts: frozenset[str]
    domains: frozenset[str] = frozenset()
    brand: bool = False


@dataclass(frozen=True, slots=True)
class Mine:
    """What the folder knows of the person: bodies that have something of theirs, and notices that wait, by body."""

    bodies: frozenset[str] = frozenset()
    waiting: Mapping[str, str] = field(default_factory=dict)  # ine10 → path of what waits


@dataclass(frozen=True, slots=True)
class Found:
    """Why, and about which host and body, as a person would read them."""

    why: Why
    host: str = ""
    ine10: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`named` are bodies that the message names; `mine` which of these and of the links' the folder knows things of."""

    answer: Answer
    found: tuple[Found, ...]
    named: tuple[str, ...] = ()
    mine: tuple[str, ...] = ()


SHORTENERS = frozenset(
    {
        "bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "cutt.ly", "rebrand.ly", "t.ly", "shorturl.at", "lnkd.in",
        "buff.ly", "rb.gy", "tiny.cc", "s.id", "v.gd", "bl.ink", "short.io", "acortar.link", "n9.cl", "qrco.de", "urlz.fr",
    }
)  # fmt: skip
# Words of services that only administrations offer here: in another's address they are there to deceive.
_BRANDS = frozenset(
    {
        "gencat", "generalitat", "enotum", "idcat", "idcatmobil", "aoc", "representa", "efact", "diba", "ddgi", "dgt", "dehu",
    }
)  # fmt: skip
# Letters of other scripts, and figures, that read as ours.
_ALIKE = str.maketrans("аеорсхуіјѕԁɡɑαονιıł0135ոτ", "aeopcxyijsdgaaoviilolesnt")
_NO = frozenset({Why.TRICK, Why.LOOKS_LIKE, Why.MAIL_LOOKS_LIKE})


def judge(pasted: Pasted, bodies: Iterable[Body], mine: Mine | None = None) -> Verdict:
    """`mine` None: nobody is in, and the directory alone is compared with."""
    known = tuple(bodies)
    owned = _Owned(
        {host: body for body in known for host in body.hosts}, {each: body for body in known for each in body.domains}
    )
    found = [_of_place(place, owned) for place in pasted.places]
    found += [one for mail in pasted.mails if (one := _of_mail(mail, owned))]
    if pasted.asks_secrets:
        found.append(Found(Why.ASKS_SECRETS))
    if not pasted.places:
        found.append(Found(Why.NO_LINK))
    named = tuple(b.ine10 for b in known if f" {plain(b.name)} " in f" {pasted.words} ")
    about = dict.fromkeys((*(f.ine10 for f in found if f.ine10 and f.why is Why.REGISTERED), *named))
    return Verdict(
        _answer(tuple(found)),
        tuple(dict.fromkeys(found)),
        named,
        tuple(ine10 for ine10 in about if mine and ine10 in mine.bodies),
    )


def _answer(found: tuple[Found, ...]) -> Answer:
    whys = {each.why for each in found}
    good = whys <= {Why.REGISTERED} and bool(whys)
    if whys & _NO:
        return Answer.NO
    if Why.ASKS_SECRETS in whys and whys & {Why.UNKNOWN_PLACE, Why.SHORTENED}:
        return Answer.NO
    return Answer.YES if good else Answer.CANNOT_TELL


class _Owned(NamedTuple):
    hosts: Mapping[str, Body]
    domains: Mapping[str, Body]


def _of_place(place: Place, owned: _Owned) -> Found:
    if place.tricks:
        return Found(Why.TRICK, place.shown)
    owner = owned.hosts.get(place.host)
    if owner is not None:
        return Found(Why.REGISTERED if place.secure else Why.NOT_SECURE, place.shown, owner.ine10)
    if place.host in SHORTENERS:
        return Found(Why.SHORTENED, place.shown)
    return _of_unknown(place.host, place.shown, owned)


def _of_mail(host: str, owned: _Owned) -> Found | None:
    """An address that looks like a body's and is not is telling; one that is a body's proves nothing: anybody writes it."""
    if host in owned.hosts or registered_part(host) in owned.domains:
        return None
    found = _of_unknown(host, host, owned)
    return Found(Why.MAIL_LOOKS_LIKE, host, found.ine10) if found.why is Why.LOOKS_LIKE else None


def _of_unknown(host: str, shown: str, owned: _Owned) -> Found:
    """A host that is nobody's that we know: under a body's name, made to look like one, or simply unknown."""
    if (below := owned.domains.get(registered_part(host))) is not None:
        return Found(Why.PART_OF, shown, below.ine10)
    for name, body in (*owned.hosts.items(), *owned.domains.items()):
        if f".{name}." in f".{host}.":
            return Found(Why.LOOKS_LIKE, shown, body.ine10)
    for domain, body in owned.domains.items():
        if _alike(registered_part(shown), domain, brand=body.brand):
            return Found(Why.LOOKS_LIKE, shown, body.ine10)
    if _BRANDS & set(_skeleton(shown).replace(".", "-").split("-")):
        return Found(Why.LOOKS_LIKE, shown)
    return Found(Why.UNKNOWN_PLACE, shown)


def registered_part(host: str) -> str:
    """The part that somebody registers: the last two labels, three below the ones that are sold whole (com.es, gob.es)."""
    labels = host.split(".")
    shared = len(labels) > 2 and labels[-2] in ("com", "org", "gob", "nom", "edu", "co") and len(labels[-1]) == 2
    return ".".join(labels[-3:] if shared else labels[-2:])


def _alike(shown: str, domain: str, *, brand: bool) -> bool:
    """Reads like `domain` and is not it: the same to the eye, one letter off, or its name under another ending."""
    if _skeleton(shown) == _skeleton(domain):
        return True
    name, own = _skeleton(shown.rpartition(".")[0]), domain.rpartition(".")[0]
    # Towns have namesakes and neighbours: manresa.com may be a shop. The Generalitat has none.
    return brand and (name == own or (len(own) >= 6 and abs(len(name) - len(own)) <= 1 and _one_off(name, own)))


def _skeleton(text: str) -> str:
    return text.lower().translate(_ALIKE).replace("rn", "m").replace("vv", "w")


def _one_off(one: str, other: str) -> bool:
    """One letter more, less, changed, or two neighbours swapped."""
    if len(one) == len(other):
        different = [n for n in range(len(one)) if one[n] != other[n]]
        swapped = len(different) == 2 and different[1] == different[0] + 1
        return len(different) == 1 or (
            swapped and one[different[0]] == other[different[1]] and one[different[1]] == other[different[0]]
        )
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
