"""The files a browser fetches once: one style sheet built from tokens, frame and components, and one script.

Built in memory, in a fixed order, when first asked for; the name carries the content's hash, so it may be kept for ever.
Knows no page and no person.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse

HERE = Path(__file__).parent
PREFIX = "/static/"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """`file` is the name with the hash in it; `packed` is None when gzip would not make the body smaller."""

    file: str
    body: bytes
    packed: bytes | None
    content_type: str

    @property
    def url(self) -> str:
        return PREFIX + self.file


def style_sheet() -> str:
    """Tokens, frame, components by name, pages by name, print last: the same bytes for the same tree."""
    parts = [
        HERE / "static/tokens.css",
        HERE / "layout/base.css",
        *sorted(HERE.glob("components/*/*.css")),
        *sorted(HERE.glob("pages/*/*.css")),
        HERE / "layout/print.css",
    ]
    return "".join(squeeze(part.read_text("utf-8")) for part in parts)


def squeeze(css: str) -> str:
    """Drop comments and needless blanks. Plain rules only: our sheets hold no strings with braces or comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,])\s*", r"\1", css)
    return css.replace(": ", ":").replace(";}", "}").strip()


def script() -> str:
    """htmx as it came, then ours: one answer's headers less, and what the one says packs the other."""
    htmx, ours = ((HERE / "static" / name).read_text("utf-8") for name in ("htmx.min.js", "live.js"))
    return f"{htmx}\n{squeeze_script(ours)}"


def squeeze_script(script: str) -> str:
    """Drop the lines that are comments and the indents of our own script; it keeps its line ends."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _asset(name: str, body: bytes) -> Asset:
    stem, suffix = Path(name).stem, Path(name).suffix
    packed = gzip.compress(body, 9, mtime=0)
    return Asset(
        file=f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}{suffix}",
        body=body,
        packed=packed if len(packed) < len(body) else None,
        content_type=_TYPES[suffix],
    )


@lru_cache(maxsize=1)
def assets() -> Mapping[str, Asset]:
    """Every asset by its plain name (`site.css`)."""
    gallery = squeeze((HERE / "gallery/gallery.css").read_text("utf-8"))  # the workshop's: no citizen's page links it
    bodies = {"site.css": style_sheet().encode(), "site.js": script().encode(), "gallery.css": gallery.encode()}
    # Of the page of preferences alone: what asks a browser for push messages.
    bodies["push.js"] = squeeze_script((HERE / "static/push.js").read_text("utf-8")).encode()
    # Of the page that checks a receipt alone.
    bodies["verify.js"] = squeeze_script((HERE / "static/verify.js").read_text("utf-8")).encode()
    # Of the page that checks a paper alone.
    bodies["paper_check.js"] = squeeze_script((HERE / "static/paper_check.js").read_text("utf-8")).encode()
    bodies |= {path.name: path.read_bytes() for path in sorted((HERE / "static").glob("icon*"))}
    return {name: _asset(name, body) for name, body in bodies.items()}


def asset(name: str) -> str:
    """The address of an asset by its plain name."""
    return assets()[name].url


@lru_cache(maxsize=1)
def _by_file() -> Mapping[str, Asset]:
    return {each.file: each for each in assets().values()}


def serve(request: HttpRequest, file: str) -> HttpResponse:
    """An asset by the name with the hash; any other name is not found, so that an old page never gets a new file."""
    found = _by_file().get(file)
    if found is None:
        raise Http404
    zipped = found.packed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if zipped else found.body, content_type=found.content_type)
    if zipped:
        response["Content-Encoding"] = "gzip"
    response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
