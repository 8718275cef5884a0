"""Live checks of the records: who is designated, told, trained; the log, the backups, the registers, the incidents."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from centre.fiscal_year import FiscalYear
from centre.models import Appointment, Backup, User
from centre.roster.training import untrained
from centre.templatetags.display import day as in_words
from centre.templatetags.display import moment
from privacy.checklists.findings import ASK, NO, OK, Finding, Looking
from privacy.declarations import declared
from privacy.duties import gate
from privacy.duties.profiles import APPROVES_WORKPLACE, PROFILES
from privacy.incidents import figures
from privacy.models import (
    Designation,
    Inspection,
    LogCheck,
    NoticeAcknowledgement,
    Provision,
    RegisterEntry,
)
from privacy.registers.catalogue import KINDS

LOG_CHECK_DAYS, DRILL_DAYS, EXERCISE_DAYS = 2, 31, 366


def purposes(looking: Looking) -> Finding:
    """Every table with people in it names purpose and retention."""
    tables = declared()
    silent = [model._meta.verbose_name for model, fields in tables if not fields.purpose or not fields.keep]
    if silent:
        return Finding(NO, f"利用目的か保存期間のない表：{'、'.join(silent)}", "privacy:register")
    return Finding(
        OK, f"個人情報を持つ{len(tables)}の表のすべてに、利用目的と保存期間があります。", "privacy:register"
    )


def told_of_secrecy(looking: Looking) -> Finding:
    """Nobody works who has not acknowledged the notice in force."""
    text = gate.notice_on(looking.day)
    if text is None:
        return Finding(NO, "使っている周知文がありません。", "privacy:notices")
    count = gate.without(gate.NOTICE, gate.handlers(), looking.day, PROFILES[looking.profile]).count()
    if count:
        return Finding(
            ASK, f"{text}を確認していない人が{count}人います（確認するまで使えません）。", "privacy:notices"
        )
    return Finding(
        OK, f"{text}（{text.articles}）を、{gate.handlers().count()}人全員が確認しています。", "privacy:notices"
    )


def one_manager(looking: Looking) -> Finding:
    """A protection manager is named, reported, and can be reached."""
    found = gate.designated(looking.day, PROFILES[looking.profile]).filter(duty=Designation.Duty.MANAGER).first()
    if found is None:
        return Finding(NO, "今日の時点で、県に報告した個人情報保護責任者がいません。", "privacy:duties")
    return Finding(
        OK, f"個人情報保護責任者：{found.user.name}（報告 {in_words(found.reported_on)}）", "privacy:duties"
    )


def handlers_reported(looking: Looking) -> Finding:
    """Everybody who works is reported, and no change waits for its report."""
    missing = gate.without(gate.DESIGNATION, gate.handlers(), looking.day, PROFILES[looking.profile]).count()
    waiting = Designation.objects.filter(reported_on__isnull=True, ends_on__isnull=True).count()
    if missing or waiting:
        words = f"指定のない人 {missing}人（使えません）、県への報告がまだの指定 {waiting}件"
        return Finding(ASK, words, "privacy:duties")
    return Finding(OK, f"{gate.handlers().count()}人全員が、責任者か従事者として報告されています。", "privacy:duties")


def workplaces(looking: Looking) -> Finding:
    """The places of work are reported, and approved where the profile asks."""
    places = list(gate.workplaces(looking.day))
    if not places:
        return Finding(NO, "作業場所がありません。", "privacy:duties")
    unreported = [one for one in places if one.reported_on is None]
    if unreported:
        return Finding(NO, f"県に報告していない作業場所が{len(unreported)}か所あります。", "privacy:duties")
    if PROFILES[looking.profile].asks(APPROVES_WORKPLACE) and any(one.approved_on is None for one in places):
        return Finding(ASK, "県の承諾がまだの作業場所があります。", "privacy:duties")
    return Finding(OK, f"{len(places)}か所のすべてを報告しています。", "privacy:duties")


def log_is_sound(looking: Looking) -> Finding:
    """The newest look over the access log found no change, and is not old."""
    check = LogCheck.objects.first()
    if check is None:
        return Finding(ASK, "閲覧記録を封印と照合した記録がありません。", "privacy:log_checks")
    if check.fault:
        return Finding(NO, f"{moment(check.checked_at)}：{check.fault}", "privacy:log_checks")
    if check.checked_at < timezone.now() - timedelta(days=LOG_CHECK_DAYS):
        return Finding(ASK, f"最後の照合が{moment(check.checked_at)}です。", "privacy:log_checks")
    return Finding(OK, f"{moment(check.checked_at)}に{check.rows:,}行を照合し、書き換えなし。", "privacy:log_checks")


def backups_are_tried(looking: Looking) -> Finding:
    """A backup was restored and compared not long ago."""
    newest = Backup.objects.filter(verified_at__isnull=False).order_by("-verified_at").first()
    if newest is None:
        return Finding(ASK, "復元して確かめたバックアップの記録がありません。")
    words = (
        f"{moment(newest.verified_at)}に復元し、{newest.verified_tables}表{newest.verified_rows:,}行を確かめました。"
    )
    is_new = newest.verified_at >= timezone.now() - timedelta(days=DRILL_DAYS)
    return Finding(OK, words) if is_new else Finding(ASK, f"{words}{DRILL_DAYS}日より前です。")


def provisions_have_grounds(looking: Looking) -> Finding:
    """Each provision of the year names what allows it."""
    made = Provision.objects.filter(provided_on__gte=FiscalYear.of(looking.day).start, cancelled_at__isnull=True)
    counted = made.values("ground").annotate(count=Count("pk")).order_by("ground")
    named = dict(Provision._meta.get_field("ground").choices)
    words = "、".join(f"{named.get(row['ground'], row['ground'])} {row['count']}件" for row in counted)
    return Finding(OK, f"今年度の提供：{words or '0件'}。根拠のない提供は保存できません。", "privacy:provisions")


def dispatched(looking: Looking) -> Finding:
    """Dispatched workers are bound like everybody."""
    now = Appointment.objects.filter(employment=Appointment.Employment.DISPATCHED, starts_on__lte=looking.day)
    people = User.objects.filter(pk__in=now.exclude(ends_on__lt=looking.day).values("user"), is_active=True)
    text = gate.notice_on(looking.day)
    told = NoticeAcknowledgement.objects.filter(user=OuterRef("pk"), text=text)
    open_ = people.filter(~Exists(told)).count()
    if open_:
        return Finding(
            ASK, f"派遣労働者{people.count()}人のうち{open_}人が、周知文を確認していません。", "privacy:notices"
        )
    return Finding(OK, f"派遣労働者{people.count()}人の全員が、同じ周知文を確認しています。", "privacy:notices")


def inspections(looking: Looking) -> Finding:
    """Inspections are possible at any time and stay on record."""
    made = Inspection.objects.filter(starts_at__date__gte=FiscalYear.of(looking.day).start)
    return Finding(
        OK, f"検査の画面を、いつでも開けます。今年度に開いた検査は{made.count()}件です。", "privacy:inspections"
    )


def incidents_are_told(looking: Looking) -> Finding:
    """No incident waits for the prefecture, none is left open unseen."""
    found = figures.open_incidents().filter(is_exercise=False)
    untold = found.filter(told_at__isnull=True).count()
    if untold:
        return Finding(NO, f"県に報告していない事故が{untold}件あります。", "privacy:incidents")
    if found.exists():
        return Finding(ASK, f"対応中の事故が{found.count()}件あります。", "privacy:incidents")
    return Finding(OK, "開いている事故はありません。", "privacy:incidents")


def exercised(looking: Looking) -> Finding:
    """An exercise within a year."""
    last = figures.last_exercise()
    if last is None:
        return Finding(ASK, "終えた訓練がありません。", "privacy:incidents")
    if (looking.day - last).days > EXERCISE_DAYS:
        return Finding(ASK, f"最後の訓練が{in_words(last)}です。", "privacy:incidents")
    return Finding(OK, f"最後の訓練：{in_words(last)}", "privacy:incidents")


def trained(looking: Looking) -> Finding:
    """Everybody has been trained this fiscal year."""
    count = untrained(looking.day).count()
    if count:
        return Finding(ASK, f"今年度の個人情報の研修を受けていない人が{count}人います。", "centre:trainings")
    return Finding(OK, "全員が今年度の個人情報の研修を受けています。", "centre:trainings")


def second_factors(looking: Looking) -> Finding:
    """Every account has a second factor."""
    has = Authenticator.objects.filter(user=OuterRef("pk"))
    people = User.objects.filter(is_active=True)
    without = people.filter(~Exists(has)).count()
    if without:
        return Finding(ASK, f"{people.count()}の個人のアカウントのうち、{without}が二つ目の要素を登録していません。")
    return Finding(OK, f"{people.count()}の個人のアカウントのすべてが、二つ目の要素を登録しています。")


def nothing_overdue(looking: Looking) -> Finding:
    """No entry of any register is past its day."""
    return _overdue(tuple(KINDS), looking)


def register(*kinds: str):
    """A check that no entry of these registers is past its day."""

    def check(looking: Looking) -> Finding:
        return _overdue(kinds, looking)

    check.__doc__ = f"No entry of the registers {', '.join(kinds)} is past its day."
    return check


def _overdue(kinds: tuple[str, ...], looking: Looking) -> Finding:
    entries = RegisterEntry.objects.filter(kind__in=kinds)
    late, unfinished = entries.overdue(looking.day).count(), entries.unfinished().count()
    names = "・".join(KINDS[key].title for key in kinds) if len(kinds) <= 3 else "すべての台帳"
    if late:
        return Finding(NO, f"{names}：期限を過ぎたものが{late}件あります。", "privacy:registers")
    return Finding(
        OK, f"{names}：{entries.count()}件、うち進行中{unfinished}件、期限を過ぎたもの0件。", "privacy:registers"
    )
