"""Pages of the publication ledger: recording one line, and all lines."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from centre.pages import ListPage
from postings.eligibility import vetting
from postings.eligibility.course_standing import standing_of
from postings.models import PublicationEvent, Reconciliation, Vetting
from postings.renewal.deadlines import deadlines
from postings.sheets.posting_list import OfPosting
from postings.site import publication
from postings.site.ledger_filter import LedgerFilter
from postings.site.publication_form import PublicationForm


class Publish(OfPosting):
    template_name = "postings/publish.html"
    form_class = PublicationForm
    title = "掲載履歴に記録"
    lead = "サイトでの出来事を、起きた日とともに残します。あとから直したり消したりはできません。"
    submit = "記録する"
    success_message = "掲載履歴に記録しました。"

    def get_form_kwargs(self):
        kinds = publication.possible_kinds(self.posting, timezone.localdate())
        return super().get_form_kwargs() | {"kinds": kinds}

    def get_initial(self):
        today = timezone.localdate()
        until = max(self.posting.listed_until or today, today)
        # Without a kind in the address the form's own choice stands: the only one there is.
        named = {"kind": kind} if (kind := self.request.GET.get("kind")) else {}
        return named | {
            "listed_until": until + timedelta(days=deadlines(today).listing),
            "site_number": self.posting.site_number or "",
            "url": self.posting.events.exclude(url="")
            .order_by("effective_on", "pk")
            .values_list("url", flat=True)
            .last()
            or "",
        }

    def act(self, form):
        line = form.line()
        return publication.publish(self.posting, line.pop("kind"), by=self.request.user, **line)

    def get_success_url(self, made):
        if self.request.GET.get("renewal"):
            return reverse("postings:renewal_answers")
        return self.posting.get_absolute_url()

    def get_context_data(self, **kwargs):
        signed = vetting.latest_approved(self.posting)
        return super().get_context_data(
            posting=self.posting,
            signed=signed,
            now=Vetting.Verdict(vetting.verdict_now(self.posting, timezone.localdate())) if signed else None,
            standing=standing_of(self.posting.establishment.corporation_id, timezone.localdate()),
            **kwargs,
        )


class Ledger(ListPage):
    """The publication ledger, newest first."""

    template_name = "postings/ledger.html"
    filterset_class = LedgerFilter

    def get_base_queryset(self):
        return PublicationEvent.objects.select_related("posting__establishment", "recorded_by").order_by(
            "-effective_on", "-pk"
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(last=Reconciliation.objects.first(), **kwargs)
