"""Restoring the server as it was at an instant: from the last backup before it and the log since."""

import contextlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from centre.backups.archiving import Newest
from centre.backups.encrypting import decrypt, header_of
from centre.backups.folder import BASE, PARTIAL, SEALED, Folder, Manifest, backup_folder
from centre.backups.programs import environment, program
from centre.backups.recovering import quiet_server
from centre.backups.segments import HISTORY, NAME, SEGMENT_BYTES, first_gap, number_at, number_of, spelt
from centre.errors import DomainError
from centre.server_account import Account
from centre.server_programs import SERVER_ENVIRONMENT

FREE_SHARE = 1.2


@dataclass(frozen=True)
class Restored:
    """Where the restored files are, from which backup, with how many segments of the log, in how many seconds."""

    path: Path
    backup: str
    segments: int
    seconds: float


def restore(to: Path, *, until: datetime | None = None, name: str = "") -> Restored:
    """Make the folder `to` a data folder of PostgreSQL as it stood at `until` (as far as the log goes when None).

    `name` chooses a backup by name instead of the last one before `until`. Raises DomainError when anything is
    missing, changed or of another key; then `to` does not exist. The database itself is not needed and not touched.
    """
    begun, folder, account = time.monotonic(), backup_folder(), Account.for_servers()
    manifest = _chosen(folder, until, name)
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise DomainError(f"{to} は空ではありません。新しいフォルダーを指定してください。")
    with _workshop(to, account) as work:
        _room(work, manifest)
        data = _unpacked(folder, manifest, work / "data")
        log, fault = _log(folder, manifest, work / "wal", until)
        _own(work, account)
        _recover(data, work / "wal", account, until, fault, has_log=bool(log))
        if to.exists():
            to.rmdir()
        data.rename(to)
    return Restored(to, manifest.name, len(log), time.monotonic() - begun)


