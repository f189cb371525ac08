"""The page of preferences and its buttons. Everything works without script but asking a browser for push messages.

Knows words and fields. Refuses to know when anything is sent: the outbox does.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from myspace.domain.administrations import service as administrations
from myspace.domain.alerts import service as alerts
from myspace.domain.mandates.service import Wish
from myspace.domain.notices import service as notices
from myspace.domain.outbox import preferences as chosen
from myspace.domain.outbox import reaching
from myspace.domain.outbox.reaching import Said
from myspace.domain.outbox.rules import Pace, Rhythm
from myspace.vocabulary.messages import CHOSEN, Channel, MessageKind
from myspace.web.pages.shared.facts import see
from myspace.web.security import policy
from myspace.web.session import provider
from myspace.web.session.device import words
from myspace.web.session.door import Visit, citizen_page
from myspace.web.session.ground import needs

HERE = "/preferencies"
PRESETS = {"at_once": (Pace.AT_ONCE, False), "daily": (Pace.DAILY, False), "terms": (Pace.AT_ONCE, True)}
KINDS = tuple(kind for kind in CHOSEN if kind is not MessageKind.VISIT)


@require_safe
@citizen_page
@needs(Wish.ARRANGE)
def page(visit: Visit) -> HttpResponse:
    return _draw(visit)


def _draw(
    visit: Visit, *, said: Said | None = None, about: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    """`said` and `about`: what was just refused, beside the field that it is about."""
    if not visit.actor.looks_at_own:
        return visit.page("pages/preferences/elsewhere.html")
    resting = notices.resting(visit.actor)
    mine = chosen.preferences(visit.actor, now=visit.now)
    channels = [channel for channel in Channel if _offered(channel)]
    has = [c for c in channels if (mine.devices if c is Channel.PUSH else mine.way(c, visit.now))]
    response = visit.page(
        "pages/preferences/page.html", status=status, here=HERE, mine=mine, channels=channels, has=has, kinds=KINDS,
        preset=_preset(mine.rhythm), said=said.value if said else None, about=about, typed=typed,
        vapid=settings.VAPID_PUBLIC, Channel=Channel, resting=resting, connected=notices.connected(),
        asks_away=alerts.asks_while_away(visit.actor) if resting.away or resting.may_leave_login else None,
    )  # fmt: skip
    # The one page that may register the script that takes push messages (docs/adr/0016).
    response["Content-Security-Policy"] = policy().replace("worker-src 'none'", "worker-src 'self'")
    return response


def _offered(channel: Channel) -> bool:
    return bool(settings.VAPID_PUBLIC) if channel is Channel.PUSH else channel.value in settings.WAYS


def _preset(rhythm: Rhythm) -> str | None:
    return next((name for name, of in PRESETS.items() if of == (rhythm.pace, rhythm.only_terms)), None)


def _own(visit: Visit) -> None:
    """Whoever acts for a company has the choices in a folder of their own."""
    if not visit.actor.looks_at_own:
        raise Http404


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def pace(visit: Visit) -> HttpResponse:
    _own(visit)
    wanted = PRESETS.get(visit.request.POST.get("quan", ""))
    if wanted is not None:
        chosen.choose_pace(visit.actor, wanted[0], only_terms=wanted[1])
    return see(f"{HERE}#quan")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def hours(visit: Visit) -> HttpResponse:
    _own(visit)
    form = visit.request.POST
    now = chosen.preferences(visit.actor, now=visit.now).rhythm
    quiet = (_number(form.get("de")), _number(form.get("a"))) if form.get("silenci") == "1" else (None, None)
    weekly = form.get("cada") == "setmana"
    try:
        chosen.choose_hours(
            visit.actor,
            Rhythm(
                pace=now.pace if now.pace is Pace.AT_ONCE else (Pace.WEEKLY if weekly else Pace.DAILY),
                only_terms=now.only_terms, quiet_from=quiet[0], quiet_to=quiet[1],
                digest_hour=_number(form.get("hora")) or 0, digest_weekday=_number(form.get("dia")) or 0,
            ),
        )  # fmt: skip
    except ValueError:
        return _draw(visit, status=400)
    return see(f"{HERE}#mes")


def _number(text: str | None) -> int | None:
    """One or two digits, as our own lists give them."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 2 else None


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def kinds(visit: Visit) -> HttpResponse:
    _own(visit)
    ticked = set(visit.request.POST.getlist("vull"))
    shown = [channel for channel in Channel if _offered(channel)]
    chosen.choose_kinds(visit.actor, {(k, c): f"{k}-{c}" in ticked for k in KINDS for c in shown})
    return see(f"{HERE}#mes")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def sender(visit: Visit) -> HttpResponse:
    _own(visit)
    body = administrations.everywhere().by_ine10(visit.request.POST.get("ine10", "")[:20])
    if body is None:
        raise Http404
    chosen.silence(visit.actor, body.ine10, visit.request.POST.get("silenci") == "1")
    return see(f"{HERE}#mes")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def give(visit: Visit) -> HttpResponse:
    _own(visit)
    form = visit.request.POST
    channel = Channel.SMS if form.get("via") == Channel.SMS else Channel.EMAIL
    if not _offered(channel):
        raise Http404
    typed = form.get("on", "")[:320]
    said = reaching.give(visit.actor, channel, typed, now=visit.now)
    if said is not Said.DONE:
        return _draw(visit, said=said, about=channel, typed=typed, status=422)
    return see(f"{HERE}#{channel}")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def confirm(visit: Visit, way_id: UUID) -> HttpResponse:
    of_old = visit.request.POST.get("vella") == "1"
    said = reaching.confirm(visit.actor, way_id, visit.request.POST.get("codi", "")[:20], of_old=of_old, now=visit.now)
    return _after(visit, said, f"{way_id}{'-vella' if of_old else ''}")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def send_again(visit: Visit, way_id: UUID) -> HttpResponse:
    return _after(visit, reaching.send_again(visit.actor, way_id, now=visit.now), str(way_id))


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def old_is_lost(visit: Visit, way_id: UUID) -> HttpResponse:
    return _after(visit, reaching.say_old_is_lost(visit.actor, way_id, now=visit.now), str(way_id))


