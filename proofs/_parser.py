"""What `prove parsers` needs to know of one parser of outside bytes: what it is given, how it may end, what must be true.

Held: an answer that passes its judge, or one of its own failures; never another exception, never late, and no number or
word of the input in the text of what was raised, nor in what that was raised from.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs._mutants import NUMBERS, SECRET

LIMIT_SECONDS = 2.0  # of CPU, for inputs of at most what the transport lets through


@dataclass(frozen=True, slots=True)
class Parser:
    """`reads` names the product's functions that it tries, as `module:function`.

    `make(chance, number)` gives an input, `read(input)` the result, `judge(input, result)` what is wrong with it or None.
    """

    name: str
    reads: tuple[str, ...]
    make: Callable[[Random, int], Any]
    read: Callable[[Any], Any]
    failures: tuple[type[Exception], ...] = ()
    judge: Callable[[Any, Any], str | None] = lambda _given, _found: None
    quotes: bool = False  # its input is an operator's own file, in which there is nobody: the message may repeat it


def tried(parser: Parser, chance: Random, number: int) -> str | None:
    """What was wrong with one try, without the input; None when it held."""
    given = parser.make(chance, number)
    began = time.thread_time()
    try:
        found = parser.read(given)
    except parser.failures as drawn:
        wrong = "a failure that repeats the input" if repeats(drawn) and not parser.quotes else None
    except Exception as other:  # whatever else comes out is the finding: counted, not hidden
        wrong = f"raised {type(other).__name__}"
    else:
        wrong = parser.judge(given, found)
    took = time.thread_time() - began
    return wrong or (f"took {took:.1f} s" if took > LIMIT_SECONDS else None)


def repeats(raised: BaseException) -> bool:
    """Whether a person's number or words are in what a log would print of it."""
    said = "".join(f"{one} {one.args!r}" for one in _chain(raised))
    return SECRET in said or any(number in said for number in NUMBERS)


def _chain(raised: BaseException | None) -> Iterator[BaseException]:
    while raised is not None:
        yield raised
        raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
