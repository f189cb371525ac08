"""Whether somebody may act on a notice, asked live of whoever knows, by the ground on which they look. A port.

In one's own folder one may; and in that of a company by its certificate, which the session proves and the database holds for
some hours at most. Any other ground is registered by who checks it, and a ground that nobody registered allows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from myspace.vocabulary.notices import Notice, NoticeAct
from myspace.vocabulary.people import Actor, Basis


class Verdict(StrEnum):
    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"  # whoever knows does not answer: nothing is done


@dataclass(frozen=True, slots=True)
class May:
    """`ground` is the register's own id of the mandate that allows it, for the receipt."""

    verdict: Verdict
    ground: str | None = None


Check = Callable[[Actor, Notice, NoticeAct], May]
_YES = May(Verdict.YES)
_checks: dict[Basis, Check] = {}


def register(basis: Basis, check: Check) -> None:
    """`check` may ask over the network: it is called with no transaction open, within its own deadline."""
    _checks[basis] = check


def may(actor: Actor, notice: Notice, act: NoticeAct) -> May:
    if actor.basis is Basis.OWN and actor.looks_at_own:
        return _YES
    if actor.basis is Basis.COMPANY_CERTIFICATE:
        return _YES
    check = _checks.get(actor.basis)
    return check(actor, notice, act) if check else May(Verdict.NO)
