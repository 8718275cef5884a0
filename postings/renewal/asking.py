"""The daily round: who is asked today about listings that run out, and who must be called (DOMAIN 2.3 J6)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string

from centre.contracts import contract_of
from employers.mailing import address_of
from employers.merge_fields import main_contact
from employers.models import Establishment
from postings.models import JobPosting, RenewalInquiry, RenewalMail
from postings.renewal.deadlines import deadlines
from postings.renewal.querysets import OPEN

State = RenewalInquiry.State
# Stands in the text until the mail leaves, when the address of its answer page takes its place.
ANSWER_ADDRESS = "【回答のページ】"


@dataclass
class Asked:
    """What a round did: inquiries made, mails prepared or added to, inquiries that became calls, those over."""

    inquiries: int = 0
    mails: int = 0
    calls: int = 0
    over: int = 0


def ask_about_expiring(day: date) -> Asked:
    """Prepare the questions of a day; repeated, or taken up after a breakdown, it asks nothing twice.

    One mail per employer covers all its listings; without a mail address an inquiry becomes a call at once. An end
    day that was answered is not asked about again.
    """
    done = Asked(over=close_what_is_over(day))
    by_employer: dict[int, list[JobPosting]] = defaultdict(list)
    for _, postings in _due(day):
        for posting in postings:
            by_employer[posting.establishment_id].append(posting)
    for establishment in sorted(by_employer):
        _ask(establishment, day, done)
    done.calls += _call_the_silent(day)
    return done


def close_what_is_over(day: date) -> int:
    """Close open inquiries whose listing has another end day by now, or ended without an answer."""
    still_open = RenewalInquiry.objects.filter(state__in=OPEN)
    current = still_open.current().values("pk")
    moved_on = still_open.exclude(pk__in=current).update(state=State.SETTLED, version=F("version") + 1)
    return moved_on + still_open.filter(ends_on__lt=day).update(state=State.EXPIRED, version=F("version") + 1)


def _due(day: date, establishment: int | None = None) -> list[tuple[int, QuerySet]]:
    """Listings to be asked about on a day, for each step; where the phone has taken over nothing more is asked."""
    asked = RenewalInquiry.objects.filter(posting=OuterRef("pk"), ends_on=OuterRef("listed_until"))
    taken_up = asked.filter(Q(state__in=[State.ANSWERED, State.CONFIRMED]) | Q(state__in=OPEN, call_on__isnull=False))
    found = []
    for step, fewest, most in deadlines(day).windows():
        postings = JobPosting.objects.expiring(day + timedelta(days=fewest), day + timedelta(days=most))
        if establishment:
            postings = postings.filter(establishment=establishment)
        found.append((step, postings.filter(~Exists(asked.filter(step=step)), ~Exists(taken_up)).order_by("pk")))
    return found


def _ask(establishment_id: int, day: date, done: Asked) -> None:
    """Ask one employer about what is due, in one transaction; a second worker waits here and finds it done."""
    with transaction.atomic():
        locked = Establishment.everything.select_for_update(of=("self",)).select_related("corporation")
        establishment = locked.get(pk=establishment_id)
        address = address_of(establishment)
        made = [
            RenewalInquiry(
                posting=posting,
                ends_on=posting.listed_until,
                step=step,
                asked_on=day,
                call_on=None if address else day,
            )
            for step, postings in _due(day, establishment_id)
            for posting in postings
        ]
        if not made:
            return
        done.inquiries += len(RenewalInquiry.objects.bulk_create(made))
        if address:
            _write(establishment, address, made, day)
            done.mails += 1
        else:
            done.calls += len(made)


def _write(establishment: Establishment, address: str, made: list[RenewalInquiry], day: date) -> None:
    """Write the mail; one that nobody has let go yet is written anew with what came to it."""
    contact = main_contact(establishment)
    waiting = RenewalMail.objects.select_for_update().filter(establishment=establishment, released_at__isnull=True)
    mail = waiting.first() or RenewalMail(establishment=establishment)
    earlier = RenewalInquiry.objects.unanswered().filter(mail=mail.pk) if mail.pk else RenewalInquiry.objects.none()
    inquiries = {one.posting_id: one for one in [*earlier.select_related("posting"), *made]}
    mail.contact = contact if contact and contact.email == address else None
    mail.to_address, mail.prepared_on = address, day
    mail.subject, mail.body = _text(establishment, contact, list(inquiries.values()), day)
    mail.save()
    RenewalInquiry.objects.filter(pk__in=[one.pk for one in made]).update(mail=mail)


def _text(establishment: Establishment, contact, inquiries: list[RenewalInquiry], day: date) -> tuple[str, str]:
    contract = contract_of(day)
    listed = sorted(inquiries, key=lambda one: (one.ends_on, one.posting_id))
    first = listed[0].ends_on
    subject = f"求人の掲載期限のお知らせ（{first:%-m月%-d日}から・{len(listed)}件）"
    body = render_to_string(
        "postings/renewal_mail.txt",
        {
            "employer": _one_line(establishment.name),
            "contact": _one_line(contact.name) if contact else "ご担当者",
            "inquiries": [
                {"number": n, "title": _one_line(one.posting.title), "ends_on": one.ends_on, "pk": one.posting_id}
                for n, one in enumerate(listed, 1)
            ],
            "address": ANSWER_ADDRESS,
            "contract": contract,
            "last_day": max(one.ends_on for one in listed),
        },
    )
    return subject, body


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _call_the_silent(day: date) -> int:
    """Let the newest unanswered question about each listing near its end become a call, once."""
    asked = RenewalInquiry.objects.filter(posting=OuterRef("posting"), ends_on=OuterRef("ends_on"))
    silent = (
        RenewalInquiry.objects.unanswered()
        .filter(call_on__isnull=True, ends_on__range=(day, day + timedelta(days=deadlines(day).call)))
        .filter(Exists(asked.filter(asked_on__lt=day)))
        .filter(~Exists(asked.filter(call_on__isnull=False)), ~Exists(asked.filter(pk__gt=OuterRef("pk"))))
    )
    return RenewalInquiry.objects.filter(pk__in=list(silent.values_list("pk", flat=True)), call_on=None).update(
        call_on=day
    )
