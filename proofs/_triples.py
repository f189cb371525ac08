"""Attacks on the tables themselves: random triples under each role.

The oracle (`allowed`) says in a few lines who may see a row. It shares nothing with the policies but the intention.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from myspace.launch.prove import Database
from proofs._count import Count
from proofs._stage import insert, made_up, superuser
from proofs._world import OF_A_NOTICE, PUT_AWAY, REFUSED, TOPICS, Ground, Row, World, key_of, load

WEB, LIVE, WORKER, MAKER = "myspace_web", "myspace_live", "myspace_worker", "myspace_maker"
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "GIVE")

# What each role may do with each table, by the initials of the verbs: a table that is not here fails the proof, so that
# whoever adds one says who may touch it; the maker, only what is said of it. `touch` is a column that whoever may update
# may update.
MAY: dict[str, dict[str, str]] = {
    "alerts_alert": {"web": "SU", "live": "", "worker": "SIUD", "touch": "concealed"},
    "alerts_owed": {"web": "", "live": "", "worker": "SIUD", "touch": "look_at"},
    "alerts_feed": {"web": "SID", "live": "", "worker": "SD", "touch": "read_at"},
    "alerts_told_by_issuer": {"web": "S", "live": "", "worker": "SD", "touch": "ended"},
    "alerts_watch": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "reminds_since"},
    "activity_item": {"web": "SU", "live": "", "worker": "SIUD", "touch": "unread"},
    "activity_mark": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "kind"},
    "activity_word": {"web": "S", "live": "", "worker": "SID", "touch": "word"},
    "agenda_entry": {"web": "SU", "live": "", "worker": "SIUD", "touch": "concealed"},
    "audit_event": {"web": "SI", "live": "", "worker": "SI", "touch": "event"},
    "gathering_ask": {"web": "SU", "live": "", "worker": "SIUD", "touch": "items"},
    "gathering_wanted": {"web": "SIUD", "live": "", "worker": "SIUD", "touch": "tries"},
    "gathering_quarantine": {"web": "I", "live": "", "worker": "SIUD", "touch": "reason"},
    "outbox_way": {"web": "SIUD", "live": "", "worker": "SD", "maker": "SU", "touch": "refused_at"},
    "outbox_device": {"web": "SIUD", "live": "", "worker": "SD", "maker": "SD", "touch": "device"},
    "outbox_choice": {"web": "SIUD", "live": "", "worker": "SD", "maker": "S", "touch": "wanted"},
    "outbox_rhythm": {"web": "SIUD", "live": "", "worker": "SD", "maker": "S", "touch": "pace"},
    "outbox_message": {"web": "SI", "live": "", "worker": "SIUD", "maker": "SU", "touch": "state"},
    "outbox_sending": {"web": "S", "live": "", "worker": "SD", "maker": "SIU", "touch": "outcome"},
    "notices_notice": {"web": "SU", "live": "", "worker": "SIUD", "touch": "status"},
    "notices_told": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "status"},
    "notices_act": {"web": "SIU", "live": "", "worker": "SD", "touch": "state"},
    "notices_confirmation": {"web": "SID", "live": "", "worker": "SD", "touch": "id"},
    "notices_paper": {"web": "SI", "live": "", "worker": "SD", "touch": "id"},
    "notices_left_login": {"web": "SIUD", "live": "", "worker": "SUD", "touch": "ended_how"},
    "notices_away": {"web": "S", "live": "", "worker": "SIUD", "touch": "outcome"},
    "notices_reading": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "outcome"},
    "invoices_invoice": {"web": "S", "live": "", "worker": "SIUD", "touch": "state"},
    "invoices_question": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "wanted_at"},
    "invoices_receipt": {"web": "S", "live": "", "worker": "SIUD", "touch": "got_at"},
    "invoices_reading": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "wanted_at"},
    "transparency_exchange": {"web": "S", "live": "", "worker": "SID", "touch": "outcome"},
    "transparency_series": {"web": "SU", "live": "", "worker": "SIUD", "touch": "recognised_at"},
    "transparency_month": {"web": "S", "live": "", "worker": "SIUD", "touch": "number"},
    "transparency_body": {"web": "S", "live": "", "worker": "SIUD", "touch": "number"},
    "transparency_withheld": {"web": "", "live": "", "worker": "SIUD", "touch": "law"},
    "transparency_reading": {"web": "SIU", "live": "", "worker": "SIUD", "touch": "wanted_at"},
    "logins_closed": {"web": "SIUD", "live": "", "worker": "SD", "touch": "until"},
    "logins_denial": {"web": "SI", "live": "", "worker": "SD", "touch": "done"},
    "logins_login": {"web": "S", "live": "", "worker": "SD", "touch": "place"},
    "enquiries_enquiry": {"web": "SIUD", "live": "", "worker": "SUD", "touch": "ine10"},
    "record_pending": {"web": "", "live": "", "worker": "", "touch": "topic"},
    "record_entry": {"web": "S", "live": "", "worker": "S", "touch": "topic"},
    "personal_data_sheet": {"web": "SIUD", "live": "", "worker": "SIUD", "touch": "wanted_at"},
    "personal_data_told": {"web": "SIUD", "live": "", "worker": "SUD", "touch": "said_at"},
    "certificates_paper": {"web": "SIUD", "live": "", "worker": "SIUD", "maker": "SU", "touch": "state"},
    "people_person": {"web": "SU", "live": "", "worker": "SUD", "maker": "S", "touch": "language"},
    "people_identity": {"web": "S", "live": "", "worker": "SD", "touch": "kind"},
    "people_session": {"web": "SIU", "live": "", "worker": "SUD", "touch": "left_there"},
    "people_acting": {"web": "SD", "live": "S", "worker": "SD", "touch": "basis"},
    "mandates_mandate": {"web": "SU", "live": "", "worker": "SIUD", "touch": "state"},
    "mandates_asked": {"web": "S", "live": "", "worker": "SIUD", "touch": "outcome"},
    "mandates_warned": {"web": "SIUD", "live": "", "worker": "SD", "touch": "refused_at"},
}


NEVER_BY_MANDATE = {
    "activity_mark", "people_identity", "gathering_quarantine", "outbox_way", "outbox_device", "outbox_choice",
    "outbox_rhythm", "outbox_sending", "alerts_alert", "alerts_feed", "alerts_told_by_issuer",
    "notices_away", "notices_left_login", "transparency_exchange", "transparency_series", "transparency_month",
    "transparency_body", "transparency_withheld", "transparency_reading", "enquiries_enquiry", "logins_login",
    "record_pending", "record_entry",
    "personal_data_told", "certificates_paper",
    "logins_closed", "logins_denial",
}  # fmt: skip
CHANGED_BY_MANDATE = {
    "gathering_wanted", "notices_notice", "notices_told", "notices_act", "notices_reading", "alerts_watch",
    "invoices_question", "invoices_reading",
}  # fmt: skip


def allowed(role: str, verb: str, row: Row, subject: UUID | None, viewer: UUID | None, world: World) -> bool:
    """Amendment 3 in words: mine, and I look at my own or act for it now; the worker only works for the subject."""
    if subject is None or viewer is None:
        return False
    mine = row.person == subject
    if role in (WORKER, MAKER):
        return mine or (row.table == "mandates_warned" and row.viewer == subject and verb != "INSERT")
    ground = world.ground(viewer, subject)
    own = subject == viewer or (ground is not None and ground.certificate)
    acts = own or ground is not None
    acted = world.acted_lately(viewer, subject)
    folder = own or (ground is not None and ground.folder)
    if row.table == "people_acting":  # one's own permission, even when it is over; and who stands in one's own folder
        both = viewer in (row.person, row.viewer)
        return both and (mine or verb == "SELECT") if role == WEB else mine and row.viewer == viewer
    if row.table == "mandates_warned":
        return _of_a_warning(row, verb, viewer, mine=mine, own=own, acts=acts, at_home=subject == viewer)
    if row.table in ("mandates_mandate", "mandates_asked"):  # each side its own, whoever's folder is open
        return row.person == viewer or (mine and own)
    if row.table == "audit_event":
        if verb == "SELECT":
            return (mine and own) or row.viewer == viewer  # who acted sees what they did
        return mine and (acts or acted) and row.viewer == viewer  # nobody writes in another's name
    if row.table == "people_session":
        if verb == "INSERT":
            return mine and acts and row.viewer == viewer
        return (mine and own) or (row.viewer == viewer and (mine or subject == viewer))  # one may always leave
    if (
        row.table in NEVER_BY_MANDATE
        or (row.table, row.topic) == ("agenda_entry", "letters")
        or (row.table, verb) == ("outbox_message", "SELECT")
        or (row.table == "personal_data_sheet" and verb != "SELECT")  # nobody asks a register in another's name
        or (verb == "UPDATE" and row.table not in CHANGED_BY_MANDATE)
    ):
        return mine and own
    told = _ends_an_act(row, verb, viewer, acted=acted) or _of_notices(row, verb, ground, own=own, folder=folder)
    if told is not None:
        return mine and told
    if row.table in PUT_AWAY and not own:
        reached = folder or (ground is not None and row.table == "activity_item" and row.body in ground.bodies)
        return mine and reached and not row.put_away
    return mine and folder


def _of_a_warning(row: Row, verb: str, viewer: UUID, *, mine: bool, own: bool, acts: bool, at_home: bool) -> bool:
    """Asked for in the folder by who stands there; taken back by them, unless its person said no, which is that person's."""
    theirs = row.viewer == viewer and (mine or at_home)
    match verb:
        case "INSERT":
            return mine and acts and row.viewer == viewer and row.person != viewer
        case "UPDATE":
            return mine and own
        case "DELETE":
            return theirs and not row.put_away
    return (mine and own) or theirs


