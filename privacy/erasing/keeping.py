"""Packages for the prefecture as they are kept: in an archive with a password, handed out with a provision.

The password is shown once to who made the package. It stays under its seal until the erasure is finished, because the
search for survivors reads in the package what to look for; then it goes together with the file.
"""

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.files import pieces_of, store_path, without_content
from centre.fiscal_year import FiscalYear
from centre.models import StoredFile, User
from centre.packaging.archive import TYPE
from centre.templatetags.display import moment
from privacy.access import write_line
from privacy.models import AccessLog, Provision, ReturnPackage
from privacy.sharing import passwords
from privacy.sharing.packing import pack, unpack
from privacy.sharing.providing import Terms, record_provision

Kind = ReturnPackage.Kind
SUBJECT = ReturnPackage._meta.label
# What the package is handed over for, and the clause that asks for it.
GROUNDS = {
    Kind.RETURN: ("契約の終了に伴う返還", "個人情報取扱特記事項 第13（返還・引渡し）"),
    Kind.HANDOVER: ("業務の引継ぎ", "仕様書12(3)（引継ぎ）"),
}
GONE = "このファイルは消去が済んでいます。照合値だけが残っています。"
LOST = "一式のパスワードの鍵が変わったため、開けません。一式を作り直してください。"


def keep(
    path: Path,
    kind: Kind,
    year: FiscalYear,
    rows: dict[str, int],
    people: int,
    by: User,
    tell: Callable[[], None] = lambda: None,
) -> ReturnPackage:
    """Keep a file that is handed to the prefecture: encrypted, with its hash. `people` is how many it tells of."""
    password = passwords.draw()
    archive = path.with_name("archive")
    about = (
        ("一式", f"{kind.label}　{year.label}"),
        ("作成日時", moment(timezone.now())),
        ("作成者", by.name),
        ("開き方", f"中の「{kind.label}.zip」を取り出し、すべて展開します。"),
        ("注意", "個人情報が入っています。目的（返還・引継ぎ）のほかに使いません。"),
    )
    pack(path, f"{kind.label}.zip", archive, password, about, tell)
    file = store_path(f"{kind.label}_{year.year}年度_{timezone.localtime():%Y%m%d_%H%M}.zip", TYPE, archive)
    return ReturnPackage.objects.create(
        kind=kind,
        fiscal_year=year.year,
        file=file,
        name=file.name,
        size=file.size,
        sha256=file.sha256,
        rows=rows,
        people=people,
        sealed_password=passwords.seal(password),
        made_by=by,
    )


@transaction.atomic
def hand_out(package: ReturnPackage, *, by: User, address: str | None) -> StoredFile:
    """The file of a package, for saving; the first time is kept, with the record of what is given to the prefecture.

    Raises DomainError once it was erased, and for a package that has no password.
    """
    package = _locked(package)
    if not package.sealed_password:
        raise DomainError("パスワードのない古い一式は保存できません。一式を作り直してください。")
    if package.downloaded_at is None:
        package.provision = _provide(package)
        package.downloaded_at, package.downloaded_by = timezone.now(), by
        package.save(update_fields=["provision", "downloaded_at", "downloaded_by"])
    write_line(
        by,
        AccessLog.Action.EXPORT,
        SUBJECT,
        subject_id=package.pk,
        detail=f"{package.get_kind_display()} {package.size:,}バイト",
        reason="（".join(GROUNDS[package.kind]) + "）",
        address=address,
    )
    return without_content().get(pk=package.file_id)


@transaction.atomic
def show_password(package: ReturnPackage, *, by: User, address: str | None) -> str:
    """The password of a package, once and only to who made it. Raises DomainError otherwise."""
    package = _locked(package)
    if package.made_by_id != by.pk:
        raise DomainError("パスワードを見られるのは、この一式を作った本人だけです。")
    if package.password_shown_at:
        raise DomainError("パスワードは、すでに1回表示しました。控えていないときは、一式を作り直してください。")
    password = _password(package)
    package.password_shown_at = timezone.now()
    package.save(update_fields=["password_shown_at"])
    write_line(by, AccessLog.Action.PASSWORD, SUBJECT, subject_id=package.pk, detail="1回だけの表示", address=address)
    return password


@contextmanager
def opened(package: ReturnPackage) -> Iterator[zipfile.ZipFile]:
    """What is in a package. Raises DomainError when its password cannot be read any more."""
    password = _password(package)
    with tempfile.TemporaryDirectory() as folder:
        archive, inner = Path(folder) / "archive", Path(folder) / "package.zip"
        with archive.open("wb") as kept:
            for piece in pieces_of(without_content().get(pk=package.file_id)):
                kept.write(piece)
        unpack(archive, f"{package.get_kind_display()}.zip", inner, password)
        with zipfile.ZipFile(inner) as content:
            yield content


@transaction.atomic
def forget_all() -> None:
    """The files of all packages go, and their passwords; their hashes stay."""
    packages = ReturnPackage.objects.filter(file__isnull=False)
    files = files_kept()
    packages.update(file=None, sealed_password="")
    StoredFile.objects.filter(pk__in=files).only("pk").delete()


def files_kept() -> list[int]:
    """The keys of the files of all packages: copies of what is erased, which go when the search is done."""
    return list(ReturnPackage.objects.filter(file__isnull=False).values_list("file", flat=True))


def _locked(package: ReturnPackage) -> ReturnPackage:
    package = ReturnPackage.objects.select_for_update().get(pk=package.pk)
    if package.file_id is None:
        raise DomainError(GONE)
    return package


def _password(package: ReturnPackage) -> str:
    password = passwords.unseal(package.sealed_password) if package.sealed_password else ""
    if not password:
        raise DomainError(LOST)
    return password


def _provide(package: ReturnPackage) -> Provision:
    purpose, basis = GROUNDS[package.kind]
    lists = (
        "、".join(package.rows) if package.kind == Kind.HANDOVER else f"預かった記録のすべて（{len(package.rows)}表）"
    )
    return record_provision(
        Terms(Provision.Recipient.PREFECTURE, Provision.Ground.INSTRUCTION, purpose, basis=basis),
        items=f"{package.get_kind_display()}：{lists}",
        people=package.people,
        means=Provision.Means.EXPORT,
        subject=SUBJECT,
        subject_id=package.pk,
        by=package.made_by,
    )
