"""Compiles translations that are older than their source, without those that may not be shown. Knows file times."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from myspace.launch import review
from myspace.launch.folders import checkout


def compile_stale(locale: Path | None = None) -> list[Path]:
    """Every `.po` under `locale` whose `.mo` is missing or older is compiled; which ones."""
    locale = locale or checkout() / "src" / "myspace" / "locale"
    done = []
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3], domain=source.stem)
        for entry in [entry for entry in catalogue if review.withheld(entry)]:
            catalogue.delete(entry.id, entry.context)
        fresh = compiled.with_suffix(".mo.new")
        with fresh.open("wb") as stream:
            write_mo(stream, catalogue)
        fresh.replace(compiled)
        done.append(compiled)
    return done
