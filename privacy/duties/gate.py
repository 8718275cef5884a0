"""What stands between a person and the product: designation, notice, training, as the profile asks (別記 第4・第14).

Asked when somebody logs in and once a day; the answer stays in the session, so that a page costs no question more.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.signals import user_logged_in
from django.db.models import Q, QuerySet
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.models import Contract, User
from centre.roles import OUTSIDE, Role
from centre.roster.training import untrained
from privacy.duties.profiles import (
    APPROVES_MANAGER,
    DEFAULT,
    DESIGNATION,
    NOTICE,
    PROFILES,
    TRAINING,
    Profile,
)
from privacy.models import Designation, NoticeAcknowledgement, NoticeText, Workplace

CHECKED, MISSING = "duties_checked_on", "duties_missing"
# Official and inspector belong to the prefecture; the administrator opens no record of a person.
EXEMPT = OUTSIDE | {Role.ADMIN}


@dataclass(frozen=True)
class Missing:
    """A duty that is not met, and what to do about it."""

    key: str
    words: str


WORDS = {
    NOTICE: "周知文（秘密の保持と罰則）をまだ確認していません。",
    DESIGNATION: (
        "県に報告した指定（個人情報保護責任者・作業従事者）が、今日の時点でありません。"
        "個人情報保護責任者が県に報告し、効力が生じる日から使えます（特記事項 第4）。"
    ),
    TRAINING: "今年度の個人情報の研修をまだ受けていません。受講が記録されると使えます。",
}


def profile_key_on(day: date) -> str:
    """The key of the profile that the contract of a day names; that of the default one without a contract."""
    year = FiscalYear.of(day).year
    return Contract.objects.filter(fiscal_year=year).values_list("privacy_profile", flat=True).first() or DEFAULT


def profile_on(day: date) -> Profile:
    """The profile that the contract of a day names; the default one without a contract."""
    return PROFILES[profile_key_on(day)]


def missing_for(user: User, day: date) -> list[Missing]:
    """The duties that this person does not meet on a day; nothing for roles that handle no personal data."""
    if user.role in EXEMPT:
        return []
    profile = profile_on(day)
    found = []
    if profile.asks(DESIGNATION) and not designated(day, profile).filter(user=user).exists():
        found.append(DESIGNATION)
    if profile.asks(TRAINING) and untrained(day).filter(pk=user.pk).exists():
        found.append(TRAINING)
    if profile.asks(NOTICE) and not _has_acknowledged(user, day):
        found.append(NOTICE)
    return [Missing(key, WORDS[key]) for key in found]


def ask(request, user: User) -> None:
    """Keep in the session what the person does not meet today."""
    today = timezone.localdate()
    request.session[CHECKED] = today.isoformat()
    request.session[MISSING] = [one.key for one in missing_for(user, today)]


def missing_in(request) -> list[str]:
    """What the session says is missing; asked anew on a later day."""
    if request.session.get(CHECKED, "") < timezone.localdate().isoformat():
        ask(request, request.user)
    return request.session[MISSING]


def notice_on(day: date) -> NoticeText | None:
    """The notice in force on a day."""
    return NoticeText.objects.filter(valid_from__lte=day).first()


def designated(day: date, profile: Profile) -> QuerySet[Designation]:
    """The reported designations in force on a day; a manager only when approved, where the profile asks for it."""
    found = Designation.objects.filter(_runs(day), reported_on__isnull=False)
    if profile.asks(APPROVES_MANAGER):
        found = found.exclude(duty=Designation.Duty.MANAGER, approved_on__isnull=True)
    return found


def workplaces(day: date) -> QuerySet[Workplace]:
    """The places of work of a day, reported or not."""
    return Workplace.objects.filter(_runs(day))


def _runs(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _has_acknowledged(user: User, day: date) -> bool:
    text = notice_on(day)
    return text is None or NoticeAcknowledgement.objects.filter(user=user, text=text).exists()


def connect() -> None:
    """Ask at the log-in, so that pages do not; called once at start-up."""
    user_logged_in.connect(_ask_at_login, dispatch_uid="privacy.duties")


def _ask_at_login(sender, request, user, **kwargs) -> None:
    ask(request, user)
