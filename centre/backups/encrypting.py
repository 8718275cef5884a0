"""One file of a backup: compressed, cut into chunks, each encrypted and bound to its place in the file.

    line 1          kumamoto-centre backup 1
    line 2          JSON: name, kind, name of the data key, salt
    then, repeated  length (4 bytes, big end first), AES-256-GCM of one chunk

The file's own key is drawn from the data key, the salt and both lines (HKDF). A chunk's nonce is its number, and its
tag covers whether it is the last one: a byte changed, a chunk moved, left out or put in, an end torn off are found.
"""

import hashlib
import json
import secrets
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from centre.backups.keys import DataKey
from centre.errors import DomainError

FIRST_LINE = b"kumamoto-centre backup 1\n"
CHUNK = 1024 * 1024
TAG = 16
SALT_BYTES = 32
HEADER_LIMIT = 4096
MIDDLE, LAST = b"\x00", b"\x01"


@dataclass(frozen=True)
class Header:
    """What stands in clear at the head of a file. `kind` is base, dump or wal."""

    name: str
    kind: str
    key: str
    salt: str

    def lines(self) -> bytes:
        return FIRST_LINE + json.dumps(vars(self), sort_keys=True).encode() + b"\n"


@dataclass(frozen=True)
class Written:
    """What was written: bytes before and after, and the SHA-256 of the file."""

    plain_bytes: int
    bytes: int
    sha256: str


def encrypt(source: Iterable[bytes], target: BinaryIO, *, name: str, kind: str, key: DataKey) -> Written:
    """Write the bytes of `source` to `target` as one encrypted file."""
    header = Header(name, kind, key.name, secrets.token_hex(SALT_BYTES))
    cipher, digest = _cipher(key, header), hashlib.sha256()
    plain = sealed = number = 0

    def write(data: bytes) -> None:
        nonlocal sealed
        target.write(data)
        digest.update(data)
        sealed += len(data)

    def chunk(data: bytes, place: bytes) -> None:
        nonlocal number
        secret = cipher.encrypt(number.to_bytes(12, "big"), data, place)
        write(len(secret).to_bytes(4, "big") + secret)
        number += 1

    write(header.lines())
    packer, waiting = zlib.compressobj(1), bytearray()
    for piece in source:
        plain += len(piece)
        waiting += packer.compress(piece)
        while len(waiting) > CHUNK:
            chunk(bytes(waiting[:CHUNK]), MIDDLE)
            del waiting[:CHUNK]
    waiting += packer.flush()
    while len(waiting) > CHUNK:
        chunk(bytes(waiting[:CHUNK]), MIDDLE)
        del waiting[:CHUNK]
    chunk(bytes(waiting), LAST)
    return Written(plain, sealed, digest.hexdigest())


def header_of(source: BinaryIO) -> Header:
    """The two lines at the head of an encrypted file. Raises DomainError when it is no such file."""
    if source.readline(len(FIRST_LINE)) != FIRST_LINE:
        raise DomainError("このファイルは、この製品のバックアップではありません。")
    line = source.readline(HEADER_LIMIT)
    try:
        header = Header(**json.loads(line))
        if header.lines() != FIRST_LINE + line or len(bytes.fromhex(header.salt)) != SALT_BYTES:
            raise ValueError
    except (ValueError, TypeError) as error:
        raise DomainError("バックアップの先頭が壊れています。") from error
    return header


def decrypt(source: BinaryIO, header: Header, key: DataKey) -> Iterator[bytes]:
    """The bytes that were encrypted, after `header_of` was read. Raises DomainError at the first byte that is not so.

    What came before the error has been given out already: keep it apart until the end is reached.
    """
    cipher, unpacker, number = _cipher(key, header), zlib.decompressobj(), 0
    length = source.read(4)
    while length:
        size = int.from_bytes(length, "big")
        if len(length) < 4 or not TAG <= size <= CHUNK + TAG:
            raise DomainError(f"{header.name}：{number + 1}番目の塊の長さが読めません。壊れています。")
        secret = source.read(size)
        if len(secret) < size:
            raise DomainError(f"{header.name}：途中で切れています（{number + 1}番目の塊）。")
        length = source.read(4)
        packed = _opened(cipher, header, number, secret, LAST if not length else MIDDLE)
        while packed:
            yield unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail
        number += 1
    if not number:
        raise DomainError(f"{header.name}：中身がありません。途中で切れています。")
    yield unpacker.flush()


def _opened(cipher: AESGCM, header: Header, number: int, secret: bytes, place: bytes) -> bytes:
    """One chunk in clear; tells an end that was torn off from bytes that were changed."""
    nonce = number.to_bytes(12, "big")
    try:
        return cipher.decrypt(nonce, secret, place)
    except InvalidTag as error:
        if place == LAST and _is_middle(cipher, nonce, secret):
            raise DomainError(f"{header.name}：途中で切れています（{number + 1}番目の塊のあと）。") from error
        raise DomainError(
            f"{header.name}：{number + 1}番目の塊が、書いたときと違います。書き換えられたか、壊れています。"
        ) from error


def _is_middle(cipher: AESGCM, nonce: bytes, secret: bytes) -> bool:
    try:
        cipher.decrypt(nonce, secret, MIDDLE)
    except InvalidTag:
        return False
    return True


def _cipher(key: DataKey, header: Header) -> AESGCM:
    derived = HKDF(SHA256(), length=32, salt=bytes.fromhex(header.salt), info=header.lines())
    return AESGCM(derived.derive(key.secret))
