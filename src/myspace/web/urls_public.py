"""The addresses anybody may open: the landing page, what the folder holds, the law, assets and the language."""

from django.urls import path

from myspace.web import assets, language, manifest
from myspace.web.gallery import views as gallery
from myspace.web.pages.accessibility import views as accessibility
from myspace.web.pages.alerts import views as alerts
from myspace.web.pages.entry_point import views as entry_point
from myspace.web.pages.exchanges import views as exchanges
from myspace.web.pages.genuine import views as genuine
from myspace.web.pages.landing import views as landing
from myspace.web.pages.legal import views as legal
from myspace.web.pages.messages import lowering, worker
from myspace.web.pages.on_the_screen import views as on_the_screen
from myspace.web.pages.paper_check import views as paper_check
from myspace.web.pages.privacy import views as privacy
from myspace.web.pages.record import views as record
from myspace.web.pages.what_you_will_find import views as what_you_will_find

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("que-hi-trobaras", what_you_will_find.what_you_will_find, name="what_you_will_find"),
    path("com-expliquen-les-consultes", exchanges.coverage, name="exchanges_coverage"),
    path("que-prova-el-registre", record.proves, name="record"),
    path("que-prova-el-registre/comprova", record.check_here, name="record_check"),
    path("que-prova-el-registre/cap.txt", record.head, name="record_head"),
    path("que-prova-el-registre/verify.py", record.program, name="record_program"),
    path("comprova-un-paper", paper_check.page, name="paper_check"),
    path("comprova-un-paper/espera", paper_check.wait, name="paper_check_wait"),
    path("comprova-un-paper/massa-gran", paper_check.too_large, name="paper_check_large"),
    path("privacitat", privacy.privacy, name="privacy"),
    path("avis-legal", legal.legal, name="legal"),
    path("accessibilitat", accessibility.accessibility, name="accessibility"),
    path("a-la-pantalla", on_the_screen.on_the_screen, name="on_the_screen"),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("seu/<str:ine10>", entry_point.without_slash, name="entry_point_without_slash"),
    path("seu/<str:ine10>/", entry_point.entry_point, name="entry_point"),
    path("seu/<str:ine10>/baner", entry_point.banner, name="entry_point_banner"),
    path("seu/<str:ine10>/colors.<str:mark>.css", entry_point.style_sheet, name="entry_point_colours"),
    path("baixa/<str:token>", lowering.lower, name="messages_lower"),
    path("avisa/treballador.js", worker.script, name="push_worker"),
    path("es-de-debo", genuine.page, name="genuine"),
    path("calendari/<str:token>.ics", alerts.feed_file, name="calendar_feed"),
    path("idioma", language.switch_language, name="language"),
    path("galeria", gallery.index, name="gallery"),
    path("galeria/<slug:component>", gallery.piece, name="gallery_piece"),
    path("galeria/<slug:component>/<int:number>", gallery.piece, name="gallery_example"),
    path("static/<str:file>", assets.serve, name="asset"),
]
