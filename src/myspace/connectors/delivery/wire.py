"""What goes over each wire, and what an answer is worth. Pure: no socket.

SMTP   2xx ACCEPTED │ 4xx NOT_NOW │ 5xx to RCPT: NOBODY_THERE, elsewhere REFUSED
push   2xx ACCEPTED │ 404, 410 NOBODY_THERE │ 429, 5xx NOT_NOW │ else REFUSED     (RFC 8030 §7.3, §8.4)
SMS    2xx ACCEPTED │ 404, 410, 422 NOBODY_THERE │ 429, 5xx NOT_NOW │ else REFUSED
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from myspace.protocols.webpush.encrypting import NotASubscription, Recipient, unbase64
from myspace.vocabulary.messages import Outcome

# Whose browsers people here use. An endpoint is an address that a person gives and we call: any other is refused.
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)


@dataclass(frozen=True, slots=True, repr=False)
class Mail:
    """`unsubscribe` is the address of the one click (RFC 8058); None where nothing can be switched off."""

    to: str
    sender: str
    sender_name: str
    subject: str
    text: str
    message_id: str
    language: str
    at: datetime
    unsubscribe: str | None = None

    def __repr__(self) -> str:
        return "Mail(···)"


def mail_bytes(mail: Mail) -> bytes:
    """The message in lines of CRLF. Plain text alone: nothing to load, and nothing that tells that it was read."""
    message = EmailMessage(policy=SMTP)
    local, _, domain = mail.sender.rpartition("@")
    message["From"] = Address(mail.sender_name, local, domain)
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers it
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text, cte="quoted-printable")
    message["Content-Language"] = mail.language  # after the text: setting it takes away every head about content
    return message.as_bytes()


@dataclass(frozen=True, slots=True, repr=False)
class Subscription:
    """Where one browser takes push messages."""

    endpoint: str
    to: Recipient

    def __repr__(self) -> str:
        return "Subscription(···)"


def subscription(text: str, *, more_hosts: Sequence[str] = ()) -> Subscription:
    """Read what `PushSubscription.toJSON()` gives. NotASubscription when it is none, or leads where we do not call.

    `more_hosts`, as host:port, may be asked over plain http: a simulator of this machine.
    """
    try:
        raw = json.loads(text)
        endpoint, keys = raw["endpoint"], raw["keys"]
        to = Recipient(unbase64(keys["p256dh"]), unbase64(keys["auth"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotASubscription("not what a browser gives") from None
    assert to.point
    if not isinstance(endpoint, str) or len(endpoint) > 1000 or not _may_be_called(endpoint, more_hosts):
        raise NotASubscription("not the address of a push service that we know")
    return Subscription(endpoint, to)


def _may_be_called(endpoint: str, more_hosts: Sequence[str]) -> bool:
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint or parts.username is not None:
        return False
    if parts.netloc in more_hosts:
        return parts.scheme == "http"
    known = any(host == each or host.endswith("." + each) for each in PUSH_HOSTS)
    return parts.scheme == "https" and port in (None, 443) and known


def sms_bytes(number: str, text: str, reference: str) -> bytes:
    return json.dumps({"to": number, "text": text, "reference": reference}).encode()


def smtp_outcome(code: int, *, of_recipient: bool = False) -> Outcome:
    if 200 <= code < 300:
        return Outcome.ACCEPTED
    if 500 <= code < 600:
        return Outcome.NOBODY_THERE if of_recipient else Outcome.REFUSED
    return Outcome.NOT_NOW


def http_outcome(status: int, nobody: Sequence[int]) -> Outcome:
    if 200 <= status < 300:
        return Outcome.ACCEPTED
    if status in nobody:
        return Outcome.NOBODY_THERE
    return Outcome.NOT_NOW if status == 429 or status >= 500 else Outcome.REFUSED


PUSH_NOBODY = (404, 410)
SMS_NOBODY = (404, 410, 422)
