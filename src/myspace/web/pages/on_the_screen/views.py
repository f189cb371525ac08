"""The page that tells how to put the folder on a telephone's screen, and who had better not. Words only."""

from django.http import HttpRequest, HttpResponse

from myspace.web.templating import render


def on_the_screen(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/on_the_screen/page.html")
