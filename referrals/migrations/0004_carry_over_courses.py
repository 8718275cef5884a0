"""Courses recorded before their history was kept: each gets its first lines, 就職 becomes 入社.

Of an interview and an offer no day was kept. The day of the application stands in for it, and the line says so.
"""

from django.db import migrations

STANDS_IN = "移行：日の記録がないため、応募日を入れました。確かめてください。"
UNTOLD = "移行：理由の記録がありません。"
DAYS = {"interviewed": "interviewed_on", "offered": "offered_on"}


def carry_over(apps, schema_editor):
    Referral = apps.get_model("referrals", "Referral")
    StageStep = apps.get_model("referrals", "StageStep")
    for course in Referral.objects.order_by("pk"):
        note = ""
        if course.stage == "hired":
            course.stage, course.joined_on = "joined", course.closed_on
        elif course.stage in DAYS:
            setattr(course, DAYS[course.stage], course.applied_on)
            note = STANDS_IN
        elif course.stage in ("withdrawn", "rejected"):
            course.ended_reason, note = "not_told", UNTOLD
        course.save()
        StageStep.objects.create(
            referral=course,
            kind="carried_over",
            stage=course.stage,
            on=course.closed_on or course.applied_on or course.informed_on,
            reason=course.ended_reason,
            note=note,
            by_id=course.recorded_by_id,
        )


class Migration(migrations.Migration):
    dependencies = [("referrals", "0003_course_to_hiring")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
