"""A company has no address: whoever shows its certificate is told of its things if they ask, for a time, and can be stopped."""

from __future__ import annotations

from datetime import UTC, datetime

from myspace.domain.mandates import warned
from tests.integration.mandates_stage import DAUGHTER, STRANGER, a_registry  # noqa: F401  # fixture
from tests.integration.test_closed_list import WEB, enter
from tests.integration.warned_stage import COMPANY, EVERYTHING, Two, a_company  # noqa: F401  # fixture


def test_a_companys_folder_tells_nobody_by_itself_and_whoever_showed_its_certificate_if_they_ask(company: Two) -> None:
    company.raise_()
    company.tell()
    assert company.told == []
    with company.as_role(WEB):
        warned.ask(company.daughter, datetime.now(UTC))
    company.sql("DELETE FROM alerts_alert")
    company.raise_()
    company.tell()
    assert company.told == EVERYTHING
    assert company.leave() == 3


def test_a_certificate_tells_for_eighty_days_from_the_last_time_it_was_shown(company: Two) -> None:
    with company.as_role(WEB):
        warned.ask(company.daughter, datetime.now(UTC))
    company.sql("UPDATE mandates_warned SET certificate_until = now() - interval '1 second'")
    company.raise_()
    company.tell()
    assert (company.told, company.owed) == ([], 0)
    with company.as_role(WEB):
        enter(DAUGHTER, COMPANY)
    company.sql("DELETE FROM alerts_alert")
    company.raise_()
    company.tell()
    assert company.told == EVERYTHING
    assert company.sql("SELECT 1 FROM mandates_warned WHERE certificate_until > now() + interval '79 days'") == [(1,)]


def test_another_representative_of_the_company_can_end_it(company: Two) -> None:
    with company.as_role(WEB):
        warned.ask(company.daughter, datetime.now(UTC))
    company.raise_()
    company.tell()
    with company.as_role(WEB):
        other = enter(STRANGER, COMPANY).actor
        assert warned.refuse(other, company.daughter.viewer, True)
    assert company.leave() == 0
    company.judge()
    assert company.told == []
