"""The end of a session: said two minutes before, one key goes on, and a designed page when it is over."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from myspace.launch.stack import Stack
from tests.journeys.walking import sql, walk

pytestmark = pytest.mark.journey


def _idle_in(stack: Stack, person: UUID, seconds: int) -> None:
    """As if this person had not touched the session for so long that it ends in `seconds`."""
    sql(
        stack,
        "UPDATE people_session SET idle_until = now() + make_interval(secs => %s), seen_at = now() - interval '13 minutes'"
        " WHERE person_id = %s AND ended_at IS NULL",
        [seconds, person],
    )


def _left(stack: Stack, person: UUID) -> float:
    query = "SELECT max(extract(epoch FROM idle_until - now())) FROM people_session WHERE person_id = %s"
    return float(sql(stack, query, [person])[0][0])


def test_two_minutes_before_the_end_one_key_goes_on(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.page.clock.install()
        here.come_in("rosa")
        rosa = here.person_id()
        page = here.page
        warning = page.get_by_role("dialog", name="Encara hi ets?")
        page.clock.fast_forward(12 * 60 * 1000)
        page.clock.run_for(2000)
        expect(warning).to_be_hidden()
        page.clock.fast_forward(70 * 1000)
        page.clock.run_for(2000)
        expect(warning).to_be_visible()
        _idle_in(stack, rosa, 100)  # the server's clock has gone on as well
        assert here.faults() == []
        with page.expect_response("**/sessio/continua"):
            page.keyboard.press("Enter")
        expect(warning).to_be_hidden()
        assert _left(stack, rosa) > 800
        page.clock.fast_forward(60 * 1000)
        page.clock.run_for(2000)
        expect(warning).to_be_hidden()


def test_a_session_that_is_over_says_so_and_leads_back_to_the_page(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("rosa")
        rosa = here.person_id()
        here.settled("/impostos")
        _idle_in(stack, rosa, -1)
        here.page.reload()
        expect(here.page.get_by_role("heading", level=1)).to_have_text("La sessió s'ha acabat")
        body = here.page.locator("body").inner_text()
        assert "Rosa" not in body
        assert "Vic" not in body.replace("VALId", "")
        here.page.get_by_role("link", name="Torna a entrar").click()
        here.page.get_by_role("button", name="Identifica't").click()
        # The provider may still know the person: whichever it does, the way leads back to where one was.
        if here.page.url.startswith(stack.valid_url):
            here.identify("rosa")
        expect(here.page).to_have_url(here.origin + "/impostos")


def test_a_page_left_open_empties_itself_when_its_time_is_over(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.page.clock.install()
        here.come_in("rosa")
        rosa = here.person_id()
        expect(here.page.locator("main")).to_contain_text("Et toca a tu")
        _idle_in(stack, rosa, -1)
        here.page.clock.fast_forward(16 * 60 * 1000)
        here.page.clock.run_for(2000)
        expect(here.page.get_by_text("Et toca a tu")).to_have_count(0)
        here.page.wait_for_load_state()
        assert "Rosa" not in here.page.locator("body").inner_text()


def test_the_page_writes_the_hour_at_which_it_ends(browser: Browser, stack: Stack) -> None:
    with walk(browser, stack) as here:
        here.come_in("rosa")
        ends = sql(
            stack,
            "SELECT to_char(idle_until AT TIME ZONE 'Europe/Madrid', 'FMHH24.MI') FROM people_session"
            " WHERE person_id = %s ORDER BY created_at DESC LIMIT 1",
            [here.person_id()],
        )[0][0]
        hour = "a la" if ends.startswith("1.") else "a les"
        assert f"la sessió s'acaba {hour} {ends}" in " ".join(here.page.locator("footer").inner_text().split())
