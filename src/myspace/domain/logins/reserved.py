"""Logins at services where the mere login tells something: which they are, as a test of a row. Refuses to know who may see them.

They are judged each time they are read, so that a word that is added to the list holds for what was told before too.
"""

from __future__ import annotations

from typing import Final

from myspace.vocabulary.logins import reserved_services

# Both cases: in a database of no language `lower` leaves a letter with an accent as it is.
_ACCENTED: Final = "àáâäèéêëìíîïòóôöùúûüçñ"
_FOLDED: Final = f"lower(translate(service, '{_ACCENTED}{_ACCENTED.upper()}', '{'aaaaeeeeiiiioooouuuucn' * 2}'))"


def _test() -> str:
    """Words and codes are of our own list, whose form `reserved_services` holds to letters, digits and spaces."""
    words, bodies = reserved_services()
    by_name = rf"{_FOLDED} ~ '\m({'|'.join(words)})'"
    return f"({by_name} OR ine10 IN ({', '.join(repr(each) for each in bodies)}))" if bodies else f"({by_name})"


RESERVED: Final = _test()
