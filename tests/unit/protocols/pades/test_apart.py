"""What the process that checks a stranger's file may say: a report, read as it was said, or nothing."""

from __future__ import annotations

import pytest

from myspace.protocols.pades import apart, reports
from myspace.protocols.pades.apart import CheckFailed, told_by
from myspace.protocols.pades.reports import Report
from tests.unit.protocols.pades.authority import NOW


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{}", b"[]", b'{"kind":"Report"}', b'{"kind":"NotRead"}', b'{"kind":"Doubted"}', b'{"kind":"Good"}',
        b'{"kind":"Stopped"}',
        b'{"kind":"Good","by":{"name":"a","organisation":"b","fingerprint":"c"}}', b'{"kind":"Revoked"}',
        b'{"kind":"Good","by":{"name":"a","organisation":"b","fingerprint":"c"},"sealed_at":"2026-01-01T00:00:00"}',
        b'{"kind":"NotSigned","more":1}', b'{"kind":"NotSigned"}' + b" " * 20_000, b"[" * 10_000,
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_a_check_that_failed(said: bytes) -> None:
    with pytest.raises(CheckFailed):
        told_by(said)


SEALER = reports.Sealer("Segell", "Organització", "ab" * 32)


def made(kind: type[Report]) -> Report:
    if kind is reports.Good:
        return reports.Good(SEALER, NOW, None)
    return kind(SEALER) if issubclass(kind, reports.Doubted) else kind()


@pytest.mark.parametrize("report", [made(kind) for kind in apart.KINDS.values()], ids=list(apart.KINDS))
def test_each_report_is_read_as_it_was_said(report: Report) -> None:
    assert told_by(apart.answer(report)) == report


def test_every_report_but_the_one_of_who_was_stopped_can_be_said() -> None:
    def leaves(kind: type) -> set[type]:
        below = {each for each in vars(reports).values() if isinstance(each, type) and kind in each.__bases__}
        return {leaf for each in below for leaf in leaves(each)} or {kind}

    assert leaves(Report) | {reports.Good} == {*apart.KINDS.values(), reports.Stopped}
