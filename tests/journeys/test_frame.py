"""What the frame does with script and without: late answers, the end of the session, the quick way out."""

import json
import os
from collections.abc import Iterator

import django
import pytest
from django.test import override_settings
from playwright.sync_api import Browser, Locator, Page, Request, expect

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "myspace.site.settings")
django.setup()

from tests.journeys.browser import ORIGIN, Answer, visit  # noqa: E402  # Django must be set up first
from tests.unit.web.conftest import MIDDLEWARE  # noqa: E402

pytestmark = pytest.mark.journey


@pytest.fixture(autouse=True)
def _door() -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF="tests.journeys.specimens", MIDDLEWARE=MIDDLEWARE, SIMULATED=True, ALLOWED_HOSTS=["testserver"]
    ):
        yield


def _stream(*topics: str) -> dict[str, object]:
    """A live process that tells of these topics and then falls silent for as long as a test lasts."""
    said = "".join(f"event: changed\ndata: {json.dumps({'topic': t, 'id': '1'})}\n\n" for t in topics)

    def answer(_: Request) -> Answer:
        return 200, {"content-type": "text/event-stream"}, "retry: 600000\n\n" + said

    return {"/live": answer}


def _asked(sent: list[Request]) -> list[str]:
    return sorted(r.url.removeprefix(ORIGIN) for r in sent if "/tros/" in r.url)


def test_a_late_answer_waits_for_a_tap_where_one_is_reading(browser: Browser) -> None:
    with visit(browser, instead=_stream("cases")) as here:  # type: ignore[arg-type]
        page = here.open("/casa")
        pill = page.get_by_role("button", name="Ha arribat informació nova")
        expect(pill).to_be_visible()
        expect(page.locator("#bottom")).to_have_text("bottom: new")  # below the screen: nobody's thumb is there
        expect(page.locator("#top")).to_have_text("top: old")
        pill.click()
        expect(page.locator("#top")).to_have_text("top: new")
        expect(pill).to_be_hidden()
        assert here.told == []


def test_a_part_asked_for_below_and_scrolled_to_meanwhile_waits_for_the_tap_too(browser: Browser) -> None:
    questions: list[str] = []

    def while_one_scrolls(request: Request) -> Answer:
        questions.append(request.url)
        if len(questions) == 1:  # on its way: the person scrolls, and reads what the answer would take away
            request.frame.page.locator("#bottom").scroll_into_view_if_needed()
        return 200, {"content-type": "text/html"}, "bottom: new"

    with visit(browser, instead={**_stream("papers"), "/tros/bottom": while_one_scrolls}) as here:  # type: ignore[dict-item]
        with here.page.expect_event("requestfinished", lambda request: "/tros/bottom" in request.url):
            page = here.open("/casa")
        expect(page.locator("#bottom")).to_be_in_viewport()
        pill = page.get_by_role("button", name="Ha arribat informació nova")
        expect(pill).to_be_visible()
        page.wait_for_timeout(500)
        expect(page.locator("#bottom")).to_have_text("bottom: old")
        pill.click()
        expect(page.locator("#bottom")).to_have_text("bottom: new")
        expect(pill).to_be_hidden()
        assert len(questions) == 2


def test_what_has_its_place_reserved_comes_in_at_once(browser: Browser) -> None:
    with visit(browser, instead=_stream("sources")) as here:  # type: ignore[arg-type]
        page = here.open("/casa")
        expect(page.locator("#now")).to_have_text("now: new")
        assert page.locator("#arrived").is_hidden()
        assert _asked(here.sent) == ["/tros/now"]


def test_many_news_of_one_topic_are_one_question(browser: Browser) -> None:
    with visit(browser, instead=_stream(*["sources"] * 20)) as here:  # type: ignore[arg-type]
        page = here.open("/casa")
        expect(page.locator("#now")).to_have_text("now: new")
        page.wait_for_timeout(700)
        assert _asked(here.sent) == ["/tros/now"]


def test_the_stream_carries_the_subject_the_page_was_drawn_for(browser: Browser) -> None:
    with visit(browser, instead=_stream()) as here:  # type: ignore[arg-type]
        here.open("/casa").wait_for_timeout(200)
        assert [r.url for r in here.sent if "/live" in r.url and "static" not in r.url] == [
            ORIGIN + "/live?drawn_for=stamp"
        ]


