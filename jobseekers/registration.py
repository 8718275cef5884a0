"""Registering a person who wants to move and work, changing what is known, and the end of the support."""

from dataclasses import dataclass
from datetime import date

import jaconv
from django.db import connection, transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import User
from centre.registry import registry
from centre.tabular.names import phone_key
from jobseekers.choosing_turn import keep_decision
from jobseekers.models import Consent, Jobseeker, WishedOccupation
from jobseekers.models.jobseeker import LONGEST_NAME
from jobseekers.person_names import person_key
from privacy.models import ConsentText

HOURS_OF_A_WEEK = 168
OLDEST = 120
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
WISHES = ("wished_occupations", "wished_industries", "wished_municipalities")


@dataclass(frozen=True)
class ConsentGiven:
    """What the person agreed to: the wording as it was shown, the day, and how (a `Consent.Method`)."""

    text: ConsentText
    given_on: date
    method: str


def current_consent_text() -> ConsentText:
    """The wording people agree to today. Raises DomainError when none is in use yet."""
    text = (
        ConsentText.objects.filter(purpose=ConsentText.Purpose.JOBSEEKER, valid_from__lte=timezone.localdate())
        .order_by("-version")
        .first()
    )
    if text is None:
        raise DomainError("使える同意の文面がありません。個人情報保護責任者に知らせてください。")
    return text


def register(
    *, name: str, consent: ConsentGiven | None, registered_on: date | None = None, by: User, **known
) -> Jobseeker:
    """Register a person together with the consent.

    Raises DomainError without a consent, with a consent dated after the registration, for a day to come, and when the
    same person is registered already, or with what cannot be known of anybody (`_check_known`).
    """
    day = registered_on or timezone.localdate()
    if consent is None:
        raise DomainError("本人の同意がないと登録できません。匿名の相談として記録してください。", "given_on")
    if day > timezone.localdate():
        raise DomainError("登録日に先の日付は入れられません。", "registered_on")
    _check_consent(consent)
    if consent.given_on > day:
        raise DomainError("同意の日は登録日と同じか、それより前の日を入れてください。", "given_on")
    with transaction.atomic():
        _refuse_twin(name, known.get("phone", ""), known.get("birth_date"))
        person = Jobseeker(name=name, registered_on=day, registered_by=by)
        wishes = _fill(person, known)
        person.save()
        _keep_consent(person, consent, by)
        _keep_wishes(person, wishes)
        if person.turn:
            keep_decision(person, note="登録のときに伺った区分", by=by)
    return person


def revise(jobseeker: Jobseeker, version: int, *, by: User, **known) -> Jobseeker:
    """Change what is known of a person.

    Raises EditConflict when it was saved after `version`, DomainError with what cannot be known (`_check_known`).
    """
    with transaction.atomic():
        person = lock_for_edit(Jobseeker, jobseeker.pk, version)
        wishes = _fill(person, known)
        person.save()
        _keep_wishes(person, wishes)
    return person


def close(jobseeker: Jobseeker, *, closed_on: date, by: User) -> Jobseeker:
    """End the support on a day. Raises DomainError when it has ended, or for a day outside the support."""
    with transaction.atomic():
        person = _open(jobseeker)
        if closed_on > timezone.localdate():
            raise DomainError("終了日に先の日付は入れられません。", "closed_on")
        _end(person, closed_on, "closed_on")
    return person


def reopen(jobseeker: Jobseeker, *, by: User) -> Jobseeker:
    """Take up the support again. Raises DomainError when it goes on, and when no consent is in force."""
    with transaction.atomic():
        person = Jobseeker.objects.select_for_update().get(pk=jobseeker.pk)
        if person.closed_on is None:
            raise DomainError("この方の支援は続いています。")
        if not person.consents.filter(withdrawn_on__isnull=True).exists():
            raise DomainError("有効な同意がありません。先に同意を受けて記録してください。")
        person.closed_on = None
        person.version += 1
        person.save(update_fields=["closed_on", "version", "updated_at"])
    return person


def take_consent(jobseeker: Jobseeker, *, consent: ConsentGiven, by: User) -> Consent:
    """Keep another consent of a registered person: to a new wording, or after a withdrawal."""
    _check_consent(consent)
    return _keep_consent(jobseeker, consent, by)


