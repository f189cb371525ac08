"""Finds a Chromium for the tests, or gets one. Refuses to go on without: journeys would prove nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class NoChromium(Exception):
    """No browser could be found or installed; the message says what to do."""


def find_or_get(say: Callable[[str], None], environ: Mapping[str, str] | None = None) -> Path:
    """MYSPACE_CHROMIUM → PATH → Debian's package when root → playwright's own; NoChromium when none works."""
    environ = os.environ if environ is None else environ
    tried: list[str] = []
    for way in (_given, _on_path, _debian_package, _playwright):
        found = way(environ, say)
        if found is None:
            continue
        if trouble := _refuses(found):
            tried.append(f"{found}: {trouble}")
            continue
        return found
    raise NoChromium(
        "The tests need Chromium and none could be found or installed.\n"
        + "".join(f"  {line}\n" for line in tried)
        + "Install the package chromium, or set MYSPACE_CHROMIUM to the program, and run ./myspace test again."
    )


def _given(environ: Mapping[str, str], _: Callable[[str], None]) -> Path | None:
    given = environ.get("MYSPACE_CHROMIUM")
    if given and not os.access(given, os.X_OK):
        raise NoChromium(f"MYSPACE_CHROMIUM={given} is not a program. Correct it or leave it unset.")
    return Path(given) if given else None


def _on_path(environ: Mapping[str, str], _: Callable[[str], None]) -> Path | None:
    for name in NAMES:
        if found := shutil.which(name, path=environ.get("PATH", os.defpath)):
            return Path(found)
    return None


def _debian_package(environ: Mapping[str, str], say: Callable[[str], None]) -> Path | None:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    say("My Space: installing Debian's chromium for the tests …")
    env = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        if subprocess.run(["apt-get", *words], env=env, stdout=sys.stderr, check=False).returncode:
            return None
    return _on_path(environ, say)


def _playwright(_: Mapping[str, str], say: Callable[[str], None]) -> Path | None:
    say("My Space: downloading playwright's chromium for the tests …")
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        return None
    # Imported here: playwright is a tool of the tests, and absent from a checkout that only runs `up`.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _refuses(program: Path) -> str:
    """Why the program does not run (a missing library, say); empty when it does."""
    try:
        told = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired) as trouble:
        return str(trouble)
    return "" if told.returncode == 0 else (told.stderr.strip().splitlines() or ["does not start"])[0]
