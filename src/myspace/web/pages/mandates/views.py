"""One's own mandates: those given and those held; to give one, accept, renounce and revoke, each confirmed on a page first."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from myspace.connector_kit.mandates import MandateAct
from myspace.connector_kit.mandates import Wanted as NewMandate
from myspace.domain.administrations import service as administrations
from myspace.domain.mandates import service as mandates
from myspace.domain.mandates import warned
from myspace.domain.mandates.service import Done, Held, NotDone, Outcome, Side, Wish
from myspace.vocabulary.mandates import MandateCapacity, MandateState
from myspace.vocabulary.people import Identifier, MalformedIdentifier, identifier
from myspace.web.pages.shared.facts import see
from myspace.web.pages.warned.views import who_is_warned
from myspace.web.session.door import Visit, citizen_act, citizen_fragment, citizen_page
from myspace.web.session.ground import needs

ACTS = {"accepta": MandateAct.ACCEPT, "renuncia": MandateAct.RENOUNCE, "revoca": MandateAct.REVOKE}
_FOR = {
    "tot": MandateCapacity.GENERAL,
    "consultar": MandateCapacity.CONSULT,
    "notificar": MandateCapacity.NOTIFY,
    "tramitar": MandateCapacity.PROCESS,
}
_FIELDS = ("qui", "per", "ens", "fins")
_ORDER = (MandateState.PENDING_ACCEPTANCE, MandateState.VALID)
# Over by what somebody did, whatever day it was to last until: that day is not told any more.
_OVER = (MandateState.DENIED, MandateState.RENOUNCED, MandateState.REVOKED, MandateState.ANNULLED, MandateState.EXPIRED)
_LONGEST = timedelta(days=5 * 365)  # Law 39/2015, art. 6.6: five years at most; a day or two less is never too long


@require_safe
@citizen_page
@needs(Wish.GRANT_MANDATE)
def mandates_page(visit: Visit) -> HttpResponse:
    mandates.ask_again(visit.actor, mandates.SCOPE)
    return visit.page(
        "pages/mandates/page.html",
        live=True,
        **facts(visit),
        who=who_is_warned(visit),
        done=visit.request.GET.get("fet", ""),
    )


@require_safe
@citizen_fragment
@needs(Wish.GRANT_MANDATE)
def listing(visit: Visit) -> HttpResponse:
    return visit.page("pages/mandates/list.html", **facts(visit))


def facts(visit: Visit) -> dict[str, Any]:
    found = mandates.mine(visit.actor)
    return {
        "found": found, "held": sorted(found.held, key=_first), "given": sorted(found.given, key=_first), "over": _OVER,
        "held_asked": found.asked.get(Side.REPRESENTATIVE), "given_asked": found.asked.get(Side.GRANTOR),
        "held_known": found.known(Side.REPRESENTATIVE), "given_known": found.known(Side.GRANTOR), "ends": mandates.ends,
        "stands": lambda each: _stands(visit, found.asked.get(each.side), each),
        "acts": lambda each: [word for word, act in ACTS.items() if act in mandates.acts(each.mandate.state, each.side)],
    }  # fmt: skip


def _first(each: Held) -> int:
    """What waits for somebody's yes, then what is in force, then what the registry has to do; at the end what is over."""
    state = each.mandate.state
    return _ORDER.index(state) if state in _ORDER else len(_ORDER) + (state in _OVER)


def _stands(visit: Visit, asked: Any, each: Held) -> str:
    return mandates.stands(each.mandate, each.checked(asked), visit.now).reason.value


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_act
@needs(Wish.GRANT_MANDATE)
def act(visit: Visit, mandate_id: UUID, word: str) -> HttpResponse:
    """What it means first; then, on a POST of that page, the registry is asked to do it."""
    held = mandates.one(visit.actor, mandate_id)
    if word not in ACTS or held is None:
        raise Http404
    if visit.request.method != "POST":
        offered = ACTS[word] in mandates.acts(held.mandate.state, held.side)
        return visit.page("pages/mandates/confirm.html", held=held, word=word, offered=offered, ends=mandates.ends)
    return see(f"/poders?fet={_word(word, mandates.take(visit.actor, mandate_id, ACTS[word]))}")


