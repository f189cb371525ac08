"""The addresses of the citizen's door: what anybody may open, the way in and out, and the private pages."""

from django.urls import include, path

from myspace.web.pages import parts
from myspace.web.pages.activity import views as activity
from myspace.web.pages.appointments import views as appointments
from myspace.web.pages.data import views as data
from myspace.web.pages.hidden import views as hidden
from myspace.web.pages.home import views as home
from myspace.web.pages.item import views as item
from myspace.web.pages.leave import views as leave
from myspace.web.pages.log import views as log
from myspace.web.pages.sessions import views as sessions
from myspace.web.pages.sources import views as sources
from myspace.web.pages.taxes import views as taxes
from myspace.web.pages.welcome import views as welcome
from myspace.web.pages.your_turn import views as your_turn
from myspace.web.session import entering, leaving

way_in_and_out = [
    path("entra", entering.enter, name="enter"),
    path("entra/torna", entering.come_back, name="come_back"),
    path("entra/en-nom-de", entering.on_behalf, name="on_behalf"),
    path("entra/mes-segur", entering.step_up, name="step_up"),
    path("surt", leaving.leave, name="leave"),
    path("surt-rapid", leaving.leave_quickly, name="leave_quickly"),
    path("sessio/continua", leaving.stay, name="stay"),
]

# Parts of pages, fetched when something arrived. Each carries the mark of the folder it is for.
fragments = [
    path("activitat", activity.head, name="fragment_activity"),
    path("fonts", sources.listing, name="fragment_sources"),
    path("diners/<uuid:item_id>/<int:asked>", item.money, name="fragment_money"),
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
    path("impostos", taxes.taxes, name="taxes"),
    path("cites", appointments.appointments, name="appointments"),
    path("fonts", sources.sources, name="sources"),
    path("fonts/pregunta", sources.ask, name="sources_ask"),
    path("fonts/busca", sources.find, name="sources_find"),
    path("fonts/tothom", sources.everyone, name="sources_everyone"),
    path("les-meves-sessions", sessions.sessions, name="sessions"),
    path("les-meves-sessions/<uuid:session_id>/tanca", sessions.end, name="session_end"),
    path("el-meu-registre", log.log, name="log"),
    path("amagats", hidden.hidden, name="hidden"),
    path("les-meves-dades-aqui", data.data, name="data"),
    path("les-meves-dades-aqui/baixa", data.download, name="data_download"),
    path("fragment/", include(fragments)),
    path("", include("myspace.web.urls_public")),
]
