"""What a register tells later is collected by the worker by itself, noted once, and said to have come: never what it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from myspace.connector_kit.personal_data import DataQuestion, Waiting
from myspace.domain.alerts import jobs
from myspace.domain.alerts import service as alerts
from myspace.domain.alerts.service import AlertKind
from myspace.domain.audit import service as audit
from myspace.domain.personal_data import collecting, rules, service, source
from myspace.domain.personal_data.service import SheetState, Shown
from myspace.domain.transparency import service as transparency
from myspace.domain.transparency import taking
from myspace.vocabulary.answers import Fault, Late, Refused
from myspace.vocabulary.people import Actor
from myspace.vocabulary.personal_data import Absence, DataAnswer, NoData, SheetKind
from myspace.vocabulary.transparency import ExchangeOutcome
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.personal_data_given import GivenRegisters, connected, met
from tests.integration.test_closed_list import WEB, WORKER, enter
from tests.integration.test_personal_data import later

PADRO = SheetKind.REGISTRATION


@pytest.fixture
def registers() -> Iterator[GivenRegisters]:
    with connected() as given:
        given.later.add(PADRO)
        yield given


class Handed:
    """Somebody whose question was handed over, and is due to be collected. Nobody opens its page."""

    def __init__(self, as_role: AsRole, clean: Database) -> None:
        self._as_role, self._clean = as_role, clean
        with as_role(WEB):
            self.actor: Actor = enter().actor
            service.ask(self.actor, PADRO, yes=True)
        self._meet()

    def _meet(self) -> None:
        with self._as_role(WORKER):
            met(self.actor.subject)

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with self._clean.as_superuser() as curtain:
            return curtain.execute(statement).fetchall()

    def round(self) -> int:
        """The worker's own, and the errand for the wish that it leaves."""
        with self._as_role(WORKER):
            found = collecting.look(datetime.now(UTC))
        if self.sql("SELECT FROM gathering_wanted WHERE scope = 'sheets'"):
            self._meet()
            with self._clean.as_superuser() as curtain:
                curtain.execute("DELETE FROM gathering_wanted")
        return found

    def due(self) -> None:
        later(self._clean, "collect_at", timedelta(minutes=1))

    def shown(self) -> Shown:
        with self._as_role(WEB):
            return next(one for one in service.theme(self.actor, PADRO.theme).sheets if one.kind is PADRO)

    def outcome(self) -> ExchangeOutcome | None:
        with self._as_role(WEB):
            (line,) = transparency.own(self.actor)
            detail = transparency.detail(self.actor, line.id, kept=False)
            (taken,), _ = taking.taken(self.actor, kept=False)
        assert detail is not None
        assert line.number == 1
        (entry,) = detail.entries
        assert (entry.outcome.value if entry.outcome else "") == taken.outcome
        return entry.outcome

    def alerts(self) -> list[AlertKind]:
        with self._as_role(WORKER):
            jobs.look(self.actor.subject, datetime.now(UTC))
        with self._as_role(WEB):
            return [one.kind for one in alerts.alerts(self.actor).shown if one.kind is not AlertKind.NEW_LOGIN]


@pytest.fixture
def handed(as_role: AsRole, clean: Database, registers: GivenRegisters) -> Handed:
    return Handed(as_role, clean)


def test_it_is_collected_though_nobody_opens_its_page_and_not_before_it_is_due(
    handed: Handed, registers: GivenRegisters
) -> None:
    registers.ready = True
    assert handed.round() == 0
    assert registers.collected == 0
    handed.due()
    assert handed.round() == 1
    assert registers.collected == 1
    assert handed.shown().state is SheetState.KNOWN
    assert handed.round() == 0
    assert len(registers.asked) == 1, "no second consultation"


def test_while_it_is_not_ready_it_is_looked_for_again_later(handed: Handed, registers: GivenRegisters) -> None:
    handed.due()
    handed.round()
    assert (registers.collected, handed.shown().state, handed.alerts()) == (1, SheetState.COMING, [])
    assert handed.outcome() is None
    assert handed.round() == 0, "not due yet"


@pytest.mark.parametrize(("answer", "outcome", "told"), [
    (None, ExchangeOutcome.ANSWERED, [AlertKind.DATA_CAME]),
    (NoData(Absence.NOT_ON_RECORD_HERE), ExchangeOutcome.NO_DATA, [AlertKind.DATA_CAME]),
    (Refused(Fault.NOT_THE_CONTRACT), ExchangeOutcome.ERROR, []),
], ids=["known", "nothing", "refused"])  # fmt: skip
def test_what_became_of_it_is_noted_once_and_what_came_is_told(
    handed: Handed,
    registers: GivenRegisters,
    answer: DataAnswer | None,
    outcome: ExchangeOutcome,
    told: list[AlertKind],
) -> None:
    if answer is not None:
        registers.answers[PADRO] = answer
    registers.ready = True
    handed.due()
    handed.round()
    assert handed.outcome() is outcome
    assert handed.alerts() == told
    assert handed.sql("SELECT count(*) FROM audit_event WHERE event = 'data.sheet.came'") == [(1,)]


