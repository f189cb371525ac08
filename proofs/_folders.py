"""Folders with canaries in them: real items, stored by the product's own sink, whose words name whose they are.

A canary found in an answer to anybody else is a leak. Knows how folders are filled; not what is asked of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from myspace.launch.prove import Database
from proofs._stage import enter, neighbour, stand_as, superuser

GENERALITAT, MANRESA = "0000000001", "0811360009"


@dataclass(frozen=True, slots=True)
class Folder:
    """Somebody who is in, with what is theirs: `canary` is in their name and in every item."""

    who: str
    canary: str
    token: str
    viewer: UUID
    subject: UUID
    session: UUID  # another one of theirs, to be ended
    items: dict[str, UUID]  # kind → one item of that kind
    mandate: UUID  # one that they gave, to whom the canary names
    invoice: UUID  # one that they sent, with its receipt
    series: UUID  # a look-up of their data
    letter: UUID  # what they ask about it
    event: UUID  # a line of their log, sealed
    exchange: UUID  # the question of that look-up, sealed
    denial: UUID  # what they did when a login was not theirs
    closed: UUID  # a way in that they closed
    sheet: UUID  # what a register told of them
    paper: UUID  # one that was made of it


def fill(database: Database, *, base_url: str = "http://127.0.0.1:1") -> dict[str, Folder]:
    """owner, other and company: three folders, the third entered by a representative. Leaves the process as web."""
    connect(database, base_url)
    stand_as("myspace_web", database)
    # Each is in twice: one session visits, the other is there to be ended.
    entered, spare = _enter_all(), _enter_all()
    from myspace.domain.people import service as people

    for one in entered.values():
        people.say_residence(one.actor, MANRESA, "Manresa")
    stand_as("myspace_worker", database)
    for who, one in entered.items():
        store_things(one.actor.subject, f"Canari{who}")
        store_mandate(one.actor.subject, f"Canari{who}")
        store_invoice(one.actor.subject, f"Canari{who}")
        store_look_up(one.actor.subject, f"Canari{who}")
        store_sheet(one.actor.subject, f"Canari{who}")
        store_paper(one.actor.subject, f"Canari{who}")
    stand_as("myspace_web", database)
    for who, one in entered.items():
        write_letter(database, one.actor, f"Canari{who}")
    stand_as("myspace_maker", database)
    seal(database)
    stand_as("myspace_web", database)
    return {who: _folder(database, who, one, spare[who].actor.session) for who, one in entered.items()}


def _enter_all() -> dict[str, Any]:
    return {
        "owner": enter(neighbour(81), "Canariowner"),
        "other": enter(neighbour(82), "Canariother"),
        "company": enter(neighbour(83), "Canaricompany", company="Q0000000J"),
    }


def connect(database: Database, base_url: str) -> None:
    from myspace.domain.administrations import service as administrations
    from myspace.domain.administrations.service import NewConnection

    stand_as("myspace_worker", database)
    bodies = ((GENERALITAT, "Generalitat de Catalunya"), (MANRESA, "Ajuntament de Manresa"))
    administrations.connect(
        NewConnection("hub_carpetes", ine10, name, f"{base_url}/{ine10}/hub", ("seu.exemple.test",), simulated=True)
        for ine10, name in bodies
    )


def _folder(database: Database, who: str, entered: Any, spare: UUID) -> Folder:
    actor = entered.actor
    with superuser(database) as curtain:
        rows = curtain.execute("SELECT kind, id FROM activity_item WHERE person_id = %s", (actor.subject,)).fetchall()
        given = curtain.execute("SELECT id FROM mandates_mandate WHERE person_id = %s", (actor.subject,)).fetchone()
        sent = curtain.execute("SELECT id FROM invoices_invoice WHERE person_id = %s", (actor.subject,)).fetchone()
        looked = curtain.execute("SELECT id FROM transparency_series WHERE person_id = %s", (actor.subject,)).fetchone()
        letter = curtain.execute("SELECT id FROM enquiries_enquiry WHERE person_id = %s", (actor.subject,)).fetchone()
        event = curtain.execute("SELECT id FROM audit_event WHERE person_id = %s", (actor.subject,)).fetchone()
        asked = curtain.execute(
            "SELECT id FROM transparency_exchange WHERE person_id = %s", (actor.subject,)
        ).fetchone()
        sheet = curtain.execute("SELECT id FROM personal_data_sheet WHERE person_id = %s", (actor.subject,)).fetchone()
        paper = curtain.execute("SELECT id FROM certificates_paper WHERE person_id = %s", (actor.subject,)).fetchone()
        denial, closed = _not_me(curtain, actor.subject)
    assert given
    assert sent
    assert looked
    assert letter
    assert event
    assert asked
    assert sheet
    assert paper
    return Folder(
        who, f"Canari{who}", entered.token, actor.viewer, actor.subject, spare, dict(rows), given[0], sent[0], looked[0],
        letter[0], event[0], asked[0], denial, closed, sheet[0], paper[0],
    )  # fmt: skip


def seal(database: Database) -> None:
    """What waits gets its leaf. Under one key for each database, which lies beside its keyring: a record has one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    from myspace.domain.record.sealing import Sealer
    from myspace.protocols.merkle.notes import Signer

    kept = database.keys.with_name("record-of-the-proofs.pem")
    if not kept.exists():
        made = Ed25519PrivateKey.generate()
        kept.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    pem = kept.read_bytes()
    while Sealer(Signer.read("proof.invalid/record", pem)).seal():
        pass


