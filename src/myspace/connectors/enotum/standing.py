"""What may follow from how a notice stands: whether an act is worth sending, and whether its contents may be asked. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from myspace.connectors.enotum.codes import Failed
from myspace.vocabulary.answers import Fault, Garbled, Quarantined, Unknown
from myspace.vocabulary.notices import (
    ActAnswer,
    Acted,
    ActRefusal,
    ActRefused,
    ActUnconfirmed,
    ActUnsent,
    Notice,
    NoticeAct,
    NoticeKind,
    NoticeStatus,
)

_S, _R = NoticeStatus, ActRefusal
_NO_ACT: Final[Mapping[NoticeStatus, ActRefusal]] = {
    _S.ON_ITS_WAY: _R.NOT_YET_AVAILABLE,
    _S.FAILED: _R.NOT_YET_AVAILABLE,
    _S.OPENED: _R.ALREADY_ENDED,
    _S.REFUSED: _R.ALREADY_ENDED,
    _S.EXPIRED_UNOPENED: _R.EXPIRED,
    _S.REFUSED_OR_EXPIRED: _R.EXPIRED,
    _S.ANNULLED: _R.ANNULLED,
}


def unread(found: Sequence[Notice | Quarantined], source_id: str) -> Notice | ActRefused | Unknown:
    """The one notice of this number among what a search gave. None is not found; one that cannot be read is unknown."""
    mine = [one for one in found if isinstance(one, Notice) and one.source_id == source_id.lstrip("0")]
    if mine and all(one == mine[0] for one in mine):
        return mine[0]
    return Garbled(Fault.NOT_THE_CONTRACT) if found else ActRefused(_R.NOT_FOUND)


def before_act(standing: Notice | ActRefused | Unknown, act: NoticeAct) -> Notice | ActRefused | ActUnsent:
    """The notice, when the act may be sent. What is not known stops it: nothing was sent, and it may be tried again."""
    if isinstance(standing, ActRefused):
        return standing
    if not isinstance(standing, Notice):
        return ActUnsent(standing.fault)
    if standing.status in _NO_ACT:
        return ActRefused(_NO_ACT[standing.status])
    if standing.kind is NoticeKind.COMMUNICATION and act is NoticeAct.REFUSE:
        return ActRefused(_R.REJECTED)  # a communication has no refusal
    return standing


def before_contents(standing: Notice | ActRefused | Unknown) -> Notice | ActRefused | Unknown:
    """The notice, when what is in it may be asked for: it was opened, by somebody entitled."""
    if not isinstance(standing, Notice) or standing.status is _S.OPENED:
        return standing
    if standing.status in (_S.AVAILABLE, _S.ON_ITS_WAY, _S.FAILED):
        return ActRefused(_R.NOT_YET_AVAILABLE)
    return ActRefused(_NO_ACT[standing.status])


def done(failed: Failed | None) -> ActAnswer:
    """An act was sent and this is what the answer says of it. Neither interface tells the moment."""
    if failed is None:
        return Acted()
    return ActUnconfirmed(failed.answer.fault) if failed.reason is None else ActRefused(failed.reason, failed.code)


def refused(failed: Failed) -> ActRefused | Unknown:
    """What a failure is to who reads at the desk."""
    return failed.answer if failed.reason is None else ActRefused(failed.reason, failed.code)
