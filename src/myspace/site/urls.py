"""Every address of the product: the citizen's door, the machine's, and what those who run it ask. Knows no page."""

from django.conf import settings
from django.urls import include, path

from myspace.site import observe

urlpatterns = [
    path("healthz", observe.healthz),
    path("readyz", observe.readyz),
    path("metrics", observe.metrics),
    *([path("", include("myspace.api.urls"))] if settings.ISSUERS or settings.FEEDS or settings.LOGIN_FEEDS else []),
    path("", include("myspace.web.urls")),
]

handler400 = "myspace.web.pages.errors.views.bad_request"
handler403 = "myspace.web.pages.errors.views.permission_denied"
handler404 = "myspace.web.pages.errors.views.not_found"
handler500 = "myspace.web.pages.errors.views.server_error"
