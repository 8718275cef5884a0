"""Makers of the books, the plan and the register of deliverables."""

from datetime import date
from decimal import Decimal

import factory

from reports.models import Cost, Deliverable, Equipment, Labour, PlanItem, Work
from tests.factories.centre import UserFactory


class CostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Cost

    fiscal_year = 2026
    work = Work.VISITS
    paid_on = date(2026, 10, 5)
    voucher = factory.Sequence(lambda n: f"見本-{n}")
    subject = "見本の旅費"
    amount = 12000
    recorded_by = factory.SubFactory(UserFactory)


class LabourFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Labour

    fiscal_year = 2026
    month = date(2026, 10, 1)
    user = factory.SubFactory(UserFactory)
    work = Work.COUNTER
    hours = Decimal("120.50")
    rate = 1501
    recorded_by = factory.SubFactory(UserFactory)


class DeliverableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Deliverable

    fiscal_year = 2026
    title = factory.Sequence(lambda n: f"見本の成果物 {n}")


class EquipmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Equipment

    fiscal_year = 2026
    title = factory.Sequence(lambda n: f"見本の備品 {n}")


class PlanItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlanItem

    fiscal_year = 2026
    heading = "1 企業の支援"
    organisation = "熊本窓口"
    section = "求人開拓"
    plan = "県内企業を訪問する。"
    edited_by = factory.SubFactory(UserFactory)
