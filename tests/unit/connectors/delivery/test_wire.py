"""What goes over each wire, and what an answer is worth."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import UTC, datetime

import pytest

from myspace.connectors.delivery import wire
from myspace.protocols.webpush.encrypting import NotASubscription
from myspace.vocabulary.messages import Outcome
from tests.unit.protocols.webpush.test_webpush import AUTH, THEIRS

MAIL = wire.Mail(
    to="algu@exemple.invalid", sender="avisos@espai.exemple.invalid", sender_name="El meu espai", subject="Tens un avís nou",
    text="Entra al teu espai.\n", message_id="0192", language="ca", at=datetime(2026, 11, 30, 8, tzinfo=UTC),
    unsubscribe="https://espai.exemple.invalid/baixa/x",
)  # fmt: skip


def given(endpoint: object = "https://fcm.googleapis.com/fcm/send/a", **keys: str) -> str:
    return json.dumps({"endpoint": endpoint, "keys": {"p256dh": THEIRS, "auth": AUTH, **keys}})


def test_a_mail_is_plain_text_with_a_stable_id_and_one_click_to_stop_it() -> None:
    read = email.message_from_bytes(wire.mail_bytes(MAIL), policy=email.policy.default)
    assert (read["Subject"], read["To"], read["Message-ID"]) == (
        "Tens un avís nou",
        "algu@exemple.invalid",
        "<0192@espai.exemple.invalid>",
    )
    assert read["Content-Language"] == "ca"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["List-Unsubscribe"] == "<https://espai.exemple.invalid/baixa/x>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert read.get_content_type() == "text/plain"
    assert read.get_content() == "Entra al teu espai.\r\n"
    assert all(len(line) <= 998 for line in wire.mail_bytes(MAIL).split(b"\r\n"))
    assert wire.mail_bytes(MAIL) == wire.mail_bytes(MAIL)


def test_nobody_writes_a_head_of_their_own_through_an_address() -> None:
    with pytest.raises(ValueError, match=r"."):
        wire.mail_bytes(wire.Mail("a@b.invalid\r\nBcc: c@d.invalid", MAIL.sender, "x", "x", "x", "1", "ca", MAIL.at))


def test_what_a_browser_gives_is_read() -> None:
    read = wire.subscription(given())
    assert read.endpoint == "https://fcm.googleapis.com/fcm/send/a"
    assert "fcm" not in repr(read)
    assert "algu" not in repr(MAIL)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/a", "https://evil.invalid/", "https://fcm.googleapis.com.evil.invalid/a",
        "https://x@fcm.googleapis.com/a", "https://fcm.googleapis.com:8443/a", "http://127.0.0.1:5432/", "http://[::1]/",
        "https://169.254.169.254/latest", "https://fcm.googleapis.com/a b", "https://fcm.googleapis.com/a\r\nHost: x", 7,
        "https://fcm.googleapis.com/" + "a" * 1000, "ftp://fcm.googleapis.com/a", "https://[", "",
    ],
)  # fmt: skip
def test_an_endpoint_that_leads_elsewhere_is_refused(endpoint: object) -> None:
    with pytest.raises(NotASubscription):
        wire.subscription(given(endpoint))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "7", '{"endpoint": "x"}', given(p256dh="AA"), given(auth="AA"), given(auth="é")]
)
def test_what_no_browser_gives_is_refused(text: str) -> None:
    with pytest.raises(NotASubscription):
        wire.subscription(text)


def test_the_simulators_push_service_is_known_only_when_it_is_named() -> None:
    here = given("http://127.0.0.1:9000/push/a")
    assert wire.subscription(here, more_hosts=("127.0.0.1:9000",)).endpoint == "http://127.0.0.1:9000/push/a"
    with pytest.raises(NotASubscription):
        wire.subscription(here, more_hosts=("127.0.0.1:9001",))


@pytest.mark.parametrize(
    ("code", "of_recipient", "outcome"),
    [(250, False, Outcome.ACCEPTED), (421, False, Outcome.NOT_NOW), (451, True, Outcome.NOT_NOW),
     (550, True, Outcome.NOBODY_THERE), (554, False, Outcome.REFUSED), (-1, False, Outcome.NOT_NOW)],
)  # fmt: skip
def test_every_answer_of_a_mail_server_has_its_worth(code: int, of_recipient: bool, outcome: Outcome) -> None:
    assert wire.smtp_outcome(code, of_recipient=of_recipient) is outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(201, Outcome.ACCEPTED), (202, Outcome.ACCEPTED), (404, Outcome.NOBODY_THERE), (410, Outcome.NOBODY_THERE),
     (429, Outcome.NOT_NOW), (500, Outcome.NOT_NOW), (503, Outcome.NOT_NOW), (400, Outcome.REFUSED), (403, Outcome.REFUSED),
     (301, Outcome.REFUSED)],
)  # fmt: skip
def test_every_answer_of_a_push_service_has_its_worth(status: int, outcome: Outcome) -> None:
    assert wire.http_outcome(status, wire.PUSH_NOBODY) is outcome
