# ruff: noqa: T201 (a script that speaks to a terminal)
"""Draws the icons of the home screen from `icon.svg`: `.venv/bin/python docs/icons/draw.py`.

Each PNG carries the hash of the drawing it was made from; a test compares. Knows the shapes that telephones cut: a
maskable icon loses all but a circle of 80 % of its width, and an iPhone rounds the corners itself.
"""

from __future__ import annotations

import hashlib
import struct
import sys
import zlib
from pathlib import Path

from playwright.sync_api import sync_playwright

from myspace.launch.chromium import find_or_get

STATIC = Path(__file__).parents[2] / "src/myspace/web/static"
# file → width in pixels, how much of it the drawing takes, whether the ground fills the corners
ICONS = {
    "icon-192.png": (192, 1.0, False),
    "icon-512.png": (512, 1.0, False),
    "icon-whole.png": (512, 0.9, True),
    "icon-apple.png": (180, 1.0, True),
}


def drawn_from(svg: bytes) -> bytes:
    """The chunk that says of which drawing a PNG is: tEXt, before the end."""
    data = b"Source\0" + hashlib.sha256(svg).hexdigest().encode()
    return struct.pack(">I", len(data)) + b"tEXt" + data + struct.pack(">I", zlib.crc32(b"tEXt" + data))


def main() -> None:
    svg = (STATIC / "icon.svg").read_bytes()
    whole = svg.decode().replace(' rx="8"', "")
    assert whole.encode() != svg, "the ground of icon.svg has no rounded corners any more"
    program = find_or_get(lambda text: print(text, file=sys.stderr))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (width, share, fills) in ICONS.items():
            page = browser.new_page(viewport={"width": width, "height": width})
            ground = "#0a5260" if fills else "transparent"
            inside = f"position:absolute;inset:0;margin:auto;width:{share * 100}%;height:{share * 100}%"
            page.set_content(
                f'<body style="margin:0;background:{ground}"><div style="{inside}">{whole if fills else svg.decode()}</div>'
            )
            png = page.screenshot(omit_background=True)
            (STATIC / name).write_bytes(png[:-12] + drawn_from(svg) + png[-12:])
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
