"""`./myspace manage` on a database that has no tables yet: words, not a trace of calls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from myspace.launch import databases, others
from myspace.launch.stack import DatabaseNotPrepared


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run, on a database without tables."""
    found: list[list[str]] = []

    @contextmanager
    def opened() -> Iterator[SimpleNamespace]:
        yield SimpleNamespace(prepared=lambda: False, environment=dict)

    monkeypatch.setattr(databases, "opened", opened)
    monkeypatch.setattr(others, "_run", lambda command, *_: found.append(list(command)) or 0)
    return found


def test_a_command_on_a_database_without_tables_says_what_makes_them(ran: list[list[str]]) -> None:
    with pytest.raises(DatabaseNotPrepared, match=r"\./myspace up once"):
        others.manage(["connect", "ens.csv"])
    assert ran == []


def test_the_command_that_makes_them_is_run(ran: list[list[str]]) -> None:
    assert others.manage(["migrate"]) == 0
    assert ran[0][-1] == "migrate"


def test_a_database_that_does_not_answer_is_left_to_the_command_to_tell() -> None:
    away = databases.Place({"myspace_web": "postgresql://localhost:1/none"}, Path("keys"), Path)
    assert away.prepared()


def test_a_command_knows_the_file_of_providers_and_the_secrets_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "providers.toml"
    path.write_text('[providers.nord]\nsecret_in = "NORD_SECRET"\n[providers.sud]\nsecret_in = "NOT_THERE"\n')
    for name, value in {"MYSPACE_LOGIN_PROVIDERS": str(path), "NORD_SECRET": "hush", "OTHER": "x"}.items():
        monkeypatch.setenv(name, value)
    given = databases.environment({}, tmp_path / "keys.json")
    assert (given["MYSPACE_LOGIN_PROVIDERS"], given["NORD_SECRET"]) == (str(path), "hush")
    assert not {"NOT_THERE", "OTHER"} & given.keys()
    path.write_text("[providers")
    assert databases.environment({}, tmp_path / "keys.json")["MYSPACE_LOGIN_PROVIDERS"] == str(path)
