"""What the home page says of the target."""

from django.urls import reverse

from centre.fiscal_year import FiscalYear
from centre.registry import Card
from postings.toward_target.checking import SILENT_DAYS, disagreements, silent_since
from postings.toward_target.target import policy_of, tallies, target_of


def toward_target(user, today) -> Card:
    """The count of the fiscal year so far."""
    year = FiscalYear.of(today)
    target, policy = target_of(year), policy_of(year)
    found = tallies(year, [policy])[policy.key]
    return Card(
        title=f"{year.label}の掲載件数",
        figure=f"{found.count:,}",
        unit=f"件 / 目標 {target:,}件",
        note=f"4月1日現在 {found.baseline:,}件、残り {max(0, target - found.count):,}件",
        url=reverse("postings:target"),
    )


def disagreement(user, today) -> Card | None:
    """The alarm: both counts differ, or nobody has compared them for days; None when all is well."""
    year = FiscalYear.of(today)
    address = reverse("postings:target")
    if disagreements(year):
        return Card(
            title="件数の2つの計算が一致しません",
            figure="要確認",
            note="報告に使う前に、システム管理者に知らせてください。",
            url=address,
        )
    since = silent_since(today)
    if since is not None:
        return Card(
            title="件数の確かめが止まっています",
            figure=f"{since:%-m月%-d日}",
            unit="が最後",
            note=f"2つの計算の確かめが{SILENT_DAYS}日より長くありません。目標の画面で「いま確かめる」を押してください。",
            url=address,
        )
    return None
