"""Every address of the product × every kind of visitor, with the owner's ids and with others'. No canary may travel.

An address that KINDS does not name fails the proof: whoever adds a page says here who may open it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from myspace.launch.prove import Database
from proofs._count import Count
from proofs._folders import MANRESA, Folder, fill
from proofs._stage import personal_tables, superuser

# public    the same for everybody, and nobody's data
# door      the way in and out: a step of its own, nobody's data
# machine   what others send, signed: no session counts, and a browser gets nothing; there only where a file says who may
# operator  for those who run the product: nobody's data
# private   a page of the folder: nobody else gets in
# act       a POST of the folder: nobody else's does anything
# object    a private page or act about one thing of the folder: for anybody else there is no such thing
KINDS = {
    "/healthz": "operator", "/readyz": "operator", "/metrics": "operator",
    "front": "public", "landing": "public", "what_you_will_find": "public", "privacy": "public", "legal": "public",
    "accessibility": "public", "language": "public", "gallery": "public", "asset": "public",
    "messages_lower": "public", "push_worker": "public", "genuine": "public", "calendar_feed": "public",
    "on_the_screen": "public", "manifest": "public", "gallery_piece": "public", "gallery_example": "public",
    "entry_point": "public", "entry_point_without_slash": "public", "entry_point_banner": "public",
    "entry_point_colours": "public",
    "enter": "door", "come_back": "door", "come_back_from": "door", "left_there": "door", "on_behalf": "door",
    "step_up": "door", "leave": "door", "leave_quickly": "door",
    "notice_in": "machine", "consult_in": "machine", "login_in": "machine",
    "exchanges_coverage": "public", "record": "public", "record_head": "public", "record_program": "public",
    "record_check": "public", "paper_check": "public", "paper_check_wait": "public",
    "paper_check_large": "public",
    "log_receipt": "object", "exchange_receipt": "object", "exchange_receipt_kept": "object",
    "exchanges": "private", "exchanges_ask": "act", "exchanges_own": "private", "exchanges_months": "private",
    "exchanges_take": "private", "exchanges_taken": "act", "exchanges_kept": "private", "fragment_exchanges": "private",
    "exchange": "object", "exchange_recognise": "object", "exchange_kept": "object", "exchange_recognise_kept": "object",
    "letter_write": "object", "letter": "object", "letter_paper": "object", "letter_registered": "object",
    "letter_answered": "object", "letter_claim": "object", "letter_throw_away": "object",
    "welcome": "private", "home": "private", "your_turn": "private", "activity": "private", "taxes": "private",
    "appointments": "private", "sources": "private", "sessions": "private", "log": "private", "hidden": "private",
    "papers": "private", "paper_new": "private", "paper": "object", "paper_take": "object", "paper_withdraw": "object",
    "fragment_paper": "object",
    "my_data": "private", "my_data_theme": "private", "my_data_told": "private", "my_data_ask": "act",
    "my_data_ending": "object", "my_data_carry": "object",
    "my_data_reminder": "object", "my_data_take_back": "act",
    "fragment_my_data": "private", "my_data_wrong": "object", "rights": "private",
    "rights_exercise": "act", "rights_told_before": "object", "rights_tell": "object",
    "data": "private", "data_download": "private", "data_forget": "private", "data_forget_confirm": "act", "preferences": "private",
    "preferences_pace": "act", "preferences_hours": "act", "preferences_kinds": "act", "preferences_sender": "act",
    "login_left": "act",
    "way_give": "act", "device_give": "act", "way_confirm": "object", "way_again": "object", "way_old_lost": "object",
    "way_remove": "object", "device_remove": "object", "message_door": "object",
    "mailbox": "private", "mailbox_read": "act", "notice": "object", "notice_open": "object", "notice_refuse": "object",
    "notice_look_back": "object", "notice_bring": "object", "notice_document": "object", "notice_receipt": "object",
    "notice_receipt_file": "object", "notice_evidence": "object",
    "alerts": "private", "alert_mark": "object", "alerts_away": "act", "alerts_come_in": "act",
    "calendar": "private", "calendar_make": "act", "calendar_revoke": "act",
    "work": "private", "work_ask": "act", "invoice": "object", "invoice_receipt": "object", "invoice_receipt_ask": "object",
    "invoice_replaced": "object",
    "fragment_work": "private", "fragment_work_activity": "private", "fragment_invoice": "object",
    "fragment_work_registers": "private",
    "profiles": "private", "reach": "private", "mandates": "private", "mandate_give": "private", "mandates_close": "private",
    "warned": "private", "warned_ask": "act", "warned_stop": "act", "warned_refuse": "act",
    "fragment_profiles": "private", "fragment_mandates": "private", "fragment_acting": "private", "profile_own": "act",
    "profile_company": "object", "profile_grantor": "object", "mandate_act": "object", "link_of": "object",
    "fragment_activity": "private", "fragment_sources": "private", "fragment_home": "private", "fragment_money": "object",
    "stay": "act", "sources_ask": "act", "sources_find": "act", "sources_everyone": "act",
    "item": "object", "item_star": "object", "item_hide": "object", "item_show": "object", "item_check": "object",
    "item_calendar": "object", "leave_notice": "object", "leave_go": "object", "session_end": "object",
    "not_me": "object", "not_me_done": "object", "way_reopen": "object", "close_everything": "private", "sessions_kept": "private",
    "session_evidence": "act",
}  # fmt: skip
ROLES = ("anonymous", "owner", "other", "company", "operator")
# A change of folder ends the session too: it goes on under another token.
_ENDS_THE_SESSION = {"leave", "leave_quickly", "step_up", "profile_own", "profile_company"}


@dataclass(frozen=True, slots=True)
class Route:
    name: str
    path: str  # with {parameters}
    parameters: tuple[str, ...]
    kind: str | None


def attack(seed: int, database: Database) -> Count:
    del seed  # a finite table
    from django.test import Client

    count, folders = Count(), fill(database)
    with superuser(database) as curtain:
        tables = personal_tables(curtain)
        for route in routes():
            count.check(route.kind is not None, f"unclassified address: {route.name} ({route.path})")
            for role in ROLES:
                for ids in folders.values() if route.parameters else (folders.get(role, folders["owner"]),):
                    for method in ("get", "post"):
                        if role in folders and route.name in _ENDS_THE_SESSION and method == "post":
                            continue  # its own tests log out; here it would end the visitor of all the other cases
                        others = [f.subject for f in folders.values() if f is not folders.get(role)]
                        before = _state(curtain, tables, others)
                        _one(Client(raise_request_exception=False), route, role, ids, folders, method, count)
                        count.check(
                            before == _state(curtain, tables, others),
                            f"route {method} {route.name} as {role} about {ids.who}: changed somebody else's folder",
                        )
    count.check(
        folders["owner"].canary in _get(Client(), "/activitat", folders["owner"]),
        "positive control: the owner does not see their own canary",
    )
    return count


def routes() -> Iterator[Route]:
    """Every address of the resolver, once each."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(patterns: Any, prefix: str) -> Iterator[Route]:
        for one in patterns:
            whole = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, whole)
            elif isinstance(one, URLPattern):
                path = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", whole)
                name = one.name or path
                yield Route(name, path, tuple(re.findall(r"\{(\w+)\}", path)), KINDS.get(name))

    yield from walk(get_resolver().url_patterns, "")


