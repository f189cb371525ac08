"""Compiling what is stale and only that."""

from __future__ import annotations

import gettext
import os
from pathlib import Path

from myspace.launch.translations import compile_stale


def catalogue(folder: Path, translated: str) -> Path:
    path = folder / "es" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Surt"\nmsgstr "{translated}"\n'
    )
    return path


def test_a_catalogue_is_compiled_once_and_again_after_a_change(tmp_path: Path) -> None:
    source = catalogue(tmp_path, "Sal")
    assert compile_stale(tmp_path) == [source.with_suffix(".mo")]
    assert compile_stale(tmp_path) == []
    catalogue(tmp_path, "Salir")
    later = source.with_suffix(".mo").stat().st_mtime_ns + 1_000_000_000
    os.utime(source, ns=(later, later))
    assert compile_stale(tmp_path)
    with source.with_suffix(".mo").open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Surt") == "Salir"
