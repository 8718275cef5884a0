"""An encrypted file gives back what went in, and gives nothing back after the slightest change."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centre.backups import encrypting
from centre.backups.encrypting import CHUNK, decrypt, encrypt, header_of
from centre.backups.keys import DataKey
from centre.errors import DomainError

KEY = DataKey("見本", b"k" * 32)
# What does not compress, so that there are several chunks.
LONG = [bytes((at * at * 31 + at // 7) % 256 for at in range(257)) * 3000 + str(n).encode() * 99 for n in range(9)]


def sealed(pieces=(b"a", b"", b"b"), name="見本") -> bytes:
    target = io.BytesIO()
    encrypt(pieces, target, name=name, kind="base", key=KEY)
    return target.getvalue()


def opened(content: bytes, key: DataKey = KEY) -> bytes:
    source = io.BytesIO(content)
    return b"".join(decrypt(source, header_of(source), key))


@pytest.fixture(scope="module")
def long_one() -> bytes:
    """A file of many chunks."""
    before, encrypting.CHUNK = encrypting.CHUNK, 4096
    try:
        return sealed(LONG)
    finally:
        encrypting.CHUNK = before


def chunks(content: bytes) -> tuple[bytes, list[bytes]]:
    """The head and the chunks with their lengths."""
    at = content.index(b"\n", content.index(b"\n") + 1) + 1
    head, found = content[:at], []
    while at < len(content):
        end = at + 4 + int.from_bytes(content[at : at + 4], "big")
        found.append(content[at:end])
        at = end
    return head, found


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_what_goes_in_comes_out(pieces):
    assert opened(sealed(pieces)) == b"".join(pieces)


def test_many_chunks_come_out_too_and_nothing_of_them_stands_in_clear(long_one):
    assert len(chunks(long_one)[1]) > 3
    assert opened(long_one) == b"".join(LONG)
    assert LONG[0][:64] not in long_one


def test_a_long_stretch_of_zeros_comes_out_in_pieces():
    source = io.BytesIO(sealed([bytes(CHUNK)] * 40))
    sizes = [len(piece) for piece in decrypt(source, header_of(source), KEY)]
    assert sum(sizes) == 40 * CHUNK
    assert max(sizes) <= CHUNK


def test_no_two_files_are_alike():
    assert sealed() != sealed()


@given(data=st.data())
def test_one_changed_byte_is_found_wherever_it_is(data):
    content = bytearray(sealed())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(DomainError):
        opened(bytes(content))


@given(data=st.data())
def test_an_end_torn_off_is_found_wherever_it_is(data, long_one):
    with pytest.raises(DomainError):
        opened(long_one[: data.draw(st.integers(0, len(long_one) - 1))])


def test_an_end_torn_off_between_two_chunks_is_told_as_that(long_one):
    head, found = chunks(long_one)
    with pytest.raises(DomainError, match="途中で切れて"):
        opened(head + b"".join(found[:-1]))


@pytest.mark.parametrize(
    "changed",
    [
        lambda found: [found[1], found[0], *found[2:]],
        lambda found: found[1:],
        lambda found: [found[0], *found],
        lambda found: [*found, found[-1]],
        lambda found: [*found[:-1], found[0]],
    ],
)
def test_chunks_keep_their_places(long_one, changed):
    head, found = chunks(long_one)
    with pytest.raises(DomainError):
        opened(head + b"".join(changed(found)))


def test_chunks_of_one_file_are_not_taken_for_those_of_another(long_one):
    head = chunks(sealed(LONG, name="別の見本"))[0]
    with pytest.raises(DomainError, match="書き換えられたか"):
        opened(head + b"".join(chunks(long_one)[1]))


def test_another_key_opens_nothing():
    with pytest.raises(DomainError, match="書き換えられたか"):
        opened(sealed(), DataKey("見本", b"x" * 32))


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"kumamoto-centre backup 1\n", b"kumamoto-centre backup 1\n{}\n"]
)
def test_what_is_no_backup_is_told_so(content):
    with pytest.raises(DomainError):
        opened(content)
