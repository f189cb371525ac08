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
    ACTING_BEGUN = "session.acting.begun"
    MANDATES_READ = "mandates.list.read"
    MANDATE_GRANTED = "mandates.one.granted"
    MANDATE_ACCEPTED = "mandates.one.accepted"
    MANDATE_RENOUNCED = "mandates.one.renounced"
    MANDATE_REVOKED = "mandates.one.revoked"
    CLOSED_TO_MANDATES = "mandates.folder.closed"
    OPENED_TO_MANDATES = "mandates.folder.opened"
    REACH_READ = "mandates.reach.read"
    WARNING_ASKED = "mandates.warning.asked"
    WARNING_STOPPED = "mandates.warning.stopped"
    WARNING_REFUSED = "mandates.warning.refused"
    WARNING_ALLOWED = "mandates.warning.allowed"
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
    NOTICES_READ = "notices.list.read"
    NOTICE_READ = "notices.notice.read"
    NOTICE_OPENING = "notices.open.confirmed"
    NOTICE_REFUSING = "notices.refuse.confirmed"
    NOTICE_OPENED = "notices.notice.opened"
    NOTICE_REFUSED = "notices.notice.refused"
    NOTICE_ACT_NOT_DONE = "notices.act.not_done"
    NOTICE_ACT_UNCONFIRMED = "notices.act.unconfirmed"
    NOTICE_DOCUMENT_TAKEN = "notices.document.taken"
    NOTICE_RECEIPT_TAKEN = "notices.receipt.taken"
    INVOICES_READ = "invoices.list.read"
    INVOICE_READ = "invoices.invoice.read"
    INVOICE_RECEIPT_TAKEN = "invoices.receipt.taken"
    LOGINS_READ = "logins.list.read"
    LOGINS_KEPT_READ = "logins.kept.read"
    LOGIN_BARRED = "logins.way.barred"
    WAY_CLOSED = "logins.way.closed"
    WAY_OPENED = "logins.way.opened"
    WAY_LAPSED = "logins.way.lapsed"
    NOT_ME_SAID = "logins.login.denied"
    ALL_CLOSED = "logins.all.closed"
    EVIDENCE_TAKEN = "logins.evidence.taken"
    EXCHANGES_READ = "transparency.list.read"
    EXCHANGE_READ = "transparency.series.read"
    EXCHANGES_KEPT_READ = "transparency.kept.read"
    EXCHANGE_RECOGNISED = "transparency.series.recognised"
    EXCHANGE_NOT_RECOGNISED = "transparency.series.not_recognised"
    EXCHANGES_TAKEN = "transparency.list.taken"
    DATA_READ = "data.theme.read"
    DATA_ASKED = "data.sheet.asked"
    DATA_TAKEN_BACK = "data.sheet.taken_back"
    DATA_TOLD = "data.facts.told"
    DATA_CAME = "data.sheet.came"
    PAPERS_READ = "papers.list.read"
    PAPER_ASKED = "papers.paper.asked"
    PAPER_TAKEN = "papers.paper.taken"
    PAPER_WITHDRAWN = "papers.paper.withdrawn"
    LETTER_WRITTEN = "enquiries.letter.written"
    LETTER_REGISTERED = "enquiries.letter.registered"
    LETTER_ANSWERED = "enquiries.letter.answered"
    PREFERENCES_READ = "messages.preferences.read"
    PREFERENCES_CHOSEN = "messages.preferences.chosen"
    WAY_GIVEN = "messages.way.given"
    WAY_CONFIRMED = "messages.way.confirmed"
    WAY_REMOVED = "messages.way.removed"
    DEVICE_GIVEN = "messages.device.given"
    DEVICE_REMOVED = "messages.device.removed"
    MESSAGES_LOWERED = "messages.link.lowered"
    ALERTS_READ = "alerts.list.read"
    ALERT_WRONG = "alerts.alert.wrong"
    AWAY_ASKED = "alerts.away.asked"
    AWAY_STOPPED = "alerts.away.stopped"
    LOGIN_LEFT = "notices.login.left"
    LOGIN_TAKEN_BACK = "notices.login.taken_back"
    COME_IN_ASKED = "alerts.comein.asked"
    COME_IN_STOPPED = "alerts.comein.stopped"
    CALENDAR_MADE = "alerts.calendar.made"
    CALENDAR_REVOKED = "alerts.calendar.revoked"
    MESSAGE_CHECKED = "alerts.message.checked"
    RECORD_RECEIPT_TAKEN = "record.receipt.taken"
    DATA_HANDED_OVER = "profile.data.handed_over"
    FORGET_ASKED = "profile.data.forget_asked"
    DATA_FORGOTTEN = "profile.data.forgotten"


