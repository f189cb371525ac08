"""The verifier: what it believes, what it does not, and that the file alone is enough on a machine without us."""

from __future__ import annotations

import copy
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from myspace.protocols.merkle import verify
from myspace.protocols.merkle.notes import KeyUnusable, Signer, digest
from myspace.protocols.merkle.verify import Bad, check_continues, check_receipt, main, read_key, signed_by, signers
from tests.unit.protocols.merkle.given import Log, b64, pem, public

# RFC 8032 §7.1, tests 1 and 2.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
]
# The example of Go's package note, which the format is from.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@pytest.fixture(scope="module")
def log() -> Log:
    return Log()


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_the_published_signatures_are_believed_and_nothing_near_them(key: str, message: str, signature: str) -> None:
    octets = bytes.fromhex(signature)
    assert signed_by(bytes.fromhex(key), octets, bytes.fromhex(message))
    assert not signed_by(bytes.fromhex(key), octets, bytes.fromhex(message) + b"x")
    assert not signed_by(bytes.fromhex(key), octets[:-1] + bytes([octets[-1] ^ 1]), bytes.fromhex(message))
    # The same number plus the order of the group is another writing of the same signature: refused (§5.1.7).
    other = int.from_bytes(octets[32:], "little") + verify._L
    assert not signed_by(bytes.fromhex(key), octets[:32] + other.to_bytes(32, "little"), bytes.fromhex(message))


def test_it_agrees_with_the_library_about_signatures() -> None:
    key = Ed25519PrivateKey.generate()
    for number in range(8):
        message = bytes([number]) * number
        assert signed_by(public(key), key.sign(message), message)
        assert not signed_by(public(Ed25519PrivateKey.generate()), key.sign(message), message)
    assert not signed_by(b"\xff" * 32, key.sign(b""), b"")
    assert not signed_by(b"", b"", b"")


def test_the_published_note_is_read_and_a_changed_one_is_not() -> None:
    assert signers(GO_NOTE, [GO_KEY]) == [("PeterNeumann", 1, 0)]
    assert signers(GO_NOTE, []) == []
    with pytest.raises(Bad):
        signers(GO_NOTE.replace("cryptography", "mathematics"), [GO_KEY])
    with pytest.raises(ValueError, match="does not read"):
        read_key(GO_KEY.replace("c74f", "c74e"))


def test_every_receipt_of_a_log_holds(log: Log) -> None:
    for index in range(log.tree.size):
        told = check_receipt(log.receipt(index), log.keys)
        assert log.payloads[index] in told[0]
        assert told[1:3] == [f"Confirmed by the witness {hand.name}." for hand in log.hands]


def _other(octets: str) -> str:
    return b64(bytes(32)) if octets != b64(bytes(32)) else b64(b"\1" * 32)


