"""The SQL of the roles as text; tests/integration/test_launch_postgres.py runs it."""

from __future__ import annotations

from myspace.domain.kernel import roles


def test_only_the_keeper_bypasses_row_security() -> None:
    lines = [line for line in roles.roles_sql("myspace", None).splitlines() if line.startswith("ALTER ROLE")]
    bypassing = [line for line in lines if " BYPASSRLS" in line]
    assert [line.split()[2] for line in bypassing] == [roles.KEEPER]


def test_no_clear_password_is_written_into_the_sql() -> None:
    passwords = {name: f"secret-of-{name}" for name in roles.ROLES}
    text = roles.roles_sql("myspace", passwords)
    assert not any(password in text for password in passwords.values())
    assert text.count("SCRAM-SHA-256$4096:") == len(roles.ROLES)


def test_for_an_administrator_no_password_is_invented() -> None:
    text = roles.roles_sql("myspace", None)
    assert "SCRAM" not in text
    assert "\\password" in text


def test_the_verifier_is_the_one_of_the_published_example() -> None:
    """RFC 7677 §3: user, pencil; the server signature there follows from this stored key."""
    import base64
    import hashlib
    import hmac

    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
    verifier = roles.scram_verifier("pencil", salt=salt)
    stored, server = (base64.b64decode(part) for part in verifier.split("$")[2].split(":"))
    message = (
        b"n=user,r=rOprNGfwEbeRWgbNEkqO,"
        b"r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
        b"c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    )
    signature = hmac.digest(server, message, "sha256")
    assert base64.b64encode(signature) == b"6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
    proof = base64.b64decode("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
    client = bytes(a ^ b for a, b in zip(proof, hmac.digest(stored, message, "sha256"), strict=True))
    assert hashlib.sha256(client).digest() == stored


def test_a_database_name_cannot_break_out_of_its_quotes() -> None:
    assert 'ALTER DATABASE "a""; DROP" OWNER' in roles.roles_sql('a"; DROP', None)
