"""One message, from its plan to its end: each place is tried, what became of it is written, and then it is decided.

every chosen place ──▶ somebody took it, nothing is left to try ──▶ accepted
      │                somebody took it, another place was away ──▶ again, for that place alone
      └ nobody took it ─▶ the next channel, and the next ──▶ nobody ──▶ again later, or failed
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from myspace.connectors.delivery import wire
from myspace.domain.outbox import lowering, rules, sending, texts
from myspace.domain.outbox.providers import Providers
from myspace.domain.outbox.sending import Plan, Taken, Target
from myspace.domain.outbox.texts import Words
from myspace.protocols.webpush.encrypting import NotASubscription
from myspace.vocabulary.messages import Channel, MessageKind, Outcome

Sent = Callable[[Channel, Outcome, Plan], None]
_PUSH_LASTS = timedelta(days=2)  # a device that is off for longer hears of it by mail, or when its person comes in


AWAY_AFTER = 3  # times in a row
AWAY_FOR = timedelta(seconds=30)


class Breaker:
    """A provider that was away several times in a row is not asked for a while: whoever has another way gets it now."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failed: dict[str, int] = {}
        self._until: dict[str, datetime] = {}

    def away(self, provider: str, now: datetime) -> bool:
        with self._lock:
            return self._until.get(provider, now) > now

    def hear(self, provider: str, outcome: Outcome, now: datetime) -> None:
        with self._lock:
            failed = self._failed.get(provider, 0) + 1 if outcome is Outcome.NOT_NOW else 0
            self._failed[provider] = failed
            if failed >= AWAY_AFTER:  # after the pause one call tries, and its failure is enough
                self._until[provider] = now + AWAY_FOR


@dataclass(frozen=True)
class Delivery:
    """`origin` is the folder's own address. `more_hosts`: push services of this machine, when all is simulated."""

    providers: Providers
    origin: str
    clock: Callable[[], datetime]
    lease: timedelta
    more_hosts: tuple[str, ...] = ()
    told: Sent = lambda _channel, _outcome, _plan: None
    breaker: Breaker = field(default_factory=Breaker)
    # One mail at a time between the server's yes and our COMMIT, so that a kill can double one and not more.
    one_mail: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, taken: Taken) -> str:
        """The state in which the message is left: an end of `service.ENDED`, `queued`, or `left` to another."""
        began = self.clock()
        plan = sending.plan(taken, there=self.providers.channels, now=began)
        if plan is None:
            return "left"
        if not plan.route.first:
            sending.end(plan, "silent", "", began)
            return "silent"
        took, open_, unsure = False, False, False
        said = texts.words(plan.about, plan.language)
        for target in (t for channel in plan.route.first for t in plan.at(channel)):
            outcome = target.before if not target.open else self._one(plan, said, target)
            if outcome is None:
                return "left"
            took = took or outcome is Outcome.ACCEPTED
            open_ = open_ or outcome is Outcome.NOT_NOW
            unsure = unsure or (outcome is Outcome.UNSURE and target.before is not Outcome.UNSURE)
        if not took:
            for target in (t for channel in plan.route.then for t in plan.at(channel)):
                outcome = target.before if not target.open else self._one(plan, said, target)
                if outcome is None:
                    return "left"
                if outcome is Outcome.ACCEPTED:
                    took, open_ = True, False
                    break
                open_ = open_ or outcome is Outcome.NOT_NOW
        # What may have arrived is not sent again while anything else took the message, nor a third time ever.
        return self._decide(plan, took=took, open_=open_ or (unsure and not took))

    def _decide(self, plan: Plan, *, took: bool, open_: bool) -> str:
        now = self.clock()
        if open_ and (at := rules.try_again(plan.attempts, plan.told_at, plan.use_by, now)):
            sending.again(plan.taken, at)
            return "queued"
        state = "accepted" if took else "failed"
        sending.end(plan, state, "" if took else ("too late" if open_ else "nobody took it"), now)
        return state

    def _one(self, plan: Plan, said: Words, target: Target) -> Outcome | None:
        """None: the lease is another's by now, or it may no longer be sent."""
        provider = _provider(target)
        if self.breaker.away(provider, self.clock()):
            return Outcome.NOT_NOW
        with self.one_mail if target.channel is Channel.EMAIL else nullcontext():
            now = self.clock()
            if not sending.keep_lease(plan.taken, now + self.lease, now):
                return None
            outcome = self._send(plan, said, target, now)
            sending.record(plan.taken, target, outcome, self.clock())
        self.breaker.hear(provider, outcome, self.clock())
        self.told(target.channel, outcome, plan)
        return outcome

    def _send(self, plan: Plan, said: Words, target: Target, now: datetime) -> Outcome:
        match target.channel:
            case Channel.EMAIL:
                assert self.providers.mail is not None
                return self.providers.mail.send(self._mail(plan, said, target.address, now))
            case Channel.PUSH:
                return self._push(plan, said, target.address, now)
            case Channel.SMS:
                assert self.providers.sms is not None
                text = texts.sms_text(said, plan.about, plan.language)
                return self.providers.sms.send(target.address, text, reference=plan.taken.id.hex)

    def _mail(self, plan: Plan, said: Words, to: str, now: datetime) -> wire.Mail:
        fixed = plan.about.kind is MessageKind.CONTACT
        lower = f"{self.origin}/baixa/{lowering.token(plan.taken.person, plan.about.kind)}"
        text = texts.mail_text(
            said,
            plan.about,
            plan.language,
            link=f"{self.origin}/a/{plan.door}",
            preferences=f"{self.origin}/preferencies",
        )
        return wire.Mail(
            to=to, sender=self.providers.mail_from, sender_name=texts.sender_name(plan.language), subject=said.title,
            text=text, message_id=_stable(plan.taken.id), language=plan.language, at=now,
            unsubscribe=None if fixed else lower,
        )  # fmt: skip

    def _push(self, plan: Plan, said: Words, address: str, now: datetime) -> Outcome:
        assert self.providers.push is not None
        try:
            to = wire.subscription(address, more_hosts=self.more_hosts)
        except NotASubscription:
            return Outcome.NOBODY_THERE  # kept under other rules, or of a simulator that is gone
        payload = {
            "title": said.title,
            "body": said.lines[0],
            "open": f"/a/{plan.door}",
            "tag": _stable(plan.taken.id),  # of two with one tag a device shows one
        }
        left = (plan.use_by - now) if plan.use_by else _PUSH_LASTS
        seconds = int(min(max(left, timedelta(minutes=1)), _PUSH_LASTS).total_seconds())
        return self.providers.push.send(
            to, json.dumps(payload, ensure_ascii=False).encode(), topic=_stable(plan.taken.id), seconds=seconds,
            urgent=plan.urgent, now=now,
        )  # fmt: skip


def _provider(target: Target) -> str:
    """Whose failures count together. Each browser's push service is a provider of its own."""
    if target.channel is not Channel.PUSH:
        return target.channel.value
    try:
        return str(urlsplit(json.loads(target.address)["endpoint"]).netloc)
    except (ValueError, KeyError, TypeError):
        return ""


def _stable(message: UUID) -> str:
    """The same whenever the same message goes: Message-ID, topic and tag."""
    return message.hex
