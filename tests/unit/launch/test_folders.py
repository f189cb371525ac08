"""Where data go and what is refused. Only folders under the test's own are made."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from myspace.launch import folders
from myspace.launch.folders import FolderRefused, Home


def test_both_folders_are_private(tmp_path: Path) -> None:
    home = Home(tmp_path / "cluster", tmp_path / "launcher", None)
    home.make()
    assert {stat.S_IMODE(p.stat().st_mode) for p in (home.server, home.launcher)} == {0o700}


def test_a_folder_opened_by_somebody_is_closed_again(tmp_path: Path) -> None:
    home = Home(tmp_path / "cluster", tmp_path / "launcher", None)
    home.make()
    home.server.chmod(0o755)
    home.make()
    assert stat.S_IMODE(home.server.stat().st_mode) == 0o700


def test_a_link_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "cluster").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderRefused, match="remove it by hand"):
        Home(tmp_path / "cluster", tmp_path / "launcher", None).make()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else")
def test_a_strangers_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cluster").mkdir(mode=0o700)
    os.chown(tmp_path / "cluster", 12345, 12345)
    with pytest.raises(FolderRefused):
        Home(tmp_path / "cluster", tmp_path / "launcher", None).make()


def test_two_checkouts_never_share_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "SYSTEM_HOME", tmp_path / "system")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    assert folders.persistent(tmp_path / "one").server != folders.persistent(tmp_path / "two").server


def test_as_root_data_go_to_the_system_folder_and_otherwise_inside_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "SYSTEM_HOME", tmp_path / "system")
    monkeypatch.setattr(folders.os, "geteuid", lambda: 0)
    as_root = folders.persistent(tmp_path)
    assert as_root.server.parent == tmp_path / "system"
    assert as_root.identity is not None
    monkeypatch.setattr(folders.os, "geteuid", lambda: 1000)
    as_person = folders.persistent(tmp_path)
    assert as_person.server == tmp_path / ".data" / "cluster"
    assert as_person.identity is None


def test_without_a_postgres_user_a_fixed_number_without_a_name_is_taken_and_never_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(folders.pwd, "getpwnam", unknown)
    identity = folders.dropped_identity(tmp_path / "none")
    assert identity.uid in folders.UNUSED_UIDS
    assert not identity.named
    assert identity.uid != 65534
    assert identity == folders.dropped_identity(tmp_path / "none")


def test_the_account_borrowed_for_a_second_is_neither_root_nor_nobody() -> None:
    assert folders.named_account().uid not in (0, 65534)


def test_the_socket_path_stays_short_however_deep_the_checkout_is(tmp_path: Path) -> None:
    deep = tmp_path / ("a-rather-long-name/" * 8)
    deep.mkdir(parents=True)
    home = Home(deep / "cluster", deep / "launcher", None)
    home.make()
    folder = folders.socket_folder(home)
    try:
        assert len(bytes(folder / ".s.PGSQL.5432")) < 100
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        folder.rmdir()