CHANGES: dict[str, Callable[[dict[str, Any], Log], None]] = {
    "a letter of what it says": lambda r, _: r["entry"].update(payload=r["entry"]["payload"].replace("cosa", "casa")),
    "its salt": lambda r, _: r["entry"].update(salt=_other("")),
    "its leaf": lambda r, _: r["leaf"].update(hash=_other("")),
    "its place": lambda r, _: r["leaf"].update(index=r["leaf"]["index"] + 1),
    "a hash of the proof": lambda r, _: r["proof"]["hashes"].__setitem__(1, _other("")),
    "a hash less": lambda r, _: r["proof"]["hashes"].pop(),
    "a hash more": lambda r, _: r["proof"]["hashes"].append(_other("")),
    "the size": lambda r, _: r["proof"].update(size=r["proof"]["size"] - 1),
    "the size in the checkpoint": lambda r, _: r.update(checkpoint=r["checkpoint"].replace("\n11\n", "\n12\n")),
    "the checkpoint of a smaller tree": lambda r, log: r.update(checkpoint=log.note(9)),
    "a checkpoint without the log's signature": lambda r, _: r.update(
        checkpoint="\n".join(x for x in r["checkpoint"].split("\n") if not x.startswith("— espai"))
    ),
    "a witness's signature of another checkpoint": lambda r, log: r.update(
        checkpoint=log.note(witnessed=0) + log.hands[0].line(log.note(9))
    ),
    "a log of the same name with another key": lambda r, _: r.update(checkpoint=Log().note()),
    "a time stamp of something else": lambda r, _: r.update(stamp={"token": _other("")}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_nothing_of_a_receipt_can_be_changed(what: str, log: Log) -> None:
    receipt = copy.deepcopy(log.receipt(4))
    CHANGES[what](receipt, log)
    with pytest.raises(Bad):
        check_receipt(receipt, log.keys)


def test_a_witness_that_did_not_sign_is_said_by_name(log: Log) -> None:
    told = check_receipt(log.receipt(2, checkpoint=log.note(witnessed=1)), log.keys)
    assert told[2] == f"NOT confirmed by the witness {log.hands[1].name}."


def test_a_stamp_is_of_this_checkpoint_or_of_nothing(log: Log) -> None:
    stamped = log.receipt(2, stamp={"token": b64(b"\x30\x31" + digest(log.note()) + b"...")})
    assert "not checked here" in check_receipt(stamped, log.keys)[-1]
    assert "no time stamp" in check_receipt(log.receipt(2), log.keys)[-1]


def test_a_later_checkpoint_continues_an_earlier_one_or_not(log: Log) -> None:
    assert "continues" in check_continues(log.continuing(4, 11), log.keys)[0]
    other = log.continuing(4, 11)
    other["hashes"][0] = _other(other["hashes"][0])
    with pytest.raises(Bad, match="rewritten"):
        check_continues(other, log.keys)


def test_it_ends_in_four_ways(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt, keys = tmp_path / "receipt.json", tmp_path / "keys.txt"
    keys.write_text("# as published\n" + "\n".join(log.keys))
    receipt.write_text(json.dumps(log.receipt(3)))
    assert main(["verify", str(receipt), "--keys", str(keys)]) == 0
    assert main([str(receipt)]) == 3
    assert log.keys[1] in capsys.readouterr().out
    receipt.write_text(json.dumps(log.receipt(3, checkpoint=log.note(witnessed=1))))
    assert main([str(receipt), "--keys", str(keys)]) == 0
    assert "but not every witness confirmed it" in capsys.readouterr().out
    receipt.write_text(json.dumps(log.receipt(3, checkpoint=Log().note())))
    assert main([str(receipt), "--keys", str(keys)]) == 1
    assert main([str(tmp_path / "none.json")]) == 2
    for wrong in ("", "{}", "[]", "null", '{"keys": 1}', "[" * 9000, json.dumps(log.receipt(3, version=2))):
        receipt.write_text(wrong)
        assert main([str(receipt)]) == 2
    receipt.write_text(json.dumps(log.continuing(4, 11)))
    assert main(["continues", str(receipt), "--keys", str(keys)]) == 0
    assert main([]) == 2


def test_what_a_hostile_receipt_says_moves_no_terminal(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = Log(1)
    evil.payloads[0] = "\x1b]0;owned\x07\u202eIT HOLDS\n"
    evil.tree = type(evil.tree)(0, {})
    evil.tree.append([verify.leaf_hash(verify.commitment(evil.salts[0], evil.payloads[0].encode()))])
    (tmp_path / "r.json").write_text(json.dumps(evil.receipt(0)))
    assert main([str(tmp_path / "r.json")]) == 3
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\\x1b" in said


def test_the_file_alone_is_enough_on_another_machine(log: Log, tmp_path: Path) -> None:
    """Without site packages, in isolated mode, and from a folder where nothing of ours is."""
    assert verify.__file__ is not None
    shutil.copy(verify.__file__, tmp_path / "verify.py")
    (tmp_path / "receipt.json").write_text(json.dumps(log.receipt(3)))
    (tmp_path / "keys.txt").write_text("\n".join(log.keys))
    command = [sys.executable, "-I", "-S", "verify.py", "receipt.json", "--keys", "keys.txt"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env={})
    assert (told.returncode, told.stderr) == (0, "")
    assert "IT HOLDS" in told.stdout


def test_a_key_that_is_none_and_a_name_that_cannot_be_one_are_refused() -> None:
    good = pem(Ed25519PrivateKey.generate())
    for name, octets in (("a b", good), ("a+b", good), ("", good), ("espai", b"not a key")):
        with pytest.raises(KeyUnusable):
            Signer.read(name, octets)
    assert "PRIVATE" not in repr(Signer.read("espai", good))
