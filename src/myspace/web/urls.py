"""The addresses of the citizen's door: what anybody may open, the way in and out, and the private pages."""

from django.urls import include, path

from myspace.web.pages import parts
from myspace.web.pages.activity import views as activity
from myspace.web.pages.alerts import views as alerts
from myspace.web.pages.appointments import views as appointments
from myspace.web.pages.certificates import views as certificates
from myspace.web.pages.data import views as data
from myspace.web.pages.exchanges import desk
from myspace.web.pages.exchanges import views as exchanges
from myspace.web.pages.hidden import views as hidden
from myspace.web.pages.home import views as home
from myspace.web.pages.item import views as item
from myspace.web.pages.leave import views as leave
from myspace.web.pages.log import views as log
from myspace.web.pages.mandates import views as mandates
from myspace.web.pages.messages import views as messages
from myspace.web.pages.my_data import carry, rights
from myspace.web.pages.my_data import views as my_data
from myspace.web.pages.notices import confirm, papers
from myspace.web.pages.notices import views as notices
from myspace.web.pages.preferences import views as preferences
from myspace.web.pages.profiles import views as profiles
from myspace.web.pages.reach import views as reach
from myspace.web.pages.record import views as record
from myspace.web.pages.sessions import denying, proving
from myspace.web.pages.sessions import views as sessions
from myspace.web.pages.sources import views as sources
from myspace.web.pages.taxes import views as taxes
from myspace.web.pages.warned import views as warned
from myspace.web.pages.welcome import views as welcome
from myspace.web.pages.working_life import views as work
from myspace.web.pages.your_turn import views as your_turn
from myspace.web.session import entering, leaving, way_out

way_in_and_out = [
    path("entra", entering.enter, name="enter"),
    path("entra/torna", entering.come_back, name="come_back"),
    path("entra/torna/<slug:name>", entering.come_back, name="come_back_from"),
    path("entra/en-nom-de", entering.on_behalf, name="on_behalf"),
    path("entra/mes-segur", entering.step_up, name="step_up"),
    path("surt", leaving.leave, name="leave"),
    path("surt/fet", way_out.back, name="left_there"),
    path("surt-rapid", leaving.leave_quickly, name="leave_quickly"),
    path("sessio/continua", leaving.stay, name="stay"),
]

# Parts of pages, fetched when something arrived. Each carries the mark of the folder it is for.
fragments = [
    path("activitat", activity.head, name="fragment_activity"),
    path("fonts", sources.listing, name="fragment_sources"),
    path("diners/<uuid:item_id>/<int:asked>", item.money, name="fragment_money"),
    path("perfils", profiles.listing, name="fragment_profiles"),
    path("poders", mandates.listing, name="fragment_mandates"),
    path("en-nom-de", profiles.still, name="fragment_acting"),
    path("feina", work.listing, name="fragment_work"),
    path("feina-activitat", work.of_the_activity, name="fragment_work_activity"),
    path("feina-dades", work.of_registers, name="fragment_work_registers"),
    path("qui-ha-consultat", exchanges.head, name="fragment_exchanges"),
    path("les-meves-dades/<slug:slug>", my_data.sheets, name="fragment_my_data"),
    path("paper/<uuid:paper_id>", certificates.state, name="fragment_paper"),
    path("factura/<uuid:invoice_id>", work.invoice_part, name="fragment_invoice"),
    path("<slug:name>", parts.part, name="fragment_home"),
]

