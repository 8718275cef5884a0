"""Who may work until when: residence permits that end soon (DOMAIN 5.5, contract 003 情報項目)."""

from datetime import date

from django.db.models import QuerySet

from jobseekers.models import Jobseeker, ResidenceStatus
from privacy.retention.rules import months_later

WARN_MONTHS = 3
Permission = ResidenceStatus.WorkPermission
EXPLAINED = {
    Permission.UNRESTRICTED: "どの仕事にも就けます。",
    Permission.LIMITED: "在留資格の範囲の仕事に限られます。求人の仕事が範囲に入るかは、出入国在留管理庁に確かめます。",
    Permission.NONE: "資格外活動の許可がなければ働けません。許可の有無と時間の上限を、在留カードで確かめます。",
    Permission.DESIGNATED: "パスポートの指定書に書かれた活動に限られます。指定書で確かめます。",
}


def ending_soon(today: date) -> QuerySet[Jobseeker]:
    """People in support whose permit ends within three months, or has ended; the soonest first."""
    return (
        Jobseeker.objects.open()
        .filter(residence_until__lte=months_later(today, WARN_MONTHS))
        .select_related("residence_status")
        .order_by("residence_until", "pk")
    )


def warning(person: Jobseeker, today: date) -> str:
    """What to say about the end of a person's permit on a day; empty when there is nothing to say."""
    until = person.residence_until
    if until is None or person.closed_on or until > months_later(today, WARN_MONTHS):
        return ""
    if until < today:
        return "在留期限が過ぎています。更新したかを本人に確かめ、新しい期限を記録してください。"
    return "在留期限まで3か月を切りました。更新の予定を本人に確かめてください。"


def explained(person: Jobseeker) -> str:
    """What a person's status allows, in a sentence; empty for people without one (Japanese, or not asked)."""
    return EXPLAINED[person.residence_status.work_permission] if person.residence_status else ""
