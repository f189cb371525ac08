"""The accessibility statement: words only, the same for everybody."""

from django.http import HttpRequest, HttpResponse

from myspace.web.templating import render


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility/page.html")