def _ends_an_act(row: Row, verb: str, viewer: UUID, *, acted: bool) -> bool:
    """What came of an act is written by whoever made it, also where their ground ended within it: that row, and a wish."""
    if row.table == "notices_act":
        return verb in ("SELECT", "UPDATE") and row.viewer == viewer and row.lately
    return (row.table, row.topic) == ("gathering_wanted", "notices") and verb != "DELETE" and acted


def _of_notices(row: Row, verb: str, ground: Ground | None, *, own: bool, folder: bool) -> bool | None:
    """To consult is not to be notified, and to be notified opens no folder. None: it hangs on no notice."""
    notified = own or (ground is not None and (ground.notified or row.body in ground.notified_of))
    of_any = own or (ground is not None and (ground.notified or bool(ground.notified_of)))
    if row.table in OF_A_NOTICE:
        return notified
    if row.table == "notices_reading":
        return of_any
    if row.table == "alerts_watch" or (row.table, row.topic) == ("gathering_wanted", "notices"):
        return folder or (of_any and verb != "DELETE")
    return False if row.topic == "notices" and not notified else None


def granted(role: str, verb: str, table: str) -> bool:
    return {"GIVE": "U"}.get(verb, verb[0]) in MAY[table].get(role.removeprefix("myspace_"), "")


