"""Other work that a maker does beside sending: a package above registers its own when the application starts.

Each has a thread of its own, begun and ended with the maker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Protocol


class Working(Protocol):
    def start(self) -> None: ...

    def close(self) -> None: ...


Begins = Callable[[str], Working]  # with the origin of the folder

_besides: list[Begins] = []


def register(begins: Begins) -> None:
    _besides.append(begins)


@contextmanager
def working(origin: str) -> Iterator[None]:
    """Within, all of it is done."""
    with ExitStack() as ending:
        for begins in _besides:
            one = begins(origin)
            one.start()
            ending.callback(one.close)
        yield
