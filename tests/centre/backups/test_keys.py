"""The master key is kept by two people, opens the data keys, and nothing else does."""

import stat

import pytest

from centre.backups import keys
from centre.errors import DomainError


@pytest.fixture
def master(tmp_path) -> keys.MasterKey:
    return keys.make_master_key(tmp_path / "backup.key")


def test_the_key_file_is_its_owners_alone_and_never_written_over(master, tmp_path):
    path = tmp_path / "backup.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.master_key(path) == master
    with pytest.raises(DomainError, match="もうあります"):
        keys.make_master_key(path)


def test_two_shares_make_the_key_and_one_says_nothing_of_it(master):
    one, other = keys.shares(master)
    assert keys.joined(one, other) == keys.joined(other.upper(), one.replace("-", " ")) == master
    assert master.secret.hex()[:8] not in (one + other).replace("-", "")
    assert keys.shares(master) != (one, other)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one, other: (one, one), "組になって"),
        (lambda one, other: (one[:-1] + ("0" if one[-1] != "0" else "1"), other), "打ちまちがい"),
        (lambda one, other: (one, other[:-5]), "形が違います"),
        (lambda one, other: ("", other), "形が違います"),
        (lambda one, other: (one, keys.shares(keys.MasterKey(b"z" * 32))[1]), "組になって"),
    ],
)
def test_mistyped_or_unfitting_shares_are_told(master, change, told):
    with pytest.raises(DomainError, match=told):
        keys.joined(*change(*keys.shares(master)))


def test_shares_of_two_printings_do_not_fit(master):
    with pytest.raises(DomainError, match="同じときに"):
        keys.joined(keys.shares(master)[0], keys.shares(master)[1])


def test_a_data_key_opens_with_its_master_key_only(master, tmp_path):
    made = keys.new_data_key(tmp_path / "keys", "one", master)
    assert keys.data_key(tmp_path / "keys", "one", master) == made
    assert made.secret.hex() not in (tmp_path / "keys/one.json").read_text()
    with pytest.raises(DomainError, match="この鍵では開けません"):
        keys.data_key(tmp_path / "keys", "one", keys.MasterKey(b"z" * 32))


def test_a_data_key_is_not_taken_for_another(master, tmp_path):
    keys.new_data_key(tmp_path, "one", master)
    (tmp_path / "one.json").rename(tmp_path / "two.json")
    with pytest.raises(DomainError, match="書き換えられて"):
        keys.data_key(tmp_path, "two", master)


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "ありません"), ("", "ではありません"), ("kumamoto-centre backup key 1\nabc\n", "ではありません")],
)
def test_a_key_file_that_is_none_is_told(tmp_path, content, told):
    path = tmp_path / "backup.key"
    if content is not None:
        path.write_text(content)
    with pytest.raises(DomainError, match=told):
        keys.master_key(path)
