"""Is this message really from an administration: what is known of bodies, and of mine, put before the rules of `genuine`.

Nothing pasted is kept: it goes in as an argument and comes out as a verdict, which holds hosts and codes. No row, no log.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from myspace.domain.activity.counted import bodies as bodies_with_mine
from myspace.domain.activity.counted import counted
from myspace.domain.administrations import service as administrations
from myspace.domain.alerts import genuine, pasted
from myspace.domain.alerts.genuine import Answer, Body, Found, Mine, Verdict, Why
from myspace.domain.audit import service as audit
from myspace.domain.audit.events import Event
from myspace.domain.kernel.db import as_actor
from myspace.vocabulary.activity import Entry
from myspace.vocabulary.administrations import AdministrationKind
from myspace.vocabulary.people import Actor

OURS = ""  # the code of the folder itself, which is no body: its own messages lead here
_BRANDS = frozenset({AdministrationKind.GENERALITAT, AdministrationKind.CONSORTIUM, AdministrationKind.PROVINCE})


def check(text: str, *, own_host: str, actor: Actor | None) -> tuple[Verdict, Mine | None]:
    """The verdict, and what the folder knows of who asks; None for whoever is not in: the directory alone is compared with."""
    mine = _mine(actor) if actor is not None else None
    return genuine.judge(pasted.read(text), known_bodies(own_host), mine), mine


def known_bodies(own_host: str) -> Iterator[Body]:
    """The directory's websites and the hosts registered for connected bodies. A website's domain and its www are its own."""
    registered = {c.connection.ine10: c.connection.hosts for c in administrations.connections().values()}
    yield Body(OURS, "El meu espai", frozenset({own_host}), brand=True)
    for body in administrations.everywhere():
        hosts, domains = set(registered.pop(body.ine10, frozenset())), frozenset[str]()
        if body.website and (host := urlsplit(body.website).hostname):
            apex = genuine.registered_part(host)
            domains = frozenset({apex})
            hosts |= {host, apex, f"www.{apex}"}
        yield Body(body.ine10, body.name, frozenset(hosts), domains, brand=body.kind in _BRANDS)


def _mine(actor: Actor) -> Mine:
    """What is hidden is not known here: its body's name on the screen would tell."""
    with as_actor(actor) as tx:
        tx.run(*audit.reading(actor, Event.MESSAGE_CHECKED))
        waiting = {one.item.ine10: f"/activitat/{one.id}" for one in counted(tx) if isinstance(one.item, Entry)}
        return Mine(bodies_with_mine(tx), waiting)


__all__ = ["OURS", "Answer", "Found", "Mine", "Verdict", "Why", "check"]