def withdraw_consent(consent: Consent, *, withdrawn_on: date, by: User) -> Consent:
    """Keep a withdrawal; with the last consent in force the support ends on that day, and every room draws its
    consequence (`centre.registry.OnWithdrawal`) in the same transaction.

    Raises DomainError when it was withdrawn already, or for a day before the consent or to come.
    """
    with transaction.atomic():
        person = Jobseeker.objects.select_for_update().get(pk=consent.jobseeker_id)
        record = Consent.objects.select_for_update().get(pk=consent.pk)
        if record.withdrawn_on:
            raise DomainError("この同意はすでに撤回されています。")
        if not record.given_on <= withdrawn_on <= timezone.localdate():
            raise DomainError("撤回した日は、同意した日から今日までの日を入れてください。", "withdrawn_on")
        record.withdrawn_on, record.withdrawn_by = withdrawn_on, by
        record.save(update_fields=["withdrawn_on", "withdrawn_by"])
        if not person.consents.filter(withdrawn_on__isnull=True).exists():
            if person.closed_on is None:
                _end(person, max(withdrawn_on, person.registered_on), "withdrawn_on")
            for consequence in registry.withdrawals:
                consequence.carry(person, withdrawn_on, by)
    return record


def foretold(consent: Consent) -> list[str]:
    """What the withdrawal of a consent will bring about, in sentences, before it is recorded."""
    person = consent.jobseeker
    if person.consents.filter(withdrawn_on__isnull=True).exclude(pk=consent.pk).exists():
        return ["ほかに有効な同意があるため、支援は続きます。"]
    ends = [] if person.closed_on else ["支援はこの日に終了し、新しい情報提供とつなぎはできなくなります。"]
    told = [consequence.foretell(person) for consequence in registry.withdrawals]
    return [*ends, *(words for words in told if words), "情報の消去は、個人情報保護責任者が行います。"]


def _fill(person: Jobseeker, known: dict) -> dict:
    """Set what is known and the keys that searches compare; answers the wishes, which are kept apart."""
    _check_known(known)
    wishes = {name: known.pop(name) for name in WISHES if name in known}
    for field, value in known.items():
        setattr(person, field, value)
    person.kana = jaconv.kata2hira(jaconv.h2z(person.kana))
    person.name_key = person_key(person.name)[:LONGEST_NAME]
    person.phone_key = phone_key(person.phone)[:20]
    return wishes


def _check_known(known: dict) -> None:
    """Raises DomainError for slips of typing: a day of birth to come or too long ago, and hours that no week has."""
    born, today = known.get("birth_date"), timezone.localdate()
    if born and born > today:
        raise DomainError("生年月日に先の日付は入れられません。", "birth_date")
    if born and born.year < today.year - OLDEST:
        raise DomainError("生年月日の年を確かめてください。", "birth_date")
    for field in ("weekly_hours_from", "weekly_hours_to"):
        if (known.get(field) or 0) > HOURS_OF_A_WEEK:
            raise DomainError(f"週の労働時間は{HOURS_OF_A_WEEK}時間までです。", field)


def _keep_wishes(person: Jobseeker, wishes: dict) -> None:
    occupations = wishes.pop("wished_occupations", None)
    if occupations is not None:
        _keep_occupations(person, [getattr(one, "pk", one) for one in occupations])
    for name, chosen in wishes.items():
        getattr(person, name).set(chosen)


def _keep_occupations(person: Jobseeker, codes: list[str]) -> None:
    """Keep the occupations in the order in which they were given, the most wished first."""
    person.occupation_wishes.exclude(occupation__in=codes).delete()
    WishedOccupation.objects.bulk_create(
        [
            WishedOccupation(jobseeker=person, occupation_id=code, place=place)
            for place, code in enumerate(codes, start=1)
        ],
        update_conflicts=True,
        unique_fields=["jobseeker", "occupation"],
        update_fields=["place"],
    )


def _check_consent(consent: ConsentGiven) -> None:
    if consent.given_on > timezone.localdate():
        raise DomainError("同意の日に先の日付は入れられません。", "given_on")
    if consent.text.purpose != ConsentText.Purpose.JOBSEEKER:
        raise DomainError("就職希望者の同意の文面ではありません。", "given_on")


def _keep_consent(person: Jobseeker, consent: ConsentGiven, by: User) -> Consent:
    return Consent.objects.create(
        jobseeker=person, text=consent.text, given_on=consent.given_on, method=consent.method, recorded_by=by
    )


def _refuse_twin(name: str, phone: str, birth_date: date | None) -> None:
    """Two counsellors who register one person in the same moment come one after the other."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"jobseekers.register {person_key(name)}"])
    twin = Jobseeker.objects.same_person(name, phone, birth_date).first()
    if twin:
        raise DomainError(
            f"同じお名前と連絡先の方が登録済みです（登録番号{twin.pk}）。一覧で確かめてください。", "name"
        )


def _open(jobseeker: Jobseeker) -> Jobseeker:
    person = Jobseeker.objects.select_for_update().get(pk=jobseeker.pk)
    if person.closed_on:
        raise DomainError("この方の支援はすでに終了しています。")
    return person


def _end(person: Jobseeker, day: date, field: str) -> None:
    if day < person.registered_on:
        raise DomainError("終了日は登録日と同じか、それより後の日を入れてください。", field)
    person.closed_on = day
    person.version += 1
    person.save(update_fields=["closed_on", "version", "updated_at"])