def store_things(person: UUID, canary: str) -> None:
    from myspace.domain.activity.store import store
    from myspace.domain.administrations import service as administrations
    from myspace.domain.kernel import db
    from myspace.vocabulary.activity import Topic
    from myspace.vocabulary.answers import Fresh

    town = administrations.by_ine10(MANRESA)
    assert town is not None
    now = datetime.now(UTC)
    with db.as_person(person) as tx:
        for topic, item in _items(canary, now).items():
            store(
                tx, town.connection.id, Topic(topic), Fresh((item,)), name="Manresa", first=False, now=now, today=now.date()
            )  # fmt: skip


def store_mandate(person: UUID, canary: str) -> None:
    from myspace.connector_kit.mandates import Side
    from myspace.domain.mandates import checking
    from myspace.vocabulary.answers import Fresh
    from myspace.vocabulary.mandates import MandateCapacity, MandateParty, MandateState, MandateType, Representation
    from myspace.vocabulary.people import identifier

    me = checking.whom(person)
    assert me is not None
    line = Representation(
        f"m-{canary}", MandateParty(me), MandateParty(identifier(neighbour(90)), f"Representant {canary}"),
        MandateState.VALID, MandateType.GENERAL, frozenset({MandateCapacity.GENERAL}),
        begins=datetime.now(UTC) - timedelta(days=1),
    )  # fmt: skip
    checking.write(person, me, Side.GRANTOR, Fresh((line,)))


def store_look_up(person: UUID, canary: str) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.transparency import store
    from myspace.vocabulary.transparency import Exchange

    now = datetime.now(UTC)
    told = Exchange(
        f"r1-{canary}", now - timedelta(days=1), MANRESA, unit=f"Unitat {canary}", purpose="GRANT", case=f"cas {canary}",
        product="PADRO", holder=f"Registre {canary}", law=f"Llei {canary}",
    )  # fmt: skip
    with db.as_person(person) as tx:
        store.keep(tx, person, "feed", [told], now.date())


def store_sheet(person: UUID, canary: str) -> None:
    from myspace.domain.kernel import db
    from myspace.domain.kernel.ids import uuid7
    from myspace.domain.personal_data import rows
    from myspace.vocabulary import personal_data as p

    held = p.Sheet(
        p.SheetKind.REGISTRATION, p.Source(p.HeldBy.MUNICIPAL_REGISTER, "PADRO", "TITULAR", MANRESA[:5]), p.Standing.ON_RECORD,
        data=(p.Datum(p.DatumKind.ADDRESS, p.Address(street=f"Carrer {canary}")),),
    )  # fmt: skip
    with db.as_person(person) as tx:
        tx.run(
            "INSERT INTO personal_data_sheet (id, person_id, kind, own_only, needs_level, level, outcome, known, known_at,"
            " sheet_sealed) VALUES (%s, myspace_subject(), %s, true, 1, 1, 'fresh', 'fresh', now(), %s) ON CONFLICT DO NOTHING",
            (uuid7(), held.kind.value, rows.sealed(held)),
        )


def store_paper(person: UUID, canary: str) -> None:
    from myspace.domain.certificates import codes, rows
    from myspace.domain.kernel import db
    from myspace.domain.kernel.ids import uuid7
    from myspace.domain.kernel.keyring import keyring

    code, ring, now = codes.made(), keyring(), datetime.now(UTC)
    with db.as_person(person) as tx:
        tx.run(
            "INSERT INTO certificates_paper (id, person_id, kind, language, needs_level, state, wanted_at, name, made_at,"
            " valid_until, digest, octets_sealed, code_hash, code_key, code_sealed)"
            " VALUES (%s, myspace_subject(), 'registration', 'ca', 1, 'made', %s, 'data_statement', %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT DO NOTHING",
            (
                uuid7(), now, now, now + timedelta(days=90), b"d" * 32, rows.sealed_octets(f"%PDF-1.7 {canary}".encode()),
                ring.hash(codes.text(code)), ring.hash_current, ring.seal(code, rows.CODE_SEAL),
            ),
        )  # fmt: skip


