"""Which providers this deployment has, from the environment. One that is not named is a way that is not there.

MYSPACE_SMTP_URL   smtps://user@host:465 or smtp://user@host:587, and MYSPACE_SMTP_PASSWORD
MYSPACE_MAIL_FROM  the address that writes
MYSPACE_VAPID_KEY  a PEM file with a private key of P-256, and MYSPACE_VAPID_CONTACT (mailto:… or https://…)
MYSPACE_SMS_URL    a gateway that speaks as docs/protocols/DELIVERY-1.md; off unless named: no supplier's contract is public
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from myspace.connectors.delivery.client import MailServer, PushServices, SmsGateway
from myspace.protocols.webpush.vapid import Sender
from myspace.vocabulary.messages import Channel


class ProvidersUnusable(RuntimeError):
    """The environment names a provider in a way that cannot be used; the message says which, never the value."""


@dataclass(frozen=True, slots=True)
class Providers:
    mail: MailServer | None = None
    mail_from: str = ""
    push: PushServices | None = None
    sms: SmsGateway | None = None

    @property
    def channels(self) -> frozenset[Channel]:
        there = ((Channel.EMAIL, self.mail), (Channel.PUSH, self.push), (Channel.SMS, self.sms))
        return frozenset(channel for channel, provider in there if provider is not None)


def from_environment() -> Providers:
    """Raises ProvidersUnusable: better no maker than one that silently sends by half of its ways."""
    return Providers(_mail(), os.environ.get("MYSPACE_MAIL_FROM", ""), _push(), _sms())


def _mail() -> MailServer | None:
    url = os.environ.get("MYSPACE_SMTP_URL")
    if not url:
        return None
    if "@" not in os.environ.get("MYSPACE_MAIL_FROM", ""):
        raise ProvidersUnusable("MYSPACE_SMTP_URL is set, so MYSPACE_MAIL_FROM must be the address that writes")
    try:
        return MailServer.at(url, os.environ.get("MYSPACE_SMTP_PASSWORD", ""))
    except ValueError as wrong:
        raise ProvidersUnusable(f"MYSPACE_SMTP_URL {wrong}") from None


def _push() -> PushServices | None:
    path = os.environ.get("MYSPACE_VAPID_KEY")
    if not path:
        return None
    contact = os.environ.get("MYSPACE_VAPID_CONTACT", "")
    if not contact.startswith(("mailto:", "https:")):
        raise ProvidersUnusable("MYSPACE_VAPID_CONTACT must be mailto:… or https://…: push services ask for it")
    try:
        return PushServices(Sender.read(Path(path).read_bytes(), contact))
    except (OSError, ValueError, TypeError):
        raise ProvidersUnusable("MYSPACE_VAPID_KEY must name a PEM file with a private key of P-256") from None


def _sms() -> SmsGateway | None:
    url = os.environ.get("MYSPACE_SMS_URL")
    if not url:
        return None
    try:
        return SmsGateway.at(url, os.environ.get("MYSPACE_SMS_TOKEN", ""))
    except ValueError as wrong:
        raise ProvidersUnusable(f"MYSPACE_SMS_URL {wrong}") from None