# -- triples ----------------------------------------------------------------------------------------------------------


def attack(tries: int, seed: int, database: Database) -> Count:
    chance, count = Random(seed), Count()
    with superuser(database) as curtain:
        world = load(curtain, chance)
    unknown = sorted(set(world.tables) - set(MAY))
    count.check(not unknown, f"tables nobody said who may touch: {unknown}")
    connections = {role: psycopg.connect(database.urls[role]) for role in (WEB, LIVE, WORKER, MAKER)}
    try:
        for number in range(tries):
            if number % 100 == 0:  # a mandate is good for a minute after the registry's last word on it
                with superuser(database) as curtain:
                    curtain.execute("UPDATE mandates_mandate SET checked_at = now() WHERE source_id LIKE 'fresh %'")
            if number and number % 20_000 == 0:
                print(f"  {number} triples, {count.of - count.held} failed", flush=True)
            _one(chance, world, connections, count)
        _views(chance, world, connections, count)
    finally:
        for connection in connections.values():
            connection.close()
    return count


def _one(chance: Random, world: World, connections: dict[str, psycopg.Connection[Any]], count: Count) -> None:
    subject, viewer = _who(chance, world)
    # In another's folder what counts is what a page may read.
    role = chance.choice((*(WEB,) * (2 if subject == viewer else 8), LIVE, WORKER, MAKER))
    verb = chance.choice((*VERBS, "SELECT"))
    row = _whose(chance, world, subject, viewer)
    if row.table not in MAY:
        return
    expected = granted(role, verb, row.table) and verb != "GIVE" and allowed(role, verb, row, subject, viewer, world)
    connection = connections[role]
    try:
        if subject is not None:
            connection.execute(
                "SELECT set_config('myspace.subject', %s, true), set_config('myspace.viewer', %s, true)",
                (str(subject), str(viewer)),
            )
        touched = _try(connection, verb, row, world, chance, by=role)
    except psycopg.errors.InsufficientPrivilege:
        touched = 0
    finally:
        connection.rollback()
    same = "own" if subject == viewer else "other"
    count.check(
        bool(touched) == expected,
        f"{role} {verb} {row.table} looking at {same} folder: "
        f"{'touched' if touched else 'not touched'}, should {'' if expected else 'not '}be",
    )


