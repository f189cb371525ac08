"""The page on which what left the folder is read. In Catalan: who looks at it is trying the invented country."""

from __future__ import annotations

import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import jinja2
from aiohttp import web
from markupsafe import Markup, escape

from myspace.connectors.delivery.simulator.caught import CHANNELS, MOODS
from myspace.connectors.delivery.simulator.machines import CAUGHT

_HERE = Path(__file__).parent / "templates"
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE), autoescape=True, undefined=jinja2.StrictUndefined
)
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_WORDS = {
    "well": "funciona bé", "away": "penja", "hangs": "no diu res", "later": "diu que ara no pot",
    "nobody": "diu que no hi ha ningú", "refuses": "no en vol saber res", "takes_and_cuts": "ho agafa i penja",
}  # fmt: skip
_CALLED = {"email": "Correu", "push": "Avís al dispositiu", "sms": "SMS"}

routes = web.RouteTableDef()


@routes.get("/")
async def everything(request: web.Request) -> web.Response:
    caught = request.app[CAUGHT]
    shown = [
        {
            "called": _CALLED[one.channel], "to": one.to, "subject": one.subject, "text": _linked(_said(one.channel, one.text)),
            "at": one.at.astimezone(ZoneInfo("Europe/Madrid")).strftime("%d/%m/%Y %H:%M:%S"), "head": one.head,
        }
        for one in reversed(caught.taken)
    ]  # fmt: skip
    page = _TEMPLATES.get_template("page.html").render(
        taken=shown, moods=[(m, _WORDS[m]) for m in MOODS], called=_CALLED, channels=CHANNELS, now=caught.moods
    )
    return web.Response(
        text=page,
        content_type="text/html",
        headers={"Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'"},
    )


@routes.get("/look.css")
async def look(_request: web.Request) -> web.Response:
    return web.Response(text=(_HERE / "look.css").read_text("utf-8"), content_type="text/css")


@routes.get("/healthz")
async def healthz(_request: web.Request) -> web.Response:
    return web.Response(text="ok\n")


def _said(channel: str, text: str) -> str:
    if channel != "push":
        return text
    shown = json.loads(text)
    return f"{shown.get('title', '')}\n{shown.get('body', '')}\n{shown.get('open', '')}"


def _linked(text: str) -> Markup:
    """Addresses become links; everything else is text."""
    parts, last = [], 0
    for found in _ADDRESS.finditer(text):
        parts += [escape(text[last : found.start()]), Markup('<a href="{0}">{0}</a>').format(found[0])]
        last = found.end()
    return Markup("").join([*parts, escape(text[last:])])
