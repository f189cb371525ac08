"""The mark that tells a PresentPerson from something that looks like one. web/session/present.py holds it, nobody else."""

from __future__ import annotations

from typing import Final


class Mint:
    """One object: neither copied nor pickled into another process."""

    __slots__ = ()

    def __reduce__(self) -> str:
        raise TypeError("a present person does not go into a queue")


MINT: Final = Mint()