def test_the_question_stays_as_it_was_sealed_and_its_outcome_is_a_line_of_the_log(
    as_role: AsRole, handed: Handed, registers: GivenRegisters
) -> None:
    before = handed.sql(
        "SELECT exchange_text(e, s) FROM transparency_exchange e JOIN transparency_series s ON s.id = e.series_id"
    )
    registers.ready = True
    handed.due()
    handed.round()
    now = handed.sql(
        "SELECT exchange_text(e, s) FROM transparency_exchange e JOIN transparency_series s ON s.id = e.series_id"
    )
    assert now == before
    with as_role(WEB):
        log = [line.sentence for line in audit.log(handed.actor)]
    assert log.count("Un registre ha contestat una pregunta que va quedar pendent.") == 1


def test_the_alert_says_neither_which_register_nor_what_and_leaves_the_folder_as_any_other(
    handed: Handed, registers: GivenRegisters
) -> None:
    registers.ready = True
    handed.due()
    handed.round()
    assert handed.alerts() == [AlertKind.DATA_CAME]
    (alert,) = handed.sql("SELECT title, path, ref_id, ine10, used::text FROM alerts_alert WHERE kind = 'data_came'")
    assert alert[:4] == ("", None, None, None)
    assert "registration" not in alert[4]
    assert handed.sql("SELECT kind, sender FROM outbox_message WHERE kind = 'answer'") == [("answer", "")]
    assert handed.alerts() == [AlertKind.DATA_CAME], "once"
    assert handed.sql("SELECT count(*) FROM outbox_message WHERE kind = 'answer'") == [(1,)]


def test_after_it_is_taken_back_nothing_is_collected_and_nobody_is_told(
    as_role: AsRole, handed: Handed, registers: GivenRegisters
) -> None:
    registers.ready = True
    handed.due()
    with as_role(WEB):
        service.take_back(handed.actor, PADRO)
    assert handed.round() == 0
    assert (registers.collected, handed.alerts()) == (0, [])


class Ourselves(GivenRegisters):
    """What cannot be collected for a reason of our own: its certificate is not there, or nobody heard in time."""

    why: DataAnswer = Refused(Fault.CERTIFICATE)

    async def collect(self, question: DataQuestion, waiting: Waiting) -> Waiting | DataAnswer:
        self.collected += 1
        return self.why


@pytest.mark.parametrize("why", [Refused(Fault.CERTIFICATE), Late()], ids=["certificate", "late"])
def test_a_failure_of_our_own_loses_nothing_until_it_has_been_too_long(
    as_role: AsRole, clean: Database, why: DataAnswer
) -> None:
    with connected(Ourselves()) as registers:
        registers.later.add(PADRO)
        registers.why = why
        handed = Handed(as_role, clean)
        handed.due()
        handed.round()
        assert handed.shown().state is SheetState.COMING
        assert handed.outcome() is None
        ((sealed,),) = handed.sql("SELECT waiting_sealed FROM personal_data_sheet")
        _handed_over_long_ago(clean, sealed)
        handed.due()
        handed.round()
        assert handed.shown().state.failed
        assert handed.outcome() is ExchangeOutcome.ERROR
        assert handed.alerts() == []


def _handed_over_long_ago(clean: Database, sealed: str) -> None:
    import msgspec

    from myspace.domain.kernel.keyring import keyring
    from myspace.domain.personal_data import rows

    waiting = msgspec.json.decode(keyring().unseal(sealed, rows.WAITING_SEAL), type=Waiting)
    old = replace(waiting, since=datetime.now(UTC) - rules.GIVES_UP_COLLECTING)
    with clean.as_superuser() as curtain:
        curtain.execute("UPDATE personal_data_sheet SET waiting_sealed = %s", (rows.sealed_waiting(old),))


def test_where_no_register_is_connected_any_more_it_waits(
    as_role: AsRole, clean: Database, registers: GivenRegisters
) -> None:
    handed = Handed(as_role, clean)
    here = source.connected()
    source.connect(None)
    try:
        handed.due()
        handed.round()
    finally:
        source.connect(here)
    assert handed.shown().state is SheetState.COMING


def test_asked_again_and_told_at_once_it_is_no_news(
    handed: Handed, registers: GivenRegisters, as_role: AsRole, clean: Database
) -> None:
    registers.ready = True
    handed.due()
    handed.round()
    assert handed.alerts() == [AlertKind.DATA_CAME]
    registers.later.clear()
    later(clean, "answered_at", timedelta(minutes=5))
    with as_role(WEB):
        service.ask(handed.actor, PADRO, yes=True)
    with as_role(WORKER):
        met(handed.actor.subject)
    assert handed.alerts() == []
