"""Recording many lines at once, in two pages: choose the postings, then say what happened and see how many."""

import hashlib
from datetime import timedelta

from django import forms
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from centre.errors import DomainError
from centre.forms import DayField
from centre.pages import ActForm, ListPage
from postings.models import JobPosting, PublicationEvent
from postings.renewal.deadlines import deadlines
from postings.sheets.posting_filter import PostingFilter
from postings.site import publication

Kind = PublicationEvent.Kind
KINDS = (Kind.EXTENDED, Kind.CHANGED, Kind.ENDED, Kind.RELISTED)
SOON, SHOWN = 30, 20
# What the choosing page adds to the address of the list.
OWN = ("scope", "postings", "shown", "page")


class ChooseMany(ListPage):
    """Listed postings by filter; without one those that run out within 30 days."""

    template_name = "postings/choose_many.html"
    filterset_class = PostingFilter

    def get_base_queryset(self):
        listed = JobPosting.objects.filter(listed_from__isnull=False).select_related("establishment")
        if not _filters(self.request.GET):
            today = timezone.localdate()
            # From yesterday: an extension may still join on the day after the last listed one.
            listed = listed.expiring(today - timedelta(days=1), today + timedelta(days=SOON))
        return listed.order_by("listed_until", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(day=timezone.localdate(), **kwargs)
        context["shown"] = ",".join(str(posting.pk) for posting in context["object_list"])
        context["kept"] = [(key, value) for key, values in _filters(self.request.GET).lists() for value in values]
        return context


class RecordManyForm(forms.Form):
    """What happened to all of them."""

    kind = forms.ChoiceField(label="区分", choices=[(kind, kind.label) for kind in KINDS], widget=forms.RadioSelect)
    effective_on = DayField(
        label="効力の日", initial=timezone.localdate, help_text="取下げは、掲載されなくなった最初の日"
    )
    listed_until = DayField(
        label="新しい掲載期限", required=False, help_text="取下げと、期限の変わらない変更では空けておきます。"
    )
    eligible = forms.TypedChoiceField(
        label="移住支援金",
        required=False,
        choices=[("", "承認された精査のとおり"), ("false", "対象としては掲載していない")],
        coerce=lambda value: value == "true",
        empty_value=None,
    )
    note = forms.CharField(label="備考", required=False, max_length=200)
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        values = super().clean()
        if values.get("kind") == Kind.EXTENDED and not values.get("listed_until"):
            self.add_error("listed_until", "延長のときは、新しい掲載期限を入れてください。")
        if values.get("kind") == Kind.ENDED:
            values["listed_until"] = None
        return values


class RecordMany(ActForm):
    """Says what happened to the chosen postings; the address holds the choice."""

    template_name = "postings/record_many.html"
    form_class = RecordManyForm
    title = "まとめて記録"
    lead = "選んだ求人のすべてに、同じ区分と日で1行ずつ記録します。1件でも記録できないときは、どれも記録しません。"

    @cached_property
    def chosen(self) -> list[JobPosting]:
        """The postings that the address means, in the order of their keys."""
        return list(chosen_by(self.request).order_by("pk")[: publication.MOST_AT_ONCE + 1])

    @property
    def submit(self) -> str:
        return f"{len(self.chosen):,}件に記録する"

    @property
    def success_message(self) -> str:
        return f"{len(self.chosen):,}件を掲載履歴に記録しました。"

    @cached_property
    def seen(self) -> str:
        return hashlib.sha256(",".join(str(posting.pk) for posting in self.chosen).encode()).hexdigest()

    def get_initial(self):
        today = timezone.localdate()
        return {
            "kind": Kind.EXTENDED,
            "listed_until": today + timedelta(days=deadlines(today).listing),
            "seen": self.seen,
        }

    def act(self, form):
        data = dict(form.cleaned_data)
        if data.pop("seen") != self.seen:
            raise DomainError("画面を開いたあとに、条件に合う求人が変わりました。選び直してください。")
        return publication.publish_many(self.chosen, data.pop("kind"), by=self.request.user, **data)

    def get_success_url(self, made):
        return reverse("postings:ledger")

    def back(self):
        return f"{reverse('postings:extend')}?{_filters(self.request.GET).urlencode()}", "選び直す"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            count=len(self.chosen),
            too_many=len(self.chosen) > publication.MOST_AT_ONCE,
            most=publication.MOST_AT_ONCE,
            first=self.chosen[:SHOWN],
            **kwargs,
        )


def chosen_by(request):
    """The postings that an address means: those marked, those of the page, or all that its filters show."""
    scope = request.GET.get("scope", "")
    if scope == "filter":
        page = ChooseMany()
        page.setup(request)
        return page.get_queryset()
    marked = request.GET.getlist("postings")
    numbers = request.GET.get("shown", "").split(",") if scope == "page" else marked
    ids = [int(number) for number in numbers if number.isascii() and number.isdecimal() and len(number) < 18]
    return JobPosting.objects.filter(pk__in=ids, listed_from__isnull=False).select_related("establishment")


def _filters(query: QueryDict) -> QueryDict:
    """The part of an address that belongs to the list's filters."""
    kept = query.copy()
    for name in OWN:
        kept.pop(name, None)
    return kept
