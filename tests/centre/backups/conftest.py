"""A small server of the test's own, with its backup folder and key."""

import shutil
import tempfile
from pathlib import Path

import pytest

from centre.backups import keys
from centre.backups.folder import Folder, backup_folder
from centre.server_account import Account
from config.embedded import postgres


@pytest.fixture(scope="session")
def own_server() -> str:
    """The address of a PostgreSQL server that only these tests use: its files are copied as a whole."""
    account = Account.for_servers()
    folder = Path(tempfile.mkdtemp(prefix="backups-", dir="/tmp"))
    account.own(folder)
    with postgres(folder, account, temporary=True) as address:
        yield address
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def folder(settings, tmp_path, own_server) -> Folder:
    """An empty backup folder with a new key, for the server of these tests."""
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_SPOOL = str(tmp_path / "spool")
    settings.BACKUP_KEY_FILE = str(tmp_path / "backup.key")
    settings.BACKUP_DATABASE_URL = own_server
    keys.make_master_key(tmp_path / "backup.key")
    return backup_folder()
