"""The sample's inspection: one that is over, with the papers that were handed over."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from centre.roles import Role
from config.sample.world import World
from privacy.models import Inspection, InspectionPaper

AGO = 60


def make(world: World) -> None:
    """An inspection of a forenoon, as it is kept."""
    manager = world.staff[Role.PRIVACY_MANAGER]
    day = world.today - timedelta(days=AGO)
    begins = timezone.make_aware(datetime.combine(day, time(9, 0)))
    inspection = Inspection.objects.create(
        inspector=world.staff[Role.INSPECTOR],
        officials="見本課 検査員 見本（架空）",
        purpose="特記事項 第16による個人情報の管理の状況の調査（見本）",
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
        scope=["privacy", "staff"],
        opened_by=manager,
    )
    InspectionPaper.objects.create(
        inspection=inspection, title="責任者・従事者・作業場所の報告の写し（見本）", handed_on=day, by=manager
    )
