"""Words that are said again and again, kept by language: a page of thirty lines asks for three hundred sentences.

Django looks up the request's language and its catalogue anew for each, which was a fifth of the mailbox's cost
(bench/mailbox.py). Nothing of anybody is kept: our own sentences, and what days and hours are called.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.utils import translation
from django.utils.translation import trans_real

P = ParamSpec("P")
R = TypeVar("R")
_MOST = 2_048


@lru_cache(_MOST)
def _kept(_language: str, message: str) -> str:
    return str(translation.gettext(message))


def gettext(message: str) -> str:
    """As Django's."""
    return _kept(translation.get_language() or "", message)


def keep_language_in_the_thread() -> None:
    """For the web process, whose threads each draw one page at a time: the language of a page as a thread's own value.

    Django keeps it in asgiref's Local, for code that waits: sixty-five looks a page were a twentieth of its cost
    (bench/page.py). tests/unit/web/test_language.py fails when Django names its place otherwise.
    """
    trans_real._active = threading.local()  # type: ignore[attr-defined]  # a name of Django's own, which the test holds


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """What a pure function of the language and its arguments, all of them hashable, said before."""

    def in_its_language(_language: str, *args: P.args, **kwargs: P.kwargs) -> R:
        return function(*args, **kwargs)

    by_language: Callable[..., R] = lru_cache(_MOST)(in_its_language)

    @wraps(function)
    def said(*args: P.args, **kwargs: P.kwargs) -> R:
        return by_language(translation.get_language() or "", *args, **kwargs)

    return said
