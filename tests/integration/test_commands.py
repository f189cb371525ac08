"""The operator's commands: what they change, what they refuse, and that a mistake changes nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from myspace.domain.administrations import service as administrations
from myspace.vocabulary.people import AssuranceLevel, IdentifierKind, LoginMethod, identifier
from tests.conftest import Database
from tests.integration.conftest import AsRole
from tests.integration.test_closed_list import enter, kept_aside

MANRESA, BARCELONA, GIRONA = "0811360009", "0801930008", "1707920002"
HEAD = "ine10,name,base_url,hosts,dir3,deadline_ms,rate_per_second\n"
GOOD = f"{MANRESA},,https://serveis.exemple.test/hub/,seu.exemple.test;tramits.exemple.test,L01081136,2000,3\n"


@pytest.fixture(autouse=True)
def worker(as_role: AsRole):
    with as_role("myspace_worker"):
        yield


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "bodies.csv"
    path.write_text(text, "utf-8")
    return str(path)


def test_a_body_is_connected_from_a_row_with_what_the_directory_knows(tmp_path: Path) -> None:
    assert run("connect", written(tmp_path, HEAD + GOOD)) == "1 connected\n"
    assert run("connect", written(tmp_path, HEAD + GOOD)) == "1 connected\n"
    (one,) = administrations.connections().values()
    assert one.administration.name == "Ajuntament de Manresa"
    assert one.connection.base_url == "https://serveis.exemple.test/hub"
    assert one.connection.hosts == {"seu.exemple.test", "tramits.exemple.test"}
    assert not one.connection.shared


def test_bodies_that_answer_at_one_address_are_known_to_share_it(tmp_path: Path) -> None:
    nameless = GOOD.replace("L01081136", "")
    same, alone = nameless.replace(MANRESA, BARCELONA), nameless.replace(MANRESA, GIRONA).replace("/hub", "/girona")
    run("connect", written(tmp_path, HEAD + GOOD + same + alone))
    shared = {c.connection.ine10: c.connection.shared for c in administrations.connections().values()}
    assert shared == {MANRESA: True, BARCELONA: True, GIRONA: False}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("811360009,,https://a.test/hub,a.test,,,\n", "ten digits"),
        (f"{MANRESA},,http://a.test/hub,a.test,,,\n", "must be https"),
        (f"{MANRESA},,https://u:p@a.test/hub,a.test,,,\n", "without user"),
        (f"{MANRESA},,https://a.test/hub,https://a.test,,,\n", "names only"),
        (f"{MANRESA},,https://a.test/hub,,,,\n", "hosts is missing"),
        (f"{MANRESA},,https://a.test/hub,a.test,L01080193,,\n", "the directory says L01081136"),
        (f"{MANRESA},,https://a.test/hub,a.test,,soon,\n", "line 3"),
    ],
)
def test_one_bad_row_connects_nothing_and_says_where_and_why(tmp_path: Path, row: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run("connect", written(tmp_path, HEAD + GOOD + row))
    assert administrations.connections() == {}


def test_a_source_is_switched_off_with_a_reason_and_on_again(tmp_path: Path) -> None:
    run("connect", written(tmp_path, HEAD + GOOD))
    with pytest.raises(CommandError, match="say why"):
        run("source", "off", MANRESA)
    with pytest.raises(CommandError, match="no connection"):
        run("source", "off", "9999999999", "--why", "x")
    run("source", "off", MANRESA, "--why", "En fan manteniment.")
    assert "off 0811360009 Ajuntament de Manresa En fan manteniment." in run("source", "status")
    run("source", "on", MANRESA)
    assert "on  0811360009" in run("source", "status")


def test_the_quarantine_is_told_without_whose_and_what(tmp_path: Path) -> None:
    assert run("quarantine", "list") == ""
    with pytest.raises(CommandError, match="give the id"):
        run("quarantine", "release", "x")
    with pytest.raises(CommandError, match="no such item"):
        run("quarantine", "release", "01a208e5-bcf1-7e71-af29-4855ac1274c0")
    with pytest.raises(CommandError, match="no connection"):
        run("quarantine", "report", "--ine10", "9999999999")


def test_what_was_kept_aside_is_listed_counted_and_released(clean: Database) -> None:
    kept = kept_aside(clean, UUID(int=5))
    assert str(kept) in (listed := run("quarantine", "list"))
    assert "another_body" in listed
    assert str(UUID(int=5)) not in listed
    assert "another_body" in run("quarantine", "report")
    assert "released" in run("quarantine", "release", str(kept))
    assert "(released " in run("quarantine", "list")
    assert run("quarantine", "report") == ""
    with pytest.raises(CommandError, match="released before"):
        run("quarantine", "release", str(kept))


def test_the_report_counts_everything_and_the_list_says_when_it_does_not_show_all(clean: Database) -> None:
    kept = kept_aside(clean, UUID(int=5))
    with clean.as_superuser() as curtain:
        columns = [c.name for c in curtain.execute("SELECT * FROM gathering_quarantine LIMIT 0").description or ()]
        others = ", ".join(
            {"id": "gen_random_uuid()", "digest": "sha256(n::text::bytea)"}.get(name, name) for name in columns
        )
        curtain.execute(
            f"INSERT INTO gathering_quarantine ({', '.join(columns)})"
            f" SELECT {others} FROM gathering_quarantine, generate_series(1, 204) AS n WHERE id = %s",
            (kept,),
        )
    assert "205  : " in run("quarantine", "report")
    *listed, last = run("quarantine", "list").splitlines()
    assert len(listed) == 200
    assert "there are more" in last


def test_who_asks_to_be_forgotten_is_and_nobody_else(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(number: str) -> str:
        monkeypatch.setattr("sys.stdin", StringIO(f"{number}\n"))
        return run("forget")

    def left(person: UUID) -> set[str]:
        tables = ("people_person", "people_identity", "people_session", "activity_item", "audit_event")
        with clean.as_superuser() as curtain:
            counts = {t: curtain.execute(f"SELECT FROM {t} WHERE person_id = %s", (person,)).rowcount for t in tables}
        return {table for table, count in counts.items() if count}

    with as_role("myspace_web"):
        mine, other = enter("00000000T").actor.subject, enter("00000001R").actor.subject
    with as_role("myspace_worker"):
        monkeypatch.delenv("DATABASE_KEEPER_URL", raising=False)
        with pytest.raises(CommandError, match="DATABASE_KEEPER_URL"):
            forget("00000000T")
        monkeypatch.setenv("DATABASE_KEEPER_URL", clean.urls["myspace_keeper"])
        for stranger in ("99999999R", "not a number", ""):
            with pytest.raises(CommandError, match="nothing was erased") as refused:
                forget(stranger)
            assert not stranger or stranger not in str(refused.value)
        before = left(other)
        assert "00000000T" not in forget(" 00000000t ")
        assert left(mine) == {"audit_event"}
        assert left(other) == before
    with as_role("myspace_web"):
        assert enter("00000000T").first_time, "who comes back is a newcomer"


@pytest.mark.parametrize(
    ("kind", "option"), [(IdentifierKind.PASSPORT, "--passport"), (IdentifierKind.OTHER, "--other")]
)
def test_who_enters_with_a_number_of_a_country_is_forgotten_too(
    as_role: AsRole, clean: Database, monkeypatch: pytest.MonkeyPatch, kind: IdentifierKind, option: str
) -> None:
    from myspace.domain.people import service as people

    def enter_from(country: str) -> UUID:
        who = people.Presented(identifier("AB12345", kind), people.Name("Nom", "Cognom"), country)
        return people.enter(
            who, company=None, level=AssuranceLevel.LOW, method=LoginMethod.OTHER, device="", provider_token=None,
            provider_token_until=None,
        ).actor.subject  # fmt: skip

    with as_role("myspace_web"):
        french, romanian = enter_from("FR"), enter_from("RO")
    monkeypatch.setenv("DATABASE_KEEPER_URL", clean.urls["myspace_keeper"])
    monkeypatch.setattr("sys.stdin", StringIO("ab 12345\n"))
    with as_role("myspace_worker"):
        run("forget", option, "fr")
    with clean.as_superuser() as curtain:
        assert curtain.execute("SELECT person_id FROM people_identity").fetchall() == [(romanian,)]
    assert french != romanian


def test_keys_rotate_with_the_keepers_address_and_only_with_it(
    clean: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_KEEPER_URL", raising=False)
    with pytest.raises(CommandError, match="DATABASE_KEEPER_URL"):
        run("rotate_keys")
    sealed_under_another_key(clean, monkeypatch)
    monkeypatch.setenv("DATABASE_KEEPER_URL", clean.urls["myspace_keeper"])
    assert "gathering_quarantine.raw_sealed: 1" in run("rotate_keys")
    assert run("rotate_keys") == "everything is under the current keys: older ones can leave the keyring\n"


def sealed_under_another_key(clean: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """One value under the key of this run, which is no longer the current one."""
    from myspace.domain.kernel import keyring as module

    old = module.keyring()
    kept_aside(clean, UUID(int=5))
    with clean.as_superuser() as curtain:
        curtain.execute(
            "UPDATE gathering_quarantine SET raw_sealed = %s", (old.seal("{}", "gathering_quarantine.raw"),)
        )
    new = module.Keyring(old.hash_current, old.hash_keys, "e2", {**old.seal_keys, "e2": b"e" * 32})
    monkeypatch.setattr("myspace.site.management.commands.rotate_keys.keyring", lambda: new)


def test_the_roles_are_printed_for_an_administrator() -> None:
    printed = run("roles", "--sql", "--database", "espai")
    assert 'ALTER DATABASE "espai" OWNER TO myspace_owner' in printed
    assert "PASSWORD" not in printed.replace("\\password", "")


def test_a_real_folder_refuses_the_invented_country(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.SIMULATED", False)
    with pytest.raises(CommandError, match="not a simulated folder"):
        run("load_simulated_country", "--hub", "http://127.0.0.1:1")
    assert administrations.connections() == {}