SENTENCES: dict[Event, str | Promise] = {
    Event.LOGIN_DONE: _("Has entrat a El meu espai."),
    Event.LOGOUT_DONE: _("Has sortit."),
    Event.QUICK_EXIT: _("Has sortit amb «Surt ràpid»."),
    Event.SESSION_ENDED: _("Has tancat una sessió oberta en un altre aparell."),
    Event.COMPANY_ENTERED: _("Has entrat en nom d'una empresa amb un certificat de representant."),
    Event.ACTING_BEGUN: _("Ha entrat al teu espai qui et representa."),
    Event.MANDATES_READ: _("Has mirat els teus poders."),
    Event.MANDATE_GRANTED: _("Has donat poder a una altra persona."),
    Event.MANDATE_ACCEPTED: _("Has acceptat un poder."),
    Event.MANDATE_RENOUNCED: _("Has renunciat a un poder."),
    Event.MANDATE_REVOKED: _("Has revocat un poder."),
    Event.CLOSED_TO_MANDATES: _("Has tancat el teu espai a qui et representa."),
    Event.OPENED_TO_MANDATES: _("Has tornat a obrir el teu espai a qui et representa."),
    Event.REACH_READ: _("Has mirat el que permet un poder."),
    Event.WARNING_ASKED: _("Has demanat que t'avisem del que hi ha en aquest espai."),
    Event.WARNING_STOPPED: _("Has demanat que no t'avisem més d'un altre espai."),
    Event.WARNING_REFUSED: _("Has dit que no avisem una persona que et representa."),
    Event.WARNING_ALLOWED: _("Has dit que podem tornar a avisar una persona que et representa."),
    Event.RESIDENCE_SAID: _("Ens has dit on vius: {municipality}."),
    Event.RESIDENCE_SKIPPED: _("Has preferit no dir on vius."),
    Event.LANGUAGE_CHOSEN: _("Has canviat l'idioma."),
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
    Event.NOTICES_READ: _("Has mirat la bústia de notificacions, sense obrir-ne cap."),
    Event.NOTICE_READ: _("Has mirat què diu la llista d'una notificació, sense obrir-la."),
    Event.NOTICE_OPENING: _("Has confirmat que vols obrir un enviament de: {sender}."),
    Event.NOTICE_REFUSING: _("Has confirmat que vols rebutjar una notificació de: {sender}."),
    Event.NOTICE_OPENED: _("S'ha obert un enviament de: {sender}."),
    Event.NOTICE_REFUSED: _("S'ha rebutjat una notificació de: {sender}."),
    Event.NOTICE_ACT_NOT_DONE: _("No s'ha obert ni rebutjat res de: {sender}."),
    Event.NOTICE_ACT_UNCONFIRMED: _("Encara no sabem si s'ha fet el que vas confirmar, de: {sender}."),
    Event.NOTICE_DOCUMENT_TAKEN: _("T'has baixat un document d'una notificació oberta."),
    Event.NOTICE_RECEIPT_TAKEN: _("T'has baixat el rebut d'una notificació."),
    Event.INVOICES_READ: _("Has mirat les factures que has enviat a administracions."),
    Event.INVOICE_READ: _("Has mirat com va una factura que has enviat."),
    Event.INVOICE_RECEIPT_TAKEN: _("T'has baixat el justificant d'enviament d'una factura."),
    Event.LOGIN_BARRED: _("S'ha provat d'entrar d'una manera que tens tancada."),
    Event.WAY_CLOSED: _("Has tancat una manera d'entrar al teu espai."),
    Event.WAY_OPENED: _("Has tornat a obrir una manera d'entrar al teu espai."),
    Event.WAY_LAPSED: _("S'ha tornat a obrir sola una manera d'entrar que estava tancada."),
    Event.NOT_ME_SAID: _("Has dit que una entrada no l'havies feta tu."),
    Event.ALL_CLOSED: _("Has tancat de cop sessions, maneres d'entrar i poders."),
    Event.EVIDENCE_TAKEN: _("T'has baixat el justificant de la teva entrada."),
    Event.LOGINS_KEPT_READ: _("Has mirat les entrades reservades."),
    Event.LOGINS_READ: _("Has mirat qui ha entrat com a tu en altres serveis."),
    Event.EXCHANGES_READ: _("Has mirat qui ha consultat les teves dades."),
    Event.EXCHANGE_READ: _("Has mirat el detall d'una consulta de les teves dades."),
    Event.EXCHANGES_KEPT_READ: _("Has mirat les consultes reservades."),
    Event.EXCHANGE_RECOGNISED: _("Has dit que ja saps què és una consulta de les teves dades."),
    Event.EXCHANGE_NOT_RECOGNISED: _("Has dit que no saps què és una consulta de les teves dades."),
    Event.EXCHANGES_TAKEN: _("T'has baixat la llista de consultes de les teves dades."),
    Event.DATA_READ: _("Has mirat les dades que els registres tenen de tu."),
    Event.DATA_ASKED: _("Has demanat que preguntem a un registre què té de tu."),
    Event.DATA_TAKEN_BACK: _("Has retirat el permís per preguntar a un registre."),
    Event.DATA_TOLD: _("Has dit dades teves que un registre vol saber."),
    Event.DATA_CAME: _("Un registre ha contestat una pregunta que va quedar pendent."),
    Event.PAPERS_READ: _("Has mirat els teus papers."),
    Event.PAPER_ASKED: _("Has demanat un paper."),
    Event.PAPER_TAKEN: _("T'has baixat un paper."),
    Event.PAPER_WITHDRAWN: _("Has esborrat un paper."),
    Event.LETTER_WRITTEN: _("Has fet una carta per portar-la a una administració."),
    Event.LETTER_REGISTERED: _("Has apuntat el número de registre d'una carta."),
    Event.LETTER_ANSWERED: _("Has apuntat la resposta a una carta."),
    Event.PREFERENCES_READ: _("Has mirat com vols rebre els avisos."),
    Event.PREFERENCES_CHOSEN: _("Has canviat com vols rebre els avisos."),
    Event.WAY_GIVEN: _("Has dit on vols rebre els avisos."),
    Event.WAY_CONFIRMED: _("Has confirmat on vols rebre els avisos."),
    Event.WAY_REMOVED: _("Has tret un lloc on rebies els avisos."),
    Event.DEVICE_GIVEN: _("Has demanat avisos en un aparell."),
    Event.DEVICE_REMOVED: _("Has aturat els avisos d'un aparell."),
    Event.MESSAGES_LOWERED: _("Has aturat uns avisos des de l'enllaç d'un correu."),
    Event.ALERTS_READ: _("Has mirat els teus avisos."),
    Event.ALERT_WRONG: _("Has dit que un avís està malament."),
    Event.AWAY_ASKED: _("Has demanat que ho preguntem també quan no hi ets."),
    Event.AWAY_STOPPED: _("Has demanat que no ho preguntem quan no hi ets."),
    Event.LOGIN_LEFT: _("Ens has donat permís per llegir la llista de les teves notificacions quan no hi ets."),
    Event.LOGIN_TAKEN_BACK: _("Ens has tret el permís per llegir la llista de les teves notificacions quan no hi ets."),
    Event.COME_IN_ASKED: _("Has demanat que et recordem d'entrar."),
    Event.COME_IN_STOPPED: _("Has demanat que no et recordem d'entrar."),
    Event.CALENDAR_MADE: _("Has fet un enllaç secret per al teu calendari."),
    Event.CALENDAR_REVOKED: _("Has anul·lat l'enllaç del teu calendari."),
    Event.MESSAGE_CHECKED: _("Has comprovat si un missatge és d'una administració."),
    Event.RECORD_RECEIPT_TAKEN: _("T'has baixat un rebut d'aquest registre."),
    Event.DATA_HANDED_OVER: _("T'has baixat les dades que guardem de tu."),
    Event.FORGET_ASKED: _("Has demanat que oblidem tot el que guardem de tu."),
    Event.DATA_FORGOTTEN: _("Hem oblidat les teves dades, com vas demanar."),
}

