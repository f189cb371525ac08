"""The breaker has two thresholds; the bucket gives a burst and then the rate."""

from __future__ import annotations

from myspace.domain.gathering.limits import BURST, FAILURES, OPEN_SECONDS, WITHIN_SECONDS, Breaker, BreakerState, Bucket


def broken(at: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES):
        assert breaker.may_ask(at)
        breaker.record(False, at)
    return breaker


def test_it_opens_after_failures_close_together() -> None:
    assert broken().state(0.0) is BreakerState.OPEN
    assert not broken().may_ask(OPEN_SECONDS - 0.1)


def test_failures_far_apart_do_not_open_it() -> None:
    breaker = Breaker()
    for n in range(20):
        breaker.record(False, n * (WITHIN_SECONDS / (FAILURES - 1) + 1))
    assert breaker.state(0.0) is BreakerState.CLOSED


def test_half_open_lets_one_probe_out_at_a_time() -> None:
    breaker = broken()
    assert breaker.may_ask(OPEN_SECONDS)
    assert not breaker.may_ask(OPEN_SECONDS)


def test_one_good_answer_is_not_enough_to_close_it() -> None:
    breaker = broken()
    assert breaker.may_ask(OPEN_SECONDS)
    breaker.record(True, OPEN_SECONDS)
    assert breaker.state(OPEN_SECONDS) is BreakerState.HALF_OPEN
    assert breaker.may_ask(OPEN_SECONDS)
    breaker.record(True, OPEN_SECONDS)
    assert breaker.state(OPEN_SECONDS) is BreakerState.CLOSED


def test_a_failed_probe_opens_it_again_for_the_whole_time() -> None:
    breaker = broken()
    assert breaker.may_ask(OPEN_SECONDS)
    breaker.record(False, OPEN_SECONDS)
    assert breaker.state(OPEN_SECONDS * 2 - 0.1) is BreakerState.OPEN


def test_a_source_that_flaps_does_not_make_the_breaker_flicker() -> None:
    """Up and down every 5 seconds for ten minutes: the state changes a few times, not at every flap."""
    breaker, changes, before = Breaker(), 0, BreakerState.CLOSED
    for second in range(600):
        if breaker.may_ask(float(second)):
            breaker.record(second // 5 % 2 == 0, float(second))
        after = breaker.state(float(second))
        changes += after is BreakerState.CLOSED and before is not BreakerState.CLOSED
        before = after
    assert changes <= 20


def test_an_abandoned_probe_frees_its_place() -> None:
    breaker = broken()
    assert breaker.may_ask(OPEN_SECONDS)
    breaker.abandon()
    assert breaker.may_ask(OPEN_SECONDS)


def test_the_bucket_gives_a_burst_and_then_the_rate() -> None:
    bucket = Bucket(rate=2.0)
    assert [bucket.wait(0.0) for _ in range(BURST)] == [0.0] * BURST
    assert [bucket.wait(0.0), bucket.wait(0.0)] == [0.5, 1.0]
    assert bucket.wait(60.0) == 0.0


def test_a_place_that_was_not_used_is_the_next_ones() -> None:
    bucket = Bucket(rate=2.0)
    for _ in range(BURST):
        bucket.wait(0.0)
    assert bucket.wait(0.0) == 0.5
    bucket.give_back()
    assert bucket.wait(0.0) == 0.5
