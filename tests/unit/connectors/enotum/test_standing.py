"""What may follow from how a notice stands: every state, both kinds, both acts."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from myspace.connector_kit.services import AsksAs, Person, Service, ServicesUnusable
from myspace.connectors.enotum import own
from myspace.connectors.enotum.standing import before_act, before_contents, unread
from myspace.protocols.pci.messages import Consent
from myspace.protocols.pci.writing import write_message
from myspace.vocabulary.answers import Fault, Garbled, Late
from myspace.vocabulary.notices import ActRefusal, ActRefused, ActUnsent, Notice, NoticeAct, NoticeKind, NoticeStatus

from .reading import aside, good, line

S, R = NoticeStatus, ActRefusal
NO_ACT = {
    S.ON_ITS_WAY: R.NOT_YET_AVAILABLE,
    S.FAILED: R.NOT_YET_AVAILABLE,
    S.OPENED: R.ALREADY_ENDED,
    S.REFUSED: R.ALREADY_ENDED,
    S.EXPIRED_UNOPENED: R.EXPIRED,
    S.REFUSED_OR_EXPIRED: R.EXPIRED,
    S.ANNULLED: R.ANNULLED,
}


def notice(status: NoticeStatus, kind: NoticeKind = NoticeKind.NOTIFICATION) -> Notice:
    return msgspec.structs.replace(good(line()), status=status, kind=kind)


@pytest.mark.parametrize("act", list(NoticeAct))
@pytest.mark.parametrize("status", list(NoticeStatus))
def test_only_what_is_available_may_be_acted_upon(status: NoticeStatus, act: NoticeAct) -> None:
    found = before_act(notice(status), act)
    assert found == (notice(status) if status is S.AVAILABLE else ActRefused(NO_ACT[status]))


def test_a_communication_may_be_opened_and_never_refused() -> None:
    message = notice(S.AVAILABLE, NoticeKind.COMMUNICATION)
    assert before_act(message, NoticeAct.OPEN) == message
    assert before_act(message, NoticeAct.REFUSE) == ActRefused(R.REJECTED)


def test_what_is_not_known_stops_the_act_before_it_is_sent() -> None:
    assert before_act(Late(), NoticeAct.OPEN) == ActUnsent(Fault.DEADLINE)
    assert before_act(ActRefused(R.NOT_FOUND), NoticeAct.OPEN) == ActRefused(R.NOT_FOUND)


@pytest.mark.parametrize("status", list(NoticeStatus))
def test_contents_are_asked_for_only_of_what_was_opened(status: NoticeStatus) -> None:
    found = before_contents(notice(status))
    if status is S.OPENED:
        assert found == notice(status)
    else:
        waits = status in (S.AVAILABLE, S.ON_ITS_WAY, S.FAILED)
        assert found == ActRefused(R.NOT_YET_AVAILABLE if waits else NO_ACT[status])


def test_the_one_that_was_asked_for_is_it_or_it_is_not_there_or_it_cannot_be_read() -> None:
    mine, other = good(line()), good(line(IdNotificacio="41000999"))
    assert unread([mine, mine], mine.source_id) == mine
    assert unread([], mine.source_id) == ActRefused(R.NOT_FOUND)
    assert unread([other], mine.source_id) == Garbled(Fault.NOT_THE_CONTRACT)
    assert unread([aside(line(Estat="X"))], mine.source_id) == Garbled(Fault.NOT_THE_CONTRACT)
    changed = msgspec.structs.replace(mine, status=S.OPENED)
    assert unread([mine, changed], mine.source_id) == Garbled(Fault.NOT_THE_CONTRACT)


def service(**own_keys: object) -> Service:
    asks = AsksAs("9821920002", "Consorci AOC", finality="PROVES", issuer=Person("Q0000000J", "CAOC"))
    return Service("enotum", "enotum", "https://serveis.exemple.test", asks_as=asks, own=own_keys)


def test_a_letter_says_who_asks_by_law_and_has_an_id_of_its_own() -> None:
    now = datetime(2026, 11, 30, 10, tzinfo=UTC)
    one, two = (own.letter(service(), b"<a xmlns='urn:a'/>", now) for _ in range(2))
    write_message(one)
    assert one.attributes.id != two.attributes.id
    assert (one.attributes.product, one.attributes.modality) == ("ENOTUM", "ENOTUM")
    assert (one.items[0].consent, one.items[0].holder) == (Consent.LAW, None)


@pytest.mark.parametrize(
    "keys", [{"documents": ["http://a.test"]}, {"interface": "x"}, {"other": 1}, {"refused": "NO"}]
)
def test_a_row_that_cannot_be_used_says_where(keys: dict[str, object]) -> None:
    with pytest.raises(ServicesUnusable) as raised:
        own.own(service(**keys))
    assert "service enotum" in str(raised.value)