def test_two_minutes_before_the_end_one_key_goes_on(browser: Browser) -> None:
    extended: list[str] = []

    def extend(request: Request) -> Answer:
        extended.append(request.post_data or "")
        return 204, {"X-Session-Seconds": "900"}, ""

    with visit(browser, instead={**_stream(), "/sessio/continua": extend}) as here:  # type: ignore[dict-item]
        page = here.open("/casa?seconds=119")
        warning = page.get_by_role("dialog", name="Encara hi ets?")
        expect(warning).to_be_visible()
        assert here.faults() == []
        page.keyboard.press("Enter")
        expect(warning).to_be_hidden()
        page.wait_for_timeout(1500)
        expect(warning).to_be_hidden()
        assert len(extended) == 1
        assert "drawn_for" in extended[0]
        assert "csrfmiddlewaretoken" in extended[0]


def test_no_warning_comes_early(browser: Browser) -> None:
    with visit(browser, instead=_stream()) as here:  # type: ignore[arg-type]
        page = here.open("/casa?seconds=130")
        page.wait_for_timeout(2500)
        expect(page.locator("#session-end")).to_be_hidden()


def test_at_the_end_the_page_is_left_for_one_that_shows_nobody(browser: Browser) -> None:
    with visit(browser, instead=_stream()) as here:  # type: ignore[arg-type]
        page = here.open("/casa?seconds=2")
        page.wait_for_url(ORIGIN + "/", timeout=6000)
        assert "Montserrat" not in page.content()


@pytest.mark.parametrize("way", ["tap", "keys"])
def test_the_quick_way_out_leaves_no_way_back_to_the_page(browser: Browser, way: str) -> None:
    def left(_: Request) -> Answer:
        return 303, {"Location": "https://www.meteo.cat/"}, ""

    with visit(browser, instead={**_stream(), "/surt-rapid": left}) as here:  # type: ignore[dict-item]
        page = here.open("/privacitat")
        here.open("/casa")
        if way == "tap":
            page.get_by_role("button", name="Surt ràpid").click()
        else:
            page.keyboard.press("Escape")
            page.keyboard.press("Escape")
        page.wait_for_url("https://www.meteo.cat/")
        assert any(r.url.endswith("/surt-rapid") and r.method == "POST" for r in here.sent)
        page.go_back()
        assert page.url == ORIGIN + "/privacitat"


def test_without_script_the_way_out_is_a_form_and_nothing_is_hidden(browser: Browser) -> None:
    def left(_: Request) -> Answer:
        return 200, {"content-type": "text/html"}, "<title>out</title>"

    with visit(browser, script=False, instead={"/surt-rapid": left}) as here:
        page = here.open("/casa")
        assert page.get_by_text("Si no fas res, la sessió s'acaba a les 10.15.").is_visible()
        page.locator(".menu summary").click()
        assert page.get_by_role("button", name="Surt", exact=True).is_visible()
        page.locator(".menu summary").click()
        page.get_by_role("button", name="Surt ràpid").click()
        page.wait_for_url(ORIGIN + "/surt-rapid")


def test_the_language_changes_without_script_and_the_page_stays(browser: Browser) -> None:
    with visit(browser, script=False) as here:
        page = here.open("/privacitat")
        page.get_by_role("button", name="Castellano").click()
        expect(page.locator("html")).to_have_attribute("lang", "es")
        assert page.url == ORIGIN + "/privacitat"


def _box(part: Locator) -> tuple[float, float, float, float]:
    """Left, top, right, bottom."""
    box = part.bounding_box()
    assert box is not None
    return box["x"], box["y"], box["x"] + box["width"], box["y"] + box["height"]


