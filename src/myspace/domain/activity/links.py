"""The ways out of an item: what the leave notice may speak of. Pure."""

from __future__ import annotations

from myspace.vocabulary.activity import Item, Link


def links_of(item: Item) -> tuple[Link, ...]:
    """Every link of an item, in the order of its fields."""
    found: list[Link] = []

    def walk(value: object) -> None:
        if isinstance(value, Link):
            found.append(value)
        elif isinstance(value, tuple):
            for each in value:
                walk(each)
        elif hasattr(value, "__struct_fields__"):
            for name in value.__struct_fields__:
                walk(getattr(value, name))

    walk(item)
    return tuple(found)
