"""Which far sides fill the ports of the domain, from the file of services. What it does not name stays empty, and says so."""

from __future__ import annotations

import os
from datetime import timedelta

import structlog
from django.conf import settings

from myspace.api.inbound import feeds, login_feeds
from myspace.connector_kit.services import Service, ServicesUnusable, configured
from myspace.connectors import discover
from myspace.connectors.consultations.client import Consultations
from myspace.connectors.consultations.client import Own as FeedOwn
from myspace.connectors.efact.client import EfactService
from myspace.connectors.representa.client import RepresentaDesk, RepresentaList
from myspace.connectors.valid.client import ValidClient
from myspace.connectors.via_oberta.client import ViaOberta
from myspace.domain.certificates import worded
from myspace.domain.invoices import service as invoices
from myspace.domain.logins import leaving
from myspace.domain.logins import source as logins
from myspace.domain.mandates import service as mandates
from myspace.domain.mandates.service import Reason, Wish
from myspace.domain.notices import service as notices
from myspace.domain.notices.service import May, MayVerdict
from myspace.domain.people.service import Held
from myspace.domain.personal_data import service as personal_data
from myspace.domain.transparency import service as transparency
from myspace.domain.transparency.service import ExchangeSource
from myspace.vocabulary.notices import Notice, NoticeAct
from myspace.vocabulary.people import Actor, Basis
from myspace.web.pages.my_data import on_paper

log = structlog.get_logger("site")


def registry_of_representations() -> None:
    """A file that cannot be used is an error of the checks; until it is mended nobody acts by mandate."""
    try:
        service = configured(settings.SERVICES).first("representa")
        if service is None:
            return
        RepresentaDesk(service)  # says now what the service's row says too little of
    except ServicesUnusable:
        return
    mandates.connect(mandates.Registry(looks=lambda: RepresentaList(service), desk=lambda: RepresentaDesk(service)))


def sessions_that_are_ended() -> None:
    """At the provider by which each came in, as whoever leaves by the door does. A file that cannot be used is nobody's answer."""

    def leaves(name: str, token: str) -> bool:
        from myspace.web.session import provider, providers

        try:
            return provider.leave(Held(name, token, False))
        except providers.ProvidersUnusable:
            log.error("no identity provider can be asked: the file of providers cannot be used")
            return False

    leaving.connect(leaves)


def invoices_that_were_sent() -> None:
    """The file is looked at each time, so that a change of it needs no restart; the key is asked for by who asks alone."""
    manifest = next(one for one in discover() if one.name == "efact")

    def ask() -> EfactService:
        service = _efact()
        if service is None:
            raise invoices.NoKey("MYSPACE_SERVICES names no service of the connector efact any more")
        try:
            return EfactService(service, manifest, os.environ)
        except ServicesUnusable as wrong:
            raise invoices.NoKey(str(wrong)) from wrong

    fresh_for = timedelta(minutes=manifest.fresh_for_minutes)
    invoices.connect(
        invoices.Connected(frozenset(manifest.identifiers), fresh_for, here=lambda: _efact() is not None, ask=ask)
    )


def _efact() -> Service | None:
    """A file that cannot be used is an error of the checks; until it is mended nobody is asked for invoices."""
    try:
        return configured(settings.SERVICES).first("efact")
    except ServicesUnusable as wrong:
        log.error("the file of services cannot be used", why=str(wrong))
        return None


def logins_that_people_leave() -> None:
    """Whom a left login is renewed with by the worker, and given up at; whether one is offered at all a setting says."""
    notices.connect_left_logins(
        lambda: ValidClient(
            settings.VALID_URL, settings.VALID_CLIENT_ID, settings.VALID_CLIENT_SECRET, settings.ORIGIN + "/entra/torna"
        )
    )


def consultations_of_data() -> None:
    """Both files are looked at each time. Feeds that tell need no service; the one that can be asked is named by its row."""
    manifest = next(one for one in discover() if one.name == "consultations")

    def ask() -> ExchangeSource:
        try:
            service, known = configured(settings.SERVICES).first("consultations"), feeds.configured(settings.FEEDS)
            if service is None:
                raise transparency.CannotAsk(
                    "MYSPACE_SERVICES names no service of the connector consultations any more"
                )
            return Consultations(service, manifest, known.keys_of(service.own_as(FeedOwn).feed), settings.ORIGIN)
        except (ServicesUnusable, feeds.FeedsUnusable) as wrong:
            raise transparency.CannotAsk(str(wrong)) from wrong

    fresh_for = timedelta(minutes=manifest.fresh_for_minutes)
    kinds = frozenset(manifest.identifiers)
    transparency.connect(transparency.Connected(kinds, fresh_for, here=_any_feed, asks=_feed_that_answers, ask=ask))


def logins_elsewhere() -> None:
    """The file is looked at each time."""
    logins.connect(_any_login_feed)


def _any_login_feed() -> bool:
    try:
        return bool(login_feeds.configured(settings.LOGIN_FEEDS).by_kid)
    except login_feeds.LoginFeedsUnusable as wrong:
        log.error("the file of feeds of logins cannot be used", why=str(wrong))
        return False


def _any_feed() -> bool:
    try:
        return bool(feeds.configured(settings.FEEDS).by_kid)
    except feeds.FeedsUnusable as wrong:
        log.error("the file of feeds cannot be used", why=str(wrong))
        return False


def _feed_that_answers() -> str | None:
    try:
        service = configured(settings.SERVICES).first("consultations")
        return service.own_as(FeedOwn).feed if service is not None else None
    except ServicesUnusable as wrong:
        log.error("the file of services cannot be used", why=str(wrong))
        return None


def what_registers_hold() -> None:
    """The file is looked at each time. Pages learn from it what a question has to carry; the worker alone asks."""
    manifest = next(one for one in discover() if one.name == "via_oberta")

    def registers() -> ViaOberta | None:
        try:
            service = configured(settings.SERVICES).first("via_oberta")
            return ViaOberta(service) if service is not None else None
        except ServicesUnusable as wrong:
            log.error("the file of services cannot be used", why=str(wrong))
            return None

    personal_data.connect(personal_data.Connected(timedelta(minutes=manifest.fresh_for_minutes), registers))


def words_on_paper() -> None:
    """In which words a paper says what a register told: those of its page."""
    worded.connect(on_paper.said)


_WISHES = {NoticeAct.OPEN: Wish.OPEN_NOTICE, NoticeAct.REFUSE: Wish.REFUSE_NOTICE}


def acts_by_mandate() -> None:
    """Whoever acts on another's notice by mandate is looked up at the registry within that very act."""
    notices.register_ground(Basis.MANDATE, may_by_mandate)


def may_by_mandate(actor: Actor, notice: Notice, act: NoticeAct) -> May:
    """With no transaction open. A registry that does not answer is no yes: nothing is done."""
    told = mandates.may_now(actor, _WISHES[act], body=notice.sender.code)  # its procedure is no id of the registry
    if told.allowed:
        return May(MayVerdict.YES)
    return May(MayVerdict.UNKNOWN if told.reason is Reason.REGISTRY_DOWN else MayVerdict.NO)
