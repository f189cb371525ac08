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


def test_the_script_stays_well_below_twenty_kilobytes() -> None:
    """On the wire its answer's headers come on top: some 900 bytes (tests/journeys/test_screens.py weighs them)."""
    assert _packed("site.js") <= 18_500
    assert "var htmx=" in assets.script()
    assert "data-quick-exit" in assets.script()


def test_a_page_asks_for_one_script_and_three_pages_for_one_more_of_their_own() -> None:
    frame = (HERE / "layout/base.html").read_text("utf-8")
    assert frame.count("<script") == 1
    assert [name for name in assets.assets() if name.endswith(".js")] == [
        "site.js",
        "push.js",
        "verify.js",
        "paper_check.js",
    ]
    for own, page in (
        ("push.js", "preferences/page.html"), ("verify.js", "record/check.html"), ("paper_check.js", "paper_check/page.html"),
    ):  # fmt: skip
        asking = [p for p in HERE.rglob("*.html") if f'asset("{own}")' in p.read_text("utf-8")]
        assert asking == [HERE / "pages" / page]


def test_what_was_fetched_below_the_screen_is_not_put_under_the_thumb() -> None:
    """The mark that one part of the script sets is the one that the other part reads."""
    script = (HERE / "static/live.js").read_text("utf-8")
    marks = set(re.findall(r"part\.(\w+) = ", script))
    asked = re.search(r"if \(part\.(\w+) && !below\(part\)\)", script)
    assert asked
    assert asked[1] in marks


def test_a_first_load_stays_below_sixty_kilobytes(client: Client) -> None:
    page = client.get("/").content
    linked = [name for name in assets.assets() if assets.asset(name).encode() in page]
    assert {"site.css", "icon.svg"} <= set(linked)
    signed_in = {*linked, "site.js"}
    assert len(gzip.compress(page)) + sum(_packed(name) for name in signed_in) <= 60_000


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


def test_what_checks_a_receipt_has_no_way_to_send_it_and_makes_no_mark_up_of_it() -> None:
    script = (HERE / "static/verify.js").read_text("utf-8")
    for way in (
        "fetch(",
        "XMLHttpRequest",
        "sendBeacon",
        "WebSocket",
        "EventSource",
        "submit",
        "import(",
        ".src",
        ".href",
    ):
        assert way not in script, way
    for mark_up in ("innerHTML", "outerHTML", "insertAdjacent", "eval(", "Function(", "Storage", "cookie", "indexedDB"):
        assert mark_up not in script, mark_up
    assert len(script.splitlines()) <= 300
