"""The figures of table 8: what counts in which month, and that the parts make the whole."""

from datetime import date

import pytest

from centre.fiscal_year import Month
from referrals.models import Relocation
from reports.compiling import compile_tables, month_period
from reports.metrics import referrals as r
from reports.metrics.definition import count, count_by
from reports.tables import MONTHLY, Cross
from tests.factories.referrals import HiredFactory, ReferralFactory

pytestmark = pytest.mark.django_db
JUNE, MAY = month_period(Month(2026, 6)), month_period(Month(2026, 5))
(TABLE,) = (table for table in MONTHLY if table.number == 8)


def value(metric, period) -> int:
    return int(count(metric, period).value)


def test_each_stage_counts_in_the_month_of_its_day():
    HiredFactory()
    ReferralFactory(
        informed_on=date(2026, 5, 31), stage="withdrawn", closed_on=date(2026, 6, 30), ended_reason="terms"
    )
    assert [value(metric, MAY) for metric in (r.INFORMED, r.APPLIED, r.OFFERED, r.HIRED)] == [2, 1, 1, 0]
    assert [value(metric, JUNE) for metric in (r.INFORMED, r.HIRED, r.WITHDRAWN, r.REJECTED)] == [0, 1, 1, 0]


def test_one_person_hired_twice_is_two_hirings_and_one_person():
    first = HiredFactory()
    HiredFactory(jobseeker=first.jobseeker)
    assert (value(r.HIRED, JUNE), value(r.PEOPLE_HIRED, JUNE)) == (2, 1)


def test_hirings_are_divided_and_the_parts_make_the_whole():
    moved, stayed, _ = HiredFactory(), HiredFactory(), HiredFactory()
    Relocation.objects.create(
        referral=moved, moves="yes", moved_from_id="13", moved_to_id="43202", subsidy_expected="yes"
    )
    Relocation.objects.create(referral=stayed, moves="no", subsidy_expected="no")
    by = {
        key: {part[0]: int(found.value) for part, found in count_by(r.HIRED, JUNE, key).items()}
        for key in ("move", "origin", "destination", "subsidy")
    }
    assert by["move"] == {"あり": 1, "なし": 1, "未記入": 1}
    assert by["origin"] == {"東京都": 1, "移住なし・未記入": 2}
    assert by["destination"] == {"八代市": 1, "移住なし・未記入": 2}
    assert by["subsidy"] == {"あり": 1, "なし": 1, "未記入": 1}
    assert (value(r.MOVED, JUNE), value(r.SUBSIDY_EXPECTED, JUNE)) == (1, 1)
    (table,) = compile_tables((TABLE,), Month(2026, 6)).tables
    for block, drawn in zip(TABLE.blocks, table["blocks"], strict=True):
        if isinstance(block, Cross):
            *parts, total = [row["cells"][-1]["value"] for row in drawn["rows"]]
            assert sum(parts) == total, block.title
