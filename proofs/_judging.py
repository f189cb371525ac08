"""What must be true of a folder after a source behaved in a given way: read through the pages' own services and HTML."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from myspace.launch.prove import Database
from myspace.simulation.bodies import Temperament as T
from myspace.vocabulary.activity import Topic
from proofs._cells import GENERALITAT, Cell
from proofs._count import Count
from proofs._stage import superuser

# What a body may be said to be, by how it behaves. A body that fails often is not asked for a while: then it "did not
# answer". One that turns in the middle of a visit may have answered some of the four questions: then "partly".
_FAILED = {
    T.SILENT: {"did_not_answer"},
    T.HANGING: {"late", "did_not_answer"},
    T.DOWN: {"did_not_answer"},
    T.NOT_FOUND: {"did_not_answer"},
    T.REDIRECTING: {"did_not_answer"},
    T.REFUSING: {"refused"},
    T.IN_ERROR: {"did_not_answer"},
    T.HTML: {"garbled", "did_not_answer"},
    T.TRUNCATED: {"garbled", "did_not_answer"},
    T.UNREADABLE: {"garbled", "did_not_answer"},
    T.ENDLESS: {"garbled", "late", "did_not_answer"},
    T.BOMB: {"garbled", "late", "did_not_answer"},
    T.DRIPPING: {"late", "did_not_answer"},
}
_WELL = {T.MODERN, T.EARLY, T.SLOW, T.HUGE, T.HOSTILE, T.WRONG_CHARSET}
_KNOWN_EMPTY = "Cap administració no té res teu"
_PAGE_SECONDS = 5.0  # far over what a page takes on a busy machine, far under a hung source's ten minutes


def judge(cell: Cell, database: Database) -> Count:
    """All the assertions of one cell."""
    from myspace.domain.administrations import service as administrations
    from myspace.domain.gathering import service as gathering

    administrations.forget_remembered()
    count, actor = Count(), cell.entered.actor
    coverage = gathering.coverage(actor)
    states = {s.administration.ine10: s for s in coverage.sources}
    body = states[cell.ine10]
    html = _html(cell, "/activitat")
    count.check(set(cell.statuses) == {200}, f"pages: {sorted(set(cell.statuses))}")
    count.check(cell.slowest < _PAGE_SECONDS, f"pages: one took {cell.slowest:.1f} s")
    count.check(body.state in _states(cell), f"state: said to be {body.state}")
    if body.state not in ("answered", "asking"):
        count.check(body in coverage.missing, "missing: not among those who did not answer")
        count.check(body.administration.name in html, "missing: the page does not name it")
        count.check(not coverage.all_known, "unknown: everything is said to be known")
        count.check(_KNOWN_EMPTY not in html, "unknown: shown as nothing")
    _other_bodies(cell, states, database, count)
    _own_items(cell, body, database, html, count)
    return count


def _states(cell: Cell) -> set[str]:
    if cell.topic:
        return _states_in_one_topic(cell)
    if cell.temperament in _FAILED:
        allowed = _FAILED[cell.temperament]
        return allowed | {"partly", "answered"} if cell.moment == "during" else allowed
    if cell.temperament in _WELL:
        return {"answered"}
    return {
        T.FLAPPING: {"answered", "partly", "did_not_answer"},
        T.SLOPPY: {"answered", "partly"},
        T.MIXED_UP: {"answered", "partly"} if cell.moment == "during" else {"partly"},
        T.SAME_FOR_EVERYONE: {"switched_off", "answered", "partly"} if cell.moment == "during" else {"switched_off"},
    }[cell.temperament]


def _states_in_one_topic(cell: Cell) -> set[str]:
    """It answers the other topics: partly; or, when it failed so often that it is not asked for a while, as who fails."""
    if cell.temperament in _FAILED:
        return _FAILED[cell.temperament] | {"partly"} | ({"answered"} if cell.moment == "during" else set())
    if cell.temperament in _WELL:
        return {"answered"}
    of_nothing = {"answered"} if cell.moment == "during" or not cell.told_of_topic else set()
    return {
        T.FLAPPING: {"answered", "partly", "did_not_answer"},
        T.SLOPPY: {"answered", "partly"},
        T.MIXED_UP: {"partly"} | of_nothing,
        T.SAME_FOR_EVERYONE: {"switched_off", "answered", "partly"},
    }[cell.temperament]


def _other_bodies(cell: Cell, states: dict[str, Any], database: Database, count: Count) -> None:
    for who, ine10 in (("the Generalitat", GENERALITAT), ("the witness", cell.witness)):
        if ine10 is not None:
            said = states[ine10].state if ine10 in states else "not listed"
            count.check(said == "answered", f"others: {who} is said to be {said}")
    if cell.witness:
        items = _items(cell, cell.witness, database)
        count.check(len(items) == cell.told[cell.witness], f"others: {len(items)} things of the witness, not all")
        has = cell.witness in states and states[cell.witness].has_something
        count.check(has is True, "others: asked twice, the witness is said to have nothing")


def _own_items(cell: Cell, body: Any, database: Database, html: str, count: Count) -> None:
    items = _items(cell, cell.ine10, database)
    shown = {i for i, gone, *_ in items if not gone}
    if cell.topic:
        _in_one_topic(cell, body, items, count)
    elif cell.temperament in _FAILED and cell.moment == "before":
        count.check(not items, "items: something was made of a failure")
        count.check(body.has_something is None, "unknown: said to have nothing, or something")
    if cell.starts_well:
        count.check(bool(cell.before), "items: the body's first answer brought nothing: the cell proves nothing")
        count.check(cell.before <= shown, "items: the list got shorter")
    if cell.temperament in (T.MODERN, T.SLOW, T.WRONG_CHARSET, T.FLAPPING) and cell.told:
        most = cell.told[cell.ine10]
        full = len(items) == most or (cell.temperament is T.FLAPPING and len(items) < most)
        count.check(full, f"items: {len(items)} of the {most} that the body tells")
    if cell.temperament is T.WRONG_CHARSET:
        count.check(
            not any("Ã" in title or "\ufffd" in title for _, _, title, _ in items), "words: not as they were written"
        )
    if cell.temperament is T.SAME_FOR_EVERYONE and not cell.topic:
        count.check(shown <= cell.before, "same for everyone: something of it is shown")
    if cell.temperament is T.HUGE:
        count.check(len(items) >= 5_000, f"items: {len(items)} of five thousand")
    if cell.temperament is T.HOSTILE:
        _hostile(items, html, count)


_KIND = {Topic.CASES: "case", Topic.ENTRIES: "entry", Topic.APPOINTMENTS: "appointment", Topic.TAXES: "tax"}


def _in_one_topic(cell: Cell, body: Any, items: list[tuple[UUID, bool, str, str]], count: Count) -> None:
    """What the bad topic says becomes nothing new, and the good ones are there as if it had behaved."""
    assert cell.topic is not None
    bad = [i for i, gone, _, kind in items if kind == _KIND[cell.topic] and not gone]
    good = sum(kind != _KIND[cell.topic] for _, _, _, kind in items)
    if cell.temperament in _FAILED and cell.moment == "before":
        count.check(not bad, "items: something was made of a failure")
    if cell.temperament is T.SAME_FOR_EVERYONE and body.state == "switched_off":
        count.check(set(bad) <= cell.before, "same for everyone: something of it is shown")
    if body.state in ("partly", "answered"):
        told = cell.told[cell.ine10] - cell.told_of_topic
        count.check(good == told, f"items: {good} of the {told} that the other topics tell")


_DANGEROUS = re.compile(
    r"""<script(?! src="/static/)|href\s*=\s*["']?\s*(?:javascript|data|vbscript):|\son\w+\s*=""", re.IGNORECASE
)


def _hostile(items: list[tuple[UUID, bool, str, str]], html: str, count: Count) -> None:
    titles = " ".join(title for _, _, title, _ in items)
    count.check("<script" in titles, "hostile: its words were changed, or the simulator has lost its teeth")
    found = _DANGEROUS.search(re.sub(r">[^<]*<", "><", html))
    count.check(found is None, "hostile: its words became part of the page")


def _items(cell: Cell, ine10: str, database: Database) -> list[tuple[UUID, bool, str, str]]:
    with superuser(database) as curtain:
        return curtain.execute(
            "SELECT id, gone_at IS NOT NULL, title, kind FROM activity_item WHERE person_id = %s AND connection_id = %s",
            (cell.entered.actor.subject, cell.connections[ine10]),
        ).fetchall()


def _html(cell: Cell, path: str) -> str:
    from html import unescape

    from django.test import Client

    client = Client(raise_request_exception=False)
    client.cookies["__Host-session"] = cell.entered.token
    text = client.get(path, headers={"host": "localhost"}, secure=True).content.decode()
    return text if cell.temperament is T.HOSTILE else unescape(text)
