"""A service's files as keys and as a policy, or the sentence that says which of them cannot be used."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings

from myspace.connector_kit.pci_trust import check, policy, signer
from myspace.connector_kit.services import Service, ServicesUnusable
from myspace.site import checks
from tests.unit.protocols.identities import certificate, key

PEM = serialization.Encoding.PEM
FORM = (PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def written(folder: Path, name: str, *blocks: bytes) -> Path:
    path = folder / name
    path.write_bytes(b"".join(blocks))
    return path


def of(name: str) -> bytes:
    return certificate(name).public_bytes(PEM)


@pytest.fixture
def service(tmp_path: Path) -> Service:
    ours = written(tmp_path, "ours.pem", of("folder"), key("folder").private_bytes(*FORM))
    trust = written(tmp_path, "trust.pem", of("issuer"))
    return Service("x", "x", "https://x", certificate=ours, trust=trust)


def changed(service: Service, **more: object) -> Service:
    return replace(service, **more)


def test_the_policy_is_the_rows_pinned_where_signers_are_named_and_never_with_sha1_by_itself(
    service: Service, tmp_path: Path
) -> None:
    assert policy(service).issuers == (certificate("issuer"),)
    assert policy(service).pinned == frozenset()
    pinned = changed(service, signers=written(tmp_path, "signers.pem", of("consortium"), of("another")))
    assert (len(policy(pinned).pinned), policy(pinned).issuers) == (2, ())
    assert not policy(service).sha1
    assert policy(changed(service, accepts_sha1=True)).sha1


def test_a_key_is_read_again_when_its_file_changes(service: Service) -> None:
    assert service.certificate is not None
    before = signer(service)
    assert signer(service) is before
    service.certificate.write_bytes(of("newer") + key("newer").private_bytes(*FORM))
    os.utime(service.certificate, ns=(1, 1))
    assert signer(service).certificate == certificate("newer")


def test_what_cannot_sign_or_judge_says_which_file_it_is(service: Service, tmp_path: Path) -> None:
    elliptic = ec.generate_private_key(ec.SECP256R1()).private_bytes(*FORM)
    for wrong, says in (
        (changed(service, certificate=None), "certificate: is missing"),
        (changed(service, certificate=tmp_path / "nowhere.pem"), "certificate: cannot be read"),
        (changed(service, certificate=written(tmp_path, "a.pem", b"nothing")), "certificate: cannot be read"),
        (
            changed(service, certificate=written(tmp_path, "b.pem", of("other"), key("folder").private_bytes(*FORM))),
            "certificate is of another key",
        ),
        (changed(service, certificate=written(tmp_path, "c.pem", of("folder"), elliptic)), "no RSA key"),
        (changed(service, trust=None), "signers: is missing"),
        (changed(service, trust=written(tmp_path, "d.pem", b"nothing")), "signers: cannot be read"),
    ):
        with pytest.raises(ServicesUnusable) as refused:
            check(wrong)
        assert "service x: " in str(refused.value)
        assert says in str(refused.value)
    check(changed(service, trust=None, answers_signed=False))


def test_the_start_is_stopped_by_a_service_that_could_not_be_asked(service: Service, tmp_path: Path) -> None:
    assert service.certificate is not None
    path = tmp_path / "services.toml"
    text = '[[service]]\nname = "xx"\nconnector = "xx"\nurl = "https://x"\ntrust = "trust.pem"\n'
    text += 'certificate = "ours.pem"\n[service.asks_as]\nine10 = "1"\nname = "x"\nfinality = "PROVES"\n'
    path.write_text(text)
    with override_settings(SERVICES=str(path)):
        assert checks.services() == []
        path.write_text(text.replace('certificate = "ours.pem"\n', ""))
        os.utime(path, ns=(1, 1))
        (error,) = checks.services()
        assert "certificate: is missing" in error.msg
    with override_settings(SERVICES=""):
        assert checks.services() == []
