"""The books, the register of deliverables and the plan of the sample: plainly fictional, by rule and without dice."""

from datetime import date, timedelta
from decimal import Decimal

from centre.fiscal_year import FiscalYear, Month
from config.sample.world import World
from reports.models import Cost, Deliverable, Equipment, Labour, PlanItem, Work

RATE = 1600
HOURS = (Decimal("120.00"), Decimal("96.50"), Decimal("40.00"))
SHARES = ((Work.EMPLOYERS, Decimal("0.30")), (Work.POSTINGS, Decimal("0.45")), (Work.PEOPLE, Decimal("0.25")))
COSTS = (
    (Work.COUNTER, "見本不動産（架空）", "窓口の賃借料", 110000),
    (Work.VISITS, "見本交通（架空）", "企業訪問の旅費", 18400),
    (Work.COUNTER, "見本通信（架空）", "電話・回線の使用料", 15600),
)
PLAN = (
    ("1 企業の支援", "(1) 訪問による掘り起こし", "求人開拓", "県内企業を訪問し、求人を掘り起こす。", "visits", 300),
    ("1 企業の支援", "(2) 相談", "相談", "採用担当者の相談に応じる。", "employer_consultations", 600),
    ("2 UIJターン就職の支援", "(1) 相談", "相談", "就職希望者と保護者の相談に応じる。", "person_consultations", 900),
    ("2 UIJターン就職の支援", "(2) 掲載", "精査", "移住支援金の対象求人を掲載する。", "target_count", 2200),
)


def make(world: World) -> None:
    """The money of the months that are over in the year of the last day, its register and its plan with the next."""
    year = FiscalYear.of(world.today)
    supervisor = world.counsellors[-1]
    months = [month for month in year.months if month.end < world.today]
    _books(world, year, months, supervisor)
    Deliverable.objects.bulk_create(
        Deliverable(fiscal_year=year.year, title=title, copies=copies)
        for title, copies in (("実績報告書", 2), ("企業向けの案内（見本）", 1), ("UIJターンの手引き（見本）", 1))
    )
    Equipment.objects.create(
        fiscal_year=year.year,
        title="相談用の机（見本）",
        number="B-1",
        price=24800,
        bought_on=year.start,
        place="窓口",
    )
    for number in (year.year, year.year + 1):
        PlanItem.objects.bulk_create(
            PlanItem(
                fiscal_year=number,
                heading=heading,
                subheading=subheading,
                organisation="熊本窓口",
                section=section,
                plan=plan,
                metric=metric,
                figure_label="",
                planned=planned,
                unit="件",
                edited_by=supervisor,
            )
            for heading, subheading, section, plan, metric, planned in PLAN
        )


def _books(world: World, year: FiscalYear, months: list[Month], supervisor) -> None:
    Labour.objects.bulk_create(
        Labour(
            fiscal_year=year.year,
            month=month.start,
            user=person,
            work=work,
            hours=(hours * share).quantize(Decimal("0.01")),
            rate=RATE,
            recorded_by=supervisor,
        )
        for month in months
        for person, hours in zip(world.counsellors, HOURS, strict=True)
        for work, share in SHARES
    )
    Cost.objects.bulk_create(
        Cost(
            fiscal_year=year.year,
            work=work,
            paid_on=_paid_on(month),
            voucher=f"{month.month:02d}-{number}",
            payee=payee,
            subject=subject,
            amount=amount,
            recorded_by=supervisor,
        )
        for month in months
        for number, (work, payee, subject, amount) in enumerate(COSTS, start=1)
    )


def _paid_on(month: Month) -> date:
    return month.end - timedelta(days=1)