# The same when somebody else did it in this person's name, for a mandate or a certificate: whose log it is did nothing.
# What is not here either names nobody as it stands, or nobody else can do it.
BY_ANOTHER: dict[Event, str | Promise] = {
    Event.LOGIN_DONE: _("S'ha entrat en aquest espai."),
    Event.LOGOUT_DONE: _("S'ha sortit d'aquest espai."),
    Event.QUICK_EXIT: _("S'ha sortit d'aquest espai amb «Surt ràpid»."),
    Event.SESSION_ENDED: _("S'ha tancat una sessió oberta en un altre aparell."),
    Event.COMPANY_ENTERED: _("S'hi ha entrat en nom de l'empresa, amb un certificat de representant."),
    Event.MANDATES_READ: _("S'han mirat els poders d'aquest espai."),
    Event.MANDATE_GRANTED: _("S'ha donat poder a una altra persona."),
    Event.MANDATE_ACCEPTED: _("S'ha acceptat un poder."),
    Event.MANDATE_RENOUNCED: _("S'ha renunciat a un poder."),
    Event.MANDATE_REVOKED: _("S'ha revocat un poder."),
    Event.CLOSED_TO_MANDATES: _("S'ha tancat aquest espai a qui el representa."),
    Event.OPENED_TO_MANDATES: _("S'ha tornat a obrir aquest espai a qui el representa."),
    Event.REACH_READ: _("S'ha mirat el que permet un poder."),
    Event.WARNING_ASKED: _("Qui representa aquest espai ha demanat que l'avisem del que hi ha."),
    Event.WARNING_STOPPED: _("Qui representa aquest espai ha demanat que no l'avisem més."),
    Event.WARNING_REFUSED: _("S'ha dit que no avisem una persona que representa aquest espai."),
    Event.WARNING_ALLOWED: _("S'ha dit que podem tornar a avisar una persona que representa aquest espai."),
    Event.RESIDENCE_SAID: _("S'ha dit on és la seu: {municipality}."),
    Event.RESIDENCE_SKIPPED: _("S'ha preferit no dir on és la seu."),
    Event.LANGUAGE_CHOSEN: _("S'ha canviat l'idioma."),
    Event.HOME_READ: _("S'ha mirat la pàgina d'inici."),
    Event.ACTIVITY_READ: _("S'ha mirat la teva activitat."),
    Event.ITEM_READ: _("S'ha mirat el detall d'un assumpte, un paper, una cita o un impost."),
    Event.TAXES_READ: _("S'han mirat els teus impostos."),
    Event.SOURCES_READ: _("S'ha mirat a qui ho hem preguntat."),
    Event.SESSIONS_READ: _("S'han mirat les sessions."),
    Event.LOG_READ: _("S'ha mirat aquest mateix registre."),
    Event.HIDDEN_READ: _("S'ha mirat la llista del que s'ha amagat."),
    Event.ASKED_ONE: _("S'ha demanat que preguntem a una administració: {administration}."),
    Event.ASKED_EVERYONE: _("S'ha demanat que ho preguntem a totes les administracions connectades."),
    Event.STOPPED_EVERYONE: _("S'ha demanat que no ho preguntem a tothom."),
    Event.ITEM_HIDDEN: _("S'ha amagat una cosa."),
    Event.ITEM_SHOWN: _("S'ha tornat a mostrar una cosa amagada."),
    Event.ITEM_NOT_MINE: _("S'ha dit que una cosa no és d'aquest espai."),
    Event.LINK_LEFT: _("S'ha anat al web d'una administració: {administration}."),
    Event.NOTICES_READ: _("S'ha mirat la bústia de notificacions, sense obrir-ne cap."),
    Event.NOTICE_READ: _("S'ha mirat què diu la llista d'una notificació, sense obrir-la."),
    Event.NOTICE_OPENING: _("S'ha confirmat que es vol obrir un enviament de: {sender}."),
    Event.NOTICE_REFUSING: _("S'ha confirmat que es vol rebutjar una notificació de: {sender}."),
    Event.NOTICE_DOCUMENT_TAKEN: _("S'ha baixat un document d'una notificació oberta."),
    Event.NOTICE_RECEIPT_TAKEN: _("S'ha baixat el rebut d'una notificació."),
    Event.NOTICE_ACT_UNCONFIRMED: _("S'ha confirmat una cosa i encara no sabem si s'ha fet, de: {sender}."),
    Event.INVOICES_READ: _("S'han mirat les factures enviades a administracions."),
    Event.INVOICE_READ: _("S'ha mirat com va una factura enviada."),
    Event.INVOICE_RECEIPT_TAKEN: _("S'ha baixat el justificant d'enviament d'una factura."),
    Event.LOGIN_BARRED: _("S'ha provat d'entrar d'una manera que està tancada."),
    Event.WAY_CLOSED: _("S'ha tancat una manera d'entrar en aquest espai."),
    Event.WAY_OPENED: _("S'ha tornat a obrir una manera d'entrar en aquest espai."),
    Event.NOT_ME_SAID: _("S'ha dit que una entrada no era de qui havia de ser."),
    Event.ALL_CLOSED: _("S'han tancat de cop sessions, maneres d'entrar i poders."),
    Event.EVIDENCE_TAKEN: _("S'ha baixat el justificant d'una entrada."),
    Event.LOGINS_KEPT_READ: _("S'han mirat les entrades reservades."),
    Event.LOGINS_READ: _("S'ha mirat qui ha entrat en altres serveis en nom d'aquest espai."),
    Event.EXCHANGES_READ: _("S'ha mirat qui ha consultat les dades d'aquest espai."),
    Event.EXCHANGE_READ: _("S'ha mirat el detall d'una consulta de les dades d'aquest espai."),
    Event.EXCHANGES_KEPT_READ: _("S'han mirat les consultes reservades."),
    Event.EXCHANGE_RECOGNISED: _("S'ha dit que ja se sap què és una consulta de les dades."),
    Event.EXCHANGE_NOT_RECOGNISED: _("S'ha dit que no se sap què és una consulta de les dades."),
    Event.EXCHANGES_TAKEN: _("S'ha baixat la llista de consultes de les dades."),
    Event.DATA_READ: _("S'han mirat les dades que els registres tenen d'aquest espai."),
    Event.DATA_ASKED: _("S'ha demanat que preguntem a un registre què té d'aquest espai."),
    Event.DATA_TAKEN_BACK: _("S'ha retirat el permís per preguntar a un registre."),
    Event.DATA_TOLD: _("S'han dit dades que un registre vol saber."),
    Event.PAPERS_READ: _("S'han mirat els papers d'aquest espai."),
    Event.PAPER_ASKED: _("S'ha demanat un paper."),
    Event.PAPER_TAKEN: _("S'ha baixat un paper."),
    Event.PAPER_WITHDRAWN: _("S'ha esborrat un paper."),
    Event.LETTER_WRITTEN: _("S'ha fet una carta per portar-la a una administració."),
    Event.LETTER_REGISTERED: _("S'ha apuntat el número de registre d'una carta."),
    Event.LETTER_ANSWERED: _("S'ha apuntat la resposta a una carta."),
    Event.ALERTS_READ: _("S'han mirat els avisos d'aquest espai."),
    Event.ALERT_WRONG: _("S'ha dit que un avís està malament."),
    Event.AWAY_ASKED: _("S'ha demanat que ho preguntem també quan no hi ha ningú."),
    Event.AWAY_STOPPED: _("S'ha demanat que no ho preguntem quan no hi ha ningú."),
    Event.LOGIN_LEFT: _("S'ha donat permís per llegir la llista de notificacions quan no hi ha ningú."),
    Event.LOGIN_TAKEN_BACK: _("S'ha tret el permís per llegir la llista de notificacions quan no hi ha ningú."),
    Event.COME_IN_ASKED: _("S'ha demanat que recordem d'entrar."),
    Event.COME_IN_STOPPED: _("S'ha demanat que no recordem d'entrar."),
    Event.MESSAGE_CHECKED: _("S'ha comprovat si un missatge és d'una administració."),
    Event.RECORD_RECEIPT_TAKEN: _("S'ha baixat un rebut d'aquest registre."),
    Event.DATA_HANDED_OVER: _("S'han baixat les dades que guardem d'aquest espai."),
}


def sentence(event: Event, *, by_another: bool = False) -> str:
    """What the log says of it, in the language of the moment; `{…}` still to be filled."""
    return str(BY_ANOTHER.get(event, SENTENCES[event]) if by_another else SENTENCES[event])
