"""Passing a person or an employer on to a partner agency, taking one over, and keeping the agency's answer."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from centre.editing import lock_for_edit
from centre.errors import DomainError
from centre.models import PartnerAgency, User
from consultations.models import Consultation
from employers.models import Establishment
from jobseekers.models import Jobseeker
from privacy.models import ConsentText, Provision
from privacy.rights.guard import check_use
from privacy.sharing.providing import Terms, name_record, record_provision
from referrals.handoff_records import PURPOSE
from referrals.models import Handoff
from referrals.partners.sharing import ABOUT_EMPLOYERS, ABOUT_PEOPLE, BY_KEY, MESSAGE, in_words


@transaction.atomic
def hand_off(
    *,
    agency: PartnerAgency,
    purpose: str,
    handed_on: date,
    consented_on: date | None = None,
    shared: Sequence[str] = (),
    message: str = "",
    establishment: Establishment | None = None,
    jobseeker: Jobseeker | None = None,
    consultation: Consultation | None = None,
    by: User,
) -> Handoff:
    """Pass somebody on to an agency, telling it the items `shared` (keys of `partners.sharing.ITEMS`) and `message`.

    A person is passed on only with a consent dated no later than the hand-over (DOMAIN 5.2), to the wording in use on
    that day, and with at least one item; what is told leaves a record of its provision. Raises DomainError without
    them, for a day to come, for an agency whose partnership has ended, and when nobody is named.
    """
    if not agency.is_active:
        raise DomainError("この機関との連携は終わっています。ほかの機関を選んでください。", "agency")
    if jobseeker is not None:
        check_use(jobseeker)
        if consented_on is None:
            raise DomainError("本人の同意の日を入れてください。同意がないとつなげません。", "consented_on")
        if not jobseeker.consents.filter(withdrawn_on__isnull=True).exists():
            raise DomainError("本人の同意が撤回されています。同意を受け直してからつないでください。", "consented_on")
    if consented_on is not None and consented_on > handed_on:
        raise DomainError("同意の日は、つないだ日と同じか、それより前の日を入れてください。", "consented_on")
    if jobseeker is not None and not shared and not message.strip():
        raise DomainError("渡す項目を1つ以上選んでください。", "shared")
    _check_day(handed_on)
    told = _kept(shared, message, is_person=jobseeker is not None)
    text = consent_wording(consented_on) if consented_on else None
    handoff = _pass(
        Handoff.Direction.OUT,
        agency=agency,
        purpose=purpose,
        handed_on=handed_on,
        consented_on=consented_on,
        consent_text=text,
        shared=told,
        provision=_provided(agency, told, text, jobseeker, handed_on, by) if told else None,
        message=message.strip(),
        establishment=establishment,
        jobseeker=jobseeker,
        consultation=consultation,
        recorded_by=by,
    )
    if handoff.provision:
        name_record(handoff.provision, handoff)
    return handoff


def take_over(
    *,
    agency: PartnerAgency,
    purpose: str,
    handed_on: date,
    items: str = "",
    establishment: Establishment | None = None,
    jobseeker: Jobseeker | None = None,
    consultation: Consultation | None = None,
    by: User,
) -> Handoff:
    """Take somebody over from an agency: the counter has received them on that day."""
    return _pass(
        Handoff.Direction.IN,
        agency=agency,
        purpose=purpose,
        handed_on=handed_on,
        items=items,
        establishment=establishment,
        jobseeker=jobseeker,
        consultation=consultation,
        answer=Handoff.Answer.RECEIVED,
        answered_on=handed_on,
        recorded_by=by,
    )


def record_answer(
    handoff: Handoff, version: int, *, answer: str, answered_on: date | None, result: str = "", by: User
) -> Handoff:
    """Keep what came of a hand-off; raises EditConflict when it was saved after `version`."""
    with transaction.atomic():
        record = lock_for_edit(Handoff, handoff.pk, version)
        if answer != Handoff.Answer.WAITING:
            if answered_on is None:
                raise DomainError("返事の日を入れてください。", "answered_on")
            if not record.handed_on <= answered_on <= timezone.localdate():
                raise DomainError("返事の日は、つないだ日から今日までの日を入れてください。", "answered_on")
        else:
            answered_on = None
        if answer != record.answer:
            record.answered_on_page = False
        record.answer, record.answered_on, record.result = answer, answered_on, result
        record.save()
    return record


def consent_wording(day: date) -> ConsentText:
    """The wording people agree to when they are passed on, as it stood on a day. Raises DomainError without one."""
    texts = ConsentText.objects.filter(purpose=ConsentText.Purpose.HANDOFF, valid_from__lte=day)
    text = texts.order_by("-version").first()
    if text is None:
        raise DomainError("その日に使える同意の文面がありません。同意の日を確かめてください。", "consented_on")
    return text


def _kept(shared: Sequence[str], message: str, *, is_person: bool) -> list[str]:
    """The chosen items in their order, with the words when there are some; items of somebody else are none."""
    offered = {item.key for item in (ABOUT_PEOPLE if is_person else ABOUT_EMPLOYERS)}
    chosen = set(shared)
    if chosen - offered:
        raise DomainError("渡す項目を選び直してください。", "shared")
    return [key for key in BY_KEY if key in chosen or (key == MESSAGE and message.strip())]


def _provided(
    agency: PartnerAgency,
    told: list[str],
    text: ConsentText | None,
    jobseeker: Jobseeker | None,
    handed_on: date,
    by: User,
) -> Provision:
    """The record that these items are given to the agency; of an employer without a consent there is nobody in it."""
    return record_provision(
        Terms(
            recipient_kind=Provision.Recipient.AGENCY,
            ground=Provision.Ground.CONSENT if text else Provision.Ground.NOBODY,
            purpose=PURPOSE,
            agency=agency.pk,
            consent_text=text.pk if text else None,
        ),
        items=in_words(told),
        means=Provision.Means.HANDOFF,
        people=1 if jobseeker else 0,
        employers=0 if jobseeker else 1,
        provided_on=handed_on,
        subject=Handoff._meta.label,
        by=by,
    )


def _check_day(handed_on: date) -> None:
    if handed_on > timezone.localdate():
        raise DomainError("つないだ日に先の日付は入れられません。", "handed_on")


def _pass(direction: str, **known) -> Handoff:
    _check_day(known["handed_on"])
    if known["establishment"] is None and known["jobseeker"] is None:
        raise DomainError("つなぐ方（事業所か就職希望者）を選んでください。")
    return Handoff.objects.create(direction=direction, **known)
