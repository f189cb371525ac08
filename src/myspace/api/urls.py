"""The addresses of the machine's door. The site has them only where a file says who may come."""

from django.urls import path

from myspace.api.inbound import notices

urlpatterns = [path("entrada/avisos", notices.take, name="notice_in")]
