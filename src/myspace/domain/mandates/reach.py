"""How far somebody may go in another's folder, by every mandate between the two as the registry last told of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from myspace.domain.mandates import rules
from myspace.domain.mandates.holding import Asked, Held
from myspace.domain.mandates.rules import Power, Reason, Verdict, Wanted, Wish
from myspace.vocabulary.mandates import MandateState
from myspace.vocabulary.people import Actor

ALLOWED = Verdict(Reason.ALLOWED)


@dataclass(frozen=True, slots=True)
class Standing:
    """On what somebody stands in the folder that they look at. Without mandates: in their own, or by certificate.

    `shut`: its person closed it, or revoked the mandate here a moment ago. The rows are shut already, whatever the
    registry last said: what has ended there still says why, and what has not opens nothing.
    """

    actor: Actor
    held: tuple[Held, ...]
    asked: Asked | None
    shut: bool = False

    @property
    def opening(self) -> Iterator[Held]:
        """Those that may open something: all, or where it is shut only what says why nothing does."""
        return (each for each in self.held if not self.shut or each.mandate.state is not MandateState.VALID)

    @property
    def until(self) -> datetime | None:
        """When the last of what is in force ends; None in one's own folder, and when nothing is."""
        ends = (rules.ends(each.mandate) for each in self.held if each.mandate.state.value == "valid")
        return max((end for end in ends if end is not None), default=None)

    @property
    def checked_at(self) -> datetime | None:
        """The oldest of the registry's words on them."""
        return min((each.checked_at for each in self.held), default=None)

    def ground(self, now: datetime) -> Verdict:
        """Whether anything at all may be shown, whatever it is."""
        if not self.actor.by_mandate:
            return ALLOWED
        return rules.nearest(rules.stands(each.mandate, each.checked(self.asked), now) for each in self.opening)

    def power(self, now: datetime) -> Power:
        """What it is for, of what is in force now."""
        standing = (each for each in self.opening if rules.stands(each.mandate, each.checked(self.asked), now).allowed)
        return rules.power(each.mandate for each in standing)

    def may(
        self,
        wish: Wish,
        now: datetime,
        *,
        body: str | None = None,
        procedure: str | None = None,
        hidden: bool = False,
        shows_protected_address: bool = False,
    ) -> Verdict:
        """The one question. `body` is INE10; None when the item does not say whose it is."""
        if not self.actor.by_mandate:
            return ALLOWED
        wanted = Wanted(wish, self.actor.viewer, self.actor.subject, body, procedure, hidden, shows_protected_address)
        return rules.nearest(self._verdicts(wanted, now))

    def _verdicts(self, wanted: Wanted, now: datetime) -> Iterator[Verdict]:
        for each in self.opening:
            yield rules.decide(each.mandate, wanted, each.checked(self.asked), now)

    def may_some(self, wish: Wish, now: datetime) -> Verdict:
        """For a list: whether this may be had of anything at all, of every body or of some."""
        whole = self.may(wish, now)
        return ALLOWED if whole.allowed or self.bodies(wish, now) else whole

    def only(self, wish: Wish, now: datetime) -> tuple[str, ...] | None:
        """The bodies, by INE10, to whose things this is limited; None: it is of every body."""
        return None if self.may(wish, now).allowed else self.bodies(wish, now)

    def bodies(self, wish: Wish, now: datetime) -> tuple[str, ...]:
        """The bodies, by INE10, of whose things this may be had; those of every mandate together."""
        named = sorted({body for each in self.held for body in each.mandate.bodies})
        return tuple(body for body in named if self.may(wish, now, body=body).allowed)
