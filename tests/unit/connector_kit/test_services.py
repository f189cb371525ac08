"""The file of services: read whole, or refused with the place in it that must change."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from myspace.connector_kit.services import Services, ServicesUnusable, configured, read, read_file

WHOLE = """
[[service]]
name = "enotum"
connector = "enotum"
url = "https://serveis3-pre.{cluster}.aoc.cat/"
certificate = "folder.pem"
trust = "authorities.pem"
accepts_sha1 = true
deadline_ms = 4000
[service.asks_as]
ine10 = "9821920002"
name = "Consorci AOC"
finality = "PROVES"
official = { nif = "00000000T", name = "Persona de prova" }
[service.own]
window_days = 180

[[service]]
name = "representa"
connector = "representa"
url = "http://127.0.0.1:8099/{cluster}"
answers = "tls"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    certificate = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n"
    (tmp_path / "authorities.pem").write_text(certificate)
    (tmp_path / "folder.pem").write_text(f"{certificate}-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n")
    return tmp_path


def test_a_service_is_read_with_its_files_beside_it_and_its_own_keys_as_the_connectors_type(folder: Path) -> None:
    class Own(msgspec.Struct, forbid_unknown_fields=True):
        window_days: int

    told = read(WHOLE, folder)
    enotum = told.first("enotum")
    assert enotum is not None
    assert enotum.url == "https://serveis3-pre.{cluster}.aoc.cat"
    assert (enotum.certificate, enotum.signers) == (folder / "folder.pem", None)
    assert (enotum.accepts_sha1, enotum.answers_signed, enotum.deadline_ms) == (True, True, 4000)
    assert enotum.own_as(Own).window_days == 180
    representa = told.first("representa")
    assert representa is not None
    assert not representa.answers_signed
    with pytest.raises(ServicesUnusable, match=r"service representa: own: .*window_days"):
        representa.own_as(Own)


def test_nothing_is_connected_where_no_file_is_named_and_sha1_is_never_believed_by_itself(folder: Path) -> None:
    assert configured("") == Services()
    assert Services().first("enotum") is None
    assert not read(WHOLE.replace("accepts_sha1 = true", ""), folder).by_name["enotum"].accepts_sha1


def test_who_asks_is_in_no_repr(folder: Path) -> None:
    assert "00000000T" not in repr(read(WHOLE, folder))


@pytest.mark.parametrize(
    ("change", "to", "says"),
    [
        ('name = "enotum"', 'name = "e-Notum"', "service 1: name"),
        ('name = "representa"', 'name = "enotum"', "service enotum: name: stands twice"),
        ('connector = "enotum"', 'connector = "../x"', "service enotum: connector"),
        ("https://", "http://", "service enotum: url: must be https"),
        ("{cluster}.aoc", "{clster}.aoc", "service enotum: url"),
        ("https://serveis3", "https://me:secret@serveis3", "service enotum: url"),
        ("folder.pem", "nowhere.pem", "service enotum: certificate: cannot be read"),
        ("folder.pem", "authorities.pem", "certificate: has no PRIVATE KEY in PEM; put both"),
        ("4000", "0", "service enotum: deadline_ms"),
        ('finality = "PROVES"', "", "asks_as: give either finality or procedure"),
        ('"tls"', '"never"', "answers"),
        ("accepts_sha1 = true", 'accepts_sha1 = "yes"', "accepts_sha1"),
        ("deadline_ms", "dedline_ms", "dedline_ms"),
        ("[service.own]", "[service.own", "line"),
    ],
)
def test_what_cannot_be_used_is_refused_and_the_message_says_where(
    folder: Path, change: str, to: str, says: str
) -> None:
    assert change in WHOLE
    with pytest.raises(ServicesUnusable) as refused:
        read(WHOLE.replace(change, to), folder)
    assert says in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_key_that_asks_for_a_password_is_refused(folder: Path) -> None:
    path = folder / "folder.pem"
    path.write_text(path.read_text().replace("PRIVATE", "ENCRYPTED PRIVATE"))
    with pytest.raises(ServicesUnusable, match="encrypted"):
        read(WHOLE, folder)


def test_the_file_is_read_again_when_it_changes_and_one_that_is_not_there_is_named(folder: Path) -> None:
    path = folder / "services.toml"
    path.write_text(WHOLE)
    assert set(configured(str(path)).by_name) == {"enotum", "representa"}
    assert configured(str(path)) is configured(str(path))
    path.unlink()
    with pytest.raises(ServicesUnusable, match="check MYSPACE_SERVICES"):
        configured(str(path))
    with pytest.raises(ServicesUnusable, match=r"services\.toml"):
        read_file(path)
