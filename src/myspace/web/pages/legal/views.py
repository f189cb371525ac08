"""The legal notice: words only, the same for everybody."""

from django.http import HttpRequest, HttpResponse

from myspace.web.templating import render


def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/legal/page.html")
