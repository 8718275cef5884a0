"""Calling one employer after another: who is next, and what came of it (contract 8(3))."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone

from centre.errors import DomainError
from centre.models import User
from centre.tabular.names import phone_key
from employers.call_rules import ABSENCES, Tried, band_begins, state_after
from employers.merge_fields import main_contact
from employers.models import Attempt, Campaign, CampaignCase, Establishment

HELD_FOR = timedelta(minutes=15)
PUT_ASIDE_FOR = timedelta(hours=1)
Outcome = Attempt.Outcome
CALL_OUTCOMES = (
    Outcome.REACHED,
    Outcome.ABSENT,
    Outcome.VOICEMAIL,
    Outcome.CALL_BACK,
    Outcome.DECLINED,
    Outcome.WRONG_NUMBER,
)
ANSWERS_TO_A_MAIL = (Outcome.REACHED, Outcome.DECLINED, Outcome.RETURNED)


def outcomes_of(campaign: Campaign) -> tuple:
    """What a person may record about an employer of this campaign."""
    return CALL_OUTCOMES if campaign.method == Campaign.Method.CALL else ANSWERS_TO_A_MAIL


def with_last_outcome(cases: QuerySet) -> QuerySet:
    """Cases with `last_outcome` and `last_at` of their newest attempt, and `is_promised`: a call-back was agreed."""
    newest = Attempt.objects.filter(case=OuterRef("pk")).order_by("-made_at", "-pk")
    return cases.annotate(
        last_outcome=Subquery(newest.values("outcome")[:1]), last_at=Subquery(newest.values("made_at")[:1])
    ).annotate(
        is_promised=ExpressionWrapper(
            Q(last_outcome__isnull=False) & Q(last_outcome=Outcome.CALL_BACK), output_field=BooleanField()
        )
    )


def promised_calls(user: User, before: datetime) -> QuerySet:
    """Call-backs a user has agreed to that are due before a moment, the earliest first."""
    mine = CampaignCase.objects.filter(
        state=CampaignCase.State.OPEN,
        campaign__state=Campaign.State.RUNNING,
        campaign__method=Campaign.Method.CALL,
        assigned_to=user,
        due_at__lt=before,
    )
    return with_last_outcome(mine).filter(is_promised=True).order_by("due_at", "pk")


def next_case(campaign: Campaign, *, by: User) -> CampaignCase | None:
    """Take the employer that is next, or answer None when nobody is to be called now.

    Due call-backs come first (one's own before a colleague's), then those never tried, then those tried longest
    ago. The case is held for `by` for a quarter of an hour; two people never get the same, and an employer that a
    colleague has for another campaign waits. An employer that was away is left alone for the rest of that time of
    day, in whichever campaign it was called, unless it asked for the call. A case that `by` holds already is
    answered again.
    """
    now = timezone.now()
    with transaction.atomic():
        open_cases = CampaignCase.objects.filter(
            campaign=campaign,
            campaign__state=Campaign.State.RUNNING,
            campaign__method=Campaign.Method.CALL,
            state=CampaignCase.State.OPEN,
        ).select_for_update(skip_locked=True, of=("self",))
        in_hand = Q(assigned_to=by, due_at__gt=now, due_at__lte=now + HELD_FOR)
        held = with_last_outcome(open_cases.filter(in_hand)).exclude(is_promised=True).first()
        case = held or _promised(open_cases, now, by).first() or _waiting(open_cases, now, by).first()
        if case is not None:
            case.assigned_to, case.due_at = by, now + HELD_FOR
            case.save(update_fields=["assigned_to", "due_at"])
    return case


def _promised(open_cases: QuerySet, now: datetime, by: User) -> QuerySet:
    """Due call-backs, one's own first."""
    due = with_last_outcome(open_cases.filter(due_at__lte=now)).filter(is_promised=True)
    return due.order_by(Case(When(assigned_to=by, then=Value(0)), default=Value(1)), "due_at", "pk")


def _waiting(open_cases: QuerySet, now: datetime, by: User) -> QuerySet:
    """Cases without a promise, those never tried first, then those tried longest ago."""
    attempts = Attempt.objects.filter(case=OuterRef("pk"))
    was_away = Attempt.objects.filter(
        case__establishment=OuterRef("establishment"),
        outcome__in=ABSENCES,
        made_at__gte=band_begins(timezone.localtime(now)),
    )
    on_the_phone = CampaignCase.objects.filter(
        establishment=OuterRef("establishment"),
        state=CampaignCase.State.OPEN,
        assigned_to__isnull=False,
        due_at__gt=now,
        due_at__lte=now + HELD_FOR,
    ).exclude(assigned_to=by)
    return (
        open_cases.filter(Q(due_at__isnull=True) | Q(due_at__lte=now), ~Exists(was_away), ~Exists(on_the_phone))
        .annotate(last_at=Subquery(attempts.order_by("-made_at").values("made_at")[:1]))
        .order_by(F("last_at").asc(nulls_first=True), "pk")
    )


def put_aside(case: CampaignCase, *, by: User) -> CampaignCase:
    """Leave an employer for an hour without having called. Does nothing to a case that is closed."""
    with transaction.atomic():
        record = CampaignCase.objects.select_for_update().get(pk=case.pk)
        if record.state == CampaignCase.State.OPEN:
            newest = record.attempts.values_list("outcome", flat=True).first()
            record.assigned_to = by if newest == Outcome.CALL_BACK else None
            record.due_at = timezone.now() + PUT_ASIDE_FOR
            record.save(update_fields=["assigned_to", "due_at"])
    return record