urlpatterns = [
    path("", home.front, name="front"),
    *way_in_and_out,
    path("benvinguda", welcome.welcome, name="welcome"),
    path("inici", home.home, name="home"),
    path("que-em-toca", your_turn.your_turn, name="your_turn"),
    path("activitat", activity.activity_page, name="activity"),
    path("activitat/<uuid:item_id>", item.item, name="item"),
    path("activitat/<uuid:item_id>/preferit", activity.star, name="item_star"),
    path("activitat/<uuid:item_id>/amaga", item.hide, name="item_hide"),
    path("activitat/<uuid:item_id>/mostra", item.show, name="item_show"),
    path("activitat/<uuid:item_id>/comprova", item.check_before_paying, name="item_check"),
    path("activitat/<uuid:item_id>/cita.ics", item.calendar_file, name="item_calendar"),
    path("surt-cap-a/<uuid:item_id>/<int:number>", leave.notice, name="leave_notice"),
    path("surt-cap-a/<uuid:item_id>/<int:number>/ves", leave.go, name="leave_go"),
    path("notificacions", notices.mailbox, name="mailbox"),
    path("notificacions/llegeix", notices.read_again, name="mailbox_read"),
    path("notificacions/<uuid:notice_id>", notices.notice, name="notice"),
    path("notificacions/<uuid:notice_id>/obre", confirm.open_it, name="notice_open"),
    path("notificacions/<uuid:notice_id>/rebutja", confirm.refuse_it, name="notice_refuse"),
    path("notificacions/<uuid:notice_id>/confirma", confirm.look_back, name="notice_look_back"),
    path("notificacions/<uuid:notice_id>/porta", papers.bring, name="notice_bring"),
    path("notificacions/<uuid:notice_id>/document/<int:number>", papers.document, name="notice_document"),
    path("notificacions/<uuid:notice_id>/justificant", papers.receipt, name="notice_receipt"),
    path("notificacions/<uuid:notice_id>/justificant/pdf", papers.receipt_file, name="notice_receipt_file"),
    path("notificacions/<uuid:notice_id>/justificant/baixa", papers.evidence, name="notice_evidence"),
    path("la-meva-feina", work.work, name="work"),
    path("la-meva-feina/pregunta", work.ask_again, name="work_ask"),
    path("la-meva-feina/factures/<uuid:invoice_id>", work.invoice, name="invoice"),
    path("la-meva-feina/factures/<uuid:invoice_id>/substituida", work.replaced, name="invoice_replaced"),
    path("la-meva-feina/factures/<uuid:invoice_id>/justificant", work.receipt, name="invoice_receipt"),
    path("la-meva-feina/factures/<uuid:invoice_id>/justificant/demana", work.ask_receipt, name="invoice_receipt_ask"),
    path("qui-ha-consultat", exchanges.exchanges, name="exchanges"),
    path("qui-ha-consultat/pregunta", exchanges.ask_again, name="exchanges_ask"),
    path("qui-ha-consultat/les-meves", exchanges.own, name="exchanges_own"),
    path("qui-ha-consultat/per-mesos", exchanges.months, name="exchanges_months"),
    path("qui-ha-consultat/baixa", exchanges.take, name="exchanges_take"),
    path("qui-ha-consultat/baixa/fitxer", exchanges.taken, name="exchanges_taken"),
    path("qui-ha-consultat/reservades", exchanges.kept, name="exchanges_kept"),
    path("qui-ha-consultat/reservades/<uuid:series_id>", exchanges.one_kept, name="exchange_kept"),
    path(
        "qui-ha-consultat/reservades/<uuid:series_id>/ja-ho-se",
        exchanges.recognise_kept,
        name="exchange_recognise_kept",
    ),
    path("qui-ha-consultat/rebut/<uuid:exchange_id>", record.of_a_look_up, name="exchange_receipt"),
    path("qui-ha-consultat/reservades/rebut/<uuid:exchange_id>", record.of_a_kept_one, name="exchange_receipt_kept"),
    path("qui-ha-consultat/<uuid:series_id>", exchanges.one, name="exchange"),
    path("qui-ha-consultat/<uuid:series_id>/ja-ho-se", exchanges.recognise, name="exchange_recognise"),
    path("qui-ha-consultat/<uuid:series_id>/carta", desk.write, name="letter_write"),
    path("qui-ha-consultat/cartes/<uuid:letter_id>", desk.letter, name="letter"),
    path("qui-ha-consultat/cartes/<uuid:letter_id>/pdf", desk.paper, name="letter_paper"),
    path("qui-ha-consultat/cartes/<uuid:letter_id>/registre", desk.registered, name="letter_registered"),
    path("qui-ha-consultat/cartes/<uuid:letter_id>/resposta", desk.answered, name="letter_answered"),
    path("qui-ha-consultat/cartes/<uuid:letter_id>/reclama", desk.claim, name="letter_claim"),
    path("qui-ha-consultat/cartes/<uuid:letter_id>/llenca", desk.throw_away, name="letter_throw_away"),
    path("els-meus-papers", certificates.papers, name="papers"),
    path("els-meus-papers/nou/<slug:about>", certificates.new, name="paper_new"),
    path("els-meus-papers/<uuid:paper_id>", certificates.paper, name="paper"),
    path("els-meus-papers/<uuid:paper_id>/baixa", certificates.take, name="paper_take"),
    path("els-meus-papers/<uuid:paper_id>/esborra", certificates.withdraw, name="paper_withdraw"),
    path("impostos", taxes.taxes, name="taxes"),
    path("cites", appointments.appointments, name="appointments"),
    path("fonts", sources.sources, name="sources"),
    path("fonts/pregunta", sources.ask, name="sources_ask"),
    path("fonts/busca", sources.find, name="sources_find"),
    path("fonts/tothom", sources.everyone, name="sources_everyone"),
    path("avisos", alerts.page, name="alerts"),
    path("avisos/<uuid:alert_id>/<slug:how>", alerts.mark, name="alert_mark"),
    path("avisos/quan-no-hi-soc", alerts.while_away, name="alerts_away"),
    path("avisos/recorda-m-ho", alerts.come_in, name="alerts_come_in"),
    path("avisos/calendari", alerts.calendar, name="calendar"),
    path("avisos/calendari/fes", alerts.make_calendar, name="calendar_make"),
    path("avisos/calendari/anulla", alerts.revoke_calendar, name="calendar_revoke"),
    path("perfils", profiles.profiles, name="profiles"),
    path("perfils/meu", profiles.to_own, name="profile_own"),
    path("perfils/empresa/<uuid:company_id>", profiles.to_company, name="profile_company"),
    path("perfils/poder/<uuid:mandate_id>", profiles.to_grantor, name="profile_grantor"),
    path("per/<slug:mark>", profiles.of_a_link, name="link_of"),
    path("en-nom-de", reach.reach, name="reach"),
    path("poders", mandates.mandates_page, name="mandates"),
    path("poders/dona", mandates.give, name="mandate_give"),
    path("poders/tanca", mandates.close, name="mandates_close"),
    path("poders/<uuid:mandate_id>/<slug:word>", mandates.act, name="mandate_act"),
    path("les-meves-sessions", sessions.sessions, name="sessions"),
    path("les-meves-sessions/<uuid:session_id>/tanca", sessions.end, name="session_end"),
    path("les-meves-sessions/justificant", proving.evidence, name="session_evidence"),
    path("les-meves-sessions/reservades", sessions.kept, name="sessions_kept"),
    path("les-meves-sessions/tanca-ho-tot", denying.everything, name="close_everything"),
    path("les-meves-sessions/fet/<uuid:denial_id>", denying.done, name="not_me_done"),
    path("les-meves-sessions/maneres/<uuid:closed_id>/obre", denying.reopen, name="way_reopen"),
    path("les-meves-sessions/<uuid:login_id>/no-he-estat-jo", denying.not_me, name="not_me"),
    path("el-meu-registre", log.log, name="log"),
    path("el-meu-registre/<uuid:event_id>/rebut", record.of_the_log, name="log_receipt"),
    path("amagats", hidden.hidden, name="hidden"),
    path("les-meves-dades", my_data.index, name="my_data"),
    path("les-meves-dades/el-que-has-dit", my_data.told, name="my_data_told"),
    path("les-meves-dades/s-acaba/<uuid:sheet_id>", my_data.ending, name="my_data_ending"),
    path("les-meves-dades/drets", rights.rights, name="rights"),
    path("les-meves-dades/drets/carta", rights.exercise, name="rights_exercise"),
    path("les-meves-dades/drets/<uuid:letter_id>/qui-la-tenia", rights.told_before, name="rights_told_before"),
    path("les-meves-dades/drets/<uuid:letter_id>/qui-la-tenia/carta", rights.tell, name="rights_tell"),
    path("les-meves-dades/<slug:slug>", my_data.theme, name="my_data_theme"),
    path("les-meves-dades/<slug:slug>/malament", rights.wrong, name="my_data_wrong"),
    path("les-meves-dades/<slug:slug>/on-el-portes", carry.carry, name="my_data_carry"),
    path("les-meves-dades/<slug:slug>/on-el-portes/recordatori", carry.reminder, name="my_data_reminder"),
    path("les-meves-dades/<slug:slug>/pregunta", my_data.ask, name="my_data_ask"),
    path("les-meves-dades/<slug:slug>/retira", my_data.take_back, name="my_data_take_back"),
    path("les-meves-dades-aqui", data.data, name="data"),
    path("les-meves-dades-aqui/baixa", data.download, name="data_download"),
    path("les-meves-dades-aqui/oblida", data.forget, name="data_forget"),
    path("les-meves-dades-aqui/oblida/confirma", data.confirm_forget, name="data_forget_confirm"),
    path("preferencies", preferences.page, name="preferences"),
    path("preferencies/quan", preferences.pace, name="preferences_pace"),
    path("preferencies/hores", preferences.hours, name="preferences_hours"),
    path("preferencies/de-que", preferences.kinds, name="preferences_kinds"),
    path("preferencies/de-qui", preferences.sender, name="preferences_sender"),
    path("preferencies/permis", preferences.left_login, name="login_left"),
    path("preferencies/on", preferences.give, name="way_give"),
    path("preferencies/on/<uuid:way_id>/codi", preferences.confirm, name="way_confirm"),
    path("preferencies/on/<uuid:way_id>/torna-hi", preferences.send_again, name="way_again"),
    path("preferencies/on/<uuid:way_id>/perduda", preferences.old_is_lost, name="way_old_lost"),
    path("preferencies/on/<uuid:way_id>/treu", preferences.remove, name="way_remove"),
    path("preferencies/aparell", preferences.device, name="device_give"),
    path("preferencies/aparell/<uuid:device_id>/treu", preferences.remove_device, name="device_remove"),
    path("avisos-per-altri", warned.page, name="warned"),
    path("avisos-per-altri/demana", warned.ask, name="warned_ask"),
    path("avisos-per-altri/deixa", warned.stop, name="warned_stop"),
    path("avisos-per-altri/no", warned.refuse, name="warned_refuse"),
    path("a/<str:door>", messages.door, name="message_door"),
    path("fragment/", include(fragments)),
    path("", include("myspace.web.urls_public")),
]
