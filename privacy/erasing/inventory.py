"""The list of every copy: what it is, on which medium, how many, how it is erased (004 第14条2の申請の項目)."""

from django.utils import timezone

from centre.models import Backup, Job, StoredFile
from privacy.erasing.executing import parts_of
from privacy.erasing.ways import all_ways
from privacy.models import Erasure

DATABASE, FILES, MACHINES, OUTSIDE = "データベース", "保存ファイル", "サーバー", "窓口の端末・紙"


def inventory_of(erasure: Erasure) -> list[dict]:
    """Every copy that the erasure reaches: [{"item", "medium", "count", "method"}]; no names."""
    lines = [
        _line(part.way.title, DATABASE, rows, part.way.kind.value)
        for part in parts_of(erasure, timezone.localdate())
        if (rows := part.free.count() + part.held.count())
    ]
    if erasure.scope == Erasure.Scope.CONTRACT:
        lines += _beyond_the_tables()
    return lines


def everything() -> list[dict]:
    """The same for the end of the contract, with what stays and why."""
    lines = inventory_of(Erasure(scope=Erasure.Scope.CONTRACT))
    for way in all_ways():
        if not way.changes and (rows := way.model._base_manager.count()):
            why = way.law.ground if way.law else way.because
            lines.append(_line(way.title, DATABASE, rows, f"{way.kind.value}：{why}"))
    return lines


def _beyond_the_tables() -> list[dict]:
    waiting = Job.objects.filter(state__in=[Job.State.WAITING, Job.State.RUNNING]).count()
    return [
        _line(
            "保存ファイル（書類・取り込んだ表・書き出し）",
            FILES,
            StoredFile.objects.count(),
            "どこからも使われなくなったものを消す",
        ),
        _line("一時保存（キャッシュ）と処理の待ち行列", MACHINES, waiting, "空にする（中身は処理の番号だけ）"),
        _line("データベースのページに残る消した行", MACHINES, 1, "表を作り直す（VACUUM FULL）"),
        _line("更新ログ（WAL）と保管したログ", MACHINES, 1, "切り替え、バックアップの鍵の消去で読めなくする"),
        _line(
            "バックアップ",
            MACHINES,
            Backup.objects.filter(unreadable_at__isnull=True).count(),
            "鍵を消去し、判読不能にする",
        ),
        _line("端末に保存したファイル・印刷した紙", OUTSIDE, 0, "県に引き渡すか裁断し、証明書の備考に書く"),
    ]


def _line(item, medium: str, count: int, method: str) -> dict:
    return {"item": str(item), "medium": medium, "count": count, "method": method}