def _who(chance: Random, world: World) -> tuple[UUID | None, UUID | None]:
    """Half look at a folder that is not theirs: with a permission in force, with one that is over, or with none."""
    draw = chance.random()
    if draw < 0.03:
        return None, None
    if draw < 0.45:
        me = chance.choice(world.people)
        return me, me
    if draw < 0.90:
        ways = {ground.way for ground in world.acting.values()}
        way = chance.choice(sorted(ways))  # a rare way to stand in another's folder is tried as often as a common one
        viewer, subject = chance.choice([pair for pair, ground in world.acting.items() if ground.way == way])
        return subject, viewer
    return chance.choice((*world.people, *world.companies)), chance.choice(world.people)


def _whose(chance: Random, world: World, subject: UUID | None, viewer: UUID | None) -> Row:
    """Half of the rows belong to the subject (or name the viewer), so that what must be seen is also tried.

    In another's folder most often one of those that a mandate of some bodies opens, or does not: one row in thirty.
    """
    if subject != viewer and chance.random() < 0.5 and (reached := world.reached(subject)):
        return chance.choice(reached)
    wanted = chance.random()
    for _ in range(200):
        row = chance.choice(world.rows)
        if wanted < 0.5 and row.person != subject and row.viewer != viewer:
            continue
        return row
    return row


def _try(connection: psycopg.Connection[Any], verb: str, row: Row, world: World, chance: Random, *, by: str) -> int:
    """How many rows the verb touched. GIVE tries to make the row somebody else's."""
    columns = world.tables[row.table]
    names = {"t": sql.Identifier(row.table), "k": sql.Identifier(key_of(columns))}
    if verb == "SELECT":
        # The maker may read two columns of a person, and no other.
        what = sql.Identifier(MAY[row.table]["touch"]) if by == MAKER else sql.SQL("*")
        statement = sql.SQL("SELECT {c} FROM {t} WHERE {k} = %s").format(c=what, **names)
        return len(connection.execute(statement, (row.key,)).fetchall())
    if verb == "INSERT":
        given = {"person_id": row.person} | ({"viewer_id": row.viewer} if row.viewer else {})
        given |= {"notice_id": row.notice} if row.notice else {}
        given |= {TOPICS[row.table]: row.topic} if row.topic else {}
        given |= {"refused_at": None} if row.table in REFUSED else {}  # nobody asks for what they refuse themself
        # Where there is one row for each person, whether there is one is asked after whose it may be.
        with suppress(psycopg.errors.UniqueViolation):
            insert(connection, row.table, made_up(columns, chance, **given))
        return 1
    if verb == "DELETE":
        statement = sql.SQL("DELETE FROM {t} WHERE {k} = %s").format(**names)
    elif verb == "GIVE":
        thief = chance.choice([p for p in world.people if p != row.person])
        statement = sql.SQL("UPDATE {t} SET person_id = {p} WHERE {k} = %s").format(p=sql.Literal(thief), **names)
    else:
        touch = sql.Identifier(MAY[row.table]["touch"])
        statement = sql.SQL("UPDATE {t} SET {c} = {c} WHERE {k} = %s").format(c=touch, **names)
    return connection.execute(statement, (row.key,)).rowcount


def _views(chance: Random, world: World, connections: dict[str, psycopg.Connection[Any]], count: Count) -> None:
    """A view must show nobody else either, whoever its owner is."""
    for view in world.views:
        for role, connection in connections.items():
            me = chance.choice(world.people)
            try:
                connection.execute(
                    "SELECT set_config('myspace.subject', %s, true), set_config('myspace.viewer', %s, true)",
                    (str(me), str(me)),
                )
                rows = connection.execute(sql.SQL("SELECT person_id FROM {}").format(sql.Identifier(view))).fetchall()
            except psycopg.errors.InsufficientPrivilege:
                rows = []
            finally:
                connection.rollback()
            count.check({r[0] for r in rows} <= {me}, f"view {view}: {role} sees other people's rows")
