"""Pages of listings that run out: the calendar, the mails to let go, the answers to confirm, the calls to make."""

import calendar as weeks
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import ListView

from centre.errors import DomainError
from centre.fiscal_year import Month
from centre.forms import DayField
from centre.numbers import number_of
from centre.pages import PAGE_SIZE
from centre.roles import may
from employers.calling import number_to_dial
from postings.models import RenewalCall, RenewalInquiry, RenewalMail
from postings.renewal import answering, confirming, expiry, mailing
from postings.renewal.deadlines import deadlines
from postings.renewal.querysets import ABSENCES
from privacy.access import record_access
from privacy.models import AccessLog

LAPSED_SHOWN = 50


class ExpiryCalendar(ListView):
    """A month of end days with how many listings run out on each, and the listings of the month or of one day."""

    template_name = "postings/expiry.html"
    paginate_by = PAGE_SIZE

    def get_queryset(self):
        self.month, self.day = _month(self.request.GET.get("month", "")), _day(self.request.GET.get("day", ""))
        if self.day:
            self.month = Month.of(self.day)
            return expiry.running_out(self.day, self.day)
        return expiry.running_out(self.month.start, self.month.end)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = timezone.localdate()
        counted = expiry.by_day(self.month.start, self.month.end)
        days = weeks.Calendar(weeks.SUNDAY).monthdatescalendar(self.month.year, self.month.month)
        return context | {
            "month": self.month,
            "day": self.day,
            "weeks": [
                [{"day": day, "inside": day.month == self.month.month, "out": counted.get(day)} for day in week]
                for week in days
            ],
            "listings": sum(day.listings for day in counted.values()),
            "eligible": sum(day.eligible for day in counted.values()),
            "postings": expiry.with_words(context["object_list"]),
            "lapsed": list(expiry.lapsed(today)[:LAPSED_SHOWN]),
        }


class WorkList(ListView):
    """One of the three lists of the work about listings that run out."""

    paginate_by = PAGE_SIZE
    tab = ""

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        calls = RenewalInquiry.objects.to_call(today)
        given_up = calls.given_up().count()
        return super().get_context_data(
            tab=self.tab,
            mail_count=mailing.prepared().count(),
            answer_count=RenewalInquiry.objects.to_confirm().count(),
            call_count=calls.count() - given_up,
            given_up_count=given_up,
            lapsed=list(expiry.lapsed(today)[:LAPSED_SHOWN]),
            **kwargs,
        )


class Mails(WorkList):
    """Every prepared mail as it will leave; then those of the last days."""

    template_name = "postings/renewals.html"
    paginate_by = 20
    tab = "mails"

    def get_queryset(self):
        return mailing.prepared().select_related("establishment", "contact").order_by("pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if context["object_list"]:
            label = RenewalMail._meta.label
            record_access(self.request, AccessLog.Action.LIST, label, detail=f"{len(context['object_list'])}通の宛先")
        leaving = mailing.recallable()
        recent = RenewalMail.objects.filter(released_at__isnull=False).select_related("establishment", "released_by")
        return context | {
            "leaving": leaving.count(),
            "released_at": leaving.aggregate(Max("released_at"))["released_at__max"],
            "may_release_all": may(self.request.user, "renewals.release") or context["mail_count"] == 1,
            "recent": recent.order_by("-released_at", "-pk")[:10],
        }


@require_POST
def release(request, pk: int):
    """Let one mail go."""
    mail = get_object_or_404(RenewalMail, pk=pk)
    return _done(request, "postings:renewals", lambda: _let_go(mailing.release(mail, by=request.user)))


@require_POST
def release_all(request):
    """Let every prepared mail go."""
    return _done(request, "postings:renewals", lambda: _let_go(mailing.release_all(by=request.user)))


def _let_go(count: int) -> str:
    return f"{count}通の送信を認めました。1分のあいだ、取り消せます。"


@require_POST
def recall(request):
    """Hold back what has not left."""
    count = mailing.recall(by=request.user)
    if count:
        messages.success(request, f"{count}通の送信を取り消しました。")
    else:
        messages.warning(request, "取り消せるメールはありません。もう送られています。")
    return redirect("postings:renewals")


class Answers(WorkList):
    """What employers answered, to be made true with one key each."""

    template_name = "postings/renewal_answers.html"
    tab = "answers"

    def get_queryset(self):
        found = RenewalInquiry.objects.to_confirm().select_related("posting__establishment", "answered_to")
        return found.order_by("ends_on", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = timezone.localdate()
        terms = deadlines(today)
        rows = [(one, confirming.propose(one, today, terms)) for one in context["object_list"]]
        return context | {"rows": rows, "day": today}


@require_POST
def confirm(request, pk: int):
    """Record in the ledger what the employer answered and the counter saw."""
    inquiry = get_object_or_404(RenewalInquiry.objects.select_related("posting"), pk=pk)
    text = request.POST.get("listed_until", "").strip()
    until = _day(text)
    if text and not until:
        messages.error(
            request, f"「{inquiry.posting.title}」：掲載期限の日付を読めません。2027-03-31 の形で入れてください。"
        )
        return redirect("postings:renewal_answers")
    terms = deadlines(timezone.localdate())

    def act() -> str:
        record = confirming.confirm(inquiry, terms, listed_until=until, by=request.user)
        kind = record.event.get_kind_display() if record.event else "掲載の終わり"
        return f"{kind}を記録しました。"

    return _done(request, "postings:renewal_answers", act, inquiry.posting.title)


class Calls(WorkList):
    """Employers that did not answer, to be called before the listing ends; `?who=supervisor` those never reached."""

    template_name = "postings/renewal_calls.html"
    tab = "calls"

    def get_queryset(self):
        found = RenewalInquiry.objects.to_call(timezone.localdate())
        self.is_given_up = self.request.GET.get("who") == "supervisor"
        found = found.given_up() if self.is_given_up else found.filter(absences__lt=ABSENCES)
        return (
            found.select_related("posting__establishment__corporation", "mail")
            .prefetch_related("posting__establishment__contacts")
            .order_by("ends_on", "pk")
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(one, number_to_dial(one.posting.establishment)) for one in context["object_list"]]
        if rows:
            label = RenewalInquiry._meta.label
            record_access(self.request, AccessLog.Action.LIST, label, detail=f"電話の相手{len(rows)}件")
        return context | {
            "rows": rows,
            "tab": "given_up" if self.is_given_up else "calls",
            "outcomes": RenewalCall.Outcome.choices,
        }


@require_POST
def call(request, pk: int):
    """Record what came of a call."""
    inquiry = get_object_or_404(RenewalInquiry.objects.select_related("posting"), pk=pk)
    version = request.POST.get("version", "")
    outcome = request.POST.get("outcome", "")

    def act() -> str:
        answering.record_call(inquiry, outcome, number_of(version) or 0, by=request.user)
        return f"{RenewalCall.Outcome(outcome).label}と記録しました。"

    return _done(request, "postings:renewal_calls", act, inquiry.posting.title)


def _done(request, page: str, act: Callable[[], str], subject: str = ""):
    """Do an act, say what it did or why it was refused, and go back to its list."""
    about = f"「{subject}」：" if subject else ""
    try:
        messages.success(request, about + act())
    except DomainError as error:
        messages.error(request, about + error.message)
    return redirect(page)


def _day(text: str) -> date | None:
    """A typed day; None for nothing and for what is no day."""
    try:
        return DayField(required=False).clean(text)
    except ValidationError:
        return None


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        return Month.of(timezone.localdate())
