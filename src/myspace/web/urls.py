"""The addresses of the citizen's door: what anybody may open, the way in and out, and the private pages."""

from django.urls import include, path

from myspace.web.pages.activity import views as activity
from myspace.web.pages.home import views as home
from myspace.web.pages.welcome import views as welcome
from myspace.web.session import entering, leaving

urlpatterns = [
    path("", home.front, name="front"),
    path("entra", entering.enter, name="enter"),
    path("entra/torna", entering.come_back, name="come_back"),
    path("entra/en-nom-de", entering.on_behalf, name="on_behalf"),
    path("entra/mes-segur", entering.step_up, name="step_up"),
    path("surt", leaving.leave, name="leave"),
    path("surt-rapid", leaving.leave_quickly, name="leave_quickly"),
    path("sessio/continua", leaving.stay, name="stay"),
    path("benvinguda", welcome.welcome, name="welcome"),
    path("inici", home.home, name="home"),
    path("fragment/activitat", activity.head, name="activity_head"),
    path("fragment/<slug:name>", home.block, name="home_block"),
    path("activitat", activity.activity_page, name="activity"),
    path("activitat/<uuid:item_id>/preferit", activity.star, name="star"),
    path("", include("myspace.web.urls_public")),
]
