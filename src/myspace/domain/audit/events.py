"""The catalogue of events: three-part names, one sentence each. What is not here cannot be recorded.

Sentences are what the person reads in their own log; `{…}` are facts recorded with the event, never identifiers.
"""

from __future__ import annotations

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Event(StrEnum):
    LOGIN_DONE = "session.login.done"
    LOGOUT_DONE = "session.logout.done"
    QUICK_EXIT = "session.logout.quick"
    SESSION_ENDED = "session.ended.elsewhere"
    COMPANY_ENTERED = "session.company.entered"
    RESIDENCE_SAID = "profile.residence.said"
    RESIDENCE_SKIPPED = "profile.residence.skipped"
    LANGUAGE_CHOSEN = "profile.language.chosen"
    HOME_READ = "home.page.read"
    ACTIVITY_READ = "activity.list.read"
    ITEM_READ = "activity.item.read"
    TAXES_READ = "activity.taxes.read"
    SOURCES_READ = "gathering.sources.read"
    SESSIONS_READ = "session.list.read"
    LOG_READ = "audit.log.read"
    HIDDEN_READ = "activity.hidden.read"
    ASKED_ONE = "gathering.one.asked"
    ASKED_EVERYONE = "gathering.everyone.asked"
    STOPPED_EVERYONE = "gathering.everyone.stopped"
    ITEM_HIDDEN = "activity.item.hidden"
    ITEM_SHOWN = "activity.item.shown"
    ITEM_NOT_MINE = "activity.item.not_mine"
    LINK_LEFT = "activity.link.left"
    DATA_HANDED_OVER = "profile.data.handed_over"
    DATA_FORGOTTEN = "profile.data.forgotten"


SENTENCES: dict[Event, str | Promise] = {
    Event.LOGIN_DONE: _("Has entrat a El meu espai."),
    Event.LOGOUT_DONE: _("Has sortit."),
    Event.QUICK_EXIT: _("Has sortit amb «Surt ràpid»."),
    Event.SESSION_ENDED: _("Has tancat una sessió oberta en un altre aparell."),
    Event.COMPANY_ENTERED: _("Has entrat en nom d'una empresa amb un certificat de representant."),
    Event.RESIDENCE_SAID: _("Ens has dit on vius: {municipality}."),
    Event.RESIDENCE_SKIPPED: _("Has preferit no dir on vius."),
    Event.LANGUAGE_CHOSEN: _("Has canviat la llengua."),
    Event.HOME_READ: _("Has mirat la pàgina d'inici."),
    Event.ACTIVITY_READ: _("Has mirat la teva activitat."),
    Event.ITEM_READ: _("Has mirat el detall d'un assumpte, un paper, una cita o un impost."),
    Event.TAXES_READ: _("Has mirat els teus impostos."),
    Event.SOURCES_READ: _("Has mirat a qui ho hem preguntat."),
    Event.SESSIONS_READ: _("Has mirat les teves sessions."),
    Event.LOG_READ: _("Has mirat aquest registre."),
    Event.HIDDEN_READ: _("Has mirat la llista del que has amagat."),
    Event.ASKED_ONE: _("Has demanat que preguntem a una administració: {administration}."),
    Event.ASKED_EVERYONE: _("Has demanat que ho preguntem a totes les administracions connectades."),
    Event.STOPPED_EVERYONE: _("Has demanat que no ho preguntem a tothom."),
    Event.ITEM_HIDDEN: _("Has amagat una cosa."),
    Event.ITEM_SHOWN: _("Has tornat a mostrar una cosa amagada."),
    Event.ITEM_NOT_MINE: _("Has dit que una cosa no és teva."),
    Event.LINK_LEFT: _("Has anat al web d'una administració: {administration}."),
    Event.DATA_HANDED_OVER: _("T'has baixat les dades que guardem de tu."),
    Event.DATA_FORGOTTEN: _("Hem oblidat les teves dades, com vas demanar."),
}