def _not_me(curtain: Any, person: UUID) -> tuple[UUID, UUID]:
    """What was done when it was not them, and a way that is closed: one by which nobody of the proofs enters."""
    denial, closed = uuid4(), uuid4()
    curtain.execute(
        "INSERT INTO logins_denial (id, person_id, at, done) VALUES (%s, %s, now(), '{\"sessions\": 1}')",
        (denial, person),
    )
    (closed,) = curtain.execute(
        "INSERT INTO logins_closed (id, person_id, provider, method, level, closed_at, until) VALUES (%s, %s, 'valid', 'other',"
        " 0, now(), now() + interval '1 day') ON CONFLICT (person_id, provider, method) DO UPDATE SET level = 0 RETURNING id",
        (closed, person),
    ).fetchone()
    return denial, closed


def write_letter(database: Database, actor: Any, canary: str) -> None:
    from myspace.domain.enquiries import service as enquiries

    with superuser(database) as curtain:
        row = curtain.execute("SELECT id FROM transparency_series WHERE person_id = %s", (actor.subject,)).fetchone()
    assert row is not None
    words = enquiries.Words("ca", f"Carta {canary}", "Ajuntament", (f"Soc {canary}.",), (("Dades", canary),))
    enquiries.write(
        actor, enquiries.LetterKind.WHY, "transparency", row[0], ine10=MANRESA, addressee="Ajuntament", words=words
    )  # fmt: skip


def store_invoice(person: UUID, canary: str) -> None:
    import base64

    from myspace.domain.invoices import rows
    from myspace.domain.invoices.store import store
    from myspace.domain.kernel import db
    from myspace.domain.kernel.ids import uuid7
    from myspace.domain.kernel.keyring import keyring
    from myspace.vocabulary.invoices import Invoice, InvoiceRecipient, InvoiceState, InvoiceStep, Rejection

    now = datetime.now(UTC)
    step = InvoiceStep(InvoiceState.REJECTED, _day(now.date(), -2), rejection=Rejection("E01", f"Motiu {canary}"))
    sent = Invoice(
        f"i-{canary}",
        f"F-{canary}",
        InvoiceRecipient(f"Ajuntament {canary}"),
        Decimal("1.00"),
        _day(now.date(), -9),
        step,
    )
    sealed = keyring().seal(base64.b64encode(f"%PDF-1.4 {canary}".encode()).decode(), rows.RECEIPT_SEAL)
    with db.as_person(person) as tx:
        store(tx, (sent,), now)
        tx.run(
            "INSERT INTO invoices_receipt (id, person_id, invoice_id, sha256, octets_sealed, got_at)"
            " SELECT %s, myspace_subject(), id, '\\x00', %s, now() FROM invoices_invoice WHERE person_id = myspace_subject()"
            " ON CONFLICT DO NOTHING",  # a proof may fill a folder twice
            (uuid7(), sealed),
        )


def _items(canary: str, now: datetime) -> dict[str, Any]:
    from myspace.vocabulary import activity as a

    today = now.date()
    link = a.Link("https://seu.exemple.test/x", "seu.exemple.test", a.LinkVerdict.OPEN)
    debt = a.Debt("d1", f"Rebut {canary}", Decimal("25.00"), _day(today, -20), _day(today, 20), a.DebtState.PENDING)
    own = a.Capacity.OWN
    return {
        "cases": a.Case(
            "c1", MANRESA, own, f"Tràmit {canary}", f"Beca {canary}", _day(today, -30), a.CaseState.OPEN, link,
            notes=f"Nota {canary}", your_turn=a.YourTurn.YES, entry_ids=("e1",),
        ),
        "entries": a.Entry(
            "e1", MANRESA, own, a.Direction.SENT, _day(today, -10), f"Resolució {canary}", link, case_ids=("c1",)
        ),
        "appointments": a.Appointment(
            "a1", MANRESA, f"Cita {canary}", _day(today, -2), a.Moment(today + timedelta(days=3), now + timedelta(days=3)),
            link, place=f"Oficina {canary}",
        ),
        "taxes": a.Tax("t1", MANRESA, f"IBI {canary}", str(today.year), _day(today, -40), debts=(debt,)),
    }  # fmt: skip


def _day(today: date, days: int) -> Any:
    from myspace.vocabulary.activity import Moment

    return Moment(today + timedelta(days=days))
