"""What stands between a person and the product: designation, training, pledge, notice, as the profile asks.

Asked when somebody logs in and once a day; the answer stays in the session, so that a page costs no question more.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.signals import user_logged_in
from django.db.models import Exists, OuterRef, Q, QuerySet
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
    PLEDGE,
    PROFILES,
    TRAINING,
    Profile,
)
from privacy.models import Designation, NoticeAcknowledgement, NoticeText, RegisterEntry, Workplace
from privacy.registers import exchanges
from privacy.registers.courses import State

CHECKED, MISSING = "duties_checked_on", "duties_missing"
# Official and inspector belong to the prefecture; the administrator opens no record of a person.
EXEMPT = OUTSIDE | {Role.ADMIN}


@dataclass(frozen=True)
class Missing:
    """A duty that is not met: its name in a list, and what the person reads who is stopped by it."""

    key: str
    label: str
    words: str


# The duties without which nobody goes on, in the order in which they are read.
LOCKS = {
    one.key: one
    for one in (
        Missing(
            DESIGNATION,
            "指定",
            "県に報告した指定（個人情報保護責任者・作業従事者）が、今日の時点でありません。"
            "個人情報保護責任者が県に報告し、効力が生じる日から使えます（特記事項 第4）。",
        ),
        Missing(TRAINING, "研修", "今年度の個人情報の研修をまだ受けていません。受講が記録されると使えます。"),
        Missing(
            PLEDGE,
            "誓約書",
            "秘密保持の誓約書の回収が、まだ記録されていません。署名した誓約書を個人情報保護責任者に渡してください。"
            "回収が台帳に記録されると使えます（別紙3 第7条2）。",
        ),
        Missing(NOTICE, "周知文の確認", "周知文（秘密の保持と罰則）をまだ確認していません。"),
    )
}


def profile_key_on(day: date) -> str:
    """The key of the profile that the contract of a day names; that of the default one without a contract."""
    year = FiscalYear.of(day).year
    return Contract.objects.filter(fiscal_year=year).values_list("privacy_profile", flat=True).first() or DEFAULT


def profile_on(day: date) -> Profile:
    """The profile that the contract of a day names; the default one without a contract."""
    return PROFILES[profile_key_on(day)]


def handlers() -> QuerySet[User]:
    """Active people who handle personal data, by name."""
    return User.objects.filter(is_active=True).exclude(role__in=EXEMPT).order_by("name", "pk")


def without(duty: str, people: QuerySet[User], day: date, profile: Profile) -> QuerySet[User]:
    """Those of `people` who do not meet one of the LOCKS on a day; nobody where the profile does not ask for it."""
    if not profile.asks(duty):
        return people.none()
    if duty == TRAINING:
        return people.filter(pk__in=untrained(day).values("pk"))
    if duty == DESIGNATION:
        met = designated(day, profile).filter(user=OuterRef("pk"))
    elif duty == PLEDGE:
        met = _collected_pledges(day).filter(person=OuterRef("pk"))
    elif text := notice_on(day):
        met = NoticeAcknowledgement.objects.filter(text=text, user=OuterRef("pk"))
    else:
        return people.none()
    return people.filter(~Exists(met))


def missing_among(people: QuerySet[User], day: date) -> dict[int, list[Missing]]:
    """What each of `people` does not meet on a day, by the number of the person; asks once for each duty."""
    profile = profile_on(day)
    found = defaultdict(list)
    for duty, missing in LOCKS.items():
        for pk in without(duty, people, day, profile).values_list("pk", flat=True):
            found[pk].append(missing)
    return found


def missing_for(user: User, day: date) -> list[Missing]:
    """The duties that this person does not meet on a day; nothing for roles that handle no personal data."""
    if user.role in EXEMPT:
        return []
    return missing_among(User.objects.filter(pk=user.pk), day)[user.pk]


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
    found = Designation.objects.filter(runs_on(day), reported_on__isnull=False)
    if profile.asks(APPROVES_MANAGER):
        found = found.exclude(duty=Designation.Duty.MANAGER, approved_on__isnull=True)
    return found


def workplaces(day: date) -> QuerySet[Workplace]:
    """The places of work of a day, reported or not."""
    return Workplace.objects.filter(runs_on(day))


def runs_on(day: date) -> Q:
    """Whether a designation or workplace is within its term on a day, reported or not."""
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _collected_pledges(day: date) -> QuerySet[RegisterEntry]:
    return RegisterEntry.objects.filter(kind=exchanges.PLEDGE.key, state=State.CLOSED, closed_on__lte=day)


def connect() -> None:
    """Ask at the log-in, so that pages do not; called once at start-up."""
    user_logged_in.connect(_ask_at_login, dispatch_uid="privacy.duties")


def _ask_at_login(sender, request, user, **kwargs) -> None:
    ask(request, user)
