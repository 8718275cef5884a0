"""Where backups lie, and what is written beside each; it is read when the database is gone.

BACKUP_DIR/database.json          whose backups these are
BACKUP_DIR/keys/NAME.json         wrapped data keys
BACKUP_DIR/base/NAME/             manifest.json and data.sealed of one backup
BACKUP_DIR/wal/SEGMENT.sealed     the write-ahead log, segment by segment; .partial.sealed is the one being written
BACKUP_SPOOL/                     segments as they arrive, in clear, for seconds
"""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from centre.backups import keys
from centre.backups.writing import owner_only, write
from centre.errors import DomainError

BASE, DUMP, WAL = "base", "dump", "wal"
SEALED, PARTIAL = ".sealed", ".partial"


@dataclass(frozen=True)
class Manifest:
    """What is known of one backup without opening it.

    `plain_bytes` before and `bytes` after compression and encryption; `sha256` of data.sealed; positions of the
    write-ahead log as PostgreSQL prints them ("" for a dump); `version` of the product: the newest
    migration of each room.
    """

    name: str
    kind: str
    key: str
    begun_at: datetime
    finished_at: datetime
    plain_bytes: int
    bytes: int
    sha256: str
    server_version: str
    start_lsn: str = ""
    stop_lsn: str = ""
    timeline: int = 0
    version: dict[str, str] = field(default_factory=dict)

    def text(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """The manifest kept in `path`. Raises DomainError when it cannot be read."""
        try:
            content = json.loads(path.read_text())
            for name in ("begun_at", "finished_at"):
                content[name] = datetime.fromisoformat(content[name])
            return cls(**content)
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DomainError(f"バックアップの説明 {path} を読めません。") from error


@dataclass(frozen=True)
class Folder:
    """One folder of backups."""

    path: Path
    spool: Path
    key_file: Path

    @property
    def key_folder(self) -> Path:
        return self.path / "keys"

    @property
    def wal(self) -> Path:
        return self.path / "wal"

    @property
    def is_here(self) -> bool:
        """Whether this process can reach it; the web pages, for example, cannot."""
        return self.path.is_dir()

    def data(self, name: str) -> Path:
        return self.path / "base" / name / "data.sealed"

    def manifests(self) -> list[Manifest]:
        """All finished backups, the oldest first."""
        found = [Manifest.read(path) for path in self.path.glob("base/*/manifest.json")]
        return sorted(found, key=lambda one: (one.finished_at, one.name))

    def manifest(self, name: str) -> Manifest:
        """One backup. Raises DomainError when there is none of this name."""
        found = next((one for one in self.manifests() if one.name == name), None)
        if found is None:
            raise DomainError(f"{name} というバックアップはありません。manage.py list_backups で確かめてください。")
        return found

    def master_key(self) -> keys.MasterKey:
        return keys.master_key(self.key_file)

    def data_key(self, name: str) -> keys.DataKey:
        return keys.data_key(self.key_folder, name, self.master_key())

    def newest_data_key(self) -> keys.DataKey | None:
        """The data key drawn last, which the log files are written with; None when there is none that opens."""
        names = sorted(path.stem for path in self.key_folder.glob("*.json"))
        return self.data_key(names[-1]) if names else None

    def belongs_to(self, system_identifier: str) -> None:
        """Remember whose backups these are. Raises DomainError when they are another database's."""
        note = self.path / "database.json"
        if not note.exists():
            write(note, json.dumps({"system_identifier": system_identifier}))
        if json.loads(note.read_text())["system_identifier"] != system_identifier:
            raise DomainError(
                f"{self.path} には、別のデータベースのバックアップがあります。"
                "BACKUP_DIR に空のフォルダーを指定してください。"
            )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep a second backup, tidying or destruction out meanwhile. Raises DomainError when one is under way."""
        with open(self.path / "lock", "w", opener=owner_only) as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise DomainError(
                    "ほかのバックアップの処理が動いています。終わってから、もう一度行ってください。"
                ) from error
            yield


def backup_folder() -> Folder:
    """The folder of the settings. Raises DomainError when none is named."""
    if not settings.BACKUP_DIR:
        raise DomainError("バックアップの場所が決まっていません。BACKUP_DIR と BACKUP_KEY_FILE を設定してください。")
    path = Path(settings.BACKUP_DIR)
    return Folder(path, Path(settings.BACKUP_SPOOL or path / "spool"), Path(settings.BACKUP_KEY_FILE))
