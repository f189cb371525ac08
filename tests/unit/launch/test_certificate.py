"""The certificate of `up --lan`."""

from __future__ import annotations

import ssl
import stat
from pathlib import Path

from cryptography import x509

from myspace.launch.certificate import development_certificate


def names(path: Path) -> set[str]:
    found = x509.load_pem_x509_certificate(path.read_bytes())
    held = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(name.value) for name in held}


def test_it_names_this_machine_in_its_network_and_a_server_can_load_it(tmp_path: Path) -> None:
    certificate, key = development_certificate(tmp_path, ["192.0.2.7"])
    assert names(certificate) == {"localhost", "127.0.0.1", "::1", "192.0.2.7"}
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_it_is_kept_while_the_addresses_are_the_same_and_made_again_when_they_change(tmp_path: Path) -> None:
    certificate, _ = development_certificate(tmp_path, ["192.0.2.7"])
    before = certificate.read_bytes()
    development_certificate(tmp_path, ["192.0.2.7"])
    assert certificate.read_bytes() == before
    development_certificate(tmp_path, ["192.0.2.8"])
    assert "192.0.2.8" in names(certificate)