@pytest.mark.parametrize("dark", [False, True])
def test_on_a_wide_screen_home_has_its_cards_two_by_two_and_whom_it_was_asked_beside(
    browser: Browser, dark: bool
) -> None:
    with visit(browser, width=1280, height=900, dark=dark, instead=_stream()) as here:  # type: ignore[arg-type]
        page = here.open("/casa/inici")
        first, second, third = (_box(page.locator(".card").nth(n)) for n in range(3))
        assert first[1] == second[1]
        assert first[2] < second[0]
        assert third[0] == first[0]
        assert third[1] >= first[3]
        main, side = _box(page.locator(".home__main")), _box(page.locator(".home__side"))
        assert side[0] > main[2], "beside"
        assert side[1] == main[1]
        assert _box(page.locator("#inici-fonts"))[3] < 900, "to be seen without scrolling"
        # Read down one column and then down the other, which is the order of the page and of its keys.
        order = [_box(each) for each in page.locator("#inici-et-toca, #inici-canvis, #inici-assumptes").all()]
        assert [top for _, top, _, _ in order] == sorted(top for _, top, _, _ in order)
        assert all(left == main[0] for left, _, _, _ in order)
        assert here.faults() == []
        assert here.overflow() == 0
        edges = _box(page.locator(".header__brand"))[0], _box(page.locator(".nav__list"))[0]
        page = here.open("/casa/activitat")
        assert (_box(page.locator(".header__brand"))[0], _box(page.locator(".nav__list"))[0]) == edges, "nothing jumps"


def test_on_a_telephone_the_columns_of_home_move_nothing(browser: Browser) -> None:
    with visit(browser, width=360, instead=_stream()) as here:  # type: ignore[arg-type]
        page = here.open("/casa/inici")
        boxes = """() => [...document.querySelectorAll('main *, footer')].filter(e => !e.matches('.home, .home > div'))
            .map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height].join() })"""
        with_columns = page.evaluate(boxes)
        page.evaluate("document.querySelectorAll('.home > div, .home').forEach(e => e.replaceWith(...e.childNodes))")
        assert page.locator(".home").count() == 0
        assert page.evaluate(boxes) == with_columns
        assert len(with_columns) > 50


def test_with_large_letters_whom_it_was_asked_comes_under_the_rest_again(browser: Browser) -> None:
    with visit(browser, width=1280, height=900, instead=_stream()) as here:  # type: ignore[arg-type]
        page = here.open("/casa/inici")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        main, side = _box(page.locator(".home__main")), _box(page.locator(".home__side"))
        assert side[0] == main[0]
        assert side[1] >= main[3]
        assert here.overflow() == 0


def _lines_and_box(page: Page, text: str) -> tuple[int, tuple[float, float]]:
    """On how many lines these words stand, and from where to where on the screen."""
    lines, left, right = page.get_by_text(text, exact=True).evaluate(
        """e => { const words = document.createRange(); words.selectNodeContents(e);
        const all = words.getBoundingClientRect(); return [words.getClientRects().length, all.left, all.right] }"""
    )
    return lines, (left, right)


@pytest.mark.parametrize(
    ("language", "more", "by_date", "by_matter"),
    [
        ("Català", "Més filtres", "Ordena per data", "Ordena per assumpte"),
        ("Castellano", "Más filtros", "Ordenar por fecha", "Ordenar por asunto"),
    ],
)
def test_the_other_order_of_the_list_is_called_so_on_one_line_beside_the_filters(
    browser: Browser, language: str, more: str, by_date: str, by_matter: str
) -> None:
    with visit(browser, width=320, script=False) as here:
        here.open("/privacitat").get_by_role("button", name=language).click()
        expect(here.page.get_by_role("button", name=language)).to_have_attribute("aria-current", "true")
        for path, order in (("/casa/activitat", by_date), ("/casa/activitat?vista=dates", by_matter)):
            page = here.open(path)
            expect(page.get_by_role("link", name=order, exact=True)).to_be_visible()
            lines, link = _lines_and_box(page, order)
            filters = _box(page.locator("summary", has_text=more))
            assert lines == 1
            assert filters[2] + 4 <= link[0], "each has a place of its own for the thumb"
            assert link[1] <= 304.5


def test_a_number_to_call_does_not_stick_to_the_word_before_it(browser: Browser) -> None:
    with visit(browser, script=False) as here:
        gap = (
            here.open("/casa")
            .locator(".reach bdi")
            .evaluate(
                """e => { const word = document.createRange(); word.selectNodeContents(e.previousSibling);
            return e.getBoundingClientRect().left - word.getBoundingClientRect().right }"""
            )
        )
        assert gap > 2
