"""One item of an answer against its object in the contract: names, presence, values, nested objects, links.

Knows how to walk. Refuses to know other items and other answers (see coherence.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote, urlsplit

from .contract_tables import OBJECTS, Field, Kind, Object, Operation
from .notebook import Notebook, Where, printable_host, printable_name, shape
from .reading import Item
from .values import judge_value

_URL_SIGNS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")


class ItemReader:
    """Reads items of one body. `hosts` are those registered for it; empty means nobody said which."""

    def __init__(self, notes: Notebook, hosts: frozenset[str]) -> None:
        self._notes = notes
        self._hosts = hosts
        self.hosts_seen: set[str] = set()

    def read(self, operation: Operation, asked: str, person: str, items: Iterable[Item], start: int = 0) -> None:
        """`start`: the place of the first of these items in its answer."""
        for place, item in enumerate(items, start):
            where = Where(operation.name, asked, f"{operation.array}[{place}]")
            self._object(where, OBJECTS[operation.holds], item, person)

    def _object(self, where: Where, kind: Object, item: Item, person: str) -> None:
        self._names(where, kind, item)
        for field in kind.fields:
            at = where.at(f"{kind.name}.{field.name}")
            if field.name not in item:
                if field.must and not self._excused(kind, field, item):
                    self._notes.judge("HCC-C-201", False, at)
                continue
            if field.must:
                self._notes.judge("HCC-C-201", True)
            self._value(at, field, item[field.name], person)
        if kind.one_of:
            said = any(name in item for name in kind.one_of)
            self._notes.judge("HCC-C-201", said, where.at(f"{kind.name}.{' o '.join(kind.one_of)}"))

    @staticmethod
    def _excused(kind: Object, field: Field, item: Item) -> bool:
        """Missing under today's name because it came under an old one: said once, by HCC-C-204."""
        return any(new == field.name and old in item for old, new in kind.old_names)

    def _names(self, where: Where, kind: Object, item: Item) -> None:
        old = dict(kind.old_names)
        by_lower = {f.name.lower(): f.name for f in kind.fields}
        for name in item:
            if kind.field(name):
                continue
            at = where.at(f"{kind.name}.{printable_name(name)}")
            today = old.get(name) or by_lower.get(name.lower())
            if today or name in old:
                self._notes.judge("HCC-C-204", False, at, f"ara es diu {today}" if today else "ja no existeix")
            else:
                self._notes.judge("HCC-C-205", False, at)
        self._notes.judge("HCC-C-204", True)
        self._notes.judge("HCC-C-205", True)

    def _value(self, at: Where, field: Field, value: Any, person: str) -> None:
        notes = self._notes
        if not notes.judge("HCC-C-203", value is not None, at):
            return
        if not notes.judge("HCC-C-202", not (isinstance(value, str) and not value.strip()), at):
            return
        if field.kind in (Kind.OBJECTS, Kind.IDENTITIES):
            self._list(at, field, value, person)
        elif field.kind is Kind.URL:
            if notes.judge("HCC-C-207", isinstance(value, str), at, f"és {shape(value)}"):
                self._link(at, value, person)
        else:
            judge_value(notes, at, field, value)

    def _list(self, at: Where, field: Field, value: Any, person: str) -> None:
        notes = self._notes
        expected = dict if field.kind is Kind.OBJECTS else str
        sound = isinstance(value, list) and all(isinstance(v, expected) and v for v in value)
        if not notes.judge("HCC-C-207", sound, at, f"és {shape(value)}"):
            return
        notes.judge("HCC-C-220", bool(value), at)
        if field.kind is Kind.OBJECTS:
            for place, nested in enumerate(value):
                inner = at.inside(f"{at.item}.{field.name}[{place}]")
                self._object(inner, OBJECTS[field.holds], nested, person)

    def _link(self, at: Where, url: str, person: str) -> None:
        notes = self._notes
        scheme = url.partition(":")[0].strip().lower() if ":" in url else ""
        known = scheme in ("http", "https", "ftp", "javascript", "data", "file", "mailto", "tel", "vbscript", "blob")
        said = f"comença per {scheme}:" if known else f"és {shape(url)}"
        if not notes.judge("HCC-C-251", scheme == "https", at, said):
            return
        host = _host_of(url)
        if not notes.judge("HCC-C-252", host is not None, at) or host is None:
            return
        self.hosts_seen.add(host)
        if self._hosts:
            notes.judge("HCC-C-253", host in self._hosts, at, f"va a {printable_host(host)}")
        notes.judge("HCC-C-254", person not in unquote(url).upper(), at)


def _host_of(url: str) -> str | None:
    """The host of a well-formed address without user, or None."""
    if not _URL_SIGNS.fullmatch(url) or _BAD_PERCENT.search(url) or url.count("#") > 1:
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or "@" in parts.netloc or "[" in url or not _HOST.fullmatch(host) or "." not in host:
        return None
    return host.lower()