def record_attempt(
    case: CampaignCase,
    *,
    outcome: str,
    answers: dict[str, str] | None = None,
    note: str = "",
    call_back_at: datetime | None = None,
    updated_record: bool = False,
    by: User,
) -> Attempt:
    """Record what came of a call (or of a mail, when it was answered); the case closes when the rules say so.

    `answers` is {key of the question: text}. Raises DomainError when the case is closed, the campaign has ended,
    or the outcome does not fit what was given with it.
    """
    now = timezone.now()
    with transaction.atomic():
        record = _locked_open(case)
        campaign = record.campaign
        if outcome not in outcomes_of(campaign):
            raise DomainError("結果を選んでください。", "outcome")
        _check_call_back(outcome, call_back_at, now)
        if updated_record and outcome != Outcome.REACHED:
            raise DomainError("登録の内容を更新できるのは、連絡がついたときだけです。", "updated_record")
        kept = _answers(campaign, answers or {}) if outcome == Outcome.REACHED else {}
        if outcome == Outcome.WRONG_NUMBER:
            kept = {"dialled": number_to_dial(record.establishment)}
        attempt = Attempt.objects.create(
            case=record,
            made_at=now,
            made_by=by,
            outcome=outcome,
            answers=kept,
            updated_record=updated_record,
            note=note,
        )
        _move_on(record, call_back_at if outcome == Outcome.CALL_BACK else None, by, now)
        if updated_record:
            Establishment.objects.filter(pk=record.establishment_id).confirm(timezone.localdate(now))
    return attempt


def reopen(case: CampaignCase, *, by: User) -> CampaignCase:
    """Call an employer again whose number was wrong. Raises DomainError while the number is still the same.

    Does nothing when the case is open already.
    """
    with transaction.atomic():
        record = CampaignCase.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=case.pk)
        if record.state == CampaignCase.State.OPEN:
            return record
        if record.state != CampaignCase.State.WRONG_NUMBER or not number_was_changed(record):
            raise DomainError("電話番号がまだ直っていません。企業のページで番号を直してから、もう一度押してください。")
        record.state, record.closed_at, record.assigned_to, record.due_at = CampaignCase.State.OPEN, None, None, None
        record.save(update_fields=["state", "closed_at", "assigned_to", "due_at"])
    return record


def number_to_dial(establishment: Establishment) -> str:
    """The number of the workplace, or of its main contact when it has none."""
    if establishment.phone:
        return establishment.phone
    contact = main_contact(establishment)
    return contact.phone if contact else ""


def dialled(case: CampaignCase) -> str:
    """The number that was found wrong; empty when none was. Reads prefetched attempts without a query."""
    wrong = [attempt for attempt in case.attempts.all() if attempt.outcome == Outcome.WRONG_NUMBER]
    return max(wrong, key=lambda attempt: (attempt.made_at, attempt.pk)).answers.get("dialled", "") if wrong else ""


def number_was_changed(case: CampaignCase) -> bool:
    """Whether the employer has another number now than the one that was wrong."""
    now = phone_key(number_to_dial(case.establishment))
    return bool(now) and now != phone_key(dialled(case))


def _locked_open(case: CampaignCase) -> CampaignCase:
    record = (
        CampaignCase.objects.select_for_update(of=("self",))
        .select_related("campaign", "establishment")
        .get(pk=case.pk)
    )
    if record.campaign.state != Campaign.State.RUNNING:
        raise DomainError("この企画は終了しています。記録は増やせません。")
    if record.state != CampaignCase.State.OPEN:
        raise DomainError(f"この企業はすでに「{record.get_state_display()}」になっています。")
    return record


def _check_call_back(outcome: str, call_back_at: datetime | None, now: datetime) -> None:
    if outcome == Outcome.CALL_BACK and call_back_at is None:
        raise DomainError("折り返す日と時刻を入れてください。", "call_back_on")
    if outcome == Outcome.CALL_BACK and call_back_at <= now:
        raise DomainError("折り返す日時は、いまより後にしてください。", "call_back_time")


def _answers(campaign: Campaign, given: dict[str, str]) -> dict[str, str]:
    known = {question["key"]: question for question in campaign.questions}
    kept = {}
    for key, text in given.items():
        if key not in known:
            raise DomainError("この企画にない質問への回答があります。画面を開き直してください。")
        choices = known[key]["choices"]
        if not text.strip():
            continue
        if choices and text not in choices:
            raise DomainError("選択肢から選んでください。", key)
        kept[key] = text.strip()
    return kept


def _move_on(record: CampaignCase, call_back_at: datetime | None, by: User, now: datetime) -> None:
    tried = [
        Tried(outcome, timezone.localtime(made_at))
        for outcome, made_at in record.attempts.order_by("made_at", "pk").values_list("outcome", "made_at")
        if outcome != Outcome.SENT
    ]
    record.state = state_after(tried)
    record.closed_at = None if record.state == CampaignCase.State.OPEN else now
    record.due_at, record.assigned_to = call_back_at, by if call_back_at else None
    record.save(update_fields=["state", "closed_at", "due_at", "assigned_to"])
