"""Colours that cannot be read are a locked door: every pair is computed, in both modes."""

import re

import pytest

from myspace.web.assets import HERE

TOKENS = (HERE / "static/tokens.css").read_text("utf-8")
_LIGHT, _DARK = TOKENS.split("prefers-color-scheme: dark")


def _read(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", css))


MODES = {"light": _read(_LIGHT), "dark": _read(_LIGHT) | _read(_DARK)}
GROUNDS = ("paper", "surface", "sunken")
WORDS = [
    (ink, ground) for ink in ("ink", "ink-soft", "brand", "brand-deep", "turn", "good", "bad") for ground in GROUNDS
]
WORDS += [("warn", "surface"), ("paper", "ink"), ("on-brand", "brand-deep")]
EDGES = [(edge, ground) for edge in ("line-strong", "focus") for ground in GROUNDS]
EDGES += [("focus-halo", "ink"), ("focus", "focus-halo")]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, relative luminance of sRGB."""

    def luminance(colour: str) -> float:
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", MODES)
def test_text_on_every_named_ground_reaches_aa(mode: str) -> None:
    colours = MODES[mode]
    pairs = WORDS + [(name, name.removeprefix("on-")) for name in colours if name.startswith("on-")]
    # "on-brand-soft" is written on "brand-soft", and so on: a pair is named by its ground.
    poor = {
        p: round(contrast(colours[p[0]], colours[p[1]]), 2)
        for p in pairs
        if contrast(colours[p[0]], colours[p[1]]) < 4.5
    }
    assert len(pairs) > 30
    assert not poor


@pytest.mark.parametrize("mode", MODES)
def test_edges_of_controls_and_the_focus_can_be_seen(mode: str) -> None:
    colours = MODES[mode]
    poor = {
        p: round(contrast(colours[p[0]], colours[p[1]]), 2) for p in EDGES if contrast(colours[p[0]], colours[p[1]]) < 3
    }
    assert not poor


def test_dark_mode_names_every_colour_again() -> None:
    missing = set(_read(_LIGHT)) - set(_read(_DARK))
    assert not missing


def test_white_letters_can_be_read_on_every_monogram() -> None:
    css = (HERE / "components/monogram/monogram.css").read_text("utf-8")
    grounds = re.findall(r"monogram--\d \{ color: (#[0-9a-f]{6})", css)
    assert len(grounds) == 8
    assert all(contrast("#ffffff", ground) >= 4.5 for ground in grounds)


def test_only_the_token_file_names_colours() -> None:
    named = [
        f"{path.parent.name}: {colour}"
        for path in [*HERE.glob("components/*/*.css"), *HERE.glob("pages/*/*.css"), HERE / "layout/base.css"]
        if path.name != "monogram.css"
        for colour in re.findall(r"#[0-9a-f]{3,8}\b", re.sub(r"@media print.*", "", path.read_text("utf-8")))
    ]
    assert not named
