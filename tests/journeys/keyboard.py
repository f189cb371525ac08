"""Someone who uses the keyboard alone: every stop of the focus is seen, and on the screen."""

from __future__ import annotations

import re

from tests.journeys.walking import Walk

_FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
return {text: (e.innerText || e.getAttribute('aria-label') || e.name || '').trim(), tag: e.tagName,
        seen: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)
              || getComputedStyle(e, '::after').outlineStyle !== 'none' || s.boxShadow !== 'none',
        there: b.width > 0 && b.height > 0 && b.top < innerHeight && b.bottom > 0}; }"""


def tab_to(here: Walk, words: str, most: int = 60) -> None:
    """Tabs until the focus is on something so called; every stop on the way must be visible and on the screen."""
    passed = []
    for _ in range(most):
        here.page.keyboard.press("Tab")
        on = here.page.evaluate(_FOCUSED)
        passed.append(on["text"])
        if on["tag"] in ("BODY", "HTML"):
            continue
        if here.page.url.startswith(here.origin):
            assert on["seen"], f"no visible focus on {on}"
            assert on["there"], f"the focus is off the screen: {on}"
        if re.search(words, on["text"]):
            return
    raise AssertionError(f"«{words}» was not reached by Tab; passed {passed}")


def press(here: Walk, words: str, key: str = "Enter", most: int = 60) -> None:
    tab_to(here, words, most)
    with here.page.expect_navigation():
        here.page.keyboard.press(key)