def _one(
    client: Any, route: Route, role: str, ids: Folder, folders: dict[str, Folder], method: str, count: Count
) -> None:
    """One visitor at one address about one folder's things: the status is the role's, and no other's canary is in it."""
    me = folders.get(role)
    for path in _paths(route, ids):
        answer = _ask(client, path, me, role, method, drawn_for=me or ids)
        case = f"route {method} {route.name} as {role} about {ids.who}"
        count.check(answer.status_code < 500 or _known_failure(route), f"{case}: {answer.status_code}")
        text = answer.content.decode("utf-8", "replace") + str(answer.headers.items())
        strange = [f.canary for f in folders.values() if f is not me and f.canary in text]
        count.check(not strange, f"{case}: carries another folder's words")
        if me is None and route.kind in ("private", "act", "object"):
            count.check(_turned_away(answer, role), f"{case}: {answer.status_code}, not turned away")
        if me is not None and me is not ids and route.kind == "object":
            count.check(answer.status_code in (404, 405), f"{case}: {answer.status_code}, not 'no such thing'")
        if me is ids and route.kind in ("private", "object"):
            fine = (200, 204, 303, 302, 405) if route.kind == "private" else (200, 204, 303, 302, 405, 404, 400, 403)
            count.check(answer.status_code in fine, f"{case}: {answer.status_code} for the owner")


