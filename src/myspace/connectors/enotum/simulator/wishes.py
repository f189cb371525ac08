"""What a rehearsal may ask of the simulated e-NOTUM: POST /_control/ENOTUM, one object, all of it or nothing.

    {"logins": {"TOKEN": {"person": "marta", "level": "high", "company": "atzavara"}}}     company may be left out
    {"deposit": {"who": "marta", "body": "0811360009", "title": "…", "kind": "NOTIFICACIO", "level": "BAIX", "days": 10}}
    {"annul": 41000101}        {"move_seconds": 86400}        {"cut": 1}        {"voice": "plain" | "old" | "bare"}
    {"behind": true}        {"renewed": false}

`cut`: the replies to that many acts are lost after the act was done. `behind`: searches still tell it as before. `renewed`:
whether a token of VALId that was renewed without the person is taken. How often
each operation was asked is in GET /_control/calls: Practicar, PATCH, Consulta:communication and GET:communication are the
ones with effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from myspace.connector_kit.simulated.pci.plugin import UnknownWish
from myspace.connectors.enotum.simulator.platform import Platform
from myspace.connectors.enotum.simulator.tokens import LEVELS, Login, Logins
from myspace.simulation.cast import COMPANIES, company, person
from myspace.simulation.stories.notices import NoticeTold, PaperTold, names

KNOWN = ("logins", "deposit", "annul", "move_seconds", "cut", "behind", "voice", "renewed")


def wish(platform: Platform, logins: Logins, wishes: Mapping[str, Any]) -> None:
    """Raises UnknownWish, and then nothing has changed."""
    if set(wishes) - set(KNOWN):
        raise UnknownWish(f"e-NOTUM understands {', '.join(KNOWN)}")
    try:
        _grant(platform, logins, wishes)
    except (KeyError, TypeError, ValueError, AttributeError, StopIteration) as wrong:
        raise UnknownWish(f"cannot be read: {type(wrong).__name__}; see wishes.py") from None


def _grant(platform: Platform, logins: Logins, wishes: Mapping[str, Any]) -> None:
    """Everything is read before anything is changed."""
    people = {str(token): _login(told) for token, told in wishes.get("logins", {}).items()}
    told = _notice(platform, wishes["deposit"]) if "deposit" in wishes else None
    annulled = int(wishes["annul"]) if "annul" in wishes else None
    seconds, cuts = float(wishes.get("move_seconds", 0)), int(wishes.get("cut", platform.cuts))
    voice = str(wishes.get("voice", platform.voice))
    behind = wishes.get("behind", platform.behind)
    renewed = wishes.get("renewed", logins.takes_renewed)
    if not isinstance(renewed, bool):
        raise ValueError
    if voice not in ("plain", "old", "bare") or cuts < 0 or not isinstance(behind, bool):
        raise ValueError
    for token, login in people.items():
        logins.rehearse(token, login)
    if told is not None:
        platform.deposit(told)
    if annulled is not None:
        platform.annul(annulled)
    platform.move(seconds)
    logins.takes_renewed = renewed
    platform.cuts, platform.voice, platform.behind = cuts, voice, behind


def _login(told: Mapping[str, Any]) -> Login:
    firm = company(told["company"]).identifier.value if told.get("company") else None
    return Login(person(told["person"]).identifier.value, LEVELS[told["level"]], firm)


def _notice(platform: Platform, told: Mapping[str, Any]) -> NoticeTold:
    if told["body"] not in names():
        raise ValueError
    who = str(told["who"])
    if who not in {one.id for one in COMPANIES}:
        person(who)
    days = told.get("days")
    return NoticeTold(
        number=int(told.get("number", platform.next_number())),
        who=who,
        body=str(told["body"]),
        title=str(told["title"]),
        deposited=platform.now,
        kind="COMUNICACIO" if told.get("kind") == "COMUNICACIO" else "NOTIFICACIO",
        level=told["level"] if told.get("level") in ("SUBSTANCIAL", "ALT") else "BAIX",
        days=None if days is None else int(days),
        registry=told.get("registry"),
        file=told.get("file"),
        papers=(PaperTold("resolucio.pdf", str(told.get("words", "Text de prova."))),),
    )
