"""Keys of backups: one master key in a file outside the database, and a data key per backup that only it opens.

The master key is `BACKUP_KEY_FILE`; the wrapped data keys stand in the folder `keys` beside the backups. Without
either of them a backup is noise, which is what `centre.backups.destroying` makes use of.
"""

import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from centre.backups.writing import settle, write
from centre.errors import DomainError

KEY_BYTES = 32
FIRST_LINE = "kumamoto-centre backup key 1"
CHECK_BYTES = 4


@dataclass(frozen=True)
class MasterKey:
    """The key that opens the data keys; `name` tells it from others and gives nothing of it away."""

    secret: bytes

    @property
    def name(self) -> str:
        return hashlib.sha256(b"name of a backup key" + self.secret).hexdigest()[:16]


@dataclass(frozen=True)
class DataKey:
    """The key of one backup and of the log files written until the next one."""

    name: str
    secret: bytes


def make_master_key(path: Path) -> MasterKey:
    """Write a new master key, readable by its owner only. Raises DomainError when the file is there already."""
    key = MasterKey(secrets.token_bytes(KEY_BYTES))
    write_master_key(path, key)
    return key


def write_master_key(path: Path, key: MasterKey) -> None:
    """Keep `key` in a new file. Raises DomainError when the file is there already."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise DomainError(
            f"鍵のファイル {path} は、もうあります。上書きすると、いままでのバックアップが開けなくなります。"
        ) from error
    with os.fdopen(handle, "w") as file:
        file.write(f"{FIRST_LINE}\n{key.secret.hex()}\n")
        settle(file)


def master_key(path: Path) -> MasterKey:
    """The master key kept in `path`. Raises DomainError when there is none that can be read."""
    try:
        first, second = path.read_text().split("\n")[:2]
        if first != FIRST_LINE or not re.fullmatch(f"[0-9a-f]{{{KEY_BYTES * 2}}}", second):
            raise ValueError
    except FileNotFoundError as error:
        raise DomainError(
            f"鍵のファイル {path} がありません。保管している2つの控えから"
            "「manage.py backup_key join」で作り直してください。"
        ) from error
    except ValueError as error:
        raise DomainError(f"{path} は、バックアップの鍵のファイルではありません。") from error
    except OSError as error:
        raise DomainError(f"鍵のファイル {path} を読めません（{error.strerror}）。") from error
    return MasterKey(bytes.fromhex(second))


def new_data_key(folder: Path, name: str, master: MasterKey) -> DataKey:
    """Draw the data key `name` and keep it, wrapped, in `folder`."""
    secret, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(12)
    wrapped = AESGCM(master.secret).encrypt(nonce, secret, _bound_to(name, master.name))
    content = {"key": name, "master": master.name, "nonce": nonce.hex(), "wrapped": wrapped.hex()}
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write(folder / f"{name}.json", json.dumps(content))
    return DataKey(name, secret)


def data_key(folder: Path, name: str, master: MasterKey) -> DataKey:
    """The data key `name`, opened with `master`. Raises DomainError when it is destroyed or another key's."""
    try:
        content = json.loads((folder / f"{name}.json").read_text())
        nonce, wrapped = bytes.fromhex(content["nonce"]), bytes.fromhex(content["wrapped"])
    except FileNotFoundError as error:
        raise DomainError(f"このバックアップの鍵（{name}）は消去されています。開けません。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise DomainError(f"このバックアップの鍵（{name}）のファイルが壊れています。") from error
    if content.get("master") != master.name:
        raise DomainError(
            f"この鍵では開けません。番号 {content.get('master')} の鍵が要ります（いまの鍵は {master.name}）。"
        )
    try:
        return DataKey(name, AESGCM(master.secret).decrypt(nonce, wrapped, _bound_to(name, master.name)))
    except InvalidTag as error:
        raise DomainError(f"このバックアップの鍵（{name}）は書き換えられています。開けません。") from error


def _bound_to(name: str, master: str) -> bytes:
    return f"{master} {name}".encode()


def shares(key: MasterKey) -> tuple[str, str]:
    """Two texts for two custodians: together they are the key, one alone says nothing about it."""
    first = secrets.token_bytes(KEY_BYTES)
    second = bytes(one ^ other for one, other in zip(first, key.secret, strict=True))
    return _spelt("A", key, first), _spelt("B", key, second)


def joined(one: str, other: str) -> MasterKey:
    """The key of two shares, in either order. Raises DomainError when they are mistyped or no pair."""
    (part, name, first), (other_part, other_name, second) = _read(one), _read(other)
    if {part, other_part} != {"A", "B"} or name != other_name:
        raise DomainError("2つの控えは組になっていません。同じ鍵の A と B を入れてください。")
    key = MasterKey(bytes(a ^ b for a, b in zip(first, second, strict=True)))
    if key.name != name:
        raise DomainError("2つの控えは組になっていません。同じときに作った A と B を入れてください。")
    return key


def _spelt(part: str, key: MasterKey, secret: bytes) -> str:
    """A share as it is printed: which one, of which key, the secret, and a check against mistyping."""
    check = hashlib.sha256(f"{part}{key.name}".encode() + secret).digest()[:CHECK_BYTES]
    text = (secret + check).hex()
    return f"{part} {key.name} " + "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _read(share: str) -> tuple[str, str, bytes]:
    """What `_spelt` wrote."""
    part, name, *groups = [*share.replace("-", " ").split(), "", ""]
    part, name, text = part.upper(), name.lower(), "".join(groups).lower()
    if part not in ("A", "B") or not re.fullmatch("[0-9a-f]+", text) or len(text) != 2 * (KEY_BYTES + CHECK_BYTES):
        raise DomainError("控えの形が違います。「A 番号 …」または「B 番号 …」の1行を、そのまま入れてください。")
    content = bytes.fromhex(text)
    secret, check = content[:KEY_BYTES], content[KEY_BYTES:]
    if hashlib.sha256(f"{part}{name}".encode() + secret).digest()[:CHECK_BYTES] != check:
        raise DomainError(f"控え {part} に打ちまちがいがあります。紙と見比べてください。")
    return part, name, secret
