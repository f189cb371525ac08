"""Words that are said again and again, kept by language: a page of thirty lines asks for three hundred sentences.

Django looks up the request's language and its catalogue anew for each, which was a fifth of the mailbox's cost
(bench/mailbox.py). Nothing of anybody is kept: our own sentences, and what days and hours are called.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")
_MOST = 2_048


@lru_cache(_MOST)
def _kept(_language: str, message: str) -> str:
    return str(translation.gettext(message))


def gettext(message: str) -> str:
    """As Django's."""
    return _kept(translation.get_language() or "", message)


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """What a pure function of the language and its arguments, all of them hashable, said before."""

    def in_its_language(_language: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    by_language: Callable[..., R] = lru_cache(_MOST)(in_its_language)

    @wraps(function)
    def said(*args: P.args, **kwargs: P.kwargs) -> R:
        return by_language(translation.get_language() or "", *args, **kwargs)

    return said
