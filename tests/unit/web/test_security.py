"""Headers of every answer, the good and the bad."""

import pytest
from django.test import Client

from myspace.web.security import content_security_policy, origin


@pytest.mark.parametrize("path", ["/", "/privacitat", "/there-is-no-such-page"])
def test_every_answer_carries_the_policy(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cache-Control"] == "no-store"


def test_a_form_may_lead_to_the_identity_provider_and_to_its_origin_only(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "form-action 'self' http://localhost:9 " in policy
    assert "/valid" not in policy


def test_an_address_that_is_none_adds_nothing_to_the_policy() -> None:
    assert origin("javascript:alert(1)") == origin("") == origin("valid; script-src *") == ""
    assert content_security_policy("").count("form-action") == 1
