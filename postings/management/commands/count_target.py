"""`manage.py count_target [--ledger FILE.csv] --year 2026 [--policy KEY] --json`: the count toward the target.

With `--ledger` no database is needed. Impossible ledgers end with status 2 and name the row.
"""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from centre.tabular.reading import TabularError
from postings.site.ledger import ledger_lines
from postings.toward_target.counting import (
    DEFAULT_POLICY,
    NAMES,
    POLICIES,
    ImpossibleSequence,
    TargetCount,
    count_year,
)
from postings.toward_target.ledger_file import read_ledger


class Command(BaseCommand):
    help = "掲載履歴から、年度の掲載件数（4月1日現在＋追加）を数えます。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--ledger", type=Path, help="CSV（posting,kind,effective_on,listed_until,eligible）")
        parser.add_argument("--year", type=int, required=True, help="年度（西暦。令和8年度は 2026）")
        parser.add_argument("--policy", default=DEFAULT_POLICY.key, help="・".join(POLICIES))
        parser.add_argument("--json", action="store_true")

    def handle(self, *, ledger, year, policy, **options):
        if policy not in POLICIES:
            raise CommandError(f"数え方「{policy}」はありません。{'、'.join(POLICIES)} のどれかです。", returncode=2)
        if not 1990 <= year <= 2200:
            raise CommandError("--year は西暦4桁で入れてください（例：2026）。", returncode=2)
        try:
            result = count_year(self._lines(ledger), year, POLICIES[policy])
        except TabularError as error:
            raise CommandError(f"{self._place(error.row, error.column)}{error.message}", returncode=2) from error
        except ImpossibleSequence as error:
            raise CommandError(f"{error.number}行目：{error.message}", returncode=2) from error
        self._show(result, options["json"])

    def _lines(self, ledger: Path | None):
        if ledger is None:
            return ledger_lines()
        try:
            return read_ledger(ledger.read_bytes(), ledger.name)
        except OSError as error:
            raise CommandError(f"ファイルを読めません：{ledger}（{error.strerror}）", returncode=2) from error

    def _place(self, row: int | None, column: str | None) -> str:
        return f"{row}行目 {column or ''}：" if row else ""

    def _show(self, result: TargetCount, as_json: bool) -> None:
        if as_json:
            data = {
                "year": result.year,
                "baseline": result.baseline,
                "additions": result.additions,
                "count": result.count,
                "count_all": result.count_all,
            }
            self.stdout.write(json.dumps(data, ensure_ascii=False))
            return
        self.stdout.write(f"{result.year}年度　4月1日現在 {result.baseline:,}件")
        for kind, number in result.additions.items():
            self.stdout.write(f"  {NAMES[kind]} {number:,}件")
        self.stdout.write(f"合計 {result.count:,}件（すべての法人 {result.count_all:,}件）")
