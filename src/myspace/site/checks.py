"""What is asked before the product serves anybody: whether its configuration can be used. Reads it; asks no far side."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Doubt

from myspace.api.inbound import feeds, issuers, login_feeds
from myspace.connector_kit.pci_trust import check
from myspace.connector_kit.services import ServicesUnusable, configured
from myspace.connectors.consultations.client import Own as FeedOwn
from myspace.connectors.efact.client import Own
from myspace.web.language import offered
from myspace.web.session import provider
from myspace.web.session.providers import ProvidersUnusable


@register
def login_providers(**_: Any) -> list[CheckMessage]:
    try:
        known = provider.configured()
    except ProvidersUnusable as wrong:
        return [Error(str(wrong), hint="docs/howto/add-a-login-provider.md has the whole file", id="myspace.E001")]
    return [
        Doubt(f"providers.{each.name}.title has no {code}: the Catalan one is shown", id="myspace.W001")
        for each in known.by_name.values()
        for code in offered()
        if each.openid is not None and code not in each.title
    ]


@register
def services(**_: Any) -> list[CheckMessage]:
    try:
        known = configured(settings.SERVICES)
        for each in known.by_name.values():
            if each.asks_as is not None:  # it is asked over PCI
                check(each)
        keys = {each.name: each.own_as(Own).secret_in for each in known.of("efact")}
    except ServicesUnusable as wrong:
        return [Error(str(wrong), hint="docs/howto/connect-services.md has the whole file", id="myspace.E002")]
    return [
        Doubt(f"service {name}: the environment has no {variable}; the process worker needs it", id="myspace.W002")
        for name, variable in keys.items()
        if not os.environ.get(variable)
    ]


@register
def who_may_tell_of_notices(**_: Any) -> list[CheckMessage]:
    if settings.ISSUERS:
        try:
            issuers.configured(settings.ISSUERS)
        except issuers.IssuersUnusable as wrong:
            return [
                Error(
                    str(wrong),
                    hint="docs/howto/receive-notices-from-an-issuer.md has the whole file",
                    id="myspace.E003",
                )
            ]
    return []


@register
def who_may_tell_of_logins(**_: Any) -> list[CheckMessage]:
    try:
        login_feeds.configured(settings.LOGIN_FEEDS)
    except login_feeds.LoginFeedsUnusable as wrong:
        return [Error(str(wrong), hint="docs/howto/receive-logins.md has the whole file", id="myspace.E005")]
    return []


@register
def who_may_tell_of_consultations(**_: Any) -> list[CheckMessage]:
    hint = "docs/howto/receive-consultations.md has the whole file"
    try:
        known = feeds.configured(settings.FEEDS)
        asked = configured(settings.SERVICES).first("consultations")
        if asked is not None and not known.keys_of(asked.own_as(FeedOwn).feed):
            return [
                Error(f"service {asked.name}: own.feed: MYSPACE_FEEDS names no such feed", hint=hint, id="myspace.E004")
            ]
    except feeds.FeedsUnusable as wrong:
        return [Error(str(wrong), hint=hint, id="myspace.E004")]
    except ServicesUnusable:
        return []  # said by the check of services
    return []