def _known_failure(route: Route) -> bool:
    """The way in asks the identity provider, which is not there: a designed 502 to 504 is right."""
    return route.kind == "door"


def _turned_away(answer: Any, role: str) -> bool:
    if answer.status_code in (403, 405):
        return True
    if role == "operator":
        return bool(answer.status_code == 401)  # a token that opens no session
    return bool(answer.status_code in (302, 303) and answer.headers["Location"].startswith("/entra"))


def _paths(route: Route, ids: Folder) -> Iterator[str]:
    """The address with this folder's own ids in its parameters; once for each kind of thing."""
    if not route.parameters:
        yield route.path
        return
    known = values(ids)
    for number in range(max(len(known.get(p, [None])) for p in route.parameters)):
        chosen = {p: known.get(p, [ids.items["case"]]) for p in route.parameters}
        yield route.path.format(**{p: of[number % len(of)] for p, of in chosen.items()})


def values(ids: Folder) -> dict[str, list[Any]]:
    """Good values of an address's parameters, by name; a parameter that is not here is an item's."""
    return {
        "item_id": list(ids.items.values()),
        "session_id": [ids.session],
        "mandate_id": [ids.mandate],
        "invoice_id": [ids.invoice],
        "series_id": [ids.series],
        "letter_id": [ids.letter],
        "event_id": [ids.event],
        "sheet_id": [ids.sheet],
        "paper_id": [ids.paper],
        "about": ["empadronament"],
        "exchange_id": [ids.exchange],
        "slug": ["identitat-i-adreca"],
        "login_id": [ids.session],
        "denial_id": [ids.denial],
        "closed_id": [ids.closed],
        "company_id": [ids.subject],
        "mark": [_mark_of(ids.subject)],
        "word": ["revoca"],
        "connection_id": [_connection()],
        "ine10": [MANRESA],
        "name": ["inici-et-toca", "inici-canvis", "inici-assumptes", "inici-fonts"],
        "file": ["app.css"],
        "component": ["header"],
        "number": [0, 0, 0, 0],
        "asked": [0, 0, 0, 0],
    }


def _mark_of(person: UUID) -> str:
    from myspace.domain.people import links

    return links.mark_of(person)


def _connection() -> UUID:
    from myspace.domain.administrations import service as administrations

    town = administrations.by_ine10(MANRESA)
    assert town is not None
    return town.connection.id


def _ask(client: Any, path: str, me: Folder | None, role: str, method: str, drawn_for: Folder) -> Any:
    from django.conf import settings

    from myspace.web.session import drawn_for as marks

    headers = {"host": settings.ALLOWED_HOSTS[0]}
    if me is not None:
        client.cookies["__Host-session"] = me.token
    elif role == "operator":
        # Whoever runs the product has no session of a citizen: a token of their own making, and their own header.
        client.cookies["__Host-session"] = "operator-" + "x" * 34
        headers["authorization"] = "Bearer operator"
    fields = {marks.FIELD: marks.mark(drawn_for.subject), "on": "1"}
    if method == "get":
        return client.get(path, {marks.FIELD: fields[marks.FIELD]}, headers=headers, secure=True)
    return client.post(path, fields, headers=headers, secure=True)


def _get(client: Any, path: str, me: Folder) -> str:
    return str(_ask(client, path, me, me.who, "get", me).content.decode())


def _state(curtain: Any, tables: Iterable[str], people: list[UUID]) -> Any:
    """What a stranger's request must leave as it was: every row of these folders, in every personal table there is."""
    each = [
        f"(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {t} t WHERE person_id = ANY(%(p)s))"
        for t in tables
    ]
    return curtain.execute(f"SELECT {', '.join(each)}", {"p": people}).fetchone()