def _after(visit: Visit, said: Said, about: str) -> HttpResponse:
    if said is Said.NOT_FOUND:
        raise Http404
    return see(f"{HERE}#on") if said is Said.DONE else _draw(visit, said=said, about=about, status=422)


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def remove(visit: Visit, way_id: UUID) -> HttpResponse:
    if not reaching.remove(visit.actor, way_id, now=visit.now):
        raise Http404
    return see(f"{HERE}#on")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def device(visit: Visit) -> HttpResponse:
    """What this browser gave, sent by the page's script."""
    _own(visit)
    if not settings.VAPID_PUBLIC:
        raise Http404
    given = visit.request.POST.get("subscripcio", "")[:4000]
    name = words(visit.request.headers.get("User-Agent", ""))
    said = reaching.give_device(visit.actor, given, name, more_hosts=settings.PUSH_SIMULATED)
    return see(f"{HERE}#aparells") if said is Said.DONE else _draw(visit, said=said, about="aparells", status=422)


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def remove_device(visit: Visit, device_id: UUID) -> HttpResponse:
    if not reaching.remove_device(visit.actor, device_id):
        raise Http404
    return see(f"{HERE}#aparells")


@require_POST
@citizen_page
@needs(Wish.ARRANGE)
def left_login(visit: Visit) -> HttpResponse:
    """The consent to leave a login, which the next one is asked for at once; or taking back what was left."""
    _own(visit)
    if visit.request.POST.get("vull") == "1":
        if not notices.consent_to_leave_login(visit.actor):
            raise Http404
        return see(f"/entra/mes-segur?cap-a={HERE}&permis=1")
    token = notices.take_back_login(visit.actor)
    if token is not None:
        provider.give_up(token)
    return see(f"{HERE}#permis")
