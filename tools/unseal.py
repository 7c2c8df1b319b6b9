"""
For recipients and custodians of sealed records: made to be copied to a machine of their own. Needs PyNaCl, nothing else.

    python unseal.py new KEYFILE                     makes a key pair; prints the public half for seal-recipients.json
    python unseal.py open FILE KEYFILE CASE OUTPUT   opens a record of case CASE ("ABCD-2345") into the new folder OUTPUT

The private half lies in KEYFILE under a passphrase and goes nowhere else. Of a copy for emergencies the first custodian
gets a file for the second one: nobody opens it alone.
"""

from __future__ import annotations

import argparse
import base64
import getpass
import hashlib
import json
import os
import sys
from pathlib import Path

import nacl.exceptions
import nacl.public
import nacl.pwhash
import nacl.secret
import nacl.utils

FORMAT = b"\x02"
HEAD = b"danvan-key-1\n"
KDF = nacl.pwhash.argon2id
SALT = KDF.SALTBYTES


def make(path: Path, passphrase: str) -> bytes:
    """Write a new key file that only the passphrase opens; the public half."""
    private = nacl.public.PrivateKey.generate()
    salt = nacl.utils.random(SALT)
    closed = HEAD + salt + _box(passphrase, salt).encrypt(bytes(private))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(closed)
    return bytes(private.public_key)


def read(path: Path, passphrase: str) -> nacl.public.PrivateKey:
    whole = path.read_bytes()
    if not whole.startswith(HEAD):
        raise SystemExit(f"{path} is no key file of this tool")
    salt, closed = whole[len(HEAD) : len(HEAD) + SALT], whole[len(HEAD) + SALT :]
    try:
        return nacl.public.PrivateKey(_box(passphrase, salt).decrypt(closed))
    except nacl.exceptions.CryptoError:
        raise SystemExit("wrong passphrase, or the key file was altered") from None


def _box(passphrase: str, salt: bytes) -> nacl.secret.SecretBox:
    key = KDF.kdf(32, passphrase.encode(), salt, KDF.OPSLIMIT_MODERATE, KDF.MEMLIMIT_MODERATE)
    return nacl.secret.SecretBox(key)


def peel(box: bytes, private: nacl.public.PrivateKey) -> bytes:
    if box[:1] != FORMAT:
        raise SystemExit("this is no sealed record, or one of a format this tool does not know")
    try:
        return nacl.public.SealedBox(private).decrypt(box[1:])
    except nacl.exceptions.CryptoError:
        raise SystemExit("it was sealed for another key, or altered") from None


def unpack(inside: bytes, case: str, output: Path) -> list[Path]:
    """Words and files into a new folder. The case written inside has to be the one that was asked for."""
    told = json.loads(inside.rstrip(b"\0")[:-1])
    if told["case"] != case.upper():
        raise SystemExit("what is inside belongs to another case; tell whoever runs the server")
    output.mkdir(mode=0o700)
    words = {name: told[name] for name in ("case", "contact", "content", "said")}
    made = [_written(output / "record.json", json.dumps(words, ensure_ascii=False, indent=1).encode())]
    for number, one in enumerate(told["files"], start=1):
        # The sender chose the name: only its ending is kept, and only where it is plain.
        ending = Path(one["name"]).suffix.lower()
        ending = ending if ending[1:].isascii() and ending[1:].isalnum() else ""
        made.append(_written(output / f"{number:02d}{ending}", base64.b64decode(one["content"])))
    return made


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    path.chmod(0o600)
    return path


def main(given: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("new").add_argument("keyfile", type=Path)
    one = verbs.add_parser("open")
    for name in ("file", "keyfile"):
        one.add_argument(name, type=Path)
    one.add_argument("case")
    one.add_argument("output", type=Path)
    asked = parser.parse_args(given)
    if asked.verb == "new":
        public = make(asked.keyfile, getpass.getpass("New passphrase: "))
        print(base64.b64encode(public).decode())
        print("fingerprint", hashlib.blake2b(public, digest_size=16).hexdigest())
        return
    inside = peel(asked.file.read_bytes(), read(asked.keyfile, getpass.getpass("Passphrase: ")))
    if inside[:1] == FORMAT:
        asked.output.mkdir(mode=0o700)
        print("for the other custodian:", _written(asked.output / asked.file.name, inside))
        return
    for path in unpack(inside, asked.case, asked.output):
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
