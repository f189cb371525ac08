"""What a phone fetches once: small, the same every time, never mistaken for another version."""

import gzip
import re

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from myspace.web import assets
from myspace.web.assets import HERE, squeeze


def _packed(name: str) -> int:
    each = assets.assets()[name]
    return len(each.packed or each.body)


def test_scripts_stay_below_twenty_kilobytes() -> None:
    assert _packed("htmx.min.js") + _packed("live.js") <= 20_000
    assert _packed("live.js") <= 1_500


def test_a_first_load_stays_below_sixty_kilobytes(client: Client) -> None:
    page = len(gzip.compress(client.get("/").content))
    assert page + sum(_packed(name) for name in assets.assets()) <= 60_000


def test_the_style_sheet_is_the_same_bytes_each_time_and_named_by_them() -> None:
    assert assets.style_sheet() == assets.style_sheet()
    one, other = assets._asset("x.css", b"a{color:red}"), assets._asset("x.css", b"a{color:tan}")
    assert one.file != other.file


def test_tokens_come_first_and_print_last() -> None:
    sheet = assets.style_sheet()
    assert sheet.startswith(":root{color-scheme:light dark")
    assert sheet.rindex("@media print{:root") > sheet.index(".source__name")


def test_squeezing_keeps_what_a_rule_says() -> None:
    written = "/* why */\n.a > .b:not(.c) { margin: calc(1rem + 2px) 0;\n color: var(--x); }\n"
    assert squeeze(written) == ".a > .b:not(.c){margin:calc(1rem + 2px) 0;color:var(--x)}"


def test_the_style_sheet_fetches_nothing_and_opens_and_closes_evenly() -> None:
    sheet = assets.style_sheet()
    assert not re.search(r"url\(|@import|@font-face|https?:", sheet)
    assert sheet.count("{") == sheet.count("}")


def test_an_asset_is_kept_for_ever_and_packed_for_who_can_unpack(client: Client) -> None:
    url = assets.asset("site.css")
    packed, plain = client.get(url, headers={"accept-encoding": "gzip"}), client.get(url)
    assert "immutable" in packed["Cache-Control"]
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Vary"] == plain["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("file", ["site.css", "site.000000000000.css", "tokens.css", "..%2ftokens.css"])
def test_no_other_name_is_served(file: str) -> None:
    with pytest.raises(Http404):
        assets.serve(RequestFactory().get("/"), file)


def test_our_script_evaluates_nothing_and_keeps_nothing() -> None:
    script = (HERE / "static/live.js").read_text("utf-8")
    assert not re.search(r"eval\(|new Function|innerHTML|localStorage|sessionStorage|document\.cookie", script)
