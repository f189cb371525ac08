"""Where the front sends a path and which headers it keeps; tests/integration/test_launch_front.py has sockets."""

from __future__ import annotations

import pytest
from multidict import CIMultiDict

from myspace.launch.front import Front, kept


@pytest.mark.parametrize(
    ("path", "side"),
    [
        ("/", "web"),
        ("/live", "live"),
        ("/live/", "live"),
        ("/live?topic=cases", "live"),
        ("/live/stream?x=/y", "live"),
        ("/lively", "web"),
        ("/cerca?q=/live", "web"),
        ("//live", "web"),
        ("/%6Cive", "web"),
    ],
)
def test_only_live_goes_to_live_and_the_path_is_untouched(path: str, side: str) -> None:
    front = Front(web_url="http://web:1/", live_url="http://live:2")
    base = {"web": "http://web:1", "live": "http://live:2"}[side]
    assert front.target(path) == base + path


def test_headers_that_claim_who_forwards_are_dropped_and_host_is_kept() -> None:
    sent = CIMultiDict(
        [
            *(("Host", "localhost:8000"), ("X-Forwarded-For", "1.2.3.4"), ("X-Forwarded-Proto", "https")),
            *(("Forwarded", "for=1.2.3.4"), ("X-Real-IP", "1.2.3.4"), ("Cookie", "a=1"), ("Cookie", "b=2")),
        ]
    )
    assert list(kept(sent, from_client=True).items()) == [
        ("Host", "localhost:8000"),
        ("Cookie", "a=1"),
        ("Cookie", "b=2"),
    ]


def test_headers_of_one_connection_are_not_passed_on() -> None:
    sent = CIMultiDict({"Connection": "keep-alive, X-Mine", "X-Mine": "1", "Transfer-Encoding": "chunked", "A": "1"})
    assert list(kept(sent, from_client=False)) == ["A"]


def test_two_cookies_set_by_one_answer_stay_two() -> None:
    answered = CIMultiDict([("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
    assert kept(answered, from_client=False).getall("Set-Cookie") == ["a=1", "b=2"]
