"""The landing page: what this is, one way in. Knows nobody."""

from django.http import HttpRequest, HttpResponse

from myspace.web.templating import render


def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/landing/page.html")
