"""Opening and ending an inspection, and what was handed over (契約 13(1), 特記事項 第16)."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.roles import Role
from privacy.inspections.scopes import SCOPES
from privacy.models import Inspection, InspectionPaper

TAKEN = "この検査員のアカウントには、重なる期間の検査があります。前の検査を終えてから開いてください。"


def open_inspection(
    inspector: User,
    *,
    officials: str,
    purpose: str,
    starts_at: datetime,
    ends_at: datetime,
    scope: list[str],
    with_personal: bool,
    by: User,
) -> Inspection:
    """Let an inspector read for a time. Raises DomainError for a wrong account, time or scope."""
    if inspector.role != Role.INSPECTOR or not inspector.is_active:
        raise DomainError("検査員のアカウントを選んでください。", "inspector")
    if ends_at <= starts_at or ends_at <= timezone.now():
        raise DomainError("終わる日時を、始まる日時と今より後にしてください。", "ends_at")
    if ends_at - starts_at > timedelta(days=settings.INSPECTION_MOST_DAYS):
        raise DomainError(f"検査は{settings.INSPECTION_MOST_DAYS}日までです。長いときは開き直します。", "ends_at")
    if not scope or not set(scope) <= set(SCOPES):
        raise DomainError("見てよい記録を選んでください。", "scope")
    try:
        with transaction.atomic():
            return Inspection.objects.create(
                inspector=inspector,
                officials=officials,
                purpose=purpose,
                starts_at=starts_at,
                ends_at=ends_at,
                scope=scope,
                with_personal=with_personal,
                opened_by=by,
            )
    except IntegrityError as error:
        raise DomainError(TAKEN, "inspector") from error


@transaction.atomic
def end_inspection(inspection: Inspection, *, by: User) -> Inspection:
    """End it now; the inspector's next page is refused. Raises DomainError when it is over."""
    locked = Inspection.objects.select_for_update().get(pk=inspection.pk)
    if locked.over_at <= timezone.now():
        raise DomainError("この検査はもう終わっています。")
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.save(update_fields=["closed_at", "closed_by"])
    return locked


@transaction.atomic
def hand_over(inspection: Inspection, *, title: str, copies: int, handed_on: date, by: User) -> InspectionPaper:
    """Note a paper that was handed to the inspectors. Raises DomainError for a day to come."""
    if handed_on > timezone.localdate():
        raise DomainError("渡した日が先の日付になっています。", "handed_on")
    return inspection.papers.create(title=title, copies=copies, handed_on=handed_on, by=by)


def running(inspector: User) -> Inspection | None:
    """The inspection of this account that runs now."""
    now = timezone.now()
    return Inspection.objects.filter(
        inspector=inspector, starts_at__lte=now, ends_at__gt=now, closed_at__isnull=True
    ).first()