def restore_dump(name: str, *, into: dict[str, str]) -> None:
    """Put a dump into an empty database; `into` are libpq's variables. All or nothing."""
    folder = backup_folder()
    manifest = folder.manifest(name)
    command = [program("pg_restore"), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    process = subprocess.Popen(
        [*command, f"--dbname={into['PGDATABASE']}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment() | into,
    )
    try:
        with contextlib.suppress(BrokenPipeError):  # it ended early and says why below
            for piece in _content(folder, folder.data(name), manifest.name):
                process.stdin.write(piece)
    except BaseException:
        # Before its input ends, so that the transaction is rolled back.
        process.kill()
        process.wait()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stderr.close()
        raise
    _, said = process.communicate()
    if process.returncode:
        raise DomainError(f"pg_restore が終わりませんでした：{said.decode(errors='replace').strip()[-300:]}")


def _chosen(folder: Folder, until: datetime | None, name: str) -> Manifest:
    """The backup to begin with; says why when there is none."""
    newest = Newest.of(folder)
    if until and until > (newest.at if newest else timezone.now()):
        last = timezone.localtime(newest.at) if newest else None
        known = f"戻せるのは {last:%Y-%m-%d %H:%M:%S} までです。" if last else ""
        raise DomainError(f"その時刻までの記録がありません。{known}", "until")
    if name:
        found = folder.manifest(name)
        if found.kind != BASE:
            raise DomainError("これは書き出しです。--into でデータベースを示して復元してください。")
        if until and found.finished_at > until:
            raise DomainError("このバックアップは、その時刻より後に取ったものです。", "until")
        return found
    bases = [one for one in folder.manifests() if one.kind == BASE]
    fitting = [one for one in bases if until is None or one.finished_at <= until]
    if not fitting:
        oldest = (
            f"いちばん古いものは {timezone.localtime(bases[0].finished_at):%Y-%m-%d %H:%M:%S} です。" if bases else ""
        )
        raise DomainError(f"その時刻より前に取ったバックアップがありません。{oldest}", "until")
    return fitting[-1]


@contextmanager
def _workshop(to: Path, account: Account) -> Iterator[Path]:
    """A folder beside `to` in which everything is made ready, and which is gone afterwards whatever happens."""
    if not to.parent.is_dir():
        raise DomainError(f"{to.parent} というフォルダーはありません。")
    work = to.with_name(f".{to.name}.restoring")
    if work.exists():
        raise DomainError(f"別の復元が {to} に向けて動いています。止まっていれば {work} を消してください。")
    try:
        work.mkdir(mode=0o700)
        account.own(work)
        yield work
    except OSError as error:
        raise DomainError(f"復元できませんでした（{error.strerror}）。空きと権限を確かめてください。") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _room(work: Path, manifest: Manifest) -> None:
    free = shutil.disk_usage(work).free
    if free < manifest.plain_bytes * FREE_SHARE:
        raise DomainError(
            f"空きが足りません。{manifest.plain_bytes * FREE_SHARE / 1e9:.1f} GB が要りますが、"
            f"{free / 1e9:.1f} GB しかありません。"
        )


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file that tarfile reads from."""

    def __init__(self, pieces: Iterator[bytes]):
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def _content(folder: Folder, path: Path, name: str) -> Iterator[bytes]:
    """The bytes of one encrypted file, which must be the one called `name`."""
    try:
        source = path.open("rb")
    except FileNotFoundError as error:
        raise DomainError(f"{path} がありません。") from error
    with source:
        header = header_of(source)
        if header.name != name:
            raise DomainError(f"{path} の中身は {header.name} です。ファイルが入れ替わっています。")
        yield from decrypt(source, header, folder.data_key(header.key))


def _unpacked(folder: Folder, manifest: Manifest, data: Path) -> Path:
    """The files of the backup, each compared with the hash that the server noted while it was copied."""
    data.mkdir(mode=0o700)
    pieces = _content(folder, folder.data(manifest.name), manifest.name)
    try:
        with tarfile.open(fileobj=io.BufferedReader(_Stream(pieces), 1024 * 1024), mode="r|") as tar:
            tar.extractall(data, filter="data")
    except tarfile.TarError as error:
        raise DomainError(f"{manifest.name} の中身を展開できません：{error}") from error
    for _rest in pieces:
        pass
    data.chmod(0o700)
    command = [program("pg_verifybackup"), "--no-parse-wal", "--quiet", str(data)]
    compared = subprocess.run(command, check=False, capture_output=True, text=True, env=SERVER_ENVIRONMENT)
    if compared.returncode:
        raise DomainError(f"{manifest.name} の中身が、取ったときと違います：{compared.stderr.strip()[-300:]}")
    return data


def _log(folder: Folder, manifest: Manifest, into: Path, until: datetime | None) -> tuple[list[str], str]:
    """Decrypt the log since the backup; answers its segments, and what is wrong with the first one that is left out.

    For an instant before what is wrong the restoration goes on; without an instant the log must be whole.
    """
    into.mkdir(mode=0o700)
    kept = {path.name.removesuffix(SEALED): path for path in folder.wal.glob(f"*{SEALED}")}
    for name in filter(HISTORY.fullmatch, kept):
        _write(into / name, _content(folder, kept[name], name))
    first = number_at(manifest.start_lsn)
    whole = {name: name for name in kept if NAME.fullmatch(name)}
    partial = {name.removesuffix(PARTIAL): name for name in kept if name.endswith(PARTIAL)}
    files = {name: file for name, file in (partial | whole).items() if number_of(name) >= first}
    newest, fault = Newest.of(folder), ""
    if newest:
        gap = first_gap(files, number_at(manifest.stop_lsn), number_of(newest.segment))
        if gap is not None:
            fault = f"ログ {spelt(gap)} がありません。"
            files = {name: file for name, file in files.items() if number_of(name) < gap}
    done = []
    for name in sorted(files, key=lambda name: (number_of(name), name)):
        try:
            _write(into / name, _content(folder, kept[files[name]], files[name]))
            # The unfinished one may have been read while the receiver was still filling it with zeros.
            os.truncate(into / name, SEGMENT_BYTES)
        except DomainError as error:
            (into / name).unlink(missing_ok=True)
            fault = error.message
            break
        done.append(name)
    if fault and until is None:
        raise DomainError(f"{fault}それより前の時刻は --until で示せば戻せます。")
    return done, fault


def _write(path: Path, pieces: Iterator[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)


def _own(folder: Path, account: Account) -> None:
    """Give everything to the user that the server runs as."""
    if account.uid is not None:
        for path in folder.rglob("*"):
            account.own(path)


def _recover(data: Path, wal: Path, account: Account, until: datetime | None, fault: str, *, has_log: bool) -> None:
    """Let the server play the log up to the instant, and stop it when it would take new writes."""
    (data / "recovery.signal").touch()
    account.own(data / "recovery.signal")
    log = str(wal).replace("%", "%%")
    options = {
        "restore_command": f'cp "{log}/%f" "%p"' if has_log else "false",
        "recovery_target_timeline": "latest" if has_log else "current",
        "recovery_target_action": "promote",
    }
    if until:
        options["recovery_target_time"] = until.isoformat()
    try:
        with tempfile.TemporaryDirectory(prefix="restore-") as run, quiet_server(data, Path(run), account, options):
            pass
    except DomainError as error:
        raise DomainError(f"{error.message}{fault}") from error