def _word(word: str, outcome: Outcome) -> str:
    if isinstance(outcome, Done):
        return word
    return "no" if isinstance(outcome, NotDone) else "dubte"


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_page
@needs(Wish.GRANT_MANDATE)
def close(visit: Visit) -> HttpResponse:
    """Nobody may open my folder by a mandate; or again they may."""
    if visit.request.method != "POST":
        return visit.page("pages/mandates/close.html", closed=mandates.mine(visit.actor).closed_since is not None)
    closed = visit.request.POST.get("tanca") == "1"
    warned.close_to_mandates(visit.actor, closed)
    return see("/poders?fet=" + ("tancat" if closed else "obert"))


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_act
@needs(Wish.GRANT_MANDATE)
def give(visit: Visit) -> HttpResponse:
    """Three answers: to whom, what for, until when. Then what it means; then it is asked for.

    While the registry is known not to answer nothing is sent, and the page says so before anything is written. What was
    written is on every page that follows, for when it answers again.
    """
    if mandates.connected() is None:
        return see("/poders")
    form, wrong = _read(visit)
    silent = _silent(visit)
    shown: dict[str, Any] = {
        "form": visit.request.POST,
        "wrong": dict.fromkeys(_FIELDS, "") | wrong,
        "latest": visit.today + _LONGEST,
        "bodies": _bodies(),
        "silent": silent,
        "refused": False,
    }
    if visit.request.method != "POST" or form is None:
        return visit.page("pages/mandates/give.html", **shown)
    if silent or visit.request.POST.get("segur") != "1":
        return visit.page(
            "pages/mandates/give_sure.html", status=503 if silent else 200, wanted=form, sent=visit.request.POST,
            name=_body_name(form.body), silent=silent, here="/poders/dona",
        )  # fmt: skip
    outcome = mandates.give(visit.actor, form)
    if isinstance(outcome, NotDone):
        return visit.page("pages/mandates/give.html", status=409, here="/poders/dona", **(shown | {"refused": True}))
    return see(f"/poders?fet={_word('donat', outcome)}")


def _silent(visit: Visit) -> bool:
    """Whether the registry did not answer when it was last asked about this person; then it is asked again."""
    asked = mandates.mine(visit.actor).asked.get(Side.GRANTOR)
    silent = asked is not None and not asked.answers
    if silent:
        mandates.ask_again(visit.actor, mandates.SCOPE)
    return silent


def _bodies() -> list[tuple[str, str]]:
    every = administrations.connections().values()
    return sorted({(c.administration.ine10, c.administration.name) for c in every}, key=lambda pair: pair[1])


def _body_name(ine10: str | None) -> str:
    return administrations.administration(ine10).name if ine10 else ""


def _read(visit: Visit) -> tuple[NewMandate | None, dict[str, str]]:
    """What was wanted, or by field what is wrong. Errors never repeat a number."""
    post, wrong = visit.request.POST, dict[str, str]()
    if visit.request.method != "POST":
        return None, wrong
    mine, other = mandates.number_of(visit.actor), _number(post.get("qui", ""))
    if other is None:
        wrong["qui"] = "number"
    elif other == mine:
        wrong["qui"] = "mine"
    capacities = frozenset(_FOR[word] for word in post.getlist("per") if word in _FOR)
    if not capacities:
        wrong["per"] = "none"
    ends = _day(post.get("fins", ""))
    if ends is None or not visit.today < ends <= visit.today + _LONGEST:
        wrong["fins"] = "day"
    body = post.get("ens") or None
    if body is not None and body not in {code for code, _ in _bodies()}:
        wrong["ens"] = "body"
    if wrong or mine is None or other is None or ends is None:
        return None, wrong
    return NewMandate(mine, other, capacities, visit.today, ends, body), wrong


def _number(text: str) -> Identifier | None:
    try:
        return identifier(text[:20])
    except MalformedIdentifier:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
