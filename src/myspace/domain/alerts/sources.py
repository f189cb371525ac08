"""Where notices are seen besides the register of a body: a port for each thing that a reminder may rest on (docs/adr/0017).

    seen_inside        the list as the person's own login read it
    certificate_list   the list read with a certificate of the deployment's      nothing, until its file names whom for
    offline_login      the list read with a login left for it                     nothing, until a deployment offers it
    issuer             the issuer told us                                         nothing, until a deployment names who may

A source adds facts and never takes one away: what it does not tell is not known, which is not the same as not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from myspace.domain.alerts.facts import NoticeFact, RestsOn
from myspace.domain.kernel.db import Tx


class Source(Protocol):
    """The notices that wait for the person whom the transaction sees, as far as it knows; nothing hidden among them.

    Reads rows and asks nobody: whoever fills the rows does that elsewhere, with what the person allowed.
    """

    def __call__(self, tx: Tx, now: datetime) -> Iterable[NoticeFact]: ...


_sources: dict[RestsOn, Source] = {}


def register(rests_on: RestsOn, source: Source) -> None:
    if rests_on in (RestsOn.ANSWER, RestsOn.REGISTER_EXIT, RestsOn.FEED, RestsOn.OURS):
        raise ValueError(f"{rests_on} is read by the alerts themselves")
    _sources[rests_on] = source


def registered() -> Mapping[RestsOn, Source]:
    return dict(_sources)
