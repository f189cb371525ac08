"""The privacy page: words only, the same for everybody."""

from django.http import HttpRequest, HttpResponse

from myspace.web.templating import render


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy/page.html")
