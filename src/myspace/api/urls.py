"""The addresses of the machine's door: each is there only where a file says who may come."""

from django.conf import settings
from django.urls import path

from myspace.api.inbound import consultations, logins, notices

urlpatterns = [
    *([path("entrada/avisos", notices.take, name="notice_in")] if settings.ISSUERS else []),
    *([path("entrada/consultes", consultations.take, name="consult_in")] if settings.FEEDS else []),
    *([path("entrada/accessos", logins.take, name="login_in")] if settings.LOGIN_FEEDS else []),
]
