"""`manage.py backtest_target --year 2026`: how well the forecasts of a year would have come true."""

from django.core.management.base import BaseCommand

from centre.fiscal_year import FiscalYear
from postings.toward_target.backtesting import YEAR_END, backtest, scores
from postings.toward_target.counting import POLICIES


class Command(BaseCommand):
    help = "過去の月曜日ごとに、その日までの記録だけで先の件数を予測し、実際の件数と比べます。"

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, required=True, help="年度（西暦）")
        parser.add_argument("--policy", choices=list(POLICIES), help="数え方（省くと契約の設定）")

    def handle(self, *, year, policy, **options):
        tried = backtest(FiscalYear(year), POLICIES[policy] if policy else None)
        for one in tried:
            inside = "○" if one.is_inside else "×"
            ahead = f"{one.ahead}日先" if one.ahead != YEAR_END else "年度末"
            self.stdout.write(
                f"{one.known_to} から{ahead}（{one.on}）　予測 {one.low:,}〜{one.high:,}（{one.mean:,.0f}）"
                f"　実際 {one.actual:,}　{inside}"
            )
        for score in scores(tried):
            ahead = f"{score.ahead}日先" if score.ahead != YEAR_END else "年度末"
            self.stdout.write(
                f"{ahead}　{score.tried}回　80%の幅に入った割合 {score.inside:.0%}"
                f"　平均の外れ {score.error:,.1f}件（偏り {score.bias:+,.1f}件）"
            )
        if not tried:
            self.stdout.write("比べられる日がまだありません（履歴が4週間、先の日が28日要ります）。")
